"""How an answer behaves in a test cell, and which known wrong answer behaves just so.

Two answers behave alike when every check of the cell is given the same by both. This runs in the examiner, after the
verdict; nothing of it can change a score, and all that leaves is which of the author's own sentences fits.
"""

from __future__ import annotations

import contextlib
import copy
import math
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from autograder.keras_describe import blueprint, is_model
from autograder.keras_table import Unfit
from autograder.remote import CandidateGone, Remote, StudentRaised

CPU_SECONDS = 3.0  #: for all known answers of one exercise together, at least
SHARE = 0.3  #: of the time limit of an exercise's checks: what takes long to check takes long to recognise
PATIENCE = 10  #: wall clock, in multiples of that, on a busy machine
RTOL, ATOL = 1e-6, 1e-10
Seen = list[tuple[str, Any]]


def seen_by_checks(code: Callable[[dict[str, Any]], Any], namespace: dict[str, Any], seed: int) -> Seen:
    """Run a test cell and note what its checks are given; an error ends the list, with its name and text."""
    from autograder.classroom import checks

    checks.seed(seed)
    with checks.survey() as seen, contextlib.redirect_stdout(None), contextlib.redirect_stderr(None):
        try:
            code(namespace)
        except CandidateGone:
            raise
        except Exception as error:
            name = error.student_name if isinstance(error, StudentRaised) else type(error).__name__
            seen.append(("raised", [name, str(error)[:200]]))
    return list(seen)


def cpu_seconds(limit: float) -> float:
    """The processor time for all known answers of an exercise whose checks may take ``limit`` seconds."""
    return max(CPU_SECONDS, SHARE * limit)


def first_alike(
    seen: Seen, code: Callable[[dict[str, Any]], Any], known: list[dict[str, Any]], seed: int, seconds: float
) -> int:
    """The number of the first known answer that behaves like what was seen, or −1.

    Args:
        known: tables with ``namespace``, a function that makes what the cell needs with that answer in it.
        seconds: of processor time, after which the rest is left out.
    """
    end = time.process_time() + seconds
    for number, item in enumerate(known):
        if time.process_time() > end:
            break
        try:
            namespace = item["namespace"]()
        except Exception:
            continue
        with np.errstate(all="ignore"):
            other = seen_by_checks(code, namespace, seed)
        if alike([list(pair) for pair in seen], [list(pair) for pair in other]):
            return number
    return -1


def fresh_copy(namespace: dict[str, Any]) -> dict[str, Any]:
    """A namespace whose data is its own: what a wrong answer spoils there harms nobody."""
    return {name: _own(value) for name, value in namespace.items()}


def _own(value: Any) -> Any:
    if isinstance(value, (np.ndarray, list, dict, np.random.Generator)):
        with contextlib.suppress(Exception):
            return copy.deepcopy(value)
    return value


def alike(one: Any, other: Any) -> bool:
    """Whether two values are the same plain data, but for rounding, or Keras models that are built and compiled alike.

    Of two other objects, only that both are objects.
    """
    if isinstance(one, Remote) or isinstance(other, Remote):
        return not _is_data(one) and not _is_data(other)
    if is_model(one) or is_model(other):
        return is_model(one) and is_model(other) and _same_models(one, other)
    if isinstance(one, dict) or isinstance(other, dict):
        return _same_dicts(one, other)
    if isinstance(one, str) or isinstance(other, str) or one is None or other is None:
        return type(one) is type(other) and one == other
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(alike(a, b) for a, b in zip(one, other, strict=True))
    return _same_numbers(one, other)


def _same_models(one: Any, other: Any) -> bool:
    try:
        return alike(blueprint(one), blueprint(other))
    except Unfit:
        return False


def _is_data(value: Any) -> bool:
    return isinstance(value, (np.ndarray, np.generic, bool, int, float, complex, str, list, tuple, dict, type(None)))


def _same_dicts(one: Any, other: Any) -> bool:
    if not (isinstance(one, dict) and isinstance(other, dict)) or set(one) != set(other):
        return False
    return all(alike(value, other[key]) for key, value in one.items())


def _same_numbers(one: Any, other: Any) -> bool:
    if not (_is_data(one) and _is_data(other)):
        return not _is_data(one) and not _is_data(other)
    try:
        first, second = np.asarray(one), np.asarray(other)
    except ValueError:
        return False
    if first.shape != second.shape:
        return False
    if first.dtype.kind not in "biufc" or second.dtype.kind not in "biufc":
        return first.dtype.kind == second.dtype.kind and bool(np.array_equal(first, second))
    single = np.float32 in (first.dtype.type, second.dtype.type)
    rtol = 1e-4 if single else RTOL
    scale = float(np.max(np.abs(second[np.isfinite(second)]), initial=0.0)) if second.size else 0.0
    atol = rtol * scale * 1e-3 if math.isfinite(scale) else ATOL
    return bool(np.allclose(first, second, rtol=rtol, atol=max(atol, ATOL), equal_nan=True))


def modules_and_names(namespace: dict[str, Any]) -> dict[str, Any]:
    """What of a namespace an answer may rely on: everything but the notebook's own machinery."""
    return {
        name: value
        for name, value in namespace.items()
        if not name.startswith("_") or isinstance(value, ModuleType) or name == "__name__"
    }
