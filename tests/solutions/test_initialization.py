"""The reference of unit 05: worked numbers, Keras's standard deviations, signals through layers, and a race."""

import warnings

import numpy as np
import pytest

from autograder.classroom import checks
from solutions.initialization import (
    activation_std_by_layer,
    breaks_symmetry,
    fans,
    glorot_normal,
    glorot_uniform,
    he_normal,
    he_uniform,
    race,
    train_from,
    variance_scaling,
)

INITS = {
    "glorot_normal": (glorot_normal, 1.0, "fan_avg", "normal"),
    "glorot_uniform": (glorot_uniform, 1.0, "fan_avg", "uniform"),
    "he_normal": (he_normal, 2.0, "fan_in", "normal"),
    "he_uniform": (he_uniform, 2.0, "fan_in", "uniform"),
}
SHAPES = [(200, 300), (300, 120), (3, 5, 40, 60), (7, 50, 80), (1, 20000)]


def relu(z):
    return np.maximum(z, 0)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(2010)


# Symmetry -----------------------------------------------------------------------------------------


def test_equal_columns_are_equal_units(rng):
    W = rng.normal(size=(3, 4))
    assert breaks_symmetry(W) is True
    assert breaks_symmetry(W[:, [0, 1, 2, 0]]) is False
    assert breaks_symmetry(W[[0, 1, 0]]) is True  # equal inputs, different units
    assert breaks_symmetry(np.zeros((3, 2))) is False
    assert breaks_symmetry(np.zeros((3, 1))) is True
    assert breaks_symmetry([[1.0, -1.0]]) is True
    assert breaks_symmetry((W * 1e-12).astype(np.float32)) is True


# Fans and draws -----------------------------------------------------------------------------------


def test_fans():
    assert fans((784, 100)) == (784, 100)
    assert fans((3, 5, 4, 7)) == (60, 105)
    assert fans((9, 2, 3)) == (18, 27)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", INITS)
def test_draws_have_the_spread_and_form_of_their_formula(name, shape, rng):
    init, scale, mode, distribution = INITS[name]
    fan_in, fan_out = fans(shape)
    sigma = np.sqrt(scale / {"fan_in": fan_in, "fan_avg": (fan_in + fan_out) / 2}[mode])
    for W in (init(shape, rng), variance_scaling(shape, rng, scale, mode, distribution)):
        assert W.shape == shape
        checks.moments(W, 0, sigma, name)
        limit = np.sqrt(3) * sigma
        uniform = distribution == "uniform"
        checks.distributed(W, checks.uniform_cdf(-limit, limit) if uniform else checks.normal_cdf(0, sigma), name)
        assert (np.abs(W).max() <= limit) == uniform


def test_uniform_over_one_over_root_fan_in_has_a_third_of_the_variance(rng):
    W = variance_scaling((50, 900), rng, 1 / 3, "fan_in", "uniform")
    assert np.abs(W).max() <= 1 / np.sqrt(50)
    checks.moments(W, 0, np.sqrt(1 / 150), "±1/√50")


def test_fan_out_counts_the_other_side(rng):
    checks.moments(variance_scaling((30, 1000), rng, 1.0, "fan_out", "normal"), 0, np.sqrt(1 / 1000), "fan_out")


@pytest.mark.parametrize("mode, distribution", [("fan", "normal"), ("fan_in", "gaussian"), ("", "")])
def test_unknown_names_are_refused(mode, distribution, rng):
    with pytest.raises(ValueError, match="expected mode fan_in"):
        variance_scaling((2, 3), rng, 1.0, mode, distribution)


