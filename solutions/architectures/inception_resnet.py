"""Inception-v4 and the Inception-ResNets: modules of several kernels, without and with shortcuts around them.

Source: Szegedy, Ioffe, Vanhoucke and Alemi, "Inception-v4, Inception-ResNet and the impact of residual connections on
learning", 2016.
"""

from __future__ import annotations

import keras
from keras import layers

from solutions.architectures.inception import chain

Shape = tuple[int, int, int]
Scales = tuple[float, float, float]  #: by what the modules for 35×35, 17×17 and 8×8 maps multiply what they add


def inception_v4(classes: int = 1000, input_shape: Shape = (299, 299, 3)) -> keras.Model:
    """Build Inception-v4: a stem that branches, then one kind of module per size of maps.

    42,711,400 parameters, of which 42,648,232 train. Programs that keep the scale γ of batch normalisation, which
    `inception.conv_bn` leaves out, have 31,584 more that train: 42,679,816.

    Arguments: classes; input_shape (height, width, channels), at least 75 pixels.
    Returns: a model (N, height, width, channels) → (N, classes) of probabilities, not compiled.
    Source: Szegedy et al., 2016, figures 3 to 9.
    """
    inputs = keras.Input(input_shape)
    x = _stem_v4(inputs)
    for _ in range(4):
        x = _module_a(x)
    x = _reduction_a(x, 192, 224, 256)
    for _ in range(7):
        x = _module_b(x)
    x = _reduction_b_v4(x)
    for _ in range(3):
        x = _module_c(x)
    return _classifier(inputs, x, classes)


def inception_resnet_v1(
    classes: int = 1000, input_shape: Shape = (299, 299, 3), scales: Scales = (0.17, 0.1, 0.2)
) -> keras.Model:
    """Build Inception-ResNet-v1: as costly as Inception v3, with shortcuts, on which it trains faster.

    22,769,848 parameters, of which 22,742,808 train. The paper asks for scales between 0.1 and 0.3 and fixes none;
    these are those of the v2 that its authors released.

    Arguments: classes; input_shape (height, width, channels), at least 75 pixels; scales.
    Returns: a model (N, height, width, channels) → (N, classes) of probabilities, not compiled.
    Source: Szegedy et al., 2016, figures 10 to 15.
    """
    inputs = keras.Input(input_shape)
    x = chain(inputs, (32, 3, 2, "valid"), (32, 3, 1, "valid"), (64, 3))
    x = chain(layers.MaxPooling2D(3, 2)(x), (80, 1), (192, 3, 1, "valid"), (256, 3, 2, "valid"))
    for _ in range(5):
        x = _add(x, [chain(x, (32, 1)), chain(x, (32, 1), (32, 3)), chain(x, (32, 1), (32, 3), (32, 3))], scales[0])
    x = _reduction_a(x, 192, 192, 256)
    for _ in range(10):
        x = _add(x, [chain(x, (128, 1)), chain(x, (128, 1), (128, (1, 7)), (128, (7, 1)))], scales[1])
    x = _reduction_b(x, 256, 256, 256)
    for _ in range(5):
        x = _add(x, [chain(x, (192, 1)), chain(x, (192, 1), (192, (1, 3)), (192, (3, 1)))], scales[2])
    return _classifier(inputs, x, classes)


def inception_resnet_v2(
    classes: int = 1000, input_shape: Shape = (299, 299, 3), scales: Scales = (0.17, 0.1, 0.2)
) -> keras.Model:
    """Build Inception-ResNet-v2 as its authors released it: as costly as Inception-v4, with shortcuts.

    55,873,736 parameters, layer for layer `keras.applications.InceptionResNetV2`. The paper's figures show another
    one: the stem of Inception-v4 before 384 maps of 35×35, and 5, 10 and 5 modules where the released network has 10,
    20 and 10. In the released network the last module adds with scale 1 and has no ReLU.

    Arguments: classes; input_shape (height, width, channels), at least 75 pixels; scales.
    Returns: a model (N, height, width, channels) → (N, classes) of probabilities, not compiled.
    Source: Szegedy et al., 2016, figures 15 to 20; models released by the authors, 2016.
    """
    inputs = keras.Input(input_shape)
    x = chain(inputs, (32, 3, 2, "valid"), (32, 3, 1, "valid"), (64, 3))
    x = chain(layers.MaxPooling2D(3, 2)(x), (80, 1), (192, 3, 1, "valid"))
    x = _first_module(layers.MaxPooling2D(3, 2)(x))
    for _ in range(10):
        x = _add(x, [chain(x, (32, 1)), chain(x, (32, 1), (32, 3)), chain(x, (32, 1), (48, 3), (64, 3))], scales[0])
    x = _reduction_a(x, 256, 256, 384)
    for _ in range(20):
        x = _add(x, [chain(x, (192, 1)), chain(x, (128, 1), (160, (1, 7)), (192, (7, 1)))], scales[1])
    x = _reduction_b(x, 288, 288, 320)
    for scale in (*[scales[2]] * 9, 1.0):
        x = _add(x, [chain(x, (192, 1)), chain(x, (192, 1), (224, (1, 3)), (256, (3, 1)))], scale, relu=scale < 1)
    return _classifier(inputs, chain(x, (1536, 1)), classes)


