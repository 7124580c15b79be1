"""The reference of unit 00: worked numbers, other libraries' numbers, and the rules of the interface."""

import numpy as np
import pytest

import datasets
from solutions.linear import (
    add_bias,
    gradient_descent,
    mse,
    mse_gradient,
    normal_equation,
    predict,
    predict_progression,
    to_polar,
)

HOUSES = np.array([[2104, 5, 1, 45], [1416, 3, 2, 40], [1534, 3, 2, 30], [852, 2, 1, 36]], dtype=float)
PRICES = np.array([460.0, 232.0, 315.0, 178.0])
RIDES = np.array([[1.0, 1.0], [1.0, 2.0]])  # a column of ones, kilometres
FARES = np.array([3.0, 5.0])
DTYPES = [np.float32, np.float64]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(1847)


def problem(rng, m, n, dtype=np.float64):
    X = np.column_stack([np.ones(m), rng.normal(size=(m, n - 1))]).astype(dtype)
    return X, rng.normal(3.0, 2.0, size=m).astype(dtype), rng.normal(size=n).astype(dtype)


# The column of ones -------------------------------------------------------------------------------


@pytest.mark.parametrize("m, features", [(1, 3), (5, 1), (4, 2)])
@pytest.mark.parametrize("dtype", DTYPES)
def test_add_bias_puts_ones_first(rng, m, features, dtype):
    X = rng.normal(size=(m, features)).astype(dtype)
    with_ones = add_bias(X)
    assert with_ones.shape == (m, 1 + features)
    assert with_ones.dtype == dtype
    assert with_ones[:, 0].tolist() == [1.0] * m
    assert np.array_equal(with_ones[:, 1:], X)


# The hypothesis and its cost ----------------------------------------------------------------------


def test_taxi_rides():
    assert predict(RIDES, [1.0, 2.0]).tolist() == [3.0, 5.0]
    assert mse(RIDES, FARES, [1.0, 2.0]) == 0
    assert mse(RIDES[:, 1:], FARES, [1.0]) == 6.5
    assert mse_gradient(RIDES[:, 1:], FARES, [1.0]).tolist() == [-8.0]


def test_houses_at_a_fifth_of_a_thousand_dollars_per_square_foot():
    theta = np.array([0.0, 0.2, 0.0, 0.0, 0.0])
    assert predict(add_bias(HOUSES), theta) == pytest.approx([420.8, 283.2, 306.8, 170.4])
    assert mse(add_bias(HOUSES), PRICES, theta) == pytest.approx((39.2**2 + 51.2**2 + 8.2**2 + 7.6**2) / 4)


@pytest.mark.parametrize("m, n", [(1, 3), (9, 2), (4, 6)])
@pytest.mark.parametrize("dtype", DTYPES)
def test_mse_equals_scikit_learns(rng, m, n, dtype):
    metrics = pytest.importorskip("sklearn.metrics")
    X, y, theta = problem(rng, m, n, dtype)
    cost = mse(X, y, theta)
    assert type(cost) is float
    assert cost == pytest.approx(metrics.mean_squared_error(y, X @ theta), rel=1e-5 if dtype == np.float32 else 1e-12)


