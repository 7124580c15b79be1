"""The sentences of a practice check: those of the notebook and of the grader."""

from __future__ import annotations

import signal

from autograder.classroom.practice.outcome import Outcome, Status
from autograder.classroom.practice.reading import Cell, Exercise, Notebook, Role
from autograder.classroom.practice.session import CellResult, Place, Problem

NOT_ANSWERED = "This exercise is not answered yet: its answer cell still raises NotImplementedError."
MISSING_CELL = "The answer cell is missing in the notebook. While you watch the unit, `reset` puts it back."
NO_TEST = (
    "The check cell of this exercise is missing in the notebook. Rename your notebook, get a fresh one (out of the "
    "unit's zip, or with `gradschool lab`), and copy your answers into it."
)
ESSAY_STUBS = ("", "YOUR ANSWER HERE", "*Replace this line with your answer.*")
SHORT = 300


def too_long(seconds: float) -> str:
    return (
        f"Your code took longer than {seconds:g} s and was stopped. Look for a loop that never ends, or for work in "
        "Python loops that one NumPy call could do."
    )


def ended(code: int | None) -> str:
    """How a process ended, from its exit code (negative: a signal)."""
    if code == -signal.SIGSEGV:
        return "Your code crashed its process (segmentation fault), often by endless recursion."
    if code == -signal.SIGABRT:
        return "Your code crashed its process (abort), often because memory ran out."
    if code is not None and code < 0:
        return f"Your code's process was ended by signal {-code}; the system does that when memory runs out."
    return "Your code ended its own process (for example by os._exit), so there was nothing left to ask."


def essay(exercise: Exercise, cell: Cell, stub: str | None) -> Outcome:
    """How an exercise stands that a person reads."""
    text = cell.text.strip()
    if text in ESSAY_STUBS or text == (stub or "").strip():
        return Outcome(exercise.name, Status.NOT_WRITTEN, "There is no text in the answer cell yet.")
    return Outcome(exercise.name, Status.WRITTEN, "A person reads this answer and gives the points.")


def outcome_of(
    book: Notebook, exercise: Exercise, result: CellResult, troubles: dict[int, Problem], defines: dict[str, int]
) -> Outcome:
    """How an exercise stands.

    Args:
        result: what came of its test cell.
        troubles: cells before it that did not run through.
        defines: name → the last cell before it that defines it.
    """
    notes = tuple(trouble_told(book, index, problem) for index, problem in troubles.items() if index != exercise.answer)
    if result.problem is None:
        status, message = _points(result, book.cells[exercise.test or 0])
        printed = "" if status is Status.PASSED else result.printed
        return Outcome(exercise.name, status, message, "", printed, notes)
    own = troubles.get(exercise.answer) if exercise.answer is not None else None
    if own is not None and _follows_from(own, result.problem, exercise, defines):
        status, message, where = _of_own_cell(book, own)
        return Outcome(exercise.name, status, message, where, "", notes)
    status, message, where = _of_test(book, exercise, result.problem, troubles, defines)
    printed = "" if status in (Status.NOT_ANSWERED, Status.MISSING) else result.printed
    return Outcome(exercise.name, status, message, where, printed, notes)


def _points(result: CellResult, cell: Cell) -> tuple[Status, str]:
    """What a test cell that ran through comes to; it may end in points for the parts that are right."""
    value = result.value or {}
    points, possible = value.get("points"), value.get("possible") or cell.points
    failed = value.get("failed") or []
    if points is None or not possible or (points >= possible and not failed):
        return Status.PASSED, ""
    parts = f" Not right yet: {', '.join(failed)}." if failed else " Some checks did not pass."
    return Status.PARTIAL if points > 0 else Status.FAILED, f"{points:g} of {possible:g} points.{parts}"


def _follows_from(own: Problem, problem: Problem, exercise: Exercise, defines: dict[str, int]) -> bool:
    """Whether the check failed because the answer cell itself did not run through."""
    return own.kind != "raised" or (problem.name is not None and defines.get(problem.name) == exercise.answer)


def _of_own_cell(book: Notebook, own: Problem) -> tuple[Status, str, str]:
    if own.kind == "raised":
        return Status.RAISED, f"Your answer cell raised {named(own)}.", where(book, own)
    status = Status.TOO_LONG if own.kind == "too long" else Status.ENDED
    return status, how_ended(own), where(book, own)


