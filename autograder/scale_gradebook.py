"""What a gradebook of many students costs: ``gradschool bench --scale --part gradebook --db URL``.

Fills a database of its own with generated grades, in the database's own language, and times what people wait for: the
list of a unit's grades, the grade of one submission, the report of a unit.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from autograder.bench import measure, place_settings
from autograder.content import graded_notebooks
from autograder.course import CONFIG, Course, Unit
from autograder.database import INDEXES, add_indexes, database_url
from autograder.errors import GradschoolError
from autograder.export import read_grades
from autograder.gradebook import open_gradebook, save_record
from autograder.notebook import Source, read_source
from autograder.record import ExerciseResult, Record, Verdict, write_record
from autograder.release import generate_assignment

PREFIX = "generated-"
SAVES = 20  #: submissions that are entered one by one
#: what differs between the two kinds of database: a new id, a number from 0 to 1
WORDS = {
    "sqlite": {"id": "lower(hex(randomblob(16)))", "share": "(abs(random()) % 1001) / 1000.0"},
    "postgresql": {"id": "replace(gen_random_uuid()::text, '-', '')", "share": "random()"},
}
FILLING = (
    """INSERT INTO student (id) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {students})
    SELECT '{prefix}' || i FROM n""",
    """INSERT INTO submitted_assignment (id, assignment_id, student_id)
    SELECT {id}, assignment.id, student.id FROM assignment CROSS JOIN student WHERE student.id LIKE '{prefix}%'""",
    """INSERT INTO submitted_notebook (id, assignment_id, notebook_id, flagged)
    SELECT {id}, s.id, notebook.id, false FROM submitted_assignment AS s
    JOIN notebook ON notebook.assignment_id = s.assignment_id WHERE s.student_id LIKE '{prefix}%'""",
    """INSERT INTO grade (id, notebook_id, cell_id, auto_score, needs_manual_grade)
    SELECT {id}, n.id, cell.id, round(CAST({share} * marked.max_score AS NUMERIC), 1), false
    FROM submitted_notebook AS n JOIN submitted_assignment AS s ON s.id = n.assignment_id
    JOIN base_cell AS cell ON cell.notebook_id = n.notebook_id JOIN grade_cells AS marked ON marked.id = cell.id
    WHERE s.student_id LIKE '{prefix}%'""",
    """INSERT INTO comment (id, notebook_id, cell_id)
    SELECT {id}, n.id, cell.id FROM submitted_notebook AS n JOIN submitted_assignment AS s ON s.id = n.assignment_id
    JOIN base_cell AS cell ON cell.notebook_id = n.notebook_id JOIN solution_cells AS written ON written.id = cell.id
    WHERE s.student_id LIKE '{prefix}%'""",
)


@dataclass(frozen=True)
class GradebookCost:
    """What a gradebook of this size costs."""

    database: str  #: sqlite or postgresql
    students: int
    units: int
    grades: int  #: rows
    fill_s: float
    size_mib: float
    list_s: float  #: the table of all students in one unit, as ``gradschool export`` reads it
    enter_ms: float  #: one submission more, median
    report_s: float  #: ``gradschool report`` of one unit
    report_students: int  #: of whom there were records
    report_mib: float


def fill(url: str, students: int) -> float:
    """Give a released gradebook this many students with grades in every unit; the seconds that it took.

    Raises:
        GradschoolError: if it has generated students already.
    """
    began = time.monotonic()
    with open_gradebook(url) as book:
        kind = book.engine.dialect.name
        with book.engine.begin() as connection:
            there = connection.execute(text(f"SELECT count(*) FROM student WHERE id LIKE '{PREFIX}%'")).scalar_one()
            if there:
                raise GradschoolError("This gradebook was filled before; name an empty database.")
            if kind == "postgresql":  # what is made here fits together, so nothing has to look every key up
                with suppress(SQLAlchemyError), connection.begin_nested():
                    connection.execute(text("SET LOCAL session_replication_role = replica"))
            for name in INDEXES if students else ():  # made again at the end, at once
                connection.execute(text(f"DROP INDEX IF EXISTS {name}"))
            for statement in FILLING if students else ():
                connection.execute(text(statement.format(students=students, prefix=PREFIX, **WORDS[kind])))
        add_indexes(book.engine)
        with book.engine.begin() as connection:
            connection.execute(text("ANALYZE"))
    return time.monotonic() - began


def run_gradebook(
    course: Course,
    unit: Unit,
    students: int,
    url: str | None = None,
    reported: int = 1000,
    say: Callable[[str], None] = lambda text: None,
) -> GradebookCost:
    """Measure a gradebook of this many students in every unit of the course.

    Args:
        url: an empty database (default: SQLite in a temporary folder). It is left filled.
        reported: students of whom the report has records.
    """
    folder = Path(tempfile.mkdtemp(prefix="gradschool-scale-"))
    try:
        copy = _course_at(course, folder / "course", url)
        say("Releasing every unit (nbgrader)")
        for one in copy.all_units():
            if graded_notebooks(one):
                generate_assignment(copy, one)
        say(f"Filling the gradebook: {students} students")
        seconds = fill(copy.gradebook_url, students)
        with open_gradebook(copy.gradebook_url, copy.course_id) as book:
            kind, size, grades = book.engine.dialect.name, _size_mib(book, copy), _count(book, "grade")
            say(f"{grades} grades, {size:.0f} MiB, {seconds:.0f} s. Listing")
            began = time.monotonic()
            read_grades(book, [unit.name])
            listed = time.monotonic() - began
            say("Entering grades one by one")
            entered = _enter(book, copy, copy.unit(unit.name), students)
        say(f"Reporting on {reported} students")
        _records(copy, copy.unit(unit.name), min(reported, students))
        cost = measure(_report(unit), copy.root)
        units = len([one for one in copy.all_units() if graded_notebooks(one)])
        return GradebookCost(
            kind,
            students,
            units,
            grades,
            round(seconds, 1),
            round(size, 1),
            round(listed, 2),
            round(entered * 1000, 1),
            round(cost.wall_s, 2),
            min(reported, students),
            round(cost.largest_mib, 1),
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _course_at(course: Course, root: Path, url: str | None) -> Course:
    root.mkdir(parents=True)
    shutil.copyfile(course.root / CONFIG, root / CONFIG)
    shutil.copytree(course.units, root / "units", ignore=shutil.ignore_patterns(".*", "__pycache__"))
    place_settings(root, None if url is None else database_url(url))
    return Course(root)


def _report(unit: Unit) -> list[str]:
    return [sys.executable, "-c", "from autograder.cli import main; main()", "report", unit.name]


def _count(book: Gradebook, table: str) -> int:
    with book.engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def _size_mib(book: Gradebook, course: Course) -> float:
    if book.engine.dialect.name == "sqlite":
        return (course.root / "gradebook.db").stat().st_size / (1 << 20)
    with book.engine.connect() as connection:
        size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    return int(size) / (1 << 20)


def _enter(book: Gradebook, course: Course, unit: Unit, students: int) -> float:
    """The median seconds that entering one submission takes: half of them of students who are there."""
    path = graded_notebooks(unit)[0]
    source = read_source(path, course.essay_stub)
    took = []
    for number in range(SAVES):
        known = students and number % 2
        student = f"{PREFIX}{1 + number * students // SAVES}" if known else f"new-{number}"
        record = _record(source, unit, path.stem, student)
        began = time.monotonic()
        save_record(book, record)
        took.append(time.monotonic() - began)
    return statistics.median(took)


def _record(source: Source, unit: Unit, notebook: str, student: str) -> Record:
    results = tuple(
        ExerciseResult(e.name, source.cells[e.cell].grade_id, e.points, e.points, Verdict.PASSED, "")
        for e in source.exercises
    )
    return Record(student, unit.name, notebook, results, "", "", "", wall_s=1.0, cpu_s=1.0)


def _records(course: Course, unit: Unit, students: int) -> None:
    """Records on disk, as the report reads them, and empty folders of submissions."""
    path = graded_notebooks(unit)[0]
    source = read_source(path, course.essay_stub)
    for number in range(1, students + 1):
        student = f"{PREFIX}{number}"
        write_record(
            course.records / student / unit.name / f"{path.stem}.json", _record(source, unit, path.stem, student)
        )
        (course.submitted / student / unit.name).mkdir(parents=True)
