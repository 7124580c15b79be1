"""Several people on one server: two instructors and three students share a course under JupyterHub, as system users."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import urllib.error
from collections.abc import Iterator
from pathlib import Path

import pytest
from running_hub import ACCOUNT, COURSE, INSTRUCTORS, STUDENTS, Hub, opened, our_users, running_hub, why_not

from autograder import confinement
from autograder.course import LIBRARY
from autograder.jupyter_home import PAGE_HELP

pytestmark = [pytest.mark.hub, pytest.mark.slow, pytest.mark.confined]

ADA, BEN = INSTRUCTORS
CLEO, DAN, EVE = STUDENTS
UNIT = "01-neurons"
HANDED_IN = {CLEO: "one-wrong", DAN: "misconception"}


@pytest.fixture(scope="module")
def hub() -> Iterator[Hub]:
    lacks = why_not() or "; ".join(confinement.missing_features())
    if lacks:
        (pytest.fail if os.environ.get("CI") == "true" and os.geteuid() == 0 else pytest.skip)(lacks)
    with running_hub() as hub:
        yield hub
    assert our_users() == []
    assert not hub.folder.exists()


@pytest.fixture(scope="module")
def released(hub: Hub) -> Hub:
    """Instructor A makes the released form and hands it out."""
    hub.log_in(ADA)
    teach(hub, ADA, "assign")
    teach(hub, ADA, "release")
    return hub


@pytest.fixture(scope="module")
def submitted(released: Hub) -> Hub:
    """All students fetch; two of them hand in."""
    hub = released
    for student in STUDENTS:
        hub.log_in(student)
        offered = hub.call(student, f"/user/{student}/assignments?course_id={COURSE}")
        assert [(each["assignment_id"], each["status"]) for each in offered["value"]] == [(UNIT, "released")]
        learn(hub, student, "fetch")
    for student, sample in HANDED_IN.items():
        work = hub.home(student) / UNIT / "exercises.ipynb"
        shutil.copyfile(LIBRARY / "tests" / "submissions" / UNIT / sample / "exercises.ipynb", work)
        learn(hub, student, "submit")
    return hub


@pytest.fixture(scope="module")
def graded(submitted: Hub) -> Hub:
    """Instructor B collects, grades, and releases feedback."""
    hub = submitted
    hub.log_in(BEN)
    teach(hub, BEN, "collect")
    for student in HANDED_IN:
        done = hub.call(BEN, f"{service()}/api/submission/{UNIT}/{student}/autograde", {})
        assert done["success"], done
    teach(hub, BEN, "generate_feedback")
    teach(hub, BEN, "release_feedback")
    return hub


def service() -> str:
    return f"/services/{COURSE}/formgrader"


def teach(hub: Hub, instructor: str, step: str) -> None:
    done = hub.call(instructor, f"{service()}/api/assignment/{UNIT}/{step}", {})
    assert done["success"], done


def learn(hub: Hub, student: str, step: str) -> None:
    path = f"/user/{student}/assignments/{step}?course_id={COURSE}&assignment_id={UNIT}"
    done = hub.call(student, path, {"course_id": COURSE, "assignment_id": UNIT})
    assert done["success"], done


def test_a_fetched_unit_holds_what_its_notebooks_need_and_nothing_withheld(submitted):
    folder = submitted.home(EVE) / UNIT
    assert {path.name for path in folder.iterdir()} == {"exercises.ipynb", "lesson.ipynb", "library"}
    assert "BEGIN HIDDEN TESTS" not in (folder / "exercises.ipynb").read_text(encoding="utf-8")
    assert (folder / "library" / "solutions" / "linear.py").is_file()
    assert not (folder / "library" / "solutions" / "neurons.py").exists()
    assert folder.stat().st_uid != 0


def test_the_checks_run_in_a_students_kernel_and_no_reference_is_there(submitted):
    """The kernel's own settings: the learners' environment, in the folder of the notebook."""
    folder = submitted.home(EVE) / UNIT
    code = (
        "import datasets, solutions.linear\n"
        "from autograder.classroom import checks, figures\n"
        "import importlib.util as find\n"
        "print(len(datasets.iris().y), find.find_spec('solutions.neurons'), find.find_spec('autograder.conductor'))"
    )
    python = submitted.folder / "learn" / "bin" / "python"
    done = kernel_like(submitted, EVE, folder, python, code)
    assert done == "150 None None"


def kernel_like(hub: Hub, student: str, folder: Path, python: Path, code: str) -> str:
    """Run code as a student, in the notebook's folder, with the variables that the kernel's specification sets."""
    spec = json.loads((hub.folder / "srv/hub/learn/data/kernels/python3/kernel.json").read_text(encoding="utf-8"))
    settings = [f"{name}={value}" for name, value in spec["env"].items()]
    argv = ["runuser", "-u", student, "--", "env", "-C", str(folder), *settings, str(python), "-c", code]
    done = subprocess.run(opened(argv), capture_output=True, text=True, env={"PATH": os.environ["PATH"]})
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_student_has_one_kernel_that_of_the_learners_environment(submitted):
    specs = submitted.call(CLEO, f"/user/{CLEO}/api/kernelspecs")
    assert list(specs["kernelspecs"]) == ["python3"]
    assert specs["kernelspecs"]["python3"]["spec"]["env"]["PYTHONPATH"] == "library"


def test_the_page_helps_those_who_use_the_keyboard_as_gradschool_lab_does(submitted):
    page = submitted.call(EVE, f"/user/{EVE}/lab")
    settings = json.loads(re.search(r'id="jupyter-config-data" type="application/json">(.*?)</script>', page, re.S)[1])
    assert "gradient-school" in {extension["name"] for extension in settings["federated_extensions"]}
    help_file = f"/user/{EVE}/lab/extensions/gradient-school/static/{PAGE_HELP.name}"
    assert submitted.call(EVE, help_file) == PAGE_HELP.read_text(encoding="utf-8")


def test_a_notebook_shows_the_progress_and_keeps_it_for_all_units(submitted):
    cells = ["setup_imports", "threshold_unit", "test_threshold_unit"]
    shown = submitted.run_cells(EVE, f"{UNIT}/exercises.ipynb", cells)
    panel = next(data["text/plain"] for data in shown if "application/vnd.jupyter.widget-view+json" in data)
    assert f"{UNIT}  0 of" in panel
    assert "not answered yet" in shown[-1]["error"]
    solved = submitted.run_cells(CLEO, f"{UNIT}/exercises.ipynb", cells)
    assert "✓ threshold_unit: these checks pass. 1 of" in solved[-1]["text/plain"]
    kept = submitted.home(CLEO) / ".gradient-school" / "progress.json"
    assert kept.owner() == CLEO and "threshold_unit" in kept.read_text(encoding="utf-8")
    assert not (submitted.home(CLEO) / UNIT / ".gradient-school").exists()


def test_a_notebook_that_is_no_unit_s_has_a_kernel_too(submitted):
    home = submitted.home(EVE)
    book = {"cells": [{"id": "a", "cell_type": "code", "source": "display(6 * 7)", "metadata": {}, "outputs": [], "execution_count": None}],
            "metadata": {}, "nbformat": 4, "nbformat_minor": 5}  # fmt: skip
    submitted.call(EVE, f"/user/{EVE}/api/contents/notes.ipynb", {"type": "notebook", "content": book}, "PUT")
    assert (home / "notes.ipynb").owner() == EVE
    assert [data["text/plain"] for data in submitted.run_cells(EVE, "notes.ipynb", ["a"])] == ["42"]


def test_a_student_reads_neither_the_course_nor_what_others_handed_in(submitted):
    hub, srv = submitted, submitted.folder / "srv"
    handed_in = next((srv / "exchange" / COURSE / "inbound").iterdir())
    for path in (
        srv / "course",
        srv / "course" / "units" / UNIT / "exercises.ipynb",
        srv / "course" / "gradebook.db",
        srv / "exchange" / COURSE / "inbound",
        hub.home(CLEO),
        hub.home(CLEO) / UNIT / "exercises.ipynb",
        srv / "hub" / "state",
        srv / "hub" / "state" / "jupyterhub.sqlite",
    ):
        assert path.exists(), path
        assert hub.run_as(EVE, "ls", "-d", str(srv)).returncode == 0
        seen = hub.run_as(EVE, "ls" if path.is_dir() else "cat", str(path))
        assert "Permission denied" in seen.stderr and seen.stdout == "", path
    assert handed_in.name.split("+")[0] in HANDED_IN
    assert re.fullmatch(r"[\w-]{12,}", handed_in.name.split("+")[-1]), "the name could be guessed"


def test_a_student_changes_nothing_that_was_handed_out(submitted):
    outbound = submitted.folder / "srv" / "exchange" / COURSE / "outbound" / UNIT / "exercises.ipynb"
    assert submitted.run_as(EVE, "cat", str(outbound)).returncode == 0
    assert submitted.run_as(EVE, "sh", "-c", f"echo x >> '{outbound}'").returncode != 0
    course = outbound.parents[2]
    assert submitted.run_as(EVE, "mv", str(course), str(course) + "-away").returncode != 0
    assert submitted.run_as(EVE, "rm", "-r", str(course / "inbound")).returncode != 0


@pytest.mark.parametrize("step", ["assign", "release", "collect"])
def test_a_student_can_not_use_formgrader(submitted, step):
    with pytest.raises(urllib.error.HTTPError) as refused:
        teach(submitted, EVE, step)
    assert refused.value.code == 403


def test_nobody_reaches_the_server_of_another(submitted):
    for who in (EVE, ADA):
        with pytest.raises(urllib.error.HTTPError) as refused:
            submitted.call(who, f"/user/{CLEO}/api/contents/{UNIT}/exercises.ipynb")
        assert refused.value.code == 403


def test_what_was_not_handed_in_is_not_graded(graded):
    course = graded.folder / "srv" / "course"
    assert {path.name for path in (course / "submitted").iterdir()} == set(HANDED_IN)
    assert {path.name for path in (course / "records").iterdir()} == set(HANDED_IN)
    handed_in = [path.name for path in (course / "submitted" / CLEO / UNIT).rglob("*") if path.is_file()]
    assert sorted(handed_in) == ["exercises.ipynb", "submission_secret.txt", "timestamp.txt"]


def test_grading_ran_as_the_account_that_owns_the_course(graded):
    course = graded.folder / "srv" / "course"
    assert {path.owner() for path in (course / "records").rglob("*.json")} == {ACCOUNT}
    assert (course / ".course-secret").stat().st_mode & 0o077 == 0


def test_both_instructors_see_the_same_scores(graded):
    seen = [graded.call(who, f"{service()}/api/submissions/{UNIT}") for who in INSTRUCTORS]
    assert seen[0] == seen[1]
    scores = {each["student"]: each["score"] for each in seen[0] if each["autograded"]}
    assert set(scores) == set(HANDED_IN)
    assert all(0 < score < each["max_score"] for each in seen[0] if (score := scores.get(each["student"])) is not None)


def test_students_fetch_their_feedback_and_nobody_elses(graded):
    for student in HANDED_IN:
        learn(graded, student, "fetch_feedback")
        pages = list((graded.home(student) / UNIT / "feedback").rglob("exercises.html"))
        assert len(pages) == 1
        text = pages[0].read_text(encoding="utf-8")
        assert "BEGIN HIDDEN" not in text and "fit_perceptron" in text
        assert pages[0].owner() == student
    kept = graded.folder / "srv" / "exchange" / COURSE / "feedback"
    assert "Permission denied" in graded.run_as(EVE, "ls", str(kept)).stderr
