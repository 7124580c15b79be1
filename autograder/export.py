"""``gradschool export``: the gradebook as CSV, for Canvas, Moodle, nbgrader's form, or a spreadsheet.

The forms are those that the platforms' own importers read: Canvas finds a student by ID, SIS User ID, SIS Login ID or
name and an assignment by "Name (number)" or its bare name; Moodle is told on its page which column is what.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, BaseCell, Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import case, func, select

from autograder.course import Course
from autograder.errors import GradschoolError
from autograder.gradebook import open_gradebook
from autograder.roster import KEYS, Roster, read_roster

NBGRADER = "assignment duedate timestamp student_id last_name first_name email raw_score late_submission_penalty"
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
NO_GRADE = "-"  #: Moodle's word for it: an empty cell of a new grade item would become 0
FORMULA = re.compile(r"\s*(?!-\d+(\.\d+)?$)[=+\-@＝＋－＠]")  #: a negative number is no formula


class Format(StrEnum):
    """Who reads the file."""

    CANVAS = "canvas"
    MOODLE = "moodle"
    NBGRADER = "nbgrader"
    PLAIN = "plain"


def format_called(name: str) -> Format:
    """The form of this name.

    Raises:
        GradschoolError: if there is none.
    """
    try:
        return Format(name.lower())
    except ValueError:
        raise GradschoolError(f"There is no format {name!r}. Choose one of: {', '.join(Format)}.") from None


@dataclass(frozen=True, slots=True)
class Result:
    """A student's submission of one unit.

    Attributes:
        score: points so far: the grader's, or a person's in their place.
        penalty: points taken off for being late.
        waiting: graded cells that still wait for a person.
    """

    score: float
    penalty: float = 0.0
    timestamp: str = ""
    waiting: tuple[str, ...] = ()

    @property
    def final(self) -> float:
        return max(0.0, self.score - self.penalty)


@dataclass(frozen=True, slots=True)
class Member:
    """A student as the gradebook knows them."""

    id: str
    last_name: str = ""
    first_name: str = ""
    email: str = ""
    lms_id: str = ""
    results: dict[str, Result] = field(default_factory=dict)  #: by unit

    @property
    def names(self) -> tuple[str, ...]:
        """All that tells this student from others."""
        return tuple(dict.fromkeys(filter(None, (self.id, self.email, self.lms_id))))


@dataclass(frozen=True)
class Column:
    """A unit in the table: what it is worth, and when it is due."""

    unit: str
    points: float
    due: str = ""


@dataclass(frozen=True)
class Grades:
    """What is exported: units in teaching order, students by id."""

    columns: tuple[Column, ...]
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Export:
    """A finished table, and sentences about what is not in it."""

    text: str
    students: int
    units: tuple[str, ...]
    notices: tuple[str, ...]


def export_grades(course: Course, units: list[str], form: Format, students: Path | None = None) -> Export:
    """The grades of some units, or of all that are in the gradebook.

    Args:
        units: names of units; none means all.
        students: a roster (see `read_roster`) that says who a student is on the platform.

    Raises:
        GradschoolError: for an unknown unit, one that was never released, or a roster that can't be read.
    """
    roster = read_roster(students) if students else None
    names = [course.unit(name).name for name in units]
    with open_gradebook(course.gradebook_url, course.course_id) as book:
        grades = read_grades(book, _chosen(course, book, list(dict.fromkeys(names))))
    table = {
        Format.CANVAS: canvas_table,
        Format.MOODLE: moodle_table,
        Format.NBGRADER: nbgrader_table,
        Format.PLAIN: plain_table,
    }[form](grades, roster)
    notices = [*_ungraded(course, grades), *_waiting(grades), *table.notices, *_absent(grades, roster)]
    text, changed = to_csv(table.rows)
    if changed:
        notices.append(
            f"An apostrophe was put before {_listed(changed)}: a spreadsheet would have run what follows as a formula."
        )
    return Export(text, table.students, tuple(column.unit for column in grades.columns), tuple(notices))


# -- from the gradebook


def _chosen(course: Course, book: Gradebook, wanted: list[str]) -> list[str]:
    there = {name for (name,) in book.db.query(Assignment.name)}
    for name in wanted:
        if name not in there:
            raise GradschoolError(f"Unit {name} is not in the gradebook yet. Run: gradschool release {name}")
    if not there:
        raise GradschoolError("The gradebook is empty. Release a unit and grade it first: gradschool release UNIT")
    taught = [unit.name for unit in course.all_units() if unit.name in there]
    order = taught + sorted(there - set(taught))
    return [name for name in order if name in wanted] if wanted else order


def read_grades(book: Gradebook, units: list[str]) -> Grades:
    """Everybody's results in these units, with what people gave.

    Three queries, or four where something waits, however many students there are.
    """
    assignments = {one.name: one for one in book.db.query(Assignment).filter(Assignment.name.in_(units))}
    columns = tuple(
        Column(name, float(assignments[name].max_score or 0.0), _text(assignments[name].duedate)) for name in units
    )
    results = _results(book, {one.id: name for name, one in assignments.items()})
    known = book.db.query(Student.id, Student.last_name, Student.first_name, Student.email, Student.lms_user_id)
    members = [
        Member(who, last or "", first or "", email or "", lms_id or "", results.get(who, {}))
        for who, last, first, email, lms_id in known
    ]
    return Grades(columns, tuple(sorted(members, key=lambda member: member.id)))


def _results(book: Gradebook, wanted: dict[str, str]) -> dict[str, dict[str, Result]]:
    """Student → unit → result, of these assignments: id → unit."""
    there = SubmittedAssignment.assignment_id.in_(wanted)
    rows = book.db.execute(
        select(
            SubmittedAssignment.id,
            SubmittedAssignment.student_id,
            SubmittedAssignment.assignment_id,
            SubmittedAssignment.timestamp,
            func.sum(Grade.score),
            func.sum(case((Grade.needs_manual_grade, 1), else_=0)),
            SubmittedNotebook.late_submission_penalty,
        )
        .select_from(SubmittedAssignment)
        .outerjoin(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .outerjoin(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .where(there)
        .group_by(SubmittedAssignment.id, SubmittedNotebook.id)
    ).all()
    names = _waiting_cells(book, there) if any(row[5] for row in rows) else {}
    results: dict[str, dict[str, Result]] = {}
    for key, student, assignment, timestamp, score, _, penalty in rows:
        units, unit = results.setdefault(student, {}), wanted[assignment]
        found = Result(float(score or 0.0), float(penalty or 0.0), _text(timestamp), names.get(key, ()))
        other = units.get(unit)  # another notebook of the same submission
        if other is not None:
            found = replace(found, score=other.score + found.score, penalty=other.penalty + found.penalty)
        units[unit] = found
    return results


def _waiting_cells(book: Gradebook, there: Any) -> dict[str, tuple[str, ...]]:
    """Submission → the cells that wait for a person, of the submissions that a condition names."""
    found: dict[str, list[str]] = {}
    for key, name in book.db.execute(
        select(SubmittedAssignment.id, BaseCell.name)
        .select_from(SubmittedAssignment)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .where(there, Grade.needs_manual_grade)
    ):
        found.setdefault(key, []).append(name)
    return {key: tuple(sorted(names)) for key, names in found.items()}


def _text(value: object) -> str:
    return "" if value is None else str(value)


# -- the four forms


@dataclass(frozen=True)
class Table:
    """Rows of cells, header first; how many students are in it; what has to be said."""

    rows: list[list[str]]
    students: int
    notices: tuple[str, ...] = ()


def canvas_table(grades: Grades, roster: Roster | None) -> Table:
    """Canvas's gradebook: who it is, then a column for each assignment, and a row that says what each is worth.

    With a roster its own columns come back as they are, and a cell for which there is no grade keeps what it says.
    Students that the roster lacks stand at the end: Canvas asks on import who they are.
    """
    if roster is None:
        header = list(CANVAS)
        people = [[_sorted_name(one), one.lms_id, "", one.id, ""] for one in grades.members if one.results]
        return _canvas(grades, header, people, [one for one in grades.members if one.results], [])
    kept = [c for c, kind in enumerate(roster.kinds) if kind]
    who, problems = roster.match({one.id: one.names for one in grades.members})
    members = {row: one for one in grades.members if (row := who.get(one.id)) is not None}
    people = [[cells[c] for c in kept] for cells in roster.rows]
    found: list[Member | None] = [members.get(row) for row in range(len(roster.rows))]
    strangers = [one for one in grades.members if one.id in problems and one.results]
    for one in strangers:
        filled = {"name": _sorted_name(one), "last": one.last_name, "first": one.first_name, "login": one.id}
        people.append([filled.get(roster.kinds[c], "") for c in kept])
    notices = [f"{one.id} {problems[one.id]} {roster.path.name}: Canvas will ask who that is." for one in strangers]
    return _canvas(grades, [roster.header[c] for c in kept], people, [*found, *strangers], notices, roster)


def _canvas(
    grades: Grades,
    header: list[str],
    people: list[list[str]],
    members: list[Member | None],
    notices: list[str],
    roster: Roster | None = None,
) -> Table:
    worth = ["    Points Possible", *[""] * (len(header) - 1), *(number(column.points) for column in grades.columns)]
    rows = [[*header, *(_heading(column, roster) for column in grades.columns)], worth]
    for place, (who, member) in enumerate(zip(people, members, strict=True)):
        rows.append(who + [_cell(member, column, roster, place, "") for column in grades.columns])
    return Table(rows, len(people), tuple(notices))


def moodle_table(grades: Grades, roster: Roster | None) -> Table:
    """Moodle's grade import: columns that tell who it is, and the points of each unit.

    Whoever has no grade is left out, so that nothing of theirs changes. So is, with a roster, whoever is not in it: one
    unknown person makes Moodle refuse the whole file.
    """
    graded = [one for one in grades.members if one.results]
    if roster is None:
        header = ["username", "userid", "email", "firstname", "lastname"]
        people = [[one.id, one.lms_id, one.email, one.first_name, one.last_name] for one in graded]
        places: list[int | None] = [None] * len(graded)
        keys, notices = [0, 1, 2], []
    else:
        kept = [c for c, kind in enumerate(roster.kinds) if kind]
        who, problems = roster.match({one.id: one.names for one in graded})
        strangers = [one for one in graded if one.id in problems]
        graded = sorted((one for one in graded if one.id in who), key=lambda one: who[one.id])
        places = [who[one.id] for one in graded]
        header = [roster.header[c] for c in kept]
        people = [[roster.rows[who[one.id]][c] for c in kept] for one in graded]
        keys = [place for place, c in enumerate(kept) if roster.kinds[c] in KEYS]
        notices = [_left_out(one, problems[one.id], roster, grades) for one in strangers]
    use = [n for n in range(len(header)) if n not in keys or (people and all(row[n] for row in people))]
    if people and not set(use) & set(keys):
        notices.append("No column tells everybody apart, so Moodle can't read this: give a roster with --students.")
    rows = [[*(header[n] for n in use), *(_heading(column, roster) for column in grades.columns)]]
    for row, member, place in zip(people, graded, places, strict=True):
        cells = [_cell(member, column, roster, place, NO_GRADE) for column in grades.columns]
        rows.append([*(row[n] for n in use), *cells])
    return Table(rows, len(people), tuple(notices))


def _left_out(member: Member, problem: str, roster: Roster, grades: Grades) -> str:
    points = ", ".join(
        f"{column.unit} {_cell(member, column, None, None, 'waits for a person')}"
        for column in grades.columns
        if column.unit in member.results
    )
    return f"{member.id} {problem} {roster.path.name} and was left out of the file. Their points: {points}."


def nbgrader_table(grades: Grades, roster: Roster | None) -> Table:
    """The columns and values of nbgrader's own exporter, but no score where something waits for a person."""
    rows = [[*NBGRADER.split(), "score", "max_score"]]
    people = _people(grades, roster)
    for column in grades.columns:
        for member, (last, first, email) in people:
            result = member.results.get(column.unit, Result(0.0))
            score = "" if result.waiting else str(result.final)
            rows.append(
                [column.unit, column.due, result.timestamp, member.id, last, first, email, str(result.score)]
                + [str(result.penalty), score, str(column.points)]
            )
    return Table(rows, len(people))


