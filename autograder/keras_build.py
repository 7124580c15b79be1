"""Keras models made again from descriptions that a stranger may have written, out of Keras's own classes.

What may be in a description says `keras_table`. The whole of it is measured before anything is made, and no variable is
made whose shape differs from the array that came for it.
"""

from __future__ import annotations

import contextlib
import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from autograder import keras_table as table
from autograder.keras_describe import NOT_LENT, OPERATION, REASONS, UNTOLD, Description, describe, is_tensor
from autograder.keras_table import Unfit, kind_and_config, malformed

MOST_LAYERS = 1500
MOST_CALLS = 6000  #: of layers, where a nested model counts with all its own calls
MOST_NESTED = 6
MOST_ITEMS = 150_000
MOST_PARAMETERS = 160_000_000  #: of a model whose weights stay behind
MOST_OUTPUTS = 1 << 24  #: numbers that one layer gives for one example
WEIGHTS = frozenset({"weights"})
NOTHING: Mapping[int, Any] = MappingProxyType({})
OTHER_LAYERS = "the layers of a model that was given can't be exchanged; make a new model"


def can_build() -> bool:
    """Whether this process has imported what models need; a unit without Keras never loads it for a stranger."""
    return "keras" in sys.modules or "tensorflow" in sys.modules


def known_reason(text: str) -> str:
    """A reason that came over the wire, if it is one of our own sentences; a stranger's words are not passed on."""
    import keras

    ours = REASONS | {table.refusal("layers", kind) for kind in dir(keras.layers)}
    return text if text in ours else UNTOLD


def build(description: Any) -> Any:
    """The model of a description that a stranger may have written.

    Weights that did not travel are NaN, so that nothing is computed with them by mistake.

    Raises:
        Unfit: with a plain reason, if anything in it is not on the lists, out of bounds, or doesn't fit together.
    """
    with _as_unfit():
        model, settings = _parts(description)
        measure(model)
        builder = _Builder()
        built = builder.container(model)
        builder.finish()
        if settings is not None:
            built.compile(**compile_arguments(settings))
        return built


def receive(description: Description) -> Any:
    """What the other side lends: a model, or a tensor to work with."""
    import keras

    if "shape" in description:
        return keras.Input(batch_shape=tuple(description["shape"]), dtype=description["dtype"])
    return build(description)


def take(description: Any, lent: Mapping[int, Any]) -> Any:
    """A model of the other side, or a tensor made of those that were lent to it; see `build`.

    Args:
        lent: what was lent, by its number.
    """
    if type(description) is dict and "graph" in description:
        return _connected(description, lent)
    return build(description)


def _connected(description: dict[str, Any], lent: Mapping[int, Any]) -> Any:
    """The tensor that a described graph gives when it is applied to the tensors that were lent."""
    with _as_unfit():
        kind, config = _container(description["graph"])
        measure(description["graph"])
        ends, numbers = _list(config.get("inputs")), _list(description.get("given"))
        if kind != "Functional":
            raise malformed("the description of a model")
        if not all(type(number) is int and is_tensor(lent.get(number)) for number in numbers):
            raise Unfit(NOT_LENT)
        builder = _Builder(named=False)
        layers = [builder.part(part) for part in config["layers"]]
        instead = {end[0]: lent[number] for end, number in zip(ends, numbers, strict=True)}
        _, output = _run(layers, config, instead)
        builder.finish()
        if not is_tensor(output):
            raise malformed("the description of a model")
        return output


@contextlib.contextmanager
def _as_unfit() -> Iterator[None]:
    """Whatever Keras finds wrong, such as settings that don't go together or too much memory, is a plain reason."""
    try:
        yield
    except Unfit:
        raise
    except Exception as error:
        raise Unfit(f"Keras could not build it ({type(error).__name__})") from None


def _parts(description: Any) -> tuple[Any, Any]:
    if type(description) is not dict or set(description) != {"model", "compile"}:
        raise malformed("the description of a model")
    return description["model"], description["compile"]


def compile_arguments(settings: Any) -> dict[str, Any]:
    """The arguments of ``compile`` from their description."""
    if type(settings) is not dict or not set(settings) <= set(table.COMPILE):
        raise malformed("the way a model is compiled")
    _count_items(settings)
    return {key: table.COMPILE[key](value) for key, value in settings.items()}


def measure(spec: Any) -> None:
    """Refuse a description that is too large, before anything is made of it."""
    _count_items(spec)
    layers, _ = _work(spec, 0)
    if layers > MOST_LAYERS:
        raise Unfit(f"a model with more than {MOST_LAYERS} layers can't be graded")


def _count_items(value: Any) -> None:
    """Exact plain types, and not too many of them; written without recursion."""
    waiting, count = [value], 0
    while waiting:
        item = waiting.pop()
        count += 1
        if count > MOST_ITEMS:
            raise Unfit("a model with so many settings can't be graded")
        if type(item) is dict:
            waiting += [*item.keys(), *item.values()]
        elif type(item) in (list, tuple):
            waiting += item
        elif type(item) not in (str, int, float, bool, type(None), np.ndarray):
            raise malformed("the description of a model")


