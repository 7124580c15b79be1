"""A grade is a record: what was scored, why, and from which input."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any


class Verdict(StrEnum):
    """How an exercise ended."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"  #: a check found the answer wrong
    RAISED = "raised"  #: the answer raised an exception
    NOT_ANSWERED = "not answered"  #: the stub is still there
    MISSING = "missing"  #: the answer cell, or the name it should define, is not there
    TIMEOUT = "timeout"
    CRASHED = "crashed"  #: the process ended, ran out of memory or was stopped
    UNREADABLE = "unreadable"  #: the notebook can't be read
    NOT_REACHED = "not reached"  #: the submission's time was used up before
    BROKEN_TEST = "broken test"  #: the check itself failed; the instructor must look
    MANUAL = "waits for a person"


@dataclass(frozen=True)
class ExerciseResult:
    """The verdict on one exercise."""

    name: str
    cell: str
    score: float
    max_score: float
    verdict: Verdict
    reason: str
    hints: tuple[str, ...] = ()
    seconds: float = 0.0
    misconception: str = ""  #: what to read for whoever's answer behaves like a known wrong one
    references: tuple[str, ...] = ()  #: earlier answers in whose place it was judged with the reference
    basis: str = ""  #: a digest of what decides the verdict

    @property
    def full(self) -> bool:
        return self.score >= self.max_score

    @property
    def unaided(self) -> bool:
        """Whether it has all points, and no reference helped."""
        return self.full and not self.references


@dataclass(frozen=True)
class Record:
    """The grade of one student's submission of one notebook."""

    student: str
    unit: str
    notebook: str
    exercises: tuple[ExerciseResult, ...]
    submission_hash: str
    source_hash: str
    grader_hash: str
    remark: str = ""
    wall_s: float = 0.0
    cpu_s: float = 0.0
    memory_mib: float = 0.0
    kept: tuple[str, ...] = ()  #: exercises whose results are those of the record before: nothing of them had changed

    @property
    def score(self) -> float:
        return sum(exercise.score for exercise in self.exercises)

    @property
    def max_score(self) -> float:
        return sum(exercise.max_score for exercise in self.exercises)

    def same_input(self, submission: str, source: str, grader: str) -> bool:
        return (self.submission_hash, self.source_hash, self.grader_hash) == (submission, source, grader)

    def for_json(self) -> dict[str, Any]:
        return asdict(self)


def digest(parts: Iterable[bytes | str]) -> str:
    """A SHA-256 over length-prefixed parts, as hexadecimal text."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


def file_digest(path: Path) -> str:
    """A digest of a file's content, or of the fact that it can't be read as one."""
    if path.is_symlink() or not path.is_file():
        return digest(["no file", path.name])
    total = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                total.update(block)
    except OSError:
        return digest(["unreadable", path.name])
    return total.hexdigest()


def keep_old_record(path: Path) -> None:
    """Keep the record that is there under a name of its own, numbered from 1."""
    if not path.exists():
        return
    number = 1
    while (kept := path.with_name(f"{path.stem}.{number}{path.suffix}.old")).exists():
        number += 1
    kept.write_bytes(path.read_bytes())


def write_record(path: Path, record: Record) -> None:
    """Write a record so that a reader sees all of it or nothing."""
    write_atomically(path, json.dumps(record.for_json(), indent=1, ensure_ascii=False))


def write_atomically(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".draft")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_record(path: Path) -> Record | None:
    """A stored record, or None where there is none that can be read."""
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
        exercises = tuple(
            ExerciseResult(**_with_tuples(item | {"verdict": Verdict(item["verdict"])}))
            for item in tree.pop("exercises")
        )
        return Record(exercises=exercises, **_with_tuples(tree))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _with_tuples(tree: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in tree.items()}
