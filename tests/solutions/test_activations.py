"""The reference of unit 02: worked numbers, derivatives by differences, SciPy's and Keras's numbers, extreme sums."""

import warnings
from collections.abc import Callable

import numpy as np
import pytest

from solutions.activations import (
    dead_fraction,
    elu,
    elu_grad,
    leaky_relu,
    piecewise_linear,
    prelu_backward,
    relu,
    relu_grad,
    revive_units,
    sigmoid,
    sigmoid_grad,
    softmax,
    softplus,
    tanh_grad,
)

DTYPES = [np.float32, np.float64]
ELEMENTWISE: dict[str, Callable] = {
    "sigmoid": sigmoid,
    "sigmoid_grad": sigmoid_grad,
    "tanh_grad": tanh_grad,
    "piecewise_linear": piecewise_linear,
    "relu": relu,
    "relu_grad": relu_grad,
    "leaky_relu": lambda z: leaky_relu(z, 0.2),
    "prelu_backward": lambda z: prelu_backward(np.ones_like(z), z, 0.3)[0],
    "elu": lambda z: elu(z, 0.7),
    "elu_grad": lambda z: elu_grad(z, 0.7),
    "softplus": softplus,
}
EXTREME = [-1e4, -800.0, -90.0, -40.0, -3.0, -1e-12, 0.0, 1e-12, 3.0, 40.0, 90.0, 800.0, 1e4]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(1986)


def differences(function: Callable, z: np.ndarray, h: float = 1e-6) -> np.ndarray:
    return (function(z + h) - function(z - h)) / (2 * h)


