"""A student's way through unit 01 in a real JupyterLab, by keyboard: fetch, read, play, answer, hand in, read feedback.

Each step is a fixture that does the doing once and keeps what the page then said; the tests look at it.
"""

from __future__ import annotations

import getpass
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from browsing import Noise, browser_page, picture
from lab_page import LabPage
from running_lab import running

from autograder.course import LIBRARY, Course, new_course
from autograder.lab import prepare_workspace
from autograder.notebook import Source, hidden_lines, read_source, without_hidden
from autograder.record import Record, Verdict, read_record
from autograder.release import generate_assignment

try:
    from playwright.sync_api import expect
except ImportError:
    expect = None

pytestmark = [pytest.mark.browser, pytest.mark.confined, pytest.mark.slow]
UNIT, EXERCISE, SUBMISSION = "01-neurons", "threshold_unit", "one-wrong"
STUDENT = getpass.getuser()
WRONG, RIGHT = "return (X @ w + b > 0).astype(int)", "return (X @ w + b >= 0).astype(int)"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course whose only unit the instructor has handed out through nbgrader's exchange."""
    course = new_course(tmp_path_factory.mktemp("student") / "course")
    for unit in course.all_units():
        if unit.name != UNIT:
            shutil.rmtree(unit.folder)
    course.exchange.mkdir()
    generate_assignment(course, course.unit(UNIT))
    nbgrader(course, "release_assignment")
    return course


def nbgrader(course: Course, command: str) -> None:
    """What an instructor does with one of nbgrader's commands."""
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    api = NbGraderAPI(coursedir=CourseDirectory(config=course.settings), config=course.settings)
    result = getattr(api, command)(UNIT)
    assert result["success"], result


@pytest.fixture(scope="module")
def source(course: Course) -> Source:
    return read_source(course.unit(UNIT).exercises)


@pytest.fixture(scope="module")
def work(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare_workspace(course, tmp_path_factory.mktemp("work") / "work")


@pytest.fixture(scope="module")
def noise() -> Noise:
    return Noise()


@pytest.fixture(scope="module")
def lab(course: Course, work: Path, noise: Noise) -> Iterator[LabPage]:
    with browser_page(noise=noise) as page, running(course, work, instructor=False) as server:
        yield LabPage(page, server)


@pytest.fixture(scope="module")
def fetched(lab: LabPage, work: Path) -> dict[str, bool]:
    """After Fetch in the list of assignments: which of the unit's notebooks were there before and after."""
    lab.open()
    before = (work / UNIT).exists()
    lab.command("Assignment List")
    fetch = lab.page.get_by_role("button", name="Fetch")
    fetch.wait_for()
    picture(lab.page, "student-1-assignment-list")
    fetch.press("Enter")
    lab.page.get_by_role("button", name="Submit").wait_for()
    return {"before": before, **{name: (work / UNIT / f"{name}.ipynb").is_file() for name in ("lesson", "exercises")}}


@pytest.fixture(scope="module")
def opened(lab: LabPage, fetched: dict[str, bool]) -> dict[str, object]:
    """The lesson's first picture, before anything runs: its text alternative, and whether it is drawn."""
    lab.open_path(f"{UNIT}/lesson.ipynb")
    lab.wait_for_kernel()
    lab.to_top()
    image = lab.notebook.locator("img").first
    image.scroll_into_view_if_needed()
    picture(lab.page, "student-2-lesson")
    return {"alt": image.get_attribute("alt") or "", "width": image.evaluate("image => image.naturalWidth")}


@pytest.fixture(scope="module")
def played(lab: LabPage, opened: dict[str, object]) -> dict[str, str]:
    """The lesson's first explorer: picture and words before and after five presses of its slider's left arrow."""
    lab.to_top()
    lab.go_to("import math")
    lab.run()
    panel = lab.panel.inner_text()
    lab.go_to("# Explorer:")
    explorer = lab.run()
    image, slider = explorer.locator("img"), explorer.get_by_role("slider").first
    before = {"panel": panel, "picture": image.get_attribute("src") or "", "alt": image.get_attribute("alt") or ""}
    expect(slider).to_have_attribute("aria-label", "w₁")
    slider.focus()
    for _ in range(5):
        slider.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "0.5")
    expect(image).to_have_attribute("alt", re.compile("0\\.50"))
    image.scroll_into_view_if_needed()
    picture(lab.page, "student-3-explorer")
    return before | {"moved": image.get_attribute("src") or "", "moved alt": image.get_attribute("alt") or ""}


