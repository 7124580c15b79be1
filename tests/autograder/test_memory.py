"""What the conductor keeps in memory: not what strangers print, and not what it has already stored."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from small_unit import GOOD, hand_in, make_course

from autograder.course import Course
from autograder.release import generate_assignment

pytestmark = [pytest.mark.confined, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
MIB = 1 << 20
#: Grades the given students one group after the other in one process; says how much each group added to it at most.
PROGRAM = """
import json, re, shutil, sys
from pathlib import Path
from autograder.content import files_for
from autograder.course import Course
from autograder.engine import open_engine
from autograder.grade import grade_unit
from autograder.notebook import read_source

def status(name):
    return int(re.search(name + r":\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024

def peak_starts_again():
    Path("/proc/self/clear_refs").write_text("5")

course, groups = Course(Path(sys.argv[1])), json.loads(sys.argv[2])
unit = course.unit("01")
grown, verdicts = [], []
with open_engine(read_source(unit.exercises), files_for(course, unit), 1) as engine:
    for group in groups:
        for student in group:
            (course.root / "waiting" / student).rename(course.submitted / student)
        peak_starts_again()
        before = status("VmRSS")
        report = grade_unit(course, unit, workers=1, engine=engine)
        grown.append(status("VmHWM") - before)
        assert report.complete and len(report.records) - report.unchanged == len(group), report.problems
json.dump(grown, open(course.root / "grown.json", "w"))
"""


def growth(course: Course, groups: list[list[str]]) -> list[float]:
    """The MiB by which each group of submissions made the conductor grow at most, in order."""
    course.submitted.rename(course.root / "waiting")
    course.submitted.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(course.root), json.dumps(groups)],
        capture_output=True,
        text=True,
        timeout=600,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    return json.loads((course.root / "grown.json").read_text())


@pytest.fixture
def course(tmp_path: Path) -> Course:
    made = make_course(tmp_path / "course")
    generate_assignment(made, made.unit("01"))
    return made


def with_print(code: str) -> dict[str, str]:
    return GOOD | {"double": GOOD["double"] + "\n" + code}


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("print('x' * 300_000_000)", id="at once"),
        pytest.param("for _ in range(300_000):\n    print('x' * 999)", id="in lines"),
        pytest.param("import sys\nfor _ in range(300):\n    sys.stderr.write('é' * 1_000_000)", id="on stderr"),
    ],
)
def test_a_print_of_300_mb_costs_the_conductor_little_and_leaves_small_files(course, code):
    hand_in(course, "quiet", GOOD)
    hand_in(course, "loud", with_print(code))
    _, loud = growth(course, [["quiet"], ["loud"]])
    assert loud < 50, f"the conductor grew by {loud:.0f} MiB"
    for folder in (course.autograded, course.feedback, course.records):
        for path in (folder / "loud").rglob("*.*"):
            assert path.stat().st_size < 2 * MIB, path.name
    record = json.loads((course.records / "loud" / "01-small" / "exercises.json").read_text())
    assert next(e for e in record["exercises"] if e["name"] == "double")["verdict"] == "passed"


def test_memory_does_not_grow_with_the_number_of_submissions(course):
    few, many = ([f"{name}-{n}" for n in range(count)] for name, count in (("few", 10), ("many", 100)))
    for student in [*few, *many]:
        hand_in(
            course,
            student,
            with_print("print('x' * 1_000_000)") | {"quadruple": GOOD["quadruple"] + "\nprint('y' * 1_000_000)"},
        )
    _, grown = growth(course, [few, many])
    assert grown < 25, f"100 submissions made the conductor grow by {grown:.0f} MiB, 0.5 MiB of output each"
