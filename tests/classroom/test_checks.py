"""Check helpers: what passes, what fails, and that a message never gives an answer away."""

import collections
import fractions
import pickle
from pathlib import Path

import numpy as np
import pytest

from autograder.classroom import checks
from autograder.classroom.checks import CheckFailed


def failure(function, *args, **kwargs) -> CheckFailed:
    with pytest.raises(CheckFailed) as caught:
        function(*args, **kwargs)
    return caught.value


class EqualsEverything:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __hash__ = None


class ArrayThatEqualsEverything(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, dtype=bool)

    def __ne__(self, other):
        return np.zeros(self.shape, dtype=bool)


class IntThatEqualsEverything(int):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __hash__ = int.__hash__


class TextThatEqualsEverything(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


# CheckFailed --------------------------------------------------------------------------------------


def test_the_text_of_an_error_is_message_and_detail():
    error = CheckFailed("The shape is wrong.", "expected: (3,)")
    assert isinstance(error, AssertionError)
    assert str(error) == "The shape is wrong.\nexpected: (3,)"
    assert str(CheckFailed("The shape is wrong.")) == "The shape is wrong."


def test_an_error_survives_pickling():
    error = pickle.loads(pickle.dumps(CheckFailed("message", "detail")))
    assert (error.message, error.detail) == ("message", "detail")


def test_every_helper_is_a_check_or_explained():
    assert all(hasattr(checks, name) for name in checks.__all__)
    text = (Path(__file__).parents[2] / "docs" / "writing-checks.md").read_text(encoding="utf-8")
    inner = {"DEFAULT_SEED", "Judge", "Points", "check_of", "judge_with", "known_refusal", "scores", "seed"}
    assert [
        name
        for name in checks.__all__
        if name not in inner and f"`{name}" not in text and f"checks.{name}(" not in text
    ] == []


# close --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "got",
    [
        [0.5, 1.5],
        (0.5, 1.5),
        np.array([0.5, 1.5]),
        np.array([0.5, 1.5], dtype=object),
        [np.float32(0.5), 1.5],
        [np.array(0.5), np.array(1.5)],
        np.array([0.5, 1.5 + 1e-12]),
        np.ma.array([0.5, 1.5]),
    ],
    ids=["list", "tuple", "array", "object array", "numpy numbers", "0-d arrays", "rounding", "masked array"],
)
def test_close_accepts_numbers_in_any_wrapping(got, capsys):
    checks.close(got, [0.5, 1.5], "x")
    assert capsys.readouterr() == ("", "")


def test_close_is_looser_for_float32():
    want = np.array([1.0, 2.0])
    slip = want * (1 + 1e-6)
    checks.close(slip, want.astype(np.float32), "x")
    checks.close(slip.astype(np.float32), want.astype(np.float32), "x")
    failure(checks.close, slip, want, "x")


def test_close_says_when_digits_were_lost():
    want = np.array([0.1, 0.7])
    assert "float32" in failure(checks.close, want.astype(np.float32), want, "x").message


def test_close_never_warns_itself():
    with np.errstate(all="raise"):
        failure(checks.close, np.array([3e38], np.float32), np.array([-3e38], np.float32), "x")
        failure(checks.close, 1.7e308, -1.7e308, "x")
        failure(checks.close, np.array([6e4], np.float16), np.array([-6e4], np.float16), "x")


def test_close_with_atol_0_sees_tiny_values():
    tiny = np.array([1e-7, 2e-7], np.float32)
    checks.close(np.zeros(2), tiny, "x")
    failure(checks.close, np.zeros(2), tiny, "x", atol=0)
    checks.close(tiny, tiny, "x", atol=0)


def test_close_takes_given_tolerances():
    checks.close(1.05, 1.0, "x", rtol=0.1)
    checks.close(0.05, 0.0, "x", atol=0.1)
    failure(checks.close, 1.05, 1.0, "x", rtol=0.01)


