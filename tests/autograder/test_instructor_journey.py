"""formgrader's buttons in a browser, as an instructor presses them: from generate to feedback that students can fetch.

Each step is a fixture that does the clicking once and keeps what the page then said; the tests look at it.
"""

from __future__ import annotations

import getpass
import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from browsing import Noise, browser_page, picture
from nbgrader.api import Gradebook
from running_lab import TOKEN, Server, running

from autograder.artefacts import scheme_in
from autograder.course import LIBRARY, Course, new_course
from autograder.notebook import hidden_lines, read_source, without_hidden
from autograder.record import Record, Verdict, read_record

try:
    from playwright.sync_api import FrameLocator, Locator, Page, expect
except ImportError:
    expect = None

pytestmark = [pytest.mark.browser, pytest.mark.confined, pytest.mark.slow]
UNIT, SUBMISSION, OTHER = "01-neurons", "one-wrong", "misconception"
STUDENT = getpass.getuser()  #: hands in through nbgrader's exchange; the other's notebook was copied
POINTS, COMMENT = 1.5, "Good <so far>; say why."  #: for the first free response; the others get full points
SAMPLES = LIBRARY / "tests" / "submissions" / UNIT


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A new course with one unit and one submission, nothing generated."""
    course = new_course(tmp_path_factory.mktemp("browser") / "course")
    for unit in course.all_units():
        if unit.name != UNIT:
            shutil.rmtree(unit.folder)
    shutil.copytree(SAMPLES / OTHER, course.submitted / OTHER / UNIT)
    return course


@pytest.fixture(scope="module")
def noise() -> Noise:
    return Noise()


@pytest.fixture(scope="module")
def page(noise: Noise) -> Iterator[Page]:
    with browser_page((1400, 1000), noise) as page:
        yield page


@pytest.fixture(scope="module")
def server(page: Page, course: Course) -> Iterator[Server]:
    with running(course, course.root, instructor=True) as server:
        yield server


@pytest.fixture(scope="module")
def formgrader(page: Page, server: Server) -> FrameLocator:
    """formgrader, opened by JupyterLab's menu."""
    page.goto(f"{server.address}/lab?token={TOKEN}")
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Formgrader", exact=True).click()
    return page.frame_locator("iframe[src*=formgrader]")


def row(formgrader: FrameLocator, name: str) -> Locator:
    return formgrader.locator("#main-table tr", has_text=name)


def press(formgrader: FrameLocator, line: Locator, button: str) -> str:
    """Press a button of a table's line, and close the dialog that says what came of it."""
    line.locator(f".{button} a").click()
    dialog = formgrader.locator(".modal.in")
    said = dialog.locator(".modal-body").inner_text()
    title = dialog.locator(".modal-title").inner_text()
    dialog.get_by_role("button", name="OK").click()
    formgrader.locator(".modal").wait_for(state="detached")
    assert title == "Success", said
    return said


@pytest.fixture(scope="module")
def released(formgrader: FrameLocator) -> str:
    """After Generate and Release: the assignment's status."""
    unit = row(formgrader, UNIT)
    press(formgrader, unit, "assign")
    press(formgrader, unit, "release")
    unit.locator(".release .glyphicon-remove").wait_for()
    picture(formgrader.locator("body"), "instructor-1-released")
    return unit.locator(".status").inner_text()


@pytest.fixture(scope="module")
def collected(formgrader: FrameLocator, released: str, course: Course, tmp_path_factory: pytest.TempPathFactory) -> str:
    """After a student handed in and Collect was pressed: how many submissions formgrader counts."""
    hand_in(course, tmp_path_factory.mktemp("work"))
    press(formgrader, row(formgrader, UNIT), "collect")
    count = row(formgrader, UNIT).locator(".num-submissions")
    expect(count).to_have_text("2")
    return count.inner_text()


def hand_in(course: Course, work: Path) -> None:
    """What the student's Submit button does."""
    from nbgrader.auth import Authenticator
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.exchange import ExchangeFactory
    from traitlets.config import Config

    shutil.copytree(course.release / UNIT, work / UNIT)
    shutil.copyfile(SAMPLES / SUBMISSION / "exercises.ipynb", work / UNIT / "exercises.ipynb")
    config = Config(course.settings)
    config.CourseDirectory.assignment_id = UNIT
    config.Exchange.assignment_dir = str(work)
    config.Exchange.cache = str(work / "cache")
    rights = {"coursedir": CourseDirectory(config=config), "authenticator": Authenticator(config=config)}
    ExchangeFactory(config=config).Submit(config=config, **rights).start()


