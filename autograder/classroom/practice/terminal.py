"""Outcomes as text for a terminal: wrapped to its width, in colour where it has colours."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

from autograder.classroom.practice.outcome import Outcome, Status

_COLOURS = {"good": "32", "bad": "31", "open": "33", "strong": "1", "quiet": "2"}
_WIDEST = 110
_SIGNS = {Status.PASSED: ("✓", "good"), Status.WRITTEN: ("✓", "good")}
_OPEN = (Status.NOT_ANSWERED, Status.NOT_WRITTEN)
_PRINTED_LINES = 40


@dataclass(frozen=True)
class Style:
    """How wide the text may be, and whether it has colours."""

    width: int = 80
    colours: bool = False

    def mark(self, text: str, kind: str) -> str:
        """The text in a colour: good, bad, open, strong or quiet."""
        return f"\x1b[{_COLOURS[kind]}m{text}\x1b[0m" if self.colours else text

    def wrapped(self, text: str, indent: str = "") -> str:
        """Lines broken at spaces; a line that is indented or set in columns stays as it is."""
        lines = []
        for line in text.splitlines():
            if line.startswith((" ", "\t")) or "  " in line.strip():
                lines.append(indent + line)
            else:
                lines += textwrap.wrap(
                    line,
                    self.width,
                    initial_indent=indent,
                    subsequent_indent=indent,
                    break_long_words=False,
                    break_on_hyphens=False,
                ) or [""]
        return "\n".join(lines)


def style_of(stream: TextIO) -> Style:
    """The style that fits a stream."""
    terminal = stream.isatty()
    columns = shutil.get_terminal_size((80, 24)).columns
    colours = terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return Style(max(40, min(columns, _WIDEST)), colours)


def sign_of(status: Status, style: Style) -> str:
    """One sign: right, not begun, or not right."""
    sign, kind = _SIGNS.get(status, ("·", "open") if status in _OPEN else ("✗", "bad"))
    return style.mark(sign, kind)


def outcome_line(outcome: Outcome, style: Style) -> str:
    """An exercise in one line."""
    said = "" if outcome.status is Status.PASSED else f": {outcome.status.value}"
    return f"{sign_of(outcome.status, style)} {style.mark(outcome.exercise, 'strong')}{said}"


def outcome_text(outcome: Outcome, style: Style, *, notes: Iterable[str] | None = None) -> str:
    """An exercise with everything that helps to get it right."""
    parts = [outcome_line(outcome, style)]
    if outcome.status not in (Status.PASSED, Status.NOT_ANSWERED, Status.NOT_WRITTEN):
        parts.append(style.wrapped(outcome.message, "  "))
    if outcome.where:
        parts.append(style.wrapped(outcome.where, "  "))
    if outcome.printed.strip():
        parts.append(style.mark("  The check cell printed:", "quiet"))
        parts.append(style.wrapped(_bounded(outcome.printed), "    "))
    for note in outcome.notes if notes is None else notes:
        parts.append(style.mark(style.wrapped(f"Note: {note}", "  "), "quiet"))
    return "\n".join(part for part in parts if part)


def _bounded(text: str) -> str:
    lines = text.strip("\n").splitlines()
    if len(lines) > _PRINTED_LINES:
        half = _PRINTED_LINES // 2
        lines = [*lines[:half], f"[… {len(lines) - 2 * half} lines]", *lines[-half:]]
    return "\n".join(lines)


def bar(done: int, total: int, style: Style, cells: int = 20) -> str:
    """How much is done, as a bar and in words."""
    full = cells * done // total if total else 0
    text = style.mark("█" * full, "good") + style.mark("░" * (cells - full), "quiet")
    return f"{text} {done} of {total} exercises pass"


def count(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"
