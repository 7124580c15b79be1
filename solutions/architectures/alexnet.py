"""AlexNet: large first kernels, ReLU, normalisation across channels, overlapping pooling, dropout, two GPUs.

Source: Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep convolutional neural networks", 2012.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import layers, ops
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from solutions import convolution

Shape = tuple[int, int, int]
Row = tuple[str, tuple[int, ...], int, int]  #: name, output shape, parameters, multiplications


def local_response_norm(
    x: ArrayLike, n: int = 5, k: float = 2.0, alpha: float = 1e-4, beta: float = 0.75
) -> NDArray[np.floating]:
    """Let neighbouring channels compete at each place: x_i / (k + α Σ x_j²)^β, the sum over n channels around i.

    At the ends fewer channels are left to sum. α is not divided by n.

    Arguments: x (..., channels), channels last; n, an odd number; k, α, β as in the formula.
    Returns: the shape of x.
    Source: Krizhevsky et al., 2012, section 3.3.
    """
    x = np.asarray(x)
    on_either_side = n // 2
    squares = np.pad(x**2, [(0, 0)] * (x.ndim - 1) + [(on_either_side, on_either_side)])
    sums = sliding_window_view(squares, n, axis=-1).sum(axis=-1)
    return x / (k + alpha * sums) ** beta


def alexnet_table() -> list[Row]:
    """Follow one image through AlexNet in one tower, and count what each layer with weights keeps and does.

    The image has 227×227×3 pixels. Windows of 3×3, two pixels apart, are pooled after conv1, conv2 and conv5.
    Convolutions have biases, dense layers none.

    Returns: rows (name, output shape, parameters, multiplications) for conv1 … conv5, fc6, fc7, fc8.
    Source: Krizhevsky et al., 2012, with every map seeing all maps before it.
    """
    side, channels = 227, 3
    rows: list[Row] = []
    for name, filters, kernel, stride, padding, pooled in (
        ("conv1", 96, 11, 4, 0, True),
        ("conv2", 256, 5, 1, 2, True),
        ("conv3", 384, 3, 1, 1, False),
        ("conv4", 384, 3, 1, 1, False),
        ("conv5", 256, 3, 1, 1, True),
    ):
        side = convolution.output_size(side, kernel, stride, padding)
        parameters = convolution.count_conv_parameters(kernel, kernel, channels, filters)
        multiplications = convolution.count_multiplications(side, side, kernel, kernel, channels, filters)
        rows.append((name, (side, side, filters), parameters, multiplications))
        channels = filters
        if pooled:
            side = convolution.output_size(side, 3, 2)
    inputs = side * side * channels
    for name, units in (("fc6", 4096), ("fc7", 4096), ("fc8", 1000)):
        rows.append((name, (units,), inputs * units, inputs * units))
        inputs = units
    return rows


class LocalResponseNorm(layers.Layer):
    """`local_response_norm` as a layer of Keras.

    Arguments: n, k, alpha, beta as there.
    """

    def __init__(self, n: int = 5, k: float = 2.0, alpha: float = 1e-4, beta: float = 0.75, **settings: Any) -> None:
        super().__init__(**settings)
        self.n, self.k, self.alpha, self.beta = n, k, alpha, beta

    def call(self, x: keras.KerasTensor) -> keras.KerasTensor:
        on_either_side = self.n // 2
        squares = ops.pad(x**2, [(0, 0)] * (x.ndim - 1) + [(on_either_side, on_either_side)])
        sums = sum(squares[..., i : i + x.shape[-1]] for i in range(self.n))
        return x / (self.k + self.alpha * sums) ** self.beta

    def get_config(self) -> dict[str, Any]:
        return super().get_config() | {"n": self.n, "k": self.k, "alpha": self.alpha, "beta": self.beta}


def alexnet(classes: int = 1000, input_shape: Shape = (227, 227, 3), towers: int = 1) -> keras.Model:
    """Build AlexNet, in one tower (62,378,344 parameters) or split over two GPUs as published (60,965,224).

    In two towers, conv2, conv4 and conv5 see the maps of their own tower only: a grouped convolution. conv3 and the
    dense layers see both towers. The paper leaves open whether channels of different towers compete in the
    normalisation; here they do. It speaks of 224×224 pixels, but only 227 give its 55×55 maps. Weights start as Keras
    starts them; the paper draws them with σ = 0.01 and starts the biases of conv2, conv4, conv5, fc6 and fc7 at 1.

    Arguments: classes; input_shape (height, width, channels), at least 67 pixels; towers, 1 or 2.
    Returns: a model (N, height, width, channels) → (N, classes) of probabilities, not compiled.
    Source: Krizhevsky et al., 2012, section 3.5.
    """
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Conv2D(96, 11, 4, activation="relu", name="conv1"),
            LocalResponseNorm(name="norm1"),
            layers.MaxPooling2D(3, 2, name="pool1"),
            layers.Conv2D(256, 5, padding="same", groups=towers, activation="relu", name="conv2"),
            LocalResponseNorm(name="norm2"),
            layers.MaxPooling2D(3, 2, name="pool2"),
            layers.Conv2D(384, 3, padding="same", activation="relu", name="conv3"),
            layers.Conv2D(384, 3, padding="same", groups=towers, activation="relu", name="conv4"),
            layers.Conv2D(256, 3, padding="same", groups=towers, activation="relu", name="conv5"),
            layers.MaxPooling2D(3, 2, name="pool5"),
            layers.Flatten(),
            layers.Dense(4096, "relu", name="fc6"),
            layers.Dropout(0.5),
            layers.Dense(4096, "relu", name="fc7"),
            layers.Dropout(0.5),
            layers.Dense(classes, "softmax", name="fc8"),
        ],
        name="alexnet",
    )