@pytest.mark.parametrize("m, n", [(1, 3), (9, 2), (4, 6)])
def test_the_gradient_is_the_slope_of_the_cost(rng, m, n):
    X, y, theta = problem(rng, m, n)
    h = 1e-6
    slopes = [(mse(X, y, theta + h * e) - mse(X, y, theta - h * e)) / (2 * h) for e in np.eye(n)]
    assert mse_gradient(X, y, theta) == pytest.approx(np.array(slopes), rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("scale", [1e-8, 1e4])
@pytest.mark.parametrize("dtype", DTYPES)
def test_small_and_large_numbers_make_no_warnings(rng, scale, dtype):
    X, y, theta = problem(rng, 6, 3, dtype)
    X, y = (X * scale).astype(dtype), (y * scale).astype(dtype)
    assert predict(X, theta).dtype == mse_gradient(X, y, theta).dtype == dtype
    assert np.isfinite([mse(X, y, theta), *mse_gradient(X, y, theta), *normal_equation(X, y)]).all()


def test_a_missing_column_of_ones_is_named():
    with pytest.raises(ValueError, match=r"\(4, 4\).*\(5,\).*add_bias"):
        predict(HOUSES, np.ones(5))
    with pytest.raises(ValueError, match=r"\(4,\).*\(4,\)"):
        predict(HOUSES[0], np.ones(4))


# Gradient descent ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lr, thetas",
    [(0.1, [1.8, 2.2, 2.4]), (0.2, [2.6, 2.6, 2.6]), (0.4, [4.2, 1.0, 4.2]), (0.5, [5.0, -1.0, 8.0])],
    ids=["slow", "at once", "for ever to and fro", "away"],
)
def test_the_lessons_bowl(lr, thetas):
    for steps, theta in enumerate(thetas, start=1):
        found, history = gradient_descent(RIDES[:, 1:], FARES, lr, steps, np.array([1.0]))
        assert found == pytest.approx([theta])
        assert len(history) == steps + 1
        assert history[0] == 6.5
        assert history[-1] == pytest.approx(2.5 * (theta - 2.6) ** 2 + 0.1)


def test_no_steps_change_nothing():
    theta, history = gradient_descent(RIDES, FARES, 0.1, 0, np.array([0.5, -1.0]))
    assert theta.tolist() == [0.5, -1.0]
    assert history == [mse(RIDES, FARES, theta)]


@pytest.mark.parametrize("dtype", DTYPES)
def test_gradient_descent_keeps_the_precision(rng, dtype):
    X, y, theta = problem(rng, 8, 3, dtype)
    assert gradient_descent(X, y, 0.1, 3, theta)[0].dtype == dtype


@pytest.mark.parametrize("seed", range(5))
def test_gradient_descent_and_the_normal_equation_meet(seed):
    X, y, theta0 = problem(np.random.default_rng(seed), 30, 4)
    theta, history = gradient_descent(X, y, 0.1, 2000, theta0)
    assert theta == pytest.approx(normal_equation(X, y), abs=1e-8)
    assert (np.diff(history) <= 1e-12).all()


# The closed form ----------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", DTYPES)
def test_normal_equation_equals_scikit_learns_linear_regression(rng, dtype):
    linear_model = pytest.importorskip("sklearn.linear_model")
    X, y, _ = problem(rng, 20, 4, dtype)
    model = linear_model.LinearRegression().fit(X[:, 1:], y)
    theta = normal_equation(X, y)
    assert theta.dtype == dtype
    close = 1e-4 if dtype == np.float32 else 1e-10
    assert theta == pytest.approx([model.intercept_, *model.coef_], rel=close)


@pytest.mark.parametrize(
    "columns, rows",
    [([0, 1, 2, 2], 12), ([0, 0, 1, 2], 12), ([0, 1, 2, 3, 4, 5], 4), ([0, 1, 1, 1, 2, 2], 12)],
    ids=["a column twice", "the constant twice", "fewer rows than columns", "many twins"],
)
def test_normal_equation_survives_columns_that_say_the_same(rng, columns, rows):
    X, y, _ = problem(rng, rows, 6)
    X = X[:, columns]
    theta = normal_equation(X, y)
    assert X.T @ (X @ theta - y) == pytest.approx(np.zeros(len(columns)), abs=1e-9)
    assert mse(X, y, theta) == pytest.approx(mse(X, y, np.linalg.pinv(X) @ y), abs=1e-12)
    assert np.abs(theta).max() < 100


def test_four_houses_and_five_weights_leave_no_error():
    X = add_bias(HOUSES)
    assert predict(X, normal_equation(X, PRICES)) == pytest.approx(PRICES)


