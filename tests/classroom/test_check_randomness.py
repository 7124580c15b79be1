"""Checks of random functions: honest draws pass as often as stated, dishonest ones are found."""

import itertools
import math
import re

import numpy as np
import pytest

from autograder.classroom import checks
from autograder.classroom.checks import CheckFailed


def message_of(check, *args, **kwargs) -> str:
    with pytest.raises(CheckFailed) as caught:
        check(*args, **kwargs)
    return caught.value.message


def fails(check, *args, **kwargs) -> bool:
    try:
        check(*args, **kwargs)
    except CheckFailed:
        return True
    return False


def draws(seed: int, count: int):
    return [np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(count)]


# rate ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("p", [0.5, 0.2, 0.9, 0.01])
@pytest.mark.parametrize("n", [10, 1000])
def test_rate_fails_honest_draws_no_more_often_than_stated(p, n):
    # stated 5 %; of 2000 honest draws more than 150 fail with a probability below 1e-6 (binomial, 5 sigma and more)
    failed = sum(fails(checks.rate, rng.random(n) < p, p, "mask", false_fail=0.05) for rng in draws(1, 2000))
    assert failed <= 150


def test_rate_with_lines_fails_honest_draws_no_more_often_than_stated():
    failed = sum(fails(checks.rate, rng.random((30, 20)) < 0.3, 0.3, "m", 0.05, axis=0) for rng in draws(2, 2000))
    assert failed <= 150


def test_rate_never_fails_honest_draws_at_the_usual_level():
    for rng in draws(3, 500):
        checks.rate(rng.random((40, 25)) < 0.3, 0.3, "mask", axis=1)


@pytest.mark.parametrize(("n", "off"), [(10_000, 0.058), (1000, 0.183)])
def test_rate_finds_the_deviation_that_its_docstring_promises(n, off):
    assert all(fails(checks.rate, rng.random(n) < 0.5 + off, 0.5, "mask") for rng in draws(4, 300))
    assert math.isclose(off, 2 * math.sqrt(math.log(2 / 1e-7) / (2 * n)), rel_tol=0.01)


def test_rate_finds_most_of_half_that_deviation_at_small_rates():
    assert all(fails(checks.rate, rng.random(10_000) < 0.02, 0.05, "mask") for rng in draws(5, 300))


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_certain_rates_allow_no_exception(p):
    checks.rate(np.full(50, p), p, "mask")
    mask = np.full(50, p)
    mask[7] = 1 - p
    message_of(checks.rate, mask, p, "mask")


def test_rate_says_which_way_and_when_swapped():
    rng = np.random.default_rng(0)
    assert "too often" in message_of(checks.rate, np.ones(100), 0.5, "The mask")
    assert "too rarely" in message_of(checks.rate, np.zeros(100), 0.5, "The mask")
    assert "changed places" in message_of(checks.rate, rng.random(1000) < 0.2, 0.8, "The mask")


@pytest.mark.parametrize(("axis", "name"), [(0, "column"), (1, "row"), (-1, "row")])
def test_rate_looks_at_every_line(axis, name):
    one_for_all = np.random.default_rng(1).random(400) < 0.5
    mask = np.tile(one_for_all, (60, 1)) if name == "column" else np.tile(one_for_all[:, None], (1, 60))
    checks.rate(mask[:40, :40], 0.5, "mask", false_fail=1e-300)  # over all there is nothing to see
    assert f"first {name} 0" in message_of(checks.rate, mask, 0.5, "mask", axis=axis)


def test_rate_names_a_line_of_a_larger_array():
    mask = np.random.default_rng(2).random((200, 3, 4)) < 0.5
    mask[:, 1, 2] = 1
    assert "first line (1, 2)" in message_of(checks.rate, mask, 0.5, "mask", axis=0)


@pytest.mark.parametrize("mask", [[0, 2, 1], [0.5], [], None, "01", [np.nan]])
def test_rate_refuses_what_is_no_mask(mask):
    assert "mask" in message_of(checks.rate, mask, 0.5, "mask")


def test_rate_says_that_an_axis_is_missing():
    assert "shape (5,)" in message_of(checks.rate, np.ones(5), 0.5, "mask", axis=1)


# distributed --------------------------------------------------------------------------------------

