"""A student's folder with one small unit, for tests of the practice commands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import small_course

from autograder.classroom.practice.places import Work

STUB = '    raise NotImplementedError("This exercise is not answered yet: replace this line with your code.")'
HINTS = "".join(
    f"<details><summary>Hint {n}: {title}</summary>\n\n{text}\n\n</details>\n\n"
    for n, title, text in [(1, "the idea", "Think."), (2, "the shapes", "One number."), (3, "nearly code", "`2 * …`")]
)
TEST_BOTH = """\
score = checks.Score()
with score.part(1, "the mean"):
    checks.close(both(data)[0], 2.0, "the mean of 1 and 3")
with score.part(2, "the sum"):
    checks.close(both(data)[1], 4.0, "the sum of 1 and 3")
score.total()"""
GOOD = {
    "double": "def double(x):\n    return 2 * x",
    "quadruple": "def quadruple(x):\n    return double(double(x))",
    "both": "def both(x):\n    return sum(x) / 2, sum(x)",
    "explain_double": "Because of arithmetic.",
}
NAMES = ("double", "quadruple", "both")


def released_cells() -> list[dict[str, Any]]:
    """The unit as it is released: set-up, three exercises with hints, and a text to write."""
    cell, locked = small_course.cell, {"locked": True}
    return [
        cell("setup_imports", "import numpy as np\nfrom autograder.classroom import checks", **locked),
        cell("double", f"def double(x):\n{STUB}", solution=True),
        cell("hints_double", HINTS, kind="markdown", **locked),
        cell("test_double", 'checks.close(double(3.0), 6.0, "double of 3")', grade=True, points=3, **locked),
        cell("quadruple", f"def quadruple(x):\n{STUB}", solution=True),
        cell("hints_quadruple", HINTS, kind="markdown", **locked),
        cell("test_quadruple", "assert quadruple(2.0) == 8.0", grade=True, points=2, **locked),
        cell(
            "explain_double",
            "*Replace this line with your answer.*",
            kind="markdown",
            grade=True,
            solution=True,
            points=2,
        ),
        cell("setup_data", "data = [1.0, 3.0]", **locked),
        cell("both", f"def both(x):\n{STUB}", solution=True),
        cell("hints_both", HINTS, kind="markdown", **locked),
        cell("test_both", TEST_BOTH, grade=True, points=3, **locked),
    ]


def make(folder: Path, answers: Mapping[str, str] | None = None) -> Work:
    """A workspace with the unit, its release beside it, and these answers filled in."""
    release = folder / "course" / "release" / "01-small" / "exercises.ipynb"
    notebook = folder / "gradient-school-work" / "01-small" / "exercises.ipynb"
    small_course.write_notebook(release, released_cells())
    small_course.write_notebook(notebook, released_cells())
    work = Work("01-small", notebook, folder / "gradient-school-work" / ".gradient-school", release)
    fill(work, answers or {})
    return work


def fill(work: Work, answers: Mapping[str, str]) -> None:
    """Save the notebook with these answers."""
    change(work, lambda cells: [cell | {"source": answers.get(cell["id"], cell["source"])} for cell in cells])


def change(work: Work, edit: Any) -> None:
    """Save the notebook with its list of cells edited."""
    tree = json.loads(work.notebook.read_text(encoding="utf-8"))
    tree["cells"] = edit(tree["cells"])
    work.notebook.write_text(json.dumps(tree, indent=1), encoding="utf-8")


def without(*names: str) -> Any:
    """An edit that deletes cells."""
    return lambda cells: [cell for cell in cells if cell["id"] not in names]


def added(before: str, *sources: str) -> Any:
    """An edit that puts a student's own code cells before a cell."""

    def edit(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
        place = next(i for i, cell in enumerate(cells) if cell["id"] == before)
        own = [small_course.cell(f"own-{before}-{i}", source) for i, source in enumerate(sources)]
        return [*cells[:place], *own, *cells[place:]]

    return edit
