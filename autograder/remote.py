"""The examiner's side of a student's objects: called, never compared.

A result that is plain data arrives as data. Anything else is a `Remote`: attributes and methods are asked for
over the wire, arithmetic runs where the object lives, and turning it into a number, a truth value or an array is
an error that says so.
"""

from __future__ import annotations

import builtins
import itertools
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from autograder import keras_build, keras_describe, wire
from autograder.candidate import builtin_exception, builtin_name, message_of, state_of
from autograder.channel import CONTROL, PEER, Channel
from autograder.keras_describe import is_model, is_tensor
from autograder.keras_table import Unfit


class CandidateGone(BaseException):
    """The candidate process ended or was ended while it was being asked."""


class NotComparable(TypeError):
    """A test compared, or turned into a number, an object that is not plain data.

    ``message``, where there is one, is a sentence of the grader's own that a student may read in any case.
    """

    def __init__(self, text: str, message: str | None = None) -> None:
        super().__init__(text)
        self.message = message


class Absent(Exception):
    """The student's notebook doesn't define a name."""


class StudentRaised:
    """Mixed into an exception that a student's code raised; keeps the name of its built-in class."""

    student_name: str


def student_exception(name: str, message: str) -> Exception:
    """An exception of the same built-in class as the student's, marked as theirs."""
    base = builtin_exception(name)
    if base in (UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError):
        base = UnicodeError
    if base in (StopIteration, StopAsyncIteration):
        base = RuntimeError
    kind = type(base.__name__, (StudentRaised, base), {})
    error: Exception = kind(message)
    error.student_name = name if hasattr(builtins, name) else "Exception"  # type: ignore[attr-defined]
    return error


