"""Inception-v4 and the Inception-ResNets: sizes of the paper's figures, known counts, layer for layer as Keras."""

import math

import numpy as np
import pytest

import solutions.architectures as nets
from solutions.architectures import counting


def trainable(model) -> int:
    return sum(math.prod(weight.shape) for weight in model.trainable_weights)


def normalised_channels(model) -> int:
    """How many scales γ there would be: one per mean that is measured."""
    return sum(weight.shape[0] for weight in model.weights if weight.name == "moving_mean")


def stages(model, kind: str) -> list[tuple[int, ...]]:
    shapes = [layer.output.shape[1:] for layer in model.layers if type(layer).__name__ == kind]
    return list(dict.fromkeys(shapes))


def test_v4_has_the_sizes_of_the_figures_and_the_known_parameters(blank):
    """Programs that keep γ count 42,679,816 trainable parameters."""
    model = blank(nets.inception_resnet.inception_v4)
    stem = [(73, 73, 160), (71, 71, 192), (35, 35, 384)]
    assert stages(model, "Concatenate") == [*stem, (17, 17, 1024), (8, 8, 1536)]
    assert sum(type(layer).__name__ == "AveragePooling2D" for layer in model.layers) == 4 + 7 + 3
    assert trainable(model) + normalised_channels(model) == 42_679_816
    assert model.count_params() == 42_711_400


def test_v1_has_the_sizes_of_the_figures_and_the_known_parameters(blank):
    """A well-known program for faces has 27,910,327.

    It keeps γ, has a sixth module for 8×8 maps, and another head: 512 normalised features, then 8,631 classes.
    """
    model = blank(nets.inception_resnet.inception_resnet_v1)
    assert stages(model, "Add") == [(35, 35, 256), (17, 17, 896), (8, 8, 1792)]
    assert model.count_params() == 22_769_848
    head = (1792 + 1) * 1000
    module = 2 * (1792 * 192 + 2 * 192) + 2 * (3 * 192 * 192 + 2 * 192) + (2 * 192 + 1) * 1792
    other_head = 1792 * 512 + 2 * 512 + (512 + 1) * 8631
    assert trainable(model) - head + normalised_channels(model) + module + other_head == 27_910_327


def test_v2_is_keras_own_layer_by_layer(keras, blank):
    ours = blank(nets.inception_resnet.inception_resnet_v2)
    theirs = blank(keras.applications.InceptionResNetV2, weights=None)
    assert [tuple(w.shape) for w in ours.weights] == [tuple(w.shape) for w in theirs.weights]
    assert ours.count_params() == 55_873_736
    assert stages(ours, "Add") == [(35, 35, 320), (17, 17, 1088), (8, 8, 2080)]


def test_v2_gives_keras_features_on_the_same_weights(keras, blank, invented, features):
    theirs = blank(keras.applications.InceptionResNetV2, weights=None)
    weights = invented(theirs.weights, 2)
    x = np.random.default_rng(2).normal(size=(1, 299, 299, 3)).astype("float32")
    expected = features(theirs, weights, x)
    assert expected.std() > 0.1
    ours = features(blank(nets.inception_resnet.inception_resnet_v2), weights, x)
    np.testing.assert_allclose(ours, expected, atol=1e-3 * np.abs(expected).max())


def test_scales_are_between_a_tenth_and_three_tenths_but_for_the_last_module(blank):
    for version, last in (("v1", 0.2), ("v2", 1.0)):
        model = blank(getattr(nets.inception_resnet, f"inception_resnet_{version}"))
        scales = [layer.scale for layer in model.layers if type(layer).__name__ == "Rescaling"]
        assert len(scales) == {"v1": 20, "v2": 40}[version]
        assert all(0.1 <= scale <= 0.3 for scale in scales[:-1])
        assert scales[-1] == last


@pytest.mark.parametrize("name", ["inception_v4", "inception_resnet_v1"])
def test_the_networks_without_a_counterpart_run(blank, invented, features, name):
    model = blank(getattr(nets.inception_resnet, name))
    weights = invented(model.weights, 4)
    x = np.random.default_rng(4).normal(size=(1, 299, 299, 3)).astype("float32")
    before = features(model, weights, x)
    assert before.shape == (1, model.layers[-1].input.shape[-1])
    assert np.isfinite(before).all()
    assert (before > 0).mean() > 0.5
    other = features(model, weights, x[:, ::-1])
    assert np.abs(other - before).max() > 1e-3 * np.abs(before).max()


def test_a_narrow_one_gives_probabilities(blank):
    wide = blank(nets.inception_resnet.inception_resnet_v1, classes=3, input_shape=(75, 75, 1))
    model = counting.narrow(wide, 1 / 8)
    out = np.asarray(model(np.random.default_rng(4).normal(size=(2, 75, 75, 1)).astype("float32")))
    assert out.shape == (2, 3)
    np.testing.assert_allclose(out.sum(axis=1), 1, rtol=1e-5)
