"""What a notebook file holds, and a sentence for every file that is none."""

from __future__ import annotations

import json
from pathlib import Path

import practice_unit
import pytest

from autograder.classroom.practice.reading import PracticeError, Role, read_notebook
from autograder.course import packaged_course
from autograder.notebook import read_source


@pytest.fixture
def work(tmp_path):
    return practice_unit.make(tmp_path)


def test_exercises_hints_and_roles(work):
    book = read_notebook(work.notebook)
    assert [exercise.name for exercise in book.exercises] == ["double", "quadruple", "explain_double", "both"]
    assert [exercise.manual for exercise in book.exercises] == [False, False, True, False]
    assert [hint.title for hint in book.exercise("both").hints] == [
        "Hint 1: the idea",
        "Hint 2: the shapes",
        "Hint 3: nearly code",
    ]
    assert book.cells[0].role is Role.SETUP and book.cells[1].role is Role.ANSWER


@pytest.mark.parametrize("unit", packaged_course().all_units(), ids=lambda unit: unit.name)
def test_every_unit_is_read_as_the_grader_reads_it(unit):
    ours, source = read_notebook(unit.exercises), read_source(unit.exercises)
    assert [cell.role.value for cell in ours.cells] == [cell.role.value for cell in source.cells]
    mine = [(e.name, e.answer, e.points, e.manual, [hint.text for hint in e.hints]) for e in ours.exercises]
    theirs = [(e.name, e.answer, e.points, e.manual, list(e.hints)) for e in source.exercises]
    assert mine == theirs


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not JSON"),
        (b'{"cells": [', "cut off"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"[1, 2]", "no list of cells"),
        (b'{"worksheets": []}', "old format"),
        (b'{"cells": [3, {"cell_type": 5, "source": 7, "metadata": []}]}', "has no exercises"),
    ],
)
def test_a_file_that_is_no_notebook_is_one_sentence(tmp_path: Path, content, words):
    path = tmp_path / "exercises.ipynb"
    path.write_bytes(content)
    with pytest.raises(PracticeError, match=words):
        read_notebook(path)


def test_a_missing_file_and_a_folder(tmp_path):
    with pytest.raises(PracticeError, match="There is no notebook"):
        read_notebook(tmp_path / "exercises.ipynb")
    with pytest.raises(PracticeError, match="can't be read"):
        read_notebook(tmp_path)


@pytest.mark.parametrize("name", ["double", "Double", "test_double", "1"])
def test_an_exercise_is_found_by_name_or_number(work, name):
    assert read_notebook(work.notebook).exercise(name).name == "double"


def test_of_two_answers_of_one_name_the_first_counts(work):
    tree = json.loads(work.notebook.read_text())
    tree["cells"].append(tree["cells"][1] | {"id": "copy"})
    work.notebook.write_text(json.dumps(tree))
    assert read_notebook(work.notebook).exercise("double").answer == 1


def test_an_unknown_exercise_is_answered_with_close_matches(work):
    with pytest.raises(PracticeError, match='no exercise "doubel". Did you mean double.*: double, quadruple,'):
        read_notebook(work.notebook).exercise("doubel")


def test_odd_marks_do_no_harm(work):
    tree = json.loads(work.notebook.read_text())
    tree["cells"] += [
        {"cell_type": "code", "source": ["a", 5, "b"], "metadata": {"nbgrader": "x"}},
        {"cell_type": "code", "source": "c", "metadata": {"nbgrader": {"points": "many", "grade_id": None}}},
    ]
    work.notebook.write_text(json.dumps(tree))
    book = read_notebook(work.notebook)
    assert [cell.text for cell in book.cells[-2:]] == ["ab", "c"]
