"""Unit 05: where to start: how large first weights should be, and what becomes of a signal on its way through layers.

Symbols as in the lesson: fan_in and fan_out, the connections into one unit and out of one; standard deviation σ;
`rng` a `numpy.random.Generator`, the only source of chance. Biases start at 0 and have no function here.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solutions import backprop, losses

Array = NDArray[np.floating]
Init = Callable[..., Array]  #: init(shape, rng) gives weights of this shape


def breaks_symmetry(W: ArrayLike) -> bool:
    """Say whether no two units of a layer start alike, so that they can become different.

    Units are alike when all their incoming weights are equal: then they get equal gradients for ever.

    Arguments: W (inputs, units), one column per unit.
    Returns: True when all columns differ.
    Source: Rumelhart, Hinton and Williams, "Learning internal representations by error propagation", 1986.
    """
    W = np.asarray(W)
    return np.unique(W, axis=1).shape[1] == W.shape[1]


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """Count the connections into one unit and out of one.

    A dense kernel connects inputs × outputs. A convolution kernel does so at each of its places, so both
    numbers grow by the size of the field.

    Arguments: shape of the kernel: (inputs, outputs), (k, c_in, c_out), (kh, kw, c_in, c_out), …
    Returns: fan_in, fan_out.
    Source: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
    """
    field = math.prod(shape[:-2])
    return shape[-2] * field, shape[-1] * field


def glorot_normal(shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    """Draw normal weights with σ = √(2 / (fan_in + fan_out)); for tanh and sigmoid.

    Arguments: shape of the kernel; rng.
    Returns: weights of this shape, mean 0.
    Source: Glorot and Bengio, 2010.
    """
    fan_in, fan_out = fans(shape)
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), shape)


def glorot_uniform(shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    """Draw weights evenly from −r to r with r = √(6 / (fan_in + fan_out)); for tanh and sigmoid.

    Arguments: shape of the kernel; rng.
    Returns: weights of this shape, mean 0, variance r²/3 = 2 / (fan_in + fan_out).
    Source: Glorot and Bengio, 2010.
    """
    fan_in, fan_out = fans(shape)
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, shape)


def he_normal(shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    """Draw normal weights with σ = √(2 / fan_in); for ReLU and its relatives.

    Arguments: shape of the kernel; rng.
    Returns: weights of this shape, mean 0.
    Source: He, Zhang, Ren and Sun, "Delving deep into rectifiers", 2015.
    """
    fan_in, _ = fans(shape)
    return rng.normal(0, np.sqrt(2 / fan_in), shape)


def he_uniform(shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    """Draw weights evenly from −r to r with r = √(6 / fan_in); for ReLU and its relatives.

    Arguments: shape of the kernel; rng.
    Returns: weights of this shape, mean 0, variance r²/3 = 2 / fan_in.
    Source: He, Zhang, Ren and Sun, 2015.
    """
    fan_in, _ = fans(shape)
    r = np.sqrt(6 / fan_in)
    return rng.uniform(-r, r, shape)


def variance_scaling(
    shape: tuple[int, ...], rng: np.random.Generator, scale: float, mode: str, distribution: str
) -> Array:
    """Draw weights with mean 0 and variance scale / n, where n is a fan.

    Glorot is scale 1 with "fan_avg", He scale 2 with "fan_in", LeCun scale 1 with "fan_in".

    Arguments: shape of the kernel; rng; scale > 0; mode "fan_in", "fan_out" or "fan_avg" (their mean);
    distribution "normal" or "uniform".
    Returns: weights of this shape.
    Errors: ValueError for any other mode or distribution.
    Source: LeCun, Bottou, Orr and Müller, "Efficient BackProp", 1998; Glorot and Bengio, 2010; He et al., 2015.
    """
    fan_in, fan_out = fans(shape)
    counts = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}
    if mode not in counts or distribution not in ("normal", "uniform"):
        raise ValueError(
            "expected mode fan_in, fan_out or fan_avg and distribution normal or uniform; "
            f"received {mode!r} and {distribution!r}. Likely cause: a typing error."
        )
    sigma = np.sqrt(scale / counts[mode])
    if distribution == "normal":
        return rng.normal(0, sigma, shape)
    r = np.sqrt(3) * sigma
    return rng.uniform(-r, r, shape)


def activation_std_by_layer(
    X: ArrayLike,
    depth: int,
    width: int,
    activation: Callable[[Array], Array],
    init: Init,
    rng: np.random.Generator,
) -> Array:
    """Send a batch through fresh layers without biases and measure how far the outputs of each spread.

    Arguments: X (N, features); depth, the number of layers; width, the units of each; activation, a function of z;
    init(shape, rng), which gives the weights of each layer in turn; rng.
    Returns: the population standard deviation of all outputs of a layer, layer by layer (depth,).
    Source: after figures 6 and 7 of Glorot and Bengio, 2010.
    """
    out = np.asarray(X)
    stds = []
    for _ in range(depth):
        out = activation(out @ init((out.shape[1], width), rng))
        stds.append(np.std(out))
    return np.asarray(stds)


def train_from(
    X: ArrayLike,
    y: ArrayLike,
    sizes: Sequence[int],
    activation: str,
    init: Init,
    lr: float,
    steps: int,
    rng: np.random.Generator,
) -> Array:
    """Train a classifier by plain gradient descent from the start that `init` makes, and keep its losses.

    Every step is W ← W − η·dW, b ← b − η·db with the gradient of the mean softmax cross-entropy over all rows.

    Arguments: X (N, features); y (N,) labels 0 … classes − 1; sizes, the widths from features to classes;
    activation of the hidden layers, a name as in `backprop.mlp_forward`; init(shape, rng), called once per layer,
    first layer first; lr the learning rate η; steps; rng. Biases start at 0.
    Returns: (steps + 1,) losses, the first at the start, the last after all steps.
    Source: Rumelhart, Hinton and Williams, 1986.
    """
    params: backprop.Params = [(init((n, m), rng), np.zeros(m)) for n, m in pairwise(sizes)]
    history = []
    for _ in range(steps + 1):
        logits, cache = backprop.mlp_forward(X, params, activation)
        history.append(losses.sparse_categorical_crossentropy_from_logits(y, logits))
        grads = backprop.mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads, strict=True)]
    return np.asarray(history)


def race(
    X: ArrayLike,
    y: ArrayLike,
    sizes: Sequence[int],
    activation: str,
    inits: Mapping[str, Init],
    lr: float,
    steps: int,
    rng: np.random.Generator,
) -> tuple[dict[str, Array], str]:
    """Train the same network from several starts and say which one ended with the smallest loss.

    A run that exploded ends with NaN and can't win, unless all did.

    Arguments: as for `train_from`; inits, name → init.
    Returns: histories, name → losses; winner, a name.
    """
    histories = {name: train_from(X, y, sizes, activation, init, lr, steps, rng) for name, init in inits.items()}
    last = {name: history[-1] for name, history in histories.items()}
    return histories, min(last, key=lambda name: (np.isnan(last[name]), last[name]))
