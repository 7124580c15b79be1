"""``gradschool export`` and ``report``, as they are typed."""

from __future__ import annotations

import pytest
from made_class import enrol, release
from small_unit import make_course
from typer.testing import CliRunner

from autograder.cli import app
from autograder.course import Course
from autograder.errors import GradschoolError


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = make_course(tmp_path_factory.mktemp("typed") / "course")
    release(course)
    enrol(course, "ada")
    return course


def gradschool(course: Course, *arguments: str) -> str:
    done = CliRunner().invoke(app, [*arguments, "--course", str(course.root)], catch_exceptions=True)
    if isinstance(done.exception, GradschoolError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def test_export_writes_the_file_and_says_what_is_missing(course, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = gradschool(course, "export", "--format", "Canvas")
    assert "grades-canvas.csv: 1 students, 01-small" in said and "no grade yet for ada" in said
    assert (
        (tmp_path / "grades-canvas.csv").read_text().startswith("Student,ID,SIS User ID,SIS Login ID,Section,01-small")
    )


def test_export_takes_units_a_roster_and_a_file(course, tmp_path):
    (tmp_path / "roster.csv").write_text("Username,Name\nada,Ada Lovelace\n")
    gradschool(
        course, "export", "01", "--students", str(tmp_path / "roster.csv"), "--output", str(tmp_path / "out.csv")
    )
    assert "ada,Lovelace,Ada" in (tmp_path / "out.csv").read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("export", "--format", "excel"), "no format 'excel'. Choose one of: canvas, moodle, nbgrader, plain"),
        (("export", "99"), "There is no unit"),
        (("export", "--students", "nowhere.csv"), "nowhere.csv can't be read"),
        (("report", "99"), "There is no unit"),
        (("report", "01", "--output", "/proc/none/report.html"), "could not be written"),
    ],
)
def test_bad_input_is_a_sentence(course, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(GradschoolError, match=words):
        gradschool(course, *arguments)


def test_report_writes_one_page(course, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert gradschool(course, "report", "small") == "Report: report-01-small.html"
    assert (tmp_path / "report-01-small.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
