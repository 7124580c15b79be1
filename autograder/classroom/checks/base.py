"""What a check is: how it fails, what a survey notes of it, and on which side of the wire it runs."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn, ParamSpec

import numpy as np

_P = ParamSpec("_P")


class CheckFailed(AssertionError):
    """An answer is not what was expected.

    Attributes: message, safe to show to anyone; detail, with the values, for a visible check; sort, in
    few words how it is wrong, the same for all answers that are wrong in this way.
    """

    def __init__(self, message: str, detail: str = "", sort: str = "") -> None:
        super().__init__(message, detail, sort)
        self.message = message
        self.detail = detail
        self.sort = sort

    def __str__(self) -> str:
        return f"{self.message}\n{self.detail}" if self.detail else self.message


def fail(message: str, detail: str = "", sort: str = "") -> NoReturn:
    """Fail the check that is running."""
    __tracebackhide__ = True
    raise CheckFailed(message, detail, sort)


_seen: list[tuple[str, Any]] | None = None  #: in a survey: what every check was given


@contextmanager
def survey() -> Iterator[list[tuple[str, Any]]]:
    """Within it no check fails: the list tells, check by check, what was given to judge.

    So two answers can be compared by how they behave in the same test cell. An error that is not a
    check's own ends the cell as ever.
    """
    global _seen
    outer, _seen = _seen, []
    try:
        yield _seen
    finally:
        _seen = outer


def surveying() -> bool:
    """Whether checks are only noted now."""
    return _seen is not None


def note(name: str, value: Any) -> None:
    """Note in the running survey what a check was given."""
    if _seen is not None:
        _seen.append((name, _snapshot(value)))


def check(function: Callable[_P, None]) -> Callable[_P, None]:
    """Make a function a check. A survey notes whether it passed, or else how it is wrong (`CheckFailed.sort`)."""
    return _noting(function, lambda *args, **kwargs: _outcome(function, args, kwargs))


def check_of(argument: str) -> Callable[[Callable[_P, None]], Callable[_P, None]]:
    """Make a function a check of which a survey notes this argument, and does not run it."""

    def decorate(function: Callable[_P, None]) -> Callable[_P, None]:
        signature = inspect.signature(function)
        return _noting(function, lambda *args, **kwargs: signature.bind(*args, **kwargs).arguments[argument])

    return decorate


def _noting(function: Callable[_P, None], notes: Callable[_P, Any]) -> Callable[_P, None]:
    @functools.wraps(function)
    def checked(*args: _P.args, **kwargs: _P.kwargs) -> None:
        __tracebackhide__ = True
        if _seen is None:
            return function(*args, **kwargs)
        note(function.__name__, notes(*args, **kwargs))
        return None

    return checked


def _outcome(function: Callable[..., None], args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool | str:
    """True, or how it is wrong. A check that calls another counts once."""
    global _seen
    outer, _seen = _seen, None
    try:
        function(*args, **kwargs)
    except CheckFailed as error:
        return error.sort or False
    finally:
        _seen = outer
    return True


def _snapshot(value: Any) -> Any:
    """A copy of plain data, which a test or an answer may change afterwards."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, (list, tuple)):
        return [_snapshot(item) for item in value]
    if isinstance(value, dict):
        return {key: _snapshot(item) for key, item in value.items()}
    return value


@dataclass(frozen=True)
class Judge:
    """What is different where the checks run beside the references and ask a student's process over a wire.

    Attributes: broken, errors of the wire itself, which no check may take for an answer's; no_answer,
    errors that say that an answer can't be used; timed, which calls a function and gives the seconds it took
    and those that the wire alone takes to carry the same data.
    """

    broken: tuple[type[BaseException], ...]
    no_answer: tuple[type[BaseException], ...]
    timed: Callable[[Callable[[], Any]], tuple[float, float]]


_judge: Judge | None = None


def judge_with(judge: Judge | None) -> None:
    """Say that the checks run on the judge's side; in a student's kernel nobody does."""
    global _judge
    _judge = judge


def the_judge() -> Judge | None:
    """The judge's settings; None in a student's own process."""
    return _judge
