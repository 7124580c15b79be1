"""Follows a notebook's cells as they run: shows the progress, and keeps which exercises pass."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.classroom.checks import Points
from autograder.classroom.panel.view import Panel, show_passed
from autograder.classroom.practice.overview import UnitProgress, overview
from autograder.classroom.practice.places import (
    HIDDEN,
    NOTEBOOK,
    RELEASED,
    UNITS,
    Work,
    find_work,
    keep_in,
    kit_folder,
    units_in,
)
from autograder.classroom.practice.progress import FILE, read_progress
from autograder.classroom.practice.reading import Exercise, Notebook, PracticeError, read_tree

SESSION = "JPY_SESSION_NAME"  #: Jupyter's variable for the file that a kernel was started for
KIT_RELEASED = Path("setup", "released")


def companion_of(variables: Mapping[str, str] = os.environ) -> Companion | None:
    """The companion of the notebook that this kernel was started for; None where it is no unit's notebook."""
    notebook = Path(variables.get(SESSION, ""))
    if notebook.suffix != ".ipynb" or not (notebook.parent / NOTEBOOK).is_file():
        return None
    kit, released = kit_folder(), variables.get(RELEASED)
    releases = [*([kit / KIT_RELEASED] if kit else []), *([Path(released)] if released else [])]
    return Companion(notebook.resolve(), keep_in(variables.get(UNITS), notebook), tuple(releases))


@dataclass
class Companion:
    """What accompanies one open notebook of a unit.

    Attributes: notebook, its file; keep, the folder of the progress file; releases, folders that hold units as they
    were released.
    """

    notebook: Path
    keep: Path
    releases: tuple[Path, ...] = ()
    panel: Panel | None = None
    _seen: object = None  #: the progress file's stamp when the panel was filled last
    _notes: list[str] = field(default_factory=list)

    def after(self, result: Any) -> None:
        """What to do when a cell has run; an error in here is the course's own and never the student's concern."""
        try:
            self._after(result)
        except Exception:
            return

    def _after(self, result: Any) -> None:
        cell_id = getattr(result.info, "cell_id", None)
        passed = self._keep_outcome(cell_id, result)
        if self._is_first(cell_id):
            self.panel = self.panel or Panel(self.notebook.parent.name)
            self._fill()
            self.panel.show()
        elif self.panel is not None and self._stamp() != self._seen:
            self._fill()
        if passed is not None:
            show_passed(passed, next(row for row in self._rows() if row.unit == self.notebook.parent.name))

    def _keep_outcome(self, cell_id: str | None, result: Any) -> str | None:
        """Keep how an exercise stands if this was its check cell; its name if it passed.

        Nothing is kept of a check cell that was edited, nor of one that lacks a name, as after a restart. A pass is
        kept without a fingerprint, because the kernel may hold other text than the file: `watch` looks again.
        """
        if self.notebook.name != NOTEBOOK or cell_id is None:
            return None
        work = self._work()
        found = exercise_of(work.read(), cell_id, result.info.raw_cell)
        error = result.error_before_exec or result.error_in_exec
        if found is None or isinstance(error, (NameError, KeyboardInterrupt)):
            return None
        passed = error is None and not (isinstance(result.result, Points) and result.result.failed)
        progress = read_progress(self.keep)
        progress.checked(work.unit, found.name, passed)
        self._notes += progress.told()
        return found.name if passed else None

    def _is_first(self, cell_id: str | None) -> bool:
        """Whether this is the notebook's first code cell; where that can't be told, the first that runs."""
        try:
            codes = [cell for cell in read_tree(self.notebook)["cells"] if cell.get("cell_type") == "code"]
            first = codes[0].get("id")
        except (PracticeError, IndexError, AttributeError):
            first = None
        return self.panel is None if first is None or cell_id is None else first == cell_id

    def _fill(self) -> None:
        self._seen = self._stamp()
        rows = self._rows()
        if self.panel is not None:
            self.panel.fill(rows, list(dict.fromkeys(self._notes)))

    def _rows(self) -> list[UnitProgress]:
        kept = read_progress(self.keep)
        self._notes += kept.told()
        workspace = self.keep.parent if self.keep.name == HIDDEN else self.notebook.parent
        works = [find_work(str(path), workspace, self.releases) for path in units_in(workspace).values()]
        return overview(works, kept, {})

    def _work(self) -> Work:
        return find_work(str(self.notebook), self.notebook, self.releases)

    def _stamp(self) -> object:
        try:
            found = (self.keep / FILE).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size


def exercise_of(book: Notebook, cell_id: str, text: str) -> Exercise | None:
    """The exercise whose check cell has this id and, as the author wrote it, this text."""
    for exercise in book.checked:
        cell = book.cells[exercise.test] if exercise.test is not None else None
        if cell is not None and cell.cell_id == cell_id and cell.text.strip() == text.strip():
            return exercise
    return None
