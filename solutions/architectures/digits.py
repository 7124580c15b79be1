"""The capstone of unit 10: a small convolutional network that reads handwritten digits of 8×8 pixels."""

from __future__ import annotations

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray


def read_digits(
    images: NDArray[np.floating], y: NDArray[np.integer], new: NDArray[np.floating], seed: int
) -> NDArray[np.int64]:
    """Learn from labelled images of digits, then say which digits the new ones are.

    LeNet-5 in small, with what came after it: 3×3 convolutions that keep the size, ReLU, max-pooling, Adam.

    Arguments: images (N, 8, 8, 1) pixels from 0 to 1; y (N,) their labels, 0 to 9; new (M, 8, 8, 1); seed of Keras's
    generators, for the first weights and the order of the images.
    Returns: (M,) a label for each new image.
    """
    keras.utils.set_random_seed(seed=seed)
    model = keras.Sequential([keras.Input((8, 8, 1))])
    for filters in (16, 32):
        model.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
        model.add(layers.MaxPooling2D(2))
    model.add(layers.Flatten())
    model.add(layers.Dense(10, "softmax"))
    model.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy")
    model.fit(images, y, epochs=12, verbose=0)
    return np.argmax(model(new), axis=1)