def test_close_names_the_first_place_and_how_many():
    got, want = np.zeros((2, 3)), np.zeros((2, 3))
    got[1, 0], got[1, 2] = 4, 7
    error = failure(checks.close, got, want, "The gradient")
    assert "The gradient differs in 2 of 6 places, first at index [1, 0]: off by about 7" in error.message


def test_close_compares_shapes_without_broadcasting():
    error = failure(checks.close, np.ones((3, 1)), np.ones(3), "x")
    assert "(3, 1)" in error.message
    failure(checks.close, 1.0, np.ones(3), "x")
    failure(checks.close, np.ones(1), 1.0, "x")


def test_close_takes_empty_arrays():
    checks.close([], np.zeros(0), "x")


@pytest.mark.parametrize("bad, word", [(np.nan, "NaN"), (np.inf, "infinity"), (-np.inf, "infinity")])
def test_close_names_what_is_no_ordinary_number(bad, word):
    error = failure(checks.close, [1.0, bad], [1.0, 2.0], "x")
    assert word in error.message
    assert "[1]" in error.message


def test_close_accepts_nan_and_infinity_where_they_belong():
    checks.close([np.nan, np.inf, -np.inf], [np.nan, np.inf, -np.inf], "x")
    failure(checks.close, [1.0], [np.nan], "x")
    failure(checks.close, [np.inf], [-np.inf], "x")


@pytest.mark.parametrize(
    "got, word",
    [
        (None, "return"),
        ("0.5", "text"),
        (["0.5"], "text"),
        (np.array(["0.5"], dtype=object), "not numbers"),
        ({"a": 1}, "not numbers"),
        ({1, 2}, "not numbers"),
        (1j, "complex"),
        ([[1.0], [1.0, 2.0]], "a list"),
        ((x for x in [1.0]), "not numbers"),
        (EqualsEverything(), "not numbers"),
        (fractions.Fraction(1, 2), "not numbers"),
        (lambda: 1.0, "not numbers"),
    ],
)
def test_what_is_not_numbers_is_refused_in_words(got, word):
    assert word in failure(checks.close, got, [0.5], "x").message


def test_an_object_that_refuses_conversion_is_refused_in_words():
    class Remote:
        def __array__(self, *args, **kwargs):
            raise TypeError("can't be compared")

    assert "an object of another kind" in failure(checks.close, Remote(), 1.0, "x").message


# Objects with their own idea of equality ----------------------------------------------------------


@pytest.mark.parametrize("check", [checks.close, checks.equal])
def test_equality_is_never_left_to_the_answer(check):
    failure(check, EqualsEverything(), [1, 2], "x")
    failure(check, [EqualsEverything(), EqualsEverything()], [1, 2], "x")
    failure(check, np.zeros(2).view(ArrayThatEqualsEverything), [1, 2], "x")
    failure(check, IntThatEqualsEverything(3), 2, "x")


def test_texts_are_compared_by_their_letters():
    failure(checks.equal, TextThatEqualsEverything("tanh"), "relu", "x")
    failure(checks.equal, EqualsEverything(), "relu", "x")
    failure(checks.equal, EqualsEverything(), None, "x")
    failure(checks.equal, EqualsEverything(), {"a": 1}, "x")


def test_unchanged_does_not_ask_the_objects():
    failure(checks.unchanged, np.zeros(2), np.ones(2).view(ArrayThatEqualsEverything), "x")


# equal --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "got", [[0, 1], (0.0, 1.0), [False, True], np.array([0, 1], np.uint8), np.array([False, True]), [np.int64(0), 1]]
)
def test_decisions_are_equal_as_bool_int_or_float(got):
    checks.equal(got, [0, 1], "x")


@pytest.mark.parametrize(
    "value",
    [3, 2.5, True, None, "relu", [1, 2], ["a", "b"], ("linear", "mse"), {"a": [1, 2]}, [], 10**30, [1, "a", None]],
)
def test_equal_values_are_equal(value):
    checks.equal(value, value, "x")


