"""A gradient against centred differences, and in words how it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np
from numpy.typing import ArrayLike, NDArray

from autograder.classroom.checks.base import check_of, fail
from autograder.classroom.checks.plain import array, number, shape_text
from autograder.classroom.checks.values import fail_at_first, finite

KINK_STEP = 1e-2  #: how much smaller the step is when a place is looked at again


@check_of("got")
def gradient(
    got: Any,
    function: Callable[[Any], Any],
    x: ArrayLike,
    what: str,
    h: float = 1e-5,
    rtol: float = 1e-5,
    atol: float = 1e-7,
    dout: ArrayLike | None = None,
) -> None:
    """Check a gradient against centred differences, (f(x + h) − f(x − h)) / 2h for each entry of x, in float64.

    Arguments: got the gradient, shaped like x; function takes an array like x (a float where x is a number) and
    gives one number; with dout, an array shaped like dout, and the gradient of Σ dout·function(x) is meant;
    rtol, atol as in `close`; what rounding leaves in the differences is allowed on top.

    Calls function twice per entry of x, so keep x small. At a kink within h of x (ReLU at 0, a tie of a maximum)
    every value between the two slopes is right. A factor that is the same everywhere, a wrong sign and a
    transposed shape are named.
    """
    __tracebackhide__ = True
    x = np.array(x, dtype=float)
    got = array(got, what)
    scalar = _Scalar(function, None if dout is None else np.asarray(dout, dtype=float), what)
    if got.shape != x.shape:
        _fail_in_shape(got, scalar, x, h, what)
    finite(got, what)
    want = _centred(scalar, x, h)
    wrong = ~np.isclose(got, want, rtol, atol + _rounding(scalar, x, h))
    for place in map(tuple, np.argwhere(wrong)):
        if not _right_on_second_look(float(got[place]), scalar, x, place, h, rtol, atol):
            break
        wrong[place] = False
    if wrong.any():
        fail_at_first(wrong, got, want, what, how_it_is_wrong(got, want, _counts(x, dout)))


class _Scalar:
    """Σ dout·function(x) as a plain number."""

    def __init__(self, function: Callable[[Any], Any], dout: NDArray | None, what: str) -> None:
        self.function, self.dout, self.what = function, dout, what

    def __call__(self, x: NDArray) -> float:
        __tracebackhide__ = True
        name = f"The function that {self.what} belongs to"
        out = self.function(x.copy() if x.ndim else float(x))
        received = array(out, name)
        if received.dtype.kind == "f" and received.dtype.itemsize < 8:
            fail(f"{name} gives {received.dtype} for float64 input, too coarse to measure a slope. Keep the precision.")
        if self.dout is None:
            return number(received, name)
        if received.shape != self.dout.shape:
            fail(f"{name} gives shape {shape_text(received.shape)}; shape {shape_text(self.dout.shape)} is needed.")
        return float(np.sum(self.dout * received))


def _slope(scalar: _Scalar, x: NDArray, place: tuple[int, ...], back: float, ahead: float) -> float:
    """The slope of the line from x − back to x + ahead at one entry, with the steps that rounding leaves."""
    left, right = x.copy(), x.copy()
    left[place] -= back
    right[place] += ahead
    return (scalar(right) - scalar(left)) / float(right[place] - left[place])


def _rounding(scalar: _Scalar, x: NDArray, step: float) -> float:
    """What rounding of the function's values may leave in a slope."""
    return 4 * np.finfo(float).eps * abs(scalar(x)) / step


def _centred(scalar: _Scalar, x: NDArray, h: float) -> NDArray:
    __tracebackhide__ = True
    slopes = np.empty_like(x)
    for place in np.ndindex(x.shape):
        slopes[place] = _slope(scalar, x, place, h, h)
    if not np.isfinite(slopes).all():
        fail(f"The function that {scalar.what} belongs to gives NaN or infinity near x.")
    return slopes


def _right_on_second_look(
    got: float, scalar: _Scalar, x: NDArray, place: tuple[int, ...], h: float, rtol: float, atol: float
) -> bool:
    """Whether a kink explains the difference: what came lies between the slopes left and right of x, up close."""
    small = h * KINK_STEP
    left, right = _slope(scalar, x, place, small, 0.0), _slope(scalar, x, place, 0.0, small)
    tolerance = atol + rtol * max(abs(left), abs(right)) + _rounding(scalar, x, small)
    wide = abs(_slope(scalar, x, place, 0.0, h) - _slope(scalar, x, place, h, 0.0))
    if wide < 10 * tolerance:
        return False  # smooth as far as h
    return min(left, right) - tolerance <= got <= max(left, right) + tolerance


def _fail_in_shape(got: NDArray, scalar: _Scalar, x: NDArray, h: float, what: str) -> NoReturn:
    __tracebackhide__ = True
    turned = ""
    if got.ndim > 1 and got.shape == x.shape[::-1]:
        turned = ": it is right but transposed" if _near(got.T, _centred(scalar, x, h)) else ": it is transposed"
    fail(f"{what} has shape {shape_text(got.shape)}, but shape {shape_text(x.shape)} is needed{turned}.")


def _counts(x: NDArray, dout: ArrayLike | None) -> dict[int, str]:
    """Counts that a mean divides by, in words."""
    shapes = [x.shape] + ([] if dout is None else [np.shape(dout)])
    rows = {shape[0]: "the number of rows" for shape in shapes if shape}
    return {int(np.prod(shape)): "the number of entries" for shape in shapes if shape} | rows


def how_it_is_wrong(got: NDArray, want: NDArray, counts: dict[int, str] | None = None) -> str:
    """In words what the difference of two arrays is, where it is the same everywhere; else how large it is."""
    if want.any() and not got.any():
        return "it is 0 everywhere"
    if got.ndim == 2 and got.shape[0] == got.shape[1] > 1 and _near(got.T, want):
        return "it is right but transposed"
    ratio = float(np.sum(got * want) / np.sum(want * want)) if want.any() else 0.0
    if abs(ratio) > 1e-9 and _near(got, ratio * want):
        return _factor_in_words(ratio, counts or {})
    return f"off by about {np.max(np.abs(got - want)):.1g}"


def _near(one: NDArray, other: NDArray) -> bool:
    return bool(np.allclose(one, other, rtol=1e-3, atol=1e-4 * float(np.max(np.abs(other)))))


def _factor_in_words(ratio: float, counts: dict[int, str]) -> str:
    size = max(abs(ratio), 1 / abs(ratio))
    sign = "the sign is the other way round" if ratio < 0 else ""
    if size < 1.01:
        return sign or "everywhere a little off"
    way = "large" if abs(ratio) > 1 else "small"
    count = next((f" ({name})" for n, name in counts.items() if n > 2 and abs(size - n) < 1e-2 * n), "")
    factor = f"it is everywhere {size:.3g} times too {way}{count}"
    return f"{sign}, and {factor}" if sign else factor
