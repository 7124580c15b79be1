"""The one writer to nbgrader's gradebook: a record becomes a submission's grades in a single transaction."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from autograder.database import add_indexes, database_url, without_password
from autograder.errors import GradschoolError
from autograder.feedback import Person
from autograder.record import Record, Verdict

PAUSES = (0.5, 2.0, 8.0)  #: seconds before a database that doesn't answer is asked again


class GradebookProblem(GradschoolError):
    """The gradebook can't be opened or written."""


class GradebookDown(GradebookProblem):
    """The database doesn't answer any more, however often it is asked."""


@contextmanager
def open_gradebook(url: str, course_id: str = "gradient-school") -> Iterator[Gradebook]:
    """nbgrader's gradebook at a database URL.

    Raises:
        GradebookProblem: if it can't be opened.
        DatabaseError: if the URL is of no database that can hold one.
    """
    address = database_url(url)
    # nbgrader calls alembic, which lies beside this Python
    folder = str(Path(sys.executable).parent)
    if folder not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = folder + os.pathsep + os.environ.get("PATH", "")
    try:
        book = Gradebook(address, course_id)
    except (SQLAlchemyError, OSError) as error:
        raise GradebookProblem(
            f"The gradebook {without_password(url)} can't be opened: {_first_line(error)}."
        ) from None
    add_indexes(book.engine)
    try:
        yield book
    finally:
        book.close()


def save_record(book: Gradebook, record: Record, timestamp: datetime | None = None) -> dict[str, Person]:
    """Write one record: student, submission and every grade, or nothing at all.

    Scores and comments that a person gave are kept. A server that was lost is looked for again, for some seconds.

    Returns:
        What a person gave, as `by_hand` does.

    Raises:
        GradebookProblem: if the unit was not released into this gradebook, or the database refuses.
        GradebookDown: if the database's server can't be reached any more.
    """
    for pause in PAUSES:
        try:
            return _save(book, record, timestamp)
        except GradebookDown:
            time.sleep(pause)
    return _save(book, record, timestamp)


def _save(book: Gradebook, record: Record, timestamp: datetime | None) -> dict[str, Person]:
    session = book.db
    try:
        assignment = session.query(Assignment).filter(Assignment.name == record.unit).one_or_none()
        if assignment is None:
            raise GradebookProblem(
                f"Unit {record.unit} is not in the gradebook yet. Run: gradschool release {record.unit}"
            )
        student = session.get(Student, record.student)
        if student is None:
            student = Student(id=record.student)
            session.add(student)
        with session.no_autoflush:  # a half-built submission must not reach the database
            submission = _submission(session, assignment, student, timestamp)
            session.flush()
            _fill(submission, record)
            mine = next((one for one in submission.notebooks if one.notebook.name == record.notebook), None)
            people = _people(mine) if mine else {}
        session.commit()
        return people
    except SQLAlchemyError as error:
        with suppress(SQLAlchemyError):
            session.rollback()
        if isinstance(error, OperationalError) and book.engine.dialect.name != "sqlite":
            raise GradebookDown(
                f"The gradebook's database doesn't answer any more: {_first_line(error)}. What was graded is kept; "
                "run the same command again when the database is back."
            ) from None
        raise GradebookProblem(
            f"The gradebook could not be written for student {record.student}: "
            f"{_first_line(error)}. Nothing of this submission was changed; run it again."
        ) from None
    except BaseException:
        session.rollback()
        raise


def _submission(
    session: object, assignment: Assignment, student: Student, timestamp: datetime | None
) -> SubmittedAssignment:
    found = (
        session.query(SubmittedAssignment)
        .filter_by(  # type: ignore[attr-defined]
            assignment_id=assignment.id, student_id=student.id
        )
        .one_or_none()
    )
    submission = found or SubmittedAssignment(assignment=assignment, student=student)
    submission.timestamp = timestamp
    session.add(submission)  # type: ignore[attr-defined]
    present = {notebook.notebook_id: notebook for notebook in submission.notebooks}
    for notebook in assignment.notebooks:
        submitted = present.get(notebook.id) or SubmittedNotebook(notebook=notebook, assignment=submission)
        session.add(submitted)  # type: ignore[attr-defined]
        _complete(submitted, notebook)
    return submission