@pytest.mark.parametrize(
    "got, want",
    [
        (3, 4),
        (2.5, 2),
        ("relu", "tanh"),
        (None, "relu"),
        (0, None),
        (1, "1"),
        ("1", 1),
        ([1, 2], [1, 3]),
        ([1, 2], [1, 2, 3]),
        (["a"], ["a", "b"]),
        ("ab", ["a", "b"]),
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"b": 1}),
        ([("a", 1)], {"a": 1}),
        (10**30 + 1, 10**30),
        (1 + 1e-12, 1),
        ([[0], [1]], [0, 1]),
    ],
)
def test_different_values_differ(got, want):
    failure(checks.equal, got, want, "x")


def test_equal_says_when_a_whole_number_is_needed():
    assert "whole number" in failure(checks.equal, [0.2, 0.8], [0, 1], "x").message


def test_equal_says_plainly_that_a_value_is_wrong():
    error = failure(checks.equal, [0, 1, 1], [0, 0, 1], "The answer")
    assert error.message == "The answer differs in 1 of 3 places, first at index [1]: this value is wrong."
    assert failure(checks.equal, 17, 12, "The count").message == "The count is not right."


@pytest.mark.parametrize("got", [[True, False], [1.0, 0.0], np.array([1, 0], np.uint8), np.array([1, 0], np.float32)])
def test_details_write_decisions_in_one_form(got):
    detail = failure(checks.equal, got, [1, 1], "x").detail
    assert detail == "expected at [1]: 1\nreceived at [1]: 0\nexpected: [1, 1]\nreceived: [1, 0]"
    assert failure(checks.equal, got[1], 1, "x").detail == "expected: 1\nreceived: 0"


@pytest.mark.parametrize("got, shown", [(0.5, "0.5"), (np.nan, "nan"), (1e300, "1.e+300"), (np.inf, "inf")])
def test_details_keep_what_is_no_whole_number(got, shown):
    assert failure(checks.equal, got, 1, "x").detail == f"expected: 1\nreceived: {shown}"


def test_details_keep_true_beside_false():
    assert failure(checks.equal, False, True, "x").detail == "expected: True\nreceived: False"


def test_equal_names_the_item():
    assert "x, item 1" in failure(checks.equal, ["a", "b"], ["a", "c"], "x").message


def test_lists_and_ordered_dicts_count_as_their_kind():
    checks.equal(collections.OrderedDict(a=1), {"a": 1}, "x")
    checks.equal(["linear", "mse"], ("linear", "mse"), "x")


# shape, unchanged, raises, that -------------------------------------------------------------------


def test_shape():
    checks.shape([[1, 2, 3], [4, 5, 6]], (2, 3), "x")
    checks.shape(1.0, (), "x")
    assert "(2,)" in failure(checks.shape, [1, 2], (3,), "x").message


@pytest.mark.parametrize(
    "before, after",
    [
        (np.zeros(2), np.array([0.0, 1.0])),
        (np.zeros(2), np.zeros((1, 2))),
        (np.zeros(2), np.zeros(2, np.float32)),
        ([1, 2], [1]),
        ([1, 2], [2, 1]),
        ({"a": np.zeros(1)}, {"a": np.ones(1)}),
        ({"a": 1}, {}),
        (None, 0),
        ("a", "b"),
        ([np.zeros(2)], [np.ones(2)]),
        (np.array([np.zeros(2), None], object), np.array([np.ones(2), None], object)),
        (np.random.default_rng(1), np.random.default_rng(2)),
        (np.random.default_rng(1), None),
        (np.array([1j]), np.array([2j])),
    ],
)
def test_changes_are_noticed(before, after):
    assert "changed its argument" in failure(checks.unchanged, before, after, "x").message


