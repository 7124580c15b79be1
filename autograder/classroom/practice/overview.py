"""All units of a student at once: what passed, how many hints are open, and what is next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from autograder.classroom.practice.checking import essay_of, fingerprint
from autograder.classroom.practice.places import Work, order_of
from autograder.classroom.practice.progress import Progress
from autograder.classroom.practice.reading import Notebook, PracticeError
from autograder.classroom.practice.terminal import Style

DONE = "done"
HEADINGS = ("Unit", "Passed", "Hints", "Next")


@dataclass(frozen=True)
class UnitProgress:
    """One unit of a student.

    Attributes: exercises, how many checks judge; passed, those whose last check passed; hints, how many are open; next,
    the first exercise that hasn't passed, else a text still to write, else "done"; changed, whether an answer was
    edited since it was checked; note, why the notebook can't be read.
    """

    unit: str
    exercises: int
    passed: int
    hints: int
    next: str
    changed: bool = False
    note: str = ""


def overview(works: Iterable[Work], progress: Progress, elsewhere: Mapping[str, Path | None]) -> list[UnitProgress]:
    """Every unit in teaching order.

    Args:
        works: the units in the student's folder.
        elsewhere: units that are not there yet → their released notebook, if there is one.
    """
    rows = [_row(work, progress) for work in works]
    there = {row.unit for row in rows}
    rows += [UnitProgress(unit, 0, 0, 0, "gradschool lab brings it") for unit in elsewhere if unit not in there]
    rows += [_forgotten(unit, progress) for unit in progress.units if unit not in there and unit not in elsewhere]
    return sorted(rows, key=lambda row: order_of(row.unit))


def _row(work: Work, progress: Progress) -> UnitProgress:
    try:
        book = work.read()
    except PracticeError as problem:
        row = _forgotten(work.unit, progress)
        return UnitProgress(**{**asdict(row), "next": "its notebook can't be read", "note": str(problem)})
    states = {exercise.name: progress.state(work.unit, exercise.name) for exercise in book.checked}
    changed = any(
        states[exercise.name].fingerprint not in ("", fingerprint(book, exercise)) for exercise in book.checked
    )
    open_ones = [name for name, state in states.items() if not state.passed]
    return UnitProgress(
        work.unit,
        len(states),
        sum(state.passed for state in states.values()),
        sum(state.hints for state in states.values()),
        open_ones[0] if open_ones else _to_write(work, book),
        changed,
    )


def _to_write(work: Work, book: Notebook) -> str:
    """A text that isn't written yet, where all else is done."""
    released = work.released()
    for exercise in book.exercises:
        if exercise.manual and not essay_of(book, exercise, released).passed:
            return exercise.name
    return DONE


def _forgotten(unit: str, progress: Progress) -> UnitProgress:
    """A unit of which only the kept progress is there."""
    states = progress.units.get(unit, {}).values()
    passed = sum(state.passed for state in states)
    return UnitProgress(unit, len(states), passed, sum(state.hints for state in states), "its notebook is not here")


def cells_of(row: UnitProgress) -> tuple[str, str, str, str]:
    """A row of the table, as texts."""
    passed = f"{row.passed} of {row.exercises}" if row.exercises else "–"
    return row.unit, passed + (" *" if row.changed else ""), str(row.hints or "–"), row.next


def remarks(rows: Iterable[UnitProgress]) -> list[str]:
    """What to say below the table."""
    rows = list(rows)
    said = [f"{row.unit}: {row.note}" for row in rows if row.note]
    if any(row.changed for row in rows):
        said.append("* edited since it was checked: check it again to be sure.")
    unit = next((row for row in rows if row.passed < row.exercises and not row.note), None)
    if unit is not None:
        said.append(f"Next: {unit.next} in {unit.unit}.")
    return said


def table_text(rows: Iterable[UnitProgress], style: Style) -> str:
    """The table and its remarks as plain text."""
    rows = list(rows)
    lines = [HEADINGS, *map(cells_of, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    table = ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    table[0] = style.mark(table[0], "strong")
    return "\n".join([*table, "", *(style.wrapped(remark) for remark in remarks(rows))])


def for_json(rows: Iterable[UnitProgress]) -> dict[str, object]:
    """The overview as JSON holds it."""
    return {"units": [asdict(row) for row in rows]}
