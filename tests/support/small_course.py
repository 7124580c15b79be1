"""A course of three tiny units, with the real settings and a library to match, for tests that need a whole course."""

import json
from dataclasses import dataclass
from pathlib import Path

from autograder.course import CONFIG, Course, packaged_course

SOLUTIONS = {
    "alpha": "def scale(x, factor):\n    stretched = float(x) * float(factor)\n    return stretched\n",
    "beta": "def shift(x, by):\n    moved_along = float(x) + 1.0 * float(by)\n    return moved_along\n",
    "gamma": "def power(x, exponent):\n    raised_up = pow(float(x), float(exponent))\n    return raised_up\n",
}
UNITS = (("01-scaling", "alpha", "scale"), ("02-shifting", "beta", "shift"), ("03-powers", "gamma", "power"))
HIDDEN = "assert abs(answer - {reference}(2.5, 4.25)) < 1e-9, 'compare with what the formula gives'"


@dataclass(frozen=True)
class SmallCourse:
    """The course, and the folder of its packages."""

    course: Course
    library: Path


def make(folder: Path) -> SmallCourse:
    """Write the course and its packages into an empty folder; nothing is released yet."""
    root, library = folder / "course", folder / "library"
    _write(root / CONFIG, (packaged_course().root / CONFIG).read_text(encoding="utf-8"))
    for name, module, function in UNITS:
        write_notebook(root / "units" / name / "exercises.ipynb", source_cells(module, function))
        write_notebook(root / "units" / name / "lesson.ipynb", [cell("intro", "Read.", kind="markdown")])
    for module, code in SOLUTIONS.items():
        _write(library / "solutions" / f"{module}.py", code)
    _write(library / "solutions" / "__init__.py", '"""References."""\n')
    _write(library / "datasets" / "__init__.py", '"""Data."""\n')
    _write(library / "datasets" / "points.csv", "x,y\n1,2\n")
    _write(library / "autograder" / "__init__.py", '"""The grader."""\n')
    _write(library / "autograder" / "conductor.py", '"""Grades."""\n')
    _write(library / "autograder" / "classroom" / "__init__.py", '"""Helpers."""\n')
    _write(library / "constraints.txt", "".join(f"{name}==1.0\n" for name in _PINNED))
    return SmallCourse(Course(root), library)


def release(small: SmallCourse, name: str) -> Path:
    """A released form of a unit's notebooks, made without nbgrader."""
    unit = small.course.unit(name)
    module, function = next((m, f) for n, m, f in UNITS if n == unit.name)
    folder = small.course.release / unit.name
    cells = source_cells(module, function)
    cells[1]["source"] = cells[1]["source"].split("    ### BEGIN")[0] + "    raise NotImplementedError"
    cells[2]["source"] = cells[2]["source"].split("### BEGIN")[0]
    write_notebook(folder / "exercises.ipynb", cells)
    write_notebook(folder / "lesson.ipynb", [cell("intro", "Read.", kind="markdown")])
    return folder


def source_cells(module: str, function: str) -> list[dict]:
    """Set-up, one exercise that calls the reference, its test."""
    reference = f"solutions.{module}.{function}"
    solution = (
        f'def {function}(x, y):\n    """Do it."""\n'
        f"    ### BEGIN SOLUTION\n    return {reference}(x, y)\n    ### END SOLUTION"
    )
    test = (
        f"answer = {function}(2.5, 4.25)\nassert isinstance(answer, float)\n"
        f"### BEGIN HIDDEN TESTS\n{HIDDEN.format(reference=reference)}\n### END HIDDEN TESTS"
    )
    return [
        cell("setup_imports", "import numpy as np\nimport solutions", locked=True),
        cell(function, solution, solution=True),
        cell(f"test_{function}", test, grade=True, locked=True, points=2),
    ]


def cell(name: str, source: str, *, kind: str = "code", **nbgrader: object) -> dict:
    """One notebook cell; with keywords, one of nbgrader's."""
    made: dict = {"cell_type": kind, "id": name, "metadata": {}, "source": source}
    if kind == "code":
        made |= {"execution_count": None, "outputs": []}
    if nbgrader:
        usual = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
        made["metadata"] = {"nbgrader": {**usual, "grade_id": name, **nbgrader}}
    return made


def write_notebook(path: Path, cells: list[dict]) -> None:
    """Write cells as a notebook."""
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    _write(path, json.dumps(notebook, indent=1))


_PINNED = (
    "ipykernel",
    "ipywidgets",
    "jupyterlab",
    "keras",
    "matplotlib",
    "nbgrader",
    "numpy",
    "scikit-learn",
    "tensorflow",
)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
