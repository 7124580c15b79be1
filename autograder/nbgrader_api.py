"""nbgrader's own steps, called with the settings of a course."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.course import Course, Unit
from autograder.errors import GradschoolError

WORDS = {
    "generate_assignment": "generate",
    "collect": "collect the submissions of",
    "release_feedback": "release the feedback of",
}


def run_step(course: Course, step: str, unit: Unit, **settings: Any) -> None:
    """One of nbgrader's steps (a method of its ``NbGraderAPI``) for a unit.

    Raises:
        GradschoolError: with nbgrader's words, if it fails.
    """
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    api = NbGraderAPI(coursedir=CourseDirectory(config=course.settings), config=course.settings)
    with _in_folder(course.root):
        result = getattr(api, step)(unit.name, **settings)
    if not result["success"]:
        words = (result.get("error") or result["log"])[-1500:]
        raise GradschoolError(f"nbgrader could not {WORDS[step]} {unit.name}: {words}")


@contextlib.contextmanager
def _in_folder(folder: Path) -> Iterator[None]:
    """nbgrader looks from the current folder."""
    here = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(here)
