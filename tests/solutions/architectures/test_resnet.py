"""ResNets: blocks that can do nothing, the published counts, layer for layer as Keras but for its biases."""

import math

import numpy as np
import pytest

import solutions.architectures as nets
from solutions.architectures import counting

#: trainable parameters, and multiply-adds in milliards as the paper's table 1 gives them
PUBLISHED = {
    18: (11_689_512, 1.8),
    34: (21_797_672, 3.6),
    50: (25_557_032, 3.8),
    101: (44_549_160, 7.6),
    152: (60_192_808, 11.3),
}


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(2015)


def built(blank, depth: int):
    return blank(getattr(nets.resnet, f"resnet{depth}"))


def trainable(model) -> int:
    return sum(math.prod(weight.shape) for weight in model.trainable_weights)


@pytest.mark.parametrize("depth", PUBLISHED)
def test_parameters_and_work_are_the_published_ones(blank, depth):
    parameters, milliards = PUBLISHED[depth]
    model = built(blank, depth)
    assert trainable(model) == parameters
    assert abs(counting.multiply_adds(model) / 1e9 - milliards) < 0.1


@pytest.mark.parametrize("depth", PUBLISHED)
def test_the_depth_counts_layers_with_weights_but_not_projections(blank, depth):
    kernels = [layer.kernel.shape for layer in built(blank, depth).layers if hasattr(layer, "kernel")]
    projections = 3 if depth < 50 else 4
    assert len(kernels) - projections == depth


@pytest.mark.parametrize("depth", [50, 101, 152])
def test_keras_own_differs_by_a_bias_for_every_filter(keras, blank, depth):
    ours = built(blank, depth)
    theirs = blank(getattr(keras.applications, f"ResNet{depth}"), weights=None)
    biases = {id(layer.bias) for layer in theirs.layers if isinstance(layer, keras.layers.Conv2D)}
    without = [tuple(weight.shape) for weight in theirs.weights if id(weight) not in biases]
    assert [tuple(weight.shape) for weight in ours.weights] == without
    filters = sum(layer.filters for layer in theirs.layers if isinstance(layer, keras.layers.Conv2D))
    assert theirs.count_params() - ours.count_params() == filters


def test_resnet50_gives_keras_features_on_the_same_weights(keras, blank, invented, features):
    """On 61×61 pixels, where "same" padding is as symmetrical as Keras's explicit zeros; with our ε, without biases."""
    small = {"classes": 3, "input_shape": (61, 61, 3)}
    ours, theirs = blank(nets.resnet.resnet50, **small), blank(keras.applications.ResNet50, weights=None, **small)
    convolutions = [layer for layer in theirs.layers if isinstance(layer, keras.layers.Conv2D)]
    biases = {id(layer.bias) for layer in convolutions}
    weights = [
        np.zeros_like(value) if id(weight) in biases else value
        for weight, value in zip(theirs.weights, invented(theirs.weights, 50), strict=True)
    ]
    for layer in theirs.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.epsilon = 1e-3
    x = np.random.default_rng(50).normal(size=(2, 61, 61, 3)).astype("float32")
    expected = features(theirs, weights, x)
    assert expected.std() > 0.1
    own = [value for weight, value in zip(theirs.weights, weights, strict=True) if id(weight) not in biases]
    np.testing.assert_allclose(features(ours, own, x), expected, atol=1e-3 * np.abs(expected).max())


@pytest.mark.parametrize(("block", "filters"), [("residual_block", 8), ("bottleneck_block", 2)])
def test_a_block_that_adds_nothing_passes_its_input_on(keras, rng, block, filters):
    inputs = keras.Input((5, 7, 8))
    model = keras.Model(inputs, getattr(nets.resnet, block)(inputs, filters))
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.gamma.assign(0 * layer.gamma)
    x = rng.normal(size=(2, 5, 7, 8)).astype("float32")
    np.testing.assert_allclose(model(x), np.maximum(x, 0))


@pytest.mark.parametrize(
    ("block", "filters", "stride", "shape", "kernels"),
    [
        ("residual_block", 4, 1, (5, 7, 4), [(3, 3, 4, 4), (3, 3, 4, 4)]),
        ("residual_block", 4, 2, (3, 4, 4), [(1, 1, 4, 4), (3, 3, 4, 4), (3, 3, 4, 4)]),
        ("residual_block", 6, 1, (5, 7, 6), [(1, 1, 4, 6), (3, 3, 4, 6), (3, 3, 6, 6)]),
        ("bottleneck_block", 1, 1, (5, 7, 4), [(1, 1, 1, 4), (1, 1, 4, 1), (3, 3, 1, 1)]),
        ("bottleneck_block", 2, 2, (3, 4, 8), [(1, 1, 2, 8), (1, 1, 4, 2), (1, 1, 4, 8), (3, 3, 2, 2)]),
    ],
)
def test_a_block_projects_only_where_the_shape_changes(keras, block, filters, stride, shape, kernels):
    inputs = keras.Input((5, 7, 4))
    model = keras.Model(inputs, getattr(nets.resnet, block)(inputs, filters, stride))
    assert model.output.shape[1:] == shape
    assert sorted(tuple(layer.kernel.shape) for layer in model.layers if hasattr(layer, "kernel")) == kernels


@pytest.mark.parametrize("depth", [8, 20])
def test_small_networks_have_three_stages(blank, depth):
    model = blank(nets.resnet.resnet, depth=depth, input_shape=(32, 30, 3), classes=5)
    added = [layer.output.shape[1:] for layer in model.layers if type(layer).__name__ == "Add"]
    blocks = (depth - 2) // 6
    assert added == [(32, 30, 16)] * blocks + [(16, 15, 32)] * blocks + [(8, 8, 64)] * blocks
    assert model.output.shape == (None, 5)


def test_a_small_network_trains(rng):
    model = nets.resnet.resnet(8, (9, 8, 1), 3)
    model.compile("adam", "sparse_categorical_crossentropy", run_eagerly=True)
    before = [np.array(weight) for weight in model.trainable_weights]
    model.train_on_batch(rng.normal(size=(4, 9, 8, 1)), np.array([0, 1, 2, 1]))
    assert all(np.any(old != new) for old, new in zip(before, model.trainable_weights, strict=True))


@pytest.mark.parametrize("depth", [2, 18, 21])
def test_other_depths_are_refused(depth):
    with pytest.raises(ValueError, match=f"6n \\+ 2.*received {depth}"):
        nets.resnet.resnet(depth)
