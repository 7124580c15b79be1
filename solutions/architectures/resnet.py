"""ResNet: blocks that learn what to add to their input, H(x) = F(x) + x, so that depth helps instead of hurting.

A convolution that is followed by batch normalisation has no bias: the normalisation would take it away again.
Source: He, Zhang, Ren and Sun, "Deep residual learning for image recognition", 2015.
"""

from __future__ import annotations

from collections.abc import Callable

import keras
from keras import layers

Shape = tuple[int, int, int]


def residual_block(x: keras.KerasTensor, filters: int, stride: int = 1) -> keras.KerasTensor:
    """Add two 3×3 convolutions to their input: ReLU(F(x) + x).

    Each convolution is followed by batch normalisation, the first one then by a ReLU. Where F changes the shape, a 1×1
    convolution with batch normalisation gives x the same shape (a projection); elsewhere x passes as it is.

    Arguments: x (N, height, width, channels); filters of both convolutions; stride of the first one.
    Returns: (N, ⌈height/stride⌉, ⌈width/stride⌉, filters).
    Source: He et al., 2015, figure 5, left; projection as its option B.
    """
    f = layers.ReLU()(_conv_bn(x, filters, 3, stride))
    f = _conv_bn(f, filters, 3)
    return layers.ReLU()(layers.Add()([_shortcut(x, filters, stride), f]))


def bottleneck_block(x: keras.KerasTensor, filters: int, stride: int = 1) -> keras.KerasTensor:
    """Add a 3×3 convolution between two 1×1 to their input: the first reduces the channels, the last restores them.

    Batch normalisation, ReLU and shortcut as in `residual_block`. The stride is in the first convolution, as
    published; many later programs have it in the 3×3.

    Arguments: x (N, height, width, channels); filters of the first two convolutions, the last one has 4·filters;
    stride.
    Returns: (N, ⌈height/stride⌉, ⌈width/stride⌉, 4·filters).
    Source: He et al., 2015, figure 5, right.
    """
    f = layers.ReLU()(_conv_bn(x, filters, 1, stride))
    f = layers.ReLU()(_conv_bn(f, filters, 3))
    f = _conv_bn(f, 4 * filters, 1)
    return layers.ReLU()(layers.Add()([_shortcut(x, 4 * filters, stride), f]))


def resnet(depth: int, input_shape: Shape = (32, 32, 3), classes: int = 10) -> keras.Model:
    """Build a ResNet for small images: one convolution, three stages of residual blocks, mean of each map, softmax.

    The stages have 16, 32 and 64 filters; the second and the third start with stride 2. The paper's networks of this
    kind have shortcuts without parameters where the shape changes (its option A); here they are projections.

    Arguments: depth = 6n + 2 layers with weights, for n = 1, 2, … blocks per stage (projections don't count);
    input_shape (height, width, channels); classes.
    Returns: a model (N, height, width, channels) → (N, classes) of probabilities, not compiled.
    Errors: ValueError for another depth.
    Source: He et al., 2015, section 4.2.
    """
    blocks, rest = divmod(depth - 2, 6)
    if rest or blocks < 1:
        raise ValueError(
            f"expected a depth of 6n + 2, such as 8, 14 or 20; received {depth}. "
            "Likely cause: layers without weights were counted, or a projection."
        )
    inputs = keras.Input(input_shape)
    x = layers.ReLU()(_conv_bn(inputs, 16, 3))
    for filters in (16, 32, 64):
        for block in range(blocks):
            x = residual_block(x, filters, stride=2 if filters > 16 and block == 0 else 1)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(classes, "softmax")(x))


def resnet18(classes: int = 1000, input_shape: Shape = (224, 224, 3)) -> keras.Model:
    """Build ResNet-18: 11,689,512 trainable parameters, 9,600 more that batch normalisation measures.

    Shortcuts are projections where the shape changes (option B), in all five networks of this kind. The paper doesn't
    say how its layers pad; here all have "same" padding.

    Arguments: classes; input_shape (height, width, channels).
    Returns: a model (N, height, width, channels) → (N, classes) of probabilities, not compiled.
    Source: He et al., 2015, table 1.
    """
    return _resnet_for_imagenet(residual_block, (2, 2, 2, 2), classes, input_shape)


def resnet34(classes: int = 1000, input_shape: Shape = (224, 224, 3)) -> keras.Model:
    """Build ResNet-34: 21,797,672 trainable parameters, 17,024 more that batch normalisation measures.

    Arguments, returns and source: as for `resnet18`.
    """
    return _resnet_for_imagenet(residual_block, (3, 4, 6, 3), classes, input_shape)


def resnet50(classes: int = 1000, input_shape: Shape = (224, 224, 3)) -> keras.Model:
    """Build ResNet-50: 25,557,032 trainable parameters, 53,120 more that batch normalisation measures.

    `keras.applications.ResNet50` has 26,560 more: a bias for every filter, which the batch normalisation right after
    it takes away again.

    Arguments, returns and source: as for `resnet18`.
    """
    return _resnet_for_imagenet(bottleneck_block, (3, 4, 6, 3), classes, input_shape)


def resnet101(classes: int = 1000, input_shape: Shape = (224, 224, 3)) -> keras.Model:
    """Build ResNet-101: 44,549,160 trainable parameters, 105,344 more that batch normalisation measures.

    Arguments, returns and source: as for `resnet18`.
    """
    return _resnet_for_imagenet(bottleneck_block, (3, 4, 23, 3), classes, input_shape)


def resnet152(classes: int = 1000, input_shape: Shape = (224, 224, 3)) -> keras.Model:
    """Build ResNet-152: 60,192,808 trainable parameters, 151,424 more that batch normalisation measures.

    Arguments, returns and source: as for `resnet18`.
    """
    return _resnet_for_imagenet(bottleneck_block, (3, 8, 36, 3), classes, input_shape)


def _resnet_for_imagenet(
    block: Callable[..., keras.KerasTensor], counts: tuple[int, int, int, int], classes: int, input_shape: Shape
) -> keras.Model:
    """A 7×7 convolution and a pool, four stages of so many blocks, mean of each map, softmax."""
    inputs = keras.Input(input_shape)
    x = layers.ReLU()(_conv_bn(inputs, 64, 7, 2))
    x = layers.MaxPooling2D(3, 2, "same")(x)
    for filters, count in zip((64, 128, 256, 512), counts, strict=True):
        for number in range(count):
            x = block(x, filters, stride=2 if filters > 64 and number == 0 else 1)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(classes, "softmax")(x))


def _conv_bn(x: keras.KerasTensor, filters: int, kernel: int, stride: int = 1) -> keras.KerasTensor:
    """Convolution with batch normalisation, "same" padding."""
    x = layers.Conv2D(filters, kernel, stride, "same", use_bias=False)(x)
    return layers.BatchNormalization()(x)


def _shortcut(x: keras.KerasTensor, filters: int, stride: int) -> keras.KerasTensor:
    """The input of a block in the shape of its output."""
    if stride == 1 and x.shape[-1] == filters:
        return x
    return _conv_bn(x, filters, 1, stride)
