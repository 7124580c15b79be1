"""A reference is turned into an answer: its own source, with what it needs, and nothing of another exercise."""

from __future__ import annotations

import pytest
from small_unit import make_notebook

from autograder.notebook import read_source
from autograder.reference import NoReference, extract, free_names, modules_of, reference_cells

MODULE = '''"""Module."""
from __future__ import annotations
import math
import numpy as np
from numpy.typing import ArrayLike

SCALE = 2.0

def _helper(x):
    return x * SCALE

def first(x: ArrayLike):
    """Docstring."""
    return _helper(np.asarray(x))

def second(x):
    return first(x) + math.pi
'''


@pytest.fixture
def solutions(tmp_path):
    folder = tmp_path / "solutions"
    folder.mkdir()
    (folder / "things.py").write_text(MODULE)
    return folder


def source_of(tmp_path, *cells):
    return read_source(
        make_notebook(
            [(name, text, {"solution": True, "locked": False}) for name, text in cells], tmp_path / "exercises.ipynb"
        )
    )


def test_helpers_constants_and_imports_come_along_and_nothing_else(solutions):
    text = extract(solutions / "things.py", "first", set())
    assert "_helper" in text and "SCALE = 2.0" in text and "import numpy" in text and "ArrayLike" in text
    assert "math" not in text and "def second" not in text
    scope = {}
    exec(compile(text, "answer", "exec"), scope)
    assert list(scope["first"]([1, 2])) == [2.0, 4.0]


def test_what_another_cell_defines_is_left_to_that_cell(solutions, tmp_path):
    source = source_of(
        tmp_path,
        ("first", "def first(x):\n    return solutions.things.first(x)"),
        ("second", "def second(x):\n    return solutions.things.second(x)"),
    )
    first, second = reference_cells(source, solutions)
    assert "def _helper" in first.text and "def first" not in second.text and "import math" in second.text
    assert modules_of(source) == ("things",)


def test_a_reference_that_is_not_there_is_a_plain_error(solutions, tmp_path):
    source = source_of(tmp_path, ("first", "def first(x):\n    return solutions.things.third(x)"))
    with pytest.raises(NoReference, match="does not define third"):
        reference_cells(source, solutions)
    source = source_of(tmp_path, ("first", "def first(x):\n    return solutions.nowhere.first(x)"))
    with pytest.raises(NoReference, match="no such module"):
        reference_cells(source, solutions)


def test_names_that_nothing_defines_are_found(tmp_path):
    source = read_source(
        make_notebook(
            [
                ("setup_x", "import numpy as np", {}),
                ("f", "def f(x):\n    return x", {"solution": True}),
                (
                    "test_f",
                    "values = [v for v in range(3)]\ndef check(g):\n    return g(np.ones(3)), unknown\ncheck(f)",
                    {"grade": True},
                ),
                ("test_later", "print(values, len(values), other.name)", {"grade": True}),
            ],
            tmp_path / "exercises.ipynb",
        )
    )
    assert free_names(source) == {"test_f": {"unknown"}, "test_later": {"other"}}
