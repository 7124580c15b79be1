"""The reference of unit 13: against Keras and scikit-learn, against sums over all states, and in what training does."""

import itertools
import warnings

import numpy as np
import pytest

import datasets
from autograder.classroom import checks
from solutions import backprop, unsupervised
from solutions.unsupervised import (
    autoencoder_backward,
    autoencoder_forward,
    corrupt,
    gan_gradients,
    gan_losses,
    map_flowers,
    rbm_cd1_step,
    rbm_energy,
    rbm_free_energy,
    rbm_sample_hidden,
    rbm_sample_visible,
    som_best_matching_unit,
    som_update,
    tied_backward,
)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(2002)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def states(n):
    return np.array(list(itertools.product([0.0, 1.0], repeat=n)))


def autoencoder(rng, n=5, features=4, units=3, kind=np.float64):
    shapes = (n, features), (features, units), (units,), (units, features), (features,)
    return [rng.normal(size=shape).astype(kind) for shape in shapes]


def machine(rng, visible=4, hidden=3, scale=1.0):
    return [scale * rng.normal(size=shape) for shape in ((visible, hidden), (visible,), (hidden,))]


# Autoencoders -------------------------------------------------------------------------------------


def test_worked_autoencoder():
    x, W1, b1 = np.array([[1.0, 2.0]]), np.array([[1.0], [-0.5]]), np.array([0.0])
    code, reconstruction = autoencoder_forward(x, W1, b1, np.array([[2.0, 4.0]]), np.array([0.0, 0.5]))
    assert code.tolist() == [[0.5]] and reconstruction.tolist() == [[1.0, 2.5]]


@pytest.mark.parametrize("n, features, units", [(5, 4, 3), (1, 3, 2), (4, 2, 5), (3, 1, 1)])
def test_autoencoder_gradients_are_the_numerical_ones(n, features, units, rng):
    x, *params = autoencoder(rng, n, features, units)
    grads = autoencoder_backward(x, *params)
    for place, (param, grad) in enumerate(zip(params, grads, strict=True)):
        assert grad.shape == param.shape

        def loss(p, place=place):
            _, out = autoencoder_forward(x, *params[:place], p, *params[place + 1 :])
            return np.mean((out - x) ** 2)

        checks.gradient(grad, loss, param, f"gradient {place}")


def test_an_autoencoder_is_the_network_of_unit_04_with_its_input_as_target(rng):
    x, W1, b1, W2, b2 = autoencoder(rng)
    out, cache = backprop.mlp_forward(x, [(W1, b1), (W2, b2)], "sigmoid")
    np.testing.assert_allclose(autoencoder_forward(x, W1, b1, W2, b2)[1], out)
    (dW1, db1), (dW2, db2) = backprop.mlp_backward(2 * (out - x) / x.size, cache)
    for got, want in zip(autoencoder_backward(x, W1, b1, W2, b2), (dW1, db1, dW2, db2), strict=True):
        np.testing.assert_allclose(got, want)


def test_keras_gives_the_same_autoencoder_and_the_same_steps(rng):
    from autograder.classroom.quiet import quiet

    with quiet():
        import keras
        import tensorflow as tf

        x, *params = autoencoder(rng, 6, 5, 2, np.float32)
        net = keras.Sequential([keras.Input((5,)), keras.layers.Dense(2, "sigmoid"), keras.layers.Dense(5)])
        net.set_weights(params)
        code, out = autoencoder_forward(x, *params)
        np.testing.assert_allclose(net(x).numpy(), out, atol=1e-5)
        np.testing.assert_allclose(net.layers[0](x).numpy(), code, atol=1e-6)
        optimizer = keras.optimizers.SGD(0.2)
        for _ in range(4):
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(keras.losses.mean_squared_error(x, net(x)))
            grads = tape.gradient(loss, net.trainable_variables)
            own = autoencoder_backward(x, *params)
            for got, want in zip(own, grads, strict=True):
                np.testing.assert_allclose(got, want.numpy(), atol=2e-5)
            optimizer.apply_gradients(zip(grads, net.trainable_variables, strict=True))
            params = [param - 0.2 * grad for param, grad in zip(params, own, strict=True)]
        for got, want in zip(params, net.get_weights(), strict=True):
            np.testing.assert_allclose(got, want, atol=1e-4)