# Polar coordinates --------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", DTYPES)
def test_to_polar(dtype):
    points = np.array([[1, 0], [0, 2], [-3, 0], [3, 4], [0, -1], [-1, -1], [0, 0], [3e4, -4e4]], dtype)
    polar = to_polar(points)
    assert polar.dtype == dtype
    assert polar[:, 0] == pytest.approx([1, 2, 3, 5, 1, np.sqrt(2), 0, 5e4])
    expected = [0, np.pi / 2, np.pi, np.arcsin(0.8), -np.pi / 2, -3 * np.pi / 4, 0, -np.arcsin(0.8)]
    assert polar[:, 1] == pytest.approx(expected, abs=1e-6)


def test_to_polar_and_back(rng):
    points = rng.normal(size=(50, 2))
    r, angle = to_polar(points).T
    assert np.column_stack([r * np.cos(angle), r * np.sin(angle)]) == pytest.approx(points)
    assert (np.abs(angle) <= np.pi).all()


def test_one_threshold_separates_two_rings_in_polar_coordinates():
    X, y = datasets.rings(np.random.default_rng(0), n=200, noise=0.05)
    assert ((to_polar(X)[:, 0] > 1.5) == y).all()
    with_ones = add_bias(X)
    best_line = predict(with_ones, normal_equation(with_ones, y)) > 0.5
    assert (best_line == y).mean() < 0.75


# Diabetes -----------------------------------------------------------------------------------------


def test_diabetes_progression_is_predicted_better_than_by_the_mean():
    patients = datasets.diabetes()
    order = np.random.default_rng(0).permutation(len(patients.y))
    predicted, mean = np.empty(len(order)), np.empty(len(order))
    for part in range(3):
        unseen, seen = order[part::3], np.concatenate([order[k::3] for k in range(3) if k != part])
        predicted[unseen] = predict_progression(patients.X[seen], patients.y[seen], patients.X[unseen])
        mean[unseen] = patients.y[seen].mean()
    # 0.714 on average over 400 orders, standard deviation 0.007
    ratio = np.sqrt(np.mean((predicted - patients.y) ** 2) / np.mean((mean - patients.y) ** 2))
    assert 0.67 < ratio < 0.76


# Keras --------------------------------------------------------------------------------------------


def test_gradient_descent_equals_a_keras_dense_layer_step_by_step(rng):
    keras = pytest.importorskip("keras")
    X, y, theta = problem(rng, 7, 4, np.float32)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    model.set_weights([theta[1:, np.newaxis], theta[:1]])
    model.compile(optimizer=keras.optimizers.SGD(0.05), loss="mse")
    for steps in range(1, 6):
        model.train_on_batch(X[:, 1:], y[:, np.newaxis])
        found, history = gradient_descent(X, y, 0.05, steps, theta)
        kernel, bias = model.get_weights()
        assert np.concatenate([bias, kernel[:, 0]]) == pytest.approx(found, rel=1e-4, abs=1e-5)
        assert model.evaluate(X[:, 1:], y[:, np.newaxis], verbose=0) == pytest.approx(history[-1], rel=1e-4)


# For all of them ----------------------------------------------------------------------------------


def test_arguments_are_never_changed(rng):
    X, y, theta = problem(rng, 5, 3)
    new = rng.normal(size=(2, 3))
    before = [a.copy() for a in (X, y, theta, new)]
    add_bias(X)
    predict(X, theta)
    mse(X, y, theta)
    mse_gradient(X, y, theta)
    gradient_descent(X, y, 0.1, 3, theta)
    normal_equation(X, y)
    to_polar(X[:, :2])
    predict_progression(X, y, new)
    assert all(np.array_equal(one, other) for one, other in zip(before, (X, y, theta, new), strict=True))


def test_lists_are_taken_as_well():
    X, y, theta = [[1.0, 2.0], [1.0, 4.0], [1.0, 5.0]], [1.0, 2.0, 4.0], [0.5, 1.0]
    assert add_bias([[2.0], [4.0]]).tolist() == [[1.0, 2.0], [1.0, 4.0]]
    assert mse(X, y, theta) == pytest.approx((1.5**2 + 2.5**2 + 1.5**2) / 3)
    assert mse_gradient(X, y, theta).shape == normal_equation(X, y).shape == (2,)
    assert to_polar([[3.0, 4.0]]).shape == (1, 2)
