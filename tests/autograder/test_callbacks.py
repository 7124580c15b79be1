"""Functions that a test passes to an answer, and references on offer, behave as they do in one process."""

from __future__ import annotations

import pytest
from small_unit import SETUP, answers, make_notebook

from autograder.engine import open_engine
from autograder.notebook import read_source
from autograder.student_library import library_files

pytestmark = pytest.mark.confined
MARKS = {"solution": True, "locked": False}
CELLS = [
    ("setup_imports", SETUP, {}),
    ("draw", "def draw(size, rng):\n    return rng.normal(size=size)", MARKS),
    ("test_draw", "checks.shape(draw(3, checks.rng()), (3,), 'draw')", {"grade": True, "points": 1}),
    ("layers", "def layers(init, sizes, rng):\n    return [init(size, rng) for size in sizes]", MARKS),
    (
        "test_layers",
        """\
def init(size, rng):
    return rng.normal(size=size)

given, same = np.random.default_rng(7), np.random.default_rng(7)
made = layers(init, [2, 3, 2], given)
for got, size in zip(made, [2, 3, 2]):
    checks.close(got, same.normal(size=size), "the weights of a layer")
checks.close(given.normal(), same.normal(), "the next number of rng")""",
        {"grade": True, "points": 2},
    ),
    ("twice", "def twice(rng):\n    return np.concatenate([draw(2, rng), draw(2, rng)])", MARKS),
    (
        "test_twice",
        "checks.close(twice(np.random.default_rng(3)), np.random.default_rng(3).normal(size=4), 'twice')",
        {"grade": True, "points": 1},
    ),
]
GOOD = {name: text for name, text, marks in CELLS if marks is MARKS}


@pytest.fixture(scope="module")
def grade(tmp_path_factory):
    source = read_source(make_notebook(CELLS, tmp_path_factory.mktemp("callbacks") / "exercises.ipynb"))
    with open_engine(source, library_files(()), 1) as engine:
        yield lambda texts: {r.name: r for r in engine.grade(answers(GOOD | texts), "secret")[1].exercises}


def test_a_generator_given_to_a_tests_function_moves_on(grade):
    assert grade({})["layers"].score == 2.0


def test_and_by_keyword(grade):
    text = "def layers(init, sizes, rng):\n    return [init(size=size, rng=rng) for size in sizes]"
    assert grade({"layers": text})["layers"].score == 2.0


def test_a_generator_given_to_a_reference_in_place_of_a_wrong_answer_moves_on(grade):
    found = grade({"draw": "def draw(size, rng):\n    return rng.normal(size=(size, 1))"})
    assert found["draw"].score == 0.0 and found["twice"].score == 1.0
    assert "Judged with the correct `draw`" in found["twice"].reason
