"""Where the course is, and which units it has."""

import difflib
import os
import re
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import GradschoolError

if TYPE_CHECKING:
    from traitlets.config import Config

CONFIG = "nbgrader_config.py"
ENVIRONMENT_VARIABLE = "GRADSCHOOL_COURSE"
LIBRARY = Path(__file__).resolve().parent.parent
"""The folder that holds the packages `solutions`, `autograder` and `datasets`."""

_PACKAGED = Path(__file__).resolve().parent / "_course"
_UNIT_FOLDER = re.compile(r"(?P<number>\d+)-(?P<topic>.+)")
_NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "*.pyc")


class CourseError(GradschoolError):
    """The course is not where it was looked for, or can't be made there."""


class UnknownUnit(GradschoolError):
    """A unit was asked for that the course doesn't have."""


@dataclass(frozen=True)
class Unit:
    """One folder `NN-topic` in the course's `units`, or one assignment of any other nbgrader course."""

    number: int
    topic: str
    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def exercises(self) -> Path:
        return self.folder / "exercises.ipynb"

    @property
    def lesson(self) -> Path:
        return self.folder / "lesson.ipynb"

    @property
    def notebooks(self) -> list[Path]:
        """The notebooks that are there, in reading order."""
        first = [path for path in (self.lesson, self.exercises) if path.is_file()]
        return first + sorted(path for path in self.folder.glob("*.ipynb") if path.is_file() and path not in first)


@dataclass(frozen=True)
class Course:
    """An nbgrader course root and the folders in it; only that of the source notebooks need exist."""

    root: Path

    @property
    def units(self) -> Path:
        """Where the source notebooks lie: `units`, or what nbgrader's settings of another course say."""
        own = self.root / "units"
        return own if own.is_dir() else self.root / self.settings.CourseDirectory.get("source_directory", "source")

    @property
    def release(self) -> Path:
        return self.root / "release"

    @property
    def submitted(self) -> Path:
        return self.root / "submitted"

    @property
    def autograded(self) -> Path:
        return self.root / "autograded"

    @property
    def feedback(self) -> Path:
        return self.root / "feedback"

    @property
    def exchange(self) -> Path:
        return self.root / "exchange"

    @property
    def records(self) -> Path:
        return self.root / "records"

    @property
    def kits(self) -> Path:
        return self.root / "kits"

    @cached_property
    def settings(self) -> "Config":
        """nbgrader's settings of this course, as its configuration file says them."""
        from traitlets.config.loader import PyFileConfigLoader

        return PyFileConfigLoader(CONFIG, path=str(self.root)).load_config()

    @property
    def gradebook_url(self) -> str:
        """nbgrader's `db_url`."""
        default = f"sqlite:///{(self.root / 'gradebook.db').as_posix()}"
        return str(self.settings.CourseDirectory.get("db_url", default))

    @property
    def course_id(self) -> str:
        """nbgrader's name of the course."""
        return str(self.settings.CourseDirectory.get("course_id", "") or "default_course")

    @property
    def essay_stub(self) -> str:
        """What nbgrader puts into a free response when it is released."""
        return str(self.settings.ClearSolutions.get("text_stub", "YOUR ANSWER HERE"))

    def all_units(self) -> list[Unit]:
        """The units in teaching order: folders `NN-topic` with notebooks; in another course, every such folder."""
        numbered = self.units.name == "units"
        found = [
            unit_in(folder)
            for folder in self.units.iterdir()
            if folder.is_dir() and (_UNIT_FOLDER.fullmatch(folder.name) or not numbered)
        ]
        return sorted((unit for unit in found if unit.notebooks), key=lambda unit: (unit.number, unit.topic))

    def unit(self, name: str) -> Unit:
        """The unit called `01-neurons`, `01`, `1` or `neurons`.

        Raises UnknownUnit, with the units there are, when none or several answer to the name.
        """
        units = self.all_units()
        wanted = name.strip().rstrip("/\\")
        matches = [unit for unit in units if wanted.lower() in _names(unit)]
        if len(matches) == 1:
            return matches[0]
        raise UnknownUnit(_unknown(name, units, matches))

    def earlier_units(self, unit: Unit) -> list[Unit]:
        """The units that come before this one."""
        return [other for other in self.all_units() if other.number < unit.number]


def unit_in(folder: Path) -> Unit:
    """The unit that a folder holds; one without a number has number 0."""
    match = _UNIT_FOLDER.fullmatch(folder.name)
    return Unit(int(match["number"]), match["topic"], folder) if match else Unit(0, folder.name, folder)


def _names(unit: Unit) -> set[str]:
    number = unit.name.split("-", 1)[0]
    return {unit.name.lower(), unit.topic.lower(), number, str(unit.number)}


def _unknown(name: str, units: list[Unit], matches: list[Unit]) -> str:
    if not units:
        return f'There is no unit "{name}": the course has no units yet.'
    if matches:
        choices = ", ".join(unit.name for unit in matches)
        return f'"{name}" could be any of {choices}. Give the whole name.'
    known = [spelling for unit in units for spelling in (unit.name, unit.topic)]
    close = difflib.get_close_matches(name.lower(), known, n=1)
    hint = f' Did you mean "{close[0]}"?' if close else ""
    listed = ", ".join(unit.name for unit in units)
    return f'There is no unit "{name}".{hint} The course has: {listed}.'


def is_course(folder: Path) -> bool:
    """Whether the folder is the root of a course: this one's form, or the one that nbgrader's quickstart makes."""
    return (folder / CONFIG).is_file() and any((folder / name).is_dir() for name in ("units", "source"))


def find_course(start: Path | None = None, option: Path | None = None) -> Course:
    """The course to work on.

    In this order: the option `--course`, the variable GRADSCHOOL_COURSE, the nearest folder at or
    above `start` (default: the current folder) that is a course root, `course` in it, and the
    checkout that this package was started from. Raises CourseError when there is none.
    """
    if option is not None:
        return _named_course(option, "--course")
    if variable := os.environ.get(ENVIRONMENT_VARIABLE):
        return _named_course(Path(variable), ENVIRONMENT_VARIABLE)
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents, here / "course", LIBRARY / "course"):
        if is_course(folder):
            return Course(folder)
    raise CourseError(
        f"There is no course in {here} or above it. Make one with `gradschool new-course DIR`, "
        "or say where it is with --course DIR."
    )


def _named_course(folder: Path, said_by: str) -> Course:
    if not is_course(folder):
        raise CourseError(
            f"{said_by} says {folder}, but that is no course: a course folder holds {CONFIG} and units/ (or source/). "
            f"`gradschool new-course {folder}` makes one in a new or empty folder."
        )
    return Course(folder.resolve())


def packaged_course() -> Course:
    """The course that came with this package: read it, never write in it."""
    for folder in (_PACKAGED, LIBRARY / "course"):
        if is_course(folder):
            return Course(folder)
    raise CourseError("This installation holds no course: its package was built without one. Install it again.")


def new_course(target: Path) -> Course:
    """Copy the packaged course, settings and units, into a new or empty folder.

    Raises CourseError when the folder has something in it or can't be written.
    """
    source = packaged_course()
    target = target.resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CourseError(f"{target} is there already and not empty. Choose a new folder for the course.")
    try:
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source.root / CONFIG, target / CONFIG)
        shutil.copytree(source.units, target / "units", ignore=_NOT_COPIED)
    except OSError as error:
        raise CourseError(f"The course could not be copied to {target}: {error}") from error
    return Course(target)
