"""LeNet-5: the published table, counts and connections, what the original's parts compute, and that it learns."""

import numpy as np
import pytest

import solutions.architectures as nets

#: of the paper: layer, trainable parameters, connections
ORIGINAL = [
    ("C1", 156, 122_304),
    ("S2", 12, 5_880),
    ("C3", 1_516, 151_600),
    ("S4", 32, 2_000),
    ("C5", 48_120, 48_120),
    ("F6", 10_164, 10_164),
]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(1998)


@pytest.fixture(scope="module")
def original():
    return nets.lenet.lenet5_original()


def test_c3_sees_the_maps_of_the_papers_table():
    printed = """
        X...XXX..XXXX.XX
        XX...XXX..XXXX.X
        XXX...XXX..X.XXX
        .XXX..XXXX..X.XX
        ..XXX..XXXX.XX.X
        ...XXX..XXXX.XXX
    """
    expected = [[int(mark == "X") for mark in row] for row in printed.split()]
    np.testing.assert_array_equal(nets.lenet.lenet5_c3_connections(), expected)


def test_todays_form_has_61706_parameters_and_gives_probabilities(rng):
    model = nets.lenet.lenet5()
    assert [layer.count_params() for layer in model.layers if layer.weights] == [156, 2_416, 48_120, 10_164, 850]
    out = np.asarray(model(rng.uniform(size=(2, 32, 32, 1))))
    np.testing.assert_allclose(out.sum(axis=1), 1, rtol=1e-5)


def test_the_original_has_the_published_parameters_and_connections(original):
    rows = [
        (layer.name, layer.count_params(), nets.lenet.connections(layer))
        for layer in original.layers
        if layer.trainable_weights
    ]
    assert rows == ORIGINAL
    assert sum(parameters for _, parameters, _ in rows) == 60_000


def test_the_output_compares_with_840_fixed_pixels(original, rng):
    output = original.get_layer("output")
    assert nets.lenet.connections(output) == 840
    assert not output.trainable_weights
    pictures = np.asarray(output.pictures)
    assert set(np.unique(pictures)) == {-1, 1}
    seen = rng.normal(size=(3, 84)).astype("float32")
    expected = [[sum((x - w) ** 2) for w in pictures] for x in seen]
    np.testing.assert_allclose(output(seen), expected, rtol=1e-5)


def test_a_picture_is_nearest_to_its_own_digit_by_many_pixels(original):
    pictures = np.asarray(original.get_layer("output").pictures)
    penalties = np.asarray(original.get_layer("output")(pictures))
    np.testing.assert_allclose(np.diag(penalties), 0)
    assert (penalties + 100 * np.eye(10)).min() >= 4 * 6, "two digits differ in fewer than 6 pixels"


def test_the_pictures_show_the_digits_row_by_row(original):
    one = np.asarray(original.get_layer("output").pictures)[1].reshape(12, 7)
    np.testing.assert_array_equal(one[-1], [-1, 1, 1, 1, 1, 1, -1])
    np.testing.assert_array_equal(one[2:11, 3], 1)


def test_squashing_keeps_one_and_saturates():
    np.testing.assert_allclose(nets.lenet.squash(np.array([-1.0, 0, 1, 100])), [-1, 0, 1, 1.7159], atol=1e-4)


def test_subsampling_weighs_the_sum_of_four_pixels(rng):
    layer = nets.lenet.Subsampling()
    x = rng.normal(size=(2, 4, 6, 3)).astype("float32")
    layer.build(x.shape)
    coefficient, bias = rng.normal(size=(2, 3)).astype("float32")
    layer.set_weights([coefficient, bias])
    sums = x[:, ::2, ::2] + x[:, 1::2, ::2] + x[:, ::2, 1::2] + x[:, 1::2, 1::2]
    np.testing.assert_allclose(layer(x), 1.7159 * np.tanh(2 / 3 * (sums * coefficient + bias)), rtol=1e-4, atol=1e-5)


def test_a_map_of_c3_depends_on_its_connected_maps_only(original, rng):
    c3, table = original.get_layer("C3"), nets.lenet.lenet5_c3_connections()
    x = rng.normal(size=(1, 14, 14, 6)).astype("float32")
    before = np.asarray(c3(x))
    assert before.shape == (1, 10, 10, 16)
    for seen in range(6):
        changed = x.copy()
        changed[..., seen] += rng.normal(size=(14, 14))
        moved = np.abs(np.asarray(c3(changed)) - before).max(axis=(0, 1, 2)) > 1e-6
        np.testing.assert_array_equal(moved, table[seen] == 1)


def test_partial_convolution_with_all_pairs_is_a_convolution(rng):
    x = rng.normal(size=(2, 7, 9, 2)).astype("float32")
    layer = nets.lenet.PartialConvolution(np.ones((2, 3)))
    layer.build(x.shape)
    kernel, bias = rng.normal(size=(5, 5, 6)).astype("float32"), rng.normal(size=3).astype("float32")
    layer.set_weights([kernel, bias])
    from solutions import convolution

    sums = convolution.conv2d(x, kernel.reshape(5, 5, 2, 3), bias)
    np.testing.assert_allclose(layer(x), nets.lenet.squash(sums), rtol=1e-3, atol=1e-4)


def test_the_loss_is_equation_9(rng):
    penalties = rng.uniform(0, 5, (4, 10))
    labels = np.array([3, 0, 9, 3])
    expected = [p[y] + np.log(np.exp(-2.0) + np.exp(-p).sum()) for p, y in zip(penalties, labels, strict=True)]
    np.testing.assert_allclose(nets.lenet.penalty_loss(labels, penalties, j=2.0), expected, rtol=1e-5)
    np.testing.assert_allclose(nets.lenet.penalty_loss(labels[:, None], penalties, j=2.0), expected, rtol=1e-5)


def test_the_original_learns_a_few_pictures(keras, rng):
    """Ten by heart in ten steps: all ten in each of 8 trials with other seeds, so fewer than eight points at a fault."""
    keras.utils.set_random_seed(int(rng.integers(1000)))
    model = nets.lenet.lenet5_original()
    model.compile(keras.optimizers.Adam(0.005), nets.lenet.penalty_loss, run_eagerly=True)
    images, labels = rng.uniform(-1, 1, (10, 32, 32, 1)), np.arange(10)
    for _ in range(10):
        model.train_on_batch(images, labels)
    assert (np.asarray(model(images)).argmin(axis=1) == labels).sum() >= 8
