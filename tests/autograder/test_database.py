import os
import sqlite3

import made_class
import pytest
from postgres_server import postgres_server, programs
from small_unit import GOOD, hand_in, make_course
from sqlalchemy import create_engine, inspect, text

from autograder import grade as grading
from autograder import gradebook
from autograder.course_lock import CourseBusy, alone_at
from autograder.database import DatabaseError, add_indexes, database_url, move_gradebook, without_password
from autograder.grade import grade_unit, record_path
from autograder.gradebook import GradebookDown, GradebookProblem, open_gradebook, save_record
from autograder.limits import Limits
from autograder.record import read_record

STUDENTS = ("ada", "ben", "cyd")
LIMITS = Limits(cell_seconds=5.0)


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL server. Where there is none, CI fails and another machine skips."""
    if programs() is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("PostgreSQL's server is not installed")
    with postgres_server() as running:
        yield running


@pytest.fixture
def course(tmp_path):
    """A released course with three submissions and an SQLite gradebook."""
    made = make_course(tmp_path / "course")
    made_class.release(made)
    for student in STUDENTS:
        hand_in(made, student, GOOD)
    return made


@pytest.fixture
def postgres(course, server, monkeypatch):
    """The course's gradebook in PostgreSQL."""
    url = server.new_database()
    move_gradebook(course.gradebook_url, url)
    monkeypatch.setenv("GRADSCHOOL_GRADEBOOK", database_url(url))
    course.__dict__.pop("settings", None)
    assert course.gradebook_url == database_url(url)
    return url


def grades(url):
    """Everything that the gradebook says of grades."""
    with open_gradebook(url) as book:
        return {
            submission.student_id: sorted(
                (g.name, str(g.auto_score), str(g.manual_score), g.needs_manual_grade)
                for n in submission.notebooks
                for g in n.grades
            )
            for submission in book.assignment_submissions("01-small")
        }


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("sqlite:////srv/gradebook.db", "sqlite:////srv/gradebook.db"),
        ("postgresql://ada:secret@db/course", "postgresql+psycopg://ada:secret@db/course"),
        ("postgres://db/course", "postgresql+psycopg://db/course"),
        ("postgresql+psycopg://db/course", "postgresql+psycopg://db/course"),
    ],
)
def test_a_url_is_put_into_the_form_that_is_wanted(url, meant):
    assert database_url(url) == meant


@pytest.mark.parametrize("url", ["gradebook.db", "mysql://ada:secret@db/course", "", "postgresql:/db"])
def test_another_url_is_refused_without_its_password(url):
    with pytest.raises(DatabaseError, match="A gradebook is at sqlite:///PATH or postgresql://") as refused:
        database_url(url)
    assert "secret" not in str(refused.value)


def test_a_password_is_not_shown():
    assert without_password("postgresql://ada:secret@db/course") == "postgresql://ada:***@db/course"
    assert without_password("postgresql://ada@db/course") == "postgresql://ada@db/course"


def test_a_server_that_can_not_be_reached_is_said(course):
    nowhere = "postgresql://ada:secret@127.0.0.1:9/none"
    with pytest.raises(DatabaseError, match=r"postgresql://ada:\*\*\*@127.0.0.1:9/none can't be used"):
        move_gradebook(course.gradebook_url, nowhere)
    with pytest.raises(GradebookProblem, match=r"ada:\*\*\*@127.0.0.1:9/none can't be opened"), open_gradebook(nowhere):
        pass


def test_a_gradebook_gets_indexes_once_and_one_that_can_not_be_written_stays(tmp_path):
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    for first in (True, False):
        with open_gradebook(url) as book, book.engine.begin() as connection:
            names = {index["name"] for index in inspect(book.engine).get_indexes("grade")}
            if first:
                connection.execute(text("CREATE INDEX gradschool_grade_notebook_id ON grade (notebook_id)"))
        assert "gradschool_grade_points" in names
        assert "gradschool_grade_notebook_id" not in names  # an earlier version's, which the other one replaces
    with sqlite3.connect(tmp_path / "gradebook.db") as book:
        plan = book.execute("EXPLAIN QUERY PLAN SELECT * FROM grade WHERE notebook_id='x'").fetchall()
    book.close()
    assert "gradschool_grade_points" in str(plan)
    add_indexes(create_engine("sqlite:////nowhere/gradebook.db"))


