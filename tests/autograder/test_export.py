"""The exported tables: what each platform's importer reads, with every grade in its place and nothing to run."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from made_class import blank_gradebook, describe, enrol, keep, mark, record, release
from nbgrader.api import Grade, SubmittedNotebook
from nbgrader.plugins import CsvExportPlugin
from small_unit import hand_in, make_course

from autograder.course import Course
from autograder.errors import GradschoolError
from autograder.export import Export, Format, export_grades, harmless, read_grades, to_csv, write_export
from autograder.gradebook import open_gradebook

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Notes,01-small (4711),Other (12),Current Score
,,,,,,Manual Posting,,
    Points Possible,,,,,,8,5,(read only)
"Lovelace, Ada",101,S-0007,ada,"Section ""A"", late",kind,,3,10
"Doe, Ben",102,0042,ben@uni.example,B,,EX,4,20
"Ŝpecial, Żoë",103,S-3,zoe,A,,7.5,1,30
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Ada is marked; Ben waits for a person; Cy is on no roster."""
    course = make_course(tmp_path_factory.mktemp("kept") / "course")
    release(course)
    enrol(course, "ada")
    mark(course, "ada", 1.5)
    enrol(course, "ben", {"double": 0.0})
    enrol(course, "cy", {"apply": 0.25})
    mark(course, "cy", 0.0)
    return course


@pytest.fixture
def course(kept: Course, tmp_path: Path) -> Course:
    """A copy that a test may change."""
    return Course(Path(shutil.copytree(kept.root, tmp_path / "course")).resolve())


def roster(folder: Path, text: str = CANVAS) -> Path:
    path = folder / "roster.csv"
    path.write_text(text, encoding="utf-8")
    return path


def table(export: Export) -> list[list[str]]:
    return list(csv.reader(io.StringIO(export.text, newline="")))


def made(course: Course, form: Format, students: Path | None = None, units: list[str] | None = None) -> list[list[str]]:
    return table(export_grades(course, units or [], form, students))


def test_two_notebooks_of_a_submission_are_added_up(course):
    with open_gradebook(course.gradebook_url) as book:
        book.add_notebook("second", "01-small")
        book.add_grade_cell("task", "second", "01-small", max_score=4, cell_type="code")
        book.db.commit()
        found, second = book.find_submission("01-small", "ada"), book.find_notebook("second", "01-small")
        cell = book.find_grade_cell("task", "second", "01-small")
        found.notebooks[0].late_submission_penalty = 0.25
        more = SubmittedNotebook(notebook_id=second.id, assignment_id=found.id, late_submission_penalty=0.5)
        book.db.add(more)
        book.db.flush()
        book.db.add(
            Grade(cell_id=cell.id, notebook_id=more.id, auto_score=2.5, extra_credit=1.0, needs_manual_grade=True)
        )
        book.db.commit()
        expected = {one.student_id: one.score for one in book.assignment_submissions("01-small")}
        results = {one.id: one.results["01-small"] for one in read_grades(book, ["01-small"]).members}
    assert {who: result.score for who, result in results.items()} == expected and expected["ada"] == 11.0
    assert results["ada"].penalty == 0.75 and results["ada"].waiting == ("task",)
    assert results["ben"].waiting == ("explain_double",)


# Canvas -------------------------------------------------------------------------------------------


def test_canvas_reads_header_points_possible_and_a_row_for_each_student(course):
    assert made(course, Format.CANVAS) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "01-small"],
        ["    Points Possible", "", "", "", "", "8"],
        ["ada", "", "", "ada", "", "7.5"],
        ["ben", "", "", "ben", "", ""],
        ["cy", "", "", "cy", "", "5.25"],
    ]


def test_canvas_gets_its_own_columns_back_and_no_others(course, tmp_path):
    header, worth, *rows = made(course, Format.CANVAS, roster(tmp_path))
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "01-small (4711)"]
    assert worth == ["    Points Possible", "", "", "", "", "8"]
    assert rows[0] == ["Lovelace, Ada", "101", "S-0007", "ada", 'Section "A", late', "7.5"]
    assert rows[1] == ["Doe, Ben", "102", "0042", "ben@uni.example", "B", ""]


