"""An engine: warm processes and the folders they import from, ready to grade one unit's notebooks."""

from __future__ import annotations

import ast
import hashlib
import queue
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from autograder import confinement
from autograder.affected import bases, lost_after_skipping, unaffected
from autograder.conductor import NOTHING_KEPT, Graded, Kept, grade_submission
from autograder.course import LIBRARY
from autograder.errors import GradschoolError
from autograder.library import OURS, make_libraries
from autograder.limits import Limits
from autograder.notebook import Source, StudentCell, parse
from autograder.processes import WarmProcess, WarmProcessEnded
from autograder.reach import file_of, reached_from
from autograder.rebuild import Origin, Rebuilt, rebuild
from autograder.recognition import NOTHING_KNOWN, Known, Recognition
from autograder.record import Record, digest
from autograder.reference import module_file, modules_of

T = TypeVar("T")
SOLUTIONS = LIBRARY / "solutions"
RESTARTS = 2  #: how often a submission is begun anew because its warm process was ended from outside
#: where grading begins; a warm process and the check helpers are started or imported by name
GRADING = ("autograder.grade", "autograder.warm", "autograder.classroom.checks")
ENVIRONMENT = ("numpy", "ipython", "scikit-learn", "tensorflow", "keras")
ALWAYS = ("numpy", "numpy.random", "matplotlib.pyplot", "matplotlib_inline.backend_inline")


class Engine:
    """Grades notebooks of one unit; each call uses one free warm process."""

    def __init__(
        self,
        source: Source,
        student_files: dict[str, bytes],
        workers: int,
        limits: Limits,
        confined: bool = True,
        known: Known = NOTHING_KNOWN,
    ) -> None:
        confinement.require(confined)
        self.source, self.known, self.stopped = source, Recognition(known), False
        self.limits = limits.for_unit(cell.settings for cell in source.cells)
        self.grader = grader_hash()  # once, before workers ask for it
        self.folder = Path(tempfile.mkdtemp(prefix="gradschool-engine-"))
        libraries = make_libraries(self.folder / "lib", student_files)
        if confined:
            for name in ("solutions", "autograder"):
                confinement.refuse_if_readable(LIBRARY / name, libraries.candidate.readable)
        preload = preload_for(source)
        self._start = lambda: WarmProcess(libraries, self.folder, preload, confined)
        self.processes = [self._start() for _ in range(workers)]
        self.free: queue.Queue[WarmProcess] = queue.Queue()
        for process in self.processes:
            self.free.put(process)

    def grade(self, student: list[StudentCell], secret: str, old: Record | None = None) -> tuple[Rebuilt, Graded]:
        """Grade one submission's cells; may be called from several threads.

        Args:
            old: an earlier record of this submission, whose results are kept where nothing that decides them changed.
        """
        rebuilt = rebuild(self.source, student)
        # the answers are part of the seed: what one submission learns of its inputs is of no use to the next
        secret = digest([secret, *(cell.text for cell in rebuilt.cells if cell.origin is not Origin.SOURCE)])
        now = bases(self.source, rebuilt, secret, self.limits, self.grader)
        kept = unaffected(self.source, rebuilt, old, now) if old else NOTHING_KEPT
        graded = self._grade(rebuilt, secret, kept)
        if old and lost_after_skipping(self.source, old, kept, graded.exercises):
            graded = self._grade(rebuilt, secret, replace(kept, lending=frozenset(kept.results)))
        graded.exercises = [replace(result, basis=now[result.name]) for result in graded.exercises]
        return rebuilt, graded

    def _grade(self, rebuilt: Rebuilt, secret: str, kept: Kept) -> Graded:
        return self.with_warm(
            lambda warm: grade_submission(warm, self.source, rebuilt, self.limits, secret, self.known, kept)
        )

    def with_warm(self, work: Callable[[WarmProcess], T]) -> T:
        """Do something with a free warm process; begun anew in another one if it is ended from outside."""
        warm = self.free.get()
        try:
            for _ in range(RESTARTS):
                try:
                    return work(warm)
                except GradschoolError as error:
                    if self.stopped:
                        raise WarmProcessEnded("Grading was stopped.") from error
                    if not isinstance(error, WarmProcessEnded):
                        raise
                    warm = self._replace(warm)
            return work(warm)
        finally:
            self.free.put(warm)

    def _replace(self, warm: WarmProcess) -> WarmProcess:
        """A fresh warm process in the place of one that somebody ended."""
        warm.close()
        fresh = self._start()
        self.processes[self.processes.index(warm)] = fresh
        if self.stopped:
            fresh.kill()
        return fresh

    @property
    def workers(self) -> int:
        return len(self.processes)

    def resident_mib(self) -> float:
        """The resident memory of the warm processes, in MiB; pages that their children share count once."""
        return sum(process.resident_mib() for process in list(self.processes))

    def stop(self) -> None:
        """Give up what is being graded, from another thread: those that wait for it get `WarmProcessEnded` at once."""
        self.stopped = True
        for process in list(self.processes):
            process.kill()

    def close(self) -> None:
        for process in self.processes:
            process.close()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def open_engine(
    source: Source,
    student_files: dict[str, bytes],
    workers: int = 1,
    limits: Limits | None = None,
    confined: bool = True,
    known: Known = NOTHING_KNOWN,
) -> Iterator[Engine]:
    """An `Engine` that is closed at the end, whatever happens."""
    engine = Engine(source, student_files, workers, limits or Limits(), confined, known)
    try:
        yield engine
    finally:
        engine.close()


def preload_for(source: Source) -> tuple[str, ...]:
    """What a warm process imports: the usual libraries and those that this unit's notebook or reference imports.

    Names that no module has are among them (``datasets.iris``): they cost nothing.
    """
    names, modules = list(ALWAYS), modules_of(source)
    texts = [cell.text for cell in source.cells if cell.kind == "code"]
    texts += [module_file(SOLUTIONS, module).read_text(encoding="utf-8") for module in modules]
    for text in texts:
        tree = parse(text)
        for node in ast.walk(tree) if tree else ():
            if isinstance(node, ast.Import):
                names += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                parts = node.names if node.module.partition(".")[0] in OURS else []
                names += [node.module, *(f"{node.module}.{alias.name}" for alias in parts)]
    if "tensorflow" in names:
        names.append("keras")  # which `tf.keras` loads when it is first used
    names += [f"solutions.{module}" for module in modules]
    return tuple(dict.fromkeys(name for name in names if name != "__future__"))


@cache
def grader_hash() -> str:
    """A digest of the grader's code, the solutions and the libraries that decide a grade.

    Of the grader's code, what grading reaches: a new report is no reason to grade a class again.
    """
    parts: list[bytes | str] = [sys.version, *(f"{name} {version(name)}" for name in ENVIRONMENT)]
    reached = {file_of(name) for name in reached_from(GRADING)}
    data = (path for package in ("solutions", "datasets") for path in (LIBRARY / package).rglob("*.py"))
    for path in sorted({path for path in reached if path is not None} | set(data)):
        parts += [str(path.relative_to(LIBRARY)), hashlib.sha256(path.read_bytes()).digest()]
    return digest(parts)