def test_a_gradebook_moves_to_postgresql_and_back_unchanged(course, server, tmp_path):
    made_class.keep(course, *(made_class.record(student, {"double": 1.0}) for student in STUDENTS))
    made_class.mark(course, "ada", 1.5)
    url, back = server.new_database(), f"sqlite:///{tmp_path / 'back.db'}"
    counts = move_gradebook(course.gradebook_url, url)
    assert counts["student"] == 3 and counts["grade"] == 12
    assert move_gradebook(url, back) == counts
    assert grades(back) == grades(url) == grades(course.gradebook_url)
    with create_engine(database_url(url)).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar_one() == 1


def test_nothing_is_moved_over_a_gradebook_or_from_nowhere(course, server, tmp_path):
    url = server.new_database()
    move_gradebook(course.gradebook_url, url)
    with pytest.raises(DatabaseError, match="holds a gradebook already"):
        move_gradebook(course.gradebook_url, url)
    with pytest.raises(DatabaseError, match="There is no gradebook at"):
        move_gradebook(f"sqlite:///{tmp_path / 'none.db'}", server.new_database())


@pytest.mark.confined
def test_grading_into_postgresql_gives_the_grades_that_it_gives_in_sqlite(course, postgres, monkeypatch):
    unit = course.unit("small")
    assert grade_unit(course, unit, workers=2, limits=LIMITS).complete
    assert grade_unit(course, unit, workers=2, limits=LIMITS).unchanged == 3
    monkeypatch.delenv("GRADSCHOOL_GRADEBOOK")
    course.__dict__.pop("settings")
    assert grade_unit(course, unit, workers=2, limits=LIMITS, again=True).complete
    assert grades(postgres) == grades(course.gradebook_url) and len(grades(postgres)) == 3


@pytest.mark.confined
def test_a_server_lost_in_the_middle_costs_nothing_that_was_graded(course, postgres, server, monkeypatch):
    monkeypatch.setattr(gradebook, "PAUSES", (0.01, 0.02))
    unit, entered = course.unit("small"), []

    def lost_at_second(*args):
        entered.append(1)
        if len(entered) == 2:
            server.stop()
        return save_record(*args)

    monkeypatch.setattr(grading, "save_record", lost_at_second)
    try:
        with pytest.raises(GradebookDown, match="doesn't answer any more.*What was graded is kept"):
            grade_unit(course, unit, workers=1, limits=LIMITS)
    finally:
        server.start()
    monkeypatch.setattr(grading, "save_record", save_record)
    stored = [read_record(record_path(course, unit, student, "exercises")) for student in STUDENTS]
    assert sum(record is not None for record in stored) == 1
    graded = []
    monkeypatch.setattr(grading, "grade_one", lambda *args, do=grading.grade_one: graded.append(1) or do(*args))
    report = grade_unit(course, unit, workers=1, limits=LIMITS)
    assert report.complete and report.unchanged == 1 and len(report.records) == 3
    assert len(graded) <= 1, "what was graded before the server was lost is graded again"
    assert set(grades(postgres)) == set(STUDENTS)
    assert not list(course.records.rglob("*.waiting"))


@pytest.mark.confined
def test_a_server_that_comes_back_soon_is_not_noticed(course, postgres, server, monkeypatch):
    monkeypatch.setattr(gradebook, "PAUSES", (0.01, 0.02))
    monkeypatch.setattr(gradebook.time, "sleep", lambda seconds: server.start() if seconds == 0.02 else None)
    unit, calls = course.unit("small"), []

    def lost_once(*args):
        calls.append(1)
        if len(calls) == 2:
            server.stop()
        return save_record(*args)

    monkeypatch.setattr(grading, "save_record", lost_once)
    assert grade_unit(course, unit, workers=1, limits=LIMITS).complete
    assert set(grades(postgres)) == set(STUDENTS)


def test_a_run_elsewhere_on_the_same_gradebook_is_said_and_ends_with_its_connection(course, postgres):
    unit = course.unit("small")
    with open_gradebook(postgres) as other:
        with alone_at(other), pytest.raises(CourseBusy, match="on another machine, is grading into this gradebook"):
            grade_unit(course, unit, workers=1, limits=LIMITS)
        assert not list(course.root.glob("records/*"))
        with alone_at(other):
            pass
