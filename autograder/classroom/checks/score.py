"""Partial credit in steps that the author sets."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from autograder.classroom.checks.base import CheckFailed, note, surveying, the_judge


@dataclass(frozen=True)
class Part:
    """One part of a score. `error` says why it failed; None if it passed."""

    points: float
    name: str
    error: Exception | None = None


class Points(float):
    """What a `Score` comes to. As a cell's value it shows a number where a part failed, and no number otherwise.

    nbgrader takes a cell's number for its score. In a student's kernel hidden parts are missing, so the sum of
    those that passed is less than the exercise is worth, and would look like a loss.
    """

    parts: tuple[Part, ...]

    def __new__(cls, parts: Iterable[Part]) -> Points:
        parts = tuple(parts)
        points = super().__new__(cls, round(sum(part.points for part in parts if part.error is None), 9))
        points.parts = parts
        return points

    def __reduce__(self) -> tuple[type[Points], tuple[tuple[Part, ...]]]:
        return Points, (self.parts,)

    @property
    def possible(self) -> float:
        """The points of all parts."""
        return float(round(sum(part.points for part in self.parts), 9))

    @property
    def failed(self) -> tuple[Part, ...]:
        """The parts that did not pass."""
        return tuple(part for part in self.parts if part.error is not None)

    def __repr__(self) -> str:
        return float.__repr__(self) if self.failed else f"✓ all parts ({float(self):g} points)"


class Score:
    """Points for parts of an exercise.

        score = checks.Score()
        with score.part(2, "the forward pass"):
            checks.close(forward(x), want, "forward")
        with score.part(1, "the bias"):
            ...
        score.total()

    A part whose checks fail, or in which an answer raises, is noted and the others go on; a line for each is printed.
    `score.total()` is the cell's last line, after the hidden tests; the parts' points add up to the exercise's.
    A check outside of any part is a must: where it fails, the exercise scores 0.
    Where no part passed and a part met NotImplementedError, the exercise counts as not answered.
    """

    def __init__(self) -> None:
        self.parts: list[Part] = []
        if _opened is not None:
            _opened.append(self)

    @contextmanager
    def part(self, points: float, name: str) -> Iterator[None]:
        """Give `points` if nothing inside fails; `name` says what is looked at ("the backward pass")."""
        __tracebackhide__ = True
        if not points > 0:
            raise ValueError(f"expected points above 0 for {name!r}; received {points!r}")
        judge = the_judge()
        error: Exception | None = None
        try:
            yield
        except Exception as caught:
            if judge is not None and isinstance(caught, judge.broken):
                raise
            error = caught
        self.parts.append(Part(points, name, error))
        if surveying():
            note("part", None if error is None else _name_of(error))
        else:
            print(_line(self.parts[-1]))

    def total(self) -> Points:
        """The points of the parts that passed, as a float. Raises NotImplementedError for an empty answer."""
        __tracebackhide__ = True
        points = Points(self.parts)
        if surveying() or not points.failed:
            return points
        for part in points.failed if not points else ():
            if isinstance(part.error, NotImplementedError):
                raise part.error
        failed = len(points.failed)
        verb = "is" if failed == 1 else "are"
        print(f"{points:g} of {points.possible:g} points: {failed} of {len(points.parts)} parts {verb} not right yet.")
        return points


_opened: list[Score] | None = None  #: in the examiner: the scores of the cell that runs


@contextmanager
def scores() -> Iterator[list[Score]]:
    """The list of the scores that are opened inside."""
    global _opened
    outer, _opened = _opened, []
    try:
        yield _opened
    finally:
        _opened = outer


def _line(part: Part) -> str:
    """What the student reads of a part."""
    points = f"{part.points:g} point{'' if part.points == 1 else 's'}"
    if part.error is None:
        return f"✓ {part.name} ({points})"
    if isinstance(part.error, (CheckFailed, AssertionError)):
        said = str(part.error) or "a check found a wrong result"
    elif isinstance(part.error, NotImplementedError):
        said = "not answered yet"
    else:
        said = f"{_name_of(part.error)}: {part.error}{_place(part.error)}"
    return f"✗ {part.name} (0 of {points}): " + said.replace("\n", "\n    ")


def _name_of(error: Exception) -> str:
    return getattr(error, "student_name", type(error).__name__)


def _place(error: Exception) -> str:
    """The line of the notebook in which an error arose, deepest first."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if "ipykernel" in frame.filename or frame.filename.startswith("<"):
            return f"\nin {frame.name}: {frame.line}" if frame.line else ""
    return ""