def plain_table(grades: Grades, roster: Roster | None) -> Table:
    """A table for people: a row for each student, a column for each unit, the sum, and what waits."""
    worth = {column.unit: f"{column.unit} (of {number(column.points)})" for column in grades.columns}
    rows = [["student", "last_name", "first_name", "email", *worth.values(), "total", "remarks"]]
    people = _people(grades, roster)
    for member, names in people:
        cells = [_cell(member, column, None, None, "") for column in grades.columns]
        total = number(sum(result.final for result in member.results.values() if not result.waiting))
        remarks = [
            f"{column.unit}: {', '.join(member.results[column.unit].waiting)} not marked yet"
            for column in grades.columns
            if column.unit in member.results and member.results[column.unit].waiting
        ]
        rows.append([member.id, *names, *cells, total, "; ".join(remarks)])
    return Table(rows, len(people))


def _people(grades: Grades, roster: Roster | None) -> list[tuple[Member, tuple[str, str, str]]]:
    """Everybody with last name, first name and e-mail, of which the roster's count."""
    who = roster.match({one.id: one.names for one in grades.members})[0] if roster else {}
    found = []
    for one in grades.members:
        names = (one.last_name, one.first_name, one.email)
        if roster and one.id in who:
            row = who[one.id]
            last, first = roster.last_and_first(row)
            names = (last or names[0], first or names[1], roster.first(row, "email") or names[2])
        found.append((one, names))
    return found


