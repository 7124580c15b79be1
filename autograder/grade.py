"""``gradschool grade``: every submission of a unit becomes a record, a gradebook entry, a notebook and feedback."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from autograder.artefacts import graded_notebook
from autograder.conductor import Graded
from autograder.content import files_for, graded_notebooks
from autograder.course import Course, Unit
from autograder.engine import Engine, grader_hash, open_engine
from autograder.errors import GradschoolError
from autograder.feedback import Person, feedback_page
from autograder.gradebook import GradebookProblem, by_hand, open_gradebook, save_record
from autograder.limits import Limits
from autograder.notebook import BadNotebook, Source, read_source, read_submission
from autograder.qualify.known import known_of
from autograder.rebuild import Rebuilt, rebuild
from autograder.record import (
    ExerciseResult,
    Record,
    Verdict,
    digest,
    file_digest,
    keep_old_record,
    read_record,
    write_atomically,
    write_record,
)
from autograder.stubs import mark_untouched, released_texts


@dataclass(frozen=True)
class Submission:
    """One student's notebook of a unit, where it lies."""

    student: str
    path: Path


@dataclass
class Report:
    """What a grading run did."""

    records: list[Record] = field(default_factory=list)
    unchanged: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every submission has a verdict that is in the gradebook."""
        return not self.problems

    def for_json(self) -> dict[str, object]:
        return {"records": [record.for_json() for record in self.records]}


@dataclass(frozen=True)
class Finished:
    """A graded submission that has not been written yet."""

    record: Record
    rebuilt: Rebuilt
    outputs: dict[int, list[dict[str, object]]]


def grade_unit(
    course: Course,
    unit: Unit,
    *,
    workers: int | None = None,
    limits: Limits | None = None,
    confined: bool = True,
    again: bool = False,
    engine: Engine | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Grade all submissions of a unit.

    Args:
        workers: warm processes; as many as there are processors if not said.
        again: grade also what has not changed since the last time.
        engine: a running engine of this unit to use, with its workers and limits; without it one is started.
        progress: called with the number of finished submissions and of all.

    Raises:
        GradschoolError: if there is nothing to grade, or this machine can't confine.
    """
    submissions = find_submissions(course, unit)
    report = Report()
    for submission in list(submissions):
        if not _is_text(submission.student):
            submissions.remove(submission)
            report.problems.append(
                f"The folder {submission.student!r} under {course.submitted.name} has a name that is "
                "not UTF-8; rename it and grade again."
            )
    if not submissions:
        raise GradschoolError(
            f"There are no submissions of {unit.name}. Expected "
            f"{course.submitted.name}/<student>/{unit.name}/*.ipynb; collect them first."
        )
    with open_gradebook(course.gradebook_url, course.course_id) as book:
        for path in graded_notebooks(unit):
            source = read_source(path, course.essay_stub)
            _grade_notebook(
                course,
                unit,
                path,
                source,
                submissions,
                book,
                report,
                _Settings(workers or os.cpu_count() or 1, limits or Limits(), confined, again, progress, engine),
            )
    report.records.sort(key=lambda record: (record.student, record.notebook))
    return report


@dataclass(frozen=True)
class _Settings:
    workers: int
    limits: Limits
    confined: bool
    again: bool
    progress: Callable[[int, int], None]
    engine: Engine | None


def find_submissions(course: Course, unit: Unit) -> list[Submission]:
    """Every student's folder of a unit under ``submitted/``."""
    if not course.submitted.is_dir():
        return []
    folders = [folder / unit.name for folder in sorted(course.submitted.iterdir())]
    return [Submission(folder.parent.name, folder) for folder in folders if os.path.lexists(folder)]


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _grade_notebook(
    course: Course,
    unit: Unit,
    path: Path,
    source: Source,
    submissions: list[Submission],
    book: object,
    report: Report,
    settings: _Settings,
) -> None:
    source_hash = file_digest(path)
    waiting = []
    for submission in submissions:
        old = read_record(record_path(course, unit, submission.student, path.stem))
        now = file_digest(submission.path / path.name)
        if old and not settings.again and old.same_input(now, source_hash, grader_hash()):
            report.records.append(old)
            report.unchanged += 1
        else:
            waiting.append((submission, now, None if settings.again else old))
    if not waiting:
        settings.progress(len(submissions), len(submissions))
        return
    secret = course_secret(course)
    workers = max(1, min(settings.workers, len(waiting)))
    done = len(submissions) - len(waiting)
    shared = settings.engine is not None and settings.engine.source == source
    with (
        nullcontext(settings.engine)
        if shared
        else open_engine(
            source, files_for(course, unit), workers, settings.limits, settings.confined, known_of(unit, source)
        ) as engine,
        ThreadPoolExecutor(workers) as pool,
    ):
        futures: dict[Future[Finished], Submission] = {
            pool.submit(grade_one, engine, course, unit, path, submission, now, source_hash, secret, old): submission
            for submission, now, old in waiting
        }
        try:
            for future in as_completed(list(futures)):
                # a result holds all that a notebook printed: it goes when it is stored
                _store(course, unit, path, source, book, future, futures.pop(future), report)
                del future
                done += 1
                settings.progress(done, len(submissions))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def grade_one(
    engine: Engine,
    course: Course,
    unit: Unit,
    path: Path,
    submission: Submission,
    submission_hash: str,
    source_hash: str,
    secret: str,
    old: Record | None = None,
) -> Finished:
    """One submission's record. Whatever is wrong with it becomes a verdict.

    Args:
        old: its record before, of which results are kept where nothing that decides them has changed.
    """
    remark = ""
    try:
        if submission.path.is_symlink() or not submission.path.is_dir():
            raise BadNotebook(f"{submission.path.name} in the submission is not a folder.")
        cells = read_submission(submission.path / path.name, engine.limits.notebook_mib, engine.limits.answer_kib)
    except BadNotebook as error:
        remark = str(error)
        rebuilt, graded = _without_grading(engine, Verdict.UNREADABLE, remark)
    else:
        try:
            rebuilt, graded = engine.grade(cells, digest([secret, submission.student, unit.name, path.stem]), old)
            released = released_texts(course, path, source_hash)
            graded.exercises = mark_untouched(graded.exercises, engine.source, rebuilt, released)
        except GradschoolError:
            raise  # about this machine, not about this submission
        except Exception as error:
            remark = f"The grader itself failed on this notebook ({type(error).__name__}); your instructor can see it."
            rebuilt, graded = _without_grading(engine, Verdict.BROKEN_TEST, remark)
    record = Record(
        submission.student,
        unit.name,
        path.stem,
        tuple(graded.exercises),
        submission_hash,
        source_hash,
        grader_hash(),
        remark,
        graded.wall_s,
        graded.cpu_s,
        graded.memory_mib,
        graded.kept,
    )
    return Finished(record, rebuilt, graded.outputs)