@pytest.mark.parametrize(
    "value",
    [
        np.array([1.0, np.nan]),
        [1, [2, np.ones(2)]],
        {"a": None},
        (1, "a"),
        np.array(["a"]),
        None,
        np.array([complex(np.nan, 1)]),
        np.array([np.ones(2), None], object),
    ],
)
def test_what_stays_is_unchanged(value):
    checks.unchanged(value, value, "x")


def test_a_generator_is_unchanged_while_nothing_is_drawn():
    before, after = np.random.default_rng(1), np.random.default_rng(1)
    checks.unchanged(before, after, "rng")
    after.random()
    failure(checks.unchanged, before, after, "rng")


def test_raises():
    def refuse():
        raise ValueError("labels")

    checks.raises(ValueError, refuse, "f")
    checks.raises((TypeError, ValueError), refuse, "f")
    assert "another error" in failure(checks.raises, KeyError, refuse, "f").message
    assert "nothing" in failure(checks.raises, ValueError, lambda: None, "f").message


def test_raises_lets_an_unanswered_exercise_say_so():
    def unanswered():
        raise NotImplementedError("not answered yet")

    with pytest.raises(NotImplementedError):
        checks.raises(ValueError, unanswered, "f")


def test_that():
    checks.that(True, "wrong")
    checks.that(np.bool_(True), "wrong")
    assert failure(checks.that, False, "wrong", "why").detail == "why"


@pytest.mark.parametrize("condition", [EqualsEverything(), 1, "yes", np.ones(2), [True], None])
def test_that_wants_true_or_false(condition):
    assert failure(checks.that, condition, "wrong").message == "wrong"


# finite -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "got", [1.0, [1, 2], np.zeros((0, 3)), [(np.zeros(2), 1.0), np.ones((3, 1))], {"a": [1.0]}, True]
)
def test_finite_numbers_pass(got):
    checks.finite(got, "x")


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (np.nan, "x holds NaN (not a number)."),
        ([1, np.inf, -np.inf], "x holds infinity in 2 of 3 places, first at index [1]."),
        (
            np.array([[1, 2], [np.inf, np.nan]], np.float32),
            "x holds NaN (not a number) in 1 of 4 places, first at index [1, 1].",
        ),
        ([(np.zeros(2), np.array([[np.nan]]))], "x, item 0, item 1 holds NaN"),
        ({"a": 1.0, "b": [np.inf]}, "x, item 1 holds infinity in 1 of 1 places"),
        (None, "return"),
        ("text", "text"),
    ],
)
def test_finite_says_which_and_where(got, words):
    assert words in failure(checks.finite, got, "x").message


# Surveys ------------------------------------------------------------------------------------------


def test_in_a_survey_no_check_fails_and_each_notes_what_it_was_given():
    changed = np.ones(2)
    with checks.survey() as seen:
        checks.close(changed, [5, 5], "x")
        checks.equal(got="a", want="b", what="x")
        checks.shape([1, 2], (3,), "x")
        checks.finite(np.nan, "x")
        checks.unchanged(np.zeros(2), after=changed, what="x")
        checks.that(False, "wrong")
        checks.raises(ValueError, lambda: int("x"), "x")
        changed += 1  # what was noted stays
    names = [name for name, _ in seen]
    assert names == ["close", "equal", "shape", "finite", "unchanged", "that", "raises"]
    values = [np.asarray(value).tolist() for _, value in seen]
    assert values == [[1, 1], "a", [1, 2], pytest.approx(np.nan, nan_ok=True), [1, 1], False, True]


def test_after_a_survey_checks_fail_again():
    with checks.survey(), checks.survey():
        checks.close(1, 2, "x")
    failure(checks.close, 1, 2, "x")


def test_an_error_that_is_no_checks_own_ends_a_survey():
    with pytest.raises(ZeroDivisionError), checks.survey():
        checks.close(1 / 0, 2, "x")
    failure(checks.close, 1, 2, "x")