@pytest.mark.parametrize("name", INITS)
def test_draws_repeat_with_the_seed_and_only_with_it(name):
    init = INITS[name][0]
    one, same, other = (init((4, 3), np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(one, same) and not np.array_equal(one, other)


@pytest.mark.parametrize("shape", [(200, 300), (3, 5, 40, 60)])
@pytest.mark.parametrize("name", INITS)
def test_keras_draws_the_same_spread(name, shape):
    from autograder.classroom.quiet import quiet

    with quiet():
        import keras

        W = np.array(getattr(keras.initializers, "".join(part.title() for part in name.split("_")))(seed=7)(shape))
    _, scale, mode, _ = INITS[name]
    fan_in, fan_out = fans(shape)
    checks.moments(W, 0, np.sqrt(scale / (fan_in if mode == "fan_in" else (fan_in + fan_out) / 2)), name)


# Signals through layers ---------------------------------------------------------------------------


def test_each_layer_passes_on_what_the_one_before_gave():
    layers = iter([np.array([[1.0, -1.0, 2.0]]), np.array([[1.0, 0.0, 0.5]] * 3)])
    asked = []

    def init(shape, _):
        asked.append(shape)
        return next(layers)

    stds = activation_std_by_layer(np.array([[1.0], [3.0]]), 2, 3, relu, init, np.random.default_rng(0))
    assert asked == [(1, 3), (3, 3)]
    assert stds == pytest.approx([np.std([1, 0, 2, 3, 0, 6]), np.std([3, 0, 1.5, 9, 0, 4.5])])


def test_he_keeps_relu_signals_and_glorot_halves_their_variance(rng):
    X = rng.normal(size=(100, 300))
    he = activation_std_by_layer(X, 12, 300, relu, he_normal, rng)
    glorot = activation_std_by_layer(X, 12, 300, relu, glorot_normal, rng)
    assert 0.5 < he[-1] / he[0] < 2
    assert 2**-6.5 < glorot[-1] / glorot[0] < 2**-4.5  # 11 layers, each by √½


def test_arguments_stay_as_they_are(rng):
    X = rng.normal(size=(5, 4)).astype(np.float32)
    before = X.copy()
    activation_std_by_layer(X, 3, 6, np.tanh, he_normal, rng)
    train_from(X, np.array([0, 1, 1, 0, 1]), [4, 3, 2], "tanh", glorot_uniform, 0.1, 3, rng)
    assert np.array_equal(X, before)


# Training -----------------------------------------------------------------------------------------


def test_zeros_learn_nothing_but_the_share_of_each_class():
    X, y = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0, 1, 1, 0])
    history = train_from(X, y, [2, 8, 2], "tanh", lambda shape, _: np.zeros(shape), 1.0, 50, np.random.default_rng(0))
    assert history == pytest.approx([np.log(2)] * 51)


def test_one_step_is_that_of_keras(rng):
    from autograder.classroom.quiet import quiet

    X, y = rng.normal(size=(7, 3)).astype("float32"), np.array([0, 1, 2, 2, 1, 0, 0])
    weights = [rng.normal(size=shape).astype("float32") for shape in ((3, 5), (5, 4), (4, 3))]
    left = iter(weights)
    history = train_from(X, y, [3, 5, 4, 3], "relu", lambda *_: next(left), 0.3, 5, rng)
    with quiet():
        import keras

        layers = [keras.layers.Dense(5, "relu"), keras.layers.Dense(4, "relu"), keras.layers.Dense(3)]
        model = keras.Sequential([keras.Input((3,)), *layers])
        for layer, W in zip(layers, weights, strict=True):
            layer.set_weights([W, np.zeros(W.shape[1])])
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(optimizer=keras.optimizers.SGD(0.3), loss=loss)
        steps = [float(model.train_on_batch(X, y)) for _ in range(1)]
        for _ in range(4):
            model.reset_metrics()
            steps.append(float(model.train_on_batch(X, y)))
    assert history[:5] == pytest.approx(steps, rel=1e-4)
    assert len(history) == 6


def test_the_winner_has_the_smallest_last_loss_and_nan_never_wins(rng):
    X, y = rng.normal(size=(12, 3)), rng.integers(0, 2, size=12)

    def huge(shape, rng):
        return rng.normal(size=shape) * 1e200

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        histories, winner = race(
            X, y, [3, 6, 2], "relu", {"huge": huge, "he": he_normal, "zeros": lambda s, _: np.zeros(s)}, 0.2, 40, rng
        )
    assert list(histories) == ["huge", "he", "zeros"]
    assert winner == "he" and np.isnan(histories["huge"][-1])
    assert all(len(history) == 41 for history in histories.values())
