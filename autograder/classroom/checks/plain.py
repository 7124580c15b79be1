"""Answers as plain numbers, and values in words. An object's own idea of equality or of its name never counts."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.classroom.checks.base import fail

PLAIN_TYPES = (bool, bytes, complex, dict, float, int, list, range, set, str, tuple)


def array(got: Any, what: str) -> NDArray:
    """Turn an answer into a plain array of numbers, or fail saying what came instead."""
    __tracebackhide__ = True
    if got is None:
        fail(f"{what} is None. Does the function end in `return`?")
    try:
        result = _plain_array(got)
    except Exception as error:
        fail(f"{what} should be numbers, but it is {kind_of(got)}.", f"{type(error).__name__}: {error}")
    if result.dtype.kind not in "biuf":
        fail(f"{what} should be real numbers, but it holds {_contents(result)}.", f"received: {shown(got)}")
    return result


def number(got: Any, what: str) -> float:
    """Turn an answer into one Python number; an array that holds exactly one counts."""
    __tracebackhide__ = True
    result = array(got, what)
    if result.size != 1:
        fail(f"{what} should be one number, but it has shape {shape_text(result.shape)}.")
    return result.reshape(()).item()


def parts(got: Any, count: int, what: str) -> list[Any]:
    """Turn an answer of several values into a list of `count`, or fail saying what came instead."""
    __tracebackhide__ = True
    if got is None:
        fail(f"{what} is None. Does the function end in `return`?")
    if not isinstance(got, (tuple, list)):
        fail(f"{what} should be {count} values (a tuple or list), but it is {kind_of(got)}.")
    items = list(got)
    if len(items) != count:
        fail(f"{what} should be {count} values, but it is {len(items)}.")
    return items


def is_numeric(value: Any) -> bool:
    """Whether NumPy reads a value as numbers."""
    try:
        return np.asarray(value).dtype.kind in "biufc"
    except ValueError:
        return False


def kind_of(value: Any) -> str:
    """What a value is, in words. A type's own name is not repeated: a student chooses it."""
    if value is None:
        return "None"
    for kind in PLAIN_TYPES:
        if type(value) is kind:
            return f"{'an' if kind is int else 'a'} {kind.__name__}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {shape_text(value.shape)}"
    if isinstance(value, np.generic):
        return "a NumPy number" if value.dtype.kind in "biufc" else "a NumPy value"
    return "an object of another kind"


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as text of bearable length."""
    return str(shape) if len(shape) <= 6 else f"with {len(shape)} axes"


def shown(value: Any) -> str:
    """A value as text of bearable length, for details only."""
    try:
        if isinstance(value, (np.ndarray, np.generic)):
            text = np.array2string(np.asarray(value), precision=8, threshold=40, edgeitems=4, separator=", ")
        else:
            text = repr(value)
    except Exception:
        text = "(could not be shown)"
    return text if len(text) <= 600 else text[:600] + " …"


def _plain_array(got: Any) -> NDArray:
    """An exact ndarray of what is numbers; objects are taken apart, texts are not read as numbers."""
    result = np.array(got)  # an exact ndarray and a copy, whatever came
    if result.dtype == object and all(_is_number(item) for item in result.flat):
        if all(type(item) is int for item in result.flat):
            return result.astype(float)  # whole numbers beyond 64 bits
        return np.array([item.item() if isinstance(item, np.generic) else item for item in result.flat]).reshape(
            result.shape
        )
    return result


def _is_number(item: Any) -> bool:
    return isinstance(item, np.generic) or type(item) in (bool, int, float)


def _contents(result: NDArray) -> str:
    kinds = {"U": "text", "S": "text", "c": "complex numbers", "M": "dates", "m": "times"}
    return kinds.get(result.dtype.kind, "objects that are not numbers")
