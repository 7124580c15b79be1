"""The answers that a class handed in, as texts: nothing of them is run. And what they are compared against."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.content import graded_notebooks
from autograder.course import Course, Unit
from autograder.engine import SOLUTIONS
from autograder.errors import GradschoolError
from autograder.limits import Limits
from autograder.notebook import BadNotebook, Role, Source, StudentCell, read_source, read_submission
from autograder.qualify.bank import read_bank
from autograder.rebuild import Origin, rebuild
from autograder.record import file_digest
from autograder.reference import reference_cells
from autograder.report.likeness import Pair, alike
from autograder.report.structure import structures
from autograder.stubs import released_texts

OWN_CELLS = "cells of their own"


@dataclass
class Answers:
    """What a class handed in for a unit, and what was known before.

    Attributes:
        texts: student → exercise → answer; code cells that a student added stand together as `OWN_CELLS`.
        unread: students whose notebook can't be read.
        known: exercise → answers that people write without copying: the reference, the bank.
        given: what everybody was given: stubs, set-up cells, tests.
    """

    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    known: dict[str, list[str]] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)


def read_answers(course: Course, unit: Unit, students: Sequence[str]) -> Answers:
    """The answers of these students, read with the limits of grading."""
    limits, answers = Limits(), Answers()
    for path in graded_notebooks(unit):
        source = read_source(path, course.essay_stub)
        answers.given += _given(course, source, path)
        for exercise, text in _known(unit, source):
            answers.known.setdefault(exercise, []).append(text)
        for student in students:
            place = course.submitted / student / unit.name / path.name
            try:
                cells = read_submission(place, limits.notebook_mib, limits.answer_kib)
            except (BadNotebook, OSError):
                answers.unread.append(student)
            else:
                answers.texts.setdefault(student, {}).update(_written(source, cells))
    return answers


def _written(source: Source, cells: list[StudentCell]) -> dict[str, str]:
    rebuilt = rebuild(source, cells)
    own = [cell.text for cell in rebuilt.cells if cell.origin is Origin.HELPER and cell.kind == "code"]
    found = {
        source.cells[cell.index].grade_id: cell.text
        for cell in rebuilt.cells
        if cell.origin is Origin.ANSWER and cell.kind == "code" and cell.index not in rebuilt.missing
        if cell.index is not None
    }
    return found | ({OWN_CELLS: "\n".join(own)} if own else {})


def _given(course: Course, source: Source, path: Path) -> list[str]:
    texts = [cell.text for cell in source.cells if cell.kind == "code" and cell.role is not Role.ANSWER]
    with contextlib.suppress(GradschoolError):  # a source that can't be released as it is now
        texts += released_texts(course, path, file_digest(path)).values()
    return texts


def _known(unit: Unit, source: Source) -> Iterator[tuple[str, str]]:
    with contextlib.suppress(GradschoolError):
        yield from ((cell.grade_id, cell.text) for cell in reference_cells(source, SOLUTIONS))
    with contextlib.suppress(GradschoolError):
        yield from ((answer.exercise, answer.text) for answer in read_bank(unit.folder).answers)


def alike_answers(answers: Answers) -> list[Pair]:
    """The pairs of students whose answers are suspiciously alike."""
    slots = [(student, exercise) for student, found in answers.texts.items() for exercise in found]
    known = [(exercise, text) for exercise, texts in answers.known.items() for text in texts]
    made = iter(structures([*(answers.texts[a][b] for a, b in slots), *(text for _, text in known), *answers.given]))
    written: dict[str, dict[str, tuple[str, ...]]] = {student: {} for student in answers.texts}
    for student, exercise in slots:
        written[student][exercise] = next(made)
    background: dict[str, list[tuple[str, ...]]] = {}
    for exercise, _ in known:
        background.setdefault(exercise, []).append(next(made))
    return alike(written, background, list(made))
