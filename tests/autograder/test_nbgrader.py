"""Stock nbgrader with the course's settings: the same engine, the same scores, and no hidden test in what it writes."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import determine_grade
from stock_nbgrader import nbgrader

from autograder import nbgrader_steps
from autograder.course import LIBRARY, Course, new_course
from autograder.grade import grade_unit
from autograder.nbgrader_steps import EngineExporter, EnginePool, exact_outputs
from autograder.record import ExerciseResult, Verdict
from autograder.release import generate_assignment

pytestmark = [pytest.mark.confined, pytest.mark.slow]
UNIT = "01-neurons"
SAMPLES = ("deleted-tests", "forger", "misconception", "not-json", "one-wrong")


def scores(course: Course) -> dict[str, dict[str, tuple[float | None, bool]]]:
    with Gradebook(course.gradebook_url, course.course_id) as book:
        return {
            submission.student.id: {
                grade.name: (grade.auto_score, grade.needs_manual_grade)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in book.assignment_submissions(UNIT)
        }


@pytest.fixture(scope="module")
def fast(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course whose samples `gradschool grade` graded."""
    course = new_course(tmp_path_factory.mktemp("nbgrader") / "fast")
    generate_assignment(course, course.unit(UNIT))
    for name in SAMPLES:
        shutil.copytree(LIBRARY / "tests" / "submissions" / UNIT / name, course.submitted / name / UNIT)
    shutil.copytree(course.root, course.root.with_name("stock"))
    report = grade_unit(course, course.unit(UNIT), workers=1)
    assert report.complete
    return course


@pytest.fixture(scope="module")
def stock(fast: Course) -> Course:
    """The same course with the same secret, graded by `nbgrader autograde`."""
    course = Course(fast.root.with_name("stock"))
    shutil.copy(fast.root / ".course-secret", course.root)
    nbgrader(course.root, "autograde", UNIT)
    return course


def test_scores_and_records_are_those_of_the_fast_way(fast, stock):
    assert scores(stock) == scores(fast)
    for name in SAMPLES:
        ours, theirs = ((c.records / name / UNIT / "exercises.json") for c in (fast, stock))
        assert verdicts(ours) == verdicts(theirs)


def verdicts(path: Path) -> list[tuple[str, float, Verdict, str]]:
    record = nbgrader_steps.read_record(path)
    return [(e.name, e.score, e.verdict, e.reason) for e in record.exercises]


def test_a_file_that_is_no_notebook_is_graded_like_any_other(stock):
    assert set(scores(stock)["not-json"].values()) == {(0.0, False)}
    nbformat.validate(nbformat.read(stock.autograded / "not-json" / UNIT / "exercises.ipynb", as_version=4))


def test_graded_notebooks_hold_no_hidden_test_and_nothing_else_lies_there(fast, stock):
    files = [path for path in stock.autograded.rglob("*") if path.is_file()]
    assert {path.name for path in files} == {"exercises.ipynb"}
    assert not [path for path in files if "HIDDEN TESTS" in path.read_text()]


def test_nothing_is_graded_again_that_has_not_changed(stock, monkeypatch):
    before = scores(stock)
    monkeypatch.setattr(nbgrader_steps, "grade_one", lambda *_: pytest.fail("graded again"))
    api = NbGraderAPI(CourseDirectory(config=stock.settings), config=stock.settings)
    result = api.autograde(UNIT, "one-wrong")
    assert result["success"], result
    assert scores(stock) == before


def test_formgrader_s_calls_grade_a_changed_submission_and_write_its_feedback(stock):
    changed = stock.submitted / "one-wrong" / UNIT / "exercises.ipynb"
    original = changed.read_bytes()
    shutil.copy(LIBRARY / "tests" / "submissions" / UNIT / "perfect" / "exercises.ipynb", changed)
    api = NbGraderAPI(CourseDirectory(config=stock.settings), config=stock.settings)
    assert api.autograde(UNIT, "one-wrong")["success"]
    assert api.generate_feedback(UNIT, "one-wrong")["success"]
    graded = scores(stock)["one-wrong"]
    changed.write_bytes(original)
    assert all(score is None or score > 0 for score, _ in graded.values())
    assert "two_layer" in (stock.feedback / "one-wrong" / UNIT / "exercises.html").read_text()
    assert api.autograde(UNIT, "one-wrong")["success"]
    nbgrader_steps.POOL.close()