def _of_test(
    book: Notebook, exercise: Exercise, problem: Problem, troubles: dict[int, Problem], defines: dict[str, int]
) -> tuple[Status, str, str]:
    if problem.kind != "raised":
        status = Status.TOO_LONG if problem.kind == "too long" else Status.ENDED
        return status, how_ended(problem), where(book, problem)
    if exercise.answer is not None and book.cells[exercise.answer].missing:
        return Status.MISSING, MISSING_CELL, ""
    deepest = problem.places[-1] if problem.places else None
    student = deepest is not None and book.cells[deepest.cell].role is not Role.TEST
    if problem.not_answered:
        return _not_answered(book, exercise, problem, deepest)
    if problem.name is not None:
        said = _missing_name(book, problem, troubles, defines, student)
        if said:
            return Status.MISSING, said, where(book, problem)
    if problem.assertion and not student:
        return Status.FAILED, problem.text or _bare(deepest), ""
    if student:
        return Status.RAISED, f"Your code raised {named(problem)}.", where(book, problem)
    said = f"The check could not work with what your answer returned ({named(problem)}). "
    return Status.FAILED, said + "Compare its shape and type with the docstring.", where(book, problem)


def _not_answered(
    book: Notebook, exercise: Exercise, problem: Problem, deepest: Place | None
) -> tuple[Status, str, str]:
    """An answer that still raises NotImplementedError, be it this exercise's or one that it calls."""
    cell = book.cells[deepest.cell] if deepest is not None else None
    if cell is not None and cell.role is Role.ANSWER and deepest and deepest.cell != exercise.answer:
        said = f"It needs `{cell.grade_id}`, which is not answered yet: answer that exercise first."
        return Status.RAISED, said, where(book, problem, deepest=-2)
    return Status.NOT_ANSWERED, problem.text or NOT_ANSWERED, ""


def _missing_name(
    book: Notebook, problem: Problem, troubles: dict[int, Problem], defines: dict[str, int], student: bool
) -> str:
    """A name that isn't there, because the cell that defines it failed, or because no cell does."""
    index = defines.get(problem.name or "")
    if index is not None and index in troubles:
        return f"`{problem.name}` is missing, because of an earlier cell. {trouble_told(book, index, troubles[index])}"
    return "" if student or index is not None else f"Your notebook does not define `{problem.name}`."


def _bare(deepest: Place | None) -> str:
    """An assertion without words."""
    line = f": {deepest.source}" if deepest is not None and deepest.source else ""
    return f"A check found a wrong result{line}"


def how_ended(problem: Problem) -> str:
    return too_long(problem.seconds) if problem.kind == "too long" else ended(problem.code)


def trouble_told(book: Notebook, index: int, problem: Problem) -> str:
    """What became of a cell before the exercise."""
    cell = cell_named(book, index)
    if problem.kind != "raised":
        return f"{cell[0].upper()}{cell[1:]}: {how_ended(problem)}"
    line = next((f" in line {place.line}" for place in reversed(problem.places) if place.cell == index), "")
    return f"{cell[0].upper()}{cell[1:]} raised {named(problem)}{line}."


def named(problem: Problem) -> str:
    """An exception's name and its words on one line."""
    text = " ".join(problem.text.split()).rstrip(".")
    text = text if len(text) <= SHORT else text[:SHORT] + " …"
    return f"{problem.type}: {text}" if text else problem.type


def cell_named(book: Notebook, index: int) -> str:
    """A cell, as a student would find it."""
    cell = book.cells[index]
    if cell.role is Role.ANSWER:
        return f"your answer cell of `{cell.grade_id}`"
    if cell.role is Role.TEST:
        return f"the check cell {cell.grade_id}"
    if cell.role is Role.SETUP:
        return f"the set-up cell {cell.grade_id}".rstrip()
    first = next((line.strip() for line in cell.text.splitlines() if line.strip()), "")
    return f"your cell that begins with “{first[:60]}”"


def where(book: Notebook, problem: Problem, *, deepest: int = -1) -> str:
    """The line that an error comes from: the deepest that the student wrote, and who called it there."""
    places = problem.places[: deepest + 1 or None]
    written = [place for place in places if book.cells[place.cell].role is not Role.TEST] or list(places)
    if not written:
        return ""
    place = written[-1]
    source = place.source or _line_of(book, place)
    inside = f" (in {place.function})" if place.function.isidentifier() else ""
    return f"Line {place.line} of {cell_named(book, place.cell)}{inside}:\n    {source}"


def _line_of(book: Notebook, place: Place) -> str:
    lines = book.cells[place.cell].text.splitlines()
    return lines[place.line - 1].strip() if place.line <= len(lines) else ""
