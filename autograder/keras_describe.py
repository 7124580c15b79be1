"""Keras models as plain data: what a model, or a tensor of a graph, is made of.

A description is a table of kinds, settings and arrays; a graph is a list of calls, each of which can only use what
earlier calls gave. It is written where the model is; `keras_build` makes a model of it on the other side.
"""

from __future__ import annotations

import contextlib
import math
import sys
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder import keras_table as table
from autograder.keras_table import Unfit

MOST_VALUES_BYTES = 48 << 20  #: of weights that travel; those of larger models stay behind
Description = dict[str, Any]

OWN_MODEL = "a model of a class of your own can't be graded; use keras.Sequential or keras.Model"
OWN_PART = "a class or function of your own in a model can't be graded; name one of Keras's"
OWN_SETTING = "a setting that is not a number, text, list or truth value can't be graded"
OPERATION = "an operation between tensors that is not on the list can't be graded; use a layer of Keras"
IN_TWO = "a layer that is in two models inside one another can't be graded; give each its own"
LOOP = "the layers of a model form a loop"
NOT_LENT = "it is made of an input that the check did not give; use the one that your function gets"
UNTOLD = "it could not be told as plain data"
REASONS = frozenset({OWN_MODEL, OWN_PART, OWN_SETTING, OPERATION, IN_TWO, LOOP, NOT_LENT, UNTOLD})


def is_model(value: Any) -> bool:
    """Whether a value is a Keras model. Keras is not imported for it: who has a model has Keras."""
    keras = sys.modules.get("keras")
    return keras is not None and isinstance(value, keras.Model)


def is_tensor(value: Any) -> bool:
    """Whether a value is a tensor of a Keras graph, such as ``keras.Input`` gives: it has a shape and no numbers."""
    keras = sys.modules.get("keras")
    return keras is not None and isinstance(value, keras.KerasTensor)


def describe(model: Any) -> Description:
    """A Keras model as plain data: what it is made of, its weights, and how it was compiled.

    Raises:
        Unfit: if it can't be told so, for example because a class or function of it is not Keras's.
    """
    with _quietly():
        return {"model": _told_model(model), "compile": _compile_settings(model)}


def blueprint(model: Any) -> Description:
    """What a Keras model is made of and how it was compiled, without names and the values of its weights.

    Models that the same lines build have the same blueprint.

    Raises:
        Unfit: as `describe` does.
    """
    with _quietly():
        told = {"model": _Telling(with_values=False).container(model), "compile": _compile_settings(model)}
    nameless: Description = _nameless(told)
    return nameless


def _nameless(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _nameless(item) for key, item in value.items() if key != "name"}
    return [_nameless(item) for item in value] if isinstance(value, (list, tuple)) else value


def describe_input(tensor: Any) -> Description:
    """What the other side needs for a tensor to work with in the place of this one."""
    return {"shape": list(tensor.shape), "dtype": str(tensor.dtype)}


def describe_output(tensor: Any, lent: Mapping[Any, int]) -> Description:
    """A tensor as what was made of the tensors that were lent.

    Args:
        lent: tensors made by `receive` → the numbers by which the other side knows its own.
    """
    import keras

    behind = _behind(tensor)
    given = [one for one in lent if id(one) in behind]  # others may be of an earlier test
    with _quietly():
        try:
            graph = keras.Model(given, tensor)
        except ValueError:
            raise Unfit(NOT_LENT) from None
        return {"graph": _told_model(graph), "given": [lent[one] for one in given]}


def _behind(tensor: Any) -> set[int]:
    """The identities of a tensor and of all that it was made of."""
    found: set[int] = set()
    waiting = [tensor]
    while waiting:
        one = waiting.pop()
        if id(one) not in found:
            found.add(id(one))
            operation, node, _ = one._keras_history
            waiting += operation._inbound_nodes[node].arguments.keras_tensors
    return found


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Without Keras's warnings, for example of lambdas: these are refused anyway."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _told_model(model: Any) -> Description:
    size = sum(4 * math.prod(weight.shape) for weight in model.weights)
    return _Telling(size <= MOST_VALUES_BYTES).container(model)