def _work(spec: Any, depth: int) -> tuple[int, int]:
    """How many layers a part has, and how many calls of layers it takes to run it once."""
    if depth > MOST_NESTED:
        raise Unfit(f"models nested more than {MOST_NESTED} deep can't be graded")
    if type(spec) is not dict or spec.get("kind") not in table.MODELS:
        return 1, 1
    kind, config = _container(spec)
    inner = [_work(part, depth + 1) for part in _list(config["layers"])]
    if kind == "Sequential":
        calls = sum(count for _, count in inner)
    else:
        calls = sum(inner[_index(call, len(inner))][1] for call in _list(config["calls"]))
    if calls > MOST_CALLS:
        raise Unfit(f"a model that calls its layers more than {MOST_CALLS} times can't be graded")
    return sum(count for count, _ in inner), calls


def _container(spec: Any) -> tuple[str, dict[str, Any]]:
    """The kind of a model and what is told of it."""
    kind, config = kind_and_config(spec)
    if kind not in table.MODELS or set(config) != table.MODELS[kind]:
        raise malformed("the description of a model")
    return kind, config


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise malformed("the description of a model")
    return value


def _index(call: Any, count: int) -> int:
    """The layer of a call."""
    if type(call) is not list or len(call) != 3 or type(call[0]) is not int or not 0 <= call[0] < count:
        raise malformed("a call in a model")
    return int(call[0])


@dataclass
class _Builder:
    """One model in the making."""

    named: bool = True  # layers of a graph that joins another one get names of their own
    flags: list[tuple[Any, bool]] = field(default_factory=list)  # part and whether it is trained, outer ones first
    watched: list[tuple[Any, list[np.ndarray] | None]] = field(default_factory=list)  # layer and what came for it
    parameters: int = 0

    def container(self, spec: Any) -> Any:
        import keras

        kind, config = _container(spec)
        place = len(self.flags)
        layers = [self.part(part) for part in config["layers"]]
        name = table.name(config["name"]) if self.named else None
        if kind == "Sequential":
            model = keras.Sequential(layers, name=name)
            _check_outputs(keras.tree.flatten([layer.output for layer in model.layers if model.built]))
        else:
            model = keras.Model(*_run(layers, config), name=name)
        self.flags.insert(place, (model, table.truth(config["trainable"])))
        return model

    def part(self, spec: Any) -> Any:
        """A layer, a nested model, or the function of an operation."""
        if type(spec) is dict and spec.get("kind") in table.MODELS:
            return self.container(spec)
        if type(spec) is dict and set(spec) == {"operation"}:
            return _operation(spec["operation"])
        config = kind_and_config(spec, WEIGHTS)[1]
        settings = config if self.named else {key: value for key, value in config.items() if key != "name"}
        layer = table.make("layers", {"kind": spec["kind"], "config": settings})
        self.flags.append((layer, table.truth(config.get("trainable", True))))
        for name, setting in (("layer", "layer"), ("forward_layer", "layer"), ("backward_layer", "backward_layer")):
            if config.get(setting) is not None and hasattr(layer, name):
                self.flags.append((getattr(layer, name), table.truth(config[setting]["config"].get("trainable", True))))
        self.watch(layer, spec.get("weights"))
        return layer

    def watch(self, layer: Any, arrays: Any) -> None:
        """Have a layer take these arrays as its variables, in their order, and make none of another shape."""
        if arrays is not None and not all(type(array) is np.ndarray for array in _list(arrays)):
            raise malformed("the weights of a layer")
        self.watched.append((layer, arrays))
        left = None if arrays is None else iter(arrays)
        for owner in _owners(layer):
            owner.add_weight = self.taking(owner.add_weight, left)

    def taking(self, add_weight: Callable[..., Any], left: Iterator[np.ndarray] | None) -> Callable[..., Any]:
        """A layer's ``add_weight`` that takes its values from what came, NaN if nothing did."""

        def add(*args: Any, shape: Any, initializer: Any = None, **settings: Any) -> Any:
            self.parameters += math.prod(shape)
            if self.parameters > MOST_PARAMETERS:
                raise Unfit(f"a model with more than {MOST_PARAMETERS:,} parameters can't be graded")
            array = np.array(np.nan) if left is None else next(left, None)
            if array is None or array.dtype.kind not in "fiu" or (left is not None and array.shape != tuple(shape)):
                raise Unfit("its weights don't have the shapes that its layers need")
            return add_weight(*args, shape=shape, initializer=_filled_with(array), **settings)

        return add

    def finish(self) -> None:
        """Every array has found its variable; layers are as Keras makes them again; flags are set."""
        for layer, arrays in self.watched:
            if arrays is not None and len(layer.weights) != len(arrays):
                raise Unfit("its weights don't have the shapes that its layers need")
            for owner in _owners(layer):
                del owner.add_weight
        for part, trainable in self.flags:
            part.trainable = trainable


