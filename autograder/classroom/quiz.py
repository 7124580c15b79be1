"""Multiple-choice questions that answer at once, for every choice and as often as you like.

Where no kernel runs, the same cell shows the question, its choices and, folded away, the answers.

>>> quiz.ask(
...     "A unit's sum is exactly 0. What does it do?",
...     quiz.right("It fires.", "Yes: it fires at w·x + b ≥ 0."),
...     quiz.wrong("It stays silent.", "That would be the rule w·x + b > 0."),
... )
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import ipywidgets

from .explore import bundle

_STYLE = """<style>
.gs-quiz { margin-bottom: 16px; }
.gs-quiz .gs-choice { height: auto; min-height: 32px; margin: 3px 0; padding: 5px 12px;
  white-space: normal; text-align: left; line-height: 1.4; font-size: var(--jp-content-font-size1, 14px); }
.gs-quiz .gs-choice:focus-visible { outline: 2px solid #56B4E9; outline-offset: 1px; }
.gs-quiz .widget-html-content { font-size: var(--jp-content-font-size1, 14px); line-height: 1.5; }
</style>"""


@dataclass(frozen=True)
class Choice:
    """One answer to choose, and what to say to whoever chooses it."""

    text: str
    feedback: str
    is_right: bool

    @property
    def verdict(self) -> str:
        return f"{'✓ Right.' if self.is_right else '✗ Not quite.'} {self.feedback}"


def right(text: str, feedback: str) -> Choice:
    """Return the right choice; the feedback says why it is right."""
    return Choice(text, feedback, True)


def wrong(text: str, feedback: str) -> Choice:
    """Return a wrong choice; the feedback says what it overlooks."""
    return Choice(text, feedback, False)


class Question:
    """A question with choices: one is right, and every one has its feedback."""

    def __init__(self, text: str, choices: tuple[Choice, ...]) -> None:
        rights = sum(choice.is_right for choice in choices)
        if len(choices) < 2 or rights != 1:
            raise ValueError(
                f"Expected two or more choices and one right among them, received {len(choices)} "
                f"choices, {rights} of them right, for the question {text!r}."
            )
        self.text, self.choices = text, choices
        self.tried: list[Choice] = []
        self.buttons = [self._button(choice) for choice in choices]
        self._feedback = ipywidgets.HTML()
        head = ipywidgets.HTML(f"{_STYLE}<strong>{escape(text)}</strong>")
        self.widget = ipywidgets.VBox([head, *self.buttons, self._feedback], layout={"max_width": "760px"})
        self.widget.add_class("gs-quiz")

    def _button(self, choice: Choice) -> ipywidgets.Button:
        button = ipywidgets.Button(description=choice.text, layout={"width": "auto"})
        button.add_class("gs-choice")
        button.on_click(lambda pressed: self._choose(choice, pressed))
        return button

    def _choose(self, choice: Choice, button: ipywidgets.Button) -> None:
        self.tried.append(choice)
        button.button_style = "success" if choice.is_right else "warning"
        button.description = f"{'✓' if choice.is_right else '✗'} {choice.text}"
        # An alert is read out by screen readers when it appears.
        self._feedback.value = f'<div role="alert">{escape(choice.verdict)}</div>'

    @property
    def first_try(self) -> bool | None:
        """Whether the first choice was right; None before any."""
        return self.tried[0].is_right if self.tried else None

    def static(self) -> str:
        """Return question and choices as HTML, the answers folded away."""
        choices = "".join(f"<li>{escape(choice.text)}</li>" for choice in self.choices)
        answers = "".join(f"<li>{escape(choice.text)}<br>{escape(choice.verdict)}</li>" for choice in self.choices)
        return (
            f"<p><strong>{escape(self.text)}</strong></p><ul>{choices}</ul>"
            f"<details><summary>Show the answers</summary><ul>{answers}</ul></details><br>"
        )

    def plain(self) -> str:
        """Return question and choices as plain text."""
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        choices = zip(letters, self.choices, strict=False)
        return "\n".join([self.text, *(f"  {letter}  {choice.text}" for letter, choice in choices)])

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return bundle(self.widget, self.static(), self.plain())


def ask(text: str, *choices: Choice) -> Question:
    """Return a question to leave as a cell's last line.

    Raises ValueError unless there are two or more choices and exactly one is right.
    """
    return Question(text, choices)


class SelfCheck:
    """Several questions in a row, and a count of those right at the first try."""

    def __init__(self, questions: tuple[Question, ...]) -> None:
        if not questions:
            raise ValueError("Expected at least one question, received none.")
        self.questions = questions
        self._score = ipywidgets.HTML()
        self.widget = ipywidgets.VBox([*(question.widget for question in questions), self._score])
        for question in questions:
            for button in question.buttons:
                button.on_click(lambda _: self._count())
        self._count()

    @property
    def score(self) -> int:
        """How many questions were right at the first try."""
        return sum(question.first_try is True for question in self.questions)

    def _count(self) -> None:
        answered = sum(question.first_try is not None for question in self.questions)
        self._score.value = (
            f'<div role="status">{answered} of {len(self.questions)} answered, '
            f"{self.score} right at the first try.</div>"
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        static = "".join(question.static() for question in self.questions)
        return bundle(self.widget, static, "\n\n".join(question.plain() for question in self.questions))


def check(*questions: Question) -> SelfCheck:
    """Return a self-check of several questions to leave as a cell's last line."""
    return SelfCheck(questions)