def test_an_authors_own_check_is_noted_too():
    @checks.check
    def even(number, what):
        checks.equal(number % 2, 0, what)

    @checks.check_of("got")
    def odd(what, got):
        raise AssertionError

    with checks.survey() as seen:
        even(3, "x")
        even(4, "x")
        odd("x", got=5)
    assert seen == [("even", False), ("even", True), ("odd", 5)]
    failure(even, 3, "x")


# array, number, parts -----------------------------------------------------------------------------


def test_array_gives_an_exact_array_and_a_copy():
    view = np.zeros(2).view(ArrayThatEqualsEverything)
    result = checks.array(view, "x")
    assert type(result) is np.ndarray
    result[:] = 5
    assert view.tolist() == [0, 0]


@pytest.mark.parametrize("got", [3, 3.0, np.float32(3), np.array(3), np.array([3]), [[3]]])
def test_number_takes_anything_that_holds_one(got):
    assert checks.number(got, "b") == 3


def test_number_refuses_several():
    assert "(2,)" in failure(checks.number, [1, 2], "b").message


def test_parts():
    assert checks.parts((1, 2), 2, "f") == [1, 2]
    assert checks.parts([1, 2], 2, "f") == [1, 2]
    assert "3 values, but it is 2" in failure(checks.parts, (1, 2), 3, "f").message
    assert "an array" in failure(checks.parts, np.zeros(2), 2, "f").message
    assert "return" in failure(checks.parts, None, 2, "f").message


# Messages give nothing away -----------------------------------------------------------------------

SECRET = 8.7654321


@pytest.mark.parametrize(
    "check",
    [
        lambda: checks.close([1.0, 2.0], [1.0, SECRET], "x"),
        lambda: checks.close(2.0, SECRET, "x"),
        lambda: checks.close([1.0, np.nan], [1.0, SECRET], "x"),
        lambda: checks.equal(2, 87654321, "x"),
        lambda: checks.equal("a", "87654321", "x"),
        lambda: checks.equal({"a": 1}, {"87654321": 1}, "x"),
        lambda: checks.unchanged(np.array([SECRET]), np.zeros(1), "x"),
        lambda: checks.shape([1], (8, 7), "x"),
        lambda: checks.raises(ValueError, lambda: {}["87654321"], "x"),
        lambda: checks.close([f"{SECRET}"], [1.0], "x"),
        lambda: checks.close(type("T87654321", (), {})(), [1.0], "x"),
        lambda: checks.equal(type("T87654321", (), {})(), "a", "x"),
    ],
)
def test_messages_show_neither_expected_nor_received_values(check):
    error = failure(check)
    assert "8765" not in error.message.replace(".", "")


def test_details_show_both_sides():
    detail = failure(checks.close, [1.0, 2.0], [1.0, 3.5], "x").detail
    assert "3.5" in detail
    assert "2." in detail


def test_details_stay_short():
    assert len(failure(checks.close, np.zeros(100_000), np.ones(100_000), "x").detail) < 2000


def test_details_survive_an_object_that_cannot_be_shown():
    class Rude:
        def __repr__(self):
            raise RuntimeError

    assert "could not be shown" in failure(checks.equal, Rude(), "a", "x").detail


# Random inputs ------------------------------------------------------------------------------------


def test_streams_are_independent_and_repeat_after_seeding():
    checks.seed(7)
    first, second = checks.rng().random(3), checks.rng().random(3)
    checks.seed(7)
    assert checks.rng().random(3).tolist() == first.tolist()
    assert checks.rng().random(3).tolist() == second.tolist()
    assert first.tolist() != second.tolist()
    checks.seed(8)
    assert checks.rng().random(3).tolist() != first.tolist()


def test_a_seed_may_be_very_large():
    checks.seed(2**256 - 1)
    assert isinstance(checks.rng(), np.random.Generator)
