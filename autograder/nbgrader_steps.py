"""The engine inside stock nbgrader: what an ``nbgrader_config.py`` names to have submissions graded by it.

::

    c.Autograde.exporter_class = "autograder.nbgrader_steps.EngineExporter"
    c.Autograde.autograde_preprocessors = ["autograder.nbgrader_steps.GradeWithEngine",
                                           "nbgrader.preprocessors.SaveAutoGrades",
                                           "nbgrader.preprocessors.AssignLatePenalties"]
    c.GenerateFeedback.exporter_class = "autograder.nbgrader_steps.FeedbackExporter"

`GradeWithEngine` stands where nbgrader would execute the notebook: no submitted code runs in a kernel. It grades the
submitted file as ``gradschool grade`` does and writes each verdict as the outputs from which nbgrader's own
``determine_grade`` reads exactly that score. They are named by text, so that nbgrader stops, rather than
executes submissions itself, where this package can't be imported.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import Exporter, NotebookExporter
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Dict

from autograder.artefacts import verdict_outputs
from autograder.content import files_for
from autograder.course import Course, Unit, unit_in
from autograder.engine import Engine, grader_hash
from autograder.errors import GradschoolError
from autograder.feedback import feedback_page
from autograder.grade import Submission, Target, course_secret, grade_one, keep, record_path
from autograder.gradebook import by_hand, open_gradebook
from autograder.limits import Limits, limits_from
from autograder.notebook import Role, Source, role_of
from autograder.qualify.known import known_of
from autograder.recognition import NOTHING_KNOWN, Known
from autograder.record import ExerciseResult, Record, Verdict, file_digest, read_record

STEP = f"{__name__}.GradeWithEngine"


@dataclass(frozen=True)
class Place:
    """Where one submitted notebook and its source lie, from what nbgrader says of it."""

    course: Course
    unit: Unit
    source: Path
    submission: Submission
    autograded: Path
    gradebook_url: str

    @property
    def record(self) -> Path:
        return record_path(self.course, self.unit, self.submission.student, self.source.stem)


def place_of(coursedir: Any, marks: dict[str, str]) -> Place:
    """The place of a notebook, from nbgrader's course directory and ``resources["nbgrader"]``."""
    student, assignment, name = marks["student"], marks["assignment"], f"{marks['notebook']}.ipynb"

    def folder(kind: str, of: str) -> Path:
        return Path(coursedir.format_path(kind, of, assignment))

    source = folder(coursedir.source_directory, ".")
    return Place(
        Course(Path(coursedir.root).resolve()),
        unit_in(source),
        source / name,
        Submission(student, folder(coursedir.submitted_directory, student)),
        folder(coursedir.autograded_directory, student) / name,
        marks["db_url"],
    )


# -- engines


class EnginePool:
    """The engines of this process: kept from one notebook to the next, closed when idle or at the process's end.

    nbgrader grades notebook by notebook, so one is in use at a time.
    """

    def __init__(self, most: int = 3, idle_seconds: float = 60.0) -> None:
        self.most, self.idle_seconds = most, idle_seconds
        self.lock = threading.RLock()
        self.engines: list[tuple[tuple[Source, Limits, bool], Engine]] = []
        self.used = 0.0

    @contextmanager
    def lend(
        self, source: Source, files: dict[str, bytes], limits: Limits, confined: bool, known: Known = NOTHING_KNOWN
    ) -> Iterator[Engine]:
        """An engine for this source. One during whose use anything failed is not kept."""
        key = (source, limits, confined)
        with self.lock:
            engine = next((engine for other, engine in self.engines if other == key), None)
            if engine is None:
                engine = Engine(source, files, 1, limits, confined, known)
                self.engines.append((key, engine))
                self._close(self.engines[: -self.most])
            try:
                yield engine
            except BaseException:
                self._close([(key, engine)])
                raise
            self.used = time.monotonic()
            timer = threading.Timer(self.idle_seconds, self._close_idle)
            timer.daemon = True
            timer.start()

    def close(self) -> None:
        with self.lock:
            self._close(list(self.engines))

    def _close_idle(self) -> None:
        with self.lock:
            if time.monotonic() - self.used >= self.idle_seconds:
                self.close()

    def _close(self, entries: list[tuple[tuple[Source, Limits, bool], Engine]]) -> None:
        for entry in entries:
            self.engines.remove(entry)
            entry[1].close()


POOL = EnginePool()
atexit.register(POOL.close)


# -- nbgrader autograde


