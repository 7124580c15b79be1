"""What an examiner can find out beside its verdicts: which known wrong answer a student's behaves like, what the checks
ask of an answer, and whether a mutant differs from its reference at all.

The code that runs here is the author's own: references, mutants of them, banked answers.
"""

from __future__ import annotations

import contextlib
import copy
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder import wire
from autograder.behaviour import alike, first_alike, fresh_copy, seen_by_checks
from autograder.sketch import may_be_alike, sketch_of

LARGE = 20_000  #: numbers in one recorded call that is told outside
CPU_SECONDS = 0.5  #: for comparing a mutant with its reference; ten times that where one call takes long
SAMPLES, FEWEST = 400, 20
SCALES = (1.0, 1.0, 1e-3, 30.0, 1e4)

Code = Callable[[dict[str, Any]], Any]
Transform = Callable[[str], str]


def compiled(code: str, name: str, transform: Transform) -> Code:
    """A cell's code as a function of the namespace it runs in."""
    program = compile(transform(code), name, "exec")
    return lambda namespace: exec(program, namespace)


def namespace_with(base: dict[str, Any], parts: list[str], transform: Transform) -> dict[str, Any]:
    """A copy of a namespace in which these texts have run."""
    namespace = fresh_copy(base)
    for number, part in enumerate(parts):
        compiled(part, f"<answer {number}>", transform)(namespace)
    return namespace


def sketch(base: dict[str, Any], message: dict[str, Any], transform: Transform) -> dict[str, Any]:
    """How a known wrong answer behaves in a test cell, None if it does not even run, and the processor time it took."""
    began, found = time.process_time(), None
    code = compiled(message["code"], f"<{message['cell']}>", transform)
    with contextlib.suppress(Exception):
        namespace = namespace_with(base, [*message["others"], message["known"]], transform)
        with np.errstate(all="ignore"):
            found = sketch_of(seen_by_checks(code, namespace, message["seed"]))
    return {"sketch": found, "cpu_s": time.process_time() - began}


def survey(base: dict[str, Any], message: dict[str, Any], transform: Transform) -> dict[str, Any]:
    """Which of the known wrong answers behaves as the student's, whose names are bound in ``base``.

    Those whose sketch is another are left out; the others run once more, and are compared in full.
    """
    code, seed = compiled(message["code"], f"<{message['cell']}>", transform), message["seed"]
    seen = seen_by_checks(code, fresh_copy(base), seed)
    own = sketch_of(seen)

    def maker(text: str) -> Callable[[], dict[str, Any]]:
        return lambda: namespace_with(base, [*message["others"], text], transform)

    pairs = enumerate(zip(message["known"], message["sketches"], strict=True))
    likely = [(number, text) for number, (text, one) in pairs if one is not None and may_be_alike(own, one)]
    known = [{"namespace": maker(text)} for _, text in likely]
    match = first_alike(seen, code, known, seed, message["cpu_seconds"])
    return {"match": match if match < 0 else likely[match][0]}


# Calls --------------------------------------------------------------------------------------------


def recorded(
    base: dict[str, Any], message: dict[str, Any], transform: Transform
) -> Iterator[tuple[str, tuple[Any, ...], dict[str, Any], Any]]:
    """Every call that a test cell makes of the reference: name, arguments as they were, result."""
    from autograder.classroom import checks

    calls: list[tuple[str, tuple[Any, ...], dict[str, Any], Any]] = []
    namespace = namespace_with(base, [*message["others"], message["reference"]], transform)
    for name in message["names"]:
        if callable(namespace.get(name)) and not isinstance(namespace[name], type):
            namespace[name] = _recorder(name, namespace[name], calls)
    checks.seed(message["seed"])
    with checks.survey(), contextlib.suppress(Exception):  # what was called until then is told
        compiled(message["code"], f"<{message['cell']}>", transform)(namespace)
    yield from calls


def _recorder(name: str, function: Callable[..., Any], calls: list[Any]) -> Callable[..., Any]:
    def record(*args: Any, **kwargs: Any) -> Any:
        given = copied((args, kwargs))
        value = function(*args, **kwargs)
        calls.append((name, *given, copied(value)))
        return value

    return record


def copied(value: Any) -> Any:
    """A copy of data, with functions left as they are."""
    try:
        return copy.deepcopy(value)
    except Exception:
        return value


def calls_told(base: dict[str, Any], message: dict[str, Any], transform: Transform) -> dict[str, Any]:
    """The recorded calls that are plain data of bearable size."""
    told = []
    for name, args, kwargs, value in recorded(base, message, transform):
        item = {"name": name, "args": list(args), "kwargs": kwargs, "value": value}
        try:
            if len(wire.encode(item)) <= LARGE * 8:
                told.append(item)
        except (wire.WireError, wire.NotData):
            continue
    return {"calls": told}


