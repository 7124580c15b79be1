"""A confined process, where answers run, can load the data, and gets the same numbers as the examiner."""

import pytest
from small_unit import answers, make_notebook

from autograder import confinement
from autograder.engine import open_engine
from autograder.limits import Limits
from autograder.notebook import read_source
from autograder.record import Verdict
from autograder.student_library import library_files

EMBEDDED = {
    "iris": ("X", "y"),
    "digits": ("images", "X", "y"),
    "diabetes": ("X", "y"),
    "breast_cancer": ("X", "y"),
    "stock": ("prices",),
    "photographs": ("china", "flower"),
}
SETUP = "import numpy as np\nimport datasets\nfrom autograder.classroom import checks\npictures = datasets.digits()"
LOAD = "def {name}_arrays():\n    loaded = datasets.{name}()\n    return [getattr(loaded, key) for key in {keys}]"
TEST = """\
received = {name}_arrays()
### BEGIN HIDDEN TESTS
expected = [getattr(datasets.{name}(), key) for key in {keys}]
for one, other in zip(received, expected, strict=True):
    checks.close(one, other, "{name}")
### END HIDDEN TESTS"""
FALLBACK = "def fallback():\n    return [datasets.mnist_or_digits().train_y, pictures.y, datasets.shapes(rng, 3)[0]]"
FALLBACK = FALLBACK.replace("rng", "np.random.default_rng(0)")
TEST_FALLBACK = """\
train_y, y, images = fallback()
### BEGIN HIDDEN TESTS
checks.close(train_y, pictures.y[:1437], "the digits in place of MNIST")
checks.close(y, pictures.y, "the digits of the set-up cell")
checks.close(images, datasets.shapes(np.random.default_rng(0), 3)[0], "shapes")
### END HIDDEN TESTS"""


def cells():
    made = [("setup_imports", SETUP, {})]
    answers_and_tests = [
        (f"{name}_arrays", LOAD.format(name=name, keys=keys), TEST.format(name=name, keys=keys))
        for name, keys in EMBEDDED.items()
    ]
    for name, answer, test in [*answers_and_tests, ("fallback", FALLBACK, TEST_FALLBACK)]:
        head, _, body = answer.partition("\n")
        solution = f"{head}\n    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION"
        made += [
            (name, solution, {"solution": True, "locked": False}),
            (f"test_{name}", test, {"grade": True, "points": 1}),
        ]
    return made


def graded(engine, texts):
    return {result.name: result for result in engine.grade(answers(texts), "secret")[1].exercises}


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    lacks = confinement.missing_features()
    if lacks:
        pytest.fail("grading can't be tested on this machine: " + "; ".join(lacks))
    source = read_source(make_notebook(cells(), tmp_path_factory.mktemp("source") / "exercises.ipynb"))
    limits = Limits(cell_seconds=5.0, memory_mib=512)
    with open_engine(source, library_files(()), 1, limits) as opened:
        yield opened


@pytest.mark.confined
def test_every_embedded_set_loads_as_it_does_outside(engine):
    texts = {f"{name}_arrays": LOAD.format(name=name, keys=keys) for name, keys in EMBEDDED.items()}
    found = graded(engine, texts | {"fallback": FALLBACK})
    assert {name: result.reason for name, result in found.items() if result.verdict is not Verdict.PASSED} == {}
    assert len(found) == len(EMBEDDED) + 1


@pytest.mark.confined
def test_other_numbers_are_noticed(engine):
    wrong = LOAD.format(name="digits", keys=("images", "X", "y")).replace("getattr(", "-getattr(")
    assert graded(engine, {"digits_arrays": wrong})["digits_arrays"].verdict is Verdict.FAILED
