"""The candidate: runs one student's cells, and answers an examiner's calls with plain data.

Nothing here is trusted once the first student line has run. It has no tests, no reference, no file outside
its scratch folder, and one socket.
"""

from __future__ import annotations

import hashlib
import sys
import warnings
import weakref
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from autograder import keras_build, keras_describe, wire
from autograder.channel import CONTROL, PEER, Channel
from autograder.keras_table import Unfit
from autograder.shell import BoundedShell

MAX_MESSAGE = 2000
MAX_WARNINGS = 20


class Candidate:
    """One student's running notebook, behind one channel."""

    def __init__(self, channel: Channel, shell: BoundedShell, settings: dict[str, Any]) -> None:
        self.channel = channel
        self.shell = shell
        self.text_limit = settings["output_kib"] * 1024
        self.image_limit = settings["image_kib"] * 1024
        self.objects: list[Any] = []
        self.lent: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()  # models, tensors
        self.asked = 0

    def serve(self) -> None:
        """Answer the conductor and the examiner until the channel closes."""
        sys.stdout, sys.stderr = self.shell.streams()
        while True:
            kind, body = self.channel.receive()
            if kind == CONTROL:
                self.obey(wire.decode(body))
            else:
                self.answer(wire.decode(body, self.resolve))

    def obey(self, message: dict[str, Any]) -> None:
        if message["do"] == "run":
            reply = self.run(message["code"])
        else:
            self.shell.user_ns[message["name"]] = self.stub(message["function"])
            reply = {"ok": True}
        self.channel.control(reply | {"ticket": message["ticket"]})

    def run(self, code: str) -> dict[str, Any]:
        """Run one cell as a notebook does; its outputs, and the exception's name if it raised."""
        self.shell.start_cell(self.text_limit, self.image_limit)
        result = self.shell.run_cell(code, store_history=False)
        error = result.error_before_exec or result.error_in_exec
        reply = {"ok": error is None, "outputs": self.shell.outputs.finished()}
        if error is not None:
            reply["error"] = [builtin_name(error), message_of(error)]
        self.shell.start_cell(self.text_limit, self.image_limit)
        return reply

    # -- the examiner's side of the wire

    def answer(self, request: dict[str, Any]) -> None:
        """Carry out one request and send what came of it."""
        try:
            reply = self.carry_out(request)
        except BaseException as error:  # a student's code may raise anything, SystemExit too
            reply = {"error": [builtin_name(error), message_of(error)]}
        reply["id"] = request["id"]
        try:
            body = wire.encode(reply, self.keep)
        except (wire.WireError, wire.NotData) as error:
            body = wire.encode({"id": request["id"], "unfit": str(error)})
        self.channel.send(PEER, body)

    def carry_out(self, request: dict[str, Any]) -> dict[str, Any]:
        action = request["do"]
        if action == "get":
            if request["name"] not in self.shell.user_ns:
                return {"absent": True}
            return {"value": self.shell.user_ns[request["name"]]}
        if action == "bind":
            self.shell.user_ns[request["name"]] = request["value"]
            return {"value": None}
        if action == "unbind":
            self.shell.user_ns.pop(request["name"], None)
            return {"value": None}
        target = self.objects[request["object"]]
        if action == "attribute":
            return {"value": getattr(target, request["name"])}
        if action == "set":
            setattr(target, request["name"], request["value"])
            return {"value": None}
        name = request.get("name")
        if not name:
            return self.call(target, request)
        if name.startswith("__") and not hasattr(target, name):
            raise TypeError(f"a {type(target).__name__} has no {name}, which this operation needs")
        reply = self.call(getattr(target, name), request)
        if reply["value"] is NotImplemented:
            raise TypeError(f"{name} of a {type(target).__name__} gave NotImplemented")
        return reply

    def call(self, function: Callable[..., Any], request: dict[str, Any]) -> dict[str, Any]:
        args, kwargs = request["args"], request["kwargs"]
        given = [*args, *kwargs.values()]
        before, held = [self.print_of(value) for value in given], [holdings(value) for value in given]
        with warnings.catch_warnings(record=True) as caught, np.errstate(**request["errstate"]):
            warnings.simplefilter("always")
            value = function(*args, **kwargs)
        changed = {i: told(given[i]) for i, old in enumerate(before) if old not in (None, self.print_of(given[i]))}
        same = [(i, *path) for i in changed for path, item in holdings(given[i]).items() if held[i].get(path) is item]
        warned = [[builtin_name(w.message), str(w.message)[:MAX_MESSAGE]] for w in caught[:MAX_WARNINGS]]
        return {"value": value, "changed": changed, "same": same, "warned": warned}

    def print_of(self, value: Any) -> bytes | None:
        """A fingerprint of an argument that can be changed in place; None for what can't."""
        if keras_describe.is_model(value):
            return hashlib.sha256(wire.encode(told(value))).digest()
        if not isinstance(value, (np.ndarray, list, dict, tuple, set, np.random.Generator)):
            return None
        if type(value) is np.random.Generator and type(value.bit_generator) is np.random.PCG64:
            return repr(value.bit_generator.state).encode()
        if type(value) is np.ndarray and value.dtype.kind in "biufc":
            return repr((value.dtype.str, value.shape)).encode() + value.tobytes()
        try:
            return wire.encode(value, lambda _: wire.Handle(0, "", False))
        except (wire.WireError, wire.NotData):
            return None

    def keep(self, value: Any) -> wire.Handle:
        """Keep an object here and say under which number; of a Keras model, what it is as well."""
        self.objects.append(value)
        handle = wire.Handle(len(self.objects) - 1, type(value).__name__, callable(value))
        if keras_describe.is_model(value):
            model = told(value)
        elif keras_describe.is_tensor(value):
            model = self.told_tensor(value)
        else:
            return handle
        if "why" in model:
            return replace(handle, why=model["why"])
        return replace(handle, model=model, lent=self.lent.get(value))

    def told_tensor(self, value: Any) -> Any:
        """A tensor of a Keras graph as what was made of the test's own tensors."""
        lent = {one: number for one, number in self.lent.items() if keras_describe.is_tensor(one)}
        return or_why(lambda: keras_describe.describe_output(value, lent))

    def resolve(self, reference: wire.Reference) -> Any:
        if isinstance(reference, wire.FunctionReference):
            return self.stub(reference.number)
        if isinstance(reference, wire.Lent):
            model = keras_build.receive(reference.model)
            self.lent[model] = reference.number
            return model
        return self.objects[reference.number]

    def stub(self, number: int) -> Callable[..., Any]:
        """A function that lives with the examiner and is called over the wire."""

        def remote_function(*args: Any, **kwargs: Any) -> Any:
            return self.ask(number, args, kwargs)

        return remote_function

    def ask(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        self.asked += 1
        ticket = self.asked
        self.channel.send(
            PEER, wire.encode({"ask": number, "id": ticket, "args": list(args), "kwargs": kwargs}, self.keep)
        )
        while True:
            _, body = self.channel.receive()
            message = wire.decode(body, self.resolve)
            if message.get("answer") == ticket:
                if "error" in message:
                    name, text = message["error"]
                    raise builtin_exception(name)(text)
                given = [*args, *kwargs.values()]
                for index, generator in message["drawn"].items():
                    given[index].bit_generator.state = generator.bit_generator.state
                return message["value"]
            self.answer(message)


def state_of(value: Any) -> Any:
    """Where a random generator stands; None for anything else."""
    return repr(value.bit_generator.state) if isinstance(value, np.random.Generator) else None


def told(value: Any) -> Any:
    """A value as it travels: of a Keras model its description, or why there is none."""
    return or_why(lambda: keras_describe.describe(value)) if keras_describe.is_model(value) else value


def or_why(describe: Callable[[], Any]) -> Any:
    """A description, or why there is none."""
    try:
        return describe()
    except Unfit as reason:
        return {"why": str(reason)}
    except Exception:  # a student's own classes answer as they like
        return {"why": keras_describe.UNTOLD}


def holdings(value: Any, path: tuple[Any, ...] = ()) -> dict[tuple[Any, ...], Any]:
    """What a container holds that can be changed in place, and what those hold: path of keys → object."""
    if len(path) > 6 or not isinstance(value, (list, tuple, dict)):
        return {}
    found: dict[tuple[Any, ...], Any] = {}
    for key, item in list(value.items() if isinstance(value, dict) else enumerate(value))[:1000]:
        if isinstance(item, (list, tuple, dict, set, np.ndarray, np.random.Generator)):
            found[(*path, key)] = item
            found |= holdings(item, (*path, key))
    return found


def builtin_name(error: Any) -> str:
    """The name of the nearest built-in or NumPy-free exception class of ``error``."""
    for kind in type(error).__mro__:
        if kind.__module__ == "builtins":
            return kind.__name__
    return "Exception"


def builtin_exception(name: str) -> type[Exception]:
    """A built-in exception class by name; `RuntimeError` for anything else."""
    import builtins

    kind = getattr(builtins, name, None)
    return kind if isinstance(kind, type) and issubclass(kind, Exception) else RuntimeError


def message_of(error: BaseException) -> str:
    try:
        return str(error)[:MAX_MESSAGE].encode("utf-8", "replace").decode()
    except BaseException:
        return "(its message could not be shown)"