def sums(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Sums of both signs that keep away from the kinks at 0 and ±½."""
    z = rng.uniform(0.01, 4, size=shape) * rng.choice([-1, 1], size=shape)
    return np.where(np.abs(np.abs(z) - 0.5) < 0.01, z + 0.05, z)


# Worked numbers -----------------------------------------------------------------------------------


def test_softmax_of_the_syllabus():
    assert softmax(np.array([2.0, 1.0, 0.1])).round(3).tolist() == [0.659, 0.242, 0.099]
    shares = softmax(np.array([-0.5, 1.2, -0.1, 2.4]))
    assert shares.round(2).tolist() == [0.04, 0.21, 0.06, 0.70]
    assert shares.sum() == pytest.approx(1)


def test_sigmoid_scores_of_the_syllabus():
    scores = sigmoid(np.array([-0.5, 1.2, -0.1, 2.4]))
    assert scores.round(2).tolist() == [0.38, 0.77, 0.48, 0.92]
    assert scores.sum() == pytest.approx(2.54, abs=5e-3)


def test_values_and_slopes_at_zero():
    assert sigmoid(0.0) == 0.5
    assert sigmoid_grad(0.0) == 0.25
    assert tanh_grad(0.0) == 1
    assert piecewise_linear(0.0) == 0.5
    assert relu(0.0) == relu_grad(0.0) == leaky_relu(0.0, 0.2) == elu(0.0, 1.0) == 0
    assert softplus(0.0) == pytest.approx(np.log(2))


def test_the_largest_slopes_are_at_zero():
    z = np.linspace(-6, 6, 1201)
    assert sigmoid_grad(z).max() == 0.25
    assert tanh_grad(z).max() == 1
    assert set(relu_grad(z).tolist()) == {0, 1}


def test_elu_has_no_kink_for_alpha_one():
    assert elu_grad(np.array([-1e-9, 1e-9]), 1.0) == pytest.approx([1, 1])
    assert elu_grad(np.array([-1e-9, 1e-9]), 0.5) == pytest.approx([0.5, 1])


def test_leaks():
    assert leaky_relu(np.array([-2.0, 3.0]), 0.01).tolist() == [-0.02, 3.0]
    assert leaky_relu(np.array([-2.0, 3.0]), 0.2).tolist() == [-0.4, 3.0]


def test_ramp():
    assert piecewise_linear(np.array([-2.0, -0.5, -0.25, 0.3, 0.5, 2.0])).tolist() == [0, 0, 0.25, 0.8, 1, 1]


def test_max_pooling_and_relu_commute(rng):
    z = rng.normal(size=(7, 4))
    assert np.array_equal(relu(z).max(axis=1), relu(z.max(axis=1)))


# Derivatives --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "function, derivative",
    [
        (sigmoid, sigmoid_grad),
        (np.tanh, tanh_grad),
        (relu, relu_grad),
        (softplus, sigmoid),
        (lambda z: elu(z, 1.0), lambda z: elu_grad(z, 1.0)),
        (lambda z: elu(z, 0.3), lambda z: elu_grad(z, 0.3)),
    ],
    ids=["sigmoid", "tanh", "relu", "softplus", "elu 1", "elu 0.3"],
)
def test_derivatives_by_differences(rng, function, derivative):
    z = sums(rng, 5, 3)
    assert derivative(z) == pytest.approx(differences(function, z), abs=1e-8)


@pytest.mark.parametrize("alpha", [0.01, 0.25, 1.5, -0.5])
def test_prelu_backward_by_differences(rng, alpha):
    z, dout = sums(rng, 4, 3), rng.normal(size=(4, 3))
    dz, dalpha = prelu_backward(dout, z, alpha)
    assert dz == pytest.approx(dout * differences(lambda z: leaky_relu(z, alpha), z), abs=1e-8)
    h = 1e-6
    costs = [np.sum(dout * leaky_relu(z, a)) for a in (alpha + h, alpha - h)]
    assert dalpha == pytest.approx((costs[0] - costs[1]) / (2 * h), abs=1e-8)
    assert type(dalpha) is float


# Other libraries ----------------------------------------------------------------------------------


@pytest.mark.parametrize("axis", [0, 1, 2, -1])
def test_softmax_equals_scipys(rng, axis):
    special = pytest.importorskip("scipy.special")
    z = rng.normal(scale=5, size=(2, 3, 4))
    assert softmax(z, axis=axis) == pytest.approx(special.softmax(z, axis=axis), rel=1e-12)


def test_sigmoid_and_softplus_equal_scipys():
    special = pytest.importorskip("scipy.special")
    z = np.array(EXTREME)
    assert sigmoid(z) == pytest.approx(special.expit(z), abs=1e-15)
    assert softplus(z) == pytest.approx(-special.log_expit(-z), rel=1e-12)


@pytest.fixture(scope="module")
def keras():
    return pytest.importorskip("keras")


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("scale", [1, 100])
def test_activations_equal_keras(keras, rng, dtype, scale):
    z = (scale * rng.normal(size=(5, 4))).astype(dtype)
    pairs = {
        "sigmoid": (sigmoid(z), keras.activations.sigmoid(z)),
        "relu": (relu(z), keras.activations.relu(z)),
        "leaky 0.2 (Keras's default)": (leaky_relu(z, 0.2), keras.activations.leaky_relu(z)),
        "leaky 0.01": (leaky_relu(z, 0.01), keras.activations.leaky_relu(z, negative_slope=0.01)),
        "elu 1": (elu(z, 1.0), keras.activations.elu(z)),
        "elu 0.3": (elu(z, 0.3), keras.activations.elu(z, alpha=0.3)),
        "softplus": (softplus(z), keras.activations.softplus(z)),
        "softmax": (softmax(z), keras.activations.softmax(z)),
        "softmax, axis 0": (softmax(z, axis=0), keras.activations.softmax(z, axis=0)),
    }
    for name, (ours, theirs) in pairs.items():
        assert ours == pytest.approx(np.asarray(theirs), rel=2e-6, abs=2e-6), name


def test_gradients_equal_tensorflows(rng):
    tf = pytest.importorskip("tensorflow")
    z, dout = sums(rng, 5, 3), rng.normal(size=(5, 3))
    cases = [
        (tf.sigmoid, dout * sigmoid_grad(z)),
        (tf.tanh, dout * tanh_grad(z)),
        (tf.nn.relu, dout * relu_grad(z)),
        (tf.nn.elu, dout * elu_grad(z, 1.0)),
        (tf.math.softplus, dout * sigmoid(z)),
    ]
    for function, ours in cases:
        variable = tf.Variable(z)
        with tf.GradientTape() as tape:
            cost = tf.reduce_sum(dout * function(variable))
        assert ours == pytest.approx(tape.gradient(cost, variable).numpy(), abs=1e-12)


def test_prelu_gradients_equal_a_keras_layers(keras, rng):
    tf = pytest.importorskip("tensorflow")
    z, dout = sums(rng, 6, 3).astype(np.float32), rng.normal(size=(6, 3)).astype(np.float32)
    layer = keras.layers.PReLU(shared_axes=[1])
    layer.build((None, 3))
    layer.set_weights([np.array([0.25])])
    variable = tf.Variable(z)
    with tf.GradientTape() as tape:
        cost = tf.reduce_sum(dout * layer(variable))
    theirs_z, theirs_alpha = tape.gradient(cost, [variable, layer.trainable_variables[0].value])
    dz, dalpha = prelu_backward(dout, z, 0.25)
    assert dz == pytest.approx(theirs_z.numpy(), abs=1e-6)
    assert dalpha == pytest.approx(float(theirs_alpha.numpy().item()), abs=1e-5)


def test_relu_gradient_at_zero_is_tensorflows():
    tf = pytest.importorskip("tensorflow")
    z = tf.Variable([0.0])
    with tf.GradientTape() as tape:
        answer = tf.nn.relu(z)
    assert tape.gradient(answer, z).numpy().tolist() == relu_grad([0.0]).tolist() == [0.0]


# Far from zero ------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_extreme_sums_are_quiet_and_finite(name, dtype):
    z = np.array(EXTREME, dtype)
    with warnings.catch_warnings(), np.errstate(over="raise", divide="raise", invalid="raise"):
        warnings.simplefilter("error")
        answers = ELEMENTWISE[name](z)
    assert np.isfinite(answers).all()
    assert answers.dtype == dtype
    assert answers.shape == z.shape


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_limits(name):
    low, high = ELEMENTWISE[name](np.array([-1e4, 1e4]))
    limits = {
        "sigmoid": (0, 1),
        "piecewise_linear": (0, 1),
        "relu": (0, 1e4),
        "leaky_relu": (-2e3, 1e4),
        "elu": (-0.7, 1e4),
        "softplus": (0, 1e4),
        "relu_grad": (0, 1),
        "prelu_backward": (0.3, 1),
        "elu_grad": (0, 1),
    }.get(name, (0, 0))
    assert (low, high) == pytest.approx(limits, abs=1e-12)


@pytest.mark.parametrize("dtype", DTYPES)
def test_softmax_of_rows_far_apart(dtype):
    z = np.array([[1e4, 1e4 - 1, -1e4], [0.0, 1.0, -2.0], [-1e4, -1e4, -1e4]], dtype)
    with warnings.catch_warnings(), np.errstate(over="raise", divide="raise", invalid="raise"):
        warnings.simplefilter("error")
        rows, columns = softmax(z), softmax(z.T, axis=0)
    expected = [[0.731, 0.269, 0.0], [0.259, 0.705, 0.035], [1 / 3, 1 / 3, 1 / 3]]
    assert rows == pytest.approx(np.array(expected), abs=1e-3)
    assert np.array_equal(columns, rows.T)
    assert rows.dtype == dtype


def test_softmax_sees_differences_only(rng):
    z = rng.normal(size=(3, 4))
    assert softmax(z + 700) == pytest.approx(softmax(z))


# Dead units ---------------------------------------------------------------------------------------


def test_dead_fraction_counts_units_that_are_never_above_zero():
    z = np.array([[1.0, -1.0, -5.0, 0.0, -1.0], [-1.0, -2.0, 0.1, -3.0, -1.0], [2.0, -0.1, -2.0, 0.0, 4.0]])
    assert dead_fraction(z) == pytest.approx(2 / 5)
    assert dead_fraction(z[:1]) == pytest.approx(4 / 5)
    assert type(dead_fraction(z)) is float


def test_revived_units_fire_for_half_of_the_examples(rng):
    X, W = rng.uniform(size=(81, 6)), rng.normal(size=(6, 5))
    z = X @ W
    b = 0.1 - np.median(z, axis=0)
    b[[1, 3]] = -z.max(axis=0)[[1, 3]] - [0.0, 3.0]
    assert dead_fraction(z + b) == pytest.approx(2 / 5)
    revived = revive_units(X, W, b)
    assert dead_fraction(z + revived) == 0
    assert ((z + revived)[:, [1, 3]] > 1e-12).mean(axis=0) == pytest.approx(0.5, abs=0.02)
    assert revived[[0, 2, 4]].tolist() == b[[0, 2, 4]].tolist()


def test_revive_units_keeps_the_precision(rng):
    X, W, b = (rng.normal(size=s).astype(np.float32) for s in [(9, 3), (3, 2), (2,)])
    assert revive_units(X, W, b - 100).dtype == np.float32


# For all of them ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ELEMENTWISE)
@pytest.mark.parametrize("shape", [(1,), (1, 3), (4, 2), (2, 3, 4)])
def test_every_entry_is_treated_by_itself(rng, name, shape):
    z = sums(rng, *shape)
    one_by_one = np.array([ELEMENTWISE[name](np.array([value]))[0] for value in z.ravel()]).reshape(shape)
    assert ELEMENTWISE[name](z) == pytest.approx(one_by_one, rel=1e-14)


def test_lists_will_do():
    assert relu([-1.0, 2.0]).tolist() == [0, 2]
    assert leaky_relu([-1.0, 2.0], 0.5).tolist() == [-0.5, 2]
    assert softmax([0.0, 0.0]).tolist() == [0.5, 0.5]
    assert elu_grad([2.0], 1.0).tolist() == [1]
    assert prelu_backward([1.0, 1.0], [-3.0, 2.0], 0.5)[1] == -3
    assert dead_fraction([[-1.0, 1.0]]) == 0.5
    assert revive_units([[1.0], [3.0]], [[1.0]], [-9.0]).tolist() == [-2.0]


def test_arguments_are_never_changed(rng):
    z, dout = rng.normal(size=(5, 3)), rng.normal(size=(5, 3))
    X, W, b = rng.normal(size=(7, 5)), rng.normal(size=(5, 3)), rng.normal(size=3) - 20
    before = [a.copy() for a in (z, dout, X, W, b)]
    for function in ELEMENTWISE.values():
        function(z)
    prelu_backward(dout, z, 0.1)
    softmax(z, axis=0)
    dead_fraction(z)
    revive_units(X, W, b)
    assert all(np.array_equal(one, other) for one, other in zip(before, (z, dout, X, W, b), strict=True))