FAMILIES = [
    (lambda rng, n: rng.normal(2, 3, n), checks.normal_cdf(2, 3)),
    (lambda rng, n: rng.uniform(-1, 4, n), checks.uniform_cdf(-1, 4)),
    (lambda rng, n: rng.uniform(-1, 4, n).astype(np.float32), checks.uniform_cdf(-1, 4)),
]


@pytest.mark.parametrize(("draw", "cdf"), FAMILIES)
@pytest.mark.parametrize("n", [5, 300])
def test_distributed_fails_honest_draws_no_more_often_than_stated(draw, cdf, n):
    # the bound of 5 % is nearly exact: of 1500 honest draws more than 120 fail with a probability below 1e-6
    failed = sum(fails(checks.distributed, draw(rng, n), cdf, "x", false_fail=0.05) for rng in draws(6, 1500))
    assert failed <= 120


def test_distributed_uses_what_its_bound_allows():
    # for n = 300 the true chance is close to the stated 5 %: below 15 of 1500 would be a bound far too wide
    failed = sum(
        fails(checks.distributed, rng.uniform(size=300), checks.uniform_cdf(0, 1), "x", 0.05) for rng in draws(7, 1500)
    )
    assert failed >= 15


@pytest.mark.parametrize(("sign", "beyond"), [(1, 0.003), (-1, 0.003), (1, -0.003), (-1, -0.003)])
def test_distributed_measures_the_distance_on_both_sides(sign, beyond):
    n, most = 100, math.sqrt(math.log(2e7) / 200)
    shifted = (np.arange(n) + 0.5) / n + sign * (most - 0.005 + beyond)  # the distance is `most + beyond`
    assert fails(checks.distributed, shifted, checks.uniform_cdf(0, 1), "x") == (beyond > 0)


def test_distributed_finds_the_deviation_that_its_docstring_promises():
    # moving a uniform distribution by 0.058 moves its distribution function by 0.058
    cdf = checks.uniform_cdf(0, 1)
    assert all(fails(checks.distributed, rng.uniform(0.058, 1.058, 10_000), cdf, "x") for rng in draws(8, 100))


@pytest.mark.parametrize(
    ("samples", "words"),
    [
        (lambda rng: rng.normal(1, 1, 2000), "too large"),
        (lambda rng: rng.normal(-1, 1, 2000), "too small"),
        (lambda rng: rng.normal(0, 2, 2000), "too far apart"),
        (lambda rng: rng.normal(0, 0.5, 2000), "too close together"),
        (lambda rng: np.zeros(2000), "too close together"),
        (lambda rng: np.append(rng.normal(size=50), np.nan), "NaN"),
        (lambda rng: [], "empty"),
        (lambda rng: None, "None"),
    ],
)
def test_distributed_says_how_it_differs(samples, words):
    got = samples(np.random.default_rng(0))
    assert words in message_of(checks.distributed, got, checks.normal_cdf(0, 1), "x")


def test_distribution_functions():
    assert checks.normal_cdf(1, 2)(np.array([1.0, 3.0])) == pytest.approx([0.5, 0.8413447460685429])
    assert checks.uniform_cdf(-1, 3)([-2, -1, 1, 3, 9]).tolist() == [0, 0, 0.5, 1, 1]


# moments ------------------------------------------------------------------------------------------


def truncated(rng, n):
    """Standard normal numbers, those beyond ±2 drawn again, with their own standard deviation."""
    x = rng.normal(size=4 * n)
    return x[np.abs(x) < 2][:n]


TRUNCATED_STD = math.sqrt(1 - 4 * math.exp(-2) / math.sqrt(2 * math.pi) / math.erf(math.sqrt(2)))
HONEST = {
    "normal": (lambda rng, n: rng.normal(5, 2, n), 5, 2),
    "uniform": (lambda rng, n: rng.uniform(-3, 3, n), 0, math.sqrt(3)),
    "truncated normal": (truncated, 0, TRUNCATED_STD),
}


@pytest.mark.parametrize("family", HONEST)
@pytest.mark.parametrize("n", [3, 50, 1000])
def test_moments_fail_honest_draws_no_more_often_than_stated(family, n):
    draw, mean, std = HONEST[family]
    failed = sum(fails(checks.moments, draw(rng, n), mean, std, "x", false_fail=0.05) for rng in draws(9, 2000))
    assert failed <= 150


