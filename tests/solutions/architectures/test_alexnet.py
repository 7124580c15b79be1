"""AlexNet: counts of both forms, where its weights and its work are, the normalisation, forward and training."""

import numpy as np
import pytest

import solutions.architectures as nets
from solutions.architectures import counting


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(2012)


def test_the_normalisation_is_the_papers_formula_at_every_channel(rng):
    x = 20 * rng.normal(size=(2, 3, 4, 7))
    expected = np.empty_like(x)
    for i in range(7):
        near = x[..., max(0, i - 1) : i + 2]
        expected[..., i] = x[..., i] / (1.5 + 0.01 * (near**2).sum(axis=-1)) ** 0.6
    np.testing.assert_allclose(nets.alexnet.local_response_norm(x, 3, 1.5, 0.01, 0.6), expected)


def test_the_layer_is_the_function(rng):
    x = (30 * rng.normal(size=(2, 3, 4, 9))).astype("float32")
    np.testing.assert_allclose(nets.alexnet.LocalResponseNorm()(x), nets.alexnet.local_response_norm(x), rtol=1e-5)
    settings = {"n": 3, "k": 1.0, "alpha": 0.1, "beta": 0.5}
    layer = nets.alexnet.LocalResponseNorm.from_config(nets.alexnet.LocalResponseNorm(**settings).get_config())
    np.testing.assert_allclose(layer(x), nets.alexnet.local_response_norm(x, **settings), rtol=1e-5)


def test_the_normalisation_keeps_float32():
    assert nets.alexnet.local_response_norm(np.ones((1, 2, 2, 6), "float32")).dtype == np.float32


def test_the_table_counts_62_million_weights_and_1135_million_multiplications():
    rows = nets.alexnet.alexnet_table()
    assert [name for name, *_ in rows] == ["conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"]
    parameters, work = (np.array(column) for column in list(zip(*rows, strict=True))[2:])
    assert parameters.sum() == 62_369_152
    assert work.sum() == 1_135_256_096
    assert round(100 * parameters[5:].sum() / parameters.sum()) == 94
    assert round(100 * work[:5].sum() / work.sum()) == 95


@pytest.mark.parametrize(("towers", "parameters"), [(1, 62_378_344), (2, 60_965_224)])
def test_parameters(blank, towers, parameters):
    assert blank(nets.alexnet.alexnet, towers=towers).count_params() == parameters


def test_the_model_is_the_table_with_biases_in_the_dense_layers(blank):
    rows = [row for row in counting.layer_table(blank(nets.alexnet.alexnet, towers=1)) if row.multiply_adds]
    dense_biases = {"fc6": 4096, "fc7": 4096, "fc8": 1000}
    less = [(r.name, r.output, r.parameters - dense_biases.get(r.name, 0), r.multiply_adds) for r in rows]
    assert less == nets.alexnet.alexnet_table()


def test_two_towers_split_conv2_conv4_and_conv5(blank):
    one, two = (blank(nets.alexnet.alexnet, towers=towers) for towers in (1, 2))
    halved = [
        row.name
        for row, other in zip(counting.layer_table(one), counting.layer_table(two), strict=True)
        if row.multiply_adds == 2 * other.multiply_adds != 0
    ]
    assert halved == ["conv2", "conv4", "conv5"]


def test_maps_shrink_as_in_the_paper(blank):
    model = blank(nets.alexnet.alexnet, towers=2)
    sizes = {name: model.get_layer(name).output.shape[1:] for name in ("conv1", "pool1", "pool2", "pool5")}
    assert sizes == {"conv1": (55, 55, 96), "pool1": (27, 27, 96), "pool2": (13, 13, 256), "pool5": (6, 6, 256)}


@pytest.mark.parametrize("towers", [1, 2])
def test_a_narrow_one_trains(blank, rng, towers):
    wide = blank(nets.alexnet.alexnet, classes=3, input_shape=(67, 67, 1), towers=towers)
    model = counting.narrow(wide, 1 / 16)
    model.compile("adam", "sparse_categorical_crossentropy", run_eagerly=True)
    before = [np.array(weight) for weight in model.trainable_weights]
    model.fit(rng.uniform(size=(6, 67, 67, 1)), np.arange(6) % 3, verbose=0)
    out = np.asarray(model(rng.uniform(size=(2, 67, 67, 1))))
    np.testing.assert_allclose(out.sum(axis=1), 1, rtol=1e-5)
    moved = [np.any(old != new) for old, new in zip(before, model.trainable_weights, strict=True)]
    assert all(moved)
