"""Checks of what a call does: which error it raises, whether NumPy warns, how long it takes."""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from autograder.classroom.checks.base import check, fail, note, surveying, the_judge

_R = TypeVar("_R")

GRACE_SECONDS = 0.02  #: what a call may always take: below it a clock measures the machine, not the code
ROUNDS, PATIENCE_SECONDS = 7, 1.5

_ADVICE = {
    "overflow": "a number became too large for its type",
    "divide by zero": "something was divided by zero, or the logarithm of zero was taken",
    "invalid value": "an operation had no result, such as 0/0, infinity − infinity or the root of a negative number",
}


@check
def raises(exception: type[Exception] | tuple[type[Exception], ...], function: Callable[[], Any], what: str) -> None:
    """Check that calling `function` without arguments raises the exception (or one of several).

    In grading an exception of a student's own class, or of NumPy's, counts as the built-in one it derives from.
    """
    __tracebackhide__ = True
    kinds = exception if isinstance(exception, tuple) else (exception,)
    names = " or ".join(kind.__name__ for kind in kinds)
    judge = the_judge()
    try:
        function()
    except Exception as error:
        if isinstance(error, judge.broken + judge.no_answer if judge else ()):
            raise
        if isinstance(error, kinds):
            return
        if isinstance(error, NotImplementedError):  # not answered yet: say that, not that it is the wrong error
            raise
        fail(f"{what} should raise {names}, but it raised another error.", f"raised: {error!r}", "another error")
    fail(f"{what} should raise {names}, but it raised nothing.", sort="no error")


def quiet(function: Callable[[], _R], what: str) -> _R:
    """Call `function` without arguments and check that NumPy does not warn; returns its result.

    Overflow, division by zero and invalid operations fail, and so does any other RuntimeWarning. Underflow to 0
    is fine, and so is a warning that the answer itself silences with `np.errstate`. Where the function given
    here calls back into the test (an answer that takes a function), warnings of that count too.
    """
    __tracebackhide__ = True
    modes = np.errstate(over="warn", divide="warn", invalid="warn", under="ignore")
    with warnings.catch_warnings(record=True) as caught, modes:
        warnings.simplefilter("always")
        result = function()
    warned = [str(item.message) for item in caught if issubclass(item.category, RuntimeWarning)]
    for item in caught:
        if not issubclass(item.category, RuntimeWarning):
            warnings.warn_explicit(item.message, item.category, item.filename, item.lineno)
    if surveying():
        note("quiet", sorted(set(map(_kind_of_warning, warned))))
    elif warned:
        kind = _kind_of_warning(warned[0])
        advice = next((f" ({text})" for name, text in _ADVICE.items() if kind.startswith(name)), "")
        fail(f"{what} makes NumPy warn: {kind}{advice}.", "NumPy said: " + "\n".join(dict.fromkeys(warned)), kind)
    return result


def _kind_of_warning(text: str) -> str:
    """A warning in NumPy's own words, and no others: the text of a student's own warning could carry anything."""
    kind = next((name for name in _ADVICE if text.startswith(name)), None)
    if kind is None:
        return "a RuntimeWarning"
    match = re.fullmatch(rf"{kind} encountered in (?:scalar )?(\w+)", text)
    known = match is not None and isinstance(getattr(np, match[1], None), np.ufunc)
    return f"{kind} in {match[1]}" if match and known else kind


@check
def fast_enough(function: Callable[[], Any], reference: Callable[[], Any], what: str, factor: float = 20.0) -> None:
    """Check that `function` takes at most `factor` times as long as `reference` (both without arguments).

    The fastest of a few turns of each counts, taken alternately, so that a busy machine slows both; the first
    turn that is fast enough ends the check. Every call may take 0.02 s in any case. In grading, twice the time in
    which the wire carries the same data there and back is left out: as much as it took, and as much for doubt.

    So choose inputs under a megabyte with which a loop over the elements takes 0.5 s or more and the whole-array
    form a few milliseconds. A right answer then fails only if something slows all of its turns `factor`
    times more than the reference's best one.
    """
    __tracebackhide__ = True
    taken = wire = float("inf")
    possible = min(_timed(reference)[0] for _ in range(2))
    end = time.monotonic() + PATIENCE_SECONDS
    for turn in range(ROUNDS):
        seconds, on_the_wire = _timed(function)
        taken, wire = min(taken, seconds), min(wire, on_the_wire)
        most = factor * possible + GRACE_SECONDS + 2 * wire
        if taken <= most:
            return
        if time.monotonic() > end and (turn or taken > 5 * most):
            break
        possible = min(possible, _timed(reference)[0])
    times = (taken - wire) / max(possible, 1e-6)
    fail(
        f"{what} is about {_rough(times)} times slower than it could be; up to {factor:g} times is fine. "
        "Is there a loop over single elements that one operation on whole arrays can do?",
        f"yours: {taken - wire:.3g} s\npossible: {possible:.3g} s",
        "too slow",
    )


def _timed(function: Callable[[], Any]) -> tuple[float, float]:
    """The seconds that a call takes, and those of them that are the wire's."""
    judge = the_judge()
    if judge is not None:
        return judge.timed(function)
    began = time.perf_counter()
    function()
    return time.perf_counter() - began, 0.0


def _rough(ratio: float) -> str:
    """A number with one or two digits that say something."""
    return f"{float(f'{ratio:.2g}'):g}" if ratio < 1e6 else f"{ratio:.0e}"
