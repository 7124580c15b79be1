"""VGG: blocks of 3×3 convolutions, each block at half the size and (mostly) twice the filters of the one before.

Source: Simonyan and Zisserman, "Very deep convolutional networks for large-scale image recognition", 2014.
"""

from __future__ import annotations

import keras
from keras import layers

Shape = tuple[int, int, int]


def vgg(
    blocks: list[tuple[int, int]], classes: int, input_shape: Shape = (224, 224, 3), units: int = 4096
) -> keras.Model:
    """Build a VGG network: blocks of 3×3 convolutions and a 2×2 max-pool, then three dense layers.

    Convolutions keep the size ("same" padding) and, like the two hidden dense layers, end in a ReLU. For training the
    paper adds dropout of one half after each hidden dense layer; it has no parameters.

    Arguments: blocks, (convolutions, filters) for each block; classes; input_shape (height, width, channels); units of
    each hidden dense layer.
    Returns: a model (N, height, width, channels) → (N, classes) of probabilities, not compiled.
    Source: Simonyan and Zisserman, 2014, table 1.
    """
    model = keras.Sequential([keras.Input(input_shape)])
    for convolutions, filters in blocks:
        for _ in range(convolutions):
            model.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
        model.add(layers.MaxPooling2D(2))
    model.add(layers.Flatten())
    model.add(layers.Dense(units, "relu"))
    model.add(layers.Dense(units, "relu"))
    model.add(layers.Dense(classes, "softmax"))
    return model


def vgg16(classes: int = 1000, input_shape: Shape = (224, 224, 3)) -> keras.Model:
    """Build VGG-16, configuration D of the paper: 138,357,544 parameters, 134,268,738 with two classes.

    Arguments: classes; input_shape (height, width, channels), at least 32 pixels.
    Returns: a model (N, height, width, channels) → (N, classes) of probabilities, not compiled.
    Source: Simonyan and Zisserman, 2014, table 1, column D.
    """
    return vgg([(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)], classes, input_shape)


def vgg19(classes: int = 1000, input_shape: Shape = (224, 224, 3)) -> keras.Model:
    """Build VGG-19, configuration E of the paper: 143,667,240 parameters.

    Arguments and returns: as for `vgg16`.
    Source: Simonyan and Zisserman, 2014, table 1, column E.
    """
    return vgg([(2, 64), (2, 128), (4, 256), (4, 512), (4, 512)], classes, input_shape)
