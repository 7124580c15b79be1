"""The Inception family: the papers' tables and arithmetic, layer for layer as Keras has it, forward passes."""

import math
from collections import Counter

import numpy as np
import pytest

import solutions.architectures as nets
from solutions.architectures import counting

#: operations in millions by the paper's table, but for the first convolution and module 5a (54), which it counts otherwise
GOOGLENET_MILLIONS = {"2": 360, "3a": 128, "3b": 304, "4a": 73, "4b": 88, "4c": 100, "4d": 119, "4e": 170, "5b": 71}
GOOGLENET_ROWS = ("1", "2", "3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b", "linear")


def concatenated(model) -> list[tuple[int, ...]]:
    return [layer.output.shape[1:] for layer in model.layers if type(layer).__name__ == "Concatenate"]


def pools(model) -> Counter[str]:
    return Counter(type(layer).__name__ for layer in model.layers if "Pooling2D" in type(layer).__name__)


def rows_of_googlenet(model) -> dict[str, int]:
    """Multiply-adds between the places where branches meet or maps are halved: the rows of the paper's table."""
    sums, row = [], 0
    for layer in model.layers:
        row += counting.multiply_adds(layer)
        meets = type(layer).__name__ == "Concatenate" or getattr(layer, "units", None) == 1000
        if meets or (type(layer).__name__ == "MaxPooling2D" and layer.strides == (2, 2)):
            sums.append(row)
            row = 0
    return dict(zip(GOOGLENET_ROWS, [total for total in sums if total], strict=True))


def test_bottlenecks_and_factors_save_what_the_papers_say():
    cost, factorized = nets.inception.inception_cost, nets.inception.factorized_cost
    assert cost(28, 28, 192, 32, 5) == 120_422_400
    assert cost(28, 28, 192, 32, 5, bottleneck=16) == 12_443_648
    assert round(factorized(9, 8, 7, [(5, 5)]) / factorized(9, 8, 7, [(3, 3)]), 2) == 2.78
    assert round(1 - factorized(9, 8, 7, [(3, 3)] * 2) / factorized(9, 8, 7, [(5, 5)]), 2) == 0.28
    assert round(1 - factorized(9, 8, 7, [(1, 3), (3, 1)]) / factorized(9, 8, 7, [(3, 3)]), 2) == 0.33


def test_costs_are_those_of_the_layers(keras):
    inputs = keras.Input((6, 5, 8))
    with_bottleneck = keras.layers.Conv2D(4, 3, padding="same")(keras.layers.Conv2D(2, 1)(inputs))
    without = keras.layers.Conv2D(4, 3, padding="same")(inputs)
    cost = nets.inception.inception_cost
    assert counting.multiply_adds(keras.Model(inputs, with_bottleneck)) == cost(6, 5, 8, 4, 3, 2)
    assert counting.multiply_adds(keras.Model(inputs, without)) == cost(6, 5, 8, 4, 3)


def test_the_module_joins_its_branches_in_order(keras):
    inputs = keras.Input((6, 5, 3))
    model = keras.Model(inputs, nets.inception.inception_module(inputs, (1, 2, 3, 4, 5, 6)))
    assert model.output.shape == (None, 6, 5, 15)
    kernels = sorted(tuple(layer.kernel.shape) for layer in model.layers if hasattr(layer, "kernel"))
    expected = [(1, 1, 3, 1), (1, 1, 3, 2), (3, 3, 2, 3), (1, 1, 3, 4), (5, 5, 4, 5), (1, 1, 3, 6)]
    assert kernels == sorted(expected)
    x = np.random.default_rng(0).normal(size=(1, 6, 5, 3))
    before = np.asarray(model(x))
    for layer in model.layers:
        if layer.weights and layer.kernel.shape[-1] in (1, 3, 5, 6):
            layer.set_weights([0 * layer.kernel, 0 * layer.bias + layer.kernel.shape[-1]])
    parts = np.split(np.asarray(model(x)), [1, 4, 9], axis=-1)
    assert [np.unique(part).tolist() for part in parts] == [[1], [3], [5], [6]]
    assert (before >= 0).all()


def test_googlenet_has_the_widths_and_the_work_of_the_papers_table(blank):
    model = blank(nets.inception.googlenet)
    widths = [256, 480, 512, 512, 512, 528, 832, 832, 1024]
    assert concatenated(model) == [
        (side, side, n) for side, n in zip([28] * 2 + [14] * 5 + [7] * 2, widths, strict=True)
    ]
    work = rows_of_googlenet(model)
    assert {
        name: abs(work[name] / 1e6 - millions) < 1 for name, millions in GOOGLENET_MILLIONS.items()
    } == dict.fromkeys(GOOGLENET_MILLIONS, True)
    assert model.count_params() == 6_998_552
    assert pools(model) == {"MaxPooling2D": 9 + 4, "GlobalAveragePooling2D": 1}