def _without_grading(engine: Engine, verdict: Verdict, reason: str) -> tuple[Rebuilt, Graded]:
    """The same verdict for every exercise of a submission of which nothing could be run."""
    results = [
        ExerciseResult(e.name, engine.source.cells[e.cell].grade_id, 0.0, e.points, verdict, reason)
        for e in engine.source.exercises
    ]
    return rebuild(engine.source, []), Graded(results, {}, 0.0, 0.0, 0.0)


def _store(
    course: Course,
    unit: Unit,
    path: Path,
    source: Source,
    book: object,
    future: Future[Finished],
    submission: Submission,
    report: Report,
) -> None:
    try:
        finished = future.result()
        keep(course, unit, path, source, book, finished, submission)
        report.records.append(finished.record)
    except GradebookProblem as error:
        report.problems.append(str(error))
    except GradschoolError as error:
        report.problems.append(f"{submission.student}: {error}")
    except OSError as error:
        report.problems.append(f"{submission.student}: the result could not be written ({error}); run it again.")
    except Exception as error:  # one submission must never end the run of all others
        report.problems.append(
            f"{submission.student}: the result could not be stored ({type(error).__name__}: {error})."
        )


def keep(
    course: Course, unit: Unit, path: Path, source: Source, book: object, finished: Finished, submission: Submission
) -> None:
    """Write one result. The record comes last: where it is, all else has been written."""
    record = finished.record
    place = record_path(course, unit, record.student, path.stem)
    notebook = graded_notebook(path, source, finished.rebuilt, list(record.exercises), finished.outputs)
    write_atomically(place.with_suffix(".ipynb"), notebook)  # nbgrader removes its own before it grades again
    write_atomically(course.autograded / record.student / unit.name / path.name, notebook)
    people = save_record(book, record, _timestamp(submission.path))
    write_feedback(course, unit, record, people)
    keep_old_record(place)
    write_record(place, record)


def write_feedback(course: Course, unit: Unit, record: Record, people: dict[str, Person]) -> Path:
    target = course.feedback / record.student / unit.name / f"{record.notebook}.html"
    write_atomically(target, feedback_page(record, people))
    return target


def rewrite_feedback(course: Course, unit: Unit) -> int:
    """Write every feedback page of a unit again, with what people have given since; how many there are.

    Raises:
        GradschoolError: if nothing of the unit has been graded.
    """
    written = 0
    with open_gradebook(course.gradebook_url, course.course_id) as book:
        for record in stored_records(course, unit):
            write_feedback(course, unit, record, by_hand(book, record))
            written += 1
    if not written:
        raise GradschoolError(f"Nothing of {unit.name} has been graded yet. Run: gradschool grade {unit.name}")
    return written


def record_path(course: Course, unit: Unit, student: str, notebook: str) -> Path:
    return course.records / student / unit.name / f"{notebook}.json"


def stored_records(course: Course, unit: Unit) -> Iterator[Record]:
    """Every stored record of a unit, by student."""
    for path in sorted(course.records.glob(f"*/{unit.name}/*.json")):
        record = read_record(path)
        if record is not None:
            yield record


def _timestamp(folder: Path) -> datetime | None:
    """When a submission was handed in, from the file that nbgrader's exchange writes."""
    from nbgrader.utils import parse_utc

    try:
        # a student's folder may hold a link or a pipe of this name: neither is followed nor waited for
        descriptor = os.open(folder / "timestamp.txt", os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(descriptor, "rb") as file:
            return parse_utc(file.read(100).decode().strip())
    except (OSError, ValueError, OverflowError, TypeError):
        return None


def course_secret(course: Course) -> str:
    """The secret from which every submission's inputs are drawn; made on first use, readable by its owner only."""
    path = course.root / ".course-secret"
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        pass
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secrets.token_hex(32))
    return path.read_text(encoding="utf-8").strip()
