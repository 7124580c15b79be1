"""What a notebook's cells are for, as nbgrader marks them: one answer for the grader and for a student's kit."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any


class Role(Enum):
    """What a cell is for."""

    SETUP = "set-up"  #: locked code: imports and data, run for both sides
    ANSWER = "answer"  #: the student writes it, tests judge it
    TEST = "test"  #: judges an answer
    ESSAY = "essay"  #: the student writes it, a person judges it
    CODE = "code"  #: other code of the source, and a student's own cells
    TEXT = "text"


def role_of(kind: str, marks: Mapping[str, Any]) -> Role:
    """A cell's role from its type and its nbgrader metadata."""
    grade, solution, locked = (bool(marks.get(key)) for key in ("grade", "solution", "locked"))
    if marks.get("task") or (grade and solution) or (grade and kind != "code"):
        return Role.ESSAY
    if kind != "code":
        return Role.TEXT
    if grade:
        return Role.TEST
    if solution:
        return Role.ANSWER
    return Role.SETUP if locked else Role.CODE
