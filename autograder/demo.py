"""``gradschool demo``: the whole loop on real notebooks, in a temporary folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.content import files_for
from autograder.course import LIBRARY, Course, new_course
from autograder.engine import open_engine
from autograder.errors import GradschoolError
from autograder.limits import Limits
from autograder.notebook import read_source
from autograder.qualify.known import known_of

if TYPE_CHECKING:
    from autograder.grade import Report
    from autograder.release import Released

UNIT = "01-neurons"
SECONDS = 3.0  #: per cell; the samples hold loops that never end, and a demonstration should


@dataclass(frozen=True)
class Demonstration:
    """What the demonstration made, and where."""

    course: Course
    released: Released
    report: Report


def samples() -> Path:
    """The folder of sample submissions: student/exercises.ipynb.

    Raises:
        GradschoolError: if this installation has none.
    """
    for folder in (Path(__file__).parent / "_submissions" / UNIT, LIBRARY / "tests" / "submissions" / UNIT):
        if folder.is_dir():
            return folder
    raise GradschoolError("The sample submissions are not installed; install the package again.")


def run_demo(
    say: Callable[[str], None] = lambda text: None,
    workers: int | None = None,
    confined: bool = True,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Demonstration:
    """Release unit 01 in a fresh course, hand in every sample, grade them."""
    course = new_course(Path(tempfile.mkdtemp(prefix="gradschool-demo-")) / "course")
    unit = course.unit(UNIT)
    source = read_source(unit.exercises, course.essay_stub)
    workers = workers or os.cpu_count() or 1
    limits, known = Limits(cell_seconds=SECONDS), known_of(unit, source)
    with open_engine(source, files_for(course, unit), workers, limits, confined, known) as engine:
        # nbgrader takes seconds to import: here its time passes while the engine warms up
        from autograder.grade import grade_unit
        from autograder.release import release_unit

        say(f"Releasing {UNIT}")
        released = release_unit(course, unit, say=say, engine=engine)
        names = sorted(folder.name for folder in samples().iterdir() if folder.is_dir())
        say(f"Handing in {len(names)} sample notebooks")
        for name in names:
            shutil.copytree(samples() / name, course.submitted / name / unit.name)
        say("Grading")
        report = grade_unit(course, unit, workers=workers, engine=engine, progress=progress)
    return Demonstration(course, released, report)
