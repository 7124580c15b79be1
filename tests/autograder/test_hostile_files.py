"""Submitted files that are broken, forged or surrounded by others: each gets its verdict, and right answers their points.

One class hands in every row at once, beside an honest student; the whole class is graded in one run.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from small_unit import GOOD, hand_in, make_course

from autograder.course import Course
from autograder.grade import grade_unit
from autograder.limits import Limits
from autograder.record import Record, Verdict
from autograder.release import generate_assignment

pytestmark = pytest.mark.confined
FULL = 6.0


def cells(tree):
    return {cell["id"]: cell for cell in tree["cells"]}


def edit(change: Callable[[dict], object]) -> Callable[[Path], None]:
    """A change to an honest notebook."""

    def apply(path: Path) -> None:
        tree = json.loads(path.read_text())
        change(tree)
        path.write_text(json.dumps(tree))

    return apply


def without_tests(tree):
    tree["cells"] = [cell for cell in tree["cells"] if not cell["id"].startswith("test_")]


def duplicated(tree):
    tree["cells"] = [copy.deepcopy(cell) for cell in tree["cells"] for _ in range(2)]


def merged(tree):
    found = cells(tree)
    found["double"]["source"] = "\n\n".join("".join(found[name]["source"]) for name in ("double", "quadruple", "apply"))
    tree["cells"] = [cell for cell in tree["cells"] if cell["id"] not in ("quadruple", "apply")]


def all_marks(**marks):
    def change(tree):
        for cell in tree["cells"]:
            cell["metadata"]["nbgrader"] |= marks

    return change


def edited_tests(tree):
    for cell in tree["cells"]:
        if cell["id"].startswith("test_"):
            cell["source"] = "import numpy as np\nnp.allclose = lambda *a: True\n1000.0"


def metadata(**changes):
    return lambda tree: tree["metadata"].update(changes)


def outputs(tree):
    cells(tree)["double"]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 60_000_000}]


WIDGETS = {
    "application/vnd.jupyter.widget-state+json": {"state": {"a": {"model_name": "VBoxModel"}}, "version_major": 9}
}

RIGHT = {
    "test cells deleted": edit(without_tests),
    "test cells edited": edit(edited_tests),
    "every cell twice": edit(duplicated),
    "cells in reverse order": edit(lambda tree: tree["cells"].reverse()),
    "answers merged into one cell": edit(merged),
    "answers retyped as text": edit(lambda tree: [cell.update(cell_type="raw") for cell in tree["cells"]]),
    "cell ids removed": edit(lambda tree: [cell.pop("id") for cell in tree["cells"]]),
    "grade ids removed": edit(lambda tree: [cell["metadata"].clear() for cell in tree["cells"]]),
    "points raised": edit(all_marks(points=1000)),
    "grade false": edit(all_marks(grade=False)),
    "everything unlocked": edit(all_marks(locked=False, solution=True)),
    "another kernel": edit(metadata(kernelspec={"name": "ir", "display_name": "R", "language": "R"})),
    "another language": edit(metadata(language_info={"name": "julia", "version": "1"})),
    "widget state of another notebook": edit(metadata(widgets=WIDGETS)),
    "60 MB of outputs": edit(outputs),
    "a byte order mark": lambda path: path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes()),
    "a shadowing numpy": lambda path: (path.parent / "numpy.py").write_text("raise SystemExit"),
    "its own solutions": lambda path: _folder(path, "solutions", "__init__.py", "raise SystemExit"),
    "sitecustomize": lambda path: (path.parent / "sitecustomize.py").write_text("raise SystemExit"),
    "start-up files": lambda path: _folder(path, ".ipython/profile_default/startup", "00.py", "raise SystemExit"),
    "a pth file": lambda path: (path.parent / "x.pth").write_text("import os; os._exit(0)"),
    "a forged gradebook": lambda path: (path.parent / "gradebook.db").write_text("all points"),
    "a forged record": lambda path: (path.parent / "exercises.json").write_text('{"score": 1000}'),
    "files in every format": lambda path: [
        (path.parent / f"x.{end}").write_bytes(b"\x00" * 99) for end in ("so", "zip", "pkl")
    ],
}
WRONG = {
    "not JSON": (lambda path: path.write_text("{ never"), "not JSON"),
    "0 bytes": (lambda path: path.write_text(""), "0 bytes"),
    "cut off": (lambda path: path.write_bytes(path.read_bytes()[:-40]), "cut off"),
    "not UTF-8": (lambda path: path.write_bytes("{é}".encode("latin-1")), "UTF-8"),
    "format 3": (lambda path: path.write_text('{"nbformat": 3, "worksheets": []}'), "old format"),
    "no notebook": (lambda path: path.unlink(), "There is no exercises.ipynb"),
    "a folder in its place": (lambda path: (path.unlink(), path.mkdir()), "not a file"),
    "a link to a file outside": (lambda path: (path.unlink(), path.symlink_to("/etc/passwd")), "is a link"),
    "a link to a device": (lambda path: (path.unlink(), path.symlink_to("/dev/zero")), "is a link"),
    "a pipe": (lambda path: (path.unlink(), os.mkfifo(path)), "not a file"),
    "a hard link to a secret": (lambda path: (path.unlink(), os.link(path.parents[3] / ".course-secret", path)), "not"),
    "an empty list": (lambda path: path.write_text("[]"), "no list of cells"),
    "a number": (lambda path: path.write_text("7"), "no list of cells"),
    "deep nesting": (lambda path: path.write_text("[" * 200_000), "not JSON"),
}
NOTHING = {
    "no cells at all": edit(lambda tree: tree["cells"].clear()),
    "cells that are no cells": edit(lambda tree: tree.update(cells=[1, None, "x", {}, []])),
    "answers of another unit": edit(
        lambda tree: [cell.update(source="def unrelated(): pass") for cell in tree["cells"]]
    ),
}
NAMES = (
    'o\'neil "quoted"',
    "two  spaces",
    "dots...and.more",
    "ünïcödé 学生",
    "-dash",
    "[bold]x",
    "&<>",
    "%s{}",
    "a" * 120,
)


def _folder(path: Path, folder: str, name: str, text: str) -> None:
    (path.parent / folder).mkdir(parents=True)
    (path.parent / folder / name).write_text(text)


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> tuple[Course, dict[str, Record]]:
    course = make_course(tmp_path_factory.mktemp("class") / "course")
    generate_assignment(course, course.unit("small"))
    (course.root / ".course-secret").write_text("do not show this")
    hand_in(course, "honest", GOOD)
    for name, damage in {**RIGHT, **{name: how for name, (how, _) in WRONG.items()}, **NOTHING}.items():
        damage(hand_in(course, name, GOOD))
    for name in NAMES:
        hand_in(course, name, GOOD)
    report = grade_unit(course, course.unit("small"), workers=2, limits=Limits(cell_seconds=3.0))
    assert report.complete, report.problems
    return course, {record.student: record for record in report.records}


@pytest.mark.parametrize("name", ["honest", *RIGHT, *NAMES])
def test_right_answers_keep_their_points_whatever_surrounds_them(graded, name):
    record = graded[1][name]
    assert record.score == FULL, [(e.name, e.verdict, e.reason) for e in record.exercises]
    assert record.max_score == 8.0


@pytest.mark.parametrize("name", WRONG)
def test_a_broken_file_is_said_in_one_plain_sentence(graded, name):
    record = graded[1][name]
    assert record.score == 0 and {e.verdict for e in record.exercises} == {Verdict.UNREADABLE}
    assert WRONG[name][1] in record.remark and "do not show" not in record.remark and "\n" not in record.remark


@pytest.mark.parametrize("name", NOTHING)
def test_a_notebook_without_answers_scores_nothing_and_says_why(graded, name):
    record = graded[1][name]
    assert record.score == 0 and all(e.reason for e in record.exercises if e.verdict is not Verdict.MANUAL)


def test_every_submission_has_feedback_and_a_graded_notebook_and_none_shows_a_secret(graded):
    course, records = graded
    for student in records:
        page = (course.feedback / student / "01-small" / "exercises.html").read_text()
        notebook = (course.autograded / student / "01-small" / "exercises.ipynb").read_text()
        for text in (page, notebook):
            assert "do not show" not in text and "secret_values" not in text and "root:" not in text
        assert len(notebook) < 2_000_000


def test_nothing_was_written_where_the_submissions_lie(graded):
    course, _ = graded
    assert (course.submitted / "a shadowing numpy" / "01-small" / "numpy.py").read_text() == "raise SystemExit"
    assert sorted(path.name for path in (course.submitted / "honest" / "01-small").iterdir()) == ["exercises.ipynb"]
    assert (course.root / ".course-secret").read_text() == "do not show this"
