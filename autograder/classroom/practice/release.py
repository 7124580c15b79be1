"""A student's notebook with what only the author may change taken from the release."""

from __future__ import annotations

from dataclasses import replace

from autograder.classroom.practice.reading import Cell, Notebook, Role

AUTHORS = (Role.SETUP, Role.TEST)


def with_release(student: Notebook, released: Notebook) -> Notebook:
    """The student's cells in their order, with set-up and test cells as they were released.

    One that was deleted or retyped is put back behind the cell that it follows in the release, and so are hints; for
    an answer cell that was deleted there is an empty one, marked as missing. A second copy of one is left out.
    """
    claims = claims_of(student, released)
    cells: list[tuple[int | None, Cell]] = []
    notes: dict[str, str] = {}
    for number, cell in enumerate(student.cells):
        index = claims.get(number)
        if index is not None:
            cells.append((index, _taken(cell, released.cells[index], notes)))
        elif not _copies(cell, released):
            cells.append((None, _helper(cell, released)))
    for index, original in enumerate(released.cells):
        if index not in claims.values() and (original.grade_id and original.role is not Role.ESSAY):
            cells.insert(_place(cells, index), (index, _put_back(original, notes)))
    return Notebook(student.path, tuple(cell for _, cell in cells), notes)


def claims_of(student: Notebook, released: Notebook) -> dict[int, int]:
    """Which of the student's cells stands for which released one: by cell id, else by nbgrader's grade id."""
    claimed: dict[int, int] = {}
    for key in ("cell_id", "grade_id"):
        index_of = {getattr(cell, key): index for index, cell in enumerate(released.cells) if getattr(cell, key)}
        for number, cell in enumerate(student.cells):
            index = index_of.get(getattr(cell, key))
            if index is not None and number not in claimed and index not in claimed.values():
                claimed[number] = index
    return claimed


def _taken(cell: Cell, original: Cell, notes: dict[str, str]) -> Cell:
    """A student's cell that stands for a released one: its text where it is the student's to write."""
    if original.role in AUTHORS:
        if cell.text.strip() != original.text.strip() or cell.kind != original.kind:
            notes[original.grade_id] = f"The cell {original.grade_id} differs from the released one, which was used."
        return original
    if original.role is Role.TEXT:
        return original if original.grade_id else cell
    if original.role is Role.ANSWER and cell.kind != "code":
        return replace(original, text="", missing=True)
    return replace(original, text=cell.text, kind=cell.kind)


def _put_back(original: Cell, notes: dict[str, str]) -> Cell:
    if original.role is Role.ANSWER:
        return replace(original, text="", missing=True)
    if original.role in AUTHORS:
        notes[original.grade_id] = f"The cell {original.grade_id} was deleted; the released one was used."
    return original


def _copies(cell: Cell, released: Notebook) -> bool:
    return any(cell.grade_id == other.grade_id for other in released.cells if other.role in AUTHORS and other.grade_id)


def _helper(cell: Cell, released: Notebook) -> Cell:
    """A cell of the student's own; a copy of an answer cell is no second answer."""
    if any(cell.grade_id == other.grade_id for other in released.cells):
        return replace(cell, grade_id="", role=Role.CODE if cell.kind == "code" else Role.TEXT)
    return cell


def _place(cells: list[tuple[int | None, Cell]], index: int) -> int:
    """Behind the nearest cell that comes before it in the release."""
    before = [place for place, (known, _) in enumerate(cells) if known is not None and known < index]
    nearest = max(before, key=lambda place: cells[place][0] or 0, default=-1)
    return nearest + 1
