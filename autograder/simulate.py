"""A class that hands in: submissions drawn from a unit's answer bank, as a class of this size might write them.

Each student has an ability, each exercise a difficulty that grows along the notebook. Who can't do one hands in a
banked mistake, code that doesn't run, or nothing; some give up half-way, a few copy, a few hand in a broken file or
a loop that never ends. The same seed gives the same class, and a larger class begins with the smaller one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from autograder.content import graded_notebooks
from autograder.course import Course, Unit
from autograder.engine import SOLUTIONS
from autograder.errors import GradschoolError
from autograder.notebook import Exercise, Source, read_source
from autograder.qualify.bank import Bank, read_bank
from autograder.reference import reference_answer

ESSAYS = (
    "It changes the result, because the same number is used twice.",
    "Small steps take long, large ones overshoot; somewhere between them it learns.",
    "I am not sure, but in the picture the curve becomes flat, so there the gradient is almost nothing.",
    "The data decide it: with other data the answer would be the other way round.",
)


@dataclass(frozen=True)
class Mix:
    """Shares of a class, and of the answers of those who can't do an exercise (the rest is left empty)."""

    copied: float = 0.03  #: students who hand in an earlier student's answers, with names of their own
    gave_up: float = 0.10  #: students who stop somewhere
    unreadable: float = 0.01  #: files that are no notebook, or only half of one
    looping: float = 0.005  #: students with an answer that never ends
    mistaken: float = 0.65  #: an exercise that is not right: a mistake from the bank
    not_running: float = 0.15  #: code that doesn't run


@dataclass
class Simulated:
    """What was handed in: students in all, and how many answers of each kind."""

    students: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class _Sheet:
    """One released notebook, and what its exercises can be answered with."""

    name: str
    tree: dict[str, Any]
    source: Source
    bank: Bank
    references: dict[str, str]  #: exercise → its reference's text


