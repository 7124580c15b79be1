"""A cluster gives the results of one machine, whatever is killed, and takes no worker that would give others."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

import made_class
import numpy as np
import pytest
from small_unit import GOOD, hand_in, make_course

from autograder import cluster as clusters
from autograder import grade as grading
from autograder.cluster import Cluster, ClusterDown, Workers
from autograder.cluster_security import ClusterProblem, make_security, security_in
from autograder.cluster_task import Fingerprint, Refused, Task, problem_to_bytes, reply_from, reply_to_bytes
from autograder.cluster_worker import Grader, fingerprint_of
from autograder.course import Course
from autograder.course_lock import CourseBusy, one_at_a_time
from autograder.crew import WORKER, Crew, worker_crew
from autograder.errors import GradschoolError
from autograder.grade import grade_unit, record_path
from autograder.gradebook import GradebookDown, open_gradebook, save_record
from autograder.keep_grading import keep_grading
from autograder.limits import Limits
from autograder.local_cluster import local_cluster
from autograder.notebook import StudentCell
from autograder.one_submission import Judged
from autograder.record import ExerciseResult, Verdict, read_record

pytestmark = [pytest.mark.confined, pytest.mark.slow]
STUDENTS = ("ada", "ben", "cyd", "dora", "eli", "fay")
LIMITS = Limits(cell_seconds=5.0)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A released course with six different submissions, one of them no notebook."""
    course = make_course(tmp_path_factory.mktemp("cluster") / "course")
    made_class.release(course)
    for number, student in enumerate(STUDENTS):
        path = hand_in(course, student, GOOD | {"double": f"def double(x):\n    return {number} * np.asarray(x)"})
        if student == "eli":
            path.write_text("no notebook")
    (course.root / ".course-secret").write_text("the same for every copy")
    return course


def copy_of(course, folder):
    shutil.copytree(course.root, folder)
    return Course(folder.resolve())


@pytest.fixture
def course(template, tmp_path):
    return copy_of(template, tmp_path / "course")


@pytest.fixture(scope="module")
def expected(template, tmp_path_factory):
    """What a run without a cluster leaves."""
    whole = copy_of(template, tmp_path_factory.mktemp("plain") / "course")
    assert grade_unit(whole, whole.unit("small"), workers=2, limits=LIMITS).complete
    return state(whole)


@pytest.fixture(scope="module")
def here(template, tmp_path_factory):
    """Two workers with a copy of the course of their own: nothing is handed in there, and there is no gradebook."""
    own = copy_of(template, tmp_path_factory.mktemp("workers") / "course")
    shutil.rmtree(own.submitted)
    (own.root / "gradebook.db").unlink()
    (own.root / ".course-secret").unlink()
    with local_cluster(own, 2, patience=40.0) as running:
        yield running
    written = {path.name for path in own.root.iterdir()} - {"exchange"}  # which reading the settings makes
    assert written == {"nbgrader_config.py", "units"}, "a worker wrote into its course"


@pytest.fixture(scope="module")
def empty(template):
    """A scheduler without workers."""
    with local_cluster(template, 0, patience=20.0) as running:
        yield running


def state(course):
    """Grades, verdicts and files that a run leaves, and how often each student is in the gradebook."""
    with open_gradebook(course.gradebook_url, course.course_id) as book:
        scores = sorted(
            (s.student_id, sorted((g.name, g.auto_score, g.needs_manual_grade) for n in s.notebooks for g in n.grades))
            for s in book.assignment_submissions("01-small")
        )
    records = {}
    for student in STUDENTS:
        record = read_record(record_path(course, course.unit("small"), student, "exercises"))
        records[student] = record and [
            (e.name, e.score, e.verdict, e.reason, e.hints, e.misconception, e.basis) for e in record.exercises
        ]
    folders = (course.autograded, course.feedback, course.records)
    files = sorted(str(path.relative_to(course.root)) for folder in folders for path in folder.rglob("*.*"))
    notebooks = [p.read_text() for p in sorted(course.autograded.rglob("*.ipynb"))]
    return scores, records, files, notebooks