@pytest.fixture(scope="module")
def answered(lab: LabPage, played: dict[str, str]) -> dict[str, str]:
    """The first exercise: what its check says of no answer, a wrong one and a right one, and which hints are open."""
    lab.open_path(f"{UNIT}/exercises.ipynb")
    lab.wait_for_kernel()
    lab.to_top()
    lab.go_to("import numpy")
    lab.run()
    said = {"nothing": _checked(lab)}
    hints = [lab.notebook.locator("summary", has_text=f"Hint {number}").first for number in (1, 2, 3)]
    hints[0].press("Enter")
    said["hints"] = str([hint.evaluate("summary => summary.parentElement.open") for hint in hints])
    said["wrong"] = _answer(lab, WRONG)
    lab.current.scroll_into_view_if_needed()
    picture(lab.page, "student-4-failing-check")
    said["right"] = _answer(lab, RIGHT)
    picture(lab.page, "student-5-passing-check")
    lab.go_back_to("import numpy")
    expect(lab.panel).to_contain_text("1 of")
    picture(lab.page, "student-6-progress")
    return said | {"panel": lab.panel.inner_text()}


def _answer(lab: LabPage, line: str) -> str:
    lab.go_back_to(f"def {EXERCISE}")
    lab.type_last_line(line)
    return _checked(lab)


def _checked(lab: LabPage) -> str:
    lab.go_to("corners = ")
    return lab.run().locator(".jp-OutputArea").inner_text()


@pytest.fixture(scope="module")
def validated(lab: LabPage, answered: dict[str, str]) -> str:
    """What Validate says of a notebook with one answer."""
    lab.page.get_by_role("button", name="Validate").press("Enter")
    dialog = lab.page.locator(".jp-Dialog", has_text="Validation Results")
    said = dialog.inner_text()
    picture(lab.page, "student-7-validate")
    dialog.get_by_role("button", name="Ok").press("Enter")
    return said


@pytest.fixture(scope="module")
def submitted(lab: LabPage, validated: str, work: Path, course: Course) -> list[str]:
    """After Submit with the answers of a real submission: what lies in the exchange."""
    lab.save()
    lab.command("Close Tab")
    lab.page.locator(".lm-TabBar-tabLabel", has_text="exercises.ipynb").wait_for(state="detached")
    fill_in(work / UNIT / "exercises.ipynb", LIBRARY / "tests" / "submissions" / UNIT / SUBMISSION / "exercises.ipynb")
    lab.command("Assignment List")
    lab.page.get_by_role("button", name="Submit").press("Enter")
    lab.page.get_by_role("button", name="Fetch Feedback").wait_for()
    picture(lab.page, "student-8-submitted")
    return [path.name.split("+")[0] for path in (course.exchange / course.course_id / "inbound").iterdir()]


def fill_in(notebook: Path, answers: Path) -> None:
    """Put a submission's answers into a student's notebook, all but the first, which was typed."""
    taken = {cell.id: cell.source for cell in nbformat.read(answers, as_version=4).cells}
    mine = nbformat.read(notebook, as_version=4)
    for cell in mine.cells:
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.id != EXERCISE:
            cell.source = taken[cell.id]
    nbformat.write(mine, notebook)


