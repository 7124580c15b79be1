"""The reference of unit 07: worked numbers, Keras's numbers, slopes measured, chance judged, digits won back."""

import math
import warnings

import numpy as np
import pytest

import datasets
from autograder.classroom import checks
from solutions import backprop
from solutions.regularization import (
    EarlyStopping,
    augment,
    batchnorm_backward,
    batchnorm_forward,
    dropout_backward,
    dropout_forward,
    l1_penalty,
    l1_penalty_grad,
    l2_penalty,
    l2_penalty_grad,
    max_norm,
    mc_dropout_predict,
    smooth_labels,
    train_regularized,
    win_back,
)

DTYPES = [np.float32, np.float64]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(2014)


@pytest.fixture(scope="module")
def keras():
    from autograder.classroom.quiet import full_precision, quiet

    with quiet():
        import tensorflow as tf

        full_precision(tf)
    return tf.keras


def precision(dtype: type) -> float:
    return 1e-5 if dtype == np.float32 else 1e-12


# Penalties ----------------------------------------------------------------------------------------


def test_penalties_by_hand():
    w = [[3.0, -4.0], [0.0, 1.0]]
    assert l1_penalty(w, 0.5) == 4.0
    assert l1_penalty_grad(w, 0.5).tolist() == [[0.5, -0.5], [0.0, 0.5]]
    assert l2_penalty(w, 0.5, 10) == pytest.approx(0.65)
    assert l2_penalty_grad(w, 0.5, 10) == pytest.approx(np.multiply(w, 0.05))


@pytest.mark.parametrize("lam, m", [(0.0, 3), (0.7, 1), (20.0, 1000)])
def test_penalty_gradients_are_their_slopes(lam, m, rng):
    w = rng.normal(size=(4, 3))
    checks.gradient(l1_penalty_grad(w, lam), lambda v: l1_penalty(v, lam), w, "L1")
    checks.gradient(l2_penalty_grad(w, lam, m), lambda v: l2_penalty(v, lam, m), w, "L2")


def test_keras_charges_without_the_half_and_without_m(keras, rng):
    w = rng.normal(size=(5, 3)).astype(np.float32)
    lam, m = 0.3, 40
    assert float(keras.regularizers.L1(lam)(w)) == pytest.approx(l1_penalty(w, lam), rel=1e-5)
    assert float(keras.regularizers.L2(lam / (2 * m))(w)) == pytest.approx(l2_penalty(w, lam, m), rel=1e-5)
    assert float(keras.regularizers.L2(lam)(w)) == pytest.approx(2 * m * l2_penalty(w, lam, m), rel=1e-5)


@pytest.mark.parametrize("kind", ["l1", "l2"])
def test_a_keras_layer_with_a_regularizer_has_the_same_gradient(keras, kind, rng):
    import tensorflow as tf

    lam, m = 0.3, 8
    chosen = keras.regularizers.L1(lam) if kind == "l1" else keras.regularizers.L2(lam / (2 * m))
    layer = keras.layers.Dense(3, kernel_regularizer=chosen)
    layer.build((None, 5))
    with tf.GradientTape() as tape:
        loss = tf.add_n(layer.losses)
    W = layer.kernel.numpy()
    want = l1_penalty_grad(W, lam) if kind == "l1" else l2_penalty_grad(W, lam, m)
    assert np.allclose(tape.gradient(loss, layer.kernel), want, atol=1e-6)


# Max-norm -----------------------------------------------------------------------------------------


def test_max_norm_shortens_only_what_is_too_long():
    W = np.array([[3.0, 0.3, 0.0], [4.0, 0.4, 0.0]])
    assert max_norm(W, 2.0) == pytest.approx(np.array([[1.2, 0.3, 0.0], [1.6, 0.4, 0.0]]))
    assert max_norm(W, 5.0).tolist() == W.tolist()  # exactly as long as allowed


def test_max_norm_is_keras_constraint_over_axis_0(keras, rng):
    W = rng.normal(size=(6, 9)).astype(np.float32)
    W[:, 4] = 0
    assert np.allclose(keras.constraints.MaxNorm(2.0, axis=0)(W), max_norm(W, 2.0), rtol=1e-5, atol=1e-6)
    assert not np.allclose(keras.constraints.MaxNorm(2.0, axis=1)(W), max_norm(W, 2.0), rtol=1e-2)


