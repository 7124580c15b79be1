"""A unit is graded: records, nbgrader's gradebook, notebooks and feedback agree, and a second run changes nothing."""

from __future__ import annotations

import json

import nbformat
import pytest
from nbgrader.api import Gradebook
from small_unit import GOOD, hand_in, make_course

from autograder import grade as grading
from autograder.course import Course
from autograder.errors import GradschoolError
from autograder.grade import Report, find_submissions, grade_unit, record_path, rewrite_feedback
from autograder.gradebook import open_gradebook
from autograder.limits import Limits
from autograder.record import Verdict, read_record
from autograder.release import generate_assignment

pytestmark = pytest.mark.confined
LIMITS = Limits(cell_seconds=2.0)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = make_course(tmp_path_factory.mktemp("graded") / "course")
    generate_assignment(course, course.unit("small"))
    hand_in(course, "ada", GOOD)
    hand_in(course, "ben", GOOD | {"double": "def double(x):\n    return x"})
    hand_in(course, "cy d'Été", {})
    broken = hand_in(course, "dora", {})
    broken.write_text("{ not json")
    (course.submitted / "eli" / "01-small").mkdir(parents=True)
    (hand_in(course, "fay", GOOD).parent / "numpy.py").write_text("raise SystemExit('shadowed')")
    return course


@pytest.fixture(scope="module")
def report(course: Course) -> Report:
    return grade_unit(course, course.unit("small"), workers=2, limits=LIMITS)


def scores(book: Gradebook, student: str) -> dict[str, tuple[float | None, bool]]:
    submitted = book.find_submission_notebook("exercises", "01-small", student)
    return {grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in submitted.grades}


def test_every_submission_gets_a_record(report, course):
    assert report.complete and [record.student for record in report.records] == sorted(
        submission.student for submission in find_submissions(course, course.unit("small"))
    )
    assert {record.student: record.score for record in report.records} == {
        "ada": 6.0,
        "ben": 3.0,
        "cy d'Été": 0.0,
        "dora": 0.0,
        "eli": 0.0,
        "fay": 6.0,
    }


def test_a_file_that_can_not_be_read_is_said_in_a_sentence(report):
    found = {record.student: record for record in report.records}
    assert "not JSON" in found["dora"].remark and "There is no exercises.ipynb" in found["eli"].remark
    assert {exercise.verdict for exercise in found["dora"].exercises} == {Verdict.UNREADABLE}


def test_the_gradebook_holds_the_same_scores(report, course):
    with open_gradebook(course.gradebook_url) as book:
        assert scores(book, "ada") == {
            "test_double": (3.0, False),
            "test_quadruple": (2.0, False),
            "test_apply": (1.0, False),
            "explain_double": (None, True),
        }
        assert scores(book, "ben")["test_double"] == (0.0, False)
        assert scores(book, "dora")["explain_double"] == (0.0, False)


def test_graded_notebooks_hold_answers_and_verdicts_but_no_hidden_test(report, course):
    for student in ("ada", "ben", "cy d'Été", "dora", "eli"):
        path = course.autograded / student / "01-small" / "exercises.ipynb"
        node = nbformat.read(path, as_version=4)
        nbformat.validate(node)
        assert "secret_values" not in path.read_text()
    wrong = nbformat.read(course.autograded / "ben" / "01-small" / "exercises.ipynb", as_version=4)
    test = next(cell for cell in wrong.cells if cell.id == "test_double")
    assert test.outputs[0].output_type == "error" and "double of" in test.outputs[0].evalue
    assert next(cell for cell in wrong.cells if cell.id == "double").source.endswith("return x")


def test_feedback_says_points_reason_and_hint_and_no_hidden_test(report, course):
    page = (course.feedback / "ben" / "01-small" / "exercises.html").read_text()
    assert "Think twice." in page and "3</span>" in page.replace(" / ", "/ ") and "double of (1, -2.5, 3)" in page
    assert "secret_values" not in page and "a batch of one" not in page
    assert "http://" not in page and "https://" not in page


def test_json_has_the_agreed_form(report):
    tree = json.loads(json.dumps(report.for_json()))
    first = tree["records"][0]
    assert {"student", "unit", "exercises"} <= set(first)
    assert {"name", "score", "max_score", "verdict", "reason", "hints"} <= set(first["exercises"][0])


def test_unchanged_submissions_are_not_graded_again(report, course, monkeypatch):
    monkeypatch.setattr(grading, "open_engine", lambda *a, **k: pytest.fail("graded again"))
    again = grade_unit(course, course.unit("small"), workers=2, limits=LIMITS)
    assert again.unchanged == len(report.records)
    assert [r.for_json() for r in again.records] == [r.for_json() for r in report.records]


def test_points_given_by_a_person_survive_a_new_grading_and_reach_the_feedback(report, course):
    with open_gradebook(course.gradebook_url) as book:
        grade = book.find_grade("explain_double", "exercises", "01-small", "ada")
        grade.manual_score = 1.5
        book.find_comment("explain_double", "exercises", "01-small", "ada").manual_comment = "Say <why>."
        book.db.commit()
    grade_unit(course, course.unit("small"), workers=1, limits=LIMITS, again=True)
    with open_gradebook(course.gradebook_url) as book:
        assert book.find_grade("explain_double", "exercises", "01-small", "ada").manual_score == 1.5
    assert rewrite_feedback(course, course.unit("small")) == len(report.records)
    page = (course.feedback / "ada" / "01-small" / "exercises.html").read_text()
    assert "Say &lt;why&gt;." in page and "7.5" in page


def test_a_changed_submission_is_graded_again_and_only_that_one(report, course):
    unit = course.unit("small")
    old = read_record(record_path(course, unit, "ben", "exercises"))
    hand_in(course, "ben", GOOD)
    again = grade_unit(course, unit, workers=1, limits=LIMITS)
    assert again.unchanged == len(report.records) - 1
    assert {r.student: r.score for r in again.records}["ben"] == 6.0 != old.score


def test_grading_nothing_and_an_unreleased_unit_are_plain_errors(tmp_path):
    course = make_course(tmp_path / "course")
    with pytest.raises(GradschoolError, match="no submissions of 01-small"):
        grade_unit(course, course.unit("small"))
    hand_in(course, "ada", GOOD)
    report = grade_unit(course, course.unit("small"), workers=1, limits=LIMITS)
    assert not report.complete and "gradschool release 01-small" in report.problems[0]
    assert read_record(record_path(course, course.unit("small"), "ada", "exercises")) is None
