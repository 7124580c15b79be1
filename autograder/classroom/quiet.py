"""Import TensorFlow without the notes that it writes past Python to the error channel.

with quiet():
    import tensorflow as tf
    full_precision(tf)
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Lead the process's error channel to nowhere for a moment; Python's own errors still come as exceptions."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    channel, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(channel, 2)
        os.close(channel)
        os.close(nowhere)


def full_precision(tf: Any) -> None:
    """Wake up TensorFlow's device, if there is one, and keep float32 whole on it.

    GPUs may shorten float32 products to save time (TF32). Lessons compare digits, so they don't. Call it inside
    `quiet`, since the first operation writes notes too.
    """
    tf.config.experimental.enable_tensor_float_32_execution(False)
    tf.keras.layers.Dense(1)(tf.zeros((1, 1)))