# Dropout ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", [0.2, 0.5, 0.8])
def test_dropout_zeroes_at_its_rate_in_every_row_and_column_and_scales_the_rest(rate, rng):
    x = rng.uniform(1, 2, size=(300, 200))
    out, _ = dropout_forward(x, rate, rng, training=True)
    checks.rate(out != 0, 1 - rate, "mask", axis=0)
    checks.rate(out != 0, 1 - rate, "mask", axis=1)
    assert np.allclose(out[out != 0], (x / (1 - rate))[out != 0])


@pytest.mark.parametrize("rate", [0.0, 0.5])
def test_dropout_passes_everything_when_not_training_or_never_dropping(rate, rng):
    x = rng.normal(size=(4, 3))
    out, mask = dropout_forward(x, rate, rng, training=rate == 0)
    assert np.array_equal(out, x) and np.array_equal(dropout_backward(x, mask), x)


def test_dropout_backward_is_the_slope_under_the_same_mask(rng):
    x, dout = rng.uniform(1, 2, size=(5, 4)), rng.normal(size=(5, 4))
    out, mask = dropout_forward(x, 0.4, rng, training=True)
    assert np.allclose(dropout_backward(dout, mask), dout * out / x)


@pytest.mark.parametrize("rate", [-0.1, 1, 50])
def test_dropout_refuses_what_is_no_rate(rate, rng):
    with pytest.raises(ValueError, match=r"expected a rate.*Likely cause"):
        dropout_forward([1.0], rate, rng, training=True)


def test_keras_dropout_scales_alike(keras):
    x = np.linspace(1, 2, 20_000, dtype=np.float32).reshape(100, 200)
    layer = keras.layers.Dropout(0.3, seed=1)
    out = np.asarray(layer(x, training=True))
    kept = out != 0
    checks.rate(kept, 0.7, "Keras's mask", axis=1)
    assert np.allclose(out[kept], x[kept] / 0.7) and np.array_equal(layer(x, training=False), x)


def test_mc_dropout_gives_mean_and_population_std():
    answers = iter([[1.0, 5.0], [2.0, 5.0], [6.0, 5.0]])
    mean, std = mc_dropout_predict(lambda x: next(answers), [0.0], 3)
    assert mean.tolist() == [3.0, 5.0] and std == pytest.approx([math.sqrt(14 / 3), 0.0])


def test_mc_dropout_of_a_linear_unit_has_the_spread_of_theory(rng):
    x, rate = np.array([[1.0, 2.0, 3.0]]), 0.4
    mean, std = mc_dropout_predict(lambda v: dropout_forward(v, rate, rng, True)[0].sum(axis=1), x, 20_000)
    assert mean == pytest.approx(6.0, abs=0.15)  # 7 standard errors: 3 · 10⁻¹²
    assert std == pytest.approx(math.sqrt(14 * rate / (1 - rate)), rel=0.05)


# Early stopping -----------------------------------------------------------------------------------


def test_early_stopping_by_hand():
    stopping = EarlyStopping(patience=2, min_delta=0.1)
    losses = [1.0, 0.95, 0.85, 0.8, 0.8, 0.5, 0.5, 0.7]
    assert [stopping.update(loss) for loss in losses] == [False, False, False, False, True, False, False, True]


def test_early_stopping_stops_in_the_epoch_in_which_keras_does(keras, rng):
    curve = 1 / np.arange(1, 40) + 0.05 * rng.normal(size=39)
    for patience, min_delta in [(1, 0.0), (3, 0.0), (3, 0.02), (6, 0.01)]:
        theirs = keras.callbacks.EarlyStopping("loss", patience=patience, min_delta=min_delta)
        theirs.set_model(keras.Sequential([keras.layers.Dense(1)]))
        theirs.on_train_begin()
        ours = EarlyStopping(patience, min_delta)
        for epoch, loss in enumerate(curve):
            theirs.on_epoch_end(epoch, {"loss": loss})
            if ours.update(loss):
                break
        assert theirs.stopped_epoch == epoch > 0


# Batch normalization ------------------------------------------------------------------------------


def test_batchnorm_by_hand():
    out, _, mean, var = batchnorm_forward([[1.0], [3.0]], [2.0], [10.0], [0.0], [1.0], True, 0.9, 0.0)
    assert out.tolist() == [[8.0], [12.0]]
    assert (mean, var) == (pytest.approx([0.2]), pytest.approx([1.0]))
    out, _, mean, var = batchnorm_forward([[5.0]], [2.0], [10.0], [3.0], [4.0], False, 0.9, 0.0)
    assert (out.item(), mean, var) == (12.0, [3.0], [4.0])


