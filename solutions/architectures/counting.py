"""What a Keras model costs: parameters and multiply-adds, layer by layer; networks without weights, and narrower ones.

A multiply-add is one product of a weight and an activation, with its addition. Convolutions (grouped, depthwise and
separable ones too) and dense layers are counted; biases, normalisation, activations and pooling are not, as in the
papers.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import keras

#: what layers call the weights that meet every place of their output
KERNELS = ("kernel", "depthwise_kernel", "pointwise_kernel")


@dataclass(frozen=True)
class Row:
    """One layer: its name, the shape of its output without the batch, its parameters, its multiply-adds."""

    name: str
    output: tuple[int, ...]
    parameters: int
    multiply_adds: int


def multiply_adds(model: keras.Layer) -> int:
    """Count the multiply-adds of a layer or a whole model for one image: every kernel weight works once per place.

    The places of an image are its pixels after the layer; a vector is one place.

    Arguments: model, a model or layer that knows its input's shape. A layer that is used twice counts once.
    Returns: a whole number.
    """
    if isinstance(model, keras.Model):
        return sum(multiply_adds(layer) for layer in model.layers)
    kernels = [getattr(model, name).shape for name in KERNELS if hasattr(model, name)]
    if not kernels:
        return 0
    places = math.prod(model.output.shape[1:-1])
    return places * sum(math.prod(kernel) for kernel in kernels)


def layer_table(model: keras.Model) -> list[Row]:
    """List the layers of a model with what each of them costs.

    Arguments: model, of layers that each have one output.
    Returns: one row per layer, in the model's order, without its inputs.
    """
    return [
        Row(layer.name, layer.output.shape[1:], layer.count_params(), multiply_adds(layer))
        for layer in model.layers
        if not isinstance(layer, keras.layers.InputLayer)
    ]


def table_text(rows: list[Row]) -> str:
    """Set a table of layers in columns, the sums in its last line.

    Arguments: rows, as of `layer_table`.
    Returns: lines of text.
    """
    heads = ("layer", "output", "parameters", "multiply-adds")
    sums = ("in all", "", sum(row.parameters for row in rows), sum(row.multiply_adds for row in rows))
    shapes = ["×".join(map(str, row.output)) for row in rows]
    lines = [(row.name, shape, row.parameters, row.multiply_adds) for row, shape in zip(rows, shapes, strict=True)]
    cells = [heads, *((name, shape, f"{p:,}", f"{m:,}") for name, shape, p, m in (*lines, sums))]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        f"{name:<{widths[0]}}  {shape:>{widths[1]}}  {p:>{widths[2]}}  {m:>{widths[3]}}" for name, shape, p, m in cells
    )


def without_weights(build: Callable[[], keras.Model]) -> keras.Model:
    """Build a model whose weights have shapes but no values, to count and to look at: no memory, little time.

    Keras puts off making values inside a `StatelessScope`. A thread of its own keeps that, and Keras's counters for
    names of layers, away from everything else.

    Arguments: build, a function that makes the model, such as `vgg.vgg16`.
    Returns: a model that knows its layers and shapes and can't be called.
    """

    def put_off() -> keras.Model:
        with keras.StatelessScope(initialize_variables=False):
            return build()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(put_off).result()


def narrow(model: keras.Model, width: float) -> keras.Model:
    """Build the same network with fewer filters and units in every layer but those that give the model's outputs.

    Arguments: model, with or without values of its weights; width, the share of filters and units to keep, such as
    1/8. Where branches are added up, it must leave whole numbers.
    Returns: a new model with new weights.
    """

    def thinner(layer: keras.Layer) -> keras.Layer:
        config = layer.get_config()
        if not any(layer.output is output for output in model.outputs):
            for size in config.keys() & {"filters", "units"}:
                config[size] = max(1, round(width * config[size]))
        return type(layer).from_config(config)

    return keras.models.clone_model(model, clone_function=thinner)