def test_a_cell_without_a_submission_keeps_what_canvas_says(course, tmp_path):
    assert made(course, Format.CANVAS, roster(tmp_path))[4] == ["Ŝpecial, Żoë", "103", "S-3", "zoe", "A", "7.5"]


def test_whoever_the_roster_lacks_stands_at_the_end_and_is_named(course, tmp_path):
    export = export_grades(course, [], Format.CANVAS, roster(tmp_path))
    assert table(export)[-1] == ["cy", "", "", "cy", "", "5.25"]
    assert "cy is not in roster.csv: Canvas will ask who that is." in export.notices


# Moodle -------------------------------------------------------------------------------------------

MOODLE = """\
First name,Last name,ID number,Institution,Email address,Assignment: 01-small (Real),Last downloaded from this course
Ada,Lovelace,0007,,ada@uni.example,-,1700000000
Ben,Doe,0042,Uni,ben@uni.example,3.00,1700000000
Zoë,Zed,0043,Uni,zoe@uni.example,-,1700000000
"""


def test_moodle_gets_points_and_a_dash_where_there_are_none(course, tmp_path):
    assert made(course, Format.MOODLE, roster(tmp_path, MOODLE)) == [
        ["First name", "Last name", "ID number", "Institution", "Email address", "Assignment: 01-small (Real)"],
        ["Ada", "Lovelace", "0007", "", "ada@uni.example", "7.5"],
        ["Ben", "Doe", "0042", "Uni", "ben@uni.example", "-"],
    ]


def test_a_stranger_is_left_out_for_moodle_but_the_points_are_said(course, tmp_path):
    notices = export_grades(course, [], Format.MOODLE, roster(tmp_path, MOODLE)).notices
    assert "cy is not in roster.csv and was left out of the file. Their points: 01-small 5.25." in notices


def test_a_column_with_a_blank_does_not_identify_people_in_moodle(course):
    """Moodle gives the grades of a row without a name to the student above."""
    describe(course, "ada", email="ada@uni.example")
    assert made(course, Format.MOODLE)[0] == ["username", "firstname", "lastname", "01-small"]
    for name in ("ben", "cy"):
        describe(course, name, email=f"{name}@uni.example")
    assert made(course, Format.MOODLE)[0] == ["username", "email", "firstname", "lastname", "01-small"]


# nbgrader's own -----------------------------------------------------------------------------------


def by_nbgrader(course: Course, target: Path) -> list[list[str]]:
    plugin = CsvExportPlugin()
    plugin.to = str(target)
    with open_gradebook(course.gradebook_url, course.course_id) as book:
        plugin.export(book)
    return list(csv.reader(target.open(newline="")))


def test_nbgraders_form_is_what_nbgrader_writes(course, tmp_path):
    mark(course, "ben", 1.0)
    describe(course, "zed", last_name="Zed", first_name="Zoë", email="zed@uni.example")
    assert sorted(made(course, Format.NBGRADER)) == sorted(by_nbgrader(course, tmp_path / "theirs.csv"))


def test_nbgraders_score_is_empty_where_something_waits(course):
    header, *rows = made(course, Format.NBGRADER)
    ben = dict(zip(header, next(row for row in rows if "ben" in row), strict=True))
    assert (ben["raw_score"], ben["score"], ben["max_score"]) == ("3.0", "", "8.0")


def test_a_penalty_for_being_late_is_taken_off(course):
    with open_gradebook(course.gradebook_url, course.course_id) as book:
        book.find_submission_notebook("exercises", "01-small", "ada").late_submission_penalty = 2.0
        book.db.commit()
    assert made(course, Format.CANVAS)[2][-1] == "5.5"


# A spreadsheet ------------------------------------------------------------------------------------


def test_the_plain_table_says_what_waits(course):
    header, ada, ben, _ = made(course, Format.PLAIN)
    assert header == ["student", "last_name", "first_name", "email", "01-small (of 8)", "total", "remarks"]
    assert ada[4:] == ["7.5", "7.5", ""]
    assert ben[4:] == ["", "0", "01-small: explain_double not marked yet"]


