"""Checks of calls: warnings, errors, time."""

import warnings

import numpy as np
import pytest

from autograder.classroom import checks
from autograder.classroom.checks import CheckFailed, calls


def message_of(check, *args, **kwargs) -> str:
    with pytest.raises(CheckFailed) as caught:
        check(*args, **kwargs)
    return caught.value.message


# quiet --------------------------------------------------------------------------------------------


def test_quiet_gives_the_result():
    assert checks.quiet(lambda: 7, "f") == 7


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda: np.exp(np.array([1e4])), "f makes NumPy warn: overflow in exp (a number became too large"),
        (lambda: np.float32(1e30) * np.float32(1e30), "overflow in multiply"),
        (lambda: np.array([1.0]) / 0, "divide by zero in divide"),
        (lambda: np.log(np.zeros(2)), "divide by zero in log"),
        (lambda: np.array([np.inf]) - np.inf, "invalid value in subtract"),
        (lambda: np.array([np.nan]).astype(int), "invalid value ("),
        (lambda: np.mean([]), "a RuntimeWarning"),
        (lambda: warnings.warn("the 7 inputs", RuntimeWarning, stacklevel=1), "warn: a RuntimeWarning."),
        (lambda: warnings.warn("overflow encountered in secret", RuntimeWarning, stacklevel=1), "warn: overflow ("),
    ],
)
def test_quiet_names_what_numpy_warns_of(function, words):
    assert words in message_of(checks.quiet, function, "f")


def test_quiet_is_deaf_to_the_surroundings():
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        message_of(checks.quiet, lambda: np.exp(1e4), "f")
    with np.errstate(under="raise"):
        assert checks.quiet(lambda: np.exp(-1e4), "f") == 0
    with np.errstate(all="raise"):
        assert "overflow" in message_of(checks.quiet, lambda: np.exp(1e4), "f")


def test_an_answer_may_silence_what_it_has_thought_of():
    def softplus(z):
        with np.errstate(over="ignore"):
            return np.where(z > 30, z, np.log1p(np.exp(z)))

    assert checks.quiet(lambda: softplus(np.array([1e4])), "f").tolist() == [1e4]


def test_quiet_leaves_errors_and_other_warnings_alone():
    with pytest.raises(ZeroDivisionError):
        checks.quiet(lambda: 1 // 0, "f")
    with pytest.warns(UserWarning, match="mine"):
        checks.quiet(lambda: warnings.warn("mine", stacklevel=1), "f")


def test_a_survey_notes_the_kinds_of_warnings_and_gets_the_result():
    with checks.survey() as seen:
        assert checks.quiet(lambda: (np.exp(1e4), np.log(0.0)), "f") == (np.inf, -np.inf)
        assert checks.quiet(lambda: 7, "f") == 7
    assert seen == [("quiet", ["divide by zero in log", "overflow in exp"]), ("quiet", [])]


# raises -------------------------------------------------------------------------------------------


class WireBroken(ValueError):
    pass


class NotData(TypeError):
    pass


@pytest.fixture
def judging():
    def with_clock(timed):
        checks.judge_with(checks.Judge((WireBroken,), (NotData,), timed))

    yield with_clock
    checks.judge_with(None)


@pytest.mark.parametrize("kind", [WireBroken, NotData])
def test_raises_does_not_take_an_error_of_the_wire_for_the_answers(judging, kind):
    def function():
        raise kind("not the answer's")

    checks.raises((ValueError, TypeError), function, "f")
    judging(None)
    with pytest.raises(kind):
        checks.raises((ValueError, TypeError), function, "f")


def test_a_survey_notes_what_a_call_raised_instead():
    with checks.survey() as seen:
        checks.raises(ValueError, lambda: int("x"), "f")
        checks.raises(ValueError, lambda: 1 // 0, "f")
        checks.raises(ValueError, lambda: 1, "f")
    assert [value for _, value in seen] == [True, "another error", "no error"]


# fast_enough --------------------------------------------------------------------------------------


class Clock:
    """A clock that functions move."""

    def __init__(self) -> None:
        self.now = 0.0
        self.calls = 0

    def taking(self, *seconds):
        """A function that takes these times, one call after the other; the last one for all others."""
        turns = list(seconds)

        def function():
            self.calls += 1
            self.now += turns.pop(0) if len(turns) > 1 else turns[0]

        return function


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(calls.time, "perf_counter", lambda: made.now)
    monkeypatch.setattr(calls.time, "monotonic", lambda: made.now)
    return made


def test_as_fast_as_the_reference_passes_at_once(clock):
    checks.fast_enough(clock.taking(0.1), clock.taking(0.1), "f")
    assert clock.calls == 3


@pytest.mark.parametrize(("seconds", "passes"), [(1.9, True), (2.1, False)])
def test_the_factor_decides(clock, seconds, passes):
    function, reference = clock.taking(seconds), clock.taking(0.1)
    if passes:
        checks.fast_enough(function, reference, "f")
    else:
        assert "about 21 times slower than it could be; up to 20 times" in message_of(
            checks.fast_enough, function, reference, "f"
        )


def test_another_factor(clock):
    assert "up to 3 times" in message_of(checks.fast_enough, clock.taking(0.5), clock.taking(0.1), "f", factor=3)


def test_very_short_calls_are_not_judged(clock):
    checks.fast_enough(clock.taking(0.019), clock.taking(1e-6), "f")


def test_a_busy_moment_costs_nothing(clock):
    checks.fast_enough(clock.taking(0.9, 0.3, 0.1, 0.015), clock.taking(1e-4), "f")


def test_a_busy_moment_of_the_reference_does_not_help(clock):
    message_of(checks.fast_enough, clock.taking(0.5), clock.taking(0.3, 0.001), "f")
    message_of(checks.fast_enough, clock.taking(0.5), clock.taking(0.001, 0.001, 0.3, 0.001), "f")


def test_the_best_turn_is_told(clock):
    message = message_of(checks.fast_enough, clock.taking(0.6, 0.3, 0.6), clock.taking(0.001), "f")
    assert "about 300 times slower" in message


def test_a_very_slow_call_is_not_repeated(clock):
    message_of(checks.fast_enough, clock.taking(30.0), clock.taking(0.001), "f")
    assert clock.calls == 3


def test_the_wire_does_not_count(clock, judging):
    def timed(function):
        began = clock.now
        function()
        return clock.now - began, 0.4 if function is slow else 0.0

    slow = clock.taking(0.815)
    judging(timed)
    checks.fast_enough(slow, clock.taking(0.0001), "f")
    slow = clock.taking(0.85)
    message_of(checks.fast_enough, slow, clock.taking(0.0001), "f")


def test_a_loop_over_elements_is_told_from_an_operation_on_arrays():
    x = np.arange(2_000_000.0)
    checks.fast_enough(lambda: (x * x).sum(), lambda: x @ x, "square_sum", factor=1000)
    message = message_of(checks.fast_enough, lambda: sum(v * v for v in x), lambda: x @ x, "square_sum")
    assert message.startswith("square_sum is about")


def test_a_survey_notes_whether_it_was_fast(clock):
    with checks.survey() as seen:
        checks.fast_enough(clock.taking(0.1), clock.taking(0.1), "f")
        checks.fast_enough(clock.taking(9.0), clock.taking(0.1), "f")
    assert seen == [("fast_enough", True), ("fast_enough", "too slow")]
