"""All units at once."""

from __future__ import annotations

from pathlib import Path

import practice_unit
import small_course
from practice_unit import GOOD, fill

from autograder.classroom.practice.checking import fingerprint
from autograder.classroom.practice.overview import for_json, overview, remarks, table_text
from autograder.classroom.practice.places import Work
from autograder.classroom.practice.progress import Progress, read_progress
from autograder.classroom.practice.terminal import Style


def passed(work: Work, *names: str) -> Progress:
    progress, book = read_progress(work.keep), work.read()
    for name in names:
        progress.checked(work.unit, name, True, fingerprint(book, book.exercise(name)))
    return progress


def test_what_passed_the_hints_and_what_is_next(tmp_path):
    work = practice_unit.make(tmp_path, GOOD)
    progress = passed(work, "double")
    progress.hint_opened(work.unit, "quadruple", 2)
    (row,) = overview([work], progress, {})
    assert (row.exercises, row.passed, row.hints, row.next, row.changed) == (3, 1, 2, "quadruple", False)
    assert remarks([row]) == ["Next: quadruple in 01-small."]


def test_a_text_is_next_when_all_checks_pass_and_then_nothing(tmp_path):
    work = practice_unit.make(tmp_path, GOOD | {"explain_double": "*Replace this line with your answer.*"})
    progress = passed(work, *practice_unit.NAMES)
    assert overview([work], progress, {})[0].next == "explain_double"
    fill(work, GOOD)
    assert overview([work], progress, {})[0].next == "done"


def test_an_edit_since_the_check_is_marked(tmp_path):
    work = practice_unit.make(tmp_path, GOOD)
    progress = passed(work, "double")
    fill(work, {"double": "def double(x):\n    return x + x"})
    (row,) = overview([work], progress, {})
    assert row.changed and row.passed == 1
    assert remarks([row])[0].startswith("* edited since it was checked")


def test_units_come_in_teaching_order_wherever_they_are_known_from(tmp_path):
    work = practice_unit.make(tmp_path)
    progress = passed(work)
    progress.checked("00-gone", "old", True)
    rows = overview([work], progress, {"01-small": None, "10-later": None, "2-soon": Path("x")})
    assert [(row.unit, row.next) for row in rows] == [
        ("00-gone", "its notebook is not here"),
        ("01-small", "double"),
        ("2-soon", "gradschool lab brings it"),
        ("10-later", "gradschool lab brings it"),
    ]


def test_a_damaged_notebook_keeps_its_row(tmp_path):
    work = practice_unit.make(tmp_path, GOOD)
    progress = passed(work, "double", "both")
    work.notebook.write_text("{")
    (row,) = overview([work], progress, {})
    assert (row.passed, row.next) == (2, "its notebook can't be read")
    assert remarks([row])[0].startswith("01-small: exercises.ipynb is not a notebook")


def test_exercises_that_are_gone_do_not_count(tmp_path):
    work = practice_unit.make(tmp_path)
    progress = passed(work, "double")
    progress.checked(work.unit, "of_an_older_release", True)
    assert overview([work], progress, {})[0].passed == 1


def test_the_plain_table_and_its_json(tmp_path):
    work = practice_unit.make(tmp_path)
    rows = overview([work], passed(work, "double"), {})
    assert table_text(rows, Style()).splitlines() == [
        "Unit      Passed  Hints  Next",
        "01-small  1 of 3  –      quadruple",
        "",
        "Next: quadruple in 01-small.",
    ]
    assert for_json(rows)["units"][0]["passed"] == 1


def test_an_empty_workspace_is_an_empty_table(tmp_path):
    small_course.make(tmp_path)
    assert table_text(overview([], read_progress(tmp_path), {}), Style()).strip() == "Unit  Passed  Hints  Next"
