"""Feedback pages, made from records alone: points, what was expected in words, hints. Never a hidden test."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, Template
from markupsafe import Markup

from autograder.record import ExerciseResult, Record, Verdict

SIGNS = {"good": "✓", "part": "◐", "bad": "✗", "wait": "…"}


@dataclass(frozen=True)
class Person:
    """What a person gave an exercise by hand: points (None: not yet) and a comment."""

    points: float | None = None
    comment: str = ""


def feedback_page(record: Record, by_hand: dict[str, Person] | None = None) -> str:
    """One self-contained HTML page for one record.

    Args:
        by_hand: grade cell → what a person gave; their points take the place of the grader's.
    """
    by_hand = by_hand or {}
    items = [_item(exercise, by_hand.get(exercise.cell, Person())) for exercise in record.exercises]
    total = sum(item["score"] for item in items)
    return _template().render(
        record=record,
        unit=record.unit,
        items=items,
        total=total,
        next_step=_next_step(items),
        waiting=sum(item["max_score"] for item in items if item["tone"] == "wait"),
        share=round(100 * total / record.max_score) if record.max_score else 0,
    )


@cache
def _template() -> Template:
    environment = Environment(loader=PackageLoader("autograder", "templates"), autoescape=True, trim_blocks=True)
    environment.filters["code"] = with_code
    environment.globals["points"] = lambda value: f"{value:g}"
    return environment.get_template("feedback.html.j2")


def _item(exercise: ExerciseResult, person: Person) -> dict[str, object]:
    score = exercise.score if person.points is None else person.points
    marked = person.points is not None
    if exercise.verdict is Verdict.MANUAL and not marked:
        tone = "wait"
    else:
        tone = "good" if score >= exercise.max_score else "part" if score > 0 else "bad"
    verdict = "marked by a person" if marked else str(exercise.verdict)
    return {
        "name": exercise.name,
        "score": score,
        "max_score": exercise.max_score,
        "tone": tone,
        "sign": SIGNS[tone],
        "verdict": verdict,
        "reason": "" if marked else exercise.reason,
        "misconception": "" if marked else exercise.misconception,
        "hints": () if marked else exercise.hints,
        "comment": person.comment,
    }


def _next_step(items: list[dict[str, object]]) -> str:
    """The first exercise that lost points, or what comes after all are right."""
    lost = next((item for item in items if item["tone"] in ("bad", "part")), None)
    return f"start with {lost['name']}; later exercises may build on it." if lost else ""


def with_code(text: str) -> Markup:
    """Plain text with `code` in backticks shown as code; everything else is escaped."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", html.escape(text)))