def test_names_come_from_the_roster(course, tmp_path):
    rows = made(course, Format.PLAIN, roster(tmp_path, "Username,Full name,E-mail\nada,Ada Lovelace,a@b.example\n"))
    assert rows[1][:4] == ["ada", "Lovelace", "Ada", "a@b.example"]


# What is said -------------------------------------------------------------------------------------


def test_who_waits_is_absent_or_ungraded_is_said(course, tmp_path):
    hand_in(course, "dora", {})
    notices = export_grades(course, ["small"], Format.CANVAS, roster(tmp_path)).notices
    assert "01-small: no grade yet for ben, whose answers wait for a person's marks." in notices
    assert "01-small: nothing handed in by Żoë Ŝpecial." in notices
    assert "01-small: handed in but not graded yet: dora. Run: gradschool grade 01-small" in notices


def test_only_the_asked_units_are_exported_in_teaching_order(tmp_path):
    course = make_course(tmp_path / "course")
    for name in ("02-next", "10-last"):
        (course.units / name).mkdir()
        (course.units / name / "exercises.ipynb").write_bytes((course.units / "01-small/exercises.ipynb").read_bytes())
    release(course)
    keep(course, *(record("ada", {}, unit.name) for unit in course.all_units()))
    assert made(course, Format.CANVAS)[0][5:] == ["01-small", "02-next", "10-last"]
    assert made(course, Format.CANVAS, units=["10", "02"])[0][5:] == ["02-next", "10-last"]


def test_a_unit_that_was_never_released_is_refused(course):
    (course.units / "02-next").mkdir()
    (course.units / "02-next" / "exercises.ipynb").write_bytes((course.units / "01-small/exercises.ipynb").read_bytes())
    with pytest.raises(GradschoolError, match="02-next is not in the gradebook yet. Run: gradschool release 02-next"):
        export_grades(course, ["02"], Format.PLAIN)


def test_an_empty_gradebook_is_said(tmp_path):
    course = make_course(tmp_path / "course")
    (course.root / "gradebook.db").write_bytes(blank_gradebook())
    with pytest.raises(GradschoolError, match="The gradebook is empty"):
        export_grades(course, [], Format.PLAIN)


def test_a_unit_without_students_is_a_header(tmp_path):
    course = make_course(tmp_path / "course")
    release(course)
    assert [len(made(course, form)) for form in Format] == [2, 1, 1, 1]


# Nothing to run -----------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝"])
def test_what_a_spreadsheet_would_run_is_made_harmless(sign):
    assert harmless(f"{sign}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("text", ["Ada", "7.5", "-3", "-0.25", "S-0007", "a@b.example", "Ŝpecial, Żoë", ""])
def test_what_is_no_formula_stays_as_it_is(text):
    assert harmless(text) == text


def test_a_name_that_is_a_formula_is_harmless_in_every_form_and_said(course):
    describe(course, "ada", last_name='=HYPERLINK("http://x.example")', first_name="@SUM(1)\n2")
    for form in Format:
        export = export_grades(course, [], form)
        assert not [cell for row in table(export) for cell in row if cell[:1] in tuple("=+@")]
        assert any("An apostrophe was put before" in notice for notice in export.notices)


def test_quotes_commas_and_line_breaks_stay_in_their_cell():
    text, changed = to_csv([['a "b"', "c, d", "e\nf", "-"]])
    assert text == '"a ""b""","c, d",e f,-\r\n' and changed == []


def test_the_file_is_utf_8_and_never_the_roster(course, tmp_path):
    path = roster(tmp_path)
    export = export_grades(course, [], Format.CANVAS, path)
    with pytest.raises(GradschoolError, match="is the roster itself"):
        write_export(export, path, path)
    write_export(export, tmp_path / "grades.csv", path)
    assert "Ŝpecial, Żoë".encode() in (tmp_path / "grades.csv").read_bytes()
    with pytest.raises(GradschoolError, match="could not be written"):
        write_export(export, tmp_path / "no" / "grades.csv")
