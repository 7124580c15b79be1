"""``gradschool grade --watch``: what arrives is collected and graded within seconds, by processes that stay warm."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from autograder.admission import admitted, free_mib
from autograder.content import files_for, graded_notebooks
from autograder.course import Course, Unit
from autograder.course_lock import CourseBusy
from autograder.engine import Engine, open_engine
from autograder.figures import Observer, nobody
from autograder.grade import Opens, Report, find_submissions, grade_unit
from autograder.limits import Limits
from autograder.nbgrader_api import run_step
from autograder.notebook import read_source
from autograder.qualify.known import known_of
from autograder.record import file_digest

EVERY_SECONDS = 2.0

Arrivals = dict[str, tuple[float, ...]]


def keep_grading(
    course: Course,
    unit: Unit,
    *,
    workers: int | None = None,
    limits: Limits | None = None,
    confined: bool = True,
    release_feedback: bool = False,
    graders: Opens | None = None,
    every: float = EVERY_SECONDS,
    told: Callable[[Report], None] = lambda report: None,
    observe: Observer = nobody,
    stopped: Callable[[], bool] = lambda: False,
) -> None:
    """Grade what is there, then whatever arrives, in the exchange or in ``submitted/``, until stopped.

    When the source notebook changes, everybody is graded again by it. What could not be stored is tried again.

    Args:
        release_feedback: put the feedback into nbgrader's exchange as soon as it is written.
        graders: who grades, if not this machine: a cluster.
        every: seconds between two looks.
        told: called with the report of every round that graded something.
        stopped: asked between two looks; ``Ctrl-C`` stops as well, and loses nothing.

    Raises:
        GradschoolError: if this machine can't confine, or nbgrader can't collect or release.
    """
    path = graded_notebooks(unit)[0]
    seen: Arrivals = {}
    while not stopped():
        source_hash = file_digest(path)
        here = _open(course, unit, path, workers, limits or Limits(), confined)
        with here if graders is None else contextlib.nullcontext() as engine:
            while not stopped() and file_digest(path) == source_hash:
                collect(course, unit)
                now = arrivals(course, unit)
                new = {student for student, marks in now.items() if seen.get(student) != marks}
                grade = partial(grade_unit, engine=engine, graders=graders, limits=limits, observe=observe)
                done = _grade(course, unit, new, grade, release_feedback, told)
                seen = now if done else {student: seen[student] for student in now if student in seen}
                time.sleep(every)
            seen = {}


def _grade(
    course: Course,
    unit: Unit,
    students: set[str],
    grade: Callable[..., Report],
    release_feedback: bool,
    told: Callable[[Report], None],
) -> bool:
    """Grade these students; whether it is done, so that they need not be looked at again."""
    if not students:
        return True
    try:
        report = grade(course, unit, students=students)
    except CourseBusy:
        return False
    told(report)
    if release_feedback and report.records:
        run_step(course, "release_feedback", unit)
    return report.complete


@contextlib.contextmanager
def _open(
    course: Course, unit: Unit, path: Path, workers: int | None, limits: Limits, confined: bool
) -> Iterator[Engine]:
    source = read_source(path, course.essay_stub)
    count, _ = admitted(workers, limits.for_unit(cell.settings for cell in source.cells), free_mib())
    with open_engine(source, files_for(course, unit), count, limits, confined, known_of(unit, source)) as engine:
        yield engine


def collect(course: Course, unit: Unit) -> None:
    """Collect what is new in nbgrader's exchange, if this course has one and something is new in it."""
    handed_in = _exchanged(course, unit)
    with contextlib.suppress(FileNotFoundError):
        there = {folder.name: (folder / unit.name) for folder in course.submitted.iterdir()}
        handed_in = {s: t for s, t in handed_in.items() if s not in there or _timestamp(there[s]) != t}
    if handed_in:
        run_step(course, "collect", unit)


def _exchanged(course: Course, unit: Unit) -> dict[str, str]:
    """Student → the latest time at which a submission went into the exchange; nbgrader names folders by both."""
    latest: dict[str, str] = {}
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        for folder in (course.exchange / course.course_id / "inbound").iterdir():
            student, _, rest = folder.name.partition(f"+{unit.name}+")
            if rest:
                latest[student] = max(latest.get(student, ""), rest.split("+")[0])
    return latest


def _timestamp(folder: Path) -> str:
    try:
        return (folder / "timestamp.txt").read_text().strip()
    except (OSError, ValueError):
        return ""


def arrivals(course: Course, unit: Unit) -> Arrivals:
    """Student → what changes when the student hands in again: times of the folder and of its notebooks."""
    found = {}
    for submission in find_submissions(course, unit):
        places = [submission.path, *(submission.path / path.name for path in graded_notebooks(unit))]
        found[submission.student] = tuple(_changed(place) for place in places)
    return found


def _changed(path: Path) -> float:
    try:
        return path.lstat().st_mtime_ns
    except OSError:
        return -1.0