def grade(course, cluster, **settings):
    return grade_unit(course, course.unit("small"), graders=cluster, limits=LIMITS, **settings)


class After:
    """An observer that does something once, when a number of submissions is stored."""

    def __init__(self, count, do):
        self.count, self.do, self.done = count, do, False

    def __call__(self, state, record):
        if state.done >= self.count and not self.done:
            self.done = True
            self.do()


def test_a_cluster_leaves_what_one_machine_leaves(course, expected, here):
    report = grade(course, here.cluster)
    assert report.complete and not report.notes
    assert state(course) == expected
    assert grade(course, here.cluster).unchanged == len(STUDENTS)


def test_watching_grades_on_a_cluster_too(course, expected, here):
    reports = []
    keep_grading(
        *(course, course.unit("small")),
        limits=LIMITS,
        graders=here.cluster,
        every=0.01,
        told=reports.append,
        stopped=lambda: bool(reports),
    )
    assert len(reports) == 1 and reports[0].complete and state(course) == expected


@pytest.mark.parametrize("victim", ["workers", "scheduler"])
def test_what_is_killed_in_the_middle_changes_nothing(course, expected, here, victim):
    pids = getattr(here, victim).pids
    assert pids
    kill = After(1, lambda: [os.kill(pid, signal.SIGKILL) for pid in pids])
    report = grade(course, here.cluster, observe=kill)
    assert kill.done and not set(getattr(here, victim).pids) & set(pids), "nothing was killed, so nothing was tested"
    assert report.complete and state(course) == expected


def test_a_result_that_arrives_twice_is_taken_once(course, expected, here, monkeypatch):
    real, entered = Workers._submit, []

    def twice(workers, one):
        real(workers, one)
        one.future.add_done_callback(lambda future, key=one.future.key: workers.arrived.put(key))

    monkeypatch.setattr(Workers, "_submit", twice)
    monkeypatch.setattr(grading, "save_record", lambda *args: entered.append(args[1].student) or save_record(*args))
    assert grade(course, here.cluster).complete
    assert sorted(entered) == sorted(STUDENTS) and state(course) == expected


def test_a_database_that_is_lost_stops_the_run_and_keeps_what_was_graded(course, expected, here, monkeypatch):
    entered, found = [], []
    real = Workers.results
    monkeypatch.setattr(Workers, "results", lambda workers, waiting: found.append(workers) or real(workers, waiting))

    def lost(*args):
        entered.append(1)
        if len(entered) > 2:
            wait_for(lambda: found[0].arrived.qsize(), here.workers)  # another result is here, and not yet taken
            raise GradebookDown("gone")
        return save_record(*args)

    monkeypatch.setattr(grading, "save_record", lost)
    with pytest.raises(GradebookDown):
        grade(course, here.cluster)
    aside = len(list(course.records.rglob("*.waiting")))
    assert aside >= 2, "a result that had arrived was thrown away"
    monkeypatch.setattr(grading, "save_record", save_record)
    submitted, submit = [], Workers._submit
    monkeypatch.setattr(Workers, "_submit", lambda workers, one: submitted.append(one) or submit(workers, one))
    report = grade(course, here.cluster)
    assert report.complete and report.unchanged == 2 and state(course) == expected
    assert len(submitted) == len(STUDENTS) - 2 - aside, "what was put aside was graded again"


def test_a_second_conductor_says_so_and_stops(course, here):
    with one_at_a_time(course), pytest.raises(CourseBusy, match="Another run is grading this course"):
        grade(course, here.cluster)


LOOKING_ROUND = """\
def double(x):
    import os, socket, stat
    for path in {paths}:
        try:
            return open(path).read()
        except OSError:
            pass
    for number in range(4, 1024):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return number
        except OSError:
            pass
    try:
        return socket.create_connection(("127.0.0.1", {port}), 1.0)
    except OSError:
        pass
    return 2 * np.asarray(x)"""