class EngineExporter(NotebookExporter):
    """Starts nbgrader's steps from an empty notebook: nbgrader need not be able to read a submitted file.

    nbgrader would stop at a file that is not a notebook, and copies every other one, with the hidden tests put in,
    to the folder of graded ones before it grades. Without `GradeWithEngine` it is nbgrader's usual exporter.
    """

    def from_filename(self, filename: str, resources: Any = None, **settings: Any) -> tuple[str, Any]:
        if not {STEP, GradeWithEngine} & set(getattr(self.parent, "autograde_preprocessors", ())):
            return super().from_filename(filename, resources, **settings)
        empty = nbformat.v4.new_notebook()
        if any(isinstance(step, GradeWithEngine) for step in self._preprocessors):
            return super().from_notebook_node(empty, resources, **settings)
        resources["output_extension"] = self.file_extension
        return nbformat.writes(empty), resources  # nbgrader's first pass, in which it would clean the submission


class GradeWithEngine(NbGraderPreprocessor):
    """In place of nbgrader's ``Execute``: the engine grades, and its verdicts become cell outputs."""

    confined = Bool(True, help="Whether submitted code is confined; else it has all your rights.").tag(config=True)
    limits = Dict({}, help="Limits that differ from the usual, such as {'cell_seconds': 20}.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        place = place_of(self.parent.parent.coursedir, resources["nbgrader"])
        place.autograded.unlink(missing_ok=True)  # only a graded notebook may lie there, if this run is killed
        try:
            record, notebook = self.stored(place) or self.grade(place)
        except (GradschoolError, OSError) as error:
            self.log.error("%s was not graded: %s", place.submission.student, error)
            raise
        self.log.info(
            "%s, %s: %g of %g points by the engine. %s",
            record.student,
            place.source.stem,
            record.score,
            record.max_score,
            record.remark,
        )
        return with_verdicts(nbformat.reads(notebook, as_version=4), record), resources

    def stored(self, place: Place) -> tuple[Record, str] | None:
        """The record and graded notebook of an earlier run, if nothing has changed since."""
        record = read_record(place.record)
        now = file_digest(place.submission.path / place.source.name)
        if record is None or not record.same_input(now, file_digest(place.source), grader_hash()):
            return None
        try:
            return record, place.record.with_suffix(".ipynb").read_text(encoding="utf-8")
        except OSError:
            return None

    def grade(self, place: Place) -> tuple[Record, str]:
        """Grade the submitted file, and keep what comes of it everywhere that ``gradschool grade`` keeps it."""
        target = Target.of(place.course, place.unit, place.source)
        limits, now = limits_from(self.limits), file_digest(place.submission.path / place.source.name)
        files, known = files_for(place.course, place.unit), known_of(place.unit, target.source)
        with POOL.lend(target.source, files, limits, self.confined, known) as engine:
            secret, old = course_secret(place.course), read_record(place.record)
            finished = grade_one(engine, target, place.submission, now, secret, old)
        with open_gradebook(place.gradebook_url, place.course.course_id) as book:
            keep(target, book, finished, place.submission)
        return finished.record, place.record.with_suffix(".ipynb").read_text(encoding="utf-8")


def with_verdicts(nb: NotebookNode, record: Record) -> NotebookNode:
    """A graded notebook in which nbgrader's ``determine_grade`` finds exactly the record's scores."""
    results = {result.cell: result for result in record.exercises}
    for cell in nb.cells:
        marks = cell.metadata.get("nbgrader", {})
        marks.pop("checksum", None)  # of the source; nbgrader gives 0 where it fits the answer
        result = results.get(marks.get("grade_id"))
        if result is None:
            continue
        if role_of(cell.cell_type, marks) is Role.TEST:
            cell.outputs = exact_outputs(result)
        elif result.verdict is not Verdict.MANUAL:
            marks["checksum"] = utils.compute_checksum(cell)
    return nb


def exact_outputs(result: ExerciseResult) -> list[NotebookNode]:
    """A verdict as outputs, a part of the points with all its digits."""
    outputs = verdict_outputs(result)
    if 0 < result.score < result.max_score:
        outputs[0].data["text/plain"] = repr(float(result.score))
    return outputs


# -- nbgrader generate_feedback


class FeedbackExporter(Exporter):
    """Feedback from the record: points, reasons and hints; never a test cell."""

    file_extension = ".html"
    output_mimetype = "text/html"

    def from_filename(self, filename: str, resources: Any = None, **settings: Any) -> tuple[str, Any]:
        place = place_of(self.parent.coursedir, resources["nbgrader"])
        record = read_record(place.record)
        if record is None:
            raise GradschoolError(
                f"{place.submission.student}'s {place.source.name} has no record. "
                f"Run: nbgrader autograde {place.unit.name} --force"
            )
        with open_gradebook(place.gradebook_url, place.course.course_id) as book:
            page = feedback_page(record, by_hand(book, record))
        resources["output_extension"] = self.file_extension
        return page, resources
