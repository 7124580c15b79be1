import subprocess
import sys
from pathlib import Path

import pytest
from small_unit import make_course

from autograder.course_lock import one_at_a_time
from autograder.errors import GradschoolError
from autograder.grade import grade_unit

HOLD = """
import sys
from pathlib import Path
from autograder.course import Course
from autograder.course_lock import one_at_a_time
with one_at_a_time(Course(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course")


@pytest.fixture
def holder(course):
    """Another process that holds the course's lock."""
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(course.root)],
        *(-1, None, subprocess.PIPE, subprocess.PIPE),
        cwd=root,
        text=True,
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_second_run_says_who_is_at_work_and_stops(course, holder):
    who = f"Another run is grading this course: process {holder.pid} on "
    with pytest.raises(GradschoolError, match=who), one_at_a_time(course):
        pass


def test_grading_stops_before_it_touches_anything(course, holder):
    (course.submitted / "ada" / "01-small").mkdir(parents=True)
    before = sorted(course.root.rglob("*"))
    with pytest.raises(GradschoolError, match="Another run"):
        grade_unit(course, course.unit("small"))
    assert sorted(course.root.rglob("*")) == before


def test_the_lock_of_a_run_that_was_killed_is_free(course, holder):
    holder.kill()
    holder.wait()
    with one_at_a_time(course):
        pass


def test_a_run_after_another_takes_the_lock_again(course):
    for _ in range(2):
        with one_at_a_time(course):
            pass
