"""A roster is read in the forms that platforms write, and a student is never taken for somebody else."""

from pathlib import Path

import pytest

from autograder.errors import GradschoolError
from autograder.roster import read_roster


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_comma_semicolon_tab_and_byte_order_mark(tmp_path, separator, encoding):
    text = "Username{0}First name{0}Surname\r\nada{0}Ada{0}Lovelace\r\n".replace("{0}", separator)
    roster = read_roster(write(tmp_path, text, encoding))
    assert roster.rows == (("ada", "Ada", "Lovelace"),) and roster.called(0) == "Ada Lovelace"


def test_rows_that_are_no_people_are_left_out(tmp_path):
    text = 'Student,ID,Section,x (1)\n,,,Manual Posting\n    Points Possible,,,5\n"Muted, May",7,A,\n\n'
    assert read_roster(write(tmp_path, text)).rows == (("Muted, May", "7", "A", ""),)


def test_a_short_row_is_filled_up(tmp_path):
    assert read_roster(write(tmp_path, "ID,Name,Section\n7\n")).rows == (("7", "", ""),)


ROWS = "ID,SIS User ID,SIS Login ID,Email\n1,s1,ada,ada@x.example\n2,s2,ben,b@x.example\n3,1,cy,ben@x.example\n"


@pytest.mark.parametrize(
    ("names", "row"),
    [(("ADA",), 0), (("s2",), 1), (("ben",), 1), (("b",), 1), (("nobody", "ben@x.example"), 2), (("cy", "3"), 2)],
    ids=["case", "sis", "login before mailbox", "mailbox", "second name", "two names of one person"],
)
def test_a_student_is_found_by_any_of_their_names(tmp_path, names, row):
    assert read_roster(write(tmp_path, ROWS)).match({"x": names}) == ({"x": row}, {})


def test_a_name_of_two_people_is_nobodys(tmp_path):
    found, problems = read_roster(write(tmp_path, ROWS)).match({"1": ("1",), "zed": ("zed",)})
    assert found == {} and problems == {"1": "could be 2 people in", "zed": "is not in"}


def test_one_person_in_two_folders_is_told_and_gets_neither(tmp_path):
    found, problems = read_roster(write(tmp_path, ROWS)).match({"ada": ("ada",), "s1": ("s1",), "ben": ("ben",)})
    assert found == {"ben": 1} and set(problems) == {"ada", "s1"}
    assert problems["ada"] == "is one of 2 folders that belong to one person in"


@pytest.mark.parametrize(
    "header", ["01-small (4711)", "01-Small", "Assignment: 01-small (Real)", "Manual item: 01-small (Points) (Real)"]
)
def test_the_column_of_a_unit_is_recognised(tmp_path, header):
    assert read_roster(write(tmp_path, f"ID,01-smaller,{header}\n1,,\n")).column_of("01-small") == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"Name,Points\nada,3\n", "no column that tells people apart.*It has: Name, Points"),
        (b"ID\n\xff\xfe\n", "not text in UTF-8"),
        (b'ID,"Name\n1,x', "no proper CSV"),
    ],
)
def test_what_can_not_be_read_is_said(tmp_path, content, words):
    (tmp_path / "roster.csv").write_bytes(content)
    with pytest.raises(GradschoolError, match=words):
        read_roster(tmp_path / "roster.csv")


def test_a_roster_that_is_not_there(tmp_path):
    with pytest.raises(GradschoolError, match="can't be read: No such file"):
        read_roster(tmp_path / "none.csv")
