"""A small unit, as a notebook, a course and submissions, for tests of the grader."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat

from autograder.course import Course, packaged_course
from autograder.notebook import StudentCell

SETUP = "import numpy as np\nimport solutions\nfrom autograder.classroom import checks"
CELLS = [
    ("setup_imports", SETUP, {}),
    (
        "double",
        "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * np.asarray(x)\n    ### END SOLUTION",
        {"solution": True, "locked": False},
    ),
    (
        "test_double",
        """\
x = np.array([1.0, -2.5, 3.0])
before = x.copy()
checks.close(double(x), [2.0, -5.0, 6.0], "double of (1, -2.5, 3)")
### BEGIN HIDDEN TESTS
secret_values = checks.rng().normal(size=(3, 4))
checks.close(double(secret_values), 2 * secret_values, "double of a matrix")
checks.unchanged(before, x, "x")
assert double(np.array([0.5]))[0] == 1.0, "a batch of one must work too"
### END HIDDEN TESTS""",
        {"grade": True, "points": 3},
    ),
    (
        "quadruple",
        "def quadruple(x):\n    ### BEGIN SOLUTION\n    return double(double(x))\n    ### END SOLUTION",
        {"solution": True, "locked": False},
    ),
    (
        "test_quadruple",
        """\
checks.close(quadruple([1.0, 2.0]), [4.0, 8.0], "quadruple of (1, 2)")
### BEGIN HIDDEN TESTS
numbers = checks.rng().normal(size=5)
checks.close(quadruple(numbers), 4 * numbers, "quadruple")
### END HIDDEN TESTS""",
        {"grade": True, "points": 2},
    ),
    (
        "apply",
        "def apply(f, x, rng):\n    ### BEGIN SOLUTION\n    return f(x) + rng.normal()\n    ### END SOLUTION",
        {"solution": True, "locked": False},
    ),
    (
        "test_apply",
        """\
generator, same = np.random.default_rng(5), np.random.default_rng(5)
checks.close(apply(lambda v: v ** 2, 3.0, generator), 9.0 + same.normal(), "apply")
### BEGIN HIDDEN TESTS
assert generator.normal() == same.normal(), "use rng once, and nothing else"
### END HIDDEN TESTS""",
        {"grade": True, "points": 1},
    ),
    ("explain_double", "Because of arithmetic.", {"grade": True, "solution": True, "locked": False, "points": 2}),
]
HINTS = [
    (f"hints_{name}", "<details><summary>Hint 1</summary>\n\nThink twice.\n\n</details>", {})
    for name in ("double", "quadruple", "apply")
]
GOOD = {
    "double": "def double(x):\n    return np.asarray(x) + np.asarray(x)",
    "quadruple": "def quadruple(x):\n    return double(double(x))",
    "apply": "def apply(f, x, rng):\n    return f(x) + rng.normal()",
    "explain_double": "Two times two.",
}


def make_notebook(cells: list[tuple[str, str, dict[str, object]]], path: Path) -> Path:
    """A source notebook from (grade id, text, nbgrader marks)."""
    made = []
    for name, text, marks in cells:
        markdown = name.startswith(("explain_", "hints_"))
        cell = (nbformat.v4.new_markdown_cell if markdown else nbformat.v4.new_code_cell)(text, id=name)
        cell.metadata["nbgrader"] = {
            "schema_version": 3,
            "grade_id": name,
            "grade": False,
            "solution": False,
            "locked": True,
            "task": False,
        } | marks
        made.append(cell)
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=made), path)
    return path


def make_course(folder: Path, cells: list[tuple[str, str, dict[str, object]]] | None = None) -> Course:
    """A course of one small unit, with the settings of the real one."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(packaged_course().root / "nbgrader_config.py", folder / "nbgrader_config.py")
    make_notebook(cells or CELLS + HINTS, folder / "units" / "01-small" / "exercises.ipynb")
    return Course(folder.resolve())


def hand_in(course: Course, student: str, texts: dict[str, str]) -> Path:
    """A submission in the form in which a student saves it."""
    path = course.submitted / student / "01-small" / "exercises.ipynb"
    cells = [("setup_imports", SETUP, {})]
    for name, text in texts.items():
        cells += [
            (name, text, {"solution": True, "locked": False}),
            (f"test_{name}", "pass", {"grade": True, "points": 9}),
        ]
    return make_notebook(cells, path)


def answers(texts: dict[str, str], helpers: list[str] | None = None) -> list[StudentCell]:
    """A submission: answers by grade id, then helper cells at the end."""
    cells = [
        StudentCell(name, name, "markdown" if name.startswith("explain_") else "code", text)
        for name, text in texts.items()
    ]
    return cells + [StudentCell(f"helper-{i}", "", "code", text) for i, text in enumerate(helpers or [])]