def test_batchnorm_follows_keras_for_five_steps_and_in_use(keras, rng):
    momentum, eps = 0.8, 0.02
    layer = keras.layers.BatchNormalization(momentum=momentum, epsilon=eps)
    layer.build((None, 4))
    gamma, beta = rng.normal(1, 0.3, 4).astype(np.float32), rng.normal(size=4).astype(np.float32)
    mean, var = np.zeros(4, np.float32), np.ones(4, np.float32)
    layer.set_weights([gamma, beta, mean, var])
    for _ in range(5):
        x = rng.normal(3, 2, size=(6, 4)).astype(np.float32)
        out, _, mean, var = batchnorm_forward(x, gamma, beta, mean, var, True, momentum, eps)
        assert np.allclose(layer(x, training=True), out, atol=1e-5)
        assert np.allclose(layer.moving_mean, mean, atol=1e-5) and np.allclose(layer.moving_variance, var, atol=1e-5)
    out, _, same_mean, same_var = batchnorm_forward(x, gamma, beta, mean, var, False, momentum, eps)
    assert np.allclose(layer(x, training=False), out, atol=1e-5)
    assert np.array_equal(same_mean, mean) and np.array_equal(same_var, var)


def test_batchnorm_backward_is_keras_gradient(keras, rng):
    import tensorflow as tf

    layer = keras.layers.BatchNormalization(epsilon=0.01)
    layer.build((None, 3))
    gamma, beta = rng.normal(1, 0.3, 3).astype(np.float32), rng.normal(size=3).astype(np.float32)
    mean, var = np.zeros(3, np.float32), np.ones(3, np.float32)
    layer.set_weights([gamma, beta, mean, var])
    x, dout = (rng.normal(size=(7, 3)).astype(np.float32) for _ in range(2))
    with tf.GradientTape() as tape:
        seen = tf.constant(x)
        tape.watch(seen)
        loss = tf.reduce_sum(layer(seen, training=True) * dout)
    want = tape.gradient(loss, [seen, layer.gamma, layer.beta])
    _, cache, _, _ = batchnorm_forward(x, gamma, beta, mean, var, True, 0.99, 0.01)
    for got, right in zip(batchnorm_backward(dout, cache), want, strict=True):
        assert np.allclose(got, right, atol=1e-5)


@pytest.mark.parametrize("n", [1, 2, 7])
def test_batchnorm_backward_is_the_slope(n, rng):
    x, dout = rng.normal(1, 2, size=(n, 3)), rng.normal(size=(n, 3))
    gamma, beta, mean, var = rng.normal(size=(4, 3))
    x[:, 1] = 5.0  # a constant feature

    def forward(x, gamma, beta):
        return batchnorm_forward(x, gamma, beta, mean, var**2, True, 0.9, 0.1)[:2]

    dx, dgamma, dbeta = batchnorm_backward(dout, forward(x, gamma, beta)[1])
    checks.gradient(dx, lambda v: forward(v, gamma, beta)[0], x, "dx", dout=dout)
    checks.gradient(dgamma, lambda v: forward(x, v, beta)[0], gamma, "dgamma", dout=dout)
    checks.gradient(dbeta, lambda v: forward(x, gamma, v)[0], beta, "dbeta", dout=dout)


def test_batchnorm_has_four_parameters_per_feature_two_of_them_trainable(keras):
    layer = keras.layers.BatchNormalization()
    layer.build((None, 7))
    assert layer.count_params() == 4 * 7
    assert sum(math.prod(weight.shape) for weight in layer.trainable_weights) == 2 * 7


def test_batchnorm_keeps_its_digits_far_from_zero(rng):
    x = rng.normal(size=(50, 2))
    near, *_ = batchnorm_forward(x, np.ones(2), np.zeros(2), np.zeros(2), np.ones(2), True, 0.9, 1e-5)
    far, *_ = batchnorm_forward(x + 1e6, np.ones(2), np.zeros(2), np.zeros(2), np.ones(2), True, 0.9, 1e-5)
    assert np.allclose(near, far, atol=1e-7)


# Labels and pictures ------------------------------------------------------------------------------


def test_smooth_labels_by_hand():
    assert smooth_labels([[0, 0, 1, 0]], 0.2) == pytest.approx(np.array([[0.05, 0.05, 0.85, 0.05]]))


