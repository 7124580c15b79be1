"""What a unit contains: which notebooks are graded, and what a student at that unit may have."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Course, Unit
from autograder.library import student_files
from autograder.notebook import Role, read_source
from autograder.reference import modules_of


def graded_notebooks(unit: Unit) -> list[Path]:
    """The unit's notebooks that hold anything to grade."""
    return [path for path in unit.notebooks
            if any(cell.role in (Role.TEST, Role.ESSAY) for cell in read_source(path).cells)]


def files_for(course: Course, unit: Unit) -> dict[str, Path]:
    """The library of a student who is at this unit: no later solution, nor this unit's own."""
    modules: list[str] = []
    for earlier in course.earlier_units(unit):
        for path in earlier.notebooks:
            modules += modules_of(read_source(path))
    return student_files(modules)
