"""`gradschool check`, `watch` and `progress`: the practice package, with the course to find releases in."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.classroom.practice import commands
from autograder.classroom.practice.outcome import Outcome
from autograder.classroom.practice.overview import HEADINGS, UnitProgress, cells_of, overview, remarks
from autograder.classroom.practice.places import NOTEBOOK, Work, find_work, find_workspace, keep_of, units_in
from autograder.classroom.practice.progress import read_progress
from autograder.classroom.practice.reading import PracticeError
from autograder.course import Course, CourseError, find_course
from autograder.errors import GradschoolError


def course_or_none(option: Path | None) -> Course | None:
    """The course, if there is one; a student's notebook can be checked without it."""
    if option is not None:
        return find_course(option=option)
    with contextlib.suppress(CourseError):
        return find_course()
    return None


def work_of(unit: str, folder: Path | None, course: Course | None) -> Work:
    """A student's notebook of a unit. Raises GradschoolError where it is not found."""
    known = [found.name for found in course.all_units()] if course else []
    with plain_errors():
        return find_work(unit, find_workspace(folder), [course.release] if course else [], known)


def check(work: Work, exercises: list[str], seconds: float | None, keep: Callable[[list[Outcome]], None]) -> int:
    """Check exercises of a unit, all if none is named. Returns the exit status."""
    with plain_errors():
        out = commands.harmless(sys.stdout)
        return commands.check(work, exercises, out=out, busy=sys.stderr, seconds=seconds, keep=keep)


def watch(work: Work, seconds: float | None) -> int:
    """Watch a unit until the end. Returns the exit status."""
    with plain_errors():
        return commands.watch(work, typed=sys.stdin, out=commands.harmless(sys.stdout), seconds=seconds)


def progress(folder: Path | None, course: Course | None) -> tuple[list[UnitProgress], list[str]]:
    """Every unit of a student, and what is to be said about the file that it is kept in."""
    workspace = find_workspace(folder)
    releases = [course.release] if course else []
    kept = read_progress(keep_of(workspace))
    works = [find_work(str(notebook), workspace, releases) for notebook in units_in(workspace).values()]
    elsewhere = {unit.name: course.release / unit.name / NOTEBOOK for unit in course.all_units()} if course else {}
    return overview(works, kept, elsewhere), kept.told()


def progress_table(rows: list[UnitProgress]) -> RenderableType:
    """The overview as a table, with remarks below it."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in HEADINGS:
        table.add_column(heading, justify="right" if heading in ("Passed", "Hints") else "left", overflow="fold")
    for row in rows:
        done = bool(row.exercises) and row.passed == row.exercises
        unit, passed, hints, following = cells_of(row)
        table.add_row(Text(unit), Text(passed, "green" if done else ""), Text(hints), Text(following))
    return Group(table, *(Text(remark) for remark in remarks(rows)))


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """A practice error as the command's own."""
    try:
        yield
    except PracticeError as problem:
        raise GradschoolError(str(problem)) from None