@pytest.fixture(scope="module")
def submissions(formgrader: FrameLocator, collected: str) -> FrameLocator:
    """formgrader at the list of the assignment's submissions."""
    row(formgrader, UNIT).locator(".num-submissions a").click()
    row(formgrader, OTHER).wait_for()
    return formgrader


@pytest.fixture(scope="module")
def autograded(submissions: FrameLocator) -> dict[str, str]:
    """After Autograde of one student: what the list says of each."""
    said = press(submissions, row(submissions, STUDENT), "autograde")
    row(submissions, STUDENT).get_by_text("needs manual grading").wait_for()
    return {name: row(submissions, name).inner_text() for name in (STUDENT, OTHER)} | {"log": said}


@pytest.fixture(scope="module")
def marking(submissions: FrameLocator, autograded: dict[str, str], course: Course) -> str:
    """The marking page's text, reached by Manual Grading, after a person gave points, a comment and full credit."""
    for link in ("Manual Grading", UNIT, "exercises", "Submission #1"):
        submissions.get_by_role("link", name=link, exact=True).click()
    first, *others = essays(course)
    points, comment = submissions.locator(f"#{first}"), submissions.locator(f"#{first}-comment")
    expect(points).to_have_class(re.compile("needs_manual_grade"))
    text = submissions.locator("body").inner_text()
    points.fill(str(POINTS))
    points.press("Tab")  # formgrader's own key: to the extra credit, then to the comment
    submissions.locator(f"#{first}_extra_credit").press("Tab")
    expect(comment).to_be_focused()
    comment.press_sequentially(COMMENT)
    comment.press("Escape")  # saves
    submissions.locator(f".nbgrader_cell:has(#{first}) .comment-saved.glyphicon-ok").wait_for()
    for essay in others:
        submissions.locator(f".nbgrader_cell:has(#{essay}) .full-credit").click()
        submissions.locator(f".nbgrader_cell:has(#{essay}) .score-saved.glyphicon-ok").wait_for()
    submissions.locator(f"#{first}").scroll_into_view_if_needed()
    picture(submissions.owner.page, "instructor-3-marking")
    return text


@pytest.fixture(scope="module")
def feedback(submissions: FrameLocator, marking: str, course: Course) -> dict[str, str]:
    """After Generate Feedback and one more Autograde: the page's text, and what the list says of the student."""
    for link in ("Manual Grading", "Manage Assignments"):
        submissions.get_by_role("link", name=link).first.click()
    row(submissions, UNIT).locator(".num-submissions a").click()
    row(submissions, STUDENT).get_by_text("graded", exact=True).wait_for()  # no longer: needs manual grading
    before = row(submissions, STUDENT).locator(".score").inner_text()
    press(submissions, row(submissions, STUDENT), "generate-feedback")
    page = (course.feedback / STUDENT / UNIT / "exercises.html").read_text(encoding="utf-8")
    press(submissions, row(submissions, STUDENT), "autograde")
    return {"page": page, "score": before, "again": row(submissions, STUDENT).locator(".score").inner_text()}


@pytest.fixture(scope="module")
def handed_back(submissions: FrameLocator, feedback: dict[str, str], course: Course) -> list[str]:
    """After Release Feedback: the pages that students can fetch."""
    submissions.get_by_role("link", name="Manage Assignments").first.click()
    press(submissions, row(submissions, UNIT), "release-feedback")
    return [
        path.read_text(encoding="utf-8") for path in (course.exchange / course.course_id / "feedback").glob("*.html")
    ]


def stored(course: Course) -> Record:
    record = read_record(course.records / STUDENT / UNIT / "exercises.json")
    assert record is not None
    return record


def essays(course: Course) -> list[str]:
    """The free responses that wait for a person, and the others in the notebook's order."""
    return [exercise.cell for exercise in stored(course).exercises if exercise.verdict is Verdict.MANUAL]


