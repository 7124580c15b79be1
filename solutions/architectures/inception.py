"""GoogLeNet and its successors: kernels of several sizes side by side, made cheap by 1×1 convolutions.

Sources: Szegedy et al., "Going deeper with convolutions", 2014 (v1); Ioffe and Szegedy, "Batch normalization", 2015
(v2); Szegedy et al., "Rethinking the inception architecture for computer vision", 2015 (v3).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import keras
from keras import layers

from solutions.architectures.alexnet import LocalResponseNorm

Shape = tuple[int, int, int]


def inception_module(x: keras.KerasTensor, filters: tuple[int, int, int, int, int, int]) -> keras.KerasTensor:
    """Look at the same maps with 1×1, 3×3 and 5×5 kernels and a 3×3 max-pool, and put the results side by side.

    A 1×1 convolution reduces the channels before the 3×3 and the 5×5 and after the pool. Every convolution keeps the
    size and ends in a ReLU.

    Arguments: x (N, height, width, channels); filters, of the 1×1, before the 3×3, of the 3×3, before the 5×5, of the
    5×5, after the pool.
    Returns: (N, height, width, sum of the filters of the four branches), in the order 1×1, 3×3, 5×5, pool.
    Source: Szegedy et al., 2014, figure 2(b).
    """
    f1, f3_reduce, f3, f5_reduce, f5, f_pool = filters
    conv = partial(layers.Conv2D, padding="same", activation="relu")
    one = conv(f1, 1)(x)
    three = conv(f3, 3)(conv(f3_reduce, 1)(x))
    five = conv(f5, 5)(conv(f5_reduce, 1)(x))
    pool = conv(f_pool, 1)(layers.MaxPooling2D(3, strides=1, padding="same")(x))
    return layers.Concatenate()([one, three, five, pool])


def inception_cost(height: int, width: int, c_in: int, c_out: int, kernel: int, bottleneck: int | None = None) -> int:
    """Count the multiplications of a convolution that keeps the size, with or without a 1×1 bottleneck before it.

    Arguments: height, width of the maps; c_in, c_out the channels; kernel, the side of a square kernel; bottleneck, the
    channels that a 1×1 convolution leaves to it, None where there is none.
    Returns: a whole number, for one image.
    Source: Szegedy et al., 2014.
    """
    if bottleneck is None:
        return height * width * kernel**2 * c_in * c_out
    return height * width * (c_in * bottleneck + kernel**2 * bottleneck * c_out)


def factorized_cost(height: int, width: int, channels: int, kernels: list[tuple[int, int]]) -> int:
    """Count the multiplications of convolutions one after the other, all with the same size and number of channels.

    Arguments: height, width of the maps; channels in and out of every convolution; kernels, (kh, kw) of each.
    Returns: a whole number, for one image.
    Source: Szegedy et al., 2015, section 3.
    """
    return sum(height * width * kh * kw * channels**2 for kh, kw in kernels)


def googlenet(classes: int = 1000, input_shape: Shape = (224, 224, 3), auxiliary: bool = False) -> keras.Model:
    """Build GoogLeNet (Inception v1): nine modules, then the mean of each map instead of large dense layers.

    6,998,552 parameters, and 6,379,728 more in the two auxiliary classifiers that help to train it. Their losses count
    0.3 each. The paper names its normalisation layers but not their numbers; here they have AlexNet's. Its table counts
    2.7 K weights and 34 M operations for the first convolution, as of a separable one (see `inception_v2`), where 7×7
    takes 9.4 K and 118 M. Its operations fit everywhere else but in module 5a (54 M for 51 M).

    Arguments: classes; input_shape (height, width, channels), at least 32 pixels, 65 with auxiliary classifiers;
    auxiliary, whether to build these.
    Returns: a model (N, height, width, channels) → (N, classes) of probabilities, with auxiliary classifiers a list of
    three: of the network, of its helper after module 4a, of its helper after module 4d. Not compiled.
    Source: Szegedy et al., 2014, table 1.
    """
    conv = partial(layers.Conv2D, padding="same", activation="relu")
    pool = partial(layers.MaxPooling2D, pool_size=3, strides=2, padding="same")
    inputs = keras.Input(input_shape)
    x = LocalResponseNorm()(pool()(conv(64, 7, 2)(inputs)))
    x = pool()(LocalResponseNorm()(conv(192, 3)(conv(64, 1)(x))))
    x = inception_module(x, (64, 96, 128, 16, 32, 32))  # 3a
    x = inception_module(x, (128, 128, 192, 32, 96, 64))
    x = helped_first = inception_module(pool()(x), (192, 96, 208, 16, 48, 64))  # 4a
    x = inception_module(x, (160, 112, 224, 24, 64, 64))
    x = inception_module(x, (128, 128, 256, 24, 64, 64))
    x = helped_second = inception_module(x, (112, 144, 288, 32, 64, 64))
    x = inception_module(x, (256, 160, 320, 32, 128, 128))
    x = inception_module(pool()(x), (256, 160, 320, 32, 128, 128))  # 5a
    x = inception_module(x, (384, 192, 384, 48, 128, 128))
    x = layers.Dropout(0.4)(layers.GlobalAveragePooling2D()(x))
    outputs = layers.Dense(classes, "softmax")(x)
    if auxiliary:
        outputs = [outputs, *(_auxiliary_classifier(helped, classes) for helped in (helped_first, helped_second))]
    return keras.Model(inputs, outputs)


def _auxiliary_classifier(x: keras.KerasTensor, classes: int) -> keras.KerasTensor:
    """A small classifier beside GoogLeNet, through which the loss reaches the layers below it by a short way."""
    x = layers.AveragePooling2D(5, 3)(x)
    x = layers.Conv2D(128, 1, activation="relu")(x)
    x = layers.Dense(1024, "relu")(layers.Flatten()(x))
    return layers.Dense(classes, "softmax")(layers.Dropout(0.7)(x))


def conv_bn(
    x: keras.KerasTensor, filters: int, kernel: int | tuple[int, int], stride: int = 1, padding: str = "same"
) -> keras.KerasTensor:
    """Convolution without bias, batch normalisation with a shift and no scale, ReLU.

    The scale γ is left out, as in the networks that the authors released: the next layer's weights can do its work.

    Arguments: x (N, height, width, channels); filters; kernel, a number or (height, width); stride; padding.
    Returns: (N, out height, out width, filters).
    Source: Ioffe and Szegedy, 2015.
    """
    x = layers.Conv2D(filters, kernel, stride, padding, use_bias=False)(x)
    return _bn_relu(x)


def chain(x: keras.KerasTensor, *convolutions: tuple) -> keras.KerasTensor:
    """Apply `conv_bn` several times in a row.

    Arguments: x (N, height, width, channels); convolutions, each (filters, kernel, stride, padding), of which the last
    two may be left out.
    Returns: what the last one gives.
    """
    for convolution in convolutions:
        x = conv_bn(x, *convolution)
    return x


def inception_v2(classes: int = 1000, input_shape: Shape = (224, 224, 3)) -> keras.Model:
    """Build BN-Inception, the first network with batch normalisation; its authors later called it Inception-v2.

    Against GoogLeNet: two 3×3 in place of each 5×5, three modules with 28×28 maps, and modules that halve the maps
    (the pool passes its input on). The first convolution is separable, with eight filters per colour. 11,198,240
    parameters; the network that the authors released has 128 fewer, since its first convolution has biases in place of
    the normalisation. The paper doesn't say whether the auxiliary classifiers stayed; here there are none.

    Arguments: classes; input_shape (height, width, channels), at least 32 pixels.
    Returns: a model (N, height, width, channels) → (N, classes) of probabilities, not compiled.
    Source: Ioffe and Szegedy, 2015, figure 5.
    """
    mean = partial(layers.AveragePooling2D, 3, 1, "same")
    largest = partial(layers.MaxPooling2D, 3, 1, "same")
    inputs = keras.Input(input_shape)
    x = layers.SeparableConv2D(64, 7, 2, "same", depth_multiplier=8, use_bias=False)(inputs)
    x = layers.MaxPooling2D(3, 2, "same")(_bn_relu(x))
    x = layers.MaxPooling2D(3, 2, "same")(chain(x, (64, 1), (192, 3)))
    x = _module_v2(x, 64, (64, 64), (64, 96), mean, 32)  # 3a
    x = _module_v2(x, 64, (64, 96), (64, 96), mean, 64)
    x = _halving_v2(x, (128, 160), (64, 96))
    x = _module_v2(x, 224, (64, 96), (96, 128), mean, 128)  # 4a
    x = _module_v2(x, 192, (96, 128), (96, 128), mean, 128)
    x = _module_v2(x, 160, (128, 160), (128, 160), mean, 96)
    x = _module_v2(x, 96, (128, 192), (160, 192), mean, 96)
    x = _halving_v2(x, (128, 192), (192, 256))
    x = _module_v2(x, 352, (192, 320), (160, 224), mean, 128)  # 5a
    x = _module_v2(x, 352, (192, 320), (192, 224), largest, 128)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(classes, "softmax")(x))


def _module_v2(
    x: keras.KerasTensor,
    one: int,
    three: tuple[int, int],
    double: tuple[int, int],
    pool: Callable[[], keras.Layer],
    projection: int,
) -> keras.KerasTensor:
    """1×1; 1×1 and 3×3; 1×1 and two 3×3; pool and 1×1."""
    branches = [
        chain(x, (one, 1)),
        chain(x, (three[0], 1), (three[1], 3)),
        chain(x, (double[0], 1), (double[1], 3), (double[1], 3)),
        chain(pool()(x), (projection, 1)),
    ]
    return layers.Concatenate()(branches)


def _halving_v2(x: keras.KerasTensor, three: tuple[int, int], double: tuple[int, int]) -> keras.KerasTensor:
    """Two of the branches with stride 2, and a pool that passes its channels on."""
    branches = [
        chain(x, (three[0], 1), (three[1], 3, 2)),
        chain(x, (double[0], 1), (double[1], 3), (double[1], 3, 2)),
        layers.MaxPooling2D(3, 2, "same")(x),
    ]
    return layers.Concatenate()(branches)


def inception_v3(classes: int = 1000, input_shape: Shape = (299, 299, 3), auxiliary: bool = False) -> keras.Model:
    """Build Inception v3: factorised kernels, maps halved by strided branches, a batch-normalised auxiliary classifier.

    23,851,784 parameters without the auxiliary classifier, layer for layer `keras.applications.InceptionV3`. It is
    trained on smoothed labels (unit 07). The paper's modules for 35×35 maps have two 3×3 for each 5×5; the network
    that the authors released, and this one, keep one 5×5 with few channels.

    Arguments: classes; input_shape (height, width, channels), at least 75 pixels, 107 with the auxiliary classifier;
    auxiliary, whether to build it.
    Returns: a model (N, height, width, channels) → (N, classes) of probabilities, with the auxiliary classifier a list
    of two. Not compiled.
    Source: Szegedy et al., 2015, table 1 and figures 5 to 8 and 10.
    """
    inputs = keras.Input(input_shape)
    x = chain(inputs, (32, 3, 2, "valid"), (32, 3, 1, "valid"), (64, 3))
    x = chain(layers.MaxPooling2D(3, 2)(x), (80, 1), (192, 3, 1, "valid"))
    x = layers.MaxPooling2D(3, 2)(x)
    for projection in (32, 64, 64):
        x = _module_35(x, projection)
    x = _halving_35(x)
    for channels in (128, 160, 160, 192):
        x = _module_17(x, channels)
    helped = x
    x = _halving_17(x)
    for _ in range(2):
        x = _module_8(x)
    outputs = layers.Dense(classes, "softmax")(layers.GlobalAveragePooling2D()(x))
    if auxiliary:
        outputs = [outputs, _auxiliary_classifier_v3(helped, classes)]
    return keras.Model(inputs, outputs)


def _module_35(x: keras.KerasTensor, projection: int) -> keras.KerasTensor:
    """For 35×35 maps: 1×1, 5×5, two 3×3, pool."""
    branches = [
        chain(x, (64, 1)),
        chain(x, (48, 1), (64, 5)),
        chain(x, (64, 1), (96, 3), (96, 3)),
        chain(layers.AveragePooling2D(3, 1, "same")(x), (projection, 1)),
    ]
    return layers.Concatenate()(branches)


def _halving_35(x: keras.KerasTensor) -> keras.KerasTensor:
    """From 35×35 to 17×17."""
    branches = [
        chain(x, (384, 3, 2, "valid")),
        chain(x, (64, 1), (96, 3), (96, 3, 2, "valid")),
        layers.MaxPooling2D(3, 2)(x),
    ]
    return layers.Concatenate()(branches)


def _module_17(x: keras.KerasTensor, channels: int) -> keras.KerasTensor:
    """For 17×17 maps: 1×1, one 7×7 and two 7×7 as 1×7 and 7×1, pool."""
    branches = [
        chain(x, (192, 1)),
        chain(x, (channels, 1), (channels, (1, 7)), (192, (7, 1))),
        chain(x, (channels, 1), (channels, (7, 1)), (channels, (1, 7)), (channels, (7, 1)), (192, (1, 7))),
        chain(layers.AveragePooling2D(3, 1, "same")(x), (192, 1)),
    ]
    return layers.Concatenate()(branches)


def _halving_17(x: keras.KerasTensor) -> keras.KerasTensor:
    """From 17×17 to 8×8."""
    branches = [
        chain(x, (192, 1), (320, 3, 2, "valid")),
        chain(x, (192, 1), (192, (1, 7)), (192, (7, 1)), (192, 3, 2, "valid")),
        layers.MaxPooling2D(3, 2)(x),
    ]
    return layers.Concatenate()(branches)


def _module_8(x: keras.KerasTensor) -> keras.KerasTensor:
    """For 8×8 maps: 1×1, and 3×3 as 1×3 beside 3×1, pool."""
    three = chain(x, (384, 1))
    double = chain(x, (448, 1), (384, 3))
    branches = [
        chain(x, (320, 1)),
        layers.Concatenate()([chain(three, (384, (1, 3))), chain(three, (384, (3, 1)))]),
        layers.Concatenate()([chain(double, (384, (1, 3))), chain(double, (384, (3, 1)))]),
        chain(layers.AveragePooling2D(3, 1, "same")(x), (192, 1)),
    ]
    return layers.Concatenate()(branches)


def _auxiliary_classifier_v3(x: keras.KerasTensor, classes: int) -> keras.KerasTensor:
    """A classifier beside Inception v3; its second convolution covers all that the pool leaves (5×5 of 17×17)."""
    x = chain(layers.AveragePooling2D(5, 3)(x), (128, 1))
    x = chain(x, (768, x.shape[1:3], 1, "valid"))
    return layers.Dense(classes, "softmax")(layers.Flatten()(x))


def _bn_relu(x: keras.KerasTensor) -> keras.KerasTensor:
    return layers.ReLU()(layers.BatchNormalization(scale=False)(x))
