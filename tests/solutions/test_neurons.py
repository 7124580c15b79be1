"""The reference of unit 01: worked numbers, other libraries' numbers, and the rules of the interface."""

import warnings

import numpy as np
import pytest

import datasets
import solutions
from solutions.neurons import (
    count_dense_parameters,
    fit_perceptron,
    fit_setosa,
    gate,
    perceptron_step,
    sigmoid_neuron,
    threshold_unit,
    two_layer,
    xor_network,
)

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
DTYPES = [np.float32, np.float64]
W1 = np.array([[0.8, 0.2, 0.7], [0.6, 0.9, 0.1]])
W2 = np.array([[0.2], [0.8], [0.5]])


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(1958)


# The package --------------------------------------------------------------------------------------


def test_modules_load_when_first_used():
    assert solutions.neurons.threshold_unit is threshold_unit
    assert "neurons" in dir(solutions)


def test_a_missing_module_is_named_with_the_ones_there_are():
    with pytest.raises(AttributeError, match="no module 'nuerons'.*'neurons'"):
        solutions.nuerons  # noqa: B018


def test_missing_private_names_are_ordinary_attribute_errors():
    assert not hasattr(solutions, "__wrapped__")


# Threshold unit -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "w, b, answers",
    [((1, 1), -2, [0, 0, 0, 1]), ((1, 1), -0.5, [0, 1, 1, 1]), ((1, 1), 0, [1, 1, 1, 1])],
    ids=["AND", "OR", "fires for zeros"],
)
def test_threshold_unit_at_the_corners(w, b, answers):
    assert threshold_unit(CORNERS, np.array(w), b).tolist() == answers


def test_a_unit_that_fires_only_above_zero_does_not_compute_and():
    assert ((CORNERS @ [1, 1] - 2) > 0).astype(int).tolist() == [0, 0, 0, 0]


def test_not():
    assert threshold_unit(np.array([[0.0], [1.0]]), np.array([-0.6]), 0.5).tolist() == [1, 0]


@pytest.mark.parametrize("w, goes", [((3, 2, 5), 0), ((2, 6, 1), 1)])
def test_snowboarding(w, goes):
    assert threshold_unit(np.array([[1.0, 1.0, 0.0]]), np.array(w), -6).tolist() == [goes]


def test_threshold_unit_fires_at_equality():
    assert threshold_unit(np.array([[2.0]]), np.array([3.0]), -6.0).tolist() == [1]


@pytest.mark.parametrize("n", [1, 7])
@pytest.mark.parametrize("dtype", DTYPES)
def test_threshold_unit_gives_one_decision_per_row(rng, n, dtype):
    X, w = rng.normal(size=(n, 3)).astype(dtype), rng.normal(size=3).astype(dtype)
    decisions = threshold_unit(X, w, 0.5)
    assert decisions.shape == (n,)
    assert decisions.tolist() == [int(sum(x * w) + 0.5 >= 0) for x in X]


def test_a_bias_moves_the_threshold():
    x, w = np.array([1.0, 2.0]), np.array([-0.55, 0.10])
    assert x @ w == pytest.approx(-0.35)
    assert threshold_unit(x, w, 0.0) == 0
    assert threshold_unit(x, w, 1.0) == 1


def test_threshold_unit_says_which_shapes_do_not_match():
    with pytest.raises(ValueError, match=r"\(4, 2\).*\(3,\).*Likely cause"):
        threshold_unit(CORNERS, np.ones(3), 0.0)


# Gates and XOR ------------------------------------------------------------------------------------

TRUTH = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0]}


@pytest.mark.parametrize("name", TRUTH)
def test_gates_of_two_inputs(name):
    w, b = gate(name)
    assert w.shape == (2,)
    assert threshold_unit(CORNERS, w, b).tolist() == TRUTH[name]


def test_the_not_gate_has_one_input():
    w, b = gate("NOT")
    assert w.shape == (1,)
    assert threshold_unit(np.array([[0.0], [1.0]]), w, b).tolist() == [1, 0]


def test_xor_is_no_gate():
    with pytest.raises(ValueError, match="'XOR'.*no single unit"):
        gate("XOR")


def test_xor_network(rng):
    assert xor_network(CORNERS).tolist() == [0, 1, 1, 0]
    X = rng.integers(0, 2, size=(20, 2)).astype(float)
    assert xor_network(X).tolist() == (X[:, 0] != X[:, 1]).astype(int).tolist()


def test_xor_network_of_one_row():
    assert xor_network(np.array([[1.0, 0.0]])).tolist() == [1]


def test_no_single_unit_computes_xor():
    grid = np.linspace(-2, 2, 9)
    answers = {tuple(threshold_unit(CORNERS, np.array([w1, w2]), b)) for w1 in grid for w2 in grid for b in grid}
    assert (0, 1, 1, 0) not in answers