def test_feedback_shows_points_that_a_person_gave_and_no_hidden_test(stock):
    with Gradebook(stock.gradebook_url, stock.course_id) as book:
        book.find_grade("explain_xor", "exercises", UNIT, "misconception").manual_score = 1.25
        book.db.commit()
    nbgrader(stock.root, "generate_feedback", UNIT)
    page = (stock.feedback / "misconception" / UNIT / "exercises.html").read_text()
    assert "1.25 /" in page and "marked by a person" in page
    hidden = [line.strip() for line in hidden_source(stock) if len(line.strip()) > 20]
    assert hidden
    for path in stock.feedback.rglob("*.html"):
        text = path.read_text()
        assert not [line for line in hidden if line in text]


def hidden_source(course: Course) -> list[str]:
    from autograder.notebook import hidden_lines, read_source

    source = read_source(course.unit(UNIT).exercises)
    return [
        line
        for cell in source.cells
        for number, line in enumerate(cell.text.splitlines(), 1)
        if number in hidden_lines(cell.text)
    ]


def test_export_writes_every_student(stock):
    nbgrader(stock.root, "export")
    with (stock.root / "grades.csv").open() as file:
        rows = {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader(file)}
    assert set(rows) == set(SAMPLES) and rows["forger"] == rows["not-json"] == 0.0


def test_validate_runs_a_released_notebook_in_a_plain_kernel(stock):
    said = nbgrader(stock.root, "validate", str(stock.release / UNIT / "exercises.ipynb"))
    assert "VALIDATION FAILED" in said.upper() and "not answered yet" in said and "HIDDEN" not in said


@pytest.mark.parametrize("score", [0.0, 1 / 3, 2.0, 1e-9, 1.9999999])
def test_nbgrader_reads_exactly_the_score_from_the_outputs(score):
    cell = nbformat.v4.new_code_cell(metadata={"nbgrader": {"grade": True, "points": 2.0, "grade_id": "t"}})
    verdict = Verdict.PASSED if score == 2.0 else Verdict.PARTIAL if score else Verdict.FAILED
    cell.outputs = exact_outputs(ExerciseResult("t", "t", score, 2.0, verdict, "why"))
    assert determine_grade(cell) == (score, 2.0)


def test_without_the_engine_s_step_the_exporter_is_nbgrader_s(tmp_path):
    path = tmp_path / "a.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("kept = 1")]), path)
    assert "kept = 1" in EngineExporter().from_filename(str(path))[0]


def test_an_engine_that_failed_is_not_lent_again(monkeypatch):
    made = []

    class Fake:
        def __init__(self, *_: object) -> None:
            made.append(self)

        def close(self) -> None:
            made.remove(self)

    monkeypatch.setattr(nbgrader_steps, "Engine", Fake)
    pool = EnginePool(most=2)
    with pool.lend("one", {}, "limits", True) as first, pool.lend("one", {}, "limits", True) as same:
        assert first is same
    with pytest.raises(KeyError), pool.lend("one", {}, "limits", True):
        raise KeyError
    assert made == []
    for name in "abc":
        with pool.lend(name, {}, "limits", True):
            pass
    assert len(made) == 2
    pool.close()
    assert made == []


def test_a_course_of_another_form_has_units_too(tmp_path):
    for name in ("ps1", "ps2"):
        (tmp_path / "source" / name).mkdir(parents=True)
        (tmp_path / "source" / name / "problem.ipynb").write_text("{}")
    (tmp_path / "source" / "header.ipynb").write_text("{}")
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'other'\n")
    course = Course(tmp_path)
    assert [unit.name for unit in course.all_units()] == ["ps1", "ps2"] and course.course_id == "other"
    assert course.unit("ps2").notebooks == [tmp_path / "source" / "ps2" / "problem.ipynb"]
    assert course.earlier_units(course.unit("ps2")) == []
