"""``gradschool grade``: every submission of a unit becomes a record, a gradebook entry, a notebook and feedback."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from nbgrader.api import Gradebook

from autograder.admission import admitted, free_mib
from autograder.content import files_for, graded_notebooks
from autograder.course import Course, Unit
from autograder.course_lock import alone_at, one_at_a_time
from autograder.engine import Engine, grader_hash, open_engine
from autograder.errors import GradschoolError
from autograder.feedback import Person, feedback_page
from autograder.figures import Observer, State, nobody
from autograder.gradebook import GradebookDown, GradebookProblem, given_by_hand, open_gradebook, save_record
from autograder.limits import Limits
from autograder.notebook import BadNotebook, Source, StudentCell, read_source, read_submission
from autograder.one_submission import Judged, judge, not_graded
from autograder.packed_records import PackedRecords
from autograder.qualify.known import known_of
from autograder.record import (
    Record,
    Verdict,
    digest,
    file_digest,
    keep_old_record,
    read_record,
    write_atomically,
    write_record,
)
from autograder.stubs import released_texts

TIMESTAMP, SECRET = "timestamp.txt", "submission_secret.txt"  #: what nbgrader's exchange keeps with a submission


@dataclass(frozen=True)
class Submission:
    """One student's notebook of a unit, where it lies."""

    student: str
    path: Path


@dataclass(frozen=True)
class Target:
    """A source notebook that submissions are graded by, in its course."""

    course: Course
    unit: Unit
    path: Path
    source: Source
    source_hash: str

    @classmethod
    def of(cls, course: Course, unit: Unit, path: Path) -> Target:
        return cls(course, unit, path, read_source(path, course.essay_stub), file_digest(path))

    def record_of(self, student: str) -> Path:
        """Where a student's record of this notebook lies."""
        return record_path(self.course, self.unit, student, self.path.stem)


@dataclass
class Report:
    """What a grading run did."""

    records: PackedRecords = field(default_factory=PackedRecords)
    unchanged: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  #: what the run did otherwise than asked, and why

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
    notebook: str  #: the graded notebook, as JSON text


@dataclass(frozen=True)
class Waiting:
    """A submission that is to be graded, and what is known of the record that it had."""

    submission: Submission
    content_hash: str
    took: float | None  #: seconds that it took before
    place: Path | None  #: of the record, if results of it may be kept

    @property
    def old(self) -> Record | None:
        """Its record before, read anew each time: those of a whole class would not stay in memory."""
        return read_record(self.place) if self.place else None


class GradingStopped(GradschoolError):
    """Who grades is gone, so no submission more can be graded now; what was finished is kept."""


Result = tuple[Submission, Callable[[], Finished]]  #: what gives a result, or raises why there is none


class Graders(Protocol):
    """Who grades the submissions of one notebook: warm processes of this machine, or the workers of a cluster."""

    @property
    def workers(self) -> int:
        """How many submissions are graded at a time."""

    def results(self, waiting: list[Waiting]) -> Iterator[Result]:
        """Grade these; each as it is finished, once."""

    def stop(self) -> list[tuple[Submission, Finished]]:
        """Give up what is not finished; what is finished and was not given by `results`."""

    def abandon(self) -> None:
        """Give up everything, without waiting."""

    def resident_mib(self) -> float:
        """Resident memory of the warm processes of this machine, in MiB."""


class Opens(Protocol):
    """Finds graders for some submissions of a notebook."""

    def __call__(
        self, target: Target, count: int, limits: Limits, secret: str, report: Report
    ) -> AbstractContextManager[Graders]: ...