def test_keras_smooths_labels_alike(keras, rng):
    y, p = np.eye(4)[[2, 0, 3]], rng.dirichlet(np.ones(4), 3)
    theirs = keras.losses.CategoricalCrossentropy(label_smoothing=0.2)(y, p)
    ours = keras.losses.CategoricalCrossentropy()(smooth_labels(y, 0.2), p)
    assert float(theirs) == pytest.approx(float(ours), rel=1e-6)


def blobs(n: int, height: int, width: int, up: float, left: float, size: float = 1.5) -> np.ndarray:
    """Round spots, this far from the picture's middle."""
    y = np.arange(height)[:, np.newaxis] - (height - 1) / 2 + up
    x = np.arange(width) - (width - 1) / 2 + left
    return np.repeat(np.exp(-(y**2 + x**2) / (2 * size**2))[np.newaxis, ..., np.newaxis], n, axis=0)


def middles(images: np.ndarray) -> np.ndarray:
    """Where the ink's middle is, in pixels from the picture's: (N, 2)."""
    n, height, width, _ = images.shape
    ink = images[..., 0] / images[..., 0].sum(axis=(1, 2), keepdims=True)
    y = (ink.sum(axis=2) * (np.arange(height) - (height - 1) / 2)).sum(axis=1)
    x = (ink.sum(axis=1) * (np.arange(width) - (width - 1) / 2)).sum(axis=1)
    return np.stack([y, x], axis=1)


def test_each_picture_gets_its_own_small_shift(rng):
    moved = middles(augment(blobs(4000, 21, 17, 0, 0), rng))
    for axis in (0, 1):
        checks.distributed(moved[:, axis], checks.uniform_cdf(-1, 1), "shift")
    assert abs(np.corrcoef(moved.T)[0, 1]) < 0.1


def test_each_picture_gets_its_own_small_turn(rng):
    spots = middles(augment(blobs(4000, 25, 25, 7, 0), rng))
    steady = middles(augment(blobs(4000, 25, 25, 0, 0), np.random.default_rng(1)))
    turned = spots[:, 1].var() - steady[:, 1].var()
    assert turned == pytest.approx((7 * np.deg2rad(10)) ** 2 / 3, rel=0.1)


def test_a_picture_is_mirrored_only_when_asked_and_half_of_the_times(rng):
    left = blobs(2000, 15, 19, 3, 5)
    checks.rate(middles(augment(left, rng, flip=True))[:, 1] > 0, 0.5, "mirrored")
    plain, mirrored = middles(augment(left, rng)), middles(augment(left, rng, flip=True))
    assert (plain[:, 1] < 0).all() and (plain[:, 0] < 0).all() and (mirrored[:, 0] < 0).all()


def test_augment_interpolates_as_scipy_does(rng):
    ndimage = pytest.importorskip("scipy.ndimage")
    images = rng.uniform(size=(5, 9, 7, 2))
    got = augment(images, np.random.default_rng(3))
    again = np.random.default_rng(3)
    down, right = again.uniform(-1, 1, (2, 5))
    turn = np.deg2rad(again.uniform(-10, 10, 5))
    middle = np.array([4.0, 3.0])
    for image, out, shift, angle in zip(images, got, np.stack([down, right], axis=1), turn, strict=True):
        back = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        for channel in range(2):
            want = ndimage.affine_transform(
                np.pad(image[..., channel], 2), back, middle + 2 - back @ (middle + 2 + shift), order=1
            )[2:-2, 2:-2]
            assert np.allclose(out[..., channel], want, atol=1e-9)


# Training -----------------------------------------------------------------------------------------


def start(rng: np.random.Generator, features: int, hidden: int, classes: int) -> backprop.Params:
    W1, W2 = rng.normal(size=(features, hidden)), rng.normal(size=(hidden, classes))
    return [(W1, rng.normal(size=hidden)), (W2, rng.normal(size=classes))]


def test_training_follows_keras_with_l2_for_five_steps(keras, rng):
    import tensorflow as tf

    X, y, lam, lr = rng.normal(size=(9, 5)), rng.integers(0, 3, 9), 2.0, 0.1
    params = start(rng, 5, 6, 3)
    weights = [tf.Variable(w) for pair in params for w in pair]
    for _ in range(5):
        with tf.GradientTape() as tape:
            logits = tf.nn.relu(X @ weights[0] + weights[1]) @ weights[2] + weights[3]
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
            loss += lam / 18 * (tf.reduce_sum(weights[0] ** 2) + tf.reduce_sum(weights[2] ** 2))
        for weight, slope in zip(weights, tape.gradient(loss, weights), strict=True):
            weight.assign_sub(lr * slope)
    got = train_regularized(X, y, params, lr, 5, lam, 0.0, lambda X: X, rng)
    for ours, theirs in zip([w for pair in got for w in pair], weights, strict=True):
        assert np.allclose(ours, theirs)


