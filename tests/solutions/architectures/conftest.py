"""What the tests of the architectures share: Keras woken quietly, networks without weights, weights from elsewhere."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

import solutions.architectures as nets


@pytest.fixture(scope="session", autouse=True)
def keras() -> Any:
    from autograder.classroom.quiet import full_precision, quiet

    with quiet():
        import tensorflow as tf

        full_precision(tf)
        import keras
    return keras


@pytest.fixture(scope="session")
def blank() -> Callable[..., Any]:
    """Builds a network without weights, once for all tests that look at it."""
    made: dict[Any, Any] = {}

    def build(function: Callable[..., Any], **settings: Any) -> Any:
        key = function, *sorted(settings.items())
        if key not in made:
            made[key] = nets.counting.without_weights(partial(function, **settings))
        return made[key]

    return build


@pytest.fixture(scope="session")
def invented() -> Callable[..., Any]:
    """Invents values for weights, in the size of He's start; biases, shifts and what was measured are random too."""

    def values(weights: list[Any], seed: int) -> list[np.ndarray]:
        rng = np.random.default_rng(seed)
        return [_value(weight, rng) for weight in weights]

    return values


def _value(weight: Any, rng: np.random.Generator) -> np.ndarray:
    shape = tuple(weight.shape)
    if weight.name == "kernel":
        drawn = rng.standard_normal(shape, dtype=np.float32)
        return drawn * np.float32(np.sqrt(2 / np.prod(shape[:-1])))
    spread = rng.uniform(-0.3, 0.3, shape).astype(np.float32)
    return spread + 1 if weight.name in ("gamma", "moving_variance") else spread


@pytest.fixture(scope="session")
def features(keras: Any) -> Callable[..., np.ndarray]:
    """Runs a network up to its last layer's input on given weights; it may have none of its own."""

    def run(model: Any, weights: list[np.ndarray], x: np.ndarray) -> np.ndarray:
        value = {id(weight): array for weight, array in zip(model.weights, weights, strict=True)}
        body = keras.Model(model.inputs[0], model.layers[-1].input)
        trainable = [value[id(variable)] for variable in body.trainable_variables]
        others = [value.get(id(variable), np.zeros(variable.shape)) for variable in body.non_trainable_variables]
        out, _ = body.stateless_call(trainable, others, x, training=False)
        return np.asarray(out)

    return run
