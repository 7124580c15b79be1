"""What only the author may change is taken from the release."""

from __future__ import annotations

import practice_unit
import pytest
import small_course
from practice_unit import added, change, without


@pytest.fixture
def work(tmp_path):
    return practice_unit.make(tmp_path, practice_unit.GOOD)


def grade_ids(book):
    return [cell.grade_id for cell in book.cells]


def test_deleted_test_set_up_and_hint_cells_are_back_in_their_places(work):
    whole = grade_ids(work.read())
    change(work, without("test_double", "setup_data", "hints_both"))
    book = work.read()
    assert grade_ids(book) == whole
    assert set(book.notes) == {"test_double", "setup_data"} and "was deleted" in book.notes["test_double"]


def test_an_edited_test_counts_as_released_and_is_said(work):
    practice_unit.fill(work, {"test_double": "pass"})
    book = work.read()
    assert "checks.close" in book.cells[book.exercise("double").test].text
    assert "differs from the released one" in book.notes["test_double"]


def test_answers_and_own_cells_stay(work):
    change(work, added("test_double", "mine = 1"))
    book = work.read()
    assert book.cells[1].text == practice_unit.GOOD["double"]
    assert "mine = 1" in [cell.text for cell in book.cells]


def test_a_deleted_answer_is_marked_as_missing(work):
    change(work, without("double"))
    book = work.read()
    assert [cell.grade_id for cell in book.cells if cell.missing] == ["double"]


def test_a_copy_of_an_answer_cell_is_no_second_answer(work):
    copy = small_course.cell("double", "def double(x):\n    return x", solution=True) | {"id": "copy"}
    change(work, lambda cells: [copy, *cells])
    book = work.read()
    assert book.cells[book.exercise("double").answer].text == practice_unit.GOOD["double"]


def test_a_copy_of_a_test_is_left_out(work):
    copy = small_course.cell("test_double", "assert False", grade=True, locked=True) | {"id": "copy"}
    change(work, lambda cells: [*cells, copy])
    book = work.read()
    assert grade_ids(book).count("test_double") == 1 and "assert False" not in [cell.text for cell in book.cells]


def test_a_release_of_other_exercises_is_not_used(work):
    small_course.write_notebook(work.release, small_course.source_cells("alpha", "scale"))
    assert "test_scale" not in grade_ids(work.read())


@pytest.mark.parametrize("content", ["{", '{"cells": []}'])
def test_a_damaged_release_does_not_stop_work(work, content):
    work.release.write_text(content)
    assert [exercise.name for exercise in work.read().checked] == list(practice_unit.NAMES)