def test_tied_gradients_are_the_numerical_ones(rng):
    x, W, b, _, c = autoencoder(rng, 5, 4, 3)
    dW, db, dc = tied_backward(x, W, b, c)

    def loss(W, b, c):
        return np.mean((autoencoder_forward(x, W, b, W.T, c)[1] - x) ** 2)

    checks.gradient(dW, lambda p: loss(p, b, c), W, "dW")
    checks.gradient(db, lambda p: loss(W, p, c), b, "db")
    checks.gradient(dc, lambda p: loss(W, b, p), c, "dc")


def test_corruption_hits_single_entries_at_its_rate(rng):
    x = rng.normal(size=(400, 30)) + 10
    for rate in (0.0, 0.3, 0.8, 1.0):
        noisy = corrupt(x, rate, rng)
        checks.rate(noisy == 0, rate, "damaged entries", axis=0)
        checks.rate(noisy == 0, rate, "damaged entries", axis=1)
        assert np.array_equal(noisy[noisy != 0], x[noisy != 0])


# The restricted Boltzmann machine -----------------------------------------------------------------


def test_energy_of_a_machine_by_hand():
    W, a, b = np.array([[1.0, -1.0], [2.0, 0.0], [0.0, 3.0]]), np.array([0.5, -1.0, 0.0]), np.array([1.0, -2.0])
    energies = rbm_energy([[1, 0, 1], [1, 1, 0], [0, 0, 0]], [[1, 1], [1, 0], [0, 1]], W, a, b)
    assert energies.tolist() == [-2.5, -3.5, 2.0]


def test_conditionals_and_free_energy_follow_from_the_energy(rng):
    W, a, b = machine(rng)
    v, h = states(4), states(3)
    weights = np.exp(-np.array([rbm_energy(np.tile(row, (8, 1)), h, W, a, b) for row in v]))  # (16, 8)
    np.testing.assert_allclose(rbm_free_energy(v, W, a, b), -np.log(weights.sum(axis=1)))
    given_v, given_h = weights / weights.sum(axis=1, keepdims=True), (weights / weights.sum(axis=0)).T
    np.testing.assert_allclose(rbm_sample_hidden(v, W, b, rng)[0], given_v @ h)
    np.testing.assert_allclose(rbm_sample_visible(h, W, a, rng)[0], given_h @ v)


def test_scikit_learn_has_the_same_machine(rng):
    from sklearn.neural_network import BernoulliRBM

    W, a, b = machine(rng, 5, 3)
    other = BernoulliRBM(n_components=3).fit(states(5))
    other.components_, other.intercept_visible_, other.intercept_hidden_ = W.T, a, b
    v = states(5)
    np.testing.assert_allclose(rbm_sample_hidden(v, W, b, rng)[0], other.transform(v))
    np.testing.assert_allclose(rbm_free_energy(v, W, a, b), other._free_energy(v))


@pytest.mark.parametrize("sample, side", [(rbm_sample_hidden, 0), (rbm_sample_visible, 1)])
def test_samples_come_at_their_probabilities_each_by_itself(sample, side, rng):
    W, a, b = machine(rng, 4, 3)
    given = np.tile(rng.integers(0, 2, size=W.shape[side]).astype(float), (4000, 1))
    p, drawn = sample(given, W, (b, a)[side], rng)
    for one in range(p.shape[1]):
        checks.rate(drawn[:, one], p[0, one], "a unit")
        for other in range(one):
            checks.rate(drawn[:, one] * drawn[:, other], p[0, one] * p[0, other], "two units together")


def expected_step(v, W, a, b):
    """The mean change per unit of lr, summed over all hidden states that the data can draw."""
    dW, da, db = np.zeros_like(W), np.zeros_like(a), np.zeros_like(b)
    for row in v:
        p = sigmoid(row @ W + b)
        for h in states(len(b)):
            chance = np.prod(np.where(h == 1, p, 1 - p))
            seen = sigmoid(h @ W.T + a)
            last = sigmoid(seen @ W + b)
            dW += chance * (np.outer(row, h) - np.outer(seen, last)) / len(v)
            da += chance * (row - seen) / len(v)
            db += chance * (h - last) / len(v)
    return dW, da, db


