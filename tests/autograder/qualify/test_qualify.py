"""Qualifying the small unit: what is sound passes, and every kind of hole is found and named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_bank import BANK, add_bank
from small_unit import CELLS, HINTS, make_course

from autograder.course import Course
from autograder.errors import GradschoolError
from autograder.qualify.qualified import modules_behind, qualify_or_recall
from autograder.qualify.qualify import Qualification, qualify_unit

pytestmark = pytest.mark.confined


def qualify(course: Course, only: list[str] | None = None) -> Qualification:
    return qualify_unit(course, course.unit("01"), workers=2, only=only)


MATRIX = 'checks.close(double(secret_values), 2 * secret_values, "double of a matrix")\n'
UNCHANGED = 'checks.unchanged(before, x, "x")\n'
#: the small unit with one more check, without which a mutant lives
SOUND = {"test_quadruple": ("### END", 'checks.shape(quadruple([5.0]), (1,), "quadruple of one number")\n### END')}


def cells(*changes: tuple[str, str, str]) -> list[tuple[str, str, dict[str, object]]]:
    """The cells of the small unit with texts replaced: (cell, old, new)."""
    texts = {name: text for name, text, _ in CELLS}
    for name, old, new in (*changes, *((name, *change) for name, change in SOUND.items())):
        assert old in texts[name]
        texts[name] = texts[name].replace(old, new)
    return [(name, texts[name], marks) for name, _, marks in CELLS] + HINTS


HOLE = [("test_double", MATRIX, ""), ("test_double", UNCHANGED, "")]


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> tuple[Course, Qualification]:
    course = make_course(tmp_path_factory.mktemp("sound") / "course", cells())
    add_bank(course)
    seen: list[tuple[int, int]] = []
    result = qualify_unit(course, course.unit("01"), workers=2, progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == list(range(1, seen[-1][1] + 1))
    return course, result


def test_a_sound_unit_has_no_survivors_and_no_faults_but_its_size(sound):
    _, result = sound
    assert [(e.name, e.survivors, e.faults) for e in result.exercises] == [
        (name, [], []) for name in ("double", "quadruple", "apply")
    ]
    assert len(result.faults) == 1 and "at least 25 each" in result.faults[0]


def test_the_numbers_add_up_and_every_hint_was_seen(sound):
    for exercise in sound[1].exercises:
        assert exercise.killed + exercise.equivalent + len(exercise.survivors) == exercise.mutants > 5
        assert (exercise.right_accepted, exercise.right_total) == (3, 3)
        assert (exercise.wrong_caught, exercise.hints_matched, exercise.wrong_total) == (4, 4, 4)


def test_the_json_has_the_agreed_form(sound):
    tree = json.loads(json.dumps(sound[1].for_json()))
    assert tree["unit"] == "01-small"
    assert set(tree["exercises"][0]) == {
        *("name", "mutants", "killed", "equivalent", "survivors"),
        *("right_total", "right_accepted", "wrong_total", "wrong_caught", "hints_matched"),
    }


def test_a_hole_in_the_hidden_tests_lets_a_mutant_live(tmp_path):
    course = make_course(tmp_path / "course", cells(*HOLE))
    add_bank(course)
    (exercise,) = qualify(course, ["double"]).exercises
    assert any("changes its argument x" in survivor for survivor in exercise.survivors)
    assert "wrong answer not caught (in place): passed." in exercise.faults


def test_a_declared_equivalent_counts_as_one(tmp_path):
    course = make_course(tmp_path / "course", cells(*HOLE))
    folder = add_bank(course)
    (folder / "equivalent.toml").write_text(
        '[[mutant]]\nexercise = "double"\nreason = "allowed"\nchange = "+double: changes its argument x"\n'
    )
    (exercise,) = qualify(course, ["double"]).exercises
    assert exercise.declared == 1
    assert not any("changes its argument" in survivor for survivor in exercise.survivors)


def test_a_right_answer_that_is_rejected_is_named(tmp_path):
    course = make_course(tmp_path / "course")
    add_bank(course, BANK | {"double": BANK["double"].replace("[2 * v for", "[2.1 * v for")})
    (exercise,) = qualify(course, ["double"]).exercises
    assert exercise.right_accepted == 2
    assert any(fault.startswith("right answer rejected (loops): failed.") for fault in exercise.faults)


def test_two_misconceptions_that_behave_alike_are_told(tmp_path):
    twin = BANK["double"].replace("3 * np.asarray(x)", "np.square(x)").replace("three times", "square again")
    course = make_course(tmp_path / "course")
    add_bank(course, BANK | {"double": twin})
    (exercise,) = qualify(course, ["double"]).exercises
    assert exercise.wrong_caught == 4 and exercise.hints_matched == 3
    assert any("it was shown: Your answer is the square of x" in fault for fault in exercise.faults)


def test_too_small_a_bank_is_a_fault(tmp_path):
    course = make_course(tmp_path / "course")
    add_bank(course, {"double": BANK["double"].split("# %% wrong: three")[0]})
    (exercise,) = qualify(course, ["double"]).exercises
    assert exercise.faults == ["3 wrong answers in the bank; at least 4 are needed."]


def test_a_reference_that_fails_its_own_tests_stops_everything(tmp_path):
    course = make_course(tmp_path / "course", cells(("double", "2 * np", "3 * np")))
    add_bank(course)
    with pytest.raises(GradschoolError, match="The reference of double does not pass its own tests"):
        qualify(course, ["double"])


def test_an_unknown_exercise_is_refused_by_name(tmp_path):
    course = make_course(tmp_path / "course")
    with pytest.raises(GradschoolError, match="no tested exercise 'dubble'.*double, quadruple, apply"):
        qualify(course, ["dubble"])


# What is kept -------------------------------------------------------------------------------------


def kept(course: Course) -> Path:
    return course.units / "01-small" / "answers" / "qualified.json"


@pytest.fixture
def counted(monkeypatch) -> list[str]:
    """Every real qualification, which is replaced by a good one made up."""
    ran: list[str] = []

    def fake(course: Course, unit: object, **_: object) -> Qualification:
        ran.append("ran")
        return Qualification("01-small", [])

    monkeypatch.setattr("autograder.qualify.qualified.qualify_unit", fake)
    return ran


def test_an_unchanged_unit_is_not_qualified_again(tmp_path, counted):
    course = make_course(tmp_path / "course")
    add_bank(course)
    for _ in range(2):
        assert qualify_or_recall(course, course.unit("01")).good
    assert counted == ["ran"] and kept(course).is_file()


@pytest.mark.parametrize("what", ["notebook", "bank", "equivalents", "kept file", "again"])
def test_whatever_changes_is_qualified_again(tmp_path, counted, what):
    course = make_course(tmp_path / "course")
    folder = add_bank(course)
    qualify_or_recall(course, course.unit("01"))
    if what == "notebook":
        path = course.units / "01-small" / "exercises.ipynb"
        path.write_text(path.read_text().replace("double of a matrix", "double of any matrix"))
    elif what == "bank":
        (folder / "double.py").write_text(BANK["double"].replace("a sum", "adding"))
    elif what == "equivalents":
        (folder / "equivalent.toml").write_text('[[mutant]]\nexercise="double"\nchange="a"\nreason="b"\n')
    elif what == "kept file":
        kept(course).write_text("{")
    qualify_or_recall(course, course.unit("01"), again=what == "again")
    assert counted == ["ran", "ran"]


def test_a_unit_that_falls_short_is_not_kept(tmp_path, monkeypatch):
    course = make_course(tmp_path / "course")
    add_bank(course)
    short = Qualification("01-small", [], faults=["too few mutants"])
    monkeypatch.setattr("autograder.qualify.qualified.qualify_unit", lambda *_, **__: short)
    assert not qualify_or_recall(course, course.unit("01")).good
    assert not kept(course).exists()


def test_of_the_data_sets_those_that_a_notebook_names_count():
    sets = {name for name in modules_behind("import datasets\nX = datasets.iris().X") if name.startswith("datasets")}
    assert {"datasets.iris_flowers", "datasets.integrity"} <= sets and "datasets.sequences" not in sets
    assert "datasets.sequences" in modules_behind("from datasets import first_symbol, rings")
    assert "datasets.toy_points" in modules_behind("from datasets import first_symbol, rings")
    assert "datasets.sequences" in modules_behind("from datasets.sequences import first_symbol")


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ("import numpy as np", False),
        ("import keras", True),
        ("from tensorflow import keras", True),
        ("import solutions\nsolutions.training.tabular_classifier(3, 2)", True),  # its reference uses Keras
        ("# import keras\nword = 'keras'", False),
    ],
)
def test_how_keras_models_travel_counts_where_keras_is_used(code, counts):
    assert ("autograder.keras_build" in modules_behind(code)) is counts
    assert "autograder.conductor" in modules_behind(code)