class Remote:
    """An object that lives with the candidate.

    A Keras model that can't be taken as data is one too, with the reason: it can't be asked for anything, since its
    process could answer what it likes where every other model is looked at here.
    """

    __slots__ = ("_line", "_number", "_reason", "_type_name")
    __array_ufunc__ = None  # NumPy leaves arithmetic with it to its own methods
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, line: Line, number: int, type_name: str, reason: str = "") -> None:
        object.__setattr__(self, "_line", line)
        object.__setattr__(self, "_number", number)
        object.__setattr__(self, "_type_name", type_name)
        object.__setattr__(self, "_reason", reason)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(None, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self._check()
        return self._line.request({"do": "attribute", "object": self._number, "name": name})["value"]

    def __setattr__(self, name: str, value: Any) -> None:
        self._check()
        self._line.request({"do": "set", "object": self._number, "name": name, "value": value})

    def __iter__(self) -> Iterator[Any]:
        iterator = self._ask("__iter__")
        if not isinstance(iterator, Remote):
            return iter(iterator)
        return _iterate(iterator)

    def _ask(self, name: str | None, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None) -> Any:
        """Call the object, or a method of it, where it lives."""
        self._check()
        return self._line.call(self._number, name, args, kwargs or {})

    def _check(self) -> None:
        if self._reason:
            raise unfit_model(self._reason)

    def _refuse(self, *_: Any, **__: Any) -> Any:
        self._check()
        raise NotComparable(
            "an answer gave an object that is not plain data (an array, number, text, list, tuple or dict was "
            "expected), and such an object can't be compared"
        )

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse  # type: ignore[assignment]
    __contains__ = __bool__ = __float__ = __int__ = __complex__ = __index__ = __array__ = __round__ = _refuse

    def __repr__(self) -> str:
        return "<an object of the student's notebook>"

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """What ``isinstance`` asks for; a model that could not be taken says why instead."""
        self._check()
        return Remote


def unfit_model(reason: str) -> NotComparable:
    """What a test meets that uses a Keras model which could not be taken."""
    text = f"your answer gave a Keras model, but {reason}."
    return NotComparable(text, text)


def _iterate(iterator: Remote) -> Iterator[Any]:
    while True:
        try:
            yield iterator._ask("__next__")
        except RuntimeError as error:
            if getattr(error, "student_name", "") == "StopIteration":
                return
            raise


def _forward(name: str) -> Callable[..., Any]:
    """A method that is called where the object lives, and may give data."""

    def method(self: Remote, *args: Any) -> Any:
        return self._ask(name, args)

    return method


def _arithmetic(name: str) -> Callable[..., Any]:
    """An operator between such objects and numbers. It can't turn one into data, nor show it an array of a test."""

    def operator(self: Remote, *args: Any) -> Any:
        if not all(isinstance(arg, (Remote, int, float, complex, np.number)) for arg in args):
            return self._refuse()
        result = self._ask(name, args)
        return result if isinstance(result, Remote) else self._refuse()

    return operator


for _name in ("getitem", "setitem", "len"):
    setattr(Remote, f"__{_name}__", _forward(f"__{_name}__"))
for _name in [
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "matmul",
    "radd",
    "rsub",
    "rmul",
    "rtruediv",
    "rfloordiv",
    "rmod",
    "rpow",
    "rmatmul",
    "neg",
    "pos",
    "abs",
]:
    setattr(Remote, f"__{_name}__", _arithmetic(f"__{_name}__"))


class Line:
    """Requests to the candidate over the channel, and call-backs from it."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.tickets = itertools.count(1)
        self.functions: dict[int, Callable[..., Any]] = {}
        self.models: dict[int, Any] = {}  # Keras models and tensors that the present test lends
        self.numbers = itertools.count()
        self.gone: int | None = None  # the conductor's ticket, when it said during a test that the candidate is gone

    def get(self, name: str) -> Any:
        """The value of a name in the student's notebook; `Absent` if there is none."""
        reply = self.request({"do": "get", "name": name})
        if reply.get("absent") is True:
            raise Absent(name)
        return reply["value"]

    def call(self, number: int, name: str | None, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        given = [*args, *kwargs.values()]
        reply = self.request(
            {
                "do": "call",
                "object": number,
                "name": name,
                "args": list(args),
                "kwargs": kwargs,
                "errstate": np.geterr(),
            }
        )
        changed, same = reply.get("changed", {}), reply.get("same", ())
        kept = frozenset(path for path in same if type(path) is tuple) if type(same) is list else frozenset()
        for index, value in changed.items() if type(changed) is dict else ():
            if type(index) is int and 0 <= index < len(given):
                write_back(given[index], value, kept, (index,))
        self._warn(reply.get("warned"))
        return reply["value"]

    def _warn(self, warned: Any) -> None:
        for item in warned if type(warned) is list else ():
            name, text = item
            kind = builtin_exception(name)
            warnings.warn(str(text), kind if issubclass(kind, Warning) else UserWarning, stacklevel=4)

    def request(self, message: dict[str, Any]) -> dict[str, Any]:
        ticket = next(self.tickets)
        self.channel.send(PEER, wire.encode(message | {"id": ticket}, self.keep))
        while True:
            reply = self.next_message()
            if "ask" in reply:
                self.answer(reply)
                continue
            if type(reply.get("id")) is not int or reply["id"] != ticket:
                raise wire.WireError("the notebook's process answered out of turn")
            return self._checked(reply)

    def _checked(self, reply: dict[str, Any]) -> dict[str, Any]:
        if "unfit" in reply:
            raise NotComparable("an answer gave a value that can't be sent as plain data: " + str(reply["unfit"])[:200])
        if "error" in reply:
            name, text = reply["error"]
            if type(name) is not str or type(text) is not str:
                raise wire.WireError("an error is malformed")
            error = student_exception(name, text)
            raise error
        if "value" not in reply and "absent" not in reply:
            raise wire.WireError("an answer without a value")
        return reply

    def next_message(self) -> dict[str, Any]:
        kind, body = self.channel.receive()
        if kind == CONTROL:
            message = wire.decode(body)
            if message.get("do") == "gone":
                self.gone = message["ticket"]
                raise CandidateGone
            raise wire.WireError("the conductor spoke out of turn")
        message = wire.decode(body, self.resolve)
        if type(message) is not dict:
            raise wire.WireError("a message is not a table")
        return message

    def answer(self, question: dict[str, Any]) -> None:
        """Run a function that a test passed in (or a reference on offer) and send its result back."""
        try:
            function = self.functions[question["ask"]]
            given = [*question["args"], *question["kwargs"].values()]
            before = [state_of(arg) for arg in given]
            value = function(*question["args"], **question["kwargs"])
            # the caller's generators move on as they would in one process
            drawn = {i: given[i] for i, old in enumerate(before) if old != state_of(given[i])}
            body = wire.encode({"answer": question["id"], "value": value, "drawn": drawn}, self.keep)
        except CandidateGone:
            raise
        except Exception as error:
            body = wire.encode({"answer": question["id"], "error": [builtin_name(error), message_of(error)]})
        self.channel.send(PEER, body)

    def offer(self, function: Callable[..., Any]) -> int:
        number = next(self.numbers)
        self.functions[number] = function
        return number

    def keep_only(self, numbers: Iterable[int]) -> None:
        """Forget the functions and models that earlier tests passed: a candidate may have kept their numbers."""
        self.functions = {number: self.functions[number] for number in numbers}
        self.models.clear()

    def keep(self, value: Any) -> wire.Reference:
        if isinstance(value, Remote):
            return wire.Handle(value._number, "", False)
        if is_model(value) or is_tensor(value):
            return self.lend(value)
        if callable(value):
            return wire.FunctionReference(self.offer(value))
        raise wire.NotData(f"a test passes a {type(value).__name__}; only plain data and functions can be passed")

    def lend(self, model: Any) -> wire.Lent:
        """A Keras model, or a tensor of a graph, for the candidate to work with."""
        try:
            told = keras_describe.describe_input(model) if is_tensor(model) else keras_describe.describe(model)
        except Unfit as reason:
            raise wire.NotData(f"a test passes a Keras model that can't travel: {reason}") from None
        number = next(self.numbers)
        self.models[number] = model
        return wire.Lent(number, told)

    def resolve(self, reference: wire.Reference) -> Any:
        if not isinstance(reference, wire.Handle):
            raise wire.WireError("a function or a lent model is not allowed here")
        if reference.lent in self.models:
            return self.models[reference.lent]
        reason = ""
        if reference.model is not None and keras_build.can_build():
            try:
                return keras_build.take(reference.model, self.models)
            except Unfit as unfit:
                reason = str(unfit)
        elif reference.why and keras_build.can_build():
            reason = keras_build.known_reason(reference.why)
        return Remote(self, reference.number, reference.type_name, reason)


def write_back(old: Any, new: Any, same: frozenset[Any] = frozenset(), path: tuple[Any, ...] = ()) -> None:
    """Repeat on the examiner's own argument what a student's code did to its copy.

    Args:
        same: paths (argument, key, key, …) at which the student's container still holds the very same object, so
            that it was changed in place; elsewhere the container was given another one.
    """

    def put(key: Any, value: Any) -> Any:
        if (*path, key) not in same or type(old[key]) is not type(value):
            return value
        write_back(old[key], value, same, (*path, key))
        return old[key]

    if isinstance(old, np.ndarray) and isinstance(new, np.ndarray):
        if old.shape == new.shape and old.dtype == new.dtype and old.flags.writeable:
            np.copyto(old, new)
    elif isinstance(old, np.random.Generator) and isinstance(new, np.random.Generator):
        if type(old.bit_generator) is type(new.bit_generator):
            old.bit_generator.state = new.bit_generator.state
    elif isinstance(old, list) and isinstance(new, list):
        old[:] = [put(i, item) if i < len(old) else item for i, item in enumerate(new)]
    elif isinstance(old, tuple) and isinstance(new, tuple):
        for i, item in enumerate(new[: len(old)]):
            put(i, item)
    elif isinstance(old, dict) and isinstance(new, dict):
        items = {key: put(key, item) if key in old else item for key, item in new.items()}
        old.clear()
        old.update(items)
    elif isinstance(old, set) and isinstance(new, set):
        old.clear()
        old.update(new)
    elif is_model(old):
        try:
            keras_build.repeat(old, new)
        except Unfit as reason:
            raise unfit_model(str(reason)) from None
