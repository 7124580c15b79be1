"""Counting: multiply-adds by hand for each kind of layer, tables, networks without weights, and narrower ones."""

import gc

import numpy as np
import psutil
import pytest

import solutions.architectures as nets
from solutions.architectures import counting


@pytest.mark.parametrize(
    ("kind", "settings", "expected"),
    [
        ("Conv2D", {"filters": 6, "kernel_size": (3, 2)}, 7 * 8 * 3 * 2 * 4 * 6),
        ("Conv2D", {"filters": 6, "kernel_size": 3, "strides": 2, "padding": "same"}, 5 * 5 * 9 * 4 * 6),
        ("Conv2D", {"filters": 6, "kernel_size": 3, "groups": 2}, 7 * 7 * 9 * 2 * 6),
        ("DepthwiseConv2D", {"kernel_size": 3, "depth_multiplier": 2}, 7 * 7 * 9 * 4 * 2),
        ("SeparableConv2D", {"filters": 6, "kernel_size": 3, "depth_multiplier": 2}, 7 * 7 * (9 * 8 + 8 * 6)),
        ("Dense", {"units": 5}, 9 * 9 * 4 * 5),
        ("MaxPooling2D", {}, 0),
        ("BatchNormalization", {}, 0),
    ],
)
def test_multiply_adds_by_hand(keras, kind, settings, expected):
    layer = getattr(keras.layers, kind)(**settings)
    layer(keras.Input((9, 9, 4)))
    assert counting.multiply_adds(layer) == expected


def test_a_model_inside_a_model_counts(keras):
    inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
    outer = keras.Sequential([keras.Input((4,)), inner, keras.layers.Dense(2)])
    assert counting.multiply_adds(outer) == 4 * 3 + 3 * 2


def test_the_table_prints_names_shapes_and_sums():
    model = nets.lenet.lenet5()
    lines = counting.table_text(counting.layer_table(model)).splitlines()
    assert len(lines) == 1 + len(model.layers) + 1
    assert lines[0].split() == ["layer", "output", "parameters", "multiply-adds"]
    assert lines[1].split() == ["C1", "28×28×6", "156", "117,600"]
    assert lines[-1].split() == ["in", "all", "61,706", "416,520"]
    assert len(set(map(len, lines))) == 1


def test_without_weights_takes_no_memory_and_leaves_nothing_behind(keras):
    """VGG-16 would take 553 MB."""
    gc.collect()
    before = psutil.Process().memory_info().rss
    model = counting.without_weights(nets.vgg.vgg16)
    with keras.StatelessScope():
        pass
    assert model.count_params() == 138_357_544
    assert psutil.Process().memory_info().rss - before < 100e6


def test_without_weights_counts_names_from_the_start(keras):
    keras.layers.Dense(1)
    names = [[layer.name for layer in counting.without_weights(nets.vgg.vgg16).layers] for _ in range(2)]
    assert names[0] == names[1]
    assert names[0][:3] == ["conv2d", "conv2d_1", "max_pooling2d"]


def test_an_error_while_building_without_weights_comes_through():
    with pytest.raises(ValueError, match="6n"):
        counting.without_weights(lambda: nets.resnet.resnet(9))


def test_narrow_keeps_the_outputs_and_thins_the_rest(keras):
    inputs = keras.Input((9, 9, 2))
    x = keras.layers.Conv2D(16, 3)(inputs)
    x = keras.layers.Dense(6, "relu")(keras.layers.Flatten()(x))
    wide = keras.Model(inputs, [keras.layers.Dense(4)(x), keras.layers.Dense(8)(x)])
    thin = counting.narrow(wide, 1 / 4)
    assert [tuple(weight.shape) for weight in thin.weights if weight.name == "kernel"] == [
        (3, 3, 2, 4),
        (7 * 7 * 4, 2),
        (2, 4),
        (2, 8),
    ]
    assert [np.asarray(out).shape for out in thin(np.ones((3, 9, 9, 2)))] == [(3, 4), (3, 8)]
    assert wide.layers[1].filters == 16
