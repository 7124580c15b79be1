"""The notebook that is graded: the source's cells with the student's answers and helper cells put in.

An answer is taken by cell id, else by nbgrader's grade id. Everything else in the student's file either keeps
its place as a helper cell or, where the source has that cell itself, is replaced by the source's.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from autograder.notebook import Role, Source, SourceCell, StudentCell

BLANK = "# (the answer cell is missing in the submitted notebook)"


class Origin(Enum):
    """Whose text a rebuilt cell holds."""

    SOURCE = "source"
    ANSWER = "answer"
    HELPER = "helper"


@dataclass(frozen=True)
class RebuiltCell:
    """One cell of the rebuilt notebook; ``index`` is its place in the source, None for a helper cell."""

    origin: Origin
    kind: str
    text: str
    index: int | None
    cell_id: str


@dataclass(frozen=True)
class Rebuilt:
    """A rebuilt notebook, and the source's answer cells that the submission lacks."""

    cells: tuple[RebuiltCell, ...]
    missing: frozenset[int]


def rebuild(source: Source, student: list[StudentCell]) -> Rebuilt:
    """Put a student's answers into the source.

    A cell that is nobody's answer but that a student may change (imports, a parameter) runs as the source has it, and
    then as the student has it. A helper cell is placed after the source cell that it follows in the student's
    notebook. Of several cells that claim to be the same one, the one with the source's own cell id counts (else
    the first); the rest are helpers.
    """
    claimed = _claims(source, student)
    helpers: dict[int, list[StudentCell]] = {}
    place = -1
    # nbgrader's tasks are answered in cells that students add, code or text
    kept = ("code", "markdown") if any(cell.task for cell in source.cells) else ("code",)
    for number, cell in enumerate(student):
        if number in claimed:
            place = claimed[number]
            original = source.cells[place]
            if original.role is Role.CODE and cell.kind == "code" and cell.text.strip() != original.text.strip():
                helpers.setdefault(place, []).append(cell)
        elif cell.kind in kept and not _copies_locked(source, cell):
            helpers.setdefault(place, []).append(cell)
    answers = {index: student[number] for number, index in claimed.items()}
    cells = [_helper(cell) for cell in helpers.get(-1, ())]
    missing = set()
    for index, original in enumerate(source.cells):
        if original.role in (Role.ANSWER, Role.ESSAY) and not original.task:
            if index not in answers:
                missing.add(index)
            cells.append(_answer(index, original, answers.get(index)))
        else:
            cells.append(RebuiltCell(Origin.SOURCE, original.kind, original.text, index, original.cell_id))
        cells += [_helper(cell) for cell in helpers.get(index, ())]
    return Rebuilt(tuple(cells), frozenset(missing))


def _claims(source: Source, student: list[StudentCell]) -> dict[int, int]:
    """Which of the student's cells stands for which source cell: student's number → source index."""
    by_cell = {cell.cell_id: index for index, cell in enumerate(source.cells)}
    by_grade = {cell.grade_id: index for index, cell in enumerate(source.cells) if cell.grade_id}
    claimed: dict[int, int] = {}
    taken: set[int] = set()
    for key, index_of in (("cell_id", by_cell), ("grade_id", by_grade)):
        for number, cell in enumerate(student):
            index = index_of.get(getattr(cell, key))
            if index is not None and index not in taken and number not in claimed:
                claimed[number] = index
                taken.add(index)
    free = {
        index: cell
        for index, cell in enumerate(source.cells)  # notebooks of format 4.4 have no cell ids
        if index not in taken and cell.role in (Role.CODE, Role.TEXT)
    }
    for number, cell in enumerate(student):
        same = next((i for i, c in free.items() if (c.kind, c.text) == (cell.kind, cell.text)), None)
        if number not in claimed and same is not None:
            claimed[number] = same
            del free[same]
    return claimed


def _copies_locked(source: Source, cell: StudentCell) -> bool:
    """A second copy of one of the source's test or set-up cells adds nothing and is left out."""
    for original in source.cells:
        if original.role in (Role.TEST, Role.SETUP) and original.grade_id and original.grade_id == cell.grade_id:
            return True
    return False


def _helper(cell: StudentCell) -> RebuiltCell:
    return RebuiltCell(Origin.HELPER, cell.kind, cell.text, None, cell.cell_id)


def _answer(index: int, original: SourceCell, cell: StudentCell | None) -> RebuiltCell:
    text = cell.text if cell is not None else BLANK if original.kind == "code" else ""
    return RebuiltCell(Origin.ANSWER, original.kind, text, index, original.cell_id)
