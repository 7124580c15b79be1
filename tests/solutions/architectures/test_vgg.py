"""VGG: layer for layer as Keras has it, the published counts, and what stacks of 3×3 save."""

import numpy as np
import pytest

import solutions.architectures as nets
from solutions import convolution


def shapes(model) -> list[tuple[int, ...]]:
    return [tuple(weight.shape) for weight in model.weights]


@pytest.mark.parametrize(("name", "parameters"), [("16", 138_357_544), ("19", 143_667_240)])
def test_layers_and_parameters_are_those_of_keras(keras, blank, name, parameters):
    ours = blank(getattr(nets.vgg, f"vgg{name}"))
    theirs = blank(getattr(keras.applications, f"VGG{name}"), weights=None)
    assert shapes(ours) == shapes(theirs)
    assert ours.count_params() == parameters


def test_two_classes_leave_134_million_parameters(blank):
    assert blank(nets.vgg.vgg16, classes=2).count_params() == 134_268_738


def test_the_same_weights_give_the_same_features_as_in_keras(keras, blank, invented, features):
    small = {"classes": 3, "input_shape": (32, 32, 3)}
    ours, theirs = blank(nets.vgg.vgg16, **small), blank(keras.applications.VGG16, weights=None, **small)
    weights = invented(theirs.weights, 16)
    x = np.random.default_rng(16).normal(size=(2, 32, 32, 3)).astype("float32")
    expected = features(theirs, weights, x)
    assert expected.std() > 0.1
    np.testing.assert_allclose(features(ours, weights, x), expected, atol=1e-4 * np.abs(expected).max())


def test_stacks_of_3x3_see_as_much_as_5x5_and_7x7_with_fewer_weights():
    assert convolution.receptive_field([(3, 1)] * 2) == convolution.receptive_field([(5, 1)]) == 5
    assert convolution.receptive_field([(3, 1)] * 3) == convolution.receptive_field([(7, 1)]) == 7
    three = 3 * convolution.count_conv_parameters(3, 3, 64, 64, bias=False)
    seven = convolution.count_conv_parameters(7, 7, 64, 64, bias=False)
    assert (three, seven) == (27 * 64**2, 49 * 64**2)


def test_a_small_one_gives_probabilities():
    model = nets.vgg.vgg([(1, 4), (2, 6)], classes=3, input_shape=(9, 8, 2), units=5)
    out = np.asarray(model(np.random.default_rng(0).normal(size=(2, 9, 8, 2))))
    assert out.shape == (2, 3)
    np.testing.assert_allclose(out.sum(axis=1), 1, rtol=1e-5)