def test_moments_use_what_their_bounds_allow():
    # a mean off by chance fails about 1 % of normal draws at a stated 5 %; none of 4000 would be a bound far too wide
    failed = sum(fails(checks.moments, rng.normal(size=200), 0, 1, "x", false_fail=0.05) for rng in draws(10, 4000))
    assert failed >= 4


@pytest.mark.parametrize("family", HONEST)
@pytest.mark.parametrize(
    ("shift", "factor", "n", "words"),
    [
        (0, math.sqrt(2), 1000, r"standard deviation is too large, by a factor of about 1\.[345]\."),
        (0, 1 / math.sqrt(2), 1000, r"standard deviation is too small, by a factor of about 1\.[345]\."),
        (0, 1.09, 10_000, "standard deviation is too large"),
        (0, 1 / 1.11, 10_000, "standard deviation is too small"),
        (0.12, 1, 10_000, "mean is too large"),
        (-0.12, 1, 10_000, "mean is too small"),
    ],
)
def test_moments_find_the_deviations_that_their_docstring_promises(family, shift, factor, n, words):
    draw, mean, std = HONEST[family]
    for rng in draws(11, 60):
        samples = mean + shift * std + factor * (draw(rng, n) - mean)
        assert re.search(words, message_of(checks.moments, samples, mean, std, "x"))


def last_that_passes(steps, samples) -> float:
    return next(before for before, step in itertools.pairwise(steps) if fails(checks.moments, samples(step), 0, 1, "x"))


def test_the_limits_of_moments_are_those_of_the_docstring():
    pairs, steps = np.tile([-1.0, 1.0], 5000), np.arange(0, 0.2, 0.0005)
    assert last_that_passes(steps, lambda off: pairs * (1 + off)) == pytest.approx(0.043, abs=0.001)
    assert last_that_passes(steps, lambda off: pairs * (1 - off)) == pytest.approx(0.053, abs=0.001)
    assert last_that_passes(steps, lambda off: pairs * 0.99 + off) == pytest.approx(0.059, abs=0.001)
    assert last_that_passes(steps, lambda off: pairs * 0.99 - off) == pytest.approx(0.059, abs=0.001)


@pytest.mark.parametrize("samples", [[], None, [1.0, np.inf], "text"])
def test_moments_refuse_what_is_no_sample(samples):
    message_of(checks.moments, samples, 0, 1, "x")


def test_constant_samples_are_told():
    assert "too small" in message_of(checks.moments, np.zeros(1000), 0, 1, "x")


def test_moments_need_a_spread():
    with pytest.raises(ValueError, match="above 0"):
        checks.moments([1.0], 0, 0, "x")


# All ----------------------------------------------------------------------------------------------


def test_messages_hold_no_numbers_that_were_asked_for():
    rng = np.random.default_rng(0)
    for message in (
        message_of(checks.rate, rng.random(1000) < 0.5, 0.8765, "x"),
        message_of(checks.distributed, rng.normal(size=500), checks.uniform_cdf(0.8765, 8765), "x"),
        message_of(checks.moments, rng.normal(size=500), 8765, 0.8765, "x"),
    ):
        assert "8765" not in message


def test_a_survey_notes_how_random_functions_are_wrong():
    rng = np.random.default_rng(0)
    with checks.survey() as seen:
        checks.rate(rng.random(1000) < 0.5, 0.5, "x")
        checks.rate(rng.random(1000) < 0.2, 0.8, "x")
        checks.rate(np.ones(1000), 0.5, "x")
        checks.rate(np.tile(rng.random(100) < 0.5, (50, 1)), 0.5, "x", axis=0)
        checks.distributed(rng.normal(9, 1, 500), checks.normal_cdf(0, 1), "x")
        checks.moments(rng.normal(0, 2, 500), 0, 1, "x")
        checks.moments(rng.normal(0, 1, 500), 0, 1, "x")
    assert [value for _, value in seen] == [
        True,
        "swapped",
        "too often",
        "uneven over columns",
        "the values are too large",
        "standard deviation too large",
        True,
    ]