# The same or not ----------------------------------------------------------------------------------


def same(base: dict[str, Any], message: dict[str, Any], transform: Transform) -> dict[str, Any]:
    """Whether a mutant does what the reference does on a large random sample of inputs.

    The sample starts from what the checks ask, and draws other shapes, sizes, ties, zeros and extremes from there.
    """
    calls = list(recorded(base, message, transform))
    if not calls:
        return {"same": False, "samples": 0}
    sides = [namespace_with(base, [*message["others"], message[side]], transform) for side in ("reference", "mutant")]
    rng = np.random.default_rng(message["seed"])
    began, done = time.process_time(), 0
    for number in range(len(calls) + SAMPLES):
        spent = time.process_time() - began
        if spent > 10 * CPU_SECONDS or (spent > CPU_SECONDS and done >= FEWEST):
            break
        name, args, kwargs, _ = calls[number % len(calls)]
        given = (args, kwargs) if number < len(calls) else vary((args, kwargs), rng)
        outcomes = [_outcome(side[name], given) for side in sides]
        if outcomes[0] is None:
            if message["guards"] and outcomes[1] is not None:
                return {"same": False, "samples": done}
            continue
        done += 1
        if outcomes[1] is None or not alike(outcomes[0], outcomes[1]):
            return {"same": False, "samples": done}
    return {"same": done >= min(FEWEST, 2 * len(calls)), "samples": done}


def _outcome(function: Callable[..., Any], given: tuple[Any, Any]) -> list[Any] | None:
    """What a function returns, and its arguments afterwards; None if it raised."""
    args, kwargs = copied(given)
    try:
        with np.errstate(all="ignore"):
            value = function(*args, **kwargs)
        return [value, *(arg for arg in (*args, *kwargs.values()) if isinstance(arg, (np.ndarray, list, dict)))]
    except Exception:
        return None


def vary(given: Any, rng: np.random.Generator) -> Any:
    """Arguments like the given ones with other sizes and other numbers; equal sizes stay equal."""
    sizes = {size: int(rng.integers(1, 7)) for size in _sizes(given)} if rng.random() < 0.6 else {}
    return _varied(given, sizes, float(rng.choice(SCALES)), rng)


def _sizes(value: Any) -> set[int]:
    if isinstance(value, np.ndarray):
        return set(value.shape)
    if isinstance(value, (list, tuple)):
        return set().union(*map(_sizes, value)) if value else set()
    if isinstance(value, dict):
        return set().union(*map(_sizes, value.values())) if value else set()
    return set()


def _varied(value: Any, sizes: dict[int, int], scale: float, rng: np.random.Generator) -> Any:
    if isinstance(value, np.ndarray):
        return _varied_array(value, tuple(sizes.get(n, n) for n in value.shape), scale, rng)
    if isinstance(value, (list, tuple)):
        return type(value)(_varied(item, sizes, scale, rng) for item in value)
    if isinstance(value, dict):
        return {key: _varied(item, sizes, scale, rng) for key, item in value.items()}
    if isinstance(value, np.random.Generator):
        return np.random.default_rng(int(rng.integers(1 << 30)))
    if isinstance(value, bool):
        return value if rng.random() < 0.5 else not value
    if isinstance(value, int):
        return sizes.get(value, value) if rng.random() < 0.5 else max(0, value + int(rng.integers(-1, 3)))
    if isinstance(value, float):
        return float(rng.choice([value, value * rng.uniform(0.2, 3.0), -value, 0.0, 1.0], p=[0.3, 0.4, 0.1, 0.1, 0.1]))
    return value


def _varied_array(old: np.ndarray, shape: tuple[int, ...], scale: float, rng: np.random.Generator) -> np.ndarray:
    if old.dtype.kind in "biuUSO" or not old.size:
        return rng.choice(old.ravel(), size=shape).astype(old.dtype) if old.size else np.zeros(shape, old.dtype)
    kind = rng.random()
    if kind < 0.25:  # the values that were there, mixed
        new = rng.choice(old.ravel(), size=shape)
    elif kind < 0.45:  # small whole numbers: ties and zeros
        new = rng.integers(-2, 3, size=shape).astype(float)
    elif kind < 0.55:
        new = np.full(shape, rng.choice(old.ravel()))
    elif old.min() >= 0 and old.max() <= 1:
        new = rng.uniform(0.0, 1.0, size=shape)
    else:
        new = rng.normal(0.0, scale, size=shape)
    if old.min() >= 0:
        new = np.abs(new)
    return np.asarray(new).astype(old.dtype)
