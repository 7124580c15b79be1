"""The three commands as functions: what they show goes to streams that are given."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import TextIO

from autograder.classroom.practice.checking import check_exercises, fingerprint
from autograder.classroom.practice.keyboard import Keyboard
from autograder.classroom.practice.outcome import Outcome, Status
from autograder.classroom.practice.places import Work
from autograder.classroom.practice.progress import read_progress
from autograder.classroom.practice.reading import Exercise
from autograder.classroom.practice.terminal import Style, bar, count, outcome_text, style_of
from autograder.classroom.practice.watching import Watch

GOOD, NOT_YET = 0, 1  #: exit statuses: whether every exercise that was asked for passes


def check(
    work: Work,
    names: Sequence[str] = (),
    *,
    out: TextIO,
    busy: TextIO | None = None,
    seconds: float | None = None,
    keep: Callable[[list[Outcome]], None] = lambda outcomes: None,
) -> int:
    """Check exercises (default: all of the unit) and say what is wrong. Returns the exit status.

    Args:
        busy: a terminal on which to say what is being checked now.
        keep: receives the outcomes, to write them elsewhere.
    """
    book, style = work.read(), style_of(out)
    chosen = [book.exercise(name) for name in names] or list(book.exercises)
    progress, outcomes, told = read_progress(work.keep), [], set()
    begins = _busy_line(busy)
    found = check_exercises(book, chosen, released=work.released(), seconds=seconds, begins=begins)
    with contextlib.closing(found):
        for exercise, outcome in zip(chosen, found, strict=True):
            begins(None)
            outcomes.append(outcome)
            print(outcome_text(outcome, style, notes=[note for note in outcome.notes if note not in told]), file=out)
            told |= set(outcome.notes)
            if not exercise.manual:
                progress.checked(work.unit, exercise.name, outcome.passed, fingerprint(book, exercise))
    if names and any(outcome.status is Status.NOT_ANSWERED for outcome in outcomes):
        print("What counts is the notebook as it was saved last.", file=out)
    for note in progress.told():
        print(style.wrapped(f"Note: {note}"), file=out)
    keep(outcomes)
    asked = [o for o, exercise in zip(outcomes, chosen, strict=True) if names or not exercise.manual]
    if not names:
        print(_summary(work, chosen, outcomes, style), file=out)
    return GOOD if all(outcome.passed for outcome in asked) else NOT_YET


def _busy_line(busy: TextIO | None) -> Callable[[Exercise | None], None]:
    """Says what is being checked on a line that is wiped again."""

    def say(exercise: Exercise | None) -> None:
        if busy is not None and busy.isatty():
            busy.write("\r\x1b[K" + (f"checking {exercise.name} …" if exercise else ""))
            busy.flush()

    return say


def _summary(work: Work, chosen: Sequence[Exercise], outcomes: Sequence[Outcome], style: Style) -> str:
    checked = [outcome for outcome, exercise in zip(outcomes, chosen, strict=True) if not exercise.manual]
    unwritten = [o for o, exercise in zip(outcomes, chosen, strict=True) if exercise.manual and not o.passed]
    passed = sum(outcome.passed for outcome in checked)
    lines = ["", f"{style.mark(work.unit, 'strong')}  {bar(passed, len(checked), style)}"]
    if passed == len(checked):
        lines.append("When your work is graded, more checks run on other numbers.")
    if unwritten:
        lines.append(f"{count(len(unwritten), 'text')} still to write, for a person to read.")
    return "\n".join(lines)


def watch(work: Work, *, typed: TextIO, out: TextIO, seconds: float | None = None, screen: bool | None = None) -> int:
    """Watch a unit until the end of what is typed. Returns the exit status."""
    keyboard = Keyboard(typed)

    def say(text: str) -> None:
        print(text, file=out, flush=True)

    Watch(
        work,
        read_progress(work.keep),
        keyboard.wait,
        say,
        style_of(out),
        hurry=keyboard.quits,
        screen=out.isatty() if screen is None else screen,
        seconds=seconds,
    ).run()
    return GOOD


def harmless(stream: TextIO) -> TextIO:
    """The stream, made to write a question mark where it lacks a sign (consoles of older Windows)."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    return stream
