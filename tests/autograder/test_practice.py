"""`gradschool check`, `watch` and `progress`, as they are typed."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import practice_unit
import pytest
import small_course
from practice_unit import GOOD
from rich.console import Console

from autograder import practice
from autograder.classroom.practice.overview import UnitProgress

COURSE_UNIT = "01-small"


@pytest.fixture
def work(tmp_path):
    """A workspace beside a course whose first unit it holds; the course has one more."""
    found = practice_unit.make(tmp_path, GOOD | {"double": "def double(x):\n    return x"})
    units = tmp_path / "course" / "units"
    small_course.write_notebook(units / COURSE_UNIT / "exercises.ipynb", practice_unit.released_cells())
    small_course.write_notebook(units / "02-later" / "exercises.ipynb", practice_unit.released_cells())
    (tmp_path / "course" / "nbgrader_config.py").write_text("c = get_config()\n")
    return found


def gradschool(*arguments: object, cwd: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from autograder.cli import main; main()", *map(str, arguments)]
    variables = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=cwd, env=variables, input=typed, capture_output=True, text=True, timeout=300)


def test_check_says_what_is_wrong_and_the_status_tells(tmp_path, work):
    done = gradschool("check", "01", "double", "--json", "out.json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "✗ double: not right yet" in done.stdout and "double of 3" in done.stdout
    (kept,) = json.loads((tmp_path / "out.json").read_text())["exercises"]
    assert kept["exercise"] == "double" and kept["status"] == "not right yet"
    assert gradschool("check", "small", "both", cwd=tmp_path).returncode == 0
    assert gradschool("check", work.notebook, "both", cwd=tmp_path.parent).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "01", "dubble"], 'There is no exercise "dubble". Did you mean double'),
        (["check", "smal"], 'There is no unit "smal". Did you mean "01-small"'),
        (["check", "02"], "02-later is not in"),
        (["watch", "01", "--folder", "nowhere"], "01-small is not in nowhere yet"),
        (["check", "01", "--course", "nowhere"], "nowhere"),
    ],
)
def test_bad_input_is_a_sentence_and_status_2(tmp_path, work, arguments, words):
    done = gradschool(*arguments, cwd=tmp_path)
    assert done.returncode == 2 and words in " ".join(done.stderr.split()) and "Traceback" not in done.stderr


def test_watch_obeys_and_ends_with_its_input(tmp_path, work):
    done = gradschool("watch", "01", cwd=tmp_path, typed="hint\nreset\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Hint 1: the idea" in done.stdout and "is as it was released" in done.stdout
    assert [path.read_text() for path in work.keep.rglob("*.py")] == ["def double(x):\n    return x\n"]


def test_progress_shows_every_unit_and_writes_json(tmp_path, work):
    gradschool("check", "01", cwd=tmp_path)
    done = gradschool("progress", "--json", "out.json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 of 3" in done.stdout and "02-later" in done.stdout and "Next: double in 01-small." in done.stdout
    units = json.loads((tmp_path / "out.json").read_text())["units"]
    assert [(unit["unit"], unit["passed"]) for unit in units] == [("01-small", 1), ("02-later", 0)]


def test_a_progress_file_of_no_use_is_said_and_the_table_comes(tmp_path, work):
    work.keep.mkdir()
    (work.keep / "progress.json").write_text("nonsense")
    done = gradschool("progress", cwd=tmp_path)
    assert done.returncode == 0 and "0 of 3" in done.stdout and "set aside" in done.stdout


@pytest.mark.parametrize("width", [80, 120])
def test_the_table_fits_the_terminal(width):
    rows = [
        UnitProgress(f"{n:02}-regularization", 18, n, 3 * n, "an_exercise_with_a_long_name", n == 2) for n in range(9)
    ]
    console = Console(record=True, width=width, file=io.StringIO())
    console.print(practice.progress_table(rows))
    lines = console.export_text().splitlines()
    assert max(map(len, lines)) <= width
    assert any(
        "08-regularization" in line and "8 of 18" in line and "an_exercise_with_a_long_name" in line for line in lines
    )