def grade_unit(
    course: Course,
    unit: Unit,
    *,
    workers: int | None = None,
    limits: Limits | None = None,
    confined: bool = True,
    again: bool = False,
    students: Collection[str] | None = None,
    engine: Engine | None = None,
    graders: Opens | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    observe: Observer = nobody,
) -> Report:
    """Grade all submissions of a unit.

    Args:
        students: only these students' submissions.
        workers: warm processes; as many as there are processors if not said; fewer if memory is short.
        again: grade also what has not changed since the last time.
        engine: a running engine of this unit to use, with its workers and limits; without it one is started.
        graders: who grades, if not this machine: a cluster.
        progress: called with the number of finished submissions and of all.
        observe: told of every submission, from the one thread that stores them.

    Raises:
        GradschoolError: if there is nothing to grade, another run grades this course, or this machine can't confine.
    """
    settings = _Settings(workers, limits or Limits(), confined, again, progress, observe, engine, graders)
    report = Report()
    found = [one for one in find_submissions(course, unit) if students is None or one.student in students]
    submissions = _named_in_text(course, found, report)
    if not submissions:
        raise GradschoolError(
            f"There are no submissions of {unit.name}. Expected "
            f"{course.submitted.name}/<student>/{unit.name}/*.ipynb; collect them first."
        )
    with one_at_a_time(course), open_gradebook(course.gradebook_url, course.course_id) as book, alone_at(book):
        for path in graded_notebooks(unit):
            _grade_notebook(Target.of(course, unit, path), submissions, book, report, settings)
    report.records.sort_by_student()
    return report


@dataclass(frozen=True)
class _Settings:
    workers: int | None
    limits: Limits
    confined: bool
    again: bool
    progress: Callable[[int, int], None]
    observe: Observer
    engine: Engine | None
    graders: Opens | None


def find_submissions(course: Course, unit: Unit) -> list[Submission]:
    """Every student's folder of a unit under ``submitted/``."""
    if not course.submitted.is_dir():
        return []
    folders = [folder / unit.name for folder in sorted(course.submitted.iterdir())]
    return [Submission(folder.parent.name, folder) for folder in folders if os.path.lexists(folder)]


def _named_in_text(course: Course, submissions: list[Submission], report: Report) -> list[Submission]:
    """The submissions whose student can be named; the others are problems."""
    for submission in submissions:
        if not _is_text(submission.student):
            report.problems.append(
                f"The folder {submission.student!r} under {course.submitted.name} has a name that is "
                "not UTF-8; rename it and grade again."
            )
    return [submission for submission in submissions if _is_text(submission.student)]


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _grade_notebook(
    target: Target, submissions: list[Submission], book: Gradebook, report: Report, settings: _Settings
) -> None:
    waiting = longest_first(_to_grade(target, submissions, book, report, settings.again))
    done = len(submissions) - len(waiting)
    settings.progress(done, len(submissions))
    if not waiting:
        return
    with _graders_for(target, len(waiting), report, settings) as graders:
        try:
            for submission, made in graders.results(waiting):
                record = _store(target, book, partial(_result_of, target, made, submission), submission, report)
                del made  # it holds all that a notebook printed
                done += 1
                state = State(target.unit.name, done, len(submissions) - done, graders.workers, graders.resident_mib())
                settings.observe(state, record)
                settings.progress(done, len(submissions))
        except GradebookDown:
            for submission, finished in graders.stop():
                put_aside(target, finished, submission)
            raise
        except BaseException:
            graders.abandon()
            raise


def _to_grade(
    target: Target, submissions: list[Submission], book: Gradebook, report: Report, again: bool
) -> list[Waiting]:
    """What has to be graded; the records of what has not changed go into the report.

    A record that an earlier run could not bring into the gradebook is brought there now.
    """
    grader, waiting = grader_hash(), []
    for submission in submissions:
        place = target.record_of(submission.student)
        now = file_digest(submission.path / target.path.name)
        old, aside = read_record(place), read_record(aside_of(place))
        if old and not again and old.same_input(now, target.source_hash, grader):
            report.records.append(old)
            report.unchanged += 1
        elif aside and not again and aside.same_input(now, target.source_hash, grader):
            _store(target, book, lambda record=aside: record, submission, report)
        else:
            kept = old is not None and not again
            waiting.append(Waiting(submission, now, old.wall_s if old else None, place if kept else None))
    return waiting


