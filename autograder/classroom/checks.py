"""Checks for test cells: they compare an answer with what was expected and say in words what differs.

A failed check raises `CheckFailed`. Its `message` is safe to show for a hidden test: it names shapes,
types and places, never expected values or inputs. Its `detail` may show both sides. Answers may be
lists, arrays or numbers; they are turned into plain numbers before anything is compared, so that an
object's own idea of equality never counts. A check that passes prints nothing.
"""

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

#: Relative and absolute tolerance by the dtype of what was expected.
TOLERANCES = {"float16": (1e-2, 1e-3), "float32": (1e-4, 1e-5)}
TIGHT = (1e-8, 1e-10)
DEFAULT_SEED = 1957
PLAIN_TYPES = (bool, bytes, complex, dict, float, int, list, range, set, str, tuple)


class CheckFailed(AssertionError):
    """An answer is not what was expected.

    Attributes: message, safe to show to anyone; detail, with the values, for a visible check.
    """

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message, detail)
        self.message = message
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.message}\n{self.detail}" if self.detail else self.message


def close(got: Any, want: Any, what: str, rtol: float | None = None, atol: float | None = None) -> None:
    """Check that numbers agree: |got − want| ≤ atol + rtol·|want|, in the same shape.

    Arguments: got the answer; want numbers of the right shape; what its name in messages;
    rtol, atol tolerances, by default those of want's dtype (looser for float32).
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
    wrong = ~np.isclose(got, want, rtol, atol, equal_nan=True)
    if wrong.any():
        _fail_at_first(wrong, got, want, what, _size_of_error(got, want, wrong))


def equal(got: Any, want: Any, what: str) -> None:
    """Check that got is exactly want: numbers, texts, None, or lists, tuples and dicts of them.

    True, 1 and 1.0 are the same number; a list and a tuple of the same things are equal.
    """
    __tracebackhide__ = True
    if want is None:
        if got is not None:
            _fail(f"{what} should be None, but it is {_kind(got)}.")
    elif isinstance(want, str):
        _equal_text(got, want, what)
    elif isinstance(want, dict):
        _equal_dict(got, want, what)
    elif isinstance(want, (list, tuple)) and not _is_numeric(want):
        for i, (one, other) in enumerate(zip(parts(got, len(want), what), want, strict=True)):
            equal(one, other, f"{what}, item {i}")
    else:
        _equal_numbers(got, np.asarray(want), what)


def shape(got: Any, shape: Sequence[int], what: str) -> None:
    """Check that got has this shape; a list counts as the array that it would make."""
    __tracebackhide__ = True
    received = array(got, what).shape
    if received != tuple(shape):
        _fail(f"{what} has shape {_shape_text(received)}, but shape {_shape_text(tuple(shape))} is needed.")


def unchanged(before: Any, after: Any, what: str) -> None:
    """Check that an argument is as it was: `before` a copy made earlier, `after` the argument now."""
    __tracebackhide__ = True
    if not _identical(before, after):
        _fail(
            f"{what} is not the same after the call: the function changed its argument. "
            "Work on a copy; `w = w + step` makes a new array, `w += step` changes the old one.",
            f"before: {_shown(before)}\nafter:  {_shown(after)}",
        )


def raises(exception: type[Exception] | tuple[type[Exception], ...], function: Callable[[], Any], what: str) -> None:
    """Check that calling `function` without arguments raises the exception (or one of several)."""
    __tracebackhide__ = True
    kinds = exception if isinstance(exception, tuple) else (exception,)
    names = " or ".join(kind.__name__ for kind in kinds)
    try:
        function()
    except kinds:
        return
    except NotImplementedError:  # not answered yet: say that, not that it is the wrong error
        raise
    except Exception as error:
        _fail(f"{what} should raise {names}, but it raised another error.", f"raised: {error!r}")
    _fail(f"{what} should raise {names}, but it raised nothing.")


def that(condition: bool, message: str, detail: str = "") -> None:
    """Check that something holds; `message` says in words what is wrong when it does not."""
    __tracebackhide__ = True
    if not isinstance(condition, (bool, np.bool_)):
        _fail(message, f"The check got {_kind(condition)} where it needed True or False. {detail}".rstrip())
    if not condition:
        _fail(message, detail)


def array(got: Any, what: str) -> NDArray:
    """Turn an answer into a plain array of numbers, or fail saying what came instead."""
    __tracebackhide__ = True
    if got is None:
        _fail(f"{what} is None. Does the function end in `return`?")
    try:
        result = _plain_array(got)
    except Exception as error:
        _fail(f"{what} should be numbers, but it is {_kind(got)}.", f"{type(error).__name__}: {error}")
    if result.dtype.kind not in "biuf":
        _fail(f"{what} should be real numbers, but it holds {_contents(result)}.", f"received: {_shown(got)}")
    return result


def number(got: Any, what: str) -> float:
    """Turn an answer into one Python number; an array that holds exactly one counts."""
    __tracebackhide__ = True
    result = array(got, what)
    if result.size != 1:
        _fail(f"{what} should be one number, but it has shape {_shape_text(result.shape)}.")
    return result.reshape(()).item()


def parts(got: Any, count: int, what: str) -> list[Any]:
    """Turn an answer of several values into a list of `count`, or fail saying what came instead."""
    __tracebackhide__ = True
    if got is None:
        _fail(f"{what} is None. Does the function end in `return`?")
    if not isinstance(got, (tuple, list)):
        _fail(f"{what} should be {count} values (a tuple or list), but it is {_kind(got)}.")
    items = list(got)
    if len(items) != count:
        _fail(f"{what} should be {count} values, but it is {len(items)}.")
    return items


# Inputs for tests ---------------------------------------------------------------------------------


class _Streams:
    """Independent generators, one after the other, from one seed."""

    def __init__(self, entropy: int) -> None:
        self.sequence = np.random.SeedSequence(entropy)

    def next(self) -> np.random.Generator:
        return np.random.default_rng(self.sequence.spawn(1)[0])


_streams = _Streams(DEFAULT_SEED)


def seed(entropy: int) -> None:
    """Start the streams of `rng` again; the grader does so before each test cell."""
    global _streams
    _streams = _Streams(entropy)


def rng() -> np.random.Generator:
    """Give the next independent random generator of this test cell."""
    return _streams.next()


# Details ------------------------------------------------------------------------------------------


def _fail(message: str, detail: str = "") -> NoReturn:
    __tracebackhide__ = True
    raise CheckFailed(message, detail)


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


def _is_numeric(value: Any) -> bool:
    try:
        return np.asarray(value).dtype.kind in "biufc"
    except ValueError:
        return False


def _same_finiteness(got: NDArray, want: NDArray, what: str) -> None:
    __tracebackhide__ = True
    for name, test in (("NaN (not a number)", np.isnan), ("infinity", np.isinf)):
        wrong = test(got) & ~test(want)
        if wrong.any():
            _fail_at_first(wrong, got, want, what, f"there it is {name}")


def _size_of_error(got: NDArray, want: NDArray, wrong: NDArray) -> str:
    """How far off an answer is, roughly: enough to judge, too little to work back from."""
    error = np.max(np.abs(got[wrong].astype(float) - want[wrong].astype(float)))
    text = f"off by about {error:.1g}"
    if got.dtype == np.float32 and want.dtype == np.float64 and np.allclose(got, want, *TOLERANCES["float32"]):
        return text + "; it came as float32, so digits were lost: keep the precision of the inputs"
    return text


def _fail_at_first(wrong: NDArray, got: NDArray, want: NDArray, what: str, reason: str) -> NoReturn:
    __tracebackhide__ = True
    got, want = _in_one_form(got, want)
    if wrong.ndim == 0:
        ending = f": {reason}" if reason else ""
        _fail(f"{what} is not right{ending}.", f"expected: {_shown(want)}\nreceived: {_shown(got)}")
    place = tuple(int(i) for i in np.argwhere(wrong)[0])
    index = ", ".join(map(str, place))
    reason = reason or "this value is wrong"
    _fail(
        f"{what} differs in {int(wrong.sum())} of {wrong.size} places, first at index [{index}]: {reason}.",
        f"expected at [{index}]: {_shown(want[place])}\nreceived at [{index}]: {_shown(got[place])}\n"
        f"expected: {_shown(want)}\nreceived: {_shown(got)}",
    )


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
            _fail(f"{what} is not right.", f"expected: {want}\nreceived: {got}")
        return
    if want.dtype.kind not in "biuf":
        raise TypeError(f"expected numbers, text, None, list, tuple or dict to compare with; received {_kind(want)}")
    received = array(got, what)
    shape(received, want.shape, what)
    _same_finiteness(received, want, what)
    wrong = (received != want) & ~(np.isnan(received) & np.isnan(want))
    if wrong.any():
        whole = want.dtype.kind in "biu" and (received != np.floor(received)).any()
        _fail_at_first(wrong, received, want, what, "a whole number is needed there" if whole else "")


def _equal_text(got: Any, want: str, what: str) -> None:
    __tracebackhide__ = True
    if not isinstance(got, str):
        _fail(f"{what} should be text, but it is {_kind(got)}.", f"expected: {want!r}\nreceived: {_shown(got)}")
    if str.__eq__(want, got) is not True:
        _fail(f"{what} is not the right text.", f"expected: {want!r}\nreceived: {str.__repr__(got)}")


def _equal_dict(got: Any, want: dict, what: str) -> None:
    __tracebackhide__ = True
    if not isinstance(got, dict):
        _fail(f"{what} should be a dict, but it is {_kind(got)}.", f"received: {_shown(got)}")
    got = dict(got)
    if set(got) != set(want):
        _fail(f"{what} does not have the right keys.", f"expected: {sorted(map(str, want))}\nreceived: {_shown(got)}")
    for i, (key, value) in enumerate(want.items()):
        equal(got[key], value, f"{what}, entry {i + 1}")


def _identical(before: Any, after: Any) -> bool:
    """The same values, shapes and dtypes, judged without the objects' own equality."""
    if isinstance(before, dict):
        return (
            isinstance(after, dict)
            and list(before) == list(after)
            and all(_identical(before[key], after[key]) for key in before)
        )
    if isinstance(before, (list, tuple)):
        return (
            isinstance(after, type(before))
            and len(before) == len(after)
            and all(_identical(one, other) for one, other in zip(before, after, strict=True))
        )
    if before is None or isinstance(before, str):
        return type(before) is type(after) and before == after
    one, other = np.asarray(before), np.asarray(after)
    if one.dtype != other.dtype or one.shape != other.shape:
        return False
    return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))


def _kind(value: Any) -> str:
    """What a value is, in words. A type's own name is not repeated: a student chooses it."""
    if value is None:
        return "None"
    for kind in PLAIN_TYPES:
        if type(value) is kind:
            return f"{'an' if kind is int else 'a'} {kind.__name__}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {_shape_text(value.shape)}"
    if isinstance(value, np.generic):
        return "a NumPy number" if value.dtype.kind in "biufc" else "a NumPy value"
    return "an object of another kind"


def _contents(result: NDArray) -> str:
    kinds = {"U": "text", "S": "text", "c": "complex numbers", "M": "dates", "m": "times"}
    return kinds.get(result.dtype.kind, "objects that are not numbers")


def _shape_text(shape: tuple[int, ...]) -> str:
    return str(shape) if len(shape) <= 6 else f"with {len(shape)} axes"


def _shown(value: Any) -> str:
    """A value as text of bearable length, for details only."""
    try:
        if isinstance(value, (np.ndarray, np.generic)):
            text = np.array2string(np.asarray(value), precision=8, threshold=40, edgeitems=4, separator=", ")
        else:
            text = repr(value)
    except Exception:
        text = "(could not be shown)"
    return text if len(text) <= 600 else text[:600] + " …"
