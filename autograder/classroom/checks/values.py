"""Checks of a value: close, equal, of a shape, finite, unchanged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from autograder.classroom.checks.base import check, check_of, fail
from autograder.classroom.checks.plain import array, is_numeric, kind_of, parts, shape_text, shown

#: Relative and absolute tolerance by the dtype of what was expected.
TOLERANCES = {"float16": (1e-2, 1e-3), "float32": (1e-4, 1e-5)}
TIGHT = (1e-8, 1e-10)
NAN, INFINITY = "NaN (not a number)", "infinity"


@check_of("got")
def close(got: Any, want: Any, what: str, rtol: float | None = None, atol: float | None = None) -> None:
    """Check that numbers agree: |got − want| ≤ atol + rtol·|want|, in the same shape.

    Arguments: got the answer; want numbers of the right shape; what its name in messages;
    rtol, atol tolerances, by default those of want's dtype: 1e-8 and 1e-10, for float32 1e-4 and 1e-5, for
    float16 1e-2 and 1e-3. Where all of want is tiny (below 1e-4 in float32), give atol=0: otherwise zeros pass.
    NaN and infinity agree with themselves only.
    """
    __tracebackhide__ = True
    want = np.asarray(want)
    got = array(got, what)
    shape(got, want.shape, what)
    _same_finiteness(got, want, what)
    default_rtol, default_atol = TOLERANCES.get(want.dtype.name, TIGHT)
    rtol = default_rtol if rtol is None else rtol
    atol = default_atol if atol is None else atol
    with np.errstate(all="ignore"):  # differences may overflow, and the test may watch for warnings
        wrong = ~np.isclose(got, want, rtol, atol, equal_nan=True)
        if wrong.any():
            fail_at_first(wrong, got, want, what, _size_of_error(got, want, wrong))


@check_of("got")
def equal(got: Any, want: Any, what: str) -> None:
    """Check that got is exactly want: numbers, texts, None, or lists, tuples and dicts of them.

    True, 1 and 1.0 are the same number; a list and a tuple of the same things are equal.
    """
    __tracebackhide__ = True
    if want is None:
        if got is not None:
            fail(f"{what} should be None, but it is {kind_of(got)}.")
    elif isinstance(want, str):
        _equal_text(got, want, what)
    elif isinstance(want, dict):
        _equal_dict(got, want, what)
    elif isinstance(want, (list, tuple)) and not is_numeric(want):
        for i, (one, other) in enumerate(zip(parts(got, len(want), what), want, strict=True)):
            equal(one, other, f"{what}, item {i}")
    else:
        _equal_numbers(got, np.asarray(want), what)


@check_of("got")
def shape(got: Any, shape: Sequence[int], what: str) -> None:
    """Check that got has this shape; a list counts as the array that it would make."""
    __tracebackhide__ = True
    received = array(got, what).shape
    if received != tuple(shape):
        fail(f"{what} has shape {shape_text(received)}, but shape {shape_text(tuple(shape))} is needed.")


@check_of("got")
def finite(got: Any, what: str) -> None:
    """Check that got has no NaN and no infinity: numbers, or lists, tuples and dicts of numbers."""
    __tracebackhide__ = True
    if isinstance(got, dict):
        got = list(got.values())
    if isinstance(got, (list, tuple)) and not is_numeric(got):
        for i, item in enumerate(got):
            finite(item, f"{what}, item {i}")
        return
    got = array(got, what)
    for name, test in ((NAN, np.isnan), (INFINITY, np.isinf)):
        wrong = test(got)
        if wrong.any():
            fail(f"{what} holds {name}{where(wrong)}.", f"received: {shown(got)}")


@check_of("after")
def unchanged(before: Any, after: Any, what: str) -> None:
    """Check that an argument is as it was: `before` a copy made earlier, `after` the argument now.

    Values, shapes, dtypes and a random generator's state count; which object it is does not.
    """
    __tracebackhide__ = True
    if not identical(before, after):
        fail(
            f"{what} is not the same after the call: the function changed its argument. "
            "Work on a copy; `w = w + step` makes a new array, `w += step` changes the old one.",
            f"before: {shown(before)}\nafter:  {shown(after)}",
        )


@check
def that(condition: bool, message: str, detail: str = "") -> None:
    """Check that something holds; `message` says in words what is wrong when it does not."""
    __tracebackhide__ = True
    if not isinstance(condition, (bool, np.bool_)):
        fail(message, f"The check got {kind_of(condition)} where it needed True or False. {detail}".rstrip())
    if not condition:
        fail(message, detail)


def where(wrong: NDArray[np.bool_]) -> str:
    """Where an array is wrong: how many places, and the first; nothing for a single number."""
    if wrong.ndim == 0:
        return ""
    return f" in {int(wrong.sum())} of {wrong.size} places, first at index [{first_place(wrong)}]"


def first_place(wrong: NDArray[np.bool_]) -> str:
    """The index of the first True, as text."""
    return ", ".join(str(int(i)) for i in np.argwhere(wrong)[0])


def fail_at_first(wrong: NDArray, got: NDArray, want: NDArray, what: str, reason: str) -> NoReturn:
    """Fail with the first place where `wrong` is True."""
    __tracebackhide__ = True
    got, want = _in_one_form(got, want)
    if wrong.ndim == 0:
        ending = f": {reason}" if reason else ""
        fail(f"{what} is not right{ending}.", f"expected: {shown(want)}\nreceived: {shown(got)}")
    place = tuple(np.argwhere(wrong)[0])
    index = first_place(wrong)
    fail(
        f"{what} differs{where(wrong)}: {reason or 'this value is wrong'}.",
        f"expected at [{index}]: {shown(want[place])}\nreceived at [{index}]: {shown(got[place])}\n"
        f"expected: {shown(want)}\nreceived: {shown(got)}",
    )


def identical(before: Any, after: Any) -> bool:
    """The same values, shapes and dtypes, judged without the objects' own equality."""
    if isinstance(before, dict):
        return (
            isinstance(after, dict)
            and list(before) == list(after)
            and all(identical(before[key], after[key]) for key in before)
        )
    if isinstance(before, (list, tuple)):
        return (
            isinstance(after, type(before))
            and len(before) == len(after)
            and all(identical(one, other) for one, other in zip(before, after, strict=True))
        )
    if before is None or isinstance(before, str):
        return type(before) is type(after) and before == after
    if isinstance(before, np.random.Generator):
        return isinstance(after, np.random.Generator) and identical(
            before.bit_generator.state, after.bit_generator.state
        )
    return _same_array(np.asarray(before), np.asarray(after))