def _sorted_name(member: Member) -> str:
    return ", ".join(filter(None, (member.last_name, member.first_name))) or member.id


def _heading(column: Column, roster: Roster | None) -> str:
    place = roster.column_of(column.unit) if roster else None
    return column.unit if roster is None or place is None else roster.header[place]


def _cell(member: Member | None, column: Column, roster: Roster | None, row: int | None, nothing: str) -> str:
    """A grade as it is written. Without a submission: what the roster says."""
    result = member.results.get(column.unit) if member else None
    if result is not None:
        return nothing if result.waiting else number(result.final)
    place = roster.column_of(column.unit) if roster else None
    if roster is None or row is None or place is None or row >= len(roster.rows):
        return nothing
    return roster.rows[row][place] or nothing


def number(value: float) -> str:
    """Points as they are typed: at most four decimals, none that says nothing."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


# -- what is said beside the file


def _waiting(grades: Grades) -> list[str]:
    notices = []
    for column in grades.columns:
        late = [one.id for one in grades.members if column.unit in one.results and one.results[column.unit].waiting]
        if late:
            notices.append(f"{column.unit}: no grade yet for {_listed(late)}, whose answers wait for a person's marks.")
    return notices


def _ungraded(course: Course, grades: Grades) -> list[str]:
    """Who has handed in what nobody has graded yet."""
    if not course.submitted.is_dir():
        return []
    folders = sorted(folder for folder in course.submitted.iterdir() if folder.is_dir())
    known = {(one.id, unit) for one in grades.members for unit in one.results}
    notices = []
    for column in grades.columns:
        new = [f.name for f in folders if (f / column.unit).is_dir() and (f.name, column.unit) not in known]
        if new:
            notices.append(
                f"{column.unit}: handed in but not graded yet: {_listed(new)}. Run: gradschool grade {column.unit}"
            )
    return notices


def _absent(grades: Grades, roster: Roster | None) -> list[str]:
    """Who of the roster, or of the gradebook where there is none, has handed in nothing of a unit."""
    notices = []
    who = roster.match({one.id: one.names for one in grades.members})[0] if roster else {}
    for column in grades.columns:
        there = {one.id for one in grades.members if column.unit in one.results}
        if roster:
            rows = {who[name] for name in there if name in who}
            absent = [row for row in range(len(roster.rows)) if row not in rows]
            missing = [roster.called(row) or roster.first(row, *KEYS) for row in absent]
        else:
            missing = [one.id for one in grades.members if one.id not in there]
        if missing:
            notices.append(f"{column.unit}: nothing handed in by {_listed(missing)}.")
    return notices


def _listed(names: Iterable[str]) -> str:
    """Names in a sentence; how many, where they are more than one."""
    names = list(names)
    return names[0] if len(names) == 1 else f"{len(names)}: {', '.join(names)}"


# -- the file


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before its sign, control characters as blanks.

    Source: OWASP, "CSV injection".
    """
    text = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text)
    return f"'{text}" if FORMULA.match(text) else text


def to_csv(rows: list[list[str]]) -> tuple[str, list[str]]:
    """A table as CSV (RFC 4180), and the cells that had to be made harmless.

    `NO_GRADE` stands as it is: alone it is no formula.
    """
    out, changed = io.StringIO(newline=""), []
    writer = csv.writer(out)
    for row in rows:
        cells = [cell if cell == NO_GRADE else harmless(cell) for cell in row]
        changed += [cell for cell, was in zip(cells, row, strict=True) if cell[:1] == "'" != was[:1]]
        writer.writerow(cells)
    return out.getvalue(), list(dict.fromkeys(changed))


def write_export(export: Export, target: Path, students: Path | None = None) -> None:
    """Write an export, as a whole or not at all.

    Raises:
        GradschoolError: if the file can't be written, or is the roster itself.
    """
    if students and target.exists() and target.resolve() == students.resolve():
        raise GradschoolError(f"{target} is the roster itself. Say another file with --output.")
    draft = target.with_name(target.name + ".draft")
    try:
        draft.write_bytes(export.text.encode())
        draft.replace(target)
    except OSError as error:
        raise GradschoolError(f"The grades could not be written to {target}: {error.strerror}.") from None
