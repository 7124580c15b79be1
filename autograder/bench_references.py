"""``gradschool bench references``: how long the NumPy references take beside Keras, on this machine's processors."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich import box
from rich.table import Table

from autograder.classroom.quiet import quiet

NAME = "references"
TURNS = 15


@dataclass(frozen=True)
class Timed:
    """Milliseconds of one operation, medians over all turns, and how often Keras's time ours takes."""

    name: str
    ours_ms: float
    keras_ms: float
    aim: float

    @property
    def ratio(self) -> float:
        return self.ours_ms / self.keras_ms


def run_references(turns: int = TURNS) -> list[Timed]:
    """Time every comparison of `solutions`; the two sides take turns, after one run of each to warm up."""
    with quiet():
        from solutions import _speed

        comparisons = _speed.comparisons()
        for one in comparisons:
            one.ours(), one.keras()
    return [
        Timed(one.name, *(round(value, 3) for value in _medians((one.ours, one.keras), turns)), one.aim)
        for one in comparisons
    ]


def _medians(ways: Sequence[Callable[[], Any]], turns: int) -> list[float]:
    """The median wall clock of each way in milliseconds."""
    taken: list[list[float]] = [[] for _ in ways]
    for _ in range(turns):
        for times, way in zip(taken, ways, strict=True):
            began = time.perf_counter()
            way()
            times.append(1000 * (time.perf_counter() - began))
    return [statistics.median(times) for times in taken]


def references_table(timed: Sequence[Timed]) -> Table:
    """One row per operation."""
    table = Table(title="References beside Keras", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("operation")
    for title in ("NumPy, ms", "Keras, ms", "ratio", "aim"):
        table.add_column(title, justify="right", no_wrap=True)
    for one in timed:
        table.add_row(one.name, f"{one.ours_ms:.2f}", f"{one.keras_ms:.2f}", f"{one.ratio:.2f}", f"≤ {one.aim:g}")
    return table


def for_json(timed: Sequence[Timed]) -> dict[str, object]:
    return {"references": [asdict(one) | {"ratio": round(one.ratio, 3)} for one in timed]}
