"""A sketch of what the checks of a test cell were given: small, plain data, by which most answers are told apart.

Two lists that `autograder.behaviour.alike` calls alike have sketches that may be alike, never others; of the lists that
it tells apart, nearly all have sketches that are not. So a sketch is enough to leave a known answer out, and what is
left is run and compared in full. Arrays are sketched by two random projections each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from autograder.remote import Remote

PROJECTIONS = 2
SINGLE, DOUBLE = 2e-4, 2e-6  #: relative; twice what `alike` forgives
TINY = 1e-9
FEW = 8  #: numbers that are kept as they are

Sketch = dict[str, Any]


def sketch_of(seen: list[tuple[str, Any]]) -> Sketch:
    """The sketch of a survey's list.

    Returns:
        ``form``: a digest of everything that has to be the same; ``numbers`` and ``room``: numbers, and for each the
        difference that is forgiven.
    """
    digest, numbers, room = hashlib.sha256(), [], []
    for part in _parts([[name, value] for name, value in seen]):
        if isinstance(part, str):
            digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
        else:
            numbers.append(part[0])
            room.append(part[1])
    empty = [np.zeros(0)]
    return {
        "form": digest.hexdigest(),
        "numbers": np.concatenate(numbers or empty),
        "room": np.concatenate(room or empty),
    }


def may_be_alike(one: Sketch, other: Sketch) -> bool:
    """Whether two lists with these sketches can be alike."""
    if one["form"] != other["form"] or len(one["numbers"]) != len(other["numbers"]):
        return False
    room = np.maximum(one["room"], other["room"])
    with np.errstate(all="ignore"):
        apart = np.abs(one["numbers"] - other["numbers"]) > room
    return not bool(apart.any())


def _parts(value: Any) -> Iterator[str | tuple[np.ndarray, np.ndarray]]:
    """What has to be the same, as text; what may differ a little, as numbers and room."""
    if isinstance(value, str):
        yield f"text {value}"
    elif value is None:
        yield "none"
    elif isinstance(value, dict):
        yield f"table {len(value)}"
        for key in sorted(value, key=repr):
            yield repr(key)
            yield from _parts(value[key])
    elif _is_numeric(value):
        yield from _number_parts(value)
    elif isinstance(value, (list, tuple)):
        yield f"list {len(value)}"
        for item in value:
            yield from _parts(item)
    elif isinstance(value, np.ndarray) and value.dtype.kind == "U":
        yield from _parts(value.tolist())
    else:
        yield "object"


def _is_numeric(value: Any) -> bool:
    """Whether numpy makes numbers of it. A student's own object is not asked."""
    if isinstance(value, Remote):
        return False
    if isinstance(value, (np.ndarray, np.generic)):
        return value.dtype.kind in "biufc"
    if isinstance(value, (list, tuple)):
        return all(map(_is_numeric, value)) and _is_even(value)
    return isinstance(value, (bool, int, float, complex))


def _is_even(value: list[Any] | tuple[Any, ...]) -> bool:
    try:
        return np.asarray(value).dtype.kind in "biufc"
    except (ValueError, OverflowError):
        return False


def _number_parts(value: Any) -> Iterator[str | tuple[np.ndarray, np.ndarray]]:
    array = np.asarray(value)
    if array.dtype.kind not in "biufc":  # whole numbers beyond 64 bits
        yield "object"
        return
    relative = SINGLE if array.dtype.itemsize <= 4 and array.dtype.kind == "f" else DOUBLE
    yield f"numbers {array.shape}"
    if array.dtype.kind == "c":
        array = np.stack([array.real, array.imag])
    with np.errstate(all="ignore"):
        flat = array.astype(np.float64).ravel()
    finite = np.isfinite(flat)
    if not finite.all():
        yield repr((np.isnan(flat).tobytes(), (flat == np.inf).tobytes(), (flat == -np.inf).tobytes()))
        flat = np.where(finite, flat, 0.0)
    if not flat.size:
        return
    sizes = np.abs(flat)
    slack = relative * 1e-3 * float(sizes.max()) + TINY
    if flat.size <= FEW:
        yield flat, relative * sizes + slack
    else:
        weights = _weights(flat.size)
        yield weights @ flat, np.abs(weights) @ (relative * sizes + slack)


@lru_cache(maxsize=32)
def _weights(size: int) -> np.ndarray:
    return np.random.default_rng(size).uniform(0.5, 1.5, (PROJECTIONS, size)) * np.where(np.arange(size) % 3, 1.0, -1.0)