def test_every_step_changes_the_original_pictures_and_draws_a_new_mask(rng):
    X, y, seen = rng.uniform(1, 2, size=(1, 5)), np.array([1]), []

    def change(given):
        seen.append(given.copy())
        return given + len(seen)

    (W1, b1), (W2, b2) = start(rng, 5, 1000, 3)
    params = [(np.abs(W1), np.abs(b1)), (W2 / 100, b2)]  # units that are on, and small logits: no gradient vanishes
    trained = train_regularized(X, y, params, 1e-3, 2, 0.0, 0.5, change, rng)[1][0]
    assert len(seen) == 2 and np.array_equal(seen[1], X)
    checks.rate(np.all(trained == params[1][0], axis=1), 0.25, "units that were dropped twice")


def test_200_digits_with_wrong_labels_are_known_by_heart_and_won_back():
    digits, gaps = datasets.digits(), []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        order = rng.permutation(1797)
        y = digits.y[order].copy()
        y[:60] = (y[:60] + rng.integers(1, 10, 60)) % 10
        known, plain, better = win_back(digits.X[order[:200]], y[:200], digits.X[order[200:]], rng)
        assert (known == y[:200]).mean() > 0.9
        gaps.append((better == y[200:]).mean() - (plain == y[200:]).mean())
    assert np.mean(gaps) > 0.05, gaps  # 200 runs: see the exercise for how they spread


# Rules of the interface ---------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", DTYPES)
def test_precision_is_kept_and_arguments_are_not_changed(dtype, rng):
    x = rng.normal(size=(6, 3)).astype(dtype)
    gamma, beta, mean, var = (np.abs(rng.normal(size=3)).astype(dtype) for _ in range(4))
    images = rng.uniform(size=(2, 5, 4, 1)).astype(dtype)
    params = [(x.T.copy(), np.zeros(6, dtype)), (x.copy(), np.zeros(3, dtype))]
    given = [x, gamma, beta, mean, var, images, *params[0], *params[1]]
    before = [array.copy() for array in given]
    for array in given:
        array.flags.writeable = False
    out, cache, new_mean, new_var = batchnorm_forward(x, gamma, beta, mean, var, True, 0.9, 1e-3)
    dropped, mask = dropout_forward(x, 0.5, rng, training=True)
    trained = train_regularized(
        x, np.arange(6) % 3, [(params[0][0], params[0][1]), params[1]], 0.1, 2, 0.5, 0.5, lambda X: X, rng
    )
    results = [
        l1_penalty(x, 0.1), l1_penalty_grad(x, 0.1), l2_penalty(x, 0.1, 6), l2_penalty_grad(x, 0.1, 6),
        max_norm(x, 0.5), dropped, dropout_backward(x, mask), dropout_forward(x, 0.5, rng, training=False)[0],
        *mc_dropout_predict(lambda v: v, x, 3), out, new_mean, new_var, *batchnorm_backward(x, cache),
        batchnorm_forward(x, gamma, beta, mean, var, False, 0.9, 1e-3)[0], smooth_labels(x, 0.1),
        augment(images, rng), augment(images, rng, flip=True), *trained[0], *trained[1],
    ]  # fmt: skip
    assert {np.asarray(result).dtype for result in results} == {np.dtype(dtype)}
    assert all(np.array_equal(old, now) for old, now in zip(before, given, strict=True))


@pytest.mark.parametrize("dtype", DTYPES)
def test_extreme_numbers_make_no_warnings(dtype, rng):
    x = np.array([[1e4, -1e4, 0.0], [-1e4, 0.0, 1e-30], [0.0, 1e4, 0.0]], dtype=dtype)
    with warnings.catch_warnings(), np.errstate(under="ignore"):
        warnings.simplefilter("error")
        zero, one = np.zeros(3, dtype), np.ones(3, dtype)
        out, cache, *_ = batchnorm_forward(x, one, zero, zero, one, True, 0.9, 1e-5)
        results = [*batchnorm_backward(x, cache), out, max_norm(x, 1.0), l2_penalty(x, 1.0, 3), l1_penalty_grad(x, 1.0)]
        results += dropout_forward(x, 0.9, rng, training=True)
    assert all(np.isfinite(result).all() for result in results)