def test_the_papers_first_row_fits_a_separable_convolution(keras, blank):
    inputs = keras.Input((224, 224, 3))
    separable = keras.layers.SeparableConv2D(64, 7, 2, "same", depth_multiplier=8, use_bias=False)
    model = keras.Model(inputs, separable(inputs))
    assert round(model.count_params() / 1000, 1) == 2.7
    assert round(counting.multiply_adds(model) / 1e6) == 34
    assert round(rows_of_googlenet(blank(nets.inception.googlenet))["1"] / 1e6) == 118


def test_googlenet_has_22_layers_with_weights_on_its_longest_way(keras, blank):
    depth: dict[str, int] = {}
    for layer in blank(nets.inception.googlenet).layers:
        before = [tensor._keras_history.operation.name for tensor in keras.tree.flatten(layer.input)]
        depth[layer.name] = max((depth[name] for name in before), default=0) + bool(layer.weights)
    assert max(depth.values()) == 22


def test_auxiliary_classifiers_add_what_they_weigh(blank):
    plain, helped = blank(nets.inception.googlenet), blank(nets.inception.googlenet, auxiliary=True)
    extra = sum(128 * width + 128 + 4 * 4 * 128 * 1024 + 1024 + 1024 * 1000 + 1000 for width in (512, 528))
    assert helped.count_params() - plain.count_params() == extra == 6_379_728
    assert [output.shape for output in helped.outputs] == [(None, 1000)] * 3


def test_inception_v2_has_the_widths_of_its_table_and_the_released_parameters(blank):
    """The released network has 10,173,112 variables before its classifier, and no normalisation after its first layer.

    Normalisation takes 3 · 64 numbers there, biases would take 64.
    """
    model = blank(nets.inception.inception_v2)
    sides, widths = [28] * 2 + [14] * 5 + [7] * 3, [256, 320, 576, 576, 576, 576, 576, 1024, 1024, 1024]
    assert concatenated(model) == [(side, side, width) for side, width in zip(sides, widths, strict=True)]
    assert pools(model) == {"AveragePooling2D": 7, "MaxPooling2D": 3 + 2, "GlobalAveragePooling2D": 1}
    assert model.count_params() == 11_198_240
    assert model.count_params() - (1024 + 1) * 1000 - (3 * 64 - 64) == 10_173_112


def test_inception_v3_is_keras_own_layer_by_layer(keras, blank):
    ours = blank(nets.inception.inception_v3)
    theirs = blank(keras.applications.InceptionV3, weights=None)
    assert [tuple(w.shape) for w in ours.weights] == [tuple(w.shape) for w in theirs.weights]
    assert ours.count_params() == 23_851_784


def test_inception_v3_gives_keras_features_on_the_same_weights(keras, blank, invented, features):
    theirs = blank(keras.applications.InceptionV3, weights=None)
    weights = invented(theirs.weights, 3)
    x = np.random.default_rng(3).normal(size=(1, 299, 299, 3)).astype("float32")
    expected = features(theirs, weights, x)
    assert expected.std() > 0.1
    ours = features(blank(nets.inception.inception_v3), weights, x)
    np.testing.assert_allclose(ours, expected, atol=1e-3 * np.abs(expected).max())


def test_the_auxiliary_classifier_of_v3_normalises_and_covers_5x5(blank):
    plain, helped = blank(nets.inception.inception_v3), blank(nets.inception.inception_v3, auxiliary=True)
    extra = 768 * 128 + 3 * 128 + 5 * 5 * 128 * 768 + 3 * 768 + 768 * 1000 + 1000
    assert helped.count_params() - plain.count_params() == extra
    assert [output.shape for output in helped.outputs] == [(None, 1000)] * 2


@pytest.mark.parametrize(
    ("name", "side", "auxiliary"),
    [("googlenet", 65, {"auxiliary": True}), ("inception_v2", 33, {}), ("inception_v3", 107, {"auxiliary": True})],
)
def test_narrow_ones_give_probabilities(blank, name, side, auxiliary):
    wide = blank(getattr(nets.inception, name), classes=3, input_shape=(side, side, 1), **auxiliary)
    model = counting.narrow(wide, 1 / 8)
    out = model(np.random.default_rng(1).normal(size=(2, side, side, 1)).astype("float32"))
    outs = out if auxiliary else [out]
    for probabilities in map(np.asarray, outs):
        assert probabilities.shape == (2, 3)
        np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)


def test_every_kernel_of_v3_is_counted(blank):
    model = blank(nets.inception.inception_v3)
    first = counting.multiply_adds(model.layers[1])
    assert first == 149 * 149 * math.prod((3, 3, 3, 32))
