import shutil
import threading
import time
from contextlib import contextmanager

import made_class
import pytest
from small_unit import CELLS, GOOD, HINTS, hand_in, make_course, make_notebook

from autograder.course_lock import one_at_a_time
from autograder.grade import record_path
from autograder.keep_grading import arrivals, collect, keep_grading
from autograder.limits import Limits
from autograder.record import read_record

pytestmark = pytest.mark.confined
TRIPLE = GOOD | {"double": "def double(x):\n    return 3 * np.asarray(x)"}


@pytest.fixture
def course(tmp_path):
    made = make_course(tmp_path / "course")
    made_class.release(made)
    made.submitted.mkdir()
    return made


@contextmanager
def grading(course, **settings):
    """Keep grading in another thread; the reports so far."""
    stop, reports = threading.Event(), []
    unit = course.unit("small")
    limits = Limits(cell_seconds=2.0)
    options = {"workers": 1, "limits": limits, "every": 0.05, "told": reports.append, "stopped": stop.is_set}
    thread = threading.Thread(target=keep_grading, args=(course, unit), kwargs=options | settings)
    thread.start()
    try:
        yield reports
    finally:
        stop.set()
        thread.join(timeout=120)


def wait_for(condition, seconds=120):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it didn't happen"
        time.sleep(0.02)
    return found


def score(course, student):
    record = read_record(record_path(course, course.unit("small"), student, "exercises"))
    return record and record.score


def into_the_exchange(course, student, texts, timestamp):
    """A submission as nbgrader's `submit` leaves it."""
    path = hand_in(course, student, texts)
    inbound = course.exchange / course.course_id / "inbound"
    target = inbound / f"{student}+01-small+{timestamp}+abcd1234"
    target.mkdir(parents=True)
    path.rename(target / path.name)
    (target / "timestamp.txt").write_text(timestamp)
    shutil.rmtree(course.submitted / student)


def test_who_hands_in_later_or_again_is_graded_and_nobody_else(course):
    hand_in(course, "ada", GOOD)
    with grading(course) as reports:
        wait_for(lambda: score(course, "ada") == 6.0)
        hand_in(course, "ben", TRIPLE)
        wait_for(lambda: score(course, "ben") is not None and score(course, "ben") < 6.0)
        hand_in(course, "ben", GOOD)
        wait_for(lambda: score(course, "ben") == 6.0)
        time.sleep(0.3)
    assert [[record.student for record in report.records] for report in reports] == [["ada"], ["ben"], ["ben"]]
    assert (course.feedback / "ben" / "01-small" / "exercises.html").is_file()


def test_a_changed_source_notebook_counts_for_everybody(course):
    hand_in(course, "ada", GOOD)
    with grading(course):
        wait_for(lambda: score(course, "ada") == 6.0)
        cells = [(name, text, marks | ({"points": 30} if name == "test_double" else {})) for name, text, marks in CELLS]
        make_notebook(cells + HINTS, course.units / "01-small" / "exercises.ipynb")
        wait_for(lambda: score(course, "ada") == 33.0)


def test_another_run_is_waited_for(course):
    hand_in(course, "ada", GOOD)
    with one_at_a_time(course), grading(course) as reports:
        time.sleep(1.0)
        assert reports == []
    with grading(course):
        wait_for(lambda: score(course, "ada") == 6.0)


def test_what_arrives_in_the_exchange_is_collected_and_the_newest_counts(course, monkeypatch):
    into_the_exchange(course, "ada", TRIPLE, "2026-03-01 10:00:00.000000 UTC")
    collect(course, course.unit("small"))
    first = (course.submitted / "ada" / "01-small" / "exercises.ipynb").read_text()
    into_the_exchange(course, "ben", GOOD, "2026-03-01 11:00:00.000000 UTC")
    path = course.submitted / "ada"
    shutil.move(path, course.root / "aside")
    into_the_exchange(course, "ada", GOOD, "2026-03-01 12:00:00.000000 UTC")
    shutil.move(course.root / "aside", path)
    collect(course, course.unit("small"))
    assert (course.submitted / "ben" / "01-small" / "exercises.ipynb").is_file()
    assert (course.submitted / "ada" / "01-small" / "exercises.ipynb").read_text() != first
    monkeypatch.setattr("autograder.keep_grading.run_step", lambda *args: pytest.fail("nothing is new"))
    collect(course, course.unit("small"))


def test_a_course_without_an_exchange_has_nothing_to_collect(course):
    collect(course, course.unit("small"))
    assert arrivals(course, course.unit("small")) == {}
