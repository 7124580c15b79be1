"""Every exercise that checks judge has all of its parts.

Here: the link into its lesson, visible checks, hidden tests, a reference of its name, a bank of its own. That it has three
hints says test_notebooks.py; what the bank's answers score and are told, test_qualified.py; that the reference gets full
marks and an empty answer none, test_released.py.
"""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import replace
from functools import cache

import nbformat
import pytest

from autograder.course import LIBRARY, Unit, packaged_course
from autograder.notebook import Exercise, Role, Source, hidden_lines, read_source, without_hidden
from autograder.qualify.bank import read_bank
from autograder.site.pages import Page, slug

UNITS = packaged_course().all_units()
TO_LESSON = re.compile(r"\]\(lesson\.ipynb#([^)\s]+)\)")
JUDGING = {"close", "distributed", "equal", "fast_enough", "finite", "gradient", "moments", "raises", "rate", "shape", "that", "unchanged"}  # fmt: skip


@cache
def anchors(unit: Unit) -> set[str]:
    """Where links into the unit's lesson can lead."""
    return {heading.anchor for heading in Page(nbformat.read(unit.lesson, as_version=4)).headings}


def hidden(test: str) -> str:
    """The hidden part of a test cell."""
    lines = hidden_lines(test)
    return textwrap.dedent("\n".join(line for number, line in enumerate(test.splitlines(), 1) if number in lines))


def judges(tree: ast.AST, helpers: set[str]) -> bool:
    """Whether some of the code judges an answer, by a check or by a helper that has one."""
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return bool(called & ({f"checks.{name}" for name in JUDGING} | helpers))


def helpers_of(source: Source) -> set[str]:
    """The functions of the author's cells that judge."""
    cells = [cell for cell in source.cells if cell.kind == "code" and cell.role in (Role.SETUP, Role.TEST)]
    functions = [node for cell in cells for node in ast.parse(cell.text).body if isinstance(node, ast.FunctionDef)]
    found: set[str] = set()
    while more := {each.name for each in functions if each.name not in found and judges(each, found)}:
        found |= more
    return found


def above(source: Source, exercise: Exercise) -> str:
    """The texts between the exercise before and the answer cell."""
    texts = []
    for cell in reversed(source.cells[: exercise.answer]):
        if cell.role in (Role.TEST, Role.ESSAY, Role.ANSWER):
            break
        texts.append(cell.text if cell.kind == "markdown" else "")
    return "\n".join(texts)


def has_reference(answer: str, name: str) -> bool:
    """Whether the solution calls a documented function or class of this name in `solutions`."""
    for module in re.findall(rf"\bsolutions\.([\w.]+)\.{name}\b", answer):
        tree = ast.parse((LIBRARY / "solutions" / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
        named = [node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == name]
        if named and ast.get_docstring(named[0]):
            return True
    return False


def faults(unit: Unit, source: Source, exercise: Exercise) -> list[str]:
    """What an exercise lacks."""
    test, helpers = source.cells[exercise.cell].text, helpers_of(source)
    links, found = TO_LESSON.findall(above(source, exercise)), []
    if not links:
        found.append("no link into the lesson")
    found += [f"the lesson has no section {link}" for link in links if slug(link) not in anchors(unit)]
    if not judges(ast.parse(without_hidden(test)), helpers):
        found.append("no visible check")
    if not judges(ast.parse(hidden(test)), helpers):
        found.append("no hidden test")
    if not has_reference(source.cells[exercise.answer].text, exercise.name):
        found.append("no reference of its name in solutions")
    if not read_bank(unit.folder).of(exercise.name, right=True):
        found.append("no bank")
    return [f"{exercise.name}: {fault}" for fault in found]


def judged(source: Source) -> list[Exercise]:
    return [exercise for exercise in source.exercises if not exercise.manual]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_exercise_has_all_of_its_parts(unit: Unit):
    source = read_source(unit.exercises)
    assert [fault for exercise in judged(source) for fault in faults(unit, source, exercise)] == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_bank_has_answers_to_its_exercises_alone(unit: Unit):
    banked = {answer.exercise for answer in read_bank(unit.folder).answers}
    assert banked == {exercise.name for exercise in judged(read_source(unit.exercises))}


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (r"\]\(lesson\.ipynb#", "](lesson.ipynb?", "no link"),
        (r"\]\(lesson\.ipynb#[^)\s]+", "](lesson.ipynb#No-such-section", "no section No-such-section"),
        (r"(?s)\A.*(?=### BEGIN HIDDEN)", "", "no visible check"),
        (r"(?s)### BEGIN HIDDEN TESTS.*### END HIDDEN TESTS", "", "no hidden test"),
        (r"solutions\.losses\.(\w+)", r"solutions.losses.\1_", "no reference"),
    ],
)
def test_a_part_that_is_missing_is_found(old: str, new: str, why: str):
    unit = packaged_course().unit("03")
    source = read_source(unit.exercises)
    broken = replace(source, cells=tuple(replace(cell, text=re.sub(old, new, cell.text)) for cell in source.cells))
    for exercise in judged(broken):
        found = faults(unit, broken, exercise)
        assert len(found) >= 1 and all(why in fault for fault in found), exercise.name


def test_an_exercise_without_a_bank_is_found(tmp_path):
    unit = packaged_course().unit("03")
    source = read_source(unit.exercises)
    (tmp_path / "lesson.ipynb").write_bytes(unit.lesson.read_bytes())
    first = judged(source)[0]
    assert faults(replace(unit, folder=tmp_path), source, first) == [f"{first.name}: no bank"]