def _add(x: keras.KerasTensor, branches: list[keras.KerasTensor], scale: float, relu: bool = True) -> keras.KerasTensor:
    """ReLU(x + scale·F(x)): a 1×1 convolution without normalisation gives the branches together the shape of x.

    Without the scale, networks of this width died early in training: from some step on they gave zeros only.
    """
    f = layers.Conv2D(x.shape[-1], 1)(layers.Concatenate()(branches))
    x = layers.Add()([x, layers.Rescaling(scale)(f)])
    return layers.ReLU()(x) if relu else x


def _classifier(inputs: keras.KerasTensor, x: keras.KerasTensor, classes: int) -> keras.Model:
    x = layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(x))
    return keras.Model(inputs, layers.Dense(classes, "softmax")(x))


def _reduction_a(x: keras.KerasTensor, first: int, second: int, third: int) -> keras.KerasTensor:
    """From 35×35 to 17×17; the three numbers are k, l and m of the paper's table 1."""
    branches = [
        chain(x, (384, 3, 2, "valid")),
        chain(x, (first, 1), (second, 3), (third, 3, 2, "valid")),
        layers.MaxPooling2D(3, 2)(x),
    ]
    return layers.Concatenate()(branches)


def _reduction_b(x: keras.KerasTensor, single: int, first: int, second: int) -> keras.KerasTensor:
    """From 17×17 to 8×8, in the networks with shortcuts."""
    branches = [
        chain(x, (256, 1), (384, 3, 2, "valid")),
        chain(x, (256, 1), (single, 3, 2, "valid")),
        chain(x, (256, 1), (first, 3), (second, 3, 2, "valid")),
        layers.MaxPooling2D(3, 2)(x),
    ]
    return layers.Concatenate()(branches)


def _first_module(x: keras.KerasTensor) -> keras.KerasTensor:
    """For 35×35 maps, at the start of the released Inception-ResNet-v2: 1×1, 5×5, two 3×3, pool."""
    branches = [
        chain(x, (96, 1)),
        chain(x, (48, 1), (64, 5)),
        chain(x, (64, 1), (96, 3), (96, 3)),
        chain(layers.AveragePooling2D(3, 1, "same")(x), (64, 1)),
    ]
    return layers.Concatenate()(branches)


def _stem_v4(x: keras.KerasTensor) -> keras.KerasTensor:
    """From 299×299×3 to 35×35×384; pool and strided convolution side by side."""
    x = chain(x, (32, 3, 2, "valid"), (32, 3, 1, "valid"), (64, 3))
    x = layers.Concatenate()([layers.MaxPooling2D(3, 2)(x), chain(x, (96, 3, 2, "valid"))])
    three = chain(x, (64, 1), (96, 3, 1, "valid"))
    seven = chain(x, (64, 1), (64, (7, 1)), (64, (1, 7)), (96, 3, 1, "valid"))
    x = layers.Concatenate()([three, seven])
    return layers.Concatenate()([chain(x, (192, 3, 2, "valid")), layers.MaxPooling2D(3, 2)(x)])


def _module_a(x: keras.KerasTensor) -> keras.KerasTensor:
    """For 35×35 maps: pool, 1×1, 3×3, two 3×3."""
    branches = [
        chain(layers.AveragePooling2D(3, 1, "same")(x), (96, 1)),
        chain(x, (96, 1)),
        chain(x, (64, 1), (96, 3)),
        chain(x, (64, 1), (96, 3), (96, 3)),
    ]
    return layers.Concatenate()(branches)


def _module_b(x: keras.KerasTensor) -> keras.KerasTensor:
    """For 17×17 maps: pool, 1×1, one 7×7 and two 7×7 as 1×7 and 7×1."""
    branches = [
        chain(layers.AveragePooling2D(3, 1, "same")(x), (128, 1)),
        chain(x, (384, 1)),
        chain(x, (192, 1), (224, (1, 7)), (256, (7, 1))),
        chain(x, (192, 1), (192, (1, 7)), (224, (7, 1)), (224, (1, 7)), (256, (7, 1))),
    ]
    return layers.Concatenate()(branches)


def _reduction_b_v4(x: keras.KerasTensor) -> keras.KerasTensor:
    """From 17×17 to 8×8, in Inception-v4."""
    branches = [
        layers.MaxPooling2D(3, 2)(x),
        chain(x, (192, 1), (192, 3, 2, "valid")),
        chain(x, (256, 1), (256, (1, 7)), (320, (7, 1)), (320, 3, 2, "valid")),
    ]
    return layers.Concatenate()(branches)


def _module_c(x: keras.KerasTensor) -> keras.KerasTensor:
    """For 8×8 maps: pool, 1×1, and 3×3 as 1×3 beside 3×1."""
    three = chain(x, (384, 1))
    double = chain(x, (384, 1), (448, (1, 3)), (512, (3, 1)))
    branches = [
        chain(layers.AveragePooling2D(3, 1, "same")(x), (256, 1)),
        chain(x, (256, 1)),
        chain(three, (256, (1, 3))),
        chain(three, (256, (3, 1))),
        chain(double, (256, (3, 1))),
        chain(double, (256, (1, 3))),
    ]
    return layers.Concatenate()(branches)