def longest_first(waiting: list[Waiting]) -> list[Waiting]:
    """By the time that each took before (unknown ones: the mean), so that no long one is left for the end."""
    known = [one.took for one in waiting if one.took is not None]
    mean = sum(known) / len(known) if known else 0.0
    return sorted(waiting, key=lambda one: mean if one.took is None else one.took, reverse=True)


@contextmanager
def _graders_for(target: Target, count: int, report: Report, settings: _Settings) -> Iterator[Graders]:
    """Those that were given, else this machine's processes."""
    secret = course_secret(target.course)
    if settings.graders is not None:
        with settings.graders(target, count, settings.limits, secret, report) as graders:
            yield graders
        return
    with _engine_for(target, count, report, settings) as engine, ThreadPoolExecutor(engine.workers) as pool:
        yield _Here(engine, pool, target, secret)


class _Here:
    """This machine's warm processes, with a thread for each."""

    def __init__(self, engine: Engine, pool: ThreadPoolExecutor, target: Target, secret: str) -> None:
        self.engine, self.pool, self.target, self.secret = engine, pool, target, secret
        self.futures: dict[Future[Finished], Submission] = {}

    @property
    def workers(self) -> int:
        return self.engine.workers

    def results(self, waiting: list[Waiting]) -> Iterator[Result]:
        self.futures = {self.pool.submit(self._grade, one): one.submission for one in waiting}
        for future in as_completed(list(self.futures)):
            yield self.futures.pop(future), future.result
            del future

    def _grade(self, one: Waiting) -> Finished:
        return grade_one(self.engine, self.target, one.submission, one.content_hash, self.secret, one.old)

    def stop(self) -> list[tuple[Submission, Finished]]:
        self.engine.stop()
        self.pool.shutdown(wait=True, cancel_futures=True)
        return [
            (submission, future.result())
            for future, submission in self.futures.items()
            if not future.cancelled() and future.exception() is None
        ]

    def abandon(self) -> None:
        self.engine.stop()
        self.pool.shutdown(wait=False, cancel_futures=True)

    def resident_mib(self) -> float:
        return self.engine.resident_mib()


@contextmanager
def _engine_for(target: Target, count: int, report: Report, settings: _Settings) -> Iterator[Engine]:
    """The engine that was given, if it is of this notebook, else one with the workers that this machine can carry."""
    if settings.engine is not None and settings.engine.source == target.source:
        yield settings.engine
        return
    limits = settings.limits.for_unit(cell.settings for cell in target.source.cells)
    workers, why = admitted(settings.workers, limits, free_mib())
    if why:
        report.notes.append(why)
    files, known = files_for(target.course, target.unit), known_of(target.unit, target.source)
    with open_engine(target.source, files, min(workers, count), limits, settings.confined, known) as engine:
        yield engine


def grade_one(
    engine: Engine,
    target: Target,
    submission: Submission,
    submission_hash: str,
    secret: str,
    old: Record | None = None,
) -> Finished:
    """One submission's record. Whatever is wrong with it becomes a verdict.

    Args:
        old: its record before, of which results are kept where nothing that decides them has changed.
    """
    try:
        cells = cells_of(submission, target, engine.limits)
    except BadNotebook as error:
        judged = not_graded(target.source, target.path, Verdict.UNREADABLE, str(error))
    else:
        released = released_texts(target.course, target.path, target.source_hash)
        judged = judge(engine, target.path, cells, seed_of(target, submission, secret), old, released)
    return finished_with(target, submission, submission_hash, judged)


def cells_of(submission: Submission, target: Target, limits: Limits) -> list[StudentCell]:
    """The cells of a submitted notebook.

    Raises:
        BadNotebook: whatever is wrong with the file or its folder.
    """
    if submission.path.is_symlink() or not submission.path.is_dir():
        raise BadNotebook(f"{submission.path.name} in the submission is not a folder.")
    return read_submission(submission.path / target.path.name, limits.notebook_mib, limits.answer_kib)