def _filled_with(array: np.ndarray) -> Callable[..., Any]:
    def initial(shape: Any, dtype: Any = None) -> Any:
        import keras

        return keras.ops.broadcast_to(keras.ops.convert_to_tensor(array, dtype=dtype), shape)

    return initial


def _owners(layer: Any) -> Iterator[Any]:
    """A layer and what it holds that makes variables: the cells of recurrent layers, the layers in wrappers."""
    yield layer
    for name in ("cell", "layer", "forward_layer", "backward_layer"):
        if hasattr(layer, name):
            yield from _owners(getattr(layer, name))


def _operation(name: Any) -> Callable[..., Any]:
    import keras

    if type(name) is not str or name not in table.OPERATIONS:
        raise Unfit(OPERATION)
    function: Callable[..., Any] = getattr(keras.ops, table.OPERATIONS[name])
    return function


def _run(layers: list[Any], config: dict[str, Any], instead: Mapping[int, Any] = NOTHING) -> tuple[Any, Any]:
    """The inputs and outputs of a graph, made by its calls one after the other.

    Args:
        instead: number of a call → the tensor to take in the place of what it gives.
    """
    import keras

    given: list[list[Any]] = []  # what each call gave
    for call in config["calls"]:
        layer, (_, args, settings) = layers[_index(call, len(layers))], call
        if len(given) in instead:
            given.append([instead[len(given)]])
            continue
        if isinstance(layer, keras.layers.InputLayer):
            given.append([layer.output])
            continue
        if type(settings) is not dict or not set(settings) <= table.CALL_SETTINGS:
            raise malformed("a call in a model")
        called = layer(*_filled(_list(args), given), **_filled(settings, given))
        given.append(keras.tree.flatten(called))
        _check_outputs(given[-1])
    return _filled(config["inputs"], given), _filled(config["outputs"], given)


def _filled(value: Any, given: list[list[Any]], depth: int = 0) -> Any:
    """A structure with the tensors that its pairs (call, output) stand for; a pair can only mean an earlier call."""
    if depth > 4:
        raise malformed("a call in a model")
    if type(value) is tuple:
        if len(value) != 2 or any(type(n) is not int or n < 0 for n in value) or value[0] >= len(given):
            raise Unfit("a layer of it uses a result that is not there yet")
        return given[value[0]][value[1]]
    if type(value) is list:
        return [_filled(item, given, depth + 1) for item in value]
    if type(value) is dict:
        return {table.name(key): _filled(item, given, depth + 1) for key, item in value.items()}
    return value if type(value) is bool else table.number(value)


def _check_outputs(tensors: Iterable[Any]) -> None:
    for tensor in tensors:
        if math.prod(side for side in tensor.shape if side is not None) > MOST_OUTPUTS:
            raise Unfit(f"a layer that gives more than {MOST_OUTPUTS:,} numbers for one example can't be graded")


# -- changes in place


def repeat(old: Any, description: Any) -> None:
    """Do to the model ``old`` what somebody did to a copy of it: weights, trainable flags, compilation, layers.

    Raises:
        Unfit: if the description can't be taken, or the layers of a model that is no `keras.Sequential` are others.
    """
    if type(description) is dict and type(description.get("why")) is str:
        raise Unfit(known_reason(description["why"]))
    new, before = build(description), describe(old)
    with _as_unfit():
        if _shape(before["model"]) != _shape(description["model"]):
            _take_layers(old, new)
        else:
            for one, other in zip(all_parts(old), all_parts(new), strict=True):
                one.trainable = other.trainable
            for weight, value in zip(old.weights, new.weights, strict=True):
                weight.assign(value)
        if description["compile"] is not None and description["compile"] != before["compile"]:
            old.compile(**compile_arguments(description["compile"]))


def _shape(spec: Any) -> Any:
    """A description without weights and flags: what stays the same when a model is trained or frozen."""
    if isinstance(spec, dict):
        return {key: _shape(value) for key, value in spec.items() if key not in ("weights", "trainable")}
    return [_shape(item) for item in spec] if isinstance(spec, list) else spec


def _take_layers(old: Any, new: Any) -> None:
    import keras

    if not isinstance(old, keras.Sequential) or not isinstance(new, keras.Sequential):
        raise Unfit(OTHER_LAYERS)
    while old.layers:
        old.pop(rebuild=False)
    for layer in new.layers:
        old.add(layer)
    if new.built and not old.built:
        old.build(new.input_shape)


def all_parts(model: Any) -> Iterator[Any]:
    """A model, its layers and what these hold, outer ones first."""
    yield model
    for name in ("layer", "forward_layer", "backward_layer"):
        if hasattr(model, name):
            yield getattr(model, name)
    for layer in getattr(model, "layers", ()):
        yield from all_parts(layer)
