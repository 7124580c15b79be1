"""Nothing is lost: a run that is killed, a process that is killed, a full disk, a locked gradebook."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
from small_unit import GOOD, hand_in, make_course

from autograder import grade as grading
from autograder.conductor import Pair
from autograder.course import Course
from autograder.grade import grade_unit, record_path
from autograder.gradebook import open_gradebook
from autograder.limits import Limits
from autograder.processes import WarmProcess
from autograder.record import read_record
from autograder.release import generate_assignment

pytestmark = [pytest.mark.confined, pytest.mark.slow]
LIMITS = Limits()
STUDENTS = ("ada", "ben", "cyd", "dora", "eli", "fay")
COMMAND = "from autograder.cli import main; main()"


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    """A course with six different submissions, released and not graded."""
    course = make_course(tmp_path_factory.mktemp("resume") / "course")
    generate_assignment(course, course.unit("small"))
    for number, student in enumerate(STUDENTS):
        wrong = {"double": f"def double(x):\n    return {number} * np.asarray(x)"} if number != 2 else {}
        hand_in(course, student, GOOD | wrong)
    (course.root / ".course-secret").write_text("the same for every copy")
    return course.root


@pytest.fixture
def course(template, tmp_path) -> Course:
    shutil.copytree(template, tmp_path / "course")
    return Course((tmp_path / "course").resolve())


@pytest.fixture(scope="module")
def expected(template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "course"
    shutil.copytree(template, folder)
    whole = Course(folder.resolve())
    assert grade_unit(whole, whole.unit("small"), workers=2, limits=LIMITS).complete
    return state(whole)


def state(course: Course):
    """All that a run leaves, without times: scores in the gradebook, verdicts in the records, which files there are."""
    unit = course.unit("small")
    with open_gradebook(course.gradebook_url) as book:
        scores = {
            s.student_id: sorted((g.name, g.auto_score, g.needs_manual_grade) for n in s.notebooks for g in n.grades)
            for s in book.assignment_submissions(unit.name)
        }
    records = {}
    for student in STUDENTS:
        record = read_record(record_path(course, unit, student, "exercises"))
        records[student] = record and [(e.name, e.score, e.verdict, e.reason) for e in record.exercises]
    files = sorted(
        str(p.relative_to(course.root)) for f in (course.autograded, course.feedback) for p in f.rglob("*.*")
    )
    return scores, records, files


def start(course: Course) -> subprocess.Popen[bytes]:
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, "grade", "01", "--workers", "2", "--limit", "cell_seconds=2"],
        cwd=course.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(root)},
        start_new_session=True,
    )


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_results_do_not_depend_on_the_number_of_workers(course, expected, workers):
    assert grade_unit(course, course.unit("small"), workers=workers, limits=LIMITS).complete
    assert state(course) == expected


@pytest.mark.parametrize("records_before", [0, 1, 3])
def test_a_killed_run_is_completed_by_the_next_one(course, expected, records_before):
    run = start(course)
    while run.poll() is None and len(list(course.records.glob("*/*/*.json"))) < records_before:
        time.sleep(0.005)
    if records_before == 0:
        time.sleep(1.5)
    children = psutil.Process(run.pid).children(recursive=True) if run.poll() is None else []
    run.kill()
    run.wait()
    gone, alive = psutil.wait_procs(children, timeout=10)
    assert alive == [], "processes outlive a killed conductor"
    assert grade_unit(course, course.unit("small"), workers=2, limits=LIMITS).complete
    assert state(course) == expected


def test_a_run_that_is_interrupted_stops_at_once_and_goes_on_later(course, expected):
    run = start(course)
    while run.poll() is None and len(list(course.records.glob("*/*/*.json"))) < 1:
        time.sleep(0.005)
    children = psutil.Process(run.pid).children(recursive=True)
    run.send_signal(signal.SIGINT)
    assert run.wait(timeout=60) == 130
    assert psutil.wait_procs(children, timeout=10)[1] == []
    assert grade_unit(course, course.unit("small"), workers=2, limits=LIMITS).complete
    assert state(course) == expected


@pytest.mark.parametrize("after", ["artefact", "gradebook", "feedback"])
def test_a_kill_between_two_writes_leaves_a_submission_that_is_graded_again(course, expected, monkeypatch, after):
    class Killed(BaseException):
        pass

    name = {"artefact": "save_record", "gradebook": "write_feedback", "feedback": "write_record"}[after]
    real, calls = getattr(grading, name), []

    def killed(*args, **settings):
        calls.append(1)
        if len(calls) == 3:
            raise Killed
        return real(*args, **settings)

    monkeypatch.setattr(grading, name, killed)
    with pytest.raises(Killed):
        grade_unit(course, course.unit("small"), workers=1, limits=LIMITS)
    monkeypatch.setattr(grading, name, real)
    again = grade_unit(course, course.unit("small"), workers=2, limits=LIMITS)
    assert again.complete and again.unchanged == 2
    assert state(course) == expected


@pytest.mark.parametrize("what", ["warm", "server"])
def test_processes_that_somebody_kills_change_no_result(course, expected, what):
    stop, killed = threading.Event(), []

    def kill_some():
        me = psutil.Process()
        while not stop.is_set() and len(killed) < 2:
            warm = [p for p in me.children() if "warm" in " ".join(_command(p))]
            servers = [c for p in warm for c in _children(p)]
            targets = {"warm": warm, "server": servers}[what]
            for target in targets[-1:] if killed else targets[:1]:  # first one role's, then the other's
                time.sleep(0.05)
                try:
                    os.kill(target.pid, signal.SIGKILL)
                    killed.append(target.pid)
                except ProcessLookupError:
                    continue
                time.sleep(0.5)
            time.sleep(0.01)

    killer = threading.Thread(target=kill_some)
    killer.start()
    try:
        report = grade_unit(course, course.unit("small"), workers=1, limits=LIMITS)
    finally:
        stop.set()
        killer.join()
    assert killed, "nothing was killed, so nothing was tested"
    if not report.complete:  # what could not be recorded is said, and the next run records it
        assert grade_unit(course, course.unit("small"), workers=1, limits=LIMITS).complete
    assert state(course) == expected


@pytest.mark.parametrize("after", [0.0, 0.003])
def test_a_child_that_somebody_kills_changes_no_result(course, expected, monkeypatch, after):
    real, killed = WarmProcess.fork, {}

    def fork(warm, role, *settings):
        child = real(warm, role, *settings)
        if role not in killed:  # a candidate and an examiner, each when its work has just begun
            killed[role] = threading.Timer(after, child.kill)
            killed[role].start()
            if not after:
                killed[role].join()
        return child

    monkeypatch.setattr(WarmProcess, "fork", fork)
    ended = []
    monkeypatch.setattr(Pair, "_ended", lambda pair, role, do=Pair._ended: ended.append(role) or do(pair, role))
    report = grade_unit(course, course.unit("small"), workers=1, limits=LIMITS)
    assert len(killed) == 2 and ended, "nothing was killed at work, so nothing was tested"
    assert report.complete and state(course) == expected


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children()
    except psutil.Error:
        return []


def test_a_full_disk_is_said_and_the_next_run_goes_on(course, expected, monkeypatch):
    real = grading.write_atomically

    def full(path, text):
        if "ben" in str(path):
            raise OSError(28, "No space left on device")
        real(path, text)

    monkeypatch.setattr(grading, "write_atomically", full)
    report = grade_unit(course, course.unit("small"), workers=2, limits=LIMITS)
    assert not report.complete and "ben" in report.problems[0] and "run it again" in report.problems[0]
    monkeypatch.setattr(grading, "write_atomically", real)
    assert grade_unit(course, course.unit("small"), workers=2, limits=LIMITS).complete
    assert state(course) == expected


def test_a_locked_gradebook_is_said_and_the_next_run_goes_on(course, expected):
    lock = sqlite3.connect(course.root / "gradebook.db")
    lock.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(grading.GradschoolError, match="locked"):
            report = grade_unit(course, course.unit("small"), workers=2, limits=LIMITS)
            raise grading.GradschoolError("; ".join(report.problems))
    finally:
        lock.rollback()
        lock.close()
    assert grade_unit(course, course.unit("small"), workers=2, limits=LIMITS).complete
    assert state(course) == expected


def test_a_changed_test_grades_again_and_keeps_the_old_record(course):
    unit = course.unit("small")
    assert grade_unit(course, unit, workers=2, limits=LIMITS).complete
    text = unit.exercises.read_text()
    unit.exercises.write_text(text.replace("a batch of one must work too", "a batch of one has to work"))
    again = grade_unit(course, unit, workers=2, limits=LIMITS)
    assert again.unchanged == 0
    for student in STUDENTS:
        kept = list(record_path(course, unit, student, "exercises").parent.glob("*.old"))
        assert len(kept) == 1 and read_record(kept[0]).source_hash != again.records[0].source_hash
