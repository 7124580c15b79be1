"""Many records in little memory: a class of ten thousand would else take 150 MB for as long as it is graded."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from autograder.record import ExerciseResult, Record, Verdict


class PackedRecords:
    """Records that are unpacked when they are looked at."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._packed: list[tuple[str, str, bytes]] = []
        for record in records:
            self.append(record)

    def append(self, record: Record) -> None:
        data = json.dumps(record.for_json(), ensure_ascii=False).encode()
        self._packed.append((record.student, record.notebook, zlib.compress(data, 1)))

    def sort_by_student(self) -> None:
        """By student, then notebook."""
        self._packed.sort(key=lambda item: item[:2])

    def __len__(self) -> int:
        return len(self._packed)

    def __contains__(self, record: object) -> bool:
        return any(record == one for one in self)

    def __iter__(self) -> Iterator[Record]:
        return (_unpacked(data) for _, _, data in self._packed)

    def __getitem__(self, place: int) -> Record:
        return _unpacked(self._packed[place][2])


def _unpacked(data: bytes) -> Record:
    return record_from(json.loads(zlib.decompress(data)))


def record_from(tree: dict[str, Any]) -> Record:
    """A record from its JSON."""
    return Record(**_with_tuples(tree | {"exercises": tuple(result_from(item) for item in tree["exercises"])}))


def result_from(item: dict[str, Any]) -> ExerciseResult:
    """An exercise's result from its JSON."""
    return ExerciseResult(**_with_tuples(item | {"verdict": Verdict(item["verdict"])}))


def _with_tuples(tree: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in tree.items()}