# The perceptron -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "b, y, new_w, new_b",
    [
        (-9.0, 1, [2.0, 1.5], -8.5),
        (0.0, 0, [0.0, 2.5], -0.5),
        (0.0, 1, [1.0, 2.0], 0.0),
        (-9.0, 0, [1.0, 2.0], -9.0),
    ],
    ids=["silent, should fire", "fires at 0, should be silent", "fires at 0, rightly", "silent, rightly"],
)
def test_perceptron_step(b, y, new_w, new_b):
    w, b = perceptron_step(np.array([1.0, 2.0]), b, np.array([2.0, -1.0]), y, 0.5)
    assert w.tolist() == new_w
    assert b == new_b


@pytest.mark.parametrize("dtype", DTYPES)
def test_perceptron_step_keeps_the_precision(dtype):
    w, _ = perceptron_step(np.zeros(2, dtype), 0.0, np.ones(2, dtype), 0, 0.5)
    assert w.dtype == dtype


def test_fit_perceptron_counts_each_mistake_before_its_update():
    w, b, mistakes = fit_perceptron([[2.0, -1.0]], [0], 0.5, 3, np.random.default_rng())
    assert (w.tolist(), b, mistakes) == ([-1.0, 0.5], -0.5, [1, 0, 0])


def test_fit_perceptron_starts_at_zeros():
    w, b, mistakes = fit_perceptron([[2.0, -1.0]], [1], 0.5, 2, np.random.default_rng())
    assert (w.tolist(), b, mistakes) == ([0.0, 0.0], 0.0, [0, 0])


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("dtype", DTYPES)
def test_fit_perceptron_separates_what_a_line_separates(seed, dtype):
    X, y = datasets.separable_blobs(np.random.default_rng(seed), n=40, margin=1.0)
    w, b, mistakes = fit_perceptron(X.astype(dtype), y, 0.1, 60, np.random.default_rng(seed))
    assert threshold_unit(X, w, b).tolist() == y.tolist()
    assert len(mistakes) == 60
    assert mistakes[-1] == 0


def test_fit_perceptron_never_finishes_xor():
    _, _, mistakes = fit_perceptron(CORNERS, [0, 1, 1, 0], 0.1, 50, np.random.default_rng(0))
    assert min(mistakes) >= 1


def test_fit_perceptron_depends_on_the_order_that_rng_draws(rng):
    X, y = rng.normal(size=(12, 3)), rng.integers(0, 2, size=12)
    results = [fit_perceptron(X, y, 0.1, 2, np.random.default_rng(seed))[0] for seed in (1, 1, 2)]
    assert np.array_equal(results[0], results[1])
    assert not np.array_equal(results[0], results[2])


def test_fit_perceptron_refuses_other_labels():
    with pytest.raises(ValueError, match=r"0 and 1.*-1.*Likely cause"):
        fit_perceptron(CORNERS, [-1, 1, 1, -1], 0.1, 1, np.random.default_rng(0))


def test_scikit_learns_perceptron_agrees_that_the_blobs_are_separable():
    linear_model = pytest.importorskip("sklearn.linear_model")
    X, y = datasets.separable_blobs(np.random.default_rng(4), n=60, margin=1.0)
    model = linear_model.Perceptron(tol=None, max_iter=60, random_state=0).fit(X, y)
    w, b, _ = fit_perceptron(X, y, 1.0, 60, np.random.default_rng(4))
    assert model.predict(X).tolist() == threshold_unit(X, w, b).tolist() == y.tolist()


def test_fit_setosa_learns_the_flowers_it_is_given(rng):
    flowers = datasets.iris()
    petals, is_setosa = flowers.X[:, 2:], (flowers.y == 0).astype(int)
    w, b = fit_setosa(petals, is_setosa, rng)
    assert w.shape == (2,)
    z = petals @ w + b
    assert z[is_setosa == 1].min() > -1e-9  # a sum of 0 up to rounding may stand on the line
    assert z[is_setosa == 0].max() < 1e-9


# Sigmoid neurons ----------------------------------------------------------------------------------


def test_sigmoid_neuron_worked_numbers():
    answers = sigmoid_neuron(np.array([[1.4], [1.1], [0.8], [0.0]]), np.array([1.0]), 0.0)
    assert answers.round(2).tolist() == [0.80, 0.75, 0.69, 0.5]


@pytest.mark.parametrize("n", [1, 9])
def test_sigmoid_neuron_is_the_logistic_function(rng, n):
    X, w, b = rng.normal(size=(n, 4)), rng.normal(size=4), 1.3
    assert sigmoid_neuron(X, w, b) == pytest.approx(1 / (1 + np.exp(-(X @ w + b))), rel=1e-12)


