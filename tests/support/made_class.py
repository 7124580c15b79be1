"""A class that never was: records, notebooks and a gradebook as grading would leave them, in no time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from nbgrader.api import Gradebook
from small_unit import GOOD, hand_in

from autograder.course import Course
from autograder.grade import record_path
from autograder.gradebook import open_gradebook, save_record
from autograder.notebook import read_source
from autograder.record import ExerciseResult, Record, Verdict, write_record
from autograder.report.page import Findings
from autograder.report.statistics import items_of, misconceptions_of, students_of

WORTH = {"double": 3.0, "quadruple": 2.0, "apply": 1.0, "explain_double": 2.0}


@cache
def blank_gradebook() -> bytes:
    """An empty gradebook; nbgrader takes seconds to make one."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "gradebook.db"
        with open_gradebook(f"sqlite:///{path.as_posix()}"):
            pass
        return path.read_bytes()


def release(course: Course) -> None:
    """Put every unit of a course into its gradebook, as a release does."""
    (course.root / "gradebook.db").write_bytes(blank_gradebook())
    with open_gradebook(course.gradebook_url, course.course_id) as book:
        for unit in course.all_units():
            source = read_source(unit.exercises)
            book.add_assignment(unit.name)
            book.add_notebook("exercises", unit.name)
            for exercise in source.exercises:
                name, kind = source.cells[exercise.cell].grade_id, source.cells[exercise.cell].kind
                place = {"max_score": exercise.points, "cell_type": kind}
                book.add_grade_cell(name, "exercises", unit.name, **place)
                book.add_solution_cell(name if exercise.manual else exercise.name, "exercises", unit.name)


def result(name: str, score: float, verdict: Verdict | None = None, **more: object) -> ExerciseResult:
    """The verdict on one exercise of the small unit."""
    manual = name.startswith("explain_")
    full = score >= WORTH[name]
    said = Verdict.MANUAL if manual else Verdict.PASSED if full else Verdict.PARTIAL if score else Verdict.FAILED
    return ExerciseResult(
        *(name, name if manual else f"test_{name}", score, WORTH[name]),
        verdict or said,
        "",
        **more,  # type: ignore[arg-type]
    )


def record(student: str, scores: Mapping[str, float], unit: str = "01-small", **more: object) -> Record:
    """A student's record: exercise → points; what is not said has all of them, and a text waits."""
    points = {name: 0.0 if name.startswith("explain_") else worth for name, worth in WORTH.items()} | dict(scores)
    results = tuple(result(name, score) for name, score in points.items())
    return Record(
        student,
        unit,
        "exercises",
        **({"exercises": results} | more),
        submission_hash="",
        source_hash="",
        grader_hash="",
    )  # type: ignore[arg-type]


def keep(course: Course, *records: Record) -> None:
    """Store records and write them to the gradebook."""
    with open_gradebook(course.gradebook_url, course.course_id) as book:
        for one in records:
            write_record(record_path(course, course.unit(one.unit), one.student, one.notebook), one)
            save_record(book, one)


def enrol(
    course: Course, student: str, scores: Mapping[str, float] | None = None, texts: dict[str, str] | None = None
) -> None:
    """A student with a submission and its record."""
    hand_in(course, student, GOOD | (texts or {}))
    keep(course, record(student, scores or {}))


def mark(course: Course, student: str, points: float, cell: str = "explain_double", unit: str = "01-small") -> None:
    """A person's points for one graded cell."""
    with open_gradebook(course.gradebook_url, course.course_id) as book:
        grade = book.find_grade(cell, "exercises", unit, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        book.db.commit()


def describe(course: Course, student: str, **fields: str) -> None:
    """What the gradebook says of a student: last_name, first_name, email, lms_user_id."""
    with open_gradebook(course.gradebook_url, course.course_id) as book:
        _describe(book, student, fields)


def _describe(book: Gradebook, student: str, fields: dict[str, str]) -> None:
    book.update_or_create_student(student, **fields)


def findings(size: int, seed: int = 5) -> Findings:
    """A class made of random points."""
    rng = np.random.default_rng(seed)
    records = []
    for number in range(size):
        points = {
            "double": float(rng.integers(4)),
            "quadruple": float(rng.integers(3)),
            "apply": float(rng.integers(2)),
        }
        made = record(f"student {number:03}", points, wall_s=float(rng.gamma(2.0)), memory_mib=90 + 10 * rng.random())
        if points["double"] < 1:
            wrong = replace(made.exercises[0], misconception="Your answer equals `x`, not 2x.")
            made = replace(made, exercises=(wrong, *made.exercises[1:]))
        records.append(made)
    students = students_of(records, {})
    return Findings("01-small", students, items_of(students), misconceptions_of(students))
