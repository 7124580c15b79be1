"""How long a student's function takes, without what the wire takes to carry its arguments and results."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import numpy as np

from autograder.remote import StudentRaised

ECHO = "_gradschool_echo"
TAKES_ANYTHING = "__subclasshook__"  #: every Python object has it; it takes any arguments and does nothing


class Heard(NamedTuple):
    """One call over the wire: the candidate's object, what it was given, what it answered."""

    number: int
    given: list[Any]
    value: Any


class Listening(Protocol):
    """A line that notes calls while `heard` is a list."""

    heard: list[Heard] | None

    def request(self, message: dict[str, Any]) -> dict[str, Any]: ...


def timed(line: Listening, function: Callable[[], Any]) -> tuple[float, float]:
    """Call a function that asks the candidate; the seconds it took, and those of an echo of the same data."""
    line.heard = []
    try:
        began = time.perf_counter()
        function()
        seconds = time.perf_counter() - began
    finally:
        heard, line.heard = line.heard, None
    return seconds, sum(_echo(line, call) for call in heard)


def _echo(line: Listening, call: Heard) -> float:
    """The seconds that it takes to send what was given once more, and to get back what was answered."""
    question = {"do": "call", "object": call.number, "name": TAKES_ANYTHING, "kwargs": {}, "errstate": np.geterr()}
    line.request({"do": "bind", "name": ECHO, "value": call.value})
    began = time.perf_counter()
    with contextlib.suppress(StudentRaised):  # type: ignore[arg-type]  # mixed into every such exception
        line.request(question | {"args": call.given})
    line.request({"do": "get", "name": ECHO})
    seconds = time.perf_counter() - began
    line.request({"do": "unbind", "name": ECHO})
    return seconds
