"""The graded notebook is the source's, with the student's answers and helper cells in it."""

from __future__ import annotations

import pytest

from autograder.notebook import Role, StudentCell
from autograder.rebuild import Origin, rebuild


def student(cell_id, text="", grade_id=None, kind="code"):
    return StudentCell(cell_id, cell_id if grade_id is None else grade_id, kind, text)


def texts(rebuilt, origin):
    return [cell.text for cell in rebuilt.cells if cell.origin is origin]


def test_order_and_text_of_the_source_come_back_whatever_was_handed_in(small_source):
    rebuilt = rebuild(small_source, [student("test_double", "pass"), student("setup_imports", "np = None")])
    kept = [(cell.index, cell.text) for cell in rebuilt.cells if cell.origin is Origin.SOURCE]
    assert kept == [
        (i, cell.text) for i, cell in enumerate(small_source.cells) if cell.role not in (Role.ANSWER, Role.ESSAY)
    ]
    assert texts(rebuilt, Origin.HELPER) == []


def test_answers_are_taken_by_cell_id_then_by_grade_id(small_source):
    rebuilt = rebuild(
        small_source,
        [
            student("double", "by cell id", grade_id=""),
            student("x", "a copy", grade_id="double"),
            student("y", "by grade id", grade_id="quadruple"),
        ],
    )
    assert texts(rebuilt, Origin.ANSWER)[:2] == ["by cell id", "by grade id"]
    assert texts(rebuilt, Origin.HELPER) == ["a copy"]


def test_of_two_copies_the_first_counts_and_the_second_keeps_its_place(small_source):
    rebuilt = rebuild(small_source, [student("a", "first", "double"), student("b", "second", "double")])
    order = [cell.text for cell in rebuilt.cells if cell.text in ("first", "second")]
    assert order == ["first", "second"]
    assert texts(rebuilt, Origin.ANSWER)[0] == "first"


def test_a_missing_answer_is_known_as_missing(small_source):
    rebuilt = rebuild(small_source, [student("apply", "here")])
    missing = {small_source.cells[index].grade_id for index in rebuilt.missing}
    assert missing == {"double", "quadruple", "explain_double"}


@pytest.mark.parametrize("place", ["first", "after double", "last"])
def test_helper_cells_keep_their_place(small_source, place):
    double, apply = student("double", "answer double"), student("apply", "answer apply")
    helper = student("mine", "helper", grade_id="")
    order = {"first": [helper, double, apply], "after double": [double, helper, apply], "last": [double, apply, helper]}
    cells = [cell.text for cell in rebuild(small_source, order[place]).cells]
    where = cells.index("helper")
    before = {"first": None, "after double": "answer double", "last": "answer apply"}[place]
    assert where == (0 if before is None else cells.index(before) + 1)


def test_an_answer_retyped_as_text_is_still_code(small_source):
    rebuilt = rebuild(small_source, [student("double", "def double(x): ...", kind="markdown")])
    assert next(cell for cell in rebuilt.cells if cell.cell_id == "double").kind == "code"


def test_markdown_of_a_student_is_no_helper(small_source):
    assert texts(rebuild(small_source, [student("note", "text", grade_id="", kind="markdown")]), Origin.HELPER) == []