@pytest.mark.parametrize("lr", [0.1, 2.0])
def test_cd1_moves_by_its_expected_step(lr, rng):
    W, a, b = machine(rng, 4, 2, 2.0)
    rows = rng.integers(0, 2, size=(3, 4)).astype(float)
    n = 60_000
    got = rbm_cd1_step(np.tile(rows, (n // 3, 1)), W, a, b, lr, rng)
    # Hoeffding: the mean of n differences within ±1 is off by more than this with probability below 1e-7 / 14 each.
    most = np.sqrt(2 * np.log(2 * 14 / 1e-7) / n)
    for old, new, step in zip((W, a, b), got, expected_step(rows, W, a, b), strict=True):
        assert np.abs((new - old) / lr - step).max() < most


def test_cd1_step_by_hand_where_nothing_is_left_to_chance(rng):
    """With sums of ±30 and more every unit is certain, so the step is one number per parameter."""
    W, a, b = np.array([[60.0, -60.0], [60.0, 60.0], [-60.0, 60.0]]), np.full(3, -30.0), np.array([-30.0, 30.0])
    v = np.array([[1.0, 0.0, 1.0]])  # h = (0, 1): sums −30, 30; v′ = (0, 1, 1); h′ = (0, 1)
    new_W, new_a, new_b = rbm_cd1_step(v, W, a, b, 0.5, rng)
    np.testing.assert_allclose(new_W - W, [[0, 0.5], [0, -0.5], [0, 0]], atol=1e-9)
    np.testing.assert_allclose(new_a - a, [0.5, -0.5, 0], atol=1e-9)
    np.testing.assert_allclose(new_b - b, [0, 0], atol=1e-9)


def free_energy_gap(params, data, noise):
    return float(rbm_free_energy(noise, *params).mean() - rbm_free_energy(data, *params).mean())


def test_training_lowers_the_free_energy_of_data_against_noise(rng):
    """Over 200 seeds the gap is 7.8 with standard deviation 0.2, at least 6.5: 4 is 19 of them below."""
    data = np.repeat([[1.0, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1]], 20, axis=0)
    noise = states(6)
    params = (0.1 * rng.normal(size=(6, 4)), np.zeros(6), np.zeros(4))
    before = free_energy_gap(params, data, noise)
    for _ in range(150):
        params = rbm_cd1_step(data, *params, 0.5, rng)
    assert abs(before) < 0.5 and free_energy_gap(params, data, noise) > 4


# The self-organizing map --------------------------------------------------------------------------


def test_best_matching_unit():
    weights = np.array([[[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]], [[0.0, 5.0], [1.0, 5.0], [2.0, 5.0]]])
    assert som_best_matching_unit(weights, [1.8, 4.0]) == (1, 2)
    assert som_best_matching_unit(weights, [0.9, 1.0]) == (0, 1)


def test_update_by_hand():
    weights = np.zeros((2, 3, 1))
    weights[0, 1] = 1.0
    got = som_update(
        weights, [3.0], 0.5, 1.0
    )  # winner (0, 1); neighbours at distance 1 get e^(-1/2), (1, 0) at √2 gets 1/e
    near, far = np.exp(-0.5), np.exp(-1)
    np.testing.assert_allclose(
        got[:, :, 0], 1.5 * np.array([[near, 0, near], [far, near, far]]) + [[0, 2, 0], [0, 0, 0]]
    )


def test_a_narrow_neighbourhood_moves_the_winner_alone_and_a_wide_one_all(rng):
    weights, x = rng.normal(size=(4, 5, 3)), rng.normal(size=3)
    winner = som_best_matching_unit(weights, x)
    moved = np.linalg.norm(som_update(weights, x, 0.3, 0.05) - weights, axis=2)
    assert moved[winner] > 0 and np.count_nonzero(moved) == 1
    np.testing.assert_allclose(som_update(weights, x, 0.3, 1e6), weights + 0.3 * (x - weights))
    np.testing.assert_allclose(som_update(weights, x, 1.0, 1e-2)[winner], x)


def map_quality(weights, X):
    """Mean distance to the best unit, and the share of rows whose two best units are not neighbours on the grid."""
    rows, columns, features = weights.shape
    distances = np.linalg.norm(X[:, np.newaxis] - weights.reshape(-1, features), axis=2)
    best = np.argsort(distances, axis=1)[:, :2]
    row, column = np.divmod(best, columns)
    apart = np.maximum(np.abs(np.diff(row)), np.abs(np.diff(column)))
    return distances.min(axis=1).mean(), np.mean(apart > 1)


def test_a_map_of_flowers_keeps_neighbours_neighbours(rng):
    """Over 200 seeds: distance 0.336 ± 0.005, torn 2.5 ± 1.8 % (a Beta distribution of these moments passes 25 % once in 1e8)."""
    flowers = datasets.iris().X
    X = (flowers - flowers.mean(axis=0)) / flowers.std(axis=0)
    weights = map_flowers(X, 6, 8, rng)
    assert weights.shape == (6, 8, 4)
    distance, torn = map_quality(weights, X)
    assert distance < 0.45 and torn < 0.25
    assert map_quality(X[rng.integers(150, size=(6, 8))], X)[1] > 0.5  # rows laid out at random are a torn map


# Two players --------------------------------------------------------------------------------------


def test_losses_at_equilibrium():
    discriminator, generator = gan_losses(np.zeros(7), np.zeros(5))
    assert discriminator == pytest.approx(np.log(4)) and generator == pytest.approx(np.log(2))


def test_losses_are_keras_crossentropies(rng):
    from autograder.classroom.quiet import quiet

    real, fake = rng.normal(0, 3, size=(9, 1)), rng.normal(0, 3, size=(4, 1))
    with quiet():
        import keras

        loss = keras.losses.BinaryCrossentropy(from_logits=True)
        discriminator = float(loss(np.ones((9, 1)), real)) + float(loss(np.zeros((4, 1)), fake))
        generator = float(loss(np.ones((4, 1)), fake))
    assert gan_losses(real, fake) == pytest.approx((discriminator, generator), rel=1e-5)


def test_gradients_by_the_logits(rng):
    real, fake = rng.normal(0, 2, size=5), rng.normal(0, 2, size=3)
    d_real, d_fake, g_fake = gan_gradients(real, fake)
    checks.gradient(d_real, lambda z: gan_losses(z, fake)[0], real, "D by real")
    checks.gradient(d_fake, lambda z: gan_losses(real, z)[0], fake, "D by fake")
    checks.gradient(g_fake, lambda z: gan_losses(real, z)[1], fake, "G by fake")


# All of them --------------------------------------------------------------------------------------


def calls(kind, rng, size=1.0):
    """A call of every function, with arrays of one kind and numbers as large as `size`."""

    def draw(*shape):
        return (size * rng.normal(size=shape)).astype(kind)

    x, W1, b1, W2, b2 = draw(5, 4), draw(4, 3), draw(3), draw(3, 4), draw(4)
    v, h = rng.integers(0, 2, size=(5, 4)).astype(kind), rng.integers(0, 2, size=(5, 3)).astype(kind)
    grid = draw(3, 4, 2)
    return {
        "autoencoder_forward": (x, W1, b1, W2, b2),
        "autoencoder_backward": (x, W1, b1, W2, b2),
        "tied_backward": (x, W1, b1, b2),
        "corrupt": (x, 0.4, rng),
        "rbm_energy": (v, h, W1, b2, b1),
        "rbm_sample_hidden": (v, W1, b1, rng),
        "rbm_sample_visible": (h, W1, b2, rng),
        "rbm_free_energy": (v, W1, b2, b1),
        "rbm_cd1_step": (v, W1, b2, b1, 0.3, rng),
        "som_best_matching_unit": (grid, grid[1, 2]),
        "som_update": (grid, draw(2), 0.3, 1.5),
        "gan_losses": (draw(6), draw(4)),
        "gan_gradients": (draw(6), draw(4)),
    }


def flat(value):
    return [np.asarray(item) for item in value] if isinstance(value, tuple) else [np.asarray(value)]


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_kind_is_kept_arguments_too_and_large_numbers_make_no_warnings(kind, rng):
    for size in (1.0, 1e4):
        for name, arguments in calls(kind, rng, size).items():
            before = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
            with warnings.catch_warnings(), np.errstate(under="ignore"):
                warnings.simplefilter("error")
                out = getattr(unsupervised, name)(*arguments)
            for old, new in zip(before, arguments, strict=True):
                assert not isinstance(old, np.ndarray) or np.array_equal(old, new), name
            for item in flat(out):
                assert np.isfinite(item).all(), name
                assert name == "som_best_matching_unit" or item.dtype == kind, name


@pytest.mark.parametrize("name", ["corrupt", "rbm_sample_hidden", "rbm_sample_visible", "rbm_cd1_step"])
def test_chance_comes_from_rng_alone(name):
    function = getattr(unsupervised, name)
    arguments = calls(np.float64, np.random.default_rng(3))[name][:-1]
    one, same, other = (flat(function(*arguments, np.random.default_rng(seed)))[-1] for seed in (1, 1, 4))
    assert np.array_equal(one, same) and not np.array_equal(one, other)
