"""Hints by behaviour: a wrong answer is shown the sentence of the misconception it behaves like, and no other."""

from __future__ import annotations

import pytest
from small_bank import add_bank
from small_unit import GOOD, answers, make_course

from autograder.content import files_for
from autograder.engine import open_engine
from autograder.notebook import read_source
from autograder.qualify.bank import read_bank
from autograder.qualify.known import known_answers, known_of
from autograder.record import ExerciseResult, Verdict

pytestmark = pytest.mark.confined


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course = make_course(tmp_path_factory.mktemp("hints") / "course")
    add_bank(course)
    unit = course.unit("01")
    source = read_source(unit.exercises)
    with open_engine(source, files_for(course, unit), known=known_of(unit, source)) as engine:

        def grade(texts: dict[str, str]) -> dict[str, ExerciseResult]:
            return {r.name: r for r in engine.grade(answers(GOOD | texts), "secret")[1].exercises}

        yield grade


def double(body: str) -> dict[str, str]:
    return {"double": f"def double(x):\n    {body}"}


def test_another_text_with_the_same_behaviour_gets_the_hint(graded):
    found = graded(double("return np.power(np.abs(np.asarray(x, dtype=float)), 2.0)"))["double"]
    assert found.misconception == "Your answer is the square of x. Twice x is wanted."
    assert found.verdict is Verdict.FAILED and found.score == 0.0


def test_an_error_of_another_kind_gets_no_hint(graded):
    assert graded(double("return 2.5 * np.asarray(x)"))["double"].misconception == ""


def test_a_right_answer_gets_no_hint(graded):
    assert all(result.misconception == "" for result in graded({}).values())


def test_an_answer_that_behaves_like_a_mutant_gets_the_mutants_hint(graded):
    found = graded({"apply": "def apply(f, x, rng):\n    return -rng.normal() + f(x)"})["apply"]
    assert found.misconception == "Your answer behaves as if one of its operations (+, −, ×, ÷) were another."


def test_an_answer_that_raises_is_recognised_by_its_error(graded):
    found = graded({"quadruple": "def quadruple(x):\n    return [4 * float(np.sum(x))][0]"})["quadruple"]
    assert found.misconception == "Every number is wanted, not their sum."


def test_what_a_wrong_answer_spoils_harms_no_other_exercise(graded):
    found = graded(double("x *= 2\n    return x"))
    assert found["double"].misconception == "You changed x itself."
    assert found["apply"].score == 1.0


def test_an_answer_that_ends_its_process_in_the_survey_only_loses_its_hint(graded):
    body = "import os\n    global calls\n    calls = globals().get('calls', 0) + 1\n    os._exit(0) if calls > 1 else None\n    return x"
    found = graded(double(body))
    assert found["double"].misconception == "" and found["double"].verdict is Verdict.FAILED
    assert found["apply"].score == 1.0


def test_a_unit_without_a_bank_knows_nothing(tmp_path):
    course = make_course(tmp_path / "course")
    source = read_source(course.unit("01").exercises)
    assert not known_answers(source, read_bank(course.unit("01").folder))


def test_a_bank_that_can_not_be_read_costs_hints_and_no_grade(tmp_path):
    course = make_course(tmp_path / "course")
    folder = add_bank(course)
    (folder / "double.py").write_text("# %% nonsense\n")
    unit = course.unit("01")
    assert not known_of(unit, read_source(unit.exercises))
