"""`checks.gradient`: what passes, and in which words a wrong gradient is told."""

import numpy as np
import pytest

from autograder.classroom import checks
from autograder.classroom.checks import CheckFailed

W = np.random.default_rng(3).normal(size=(4, 3))
X = np.random.default_rng(4).normal(size=(5, 4))
DOUT = np.random.default_rng(5).normal(size=(5, 3))


def cubes(x):
    return np.sum(np.asarray(x) ** 3)


def told(got, function, x, **kwargs) -> str:
    with pytest.raises(CheckFailed) as caught:
        checks.gradient(got, function, x, "dx", **kwargs)
    return caught.value.message


def test_a_right_gradient_passes_in_any_wrapping(capsys):
    checks.gradient(3 * X**2, cubes, X, "dx")
    checks.gradient((3 * X**2).tolist(), cubes, X.tolist(), "dx")
    checks.gradient((3 * X**2).astype(np.float32), cubes, X.astype(np.float32), "dx")
    checks.gradient(12.0, lambda x: x**3, 2, "dx")
    checks.gradient(3 * X.astype(np.float32).astype(float) ** 2, lambda x: [[cubes(x)]], X.astype(np.float32), "dx")
    assert capsys.readouterr() == ("", "")


def test_an_array_function_is_weighted_with_dout():
    checks.gradient(DOUT @ W.T, lambda x: x @ W, X, "dx", dout=DOUT)
    assert "off by about" in told(DOUT @ W.T + 0.1, lambda x: x @ W, X, dout=DOUT)


def test_the_place_is_named():
    got = 3 * X**2
    got[2, 1] += 0.5
    assert "dx differs in 1 of 20 places, first at index [2, 1]: off by about 0.5" in told(got, cubes, X)


def test_x_stays_as_it_was_and_the_function_can_not_change_it():
    def spoils(x):
        value = np.sum(np.maximum(x, 0))
        x += 100
        return value

    before = np.array([-1.0, 0.0, 3e-6, 2.0])
    x = before.copy()
    checks.gradient([0, 0, 1, 1], spoils, x, "dx")
    assert np.array_equal(x, before)


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (2, "it is everywhere 2 times too large"),
        (0.5, "it is everywhere 2 times too small"),
        (5, "it is everywhere 5 times too large (the number of rows)"),
        (1 / 20, "it is everywhere 20 times too small (the number of entries)"),
        (-1, "the sign is the other way round."),
        (-2, "the sign is the other way round, and it is everywhere 2 times too large"),
        (0, "it is 0 everywhere"),
    ],
)
def test_a_constant_factor_is_named(factor, words):
    assert words in told(factor * 3 * X**2, cubes, X)


def test_no_factor_is_named_where_there_is_none():
    message = told(3 * X**2 * np.linspace(1, 3, 20).reshape(5, 4), cubes, X)
    assert "everywhere" not in message and "off by about" in message


def test_a_transposed_gradient_is_named():
    assert "shape (4, 5), but shape (5, 4) is needed: it is right but transposed" in told(3 * X.T**2, cubes, X)
    assert told(X.T, cubes, X).endswith("it is transposed.")
    square = X[:4]
    assert "it is right but transposed" in told(3 * square.T**2, cubes, square)
    assert "transposed" not in told(np.ones((2, 2)), cubes, X)


@pytest.mark.parametrize("got", [None, "text", [1.0], np.full(X.shape, np.nan)])
def test_what_is_no_gradient_is_refused_in_words(got):
    assert told(got, cubes, X).startswith("dx")


def relu(x):
    return np.sum(np.maximum(x, 0))


@pytest.mark.parametrize("near", [0.0, 3e-6, -3e-6, 4e-8, -4e-8])
def test_a_kink_within_the_step_costs_nothing(near):
    x = np.array([-1.0, near, 2.0])
    checks.gradient((x > 0).astype(float), relu, x, "dx")


def test_at_a_kink_both_sides_are_right_and_nothing_beyond():
    x = np.array([-1.0, 0.0, 2.0])
    for slope in (0.0, 0.5, 1.0):
        checks.gradient([0.0, slope, 1.0], relu, x, "dx")
    assert "first at index [1]" in told([0.0, 1.1, 1.0], relu, x)
    assert "first at index [1]" in told([0.0, -0.1, 1.0], relu, x)


def test_beside_a_kink_only_the_slope_there_is_right():
    assert "first at index [1]" in told([0.0, 0.0, 1.0], relu, np.array([-1.0, 3e-6, 2.0]))
    assert "first at index [0]" in told([1.0, 1.0, 1.0], relu, np.array([-3e-6, 1.0, 2.0]))


def test_a_tie_of_a_maximum_may_go_to_either():
    x = np.array([1.0, 2.0, 2.0])
    for winner in ([0, 1, 0], [0, 0, 1], [0, 0.5, 0.5]):
        checks.gradient(winner, np.max, x, "dx")
    told([1, 0, 0], np.max, x)


def test_strong_curvature_is_no_kink():
    x = np.linspace(0.1, 1.0, 7)
    right = 2000 * x * np.exp(10 * x) + 10000 * x**2 * np.exp(10 * x)
    checks.gradient(right, lambda x: np.sum(1000 * x**2 * np.exp(10 * x)), x, "dx")
    told(right * (1 + 1e-4), lambda x: np.sum(1000 * x**2 * np.exp(10 * x)), x)


def test_a_large_constant_does_not_make_room():
    assert "off by" in told(2 * X + 5e-4, lambda x: 1e5 + np.sum(x * x), X)


def test_large_and_tiny_points_keep_their_digits():
    for scale in (1e-3, 1e3):
        x = scale * X
        checks.gradient(2 * x, lambda x: np.sum(x * x), x, "dx")


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x: x.astype(np.float32), "float32"),
        (lambda x: x, "should be one number"),
        (lambda x: None, "None"),
        (lambda x: np.nan, "NaN"),
    ],
)
def test_a_function_that_has_no_slope_is_named(function, words):
    assert words in told(3 * X**2, function, X)


def test_a_function_must_fit_dout():
    assert "gives shape (5, 4); shape (5, 3) is needed" in told(X, lambda x: x, X, dout=DOUT)


def test_messages_hold_no_values():
    secret = np.array([8.7654321, 1.5])
    with pytest.raises(CheckFailed) as caught:
        checks.gradient([1.0, 8.7654321], lambda x: x @ secret, np.zeros(2), "dx")
    assert "8.76" not in caught.value.message and "8.76" in caught.value.detail


def test_a_survey_notes_the_gradient_and_calls_nothing():
    with checks.survey() as seen:
        checks.gradient(X, lambda x: 1 / 0, X, "dx")
        checks.gradient(function=cubes, x=X, what="dx", got=7)
    assert seen[0][0] == "gradient" and np.array_equal(seen[0][1], X)
    assert seen[1] == ("gradient", 7)