@dataclass
class _Telling:
    """One description in the making."""

    with_values: bool
    seen: set[int] = field(default_factory=set)  # layers with weights

    def container(self, model: Any) -> Description:
        kind = type(model).__name__
        if kind not in table.MODELS or not _is_kerass(model):
            raise Unfit(OWN_MODEL)
        config = model.get_config()
        told = {"name": config["name"], "trainable": config["trainable"]}
        parts = model.layers if kind == "Sequential" else model.operations
        by_name = {part.name: part for part in parts}
        told["layers"] = [self.part(entry, by_name.get(entry["config"]["name"])) for entry in config["layers"]]
        if kind == "Functional":
            told |= _graph(config)
        return {"kind": kind, "config": told}

    def part(self, entry: Description, layer: Any) -> Description:
        """A layer or operation of a model, from the entry of the model's configuration."""
        if getattr(layer, "weights", ()):
            if id(layer) in self.seen:
                raise Unfit(IN_TWO)
            self.seen.add(id(layer))
        if entry["class_name"] in table.MODELS and layer is not None:
            return self.container(layer)
        if ".ops." in (entry["module"] or ""):
            return {"operation": entry["class_name"]}
        if layer is not None and not _is_kerass(layer):
            raise Unfit(OWN_PART)
        if entry["class_name"] not in table.KINDS["layers"]:
            raise Unfit(table.refusal("layers", entry["class_name"]))
        told = _told(entry)
        if self.with_values and getattr(layer, "weights", ()):
            told["weights"] = [np.asarray(weight) for weight in layer.weights]
        return told


def _is_kerass(thing: Any) -> bool:
    return type(thing).__module__.partition(".")[0] == "keras"


def _told(value: Any) -> Any:
    """A part of a Keras configuration in the form in which it travels."""
    if isinstance(value, dict):
        if value.get("class_name") == "DTypePolicy":
            return value["config"]["name"]
        if (value.get("module") or "").partition(".")[0] != "keras" or not isinstance(value["config"], dict):
            raise Unfit(OWN_PART)
        return {"kind": value["class_name"], "config": {key: _told(item) for key, item in value["config"].items()}}
    if isinstance(value, (list, tuple)):
        return [_told(item) for item in value]
    if isinstance(value, np.generic):
        return value.item()
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise Unfit(OWN_SETTING)


def _graph(config: Description) -> Description:
    """The calls of a functional model in an order in which each finds its inputs, and what goes in and out."""
    made: dict[tuple[str, int], int] = {}  # (layer, which of its calls) → number among all calls
    calls: list[list[Any]] = []
    waiting = []
    for number, entry in enumerate(config["layers"]):
        if entry["inbound_nodes"]:
            waiting += [(number, entry["name"], i, node) for i, node in enumerate(entry["inbound_nodes"])]
        else:
            made[entry["name"], 0] = len(calls)
            calls.append([number, [], {}])
    while waiting:
        later = []
        for number, layer, which, node in waiting:
            if all(source in made for source in _sources(node)):
                made[layer, which] = len(calls)
                calls.append([number, _references(node["args"], made), _references(node["kwargs"], made)])
            else:
                later.append((number, layer, which, node))
        if len(later) == len(waiting):
            raise Unfit(LOOP)
        waiting = later
    containers = {entry["name"] for entry in config["layers"] if entry["class_name"] == "Functional"}

    def end(value: Any) -> Any:
        """An input or output as Keras lists it: of a nested functional model, calls are counted from 1."""
        if isinstance(value, (list, tuple)) and len(value) == 3 and isinstance(value[0], str):
            return (made[value[0], value[1] - (value[0] in containers)], value[2])
        if isinstance(value, dict):
            return {key: end(item) for key, item in value.items()}
        return [end(item) for item in value]

    return {"calls": calls, "inputs": end(config["input_layers"]), "outputs": end(config["output_layers"])}


def _sources(value: Any) -> Iterator[tuple[str, int]]:
    """The calls whose results a node uses."""
    if isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
        yield tuple(value["config"]["keras_history"][:2])
    elif isinstance(value, (dict, list, tuple)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _sources(item)


def _references(value: Any, made: dict[tuple[str, int], int]) -> Any:
    """A node's arguments with (call, output) in the place of tensors."""
    if isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
        layer, which, output = value["config"]["keras_history"]
        return (made[layer, which], output)
    if isinstance(value, dict) and "class_name" not in value:
        return {key: _references(item, made) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_references(item, made) for item in value]
    return _told(value)


def _compile_settings(model: Any) -> Description | None:
    if not getattr(model, "compiled", False):
        return None
    config = model.get_compile_config()
    return {key: _told_for_outputs(config[key]) for key in table.COMPILE if config.get(key) is not None}


def _told_for_outputs(value: Any) -> Any:
    """A loss, metric or weight, or a list or table of them by output."""
    if isinstance(value, dict) and "class_name" not in value:
        return {key: _told_for_outputs(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_told_for_outputs(item) for item in value]
    if isinstance(value, dict) and value["class_name"] == "function" and value["config"] in table.SCORES:
        return value["config"]  # Keras tells its functions, such as keras.losses.mean_squared_error, by name alone
    return _told(value)