def hidden(course: Course) -> list[str]:
    """Long lines that stand in hidden tests only."""
    texts = [cell.text for cell in read_source(course.unit(UNIT).exercises).cells]
    shown = "\n".join(map(without_hidden, texts))
    lines = [text.splitlines()[number - 1].strip() for text in texts for number in hidden_lines(text)]
    found = [line for line in lines if len(line) > 25 and line not in shown]
    assert found
    return found


def test_generate_and_release_bring_the_student_s_version_to_the_exchange(released, course):
    assert released == "released"
    for folder in (course.release / UNIT, course.exchange / "gradient-school" / "outbound" / UNIT):
        text = (folder / "exercises.ipynb").read_text(encoding="utf-8")
        assert "NotImplementedError" in text and not [line for line in hidden(course) if line in text]
        assert (folder / "lesson.ipynb").is_file()


def test_collect_brings_what_was_handed_in(collected, course):
    assert collected == "2"
    names = {path.name for path in (course.submitted / STUDENT / UNIT).iterdir()}
    assert {"exercises.ipynb", "timestamp.txt"} <= names


def test_autograde_shows_the_engine_s_score_and_grades_nobody_else(autograded, course):
    record = stored(course)
    assert 0 < record.score < record.max_score
    assert f"{record.score:g} / {record.max_score:g}" in autograded[STUDENT]
    assert f"{record.score:g} of {record.max_score:g} points by the engine" in autograded["log"]
    assert "needs autograding" in autograded[OTHER] and not (course.records / OTHER).exists()


def test_the_marking_page_says_what_was_wrong_and_shows_no_hidden_test(marking, course):
    wrong = [e for e in stored(course).exercises if not e.full and e.verdict is not Verdict.MANUAL]
    assert wrong and all(exercise.reason.splitlines()[0] in marking for exercise in wrong)
    assert not [line for line in hidden(course) if line in marking]
    graded = nbformat.read(course.autograded / STUDENT / UNIT / "exercises.ipynb", as_version=4)
    for essay in essays(course):
        assert next(cell.source for cell in graded.cells if cell.id == essay).splitlines()[0] in marking


def test_the_marking_page_shows_the_marking_scheme(marking, course):
    source = read_source(course.unit(UNIT).exercises)
    schemes = [scheme_in(cell.text) for cell in source.cells if cell.grade_id in essays(course)]
    assert schemes and all(line.strip()[:40] in marking for scheme in schemes for line in scheme.splitlines())


def test_a_person_s_points_and_comment_are_saved_and_counted(feedback, course):
    with Gradebook(course.gradebook_url, course.course_id) as book:
        grades = [book.find_grade(essay, "exercises", UNIT, STUDENT) for essay in essays(course)]
        assert [grade.manual_score for grade in grades] == [POINTS, *(grade.max_score for grade in grades[1:])]
        assert book.find_comment(essays(course)[0], "exercises", UNIT, STUDENT).manual_comment == COMMENT
        by_hand = sum(grade.manual_score for grade in grades)
    record = stored(course)
    assert feedback["score"] == f"{record.score + by_hand:g} / {record.max_score:g}"


def test_feedback_has_them_and_no_hidden_test(feedback, course):
    page = feedback["page"]
    assert f"{POINTS} /" in page and html.escape(COMMENT) in page
    assert not [line for line in hidden(course) if line in page]


def test_autograding_once_more_keeps_what_the_person_gave(feedback, course):
    assert feedback["again"] == feedback["score"] and stored(course).kept == ()


def test_a_student_can_fetch_the_feedback_of_what_was_handed_in(handed_back, feedback):
    assert handed_back == [feedback["page"]]


def test_the_feedback_doesn_t_show_the_marking_scheme(feedback, course):
    schemes = [scheme_in(cell.text) for cell in read_source(course.unit(UNIT).exercises).cells]
    lines = [line.strip() for scheme in schemes for line in scheme.splitlines()]
    assert lines and not [line for line in lines if html.escape(line) in feedback["page"] or line in feedback["page"]]


def test_nothing_is_asked_of_the_network_and_no_script_fails(handed_back, noise):
    assert noise.heard == []


def test_graded_files_are_where_the_course_keeps_them(feedback, course):
    found = {path.relative_to(course.root).as_posix() for path in Path(course.autograded).rglob("*.ipynb")}
    assert found == {f"autograded/{STUDENT}/{UNIT}/exercises.ipynb"}