@pytest.fixture(scope="module")
def record(course: Course, submitted: list[str]) -> Record:
    """After the instructor's side: collect, grade, release feedback."""
    nbgrader(course, "collect")
    command = [str(Path(sys.executable).with_name("gradschool")), "grade", "01", "--course", str(course.root)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    nbgrader(course, "release_feedback")
    found = read_record(course.records / STUDENT / UNIT / "exercises.json")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def feedback(lab: LabPage, record: Record) -> str:
    """The feedback page, fetched and opened in JupyterLab."""
    lab.page.get_by_role("button", name="Fetch Feedback").press("Enter")
    lab.page.get_by_text("view feedback").click()
    page = lab.page.locator(".jp-DirListing-item", has_text="exercises.html")
    page.dblclick()
    shown = lab.page.frame_locator(".jp-HTMLViewer iframe").locator("body")
    shown.get_by_text(UNIT).first.wait_for()
    picture(lab.page, "student-9-feedback")
    return shown.inner_text()


def test_the_list_of_assignments_offers_the_unit_and_fetch_brings_it(fetched):
    assert fetched == {"before": False, "lesson": True, "exercises": True}


def test_a_lesson_shows_its_pictures_before_anything_runs(opened):
    assert opened["width"] > 100
    assert len(opened["alt"]) > 40


def test_an_explorer_moves_by_keyboard_in_picture_and_words(played):
    assert played["moved"] != played["picture"]
    assert played["moved alt"] != played["alt"]


def test_the_lesson_shows_the_progress(played, source):
    assert f"{UNIT}: 0 of {how_many(source)} exercises pass" in played["panel"]
    assert f"Next: {EXERCISE}" in played["panel"]


def how_many(source: Source) -> int:
    return sum(not exercise.manual for exercise in source.exercises)


def test_a_failing_check_says_at_the_cell_in_words_what_is_wrong(answered):
    assert f"{EXERCISE}: this exercise is not answered yet" in answered["nothing"]
    assert "AND, that is w = (1, 1) and b = −2, at the four corners differs in 1 of 4 places" in answered["wrong"]
    assert "Traceback" not in answered["nothing"] + answered["wrong"]


def test_hints_open_one_by_one(answered):
    assert answered["hints"] == "[True, False, False]"


def test_a_passing_check_says_so_and_the_panel_counts_it(answered, source, work):
    assert f"✓ {EXERCISE}" in answered["right"] and "✗" not in answered["right"]
    assert f"{UNIT}: 1 of {how_many(source)} exercises pass" in answered["panel"]
    kept = json.loads((work / ".gradient-school" / "progress.json").read_text(encoding="utf-8"))
    assert {name: state["passed"] for name, state in kept["units"][UNIT].items()} == {EXERCISE: True}


def test_validate_lists_what_is_open_in_words(validated, source):
    open_ones = [exercise.name for exercise in source.exercises if not exercise.manual and exercise.name != EXERCISE]
    assert all(f"{name}: this exercise is not answered yet" in validated for name in open_ones)
    assert f"{EXERCISE}: " not in validated and "Traceback" not in validated


def test_submit_hands_the_notebook_in(submitted):
    assert submitted == [STUDENT]


def test_what_was_typed_and_the_others_answers_were_graded(record):
    verdicts = {exercise.name: exercise.verdict for exercise in record.exercises}
    assert verdicts[EXERCISE] is Verdict.PASSED
    judged = [exercise for exercise in record.exercises if exercise.verdict is not Verdict.MANUAL]
    assert [exercise.name for exercise in judged if not exercise.full] == ["two_layer"]


def test_feedback_opens_and_says_what_to_work_on(feedback, record, source):
    wrong = [e for e in record.exercises if not e.full and e.verdict is not Verdict.MANUAL]
    assert wrong and all(exercise.reason.splitlines()[0] in feedback for exercise in wrong)
    assert f"{record.score:g}" in feedback
    texts = [cell.text for cell in source.cells]
    shown = "\n".join(map(without_hidden, texts))
    lines = [text.splitlines()[number - 1].strip() for text in texts for number in hidden_lines(text)]
    assert not [line for line in lines if len(line) > 25 and line not in shown and line in feedback]


def test_nothing_is_asked_of_the_network_and_no_script_fails(feedback, noise):
    assert noise.heard == []