def _same_array(one: NDArray, other: NDArray) -> bool:
    if one.dtype != other.dtype or one.shape != other.shape:
        return False
    if one.dtype == object and one.ndim:
        return all(identical(a, b) for a, b in zip(one.flat, other.flat, strict=True))
    return bool(np.array_equal(one, other, equal_nan=one.dtype.kind in "fc"))


def _same_finiteness(got: NDArray, want: NDArray, what: str) -> None:
    __tracebackhide__ = True
    for name, test in ((NAN, np.isnan), (INFINITY, np.isinf)):
        wrong = test(got) & ~test(want)
        if wrong.any():
            fail_at_first(wrong, got, want, what, f"there it is {name}")


def _size_of_error(got: NDArray, want: NDArray, wrong: NDArray) -> str:
    """How far off an answer is, roughly: enough to judge, too little to work back from."""
    error = np.max(np.abs(got[wrong].astype(float) - want[wrong].astype(float)))
    text = f"off by about {error:.1g}"
    if got.dtype == np.float32 and want.dtype == np.float64 and np.allclose(got, want, *TOLERANCES["float32"]):
        return text + "; it came as float32, so digits were lost: keep the precision of the inputs"
    return text


def _in_one_form(got: NDArray, want: NDArray) -> tuple[NDArray, NDArray]:
    """Both sides written alike for a detail: no True beside 1, no 1.0 beside 1 among whole numbers."""
    if got.dtype != bool or want.dtype != bool:
        got, want = (side.astype(int) if side.dtype == bool else side for side in (got, want))
    if want.dtype.kind in "iu" and got.dtype.kind == "f":
        whole = (np.abs(got) < 2**53) & (got == np.floor(got))
        got = got.astype(int) if whole.all() else got
    return got, want


def _equal_numbers(got: Any, want: NDArray, what: str) -> None:
    __tracebackhide__ = True
    if type(got) is int and want.dtype == object:  # whole numbers beyond 64 bits
        if got != want.item():
            fail(f"{what} is not right.", f"expected: {want}\nreceived: {got}")
        return
    if want.dtype.kind not in "biuf":
        raise TypeError(f"expected numbers, text, None, list, tuple or dict to compare with; received {kind_of(want)}")
    received = array(got, what)
    shape(received, want.shape, what)
    _same_finiteness(received, want, what)
    wrong = (received != want) & ~(np.isnan(received) & np.isnan(want))
    if wrong.any():
        whole = want.dtype.kind in "biu" and (received != np.floor(received)).any()
        fail_at_first(wrong, received, want, what, "a whole number is needed there" if whole else "")


def _equal_text(got: Any, want: str, what: str) -> None:
    __tracebackhide__ = True
    if not isinstance(got, str):
        fail(f"{what} should be text, but it is {kind_of(got)}.", f"expected: {want!r}\nreceived: {shown(got)}")
    if str.__eq__(want, got) is not True:
        fail(f"{what} is not the right text.", f"expected: {want!r}\nreceived: {str.__repr__(got)}")


def _equal_dict(got: Any, want: dict, what: str) -> None:
    __tracebackhide__ = True
    if not isinstance(got, dict):
        fail(f"{what} should be a dict, but it is {kind_of(got)}.", f"received: {shown(got)}")
    got = dict(got)
    if set(got) != set(want):
        fail(f"{what} does not have the right keys.", f"expected: {sorted(map(str, want))}\nreceived: {shown(got)}")
    for i, (key, value) in enumerate(want.items()):
        equal(got[key], value, f"{what}, entry {i + 1}")