def seed_of(target: Target, submission: Submission, secret: str) -> str:
    """What makes a submission's hidden inputs its own, and the same when it is graded again."""
    return digest([secret, submission.student, target.unit.name, target.path.stem])


def finished_with(target: Target, submission: Submission, submission_hash: str, judged: Judged) -> Finished:
    """A submission's record, from what came of its cells."""
    record = Record(
        submission.student,
        target.unit.name,
        target.path.stem,
        judged.exercises,
        submission_hash,
        target.source_hash,
        grader_hash(),
        judged.remark,
        judged.wall_s,
        judged.cpu_s,
        judged.memory_mib,
        judged.kept,
    )
    return Finished(record, judged.notebook)


def _result_of(target: Target, made: Callable[[], Finished], submission: Submission) -> Record:
    finished = made()
    put_aside(target, finished, submission)
    return finished.record


def _store(
    target: Target, book: Gradebook, made: Callable[[], Record], submission: Submission, report: Report
) -> Record | None:
    """Write what came of a submission; its record, or None with the reason in the report.

    Args:
        made: gives the record, once it has been put aside.
    """
    try:
        record = made()
        enter(target, book, record, submission)
    except (GradebookDown, GradingStopped):
        raise
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
    else:
        report.records.append(record)
        return record
    return None


def keep(target: Target, book: Gradebook, finished: Finished, submission: Submission) -> None:
    """Write one result. The record comes to its place last: where it is, all else has been written."""
    put_aside(target, finished, submission)
    enter(target, book, finished.record, submission)


def put_aside(target: Target, finished: Finished, submission: Submission) -> None:
    """Write a graded notebook and its record beside its place, so that it need not be graded again whatever happens."""
    record, course, path = finished.record, target.course, target.path
    place = target.record_of(record.student)
    write_atomically(place.with_suffix(".ipynb"), finished.notebook)  # nbgrader removes its own before it grades again
    graded = course.autograded / record.student / target.unit.name
    write_atomically(graded / path.name, finished.notebook)
    _copy_exchange_files(submission.path, graded)
    write_record(aside_of(place), record)


def enter(target: Target, book: Gradebook, record: Record, submission: Submission) -> None:
    """Bring a record that was put aside into the gradebook, write its feedback, and put it in its place."""
    place = target.record_of(record.student)
    people = save_record(book, record, _timestamp(submission.path))
    write_feedback(target.course, target.unit, record, people)
    keep_old_record(place)
    aside_of(place).replace(place)


def aside_of(place: Path) -> Path:
    """Where a record waits that is not in the gradebook yet."""
    return place.with_name(place.name + ".waiting")


def write_feedback(course: Course, unit: Unit, record: Record, people: dict[str, Person]) -> Path:
    target = course.feedback / record.student / unit.name / f"{record.notebook}.html"
    write_atomically(target, feedback_page(record, people))
    _copy_exchange_files(course.autograded / record.student / unit.name, target.parent)
    return target


def rewrite_feedback(course: Course, unit: Unit) -> int:
    """Write every feedback page of a unit again, with what people have given since; how many there are.

    Raises:
        GradschoolError: if nothing of the unit has been graded.
    """
    written = 0
    with open_gradebook(course.gradebook_url, course.course_id) as book:
        people = given_by_hand(book, unit.name)
        for record in stored_records(course, unit):
            write_feedback(course, unit, record, people.get((record.student, record.notebook), {}))
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
        return parse_utc(_small_text(folder / TIMESTAMP).strip())
    except (OSError, ValueError, OverflowError, TypeError):
        return None


def _copy_exchange_files(source: Path, target: Path) -> None:
    """Put beside a result what nbgrader's exchange keeps with a submission: it releases no feedback without."""
    for name in (TIMESTAMP, SECRET):
        with suppress(OSError, ValueError):
            if text := _small_text(source / name):
                write_atomically(target / name, text)


def _small_text(path: Path) -> str:
    """The beginning of a small file that may be a student's: a link is not followed, a pipe not waited for."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(descriptor, "rb") as file:
        return file.read(1000).decode()


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
