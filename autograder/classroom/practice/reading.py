"""A notebook as it lies on disk: its cells with their roles, its exercises, and their hints."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.classroom.practice.roles import Role, role_of

_HINT = re.compile(r"<details>\s*<summary>(.*?)</summary>(.*?)</details>", re.S)


class PracticeError(Exception):
    """A plain sentence for the student: what is wrong and what to do."""


@dataclass(frozen=True)
class Cell:
    """One cell of a notebook; `missing`: an answer cell that the release has and the student's file lacks."""

    cell_id: str
    grade_id: str
    role: Role
    kind: str  #: "code", "markdown" or "raw"
    text: str
    points: float = 0.0
    seconds: float | None = None  #: what the author allows it, where that is not the usual
    missing: bool = False

    @property
    def runs(self) -> bool:
        """Whether it is code that runs before a test: everything but tests."""
        return self.kind == "code" and self.role is not Role.TEST


@dataclass(frozen=True)
class Hint:
    """One step of an exercise's hints, as Markdown."""

    title: str
    text: str


@dataclass(frozen=True)
class Exercise:
    """A test cell and the answer it judges, or an essay (`manual`). Numbers are places in the notebook's cells."""

    name: str
    test: int | None
    answer: int | None
    points: float
    manual: bool
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True)
class Notebook:
    """The cells of a notebook, and what is to be said about them."""

    path: Path
    cells: tuple[Cell, ...]
    notes: dict[str, str] = field(default_factory=dict)  #: grade id of a cell → a sentence

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises in the notebook's order."""
        return tuple(_exercises(self.cells))

    @property
    def checked(self) -> tuple[Exercise, ...]:
        """The exercises that checks judge; the others a person reads."""
        return tuple(exercise for exercise in self.exercises if not exercise.manual)

    def exercise(self, name: str) -> Exercise:
        """The exercise of this name or number; PracticeError with close matches where there is none."""
        wanted = name.strip().removeprefix("test_").replace("-", "_").casefold()
        for number, exercise in enumerate(self.exercises, 1):
            if wanted in (exercise.name.casefold(), str(number)):
                return exercise
        for index, cell in enumerate(self.cells):  # an answer whose test was deleted, and no release to take it from
            if cell.role is Role.ANSWER and cell.grade_id.casefold() == wanted:
                return Exercise(cell.grade_id, None, index, cell.points, False, hints_of(self.cells, cell.grade_id))
        raise PracticeError(_no_exercise(name, wanted, [exercise.name for exercise in self.exercises]))


def _no_exercise(name: str, wanted: str, known: list[str]) -> str:
    close = difflib.get_close_matches(wanted, known, n=3)
    meant = f" Did you mean {' or '.join(close)}?" if close else ""
    return f'There is no exercise "{name}".{meant} The exercises are: {", ".join(known)}.'


def read_notebook(path: Path) -> Notebook:
    """Read a notebook file.

    Raises PracticeError with one sentence if it is missing, or no notebook of format 4 with exercises.
    """
    notebook = Notebook(path, tuple(_cell(cell) for cell in read_tree(path)["cells"] if isinstance(cell, dict)))
    if not notebook.exercises and not any(cell.role is Role.ANSWER for cell in notebook.cells):
        raise PracticeError(f"{path.name} has no exercises. Is it the right file? They are in exercises.ipynb.")
    return notebook


def read_tree(path: Path) -> dict[str, Any]:
    """The JSON of a notebook file; it has a list `cells`. Raises PracticeError otherwise."""
    try:
        tree = json.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise PracticeError(f"There is no notebook {path}.") from None
    except OSError as error:
        raise PracticeError(f"{path} can't be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise PracticeError(f"{path.name} is not text in UTF-8, so it can't be a notebook.") from None
    except (ValueError, RecursionError):
        raise PracticeError(f"{path.name} is not a notebook: its content is not JSON, or it was cut off.") from None
    if isinstance(tree, dict) and isinstance(tree.get("cells"), list):
        return tree
    if isinstance(tree, dict) and "worksheets" in tree:
        raise PracticeError(
            f"{path.name} is a notebook of an old format (before 4): open it in JupyterLab and save it."
        )
    raise PracticeError(f"{path.name} is JSON, but not a notebook: it has no list of cells.")


def source_of(cell: dict[str, Any]) -> str:
    """The text of a cell, which a file may hold as one string or as lines."""
    text = cell.get("source", "")
    if isinstance(text, list):
        text = "".join(part for part in text if isinstance(part, str))
    return text if isinstance(text, str) else ""


def grade_id_of(cell: dict[str, Any]) -> str:
    """nbgrader's name of a cell, or nothing."""
    return str(_table(_table(cell, "metadata"), "nbgrader").get("grade_id") or "")


def _cell(cell: dict[str, Any]) -> Cell:
    marks = _table(_table(cell, "metadata"), "nbgrader")
    seconds = _table(_table(cell, "metadata"), "gradschool").get("seconds")
    kind, cell_id = cell.get("cell_type"), cell.get("id")
    kind = kind if isinstance(kind, str) else "raw"
    return Cell(
        cell_id if isinstance(cell_id, str) else "",
        grade_id_of(cell),
        role_of(kind, marks),
        kind,
        source_of(cell),
        _number(marks.get("points")) or 0.0,
        _number(seconds),
    )


def _table(holder: dict[str, Any], key: str) -> dict[str, Any]:
    value = holder.get(key)
    return value if isinstance(value, dict) else {}


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _exercises(cells: tuple[Cell, ...]) -> list[Exercise]:
    by_id = {cell.grade_id: index for index, cell in reversed([*enumerate(cells)]) if cell.grade_id}  # the first counts
    found: dict[str, Exercise] = {}
    for index, cell in enumerate(cells):
        if cell.role is Role.ESSAY:
            found.setdefault(cell.grade_id, Exercise(cell.grade_id, None, index, cell.points, True))
        if cell.role is not Role.TEST:
            continue
        name = cell.grade_id.removeprefix("test_")
        answer = by_id.get(name)
        if answer is None or cells[answer].role is not Role.ANSWER:
            name = cell.grade_id if answer is not None else name
            answer = next((i for i in range(index - 1, -1, -1) if cells[i].role is Role.ANSWER), None)
        found.setdefault(name, Exercise(name, index, answer, cell.points, False, hints_of(cells, name)))
    return list(found.values())


def hints_of(cells: tuple[Cell, ...], name: str) -> tuple[Hint, ...]:
    """The steps of an exercise's hint cell."""
    text = next((cell.text for cell in cells if cell.grade_id == f"hints_{name}"), "")
    return tuple(Hint(title.strip(), body.strip()) for title, body in _HINT.findall(text))
