"""Put an answer cell back to its released stub, and keep what was there."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.classroom.practice.places import Work
from autograder.classroom.practice.progress import write_atomically
from autograder.classroom.practice.reading import (
    Cell,
    Exercise,
    Notebook,
    PracticeError,
    grade_id_of,
    read_tree,
    source_of,
)

NO_RELEASE = (
    "The released notebook of this unit is not here, so the empty cell can't be taken from it. Rename your notebook "
    "and get a fresh one: out of the unit's zip, or with `gradschool lab`."
)


def reset(work: Work, exercise: Exercise, now: datetime) -> Path | None:
    """Put the exercise's answer cell in the notebook file back to its stub, its outputs removed.

    Returns the file that the old text was kept in; None where the answer cell was missing and was put back. Raises
    PracticeError where the release isn't here, or a file can't be written.
    """
    released = work.released()
    stub = _stub(released, exercise)
    if released is None or stub is None:
        raise PracticeError(NO_RELEASE)
    tree = read_tree(work.notebook)
    cell = _answer_cell(tree, stub)
    if cell is not None and source_of(cell).strip() == stub.text.strip():
        raise PracticeError(f"The answer cell of {exercise.name} already is as it was released.")
    try:
        kept = None
        if cell is None:
            tree["cells"].insert(_place(tree, released, stub), _new_cell(stub))
        else:
            kept = _keep(work, exercise, source_of(cell), now)
            _empty(cell, stub)
        write_atomically(work.notebook, json.dumps(tree, indent=1, ensure_ascii=False) + "\n")
    except OSError as error:
        raise PracticeError(f"{work.notebook} could not be reset: {error.strerror}. It is as it was.") from None
    return kept


def _stub(released: Notebook | None, exercise: Exercise) -> Cell | None:
    if released is None:
        return None
    known = next((other for other in released.exercises if other.name == exercise.name), None)
    return released.cells[known.answer] if known is not None and known.answer is not None else None


def _answer_cell(tree: dict[str, Any], stub: Cell) -> dict[str, Any] | None:
    cells = [cell for cell in tree["cells"] if isinstance(cell, dict)]
    for same in (lambda cell: cell.get("id") == stub.cell_id, lambda cell: grade_id_of(cell) == stub.grade_id):
        for cell in cells:
            if same(cell) and cell.get("cell_type") == stub.kind:
                return cell
    return None


def _empty(cell: dict[str, Any], stub: Cell) -> None:
    cell["source"] = _as_written(stub.text, cell.get("source"))
    if stub.kind == "code":
        cell |= {"outputs": [], "execution_count": None}


def _as_written(text: str, like: Any) -> str | list[str]:
    return text if isinstance(like, str) else text.splitlines(keepends=True)


def _new_cell(stub: Cell) -> dict[str, Any]:
    marks = {
        "schema_version": 3,
        "grade_id": stub.grade_id,
        "grade": stub.kind != "code",
        "solution": True,
        "locked": False,
        "task": False,
    }
    if stub.kind != "code":
        marks["points"] = stub.points
    made: dict[str, Any] = {"cell_type": stub.kind, "id": stub.cell_id, "metadata": {"nbgrader": marks}}
    if stub.kind == "code":
        made |= {"execution_count": None, "outputs": []}
    return made | {"source": stub.text.splitlines(keepends=True)}


def _place(tree: dict[str, Any], released: Notebook, stub: Cell) -> int:
    """Behind the nearest cell that comes before it in the release."""
    order = {cell.cell_id: index for index, cell in enumerate(released.cells) if cell.cell_id}
    here = order.get(stub.cell_id, len(order))
    ids = [cell.get("id") if isinstance(cell, dict) else None for cell in tree["cells"]]
    before = [i for i, cell_id in enumerate(ids) if order.get(cell_id, here) < here]
    return max(before, key=lambda i: order[ids[i]], default=-1) + 1


def _keep(work: Work, exercise: Exercise, text: str, now: datetime) -> Path:
    folder = work.keep / "kept" / work.unit
    stem, number = f"{exercise.name}-{now:%Y-%m-%d-%H%M%S}", 1
    ending = ".md" if exercise.manual else ".py"
    path = folder / f"{stem}{ending}"
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{ending}"
    write_atomically(path, text.rstrip("\n") + "\n")
    return path