def simulate(
    course: Course,
    unit: Unit,
    students: int,
    seed: int = 0,
    mix: Mix | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Simulated:
    """Write a class's submissions of a released unit into ``submitted/``.

    Args:
        students: how many; they are called ``student-00001`` and so on.

    Raises:
        GradschoolError: if the unit is not released, has no bank, or one of these students has a submission already.
    """
    sheets = [_sheet(course, unit, path) for path in graded_notebooks(unit)]
    names = [f"student-{number:05}" for number in range(1, students + 1)]
    there = next((name for name in names if (course.submitted / name / unit.name).exists()), None)
    if there is not None:
        raise GradschoolError(
            f"{there} has handed in {unit.name} already, and nothing is overwritten. Simulate a class in a course "
            "folder of its own (gradschool new-course DIR), or remove its students from submitted/."
        )
    done = Simulated()
    before: dict[str, list[dict[str, str]]] = {sheet.name: [] for sheet in sheets}
    for number, name in enumerate(names, 1):
        rng = np.random.default_rng([seed, number])
        folder = course.submitted / name / unit.name
        folder.mkdir(parents=True)
        for sheet in sheets:
            _hand_in(folder / f"{sheet.name}.ipynb", sheet, before[sheet.name], mix or Mix(), rng, done.kinds)
        done.students += 1
        progress(number, students)
    return done


def _sheet(course: Course, unit: Unit, path: Path) -> _Sheet:
    released = course.release / unit.name / path.name
    if not released.is_file():
        raise GradschoolError(f"{unit.name} is not released here. Run: gradschool release {unit.name}")
    source, bank = read_source(path, course.essay_stub), read_bank(unit.folder)
    if not bank.answers:
        raise GradschoolError(f"{unit.name} has no answer bank (a folder answers/), from which a class could be drawn.")
    references = {
        exercise.name: reference_answer(source, exercise.answer, SOLUTIONS)
        for exercise in source.exercises
        if exercise.answer is not None and not exercise.manual
    }
    return _Sheet(path.stem, json.loads(released.read_text(encoding="utf-8")), source, bank, references)


def _hand_in(
    target: Path,
    sheet: _Sheet,
    before: list[dict[str, str]],
    mix: Mix,
    rng: np.random.Generator,
    kinds: Counter[str],
) -> None:
    """Write one student's notebook."""
    chance = rng.random()
    if before and chance < mix.copied:
        answers = {
            name: _in_own_names(text, rng) for name, text in before[int(rng.integers(min(len(before), 500)))].items()
        }
        kinds["copied"] += len(answers)
    else:
        answers = _answers(sheet, mix, rng, kinds)
    if len(before) < 500:
        before.append(answers)
    text = json.dumps(_filled_in(sheet, answers), ensure_ascii=False)
    if rng.random() < mix.unreadable:
        kinds["unreadable"] += len(answers)
        text = text[: len(text) // 2]
    target.write_text(text, encoding="utf-8")


def _answers(sheet: _Sheet, mix: Mix, rng: np.random.Generator, kinds: Counter[str]) -> dict[str, str]:
    """One student's answers: grade id of the answer cell → text; what is left empty is not there."""
    exercises = sheet.source.exercises
    ability = rng.normal(1.2, 1.3)
    last = rng.integers(1, len(exercises) + 1) if rng.random() < mix.gave_up else len(exercises)
    loops = rng.integers(len(exercises)) if rng.random() < mix.looping else -1
    answers = {}
    for number, exercise in enumerate(exercises):
        difficulty = -1.0 + 2.0 * number / len(exercises)
        able = rng.random() < 1 / (1 + np.exp(difficulty - ability))
        kind, text = _answer(sheet, exercise, able, mix, rng)
        if number == loops and text and not exercise.manual:
            kind, text = "looping", text + "\nwhile True:\n    pass\n"
        if number >= last:
            kind, text = "left empty", ""
        kinds[kind] += 1
        if text:
            place = exercise.cell if exercise.answer is None or exercise.manual else exercise.answer
            answers[sheet.source.cells[place].grade_id] = text
    return answers


def _answer(sheet: _Sheet, exercise: Exercise, able: bool, mix: Mix, rng: np.random.Generator) -> tuple[str, str]:
    """The kind of an answer and its text."""
    if exercise.manual or exercise.answer is None:
        return ("essay", str(rng.choice(ESSAYS))) if able else ("left empty", "")
    right = [answer.text for answer in sheet.bank.of(exercise.name, True)]
    wrong = [answer.text for answer in sheet.bank.of(exercise.name, False)]
    reference = sheet.references[exercise.name]
    if able:
        return "right", _one_of([reference, *right], rng)
    chance = rng.random()
    if chance < mix.mistaken and wrong:
        return "mistaken", _one_of(wrong, rng)
    if chance < mix.mistaken + mix.not_running:
        return "not running", _spoilt(reference, rng)
    return "left empty", ""


def _one_of(texts: list[str], rng: np.random.Generator) -> str:
    return texts[int(rng.integers(len(texts)))]


def _spoilt(text: str, rng: np.random.Generator) -> str:
    """The text with a slip that doesn't run: a bracket too few, a name that is not there, a half-written end."""
    slip = rng.integers(3)
    if slip == 0 and ")" in text:
        place = text.rindex(")")
        return text[:place] + text[place + 1 :]
    if slip == 1 and "np." in text:
        return text.replace("np.", "numpy_.", 1)
    return text.rstrip() + "\n    result = = 0\n"


def _in_own_names(text: str, rng: np.random.Generator) -> str:
    """A copied answer, as who copies makes it look different: a comment on top."""
    return f"# {_one_of(['my solution', 'I did it like this', 'see the lesson', 'done!'], rng)}\n{text}"


def _filled_in(sheet: _Sheet, answers: dict[str, str]) -> dict[str, Any]:
    """The released notebook with these answers."""
    cells = []
    for cell in sheet.tree["cells"]:
        text = answers.get(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))
        cells.append(cell if text is None else cell | {"source": text})
    return sheet.tree | {"cells": cells}
