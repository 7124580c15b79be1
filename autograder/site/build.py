"""Build the site with Sphinx, look at what came out, and put it where it was asked for."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course
from autograder.errors import GradschoolError
from autograder.leaks import Leak, find_unit_leaks
from autograder.site.check import site_faults
from autograder.site.stage import UnitPages, require_tools, stage

FOR_EVERYONE = ("index.html", "units/index.html", "students.html", "glossary.html", "set-right.html", "searchindex.js")
_MARK = ".gradient-school-site"
_WARNING = re.compile(r"^.*(?:WARNING|ERROR|CRITICAL).*$", re.MULTILINE)
_LISTED = 40


class SiteRefused(GradschoolError):
    """The site was not written; the message lists every reason."""

    def __init__(self, reasons: list[str]) -> None:
        listed = "\n".join(f"  - {reason}" for reason in reasons[:_LISTED])
        more = f"\n  … and {len(reasons) - _LISTED} more" if len(reasons) > _LISTED else ""
        super().__init__(f"The site was not written:\n{listed}{more}")
        self.reasons = reasons


@dataclass(frozen=True)
class Site:
    """A site that was written."""

    folder: Path
    units: list[UnitPages]


def build_site(course: Course, to: Path, say: Callable[[str], None] = lambda text: None) -> Site:
    """Build the site of a course into a folder that is new, empty or an earlier site.

    Raises:
        GradschoolError: if Sphinx is missing or the folder holds something else.
        SiteRefused: with all reasons, if Sphinx warns, a link leads nowhere, a page needs the network or gives a
            solution, a hidden test or a marking scheme away. What was in the folder stays as it was.
    """
    require_tools()
    check_target(to)
    with tempfile.TemporaryDirectory(prefix="gradschool-site-") as work:
        source, made = Path(work) / "source", Path(work) / "html"
        say("Bringing the units into their released form")
        units = stage(course, source)
        say(f"Building {len(units)} units and the guides with Sphinx")
        run_sphinx(source, made)
        say("Checking links, offline use, and that nothing is given away")
        if reasons := [*site_faults(made), *given_away(course, made)]:
            raise SiteRefused(reasons)
        (made / _MARK).touch()
        if to.exists():
            shutil.rmtree(to)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, to)
    return Site(to, units)


def check_target(to: Path) -> None:
    """Raise GradschoolError unless the folder is new, empty or an earlier site."""
    if to.exists() and (not to.is_dir() or (any(to.iterdir()) and not (to / _MARK).exists())):
        raise GradschoolError(f"{to} holds something that is not a site. Choose a new folder.")


def run_sphinx(source: Path, made: Path) -> None:
    """Turn a staged folder into HTML; every warning is an error.

    Raises:
        SiteRefused: with Sphinx's words.
    """
    argv = [sys.executable, "-m", "sphinx", "-b", "html", "-n", "-W", "--keep-going", "-q", "--no-color",
            "-d", str(made.with_name("doctrees")), str(source), str(made)]  # fmt: skip
    done = subprocess.run(argv, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if done.returncode != 0:
        words = [line.replace(f"{source}/", "") for line in _WARNING.findall(done.stderr)]
        raise SiteRefused(words or [done.stderr[-2000:].strip()])
    for leftover in (".buildinfo", "objects.inv"):  # for other Sphinx projects; nobody reads them here
        (made / leftover).unlink(missing_ok=True)


def given_away(course: Course, site: Path) -> list[str]:
    """What the pages say that students must not have.

    A unit's pages may hold nothing of its solutions or later ones, of hidden tests or marking schemes; the pages that
    stand above the units nothing of any unit. The guides for those who teach show marks and examples: they don't count.
    """
    found: list[Leak] = []
    units = course.all_units()
    for unit in units:
        found += find_unit_leaks(course, unit, _contents(site, (site / "units" / unit.name).glob("*.html")))
    if units:
        found += find_unit_leaks(course, units[0], _contents(site, (site / name for name in FOR_EVERYONE)))
    return [f"would give something away: {leak.message}" for leak in found]


def _contents(site: Path, paths: Iterable[Path]) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(paths) if path.is_file()}
