"""Where a student's notebook, its release and the kept progress are."""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.classroom.practice.reading import Notebook, PracticeError, Role, read_notebook
from autograder.classroom.practice.release import claims_of, with_release
from autograder.classroom.practice.session import LIBRARY

WORKSPACE = "gradient-school-work"
HIDDEN = ".gradient-school"  #: the folder in the workspace that JupyterLab doesn't show
NOTEBOOK = "exercises.ipynb"
RELEASED = "GRADSCHOOL_RELEASED"  #: a variable of kernels: the folder with the units as they were released
UNITS = "GRADSCHOOL_WORKSPACE"  #: a variable of kernels: the folder with the student's units, where no mark tells it
_NUMBERED = re.compile(r"0*(\d+)-(.+)")


@dataclass(frozen=True)
class Work:
    """A student's notebook of one unit; `keep` is the folder for what is kept beside it."""

    unit: str
    notebook: Path
    keep: Path
    release: Path | None = None

    def released(self) -> Notebook | None:
        """The notebook as it was released, if it is there and the student's came from it."""
        if self.release is None:
            return None
        with contextlib.suppress(PracticeError):
            return read_notebook(self.release)
        return None

    def read(self) -> Notebook:
        """The student's notebook, with what only the author may change taken from the release."""
        student, released = read_notebook(self.notebook), self.released()
        return with_release(student, released) if released and _belongs(student, released) else student


def _belongs(student: Notebook, released: Notebook) -> bool:
    return any(student.cells[number].role is Role.ANSWER for number in claims_of(student, released))


def find_workspace(folder: Path | None = None, here: Path | None = None) -> Path:
    """The folder of a student's units: the one given, `gradient-school-work` in this one, or the one we are in."""
    if folder is not None:
        return folder
    here = (here or Path.cwd()).resolve()
    if (here / WORKSPACE).is_dir():
        return here / WORKSPACE
    return next((place for place in (here, *here.parents) if (place / HIDDEN).is_dir()), here / WORKSPACE)


def find_work(unit: str, workspace: Path, releases: Iterable[Path] = (), known: Iterable[str] = ()) -> Work:
    """The notebook of a unit.

    Args:
        unit: `01-neurons`, `01`, `1`, `neurons`, or the path of a notebook.
        workspace: the folder with the units, one unit's folder, or a notebook.
        releases: folders that hold units as they were released.
        known: names of units that need not be in the workspace.

    Raises PracticeError, with what there is, where the unit is not found.
    """
    if unit.endswith(".ipynb"):
        path = Path(unit).resolve()
        return _work(_unit_name(path), path, releases)
    if workspace.suffix == ".ipynb" or workspace.is_file():
        path = workspace.resolve()
        return _work(_matching(unit, known) or _unit_name(path), path, releases)
    there = units_in(workspace)
    name = _matching(unit, there)
    if name is not None:
        return _work(name, there[name], releases, keep_of(workspace))
    raise PracticeError(_not_there(unit, workspace, list(there), list(known)))


def units_in(workspace: Path) -> dict[str, Path]:
    """Unit → its notebook, for every unit in a workspace; for one unit's folder or a notebook, that unit."""
    if workspace.is_file():
        return {_unit_name(workspace.resolve()): workspace.resolve()}
    if (workspace / NOTEBOOK).is_file():
        return {workspace.resolve().name: (workspace / NOTEBOOK).resolve()}
    with contextlib.suppress(OSError):
        found = sorted(path for path in workspace.resolve().glob(f"[!.]*/{NOTEBOOK}") if path.is_file())
        return {path.parent.name: path for path in sorted(found, key=lambda path: order_of(path.parent.name))}
    return {}


def order_of(unit: str) -> tuple[int, str]:
    """Where a unit stands in the course."""
    match = _NUMBERED.fullmatch(unit)
    return (int(match[1]), unit) if match else (0, unit)


def kit_folder() -> Path | None:
    """The student kit that this package was started from, if it is in one."""
    folder = LIBRARY.parent
    return folder if (folder / "setup" / "kit.json").is_file() else None


def keep_folder(notebook: Path) -> Path:
    """Where to keep what belongs to a notebook: the hidden folder of its workspace, or of its own folder."""
    folders = notebook.resolve().parents
    marked = next((folder for folder in folders[:3] if (folder / HIDDEN).is_dir()), None)
    usual = next((folder for folder in folders[:2] if folder.name == WORKSPACE), None)
    return (marked or usual or folders[0]) / HIDDEN


def keep_in(workspace: str | None, notebook: Path) -> Path:
    """Where to keep what belongs to a notebook: in this workspace, if the notebook's unit is there."""
    if workspace is not None:
        with contextlib.suppress(RuntimeError):  # there is no home
            folder = Path(workspace).expanduser().resolve()
            if notebook.resolve().parent.parent == folder:
                return folder / HIDDEN
    return keep_folder(notebook)


def keep_of(workspace: Path) -> Path:
    """Where to keep what belongs to a workspace; to one unit's folder or a notebook, what belongs to that."""
    workspace = workspace.resolve()
    if workspace.is_file():
        return keep_folder(workspace)
    return keep_folder(workspace / NOTEBOOK) if (workspace / NOTEBOOK).is_file() else workspace / HIDDEN


def _work(unit: str, notebook: Path, releases: Iterable[Path], keep: Path | None = None) -> Work:
    candidates = [folder / unit / notebook.name for folder in releases]
    release = next((path for path in candidates if path.is_file()), None)
    return Work(unit, notebook, keep or keep_folder(notebook), release)


def _unit_name(notebook: Path) -> str:
    name = notebook.parent.name or notebook.stem
    return name if notebook.name == NOTEBOOK else f"{name}/{notebook.stem}"


def _matching(unit: str, names: Iterable[str]) -> str | None:
    wanted = unit.strip().rstrip("/\\").casefold()
    matches = [name for name in names if wanted in _spellings(name)]
    return matches[0] if len(matches) == 1 else None


def _spellings(name: str) -> set[str]:
    match = _NUMBERED.fullmatch(name)
    return {name.casefold(), *((match[1], match[2].casefold(), name.split("-")[0]) if match else ())}


def _not_there(unit: str, workspace: Path, there: list[str], known: list[str]) -> str:
    if (name := _matching(unit, known)) is not None:
        return (
            f"{name} is not in {workspace} yet. `gradschool lab` brings the released units there; "
            "if your work is elsewhere, say --folder DIR."
        )
    names = list(dict.fromkeys([*there, *known]))
    if not names:
        return (
            f"There are no units in {workspace}. `gradschool lab` brings them there; if your work is elsewhere, "
            "say --folder DIR."
        )
    spellings = [spelling for name in names for spelling in _spellings(name)]
    close = difflib.get_close_matches(unit.casefold(), spellings, n=1)
    meant = next((f' Did you mean "{name}"?' for name in names if close and close[0] in _spellings(name)), "")
    return f'There is no unit "{unit}".{meant} There are: {", ".join(names)}.'
