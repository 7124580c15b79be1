"""Hints by behaviour: a wrong answer is shown the sentence of the misconception it behaves like, and no other."""

from __future__ import annotations

import time

import pytest
from small_bank import add_bank
from small_unit import GOOD, answers, make_course

from autograder import behaviour
from autograder.conductor import Pair
from autograder.content import files_for
from autograder.engine import open_engine
from autograder.limits import Limits
from autograder.notebook import read_source
from autograder.qualify.bank import read_bank
from autograder.qualify.known import known_answers, known_of
from autograder.recognition import KnownAnswer
from autograder.record import ExerciseResult, Verdict

pytestmark = pytest.mark.confined


@pytest.fixture(scope="module")
def course_with_bank(tmp_path_factory):
    course = make_course(tmp_path_factory.mktemp("hints") / "course")
    add_bank(course)
    return course


@pytest.fixture(scope="module")
def graded(course_with_bank):
    course = course_with_bank
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


def test_known_answers_run_once_for_a_class_and_in_an_examiner_of_their_own(course_with_bank, monkeypatch):
    asked, folders, exchange, set_up = [], {}, Pair.exchange, set()

    def watched(self, role, message, seconds):
        asked.append((message["do"], message.get("cell")))
        if message["do"] == "setup" and "known-" in self.folder.name:
            set_up.add(seconds)
        if message["do"] in ("sketch", "test"):
            folders.setdefault(message["do"], set()).add(self.folder)
        return exchange(self, role, message, seconds)

    monkeypatch.setattr(Pair, "exchange", watched)
    unit, source = course_with_bank.unit("01"), read_source(course_with_bank.unit("01").exercises)
    known = known_of(unit, source)
    wrong = answers(GOOD | double("return np.asarray(x) ** 2"))
    with open_engine(source, files_for(course_with_bank, unit), known=known) as engine:
        for student in ("one", "two", "three"):
            found = {r.name: r for r in engine.grade(wrong, student)[1].exercises}
            assert found["double"].misconception == "Your answer is the square of x. Twice x is wanted."
    assert asked.count(("sketch", "test_double")) == len(known["double"])
    assert asked.count(("survey", "test_double")) == 3
    assert set_up == {Limits().submission_seconds}  # a busy machine may take long: no known answer is lost for it
    assert folders["sketch"] and not folders["sketch"] & folders["test"]


def test_a_known_answer_that_never_ends_costs_no_other_ones_hint(course_with_bank):
    unit, source = course_with_bank.unit("01"), read_source(course_with_bank.unit("01").exercises)
    endless = KnownAnswer("def double(x):\n    while True:\n        pass", "It never ends.")
    squares = KnownAnswer("def double(x):\n    return np.asarray(x) ** 2", "Squares.")
    wrong = answers(GOOD | double("return np.asarray(x) * np.asarray(x)"))
    known, limits = {"double": [endless, squares]}, Limits(cell_seconds=2.0)
    with open_engine(source, files_for(course_with_bank, unit), limits=limits, known=known) as engine:
        for student in ("one", "two"):
            began = time.monotonic()
            found = {r.name: r for r in engine.grade(wrong, student)[1].exercises}
            took = time.monotonic() - began
            assert found["double"].misconception == "Squares."
            assert found["apply"].score == 1.0
    assert took < 2.0  # the second student waits for no endless one


@pytest.mark.parametrize(("banked", "hint"), [(True, "Squares."), (False, "")])
def test_banked_answers_are_compared_however_long_the_ones_before_took(course_with_bank, banked, hint, monkeypatch):
    monkeypatch.setattr(behaviour, "CPU_SECONDS", 0.01)
    monkeypatch.setattr(behaviour, "SHARE", 0.0)
    unit, source = course_with_bank.unit("01"), read_source(course_with_bank.unit("01").exercises)
    slow = KnownAnswer("def double(x):\n    sum(range(3_000_000))\n    return x", "Slow.", banked=True)
    squares = KnownAnswer("def double(x):\n    return np.asarray(x) ** 2", "Squares.", banked=banked)
    known, wrong = {"double": [slow, squares]}, answers(GOOD | double("return np.asarray(x) * np.asarray(x)"))
    with open_engine(source, files_for(course_with_bank, unit), known=known) as engine:
        found = {r.name: r for r in engine.grade(wrong, "one")[1].exercises}
    assert found["double"].misconception == hint


def test_time_for_known_answers_is_not_the_submissions(course_with_bank):
    unit, source = course_with_bank.unit("01"), read_source(course_with_bank.unit("01").exercises)
    endless = KnownAnswer("def double(x):\n    while True:\n        pass", "It never ends.")
    minus = KnownAnswer("def apply(f, x, rng):\n    return f(x) - rng.normal()", "It is added.")
    wrong = answers(GOOD | double("return -np.asarray(x)") | {"apply": minus.text})
    known, limits = {"double": [endless, endless], "apply": [minus]}, Limits(cell_seconds=1.5, submission_seconds=2.5)
    with open_engine(source, files_for(course_with_bank, unit), limits=limits, known=known) as engine:
        found = {r.name: r for r in engine.grade(wrong, "one")[1].exercises}
    assert found["apply"].misconception == "It is added."


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