def test_an_answer_on_a_cluster_reaches_neither_its_key_nor_its_port(course, here):
    keys = here.cluster.security
    paths = [str(keys / name) for name in ("key.pem", "cert.pem", "ca.pem")]
    assert all(Path(path).read_text() for path in paths)
    port = int(here.cluster.address.rpartition(":")[2])
    shutil.rmtree(course.submitted)
    hand_in(course, "ada", GOOD | {"double": LOOKING_ROUND.format(paths=paths, port=port)})
    hand_in(course, "ben", GOOD | {"double": LOOKING_ROUND.format(paths=[np.__file__], port=port)})
    assert grade(course, here.cluster).complete
    found = {}
    for student in ("ada", "ben"):
        record = read_record(record_path(course, course.unit("small"), student, "exercises"))
        found[student] = {e.name: e.score for e in record.exercises}["double"]
    assert found["ada"] == 3.0  # right, since there was nothing to find
    assert found["ben"] == 0.0  # who looks for what can be read, finds it


def test_who_has_no_key_does_not_get_in(here, monkeypatch):
    monkeypatch.setattr(clusters, "CONNECT_SECONDS", 2.0)
    for address in (here.cluster.address, here.cluster.address.replace("tls", "tcp")):
        with pytest.raises(ClusterProblem, match="No Dask scheduler answers"):
            Cluster(address).connect()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense", "http://127.0.0.1:9", "tcp://127.0.0.1:none"])
def test_a_scheduler_that_is_not_there_is_said_with_its_address(course, address, monkeypatch):
    monkeypatch.setattr(clusters, "CONNECT_SECONDS", 1.0)
    with pytest.raises(
        ClusterProblem, match=f"No Dask scheduler answers at {address} .*start one with `dask scheduler`"
    ):
        grade(course, Cluster(address))


def test_a_scheduler_without_workers_is_said_with_what_to_start(course, empty, monkeypatch):
    monkeypatch.setattr(clusters, "FIRST_SECONDS", 0.5)
    with pytest.raises(
        ClusterProblem, match="has no worker for gradschool. Start some: gradschool cluster-worker tls://"
    ):
        grade(course, empty.cluster)


def test_a_scheduler_that_stays_away_stops_the_run_and_keeps_what_was_graded(course, expected, monkeypatch):
    monkeypatch.setattr(clusters, "CONNECT_SECONDS", 2.0)
    with local_cluster(course, 1, patience=1.0) as running:
        stop = After(1, running.scheduler.close)
        with pytest.raises(ClusterDown, match="has not come back .*What was graded is kept"):
            grade(course, running.cluster, observe=stop)
    report = grade_unit(course, course.unit("small"), workers=1, limits=LIMITS)
    assert stop.done and report.complete and report.unchanged >= 1 and state(course) == expected


# -- workers that are not like this machine


def crew_of(running, course, code=WORKER):
    asked = {"address": running.cluster.address, "course": str(course.root), "patience": 20.0}
    return Crew(code, asked | {"security": str(running.cluster.security)}, 1)


def test_a_worker_with_another_course_is_refused_with_both_versions(course, here):
    source = course.unit("small").exercises
    source.write_text(source.read_text().replace("a batch of one", "one alone"))
    wanted = fingerprint_of(course, course.unit("small"), source)
    with pytest.raises(ClusterProblem) as refused:
        grade(course, here.cluster)
    said = str(refused.value)
    assert f"here it is {wanted}." in said
    other = said.partition(" has gradschool ")[2].partition(";")[0]
    assert other.startswith(f"{wanted.version}, engine {wanted.engine}, course ") and wanted.course not in other
    assert not list(course.records.rglob("*.json"))


