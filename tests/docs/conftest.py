"""The site, built once for all of its tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from autograder.course import LIBRARY, Course, find_course
from autograder.site.build import SiteRefused, run_sphinx
from autograder.site.stage import UnitPages, require_tools, stage


@dataclass
class Built:
    """A site as Sphinx left it, with what Sphinx complained of."""

    course: Course
    folder: Path
    units: list[UnitPages]
    complaints: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def course() -> Course:
    return find_course(LIBRARY)


@pytest.fixture(scope="session")
def built(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    require_tools()
    work = tmp_path_factory.mktemp("site")
    site = Built(course, work / "html", stage(course, work / "source"))
    try:
        run_sphinx(work / "source", site.folder)
    except SiteRefused as refused:
        site.complaints = refused.reasons
    yield site
