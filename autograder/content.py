"""What a unit contains: which notebooks are graded, and what a student at that unit may have."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Course, Unit
from autograder.notebook import Role, read_source
from autograder.student_library import library_files, solution_modules


def graded_notebooks(unit: Unit) -> list[Path]:
    """The unit's notebooks that hold anything to grade."""
    return [
        path for path in unit.notebooks if any(cell.role in (Role.TEST, Role.ESSAY) for cell in read_source(path).cells)
    ]


def files_for(course: Course, unit: Unit) -> dict[str, bytes]:
    """The library of a student who is at this unit: no later solution, nor this unit's own."""
    return library_files(solution_modules(course, unit).earlier)