def test_a_worker_with_another_engine_gets_nothing_beside_one_that_fits(course, expected, here):
    code = f"import autograder.engine as engine; engine.grader_hash = lambda: 'another' + 'x' * 60; {WORKER}"
    other = crew_of(here, course, code)
    try:
        client = here.cluster.connect()
        wait_for(lambda: len(client.scheduler_info(n_workers=-1)["workers"]) == 3, other)
        report = grade(course, here.cluster)
        client.close()
    finally:
        other.close()
    assert [note for note in report.notes if "engine anotherxxxxx" in note and "here it is gradschool" in note]
    assert report.complete and state(course) == expected


def test_a_worker_that_can_not_confine_takes_none(course, empty):
    code = f"import autograder.confinement as c; c.missing_features = lambda: ['Landlock (no such kernel)']; {WORKER}"
    unable = crew_of(empty, course, code)
    try:
        unable.keeper.join(60)
        with pytest.raises(
            GradschoolError, match=r"needs the kernel's help. Missing here: Landlock \(no such kernel\)"
        ):
            unable.check()
        with pytest.raises(GradschoolError, match="Missing here"):
            grade(course, replace(empty.cluster, check=unable.check))
    finally:
        unable.close()
    assert not list(course.records.rglob("*.json"))


def test_a_worker_whose_clock_is_a_day_ahead_gives_the_same_results(course, expected, empty):
    skewed = crew_of(empty, course, f"import time; real = time.time; time.time = lambda: real() + 86400; {WORKER}")
    client = empty.cluster.connect()
    try:
        wait_for(lambda: len(client.scheduler_info(n_workers=-1)["workers"]) == 1, skewed)
        assert min(client.run(time.time).values()) > time.time() + 80000, "the clocks agree, so nothing is tested"
        report = grade(course, empty.cluster)
    finally:
        client.close()
        skewed.close()
    assert report.complete and state(course) == expected


def test_a_worker_whose_scheduler_is_not_there_says_so(course):
    crew = worker_crew("tcp://127.0.0.1:9", course.root, 1, patience=0.1)
    try:
        with pytest.raises(GradschoolError, match="No Dask scheduler answers at tcp://127.0.0.1:9"):
            crew.wait()
    finally:
        crew.close()


def wait_for(true, crew, seconds=60.0):
    deadline = time.monotonic() + seconds
    while not true():
        crew.check()
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)


def test_the_command_grades_on_a_cluster_of_its_own(course, expected):
    command = [sys.executable, "-c", "from autograder.cli import main; main()", "grade", "01"]
    settings = {"cwd": course.root, "capture_output": True, "text": True, "timeout": 120}
    path = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    refused = subprocess.run([*command, "--local-cluster", "1", "--unconfined"], env=path, **settings)
    assert refused.returncode == 2 and "--unconfined are for grading without a cluster" in " ".join(
        refused.stderr.split()
    )
    done = subprocess.run([*command, "--local-cluster", "1", "--limit", "cell_seconds=5"], env=path, **settings)
    assert done.returncode == 0, done.stderr
    assert state(course)[0] == expected[0] and "Traceback" not in done.stderr


# -- what crosses


def task_for(course):
    unit = course.unit("small")
    wanted = fingerprint_of(course, unit, unit.exercises)
    made_class_record = made_class.record("ada", {"double": 1.0})
    cells = (StudentCell("double", "double", "code", "x = 'ü'"),)
    return Task(wanted, asdict(LIMITS), "seed", cells, {"double": "stub"}, made_class_record)


def test_a_task_travels_as_json_and_names_no_student(course):
    task = task_for(course)
    data = task.to_bytes()
    assert json.loads(data) and b"ada" not in data
    assert Task.from_bytes(data) == replace(task, old=replace(task.old, student=""))


def test_a_worker_refuses_another_version_and_names_both(course):
    task = task_for(course)
    other = replace(task, fingerprint=replace(task.fingerprint, course="0123456789ab"))
    reply = json.loads(Grader(course).grade(other.to_bytes()))
    assert str(other.fingerprint) in reply["refused"] and str(task.fingerprint) in reply["refused"]


