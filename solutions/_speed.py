"""What the NumPy references are timed against: the same operation, the same numbers, in Keras."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Comparison:
    """One operation done twice. Both give the same arrays; ``aim`` is how many times Keras's time ours may take."""

    name: str
    ours: Callable[[], Any]
    keras: Callable[[], Any]
    aim: float


def comparisons() -> list[Comparison]:
    """All operations with an aim. Keras is loaded here, and its functions are compiled to graphs."""
    return convolution() + recurrence()


def convolution(batch: int = 32) -> list[Comparison]:
    """A 3×3 convolution of (32, 28, 28, 16) to 32 channels, same padding, float32: forward, and all three gradients.

    Arguments: batch, how many images.
    """
    import keras
    import tensorflow as tf

    from solutions.convolution import conv2d, conv2d_backward

    rng = np.random.default_rng(0)
    x, dout = (rng.normal(size=(batch, 28, 28, channels)).astype("float32") for channels in (16, 32))
    w, b = rng.normal(size=(3, 3, 16, 32)).astype("float32"), rng.normal(size=32).astype("float32")
    layer = keras.layers.Conv2D(32, 3, padding="same")
    layer.build(x.shape)
    layer.set_weights([w, b])
    forward = tf.function(layer)
    images, gradient, kernel = tf.constant(x), tf.constant(dout), tf.constant(w)

    @tf.function  # what a GradientTape runs on its way back, without the way there
    def backward() -> tuple[Any, ...]:
        step, padding = [1, 1, 1, 1], "SAME"
        return (
            tf.raw_ops.Conv2DBackpropInput(
                input_sizes=x.shape, filter=kernel, out_backprop=gradient, strides=step, padding=padding
            ),
            tf.raw_ops.Conv2DBackpropFilter(
                input=images, filter_sizes=w.shape, out_backprop=gradient, strides=step, padding=padding
            ),
            tf.reduce_sum(gradient, axis=(0, 1, 2)),
        )

    return [
        Comparison("conv2d", lambda: conv2d(x, w, b, 1, "same"), lambda: forward(images).numpy(), 3),
        Comparison(
            "conv2d_backward",
            lambda: conv2d_backward(dout, x, w, 1, "same"),
            lambda: tuple(array.numpy() for array in backward()),
            5,
        ),
    ]


def recurrence(batch: int = 32) -> list[Comparison]:
    """An LSTM of 128 units on (32, 50, 64), float32: forward, and forward and all gradients.

    Arguments: batch, how many sequences.
    """
    import keras
    import tensorflow as tf

    from solutions.recurrent import lstm_backward, lstm_forward

    rng = np.random.default_rng(0)
    x, dh = (rng.normal(size=(batch, 50, width)).astype("float32") for width in (64, 128))
    h0, c0, dc = rng.normal(size=(3, batch, 128)).astype("float32")
    weights = [rng.normal(0, 0.08, size=size).astype("float32") for size in ((64, 512), (128, 512), (512,))]
    layer = keras.layers.LSTM(128, return_sequences=True, return_state=True)
    layer.build(x.shape)
    layer.set_weights(weights)
    inward = [tf.constant(array) for array in (x, h0, c0)]

    @tf.function
    def forward() -> tuple[Any, ...]:
        states, _, cell = layer(inward[0], initial_state=inward[1:])
        return states, cell

    @tf.function
    def both() -> tuple[Any, ...]:
        with tf.GradientTape() as tape:
            tape.watch(inward)
            states, cell = forward()
            loss = tf.reduce_sum(dh * states) + tf.reduce_sum(dc * cell)
        return states, *tape.gradient(loss, [*inward, *layer.trainable_variables])

    return [
        Comparison(
            "lstm_forward",
            lambda: lstm_forward(x, h0, c0, *weights),
            lambda: tuple(array.numpy() for array in forward()),
            5,
        ),
        Comparison(
            "lstm, forward and backward",
            lambda: (lstm_forward(x, h0, c0, *weights)[0], *lstm_backward(dh, dc, x, h0, c0, *weights)),
            lambda: tuple(array.numpy() for array in both()),
            5,
        ),
    ]