def _complete(submitted: SubmittedNotebook, notebook: Notebook) -> None:
    """Give a submitted notebook a grade and a comment for every cell that its notebook has now."""
    graded = {grade.cell_id for grade in submitted.grades}
    commented = {comment.cell_id for comment in submitted.comments}
    submitted.grades += [
        Grade(cell=cell) for cell in (*notebook.grade_cells, *notebook.task_cells) if cell.id not in graded
    ]
    submitted.comments += [
        Comment(cell=cell) for cell in (*notebook.solution_cells, *notebook.task_cells) if cell.id not in commented
    ]


def _fill(submission: SubmittedAssignment, record: Record) -> None:
    results = {result.cell: result for result in record.exercises}
    for submitted in submission.notebooks:
        if submitted.notebook.name != record.notebook:
            continue
        for grade in submitted.grades:
            result = results.get(grade.cell.name)
            if result is None:
                continue
            waits = result.verdict is Verdict.MANUAL
            changed = grade.auto_score != (None if waits else result.score)
            grade.auto_score = None if waits else result.score
            if grade.manual_score is None:
                grade.needs_manual_grade = waits
            elif changed:
                grade.needs_manual_grade = True
        for comment in submitted.comments:
            result = results.get(comment.cell.name)
            comment.auto_comment = "No response." if result and result.verdict is Verdict.NOT_ANSWERED else None


def by_hand(book: Gradebook, record: Record) -> dict[str, Person]:
    """What a person gave this record's exercises: grade cell → points and comment, where there are any."""
    return given_by_hand(book, record.unit, record.student).get((record.student, record.notebook), {})


def _people(submitted: SubmittedNotebook) -> dict[str, Person]:
    comments = {comment.cell.name: comment.manual_comment or "" for comment in submitted.comments}
    return {
        grade.cell.name: Person(_points(grade.manual_score, grade.extra_credit), comments.get(grade.cell.name, ""))
        for grade in submitted.grades
    }


def _points(manual_score: float | None, extra_credit: float | None) -> float | None:
    """A person's points for a cell, if there are any."""
    return None if manual_score is None else manual_score + (extra_credit or 0.0)


def student_ids(book: Gradebook) -> set[str]:
    """Everybody who is in the gradebook."""
    return {name for (name,) in book.db.query(Student.id)}


def given_by_hand(book: Gradebook, unit: str, student: str | None = None) -> dict[tuple[str, str], dict[str, Person]]:
    """What people gave in a unit: student and notebook → grade cell → points and comment, where there are any.

    Two queries, for one student or for the whole class.
    """
    graded = _in_unit(book, unit, student, Grade).add_columns(Grade.manual_score, Grade.extra_credit)
    points = {(s, n, cell): _points(*given) for s, n, cell, *given in graded.filter(Grade.manual_score.isnot(None))}
    commented = _in_unit(book, unit, student, Comment).add_columns(Comment.manual_comment)
    written = {(s, n, cell): said for s, n, cell, said in commented.filter(Comment.manual_comment.isnot(None)) if said}
    people: dict[tuple[str, str], dict[str, Person]] = {}
    for key in points.keys() | written.keys():
        people.setdefault(key[:2], {})[key[2]] = Person(points.get(key), written.get(key, ""))
    return people


def _in_unit(book: Gradebook, unit: str, student: str | None, kind: Any) -> Any:
    """A query for student, notebook and cell of all grades, or all comments, of a unit."""
    found = (
        book.db.query(SubmittedAssignment.student_id, Notebook.name, BaseCell.name)
        .select_from(kind)
        .join(BaseCell, kind.cell_id == BaseCell.id)
        .join(SubmittedNotebook, kind.notebook_id == SubmittedNotebook.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == unit)
    )
    return found if student is None else found.filter(SubmittedAssignment.student_id == student)


def _first_line(error: BaseException) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0].rstrip(".")