def test_a_worker_whose_course_changes_stops_offering_it(course):
    grader, task = Grader(course), task_for(course)
    bank = course.unit("small").folder / "answers"
    bank.mkdir()
    (bank / "answers.toml").write_text("")
    assert "changed on this worker's disk" in json.loads(grader.grade(task.to_bytes()))["refused"]
    assert grader.unfit and task.fingerprint not in Grader(course).offers


def test_a_worker_without_room_on_its_disk_gives_the_task_back(course, monkeypatch):
    grader = Grader(course)
    monkeypatch.setattr("autograder.cluster_worker.Engine", lambda *_: (_ for _ in ()).throw(OSError(28, "No space")))
    assert "No space" in json.loads(grader.grade(task_for(course).to_bytes()))["refused"]
    assert "No space" in grader.unfit


RESULTS = (
    ExerciseResult("double", "test_double", 1.0, 3.0, Verdict.PARTIAL, "half", ("think",)),
    ExerciseResult("apply", "test_apply", 0.0, 1.0, Verdict.FAILED, "no"),
)
JUDGED = Judged(RESULTS, "{}", "", 1.5, 1.0, 20.0, ("apply",))
POINTS = {"double": 3.0, "apply": 1.0}


def test_a_result_comes_back_as_it_was():
    assert reply_from(reply_to_bytes(JUDGED), POINTS) == JUDGED


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"[]",
        b"\x80\x04N.",
        None,
        JUDGED,
        reply_to_bytes(replace(JUDGED, exercises=RESULTS[:1])),
        reply_to_bytes(replace(JUDGED, exercises=(replace(RESULTS[0], score=3.5), RESULTS[1]))),
        reply_to_bytes(replace(JUDGED, exercises=(replace(RESULTS[0], score=float("nan")), RESULTS[1]))),
        reply_to_bytes(replace(JUDGED, exercises=(replace(RESULTS[0], max_score=9.0), RESULTS[1]))),
        reply_to_bytes(replace(JUDGED, notebook=None)),
    ],
)
def test_a_reply_that_is_none_is_refused(bad):
    with pytest.raises(GradschoolError, match="A worker's reply can't be read"):
        reply_from(bad, POINTS)


def test_why_there_is_no_result_comes_back():
    with pytest.raises(Refused, match="other"):
        reply_from(problem_to_bytes("refused", "other"), POINTS)
    with pytest.raises(GradschoolError, match="no memory"):
        reply_from(problem_to_bytes("problem", "no memory"), POINTS)


def test_a_fingerprint_is_read_from_what_a_worker_offers():
    mine = Fingerprint("01-small/exercises", "0.1.0", "abc", "def")
    assert Fingerprint.offered(mine.resource) == mine
    assert Fingerprint.offered("GPU") is None and Fingerprint.offered("a b c d e") is None


def test_the_course_part_of_a_fingerprint_is_of_all_that_decides_a_grade(course, tmp_path):
    unit = course.unit("small")
    before = fingerprint_of(course, unit, unit.exercises)
    other = copy_of(course, tmp_path / "other")
    assert fingerprint_of(other, other.unit("small"), other.unit("small").exercises) == before
    (other.unit("small").folder / "answers").mkdir()
    (other.unit("small").folder / "answers" / "right.py").write_text("# %% double\n")
    assert fingerprint_of(other, other.unit("small"), other.unit("small").exercises).course != before.course


# -- keys


def test_a_key_is_its_owners_alone_and_never_overwritten(tmp_path):
    folder = make_security(tmp_path / "keys")
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    with pytest.raises(ClusterProblem, match="no key is overwritten"):
        make_security(folder)
    (folder / "key.pem").unlink()
    with pytest.raises(ClusterProblem, match=r"key\.pem is missing"):
        security_in(folder)
