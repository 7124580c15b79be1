"""A roster: who is who in the learning platform, from the CSV that Canvas or Moodle exports, or one made by hand."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from autograder.errors import GradschoolError

#: what a column is, by how platforms and people call it (small letters, words apart)
KINDS = {
    "student": ("student id", "gradschool id", "submission id"),
    "login": ("sis login id", "login id", "login", "username", "user name"),
    "sis": ("sis user id", "id number", "idnumber", "integration id"),
    "id": ("id", "lms user id", "canvas id", "user id"),
    "email": ("email", "email address", "e mail", "e mail address", "mail"),
    "last": ("last name", "lastname", "surname", "family name"),
    "first": ("first name", "firstname", "given name"),
    "name": ("student", "name", "full name", "fullname"),
    "other": ("section", "root account", "institution", "department"),
}
KEYS = ("student", "login", "sis", "id", "email")  #: kinds that tell people apart
_KIND_OF = {name: kind for kind, names in KINDS.items() for name in names}


@dataclass(frozen=True)
class Roster:
    """The table of a roster file: its header, and a row of as many cells for each person."""

    path: Path
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """What each column is; empty for one that is no more than a grade."""
        return tuple(_KIND_OF.get(_plain(name), "") for name in self.header)

    def first(self, row: int, *kinds: str) -> str:
        """The first cell of these kinds that says something."""
        return next((self.rows[row][c] for kind in kinds for c in self._columns(kind) if self.rows[row][c]), "")

    def last_and_first(self, row: int) -> tuple[str, str]:
        """A person's family name and given name; "Lovelace, Ada" and "Ada Lovelace" are both understood."""
        whole = self.first(row, "name")
        last, comma, first = whole.partition(", ")
        if not comma:
            first, _, last = whole.rpartition(" ")
        return self.first(row, "last") or last, self.first(row, "first") or first

    def called(self, row: int) -> str:
        """A person's name as it is read: given name first."""
        last, first = self.last_and_first(row)
        return f"{first} {last}".strip()

    def column_of(self, unit: str) -> int | None:
        """The column that holds a unit's grades: ``01-neurons (4711)``, ``Assignment: 01-neurons (Real)``."""
        return next(
            (c for c, name in enumerate(self.header) if not self.kinds[c] and _title(name) == unit.lower()), None
        )

    def match(self, students: dict[str, tuple[str, ...]]) -> tuple[dict[str, int], dict[str, str]]:
        """Find each student's row.

        Args:
            students: student id → everything that the course knows the student by (id, e-mail, platform's id).

        Returns:
            Student → row; and student → why there is none, for whoever was not found or could be several people.
        """
        found, problems = {}, {}
        for student, names in students.items():
            rows = self._rows_of(names)
            if len(rows) == 1:
                found[student] = rows.pop()
            else:
                problems[student] = f"could be {len(rows)} people in" if rows else "is not in"
        taken = Counter(found.values())
        for student in [student for student, row in found.items() if taken[row] > 1]:
            problems[student] = f"is one of {taken[found.pop(student)]} folders that belong to one person in"
        return found, problems

    def _rows_of(self, names: tuple[str, ...]) -> set[int]:
        wanted = {name.casefold() for name in names if name}
        exact = {row for name in wanted for row in self._index.get(name, ())}
        return exact or {row for name in wanted for row in self._mailboxes.get(name, ())}

    @cached_property
    def _index(self) -> dict[str, set[int]]:
        index: dict[str, set[int]] = {}
        for number, row in enumerate(self.rows):
            for kind in KEYS:
                for column in self._columns(kind):
                    index.setdefault(row[column].casefold(), set()).add(number)
        return index

    @cached_property
    def _mailboxes(self) -> dict[str, set[int]]:
        """The part of an address before the @, which often is the login."""
        index: dict[str, set[int]] = {}
        for key, rows in self._index.items():
            if "@" in key:
                index.setdefault(key.partition("@")[0], set()).update(rows)
        return index

    def _columns(self, kind: str) -> list[int]:
        return [column for column, its in enumerate(self.kinds) if its == kind]


def read_roster(path: Path) -> Roster:
    """Read a roster: CSV in UTF-8 with a header; comma, semicolon or tab between the cells.

    Raises:
        GradschoolError: if it can't be read, or no column tells people apart.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise GradschoolError(f"The roster {path} can't be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise GradschoolError(f"The roster {path} is not text in UTF-8. Save it as “CSV UTF-8”.") from None
    table = _table(path, text)
    if not table:
        raise GradschoolError(f"The roster {path} is empty. Expected a header and a row for each person.")
    header = tuple(cell.strip() for cell in table[0])
    rows = tuple(tuple(cell.strip() for cell in (*row, *[""] * len(header))[: len(header)]) for row in table[1:])
    roster = Roster(path, header, rows)
    roster = replace(roster, rows=tuple(row for row in rows if _is_person(roster, row)))
    if not set(KEYS) & set(roster.kinds):
        raise GradschoolError(
            f"The roster {path} has no column that tells people apart. Expected one of: Student ID, SIS Login ID, "
            f"Username, SIS User ID, ID number, ID, Email address. It has: {', '.join(header)}."
        )
    return roster


def _table(path: Path, text: str) -> list[list[str]]:
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise GradschoolError(f"The roster {path} is no proper CSV: {error}.") from None


def _is_person(roster: Roster, row: tuple[str, ...]) -> bool:
    """Canvas has rows of its own: points possible, and how grades are posted."""
    says_who = any(cell for cell, kind in zip(row, roster.kinds, strict=True) if kind)
    return says_who and "points possible" not in row[0].lower()


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip().lower()


def _title(name: str) -> str:
    """The bare name of a grade column, without kind before it and number or type behind."""
    return re.sub(r"(\s*\([^()]*\))+\s*$", "", name).rpartition(": ")[2].strip().lower()