@pytest.mark.parametrize("dtype", DTYPES)
def test_sigmoid_neuron_is_quiet_and_right_far_from_zero(dtype):
    X = np.array([[-1e4], [-1000], [-50], [50], [1000], [1e4]], dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        answers = sigmoid_neuron(X, np.ones(1, dtype), 0.0)
    assert answers == pytest.approx([0, 0, 0, 1, 1, 1], abs=1e-12)
    assert answers.dtype == dtype


def test_two_layer_worked_numbers():
    hidden = sigmoid_neuron(np.eye(3), np.array([1.4, 1.1, 0.8]), 0.0)
    assert hidden @ W2[:, 0] == pytest.approx(1.106, abs=5e-4)
    assert hidden.round(2) @ W2[:, 0] == pytest.approx(1.105)
    answer = two_layer(np.array([[1.0, 1.0]]), W1, np.zeros(3), W2, np.zeros(1))
    assert answer.shape == (1, 1)
    assert answer.round(2).tolist() == [[0.75]]


@pytest.mark.parametrize("n", [1, 6])
@pytest.mark.parametrize("dtype", DTYPES)
def test_two_layer_equals_single_neurons(rng, n, dtype):
    X, A, a, B, b = (rng.normal(size=s).astype(dtype) for s in [(n, 4), (4, 5), (5,), (5, 3), (3,)])
    hidden = np.stack([sigmoid_neuron(X, A[:, j], a[j]) for j in range(5)], axis=1)
    outputs = np.stack([sigmoid_neuron(hidden, B[:, k], b[k]) for k in range(3)], axis=1)
    answer = two_layer(X, A, a, B, b)
    assert answer.shape == (n, 3)
    assert answer.dtype == dtype
    assert answer == pytest.approx(outputs, rel=1e-5 if dtype == np.float32 else 1e-12)


def test_two_layer_says_which_layers_do_not_match():
    with pytest.raises(ValueError, match=r"\(1, 3\).*\(2, 1\)"):
        two_layer(np.ones((1, 2)), W1, np.zeros(3), W2[:2], np.zeros(1))


# Counting -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sizes, bias, count",
    [
        ([2, 3, 2], True, 17),
        ((2, 3, 2), False, 12),
        ([784, 300, 100, 10], True, 266_610),
        ([5, 1], True, 6),
    ],
)
def test_count_dense_parameters(sizes, bias, count):
    assert count_dense_parameters(sizes, bias) == count


# Keras --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def keras():
    return pytest.importorskip("keras")


def test_sigmoid_neuron_equals_a_keras_dense_layer(keras, rng):
    X, w, b = rng.normal(size=(6, 4)).astype("float32"), rng.normal(size=4), 0.7
    layer = keras.layers.Dense(1, activation="sigmoid")
    layer.build((None, 4))
    layer.set_weights([w[:, np.newaxis], np.array([b])])
    assert sigmoid_neuron(X, w, b) == pytest.approx(np.asarray(layer(X))[:, 0], abs=1e-6)


def test_two_layer_and_its_parameters_equal_a_keras_model(keras, rng):
    X, A, a, B, b = (rng.normal(size=s).astype("float32") for s in [(6, 2), (2, 3), (3,), (3, 2), (2,)])
    model = keras.Sequential([keras.Input((2,))] + [keras.layers.Dense(n, activation="sigmoid") for n in (3, 2)])
    model.set_weights([A, a, B, b])
    assert two_layer(X, A, a, B, b) == pytest.approx(np.asarray(model(X)), abs=1e-6)
    assert count_dense_parameters([2, 3, 2]) == model.count_params() == 17


# For all of them ----------------------------------------------------------------------------------


def test_arguments_are_never_changed(rng):
    X, w, y = rng.normal(size=(5, 2)), rng.normal(size=2), rng.integers(0, 2, size=5)
    layers = [rng.normal(size=s) for s in [(2, 3), (3,), (3, 1), (1,)]]
    sizes = [2, 3, 2]
    before = [a.copy() for a in (X, w, y, *layers)]
    threshold_unit(X, w, 0.1)
    xor_network(X)
    perceptron_step(w, 0.1, X[0], 1 - int(threshold_unit(X[0], w, 0.1)), 0.3)
    fit_perceptron(X, y, 0.3, 3, rng)
    fit_setosa(X, y, rng)
    sigmoid_neuron(X, w, 0.1)
    two_layer(X, *layers)
    count_dense_parameters(sizes)
    assert all(np.array_equal(one, other) for one, other in zip(before, (X, w, y, *layers), strict=True))
    assert sizes == [2, 3, 2]
