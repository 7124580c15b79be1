"""What a grading run does, in figures: a line of JSON for each submission, and Prometheus's text for the whole run.

Neither holds a student's name or code: a submission is called by an id that its record's path gives again.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from autograder.errors import GradschoolError
from autograder.record import Record, Verdict, digest, write_atomically

EVERY_SECONDS = 1.0  #: how often the text for Prometheus is written at most
FAILURES = frozenset(Verdict) - {Verdict.PASSED, Verdict.PARTIAL, Verdict.MANUAL}


@dataclass(frozen=True)
class State:
    """Where a run stands when a submission has been stored or has failed to be."""

    unit: str
    done: int  #: submissions with a record in this run, new or unchanged
    waiting: int  #: submissions that are not finished
    workers: int
    worker_mib: float  #: resident memory of the warm processes


Observer = Callable[[State, Record | None], None]


def nobody(state: State, record: Record | None) -> None:
    """The observer of a run that nobody watches."""


def submission_id(record: Record) -> str:
    """A short name of a submission that says nothing of its student to whoever doesn't have the course."""
    return digest([record.student, record.unit, record.notebook])[:12]


@dataclass
class Figures:
    """An observer that keeps the figures of a run."""

    log: IO[str] | None = None  #: takes a line of JSON for each submission
    prometheus: Path | None = None  #: a file as node_exporter's textfile collector reads them
    clock: Callable[[], float] = time.time
    began: float = 0.0
    written: float = 0.0
    records: int = 0
    problems: int = 0
    cpu_s: float = 0.0
    wall_s: float = 0.0
    verdicts: Counter[str] = field(default_factory=Counter)
    state: State | None = None

    def __post_init__(self) -> None:
        self.began = self.clock()

    def __call__(self, state: State, record: Record | None) -> None:
        """A submission has been stored, or, without a record, could not be."""
        self.state = state
        if record is None:
            self.problems += 1
        else:
            self.records += 1
            self.cpu_s, self.wall_s = self.cpu_s + record.cpu_s, self.wall_s + record.wall_s
            self.verdicts.update(exercise.verdict.value for exercise in record.exercises)
        if self.log is not None:
            self.log.write(json.dumps(self.line(state, record)) + "\n")
            self.log.flush()
        if self.clock() - self.written >= EVERY_SECONDS or not state.waiting:
            self.write()

    def line(self, state: State, record: Record | None) -> dict[str, Any]:
        """What is logged of one submission."""
        shown: dict[str, Any] = {"time": round(self.clock(), 3), "unit": state.unit, "waiting": state.waiting}
        if record is None:
            return shown | {"stored": False}
        failures = Counter(e.verdict.value for e in record.exercises if e.verdict in FAILURES)
        return shown | {
            "stored": True,
            "submission": submission_id(record),
            "score": record.score,
            "max_score": record.max_score,
            "cpu_s": record.cpu_s,
            "wall_s": record.wall_s,
            "memory_mib": record.memory_mib,
            "worker_mib": round(state.worker_mib, 1),
            "failures": dict(sorted(failures.items())),
        }

    def rate(self) -> float:
        """Records per second since the run began."""
        passed = self.clock() - self.began
        return self.records / passed if passed > 0 else 0.0

    def write(self) -> None:
        """Bring the file for Prometheus up to date.

        Raises:
            GradschoolError: if it can't be written.
        """
        self.written = self.clock()
        if self.prometheus is None:
            return
        try:
            write_atomically(self.prometheus, self.text())
        except OSError as error:
            raise GradschoolError(f"The figures can't be written to {self.prometheus}: {error.strerror}.") from None

    def text(self) -> str:
        """The figures in Prometheus's text form."""
        state = self.state
        rows: list[tuple[str, str, str, list[tuple[str, float]]]] = [
            ("records_total", "counter", "Submissions with a new record.", [("", self.records)]),
            ("not_recorded_total", "counter", "Submissions whose result could not be stored.", [("", self.problems)]),
            ("records_per_second", "gauge", "New records per second of this run.", [("", round(self.rate(), 4))]),
            ("cpu_seconds_total", "counter", "Processor time of submissions.", [("", round(self.cpu_s, 3))]),
            ("wall_seconds_total", "counter", "Wall clock of submissions, added up.", [("", round(self.wall_s, 3))]),
            ("exercises_total", "counter", "Exercises by verdict.", self._verdicts()),
        ]
        if state is not None:
            rows += [
                ("waiting", "gauge", "Submissions that are not finished.", [("", state.waiting)]),
                ("workers", "gauge", "Warm worker processes.", [("", state.workers)]),
                ("worker_mib", "gauge", "Resident memory of the warm processes.", [("", round(state.worker_mib, 1))]),
            ]
        lines: list[str] = []
        for name, kind, words, values in rows:
            lines += [f"# HELP gradschool_{name} {words}", f"# TYPE gradschool_{name} {kind}"]
            lines += [f"gradschool_{name}{label} {value}" for label, value in values]
        return "\n".join(lines) + "\n"

    def _verdicts(self) -> list[tuple[str, float]]:
        return [(f'{{verdict="{name}"}}', self.verdicts[name]) for name in sorted(v.value for v in Verdict)]


@contextlib.contextmanager
def keeping_figures(log: Path | None, prometheus: Path | None) -> Iterator[Figures]:
    """Figures of a run in these files; the log goes on where it ended.

    Raises:
        GradschoolError: if a file can't be written.
    """
    with contextlib.ExitStack() as stack:
        try:
            lines = stack.enter_context(log.open("a", encoding="utf-8")) if log else None
        except OSError as error:
            raise GradschoolError(f"The log {log} can't be written: {error.strerror}.") from None
        figures = Figures(lines, prometheus)
        figures.write()
        yield figures
        figures.write()
