"""Who needs help, with the reason: what a person should know before they speak with a student."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.record import Verdict
from autograder.report.statistics import Item, Student

LOW, UNANSWERED = 0.5, 1 / 3
NEARLY_ALL, CLASS = 0.85, 10
STOPPED = (Verdict.TIMEOUT, Verdict.CRASHED)


@dataclass(frozen=True)
class Need:
    """A student who needs help, and why."""

    student: str
    share: float | None
    reasons: tuple[str, ...]


def who_needs_help(students: Sequence[Student], items: Sequence[Item]) -> list[Need]:
    """Everybody with fewer than half of the points, a third left open, or work that could not be graded.

    Who needs it most comes first. To their reasons is added what nearly everybody else could do.
    """
    needs = []
    for student in students:
        reasons = _reasons(student)
        if reasons:
            reasons += _where_others_could(student, items, students)
            needs.append(Need(student.name, student.share, tuple(reasons)))
    return sorted(needs, key=lambda need: (-1.0 if need.share is None else need.share, need.student))


def _reasons(student: Student) -> list[str]:
    if student.remark:
        return [student.remark]
    reasons = []
    if student.share is not None and student.share < LOW:
        lost = [name for name, work in student.works.items() if work.outcome == "none"]
        where = f"; none in {', '.join(lost)}" if lost else ""
        reasons.append(f"{student.points:.4g} of {student.possible:.4g} points so far{where}.")
        known = sum(bool(work.result.misconception) for work in student.works.values())
        if known:
            reasons.append(f"{known} answer{'s' * (known > 1)} with a known misconception.")
    tested = [(name, work) for name, work in student.works.items() if work.result.verdict is not Verdict.MANUAL]
    open_ones = [name for name, work in tested if work.outcome == "unanswered"]
    if open_ones and len(open_ones) >= UNANSWERED * len(tested):
        reasons.append(f"Left {len(open_ones)} of {len(tested)} open: {', '.join(open_ones)}.")
    stopped = [name for name, work in tested if work.result.verdict in STOPPED and work.outcome != "full"]
    if stopped:
        reasons.append(f"Ran out of time or memory, or ended the program: {', '.join(stopped)}.")
    return reasons


def _where_others_could(student: Student, items: Sequence[Item], students: Sequence[Student]) -> list[str]:
    """Exercises in which this student got nothing and nearly everybody got all."""
    if len(students) < CLASS or student.remark:
        return []
    easy = [item.name for item in items if item.outcomes["full"] >= NEARLY_ALL * sum(item.outcomes.values())]
    lost = [name for name in easy if name in student.works and student.works[name].outcome == "none"]
    return [f"No points where nearly everybody has all: {', '.join(lost)}."] if lost else []
