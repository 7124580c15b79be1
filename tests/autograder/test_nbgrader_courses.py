"""Courses that are not this one get stock nbgrader's scores for honest work: its quickstart example, and another."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from stock_nbgrader import nbgrader

from autograder.course import Course
from autograder.grade import grade_unit

pytestmark = [pytest.mark.confined, pytest.mark.slow]
TWO_LINES = """
c.Autograde.exporter_class = "autograder.nbgrader_steps.EngineExporter"
c.Autograde.autograde_preprocessors = ["autograder.nbgrader_steps.GradeWithEngine", "nbgrader.preprocessors.SaveAutoGrades"]
"""
SQUARES = "def squares(n):\n    if n < 1:\n        raise ValueError('n')\n    return [i * i for i in range(1, n + 1)]"
SUM = "def sum_of_squares(n):\n    return sum(squares(n))"
QUICKSTART = {  # student → grade id → answer
    "right": {
        "squares": SQUARES,
        "sum_of_squares": SUM,
        "sum_of_squares_equation": "$\\sum i^2$",
        "sum_of_squares_application": "print(sum_of_squares(3))",
        "part-a": "Fibonacci.",
        "part-b": "-1",
    },
    "reimplements": {"squares": SQUARES, "sum_of_squares": "def sum_of_squares(n):\n    return n*(n+1)*(2*n+1)//6"},
    "no_error": {"squares": "def squares(n):\n    return [i * i for i in range(1, n + 1)]", "sum_of_squares": SUM},
    "untouched": {},
}
FIRST = [
    ("code", "import math", {}),
    (
        "code",
        "def area(r):\n    ### BEGIN SOLUTION\n    return math.pi * r ** 2\n    ### END SOLUTION",
        {"solution": "area"},
    ),
    ("code", "unit_area = area(1.0)", {}),
    (
        "code",
        "from math import isclose\nassert isclose(unit_area, 3.14159265, rel_tol=1e-6)",
        {"grade": "uses_a_cell", "points": 1},
    ),
    (
        "code",
        "assert isclose(area(2), 4 * unit_area)\n### BEGIN HIDDEN TESTS\nassert area(0) == 0\n### END HIDDEN TESTS",
        {"grade": "area_hidden", "points": 2},
    ),
    ("code", "### BEGIN SOLUTION\nradius, names = 3, ['a', 'b']\n### END SOLUTION", {"solution": "variables"}),
    (
        "code",
        "assert radius == 3\nassert names[-1] == 'b' and len(names) == 2",
        {"grade": "test_variables", "points": 1},
    ),
    (
        "code",
        "class Disc:\n    ### BEGIN SOLUTION\n    def __init__(self, r):\n        self.r = r\n\n    def grow(self, by):\n"
        "        self.r += by\n    ### END SOLUTION",
        {"solution": "disc"},
    ),
    ("code", "disc = Disc(2)\ndisc.grow(3)\nassert disc.r == 5", {"grade": "test_disc", "points": 1}),
    (
        "code",
        "def plot():\n    ### BEGIN SOLUTION\n    import matplotlib.pyplot as plt\n    axes = plt.figure().gca()\n"
        "    axes.plot([1, 2], [3, 4])\n    axes.set_title('discs')\n    return axes\n    ### END SOLUTION",
        {"solution": "plot"},
    ),
    (
        "code",
        "axes = plot()\nassert axes.get_title() == 'discs'\nassert list(axes.lines[0].get_ydata()) == [3, 4]",
        {"grade": "test_plot", "points": 1},
    ),
]
SECOND = [
    (
        "code",
        "def flip(text):\n    ### BEGIN SOLUTION\n    return text[::-1]\n    ### END SOLUTION",
        {"solution": "flip"},
    ),
    (
        "code",
        "right = sum(flip(a) == b for a, b in [('ab', 'ba'), ('', ''), ('abc', 'cba')])\nright / 3 * 2",
        {"grade": "partial", "points": 2},
    ),
    (
        "code",
        "true_flip = flip\nflip = lambda text: 'mock'\nassert twice('x') == 'mockmock'\nflip = true_flip",
        {"grade": "mocked", "points": 1},
    ),
    ("markdown", "Explain.", {"solution": "why", "grade": "why", "points": 2}),
    ("markdown", "Show an example.", {"task": "show", "points": 3}),
]
SECOND.insert(
    2,
    (
        "code",
        "def twice(text):\n    ### BEGIN SOLUTION\n    return flip(text) * 2\n    ### END SOLUTION",
        {"solution": "twice"},
    ),
)
CLASS = (
    "class Disc:\n    def __init__(self, r):\n        self.r = r\n    def grow(self, by):\n        self.r = self.r + by"
)
PLOT = (
    "import matplotlib.pyplot as plt\ndef plot():\n    _, ax = plt.subplots()\n    ax.plot([1, 2], [3, 4])\n"
    "    ax.set_title('discs')\n    return ax"
)
RIGHT = {
    "area": "def area(r):\n    return pi * r * r",
    "variables": "radius = 3\nnames = list('ab')",
    "disc": CLASS,
    "plot": PLOT,
    "flip": "def flip(text):\n    return ''.join(reversed(text))",
    "twice": "def twice(text):\n    return flip(text) + flip(text)",
    "why": "Because.",
    "import math": "import math\nfrom math import pi",
}
OWN = {
    "right": RIGHT,
    "partly": RIGHT
    | {
        "flip": "def flip(text):\n    return text[1] + text[0] if len(text) == 2 else text",
        "area": "def area(r):\n    return 3.14159265358979 * r ** 2 + (r == 0)",
    },
    "wrong": RIGHT
    | {
        "variables": "radius = 4",
        "disc": "class Disc:\n    pass",
        "plot": "def plot():\n    return None",
        "twice": "def twice(text):\n    return text[::-1] * 2",
    },
    "untouched": {},
}


def write_source(path: Path, cells: list[tuple[str, str, dict[str, object]]]) -> None:
    made = []
    for kind, text, marks in cells:
        cell = (nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell)(text)
        grade_id = marks.get("solution") or marks.get("grade") or marks.get("task")
        if grade_id:
            cell.metadata["nbgrader"] = {
                "schema_version": 3,
                "grade_id": grade_id,
                "grade": "grade" in marks,
                "solution": "solution" in marks,
                "task": "task" in marks,
                "locked": "solution" not in marks,
                "points": marks.get("points", 0),
            }
            if marks.get("points") is None:
                del cell.metadata["nbgrader"]["points"]
        made.append(cell)
    path.parent.mkdir(parents=True, exist_ok=True)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel}), path)


def hand_in(root: Path, work: dict[str, dict[str, str]]) -> None:
    """Every student's answers put into the released notebooks, as JupyterLab would save them."""
    for student, texts in work.items():
        for released in (root / "release" / "ps1").glob("*.ipynb"):
            tree = json.loads(released.read_text())
            for cell in tree["cells"]:
                name = cell["metadata"].get("nbgrader", {}).get("grade_id", "".join(cell["source"]))
                cell["source"] = texts.get(name, cell["source"])
            if texts:
                tree["cells"].append({"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "My example."})
            target = root / "submitted" / student / "ps1" / released.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps(tree))


def scores(root: Path) -> dict[tuple[str, str], dict[str, tuple[float | None, bool]]]:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        return {
            (submission.student.id, notebook.name): {
                grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in notebook.grades
            }
            for submission in book.assignment_submissions("ps1")
            for notebook in submission.notebooks
        }


@pytest.fixture(scope="module", params=["quickstart", "own"])
def courses(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One course graded three ways: by nbgrader's own Execute, by nbgrader with the engine, by the fast way."""
    folder = tmp_path_factory.mktemp(request.param)
    stock = folder / "execute"
    if request.param == "quickstart":
        nbgrader(folder, "quickstart", "execute")
    else:
        write_source(stock / "source" / "ps1" / "first.ipynb", FIRST)
        write_source(stock / "source" / "ps1" / "second.ipynb", SECOND)
        (stock / "nbgrader_config.py").write_text("c = get_config()\n")
    nbgrader(stock, "generate_assignment", "ps1", "--create")
    hand_in(stock, QUICKSTART if request.param == "quickstart" else OWN)
    found = {way: folder / way for way in ("execute", "engine", "fast")}
    for way in ("engine", "fast"):
        shutil.copytree(stock, found[way])
    with (found["engine"] / "nbgrader_config.py").open("a") as file:
        file.write(TWO_LINES)
    nbgrader(stock, "autograde", "ps1")
    nbgrader(found["engine"], "autograde", "ps1")
    course = Course(found["fast"])
    assert grade_unit(course, course.unit("ps1"), workers=1).complete
    return found


def test_the_engine_gives_nbgrader_s_scores(courses):
    assert scores(courses["engine"]) == scores(courses["execute"])
    assert scores(courses["fast"]) == scores(courses["execute"])


def test_what_a_student_added_for_a_task_can_be_read_by_the_person_who_marks(courses):
    for way in ("engine", "fast"):
        for path in (courses[way] / "autograded" / "right" / "ps1").glob("*.ipynb"):
            cells = nbformat.read(path, as_version=4).cells
            if not any(cell.metadata.get("nbgrader", {}).get("task") for cell in cells):
                continue
            assert [cell.cell_type for cell in cells if cell.source == "My example."] == ["markdown"]


def test_no_cell_is_there_twice(courses):
    """Notebooks of format 4.4 have no cell ids, and a header that nbgrader adds on release is in no source."""
    for released in (courses["engine"] / "release" / "ps1").glob("*.ipynb"):
        graded = courses["engine"] / "autograded" / "untouched" / "ps1" / released.name
        before, after = (
            [cell.source for cell in nbformat.read(path, as_version=4).cells] for path in (released, graded)
        )
        assert len(after) <= len(before)
        assert [text for text in after if after.count(text) > max(before.count(text), 1)] == []
