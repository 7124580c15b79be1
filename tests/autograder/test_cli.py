"""The command: plain sentences, exit statuses, and bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from small_unit import GOOD, hand_in, make_course

from autograder.release import generate_assignment

pytestmark = pytest.mark.confined


def gradschool(*arguments, cwd):
    command = [sys.executable, "-c", "from autograder.cli import main; main()", *map(str, arguments)]
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, timeout=300, env=os.environ | {"PYTHONPATH": str(root)}
    )


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["grade", "99-nothing"], 2, "There is no unit"),
        (["release", "99-nothing"], 2, "There is no unit"),
        (["grade", "01", "--course", "nowhere"], 2, "nowhere"),
        (["grade", "01", "--limit", "x=1"], 2, "Unknown limit"),
        (["grade", "01", "--workers", "0"], 2, "greater than or equal to 1"),
        (["feedback", "01"], 2, "Nothing of 01-small"),
        (["grade", "01"], 2, "no submissions of 01-small"),
        (["nonsense"], 2, "No such command"),
    ],
)
def test_bad_input_is_a_sentence_and_a_status(tmp_path, arguments, status, words):
    course = make_course(tmp_path / "course")
    done = gradschool(*arguments, cwd=course.root)
    assert done.returncode == status, done
    assert words in " ".join(done.stderr.split()) and "Traceback" not in done.stderr


def test_grade_prints_a_table_writes_json_and_reports_what_was_not_recorded(tmp_path):
    course = make_course(tmp_path / "course")
    hand_in(course, "ada", GOOD)
    done = gradschool("grade", "01", cwd=course.root)
    assert done.returncode == 1 and "not recorded" in done.stderr and "gradschool release 01-small" in done.stderr
    generate_assignment(course, course.unit("01"))
    done = gradschool("grade", "01", "--json", "out.json", "--workers", 1, cwd=course.root)
    assert done.returncode == 0, done.stderr
    assert "ada" in done.stdout and "6/8" in done.stdout
    record = json.loads((course.root / "out.json").read_text())["records"][0]
    assert record["student"] == "ada" and record["exercises"][0]["verdict"] == "passed"


def test_unconfined_grading_is_loud(tmp_path):
    course = make_course(tmp_path / "course")
    hand_in(course, "ada", GOOD)
    generate_assignment(course, course.unit("01"))
    done = gradschool("grade", "01", "--unconfined", cwd=course.root)
    assert done.returncode == 0, done.stderr
    assert "UNCONFINED" in done.stderr and "6/8" in done.stdout
