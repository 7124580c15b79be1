"""``gradschool hub``: the settings with which several people use one course under JupyterHub.

The course belongs to an account of its own. Students' servers run in an environment that doesn't hold this package, so
that no reference and no hidden test lies where they can read; what a unit's notebooks need travels with its release.
"""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any

from autograder import jupyter_home
from autograder.course import Course
from autograder.errors import GradschoolError
from autograder.jupyter_home import Home
from autograder.kit import library_files, solution_modules

TEMPLATES = Path(__file__).resolve().parent / "templates" / "hub"
LIBRARY_FOLDER = "library"
"""The folder beside a released notebook that its kernel looks into for packages."""

_LEARNERS_TOOLS = ("validate-assignment", "assignment-list")
_TEACHERS_TOOLS = ("validate-assignment", "create-assignment", "formgrader")

_READ_HUB = """\
import tomllib
from pathlib import Path

HUB = tomllib.loads((Path(__file__).resolve().parents[2] / "hub.toml").read_text(encoding="utf-8"))
c = get_config()
c.CourseDirectory.course_id = HUB["name"]
c.Exchange.root = HUB["exchange"]
"""
_LEARN = f"""{_READ_HUB}c.CourseDirectory.include = ["exercises.ipynb"]  # handed in; everything is fetched
"""
_TEACH = f"""\
from autograder.hub import shared

{_READ_HUB}shared(c, HUB)
"""


def write_hub(folder: Path) -> Path:
    """Write JupyterHub's and nbgrader's settings into a new or empty folder.

    Raises:
        GradschoolError: if something is there already, or it can't be written.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise GradschoolError(f"{folder} is there already and not empty. Choose a new folder for the hub's settings.")
    try:
        shutil.copytree(TEMPLATES, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        for home in (
            Home(folder / "learn", "python", Path(LIBRARY_FOLDER), _LEARNERS_TOOLS, _LEARN, (jupyter_home.PANEL,)),
            Home(folder / "teach", "python", None, _TEACHERS_TOOLS, _TEACH),
        ):
            jupyter_home.furnish(home)
            home.runtime.rmdir()  # each server has one of its own
    except OSError as error:
        raise GradschoolError(f"The hub's settings could not be written to {folder}: {error}") from error
    return folder


def shared(settings: Any, hub: dict[str, Any]) -> None:
    """Set what a course under JupyterHub needs beside its own nbgrader settings.

    Args:
        settings: nbgrader's settings object.
        hub: the contents of hub.toml.
    """
    settings.GenerateAssignment.post_convert_hook = partial(complete_release, Path(hub["course"]))


def complete_release(root: Path, assignment: str, student: str, notebooks: list[str]) -> None:
    """Put the lesson, and the packages that the notebooks import, beside the released exercises.

    The packages are those of a student kit: data, check helpers, the references of earlier units.
    """
    course = Course(root)
    unit = course.unit(assignment)
    target = course.release / unit.name
    if unit.lesson.is_file():
        shutil.copyfile(unit.lesson, target / unit.lesson.name)
    for name, content in library_files(solution_modules(course, unit).earlier).items():
        path = target / LIBRARY_FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
