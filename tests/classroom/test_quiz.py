"""Quizzes: feedback for every choice at once; question and answers as text without a kernel."""

from __future__ import annotations

import pytest

from autograder.classroom import quiz

WIDGET = "application/vnd.jupyter.widget-view+json"


def question():
    return quiz.ask(
        "Does a unit fire at 0?",
        quiz.wrong("No", "That is the rule > 0."),
        quiz.right("Yes", "The rule is ≥ 0."),
        quiz.wrong("At < 1 & > 0", "There is no such rule."),
    )


def feedback(asked) -> str:
    return asked.widget.children[-1].value


def test_nothing_is_given_away_before_a_choice():
    asked = question()
    assert feedback(asked) == ""
    assert [button.description for button in asked.buttons] == ["No", "Yes", "At < 1 & > 0"]
    assert all(button.button_style == "" for button in asked.buttons)


@pytest.mark.parametrize(
    ("index", "mark", "style", "words"),
    [(0, "✗", "warning", "That is the rule &gt; 0."), (1, "✓", "success", "The rule is ≥ 0.")],
)
def test_a_choice_answers_at_once_by_mark_and_words(index, mark, style, words):
    asked = question()
    asked.buttons[index].click()
    assert asked.buttons[index].description.startswith(mark)
    assert asked.buttons[index].button_style == style
    assert words in feedback(asked) and mark in feedback(asked)
    assert 'role="alert"' in feedback(asked)


def test_one_may_try_again_and_the_latest_choice_is_answered():
    asked = question()
    asked.buttons[0].click()
    asked.buttons[1].click()
    assert "The rule is ≥ 0." in feedback(asked)
    assert "That is the rule" not in feedback(asked)
    assert asked.first_try is False


def test_pressing_twice_marks_once():
    asked = question()
    asked.buttons[1].click()
    asked.buttons[1].click()
    assert asked.buttons[1].description == "✓ Yes"


def test_first_try_is_unknown_until_a_choice():
    asked = question()
    assert asked.first_try is None
    asked.buttons[1].click()
    assert asked.first_try is True


def test_static_text_folds_the_answers_away():
    html = question().static()
    open_part, folded = html.split("<details>")
    assert "Does a unit fire at 0?" in open_part
    assert "✓" not in open_part and "The rule is" not in open_part
    for words in ("✓ Right. The rule is ≥ 0.", "✗ Not quite. That is the rule &gt; 0."):
        assert words in folded


def test_static_text_is_escaped():
    assert "At &lt; 1 &amp; &gt; 0" in question().static()


def test_bundle_has_widget_and_text_side_by_side():
    bundle = question()._repr_mimebundle_()
    assert set(bundle) == {WIDGET, "text/html", "text/plain"}
    assert bundle["text/plain"].splitlines() == [
        "Does a unit fire at 0?",
        "  A  No",
        "  B  Yes",
        "  C  At < 1 & > 0",
    ]


def test_nothing_points_outside_the_notebook():
    asked = question()
    live = "".join(child.value for child in asked.widget.children if hasattr(child, "value"))
    everything = asked.static() + live
    assert "http" not in everything and "<script" not in everything


@pytest.mark.parametrize(
    "choices",
    [
        (),
        (quiz.right("a", ""),),
        (quiz.wrong("a", ""), quiz.wrong("b", "")),
        (quiz.right("a", ""), quiz.right("b", "")),
    ],
)
def test_a_question_needs_choices_and_exactly_one_right(choices):
    with pytest.raises(ValueError, match="one right"):
        quiz.ask("Which?", *choices)


def test_self_check_counts_first_tries_only():
    asked = [question(), question(), question()]
    check = quiz.check(*asked)
    asked[0].buttons[1].click()
    asked[1].buttons[0].click()
    asked[1].buttons[1].click()
    assert check.score == 1
    assert "2 of 3 answered, 1 right at the first try" in check.widget.children[-1].value


def test_self_check_shows_every_question_without_a_kernel():
    bundle = quiz.check(question(), question())._repr_mimebundle_()
    assert bundle["text/html"].count("<details>") == 2
    assert bundle["text/plain"].count("Does a unit fire at 0?") == 2


def test_self_check_without_questions_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        quiz.check()
