"""What a class's points say: about students, about exercises, and about how well each exercise tells."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

import numpy as np
from numpy.typing import NDArray

from autograder.feedback import Person
from autograder.record import ExerciseResult, Record, Verdict

FEWEST_FOR_GROUPS, FEWEST_FOR_CORRELATION = 4, 10
#: verdicts that say nothing of what the student can do: they don't count for an exercise
NOT_JUDGED = (Verdict.UNREADABLE, Verdict.NOT_REACHED, Verdict.BROKEN_TEST)
OUTCOMES = ("full", "part", "none", "unanswered", "waiting", "unjudged")


@dataclass(frozen=True)
class Work:
    """One student's result in one exercise; ``points`` is None while a person has yet to mark it."""

    result: ExerciseResult
    points: float | None

    @property
    def outcome(self) -> str:
        """One of `OUTCOMES`."""
        if self.points is None:
            return "waiting"
        if self.points >= self.result.max_score:
            return "full"
        if self.points > 0:
            return "part"
        if self.result.verdict in (Verdict.NOT_ANSWERED, Verdict.MISSING):
            return "unanswered"
        return "unjudged" if self.result.verdict in NOT_JUDGED else "none"


@dataclass(frozen=True)
class Student:
    """One student's work on a unit."""

    name: str
    works: Mapping[str, Work]  #: by exercise
    remark: str
    wall_s: float
    cpu_s: float
    memory_mib: float

    @cached_property
    def points(self) -> float:
        return sum(work.points or 0.0 for work in self.works.values())

    @cached_property
    def possible(self) -> float:
        """What could be had so far: without what still waits."""
        return sum(work.result.max_score for work in self.works.values() if work.points is not None)

    @cached_property
    def share(self) -> float | None:
        """The part of the possible points, from 0 to 1; None where nothing has been judged."""
        return min(1.0, max(0.0, self.points / self.possible)) if self.possible else None

    @cached_property
    def waiting(self) -> int:
        return sum(work.points is None for work in self.works.values())


@dataclass(frozen=True)
class Item:
    """How a class did in one exercise.

    Attributes:
        difficulty: the mean share of its points, 0 to 1; None if no answer was judged.
        discrimination: −1 to 1: whether who does well elsewhere does well here; None if that can't be said.
        method: how discrimination was measured: "correlation", "groups", or why it was not.
        seconds: median and longest time of its checks.
    """

    name: str
    worth: float
    outcomes: Mapping[str, int]
    difficulty: float | None
    discrimination: float | None
    method: str
    seconds: tuple[float, float]


@dataclass(frozen=True)
class Misconception:
    """A known wrong answer that students gave."""

    exercise: str
    text: str
    students: tuple[str, ...]


def students_of(records: Iterable[Record], by_hand: Mapping[tuple[str, str], Mapping[str, Person]]) -> list[Student]:
    """Everybody's work, of a unit's notebooks together.

    Args:
        by_hand: (student, notebook) → graded cell → what a person gave; their points count in place of the grader's.
    """
    grouped: dict[str, list[Record]] = {}
    for record in records:
        grouped.setdefault(record.student, []).append(record)
    several = len({record.notebook for found in grouped.values() for record in found}) > 1
    return [_student(name, grouped[name], by_hand, several) for name in sorted(grouped)]


def _student(
    name: str, records: list[Record], by_hand: Mapping[tuple[str, str], Mapping[str, Person]], several: bool
) -> Student:
    works = {}
    for record in records:
        people = by_hand.get((name, record.notebook), {})
        for result in record.exercises:
            given = people.get(result.cell, Person()).points
            own = None if result.verdict is Verdict.MANUAL else result.score
            works[f"{record.notebook}: {result.name}" if several else result.name] = Work(
                result, own if given is None else given
            )
    return Student(
        name,
        works,
        " ".join(filter(None, (record.remark for record in records))),
        sum(record.wall_s for record in records),
        sum(record.cpu_s for record in records),
        max(record.memory_mib for record in records),
    )


def items_of(students: Sequence[Student]) -> list[Item]:
    """Every exercise with its difficulty and discrimination, in the order of the notebook."""
    names = list(dict.fromkeys(name for student in students for name in student.works))
    points = np.array([[_judged(student.works.get(name)) for name in names] for student in students], dtype=float)
    points = points.reshape(len(students), len(names))
    return [_item(name, place, students, points) for place, name in enumerate(names)]


def _judged(work: Work | None) -> float:
    if work is None or work.points is None or (work.result.verdict in NOT_JUDGED and not work.points):
        return math.nan
    return work.points


def _item(name: str, place: int, students: Sequence[Student], points: NDArray[np.float64]) -> Item:
    works = [student.works[name] for student in students if name in student.works]
    worth = max(work.result.max_score for work in works)
    counted = Counter(work.outcome for work in works)
    own = points[:, place]
    seconds = [work.result.seconds for work in works]
    discrimination, method = discriminate(own, np.nansum(np.delete(points, place, axis=1), axis=1), worth)
    return Item(
        name,
        worth,
        {outcome: counted[outcome] for outcome in OUTCOMES},
        _difficulty(own, worth, counted),
        discrimination,
        method,
        (median(seconds), max(seconds)),
    )


def _difficulty(own: NDArray[np.float64], worth: float, counted: Mapping[str, int]) -> float | None:
    """The mean share; None where only those are judged who wrote nothing, while answers wait for a person."""
    answered = counted["full"] + counted["part"] + counted["none"]
    if not worth or np.isnan(own).all() or (counted["waiting"] and not answered):
        return None
    return float(np.nanmean(own)) / worth


def discriminate(own: NDArray[np.float64], rest: NDArray[np.float64], worth: float) -> tuple[float | None, str]:
    """Whether students who do well in the rest of a unit do well in one exercise.

    With ten or more the corrected item-total correlation, r(own, rest), where the rest leaves the exercise itself out
    (Henrysson, "Correction of item-total correlations in item analysis", 1963). With four to nine the mean share of
    the upper half minus that of the lower one (Johnson, "The U-L index", 1951), which needs no spread to exist.

    Args:
        own: (N,) points in the exercise, NaN where it was not judged.
        rest: (N,) points in all others.

    Returns:
        A number from −1 to 1, or None; and how it was found, or why it was not.
    """
    judged = ~np.isnan(own)
    own, rest = own[judged], rest[judged]
    if len(own) < FEWEST_FOR_GROUPS or not worth:
        return None, "too few"
    if len(own) < FEWEST_FOR_CORRELATION:
        order, half = np.argsort(rest, kind="stable"), len(own) // 2
        if rest[order[0]] == rest[order[-1]]:
            return None, "all alike elsewhere"
        return float(own[order[-half:]].mean() - own[order[:half]].mean()) / worth, "groups"
    if np.ptp(own) == 0 or np.ptp(rest) == 0:
        return None, "all alike here" if np.ptp(own) == 0 else "all alike elsewhere"
    return float(np.corrcoef(own, rest)[0, 1]), "correlation"


def misconceptions_of(students: Sequence[Student]) -> list[Misconception]:
    """The known wrong answers that were given, most frequent first."""
    found: dict[tuple[str, str], list[str]] = {}
    for student in students:
        for name, work in student.works.items():
            if work.result.misconception:
                found.setdefault((name, work.result.misconception), []).append(student.name)
    listed = [Misconception(*key, tuple(names)) for key, names in found.items()]
    return sorted(listed, key=lambda one: (-len(one.students), one.exercise, one.text))
