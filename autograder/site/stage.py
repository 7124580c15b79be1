"""The folder that Sphinx reads: the texts of ``docs/`` and, made from the course, the pages of every unit."""

from __future__ import annotations

import importlib.util
import re
import shutil
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import nbformat

from autograder.course import LIBRARY, Course, Unit
from autograder.errors import GradschoolError
from autograder.site.pages import Page, Picture, exercise_list, exercises_page, lesson_page, opening, with_slugs

MATHJAX = "tex-svg-full.js"
"""MathJax 3 with all of TeX and its glyphs in one file: it fetches nothing else."""

NEEDED = {"sphinx": "sphinx", "myst_nb": "myst-nb", "furo": "furo", "sphinx_design": "sphinx-design",
          "mathjax": "django-static-mathjax"}  # fmt: skip
INSTALL = "Install what is missing: python -m pip install -c constraints.txt -e '.[docs]'"

_TO_UNIT = re.compile(r"\[(?P<text>[^\]]*)\]\(\.\./course/units/(?P<number>\d+)-[^/)]*/(?P<rest>[^)]*)\)")
_PICTURES = "_static/pictures"
_SAID_POINTS = re.compile(r" \([^()]*points?[^()]*\)$")


@dataclass(frozen=True)
class UnitPages:
    """A unit with those of its pages that exist."""

    unit: Unit
    lesson: Page | None
    exercises: Page | None

    @property
    def title(self) -> str:
        """Number and topic, as in `01 Neurons`."""
        title = self.lesson.title if self.lesson else self.unit.topic.capitalize()
        return f"{self.unit.number:02d} {title}"

    @property
    def about(self) -> str:
        """What a student does in this unit, in a sentence or two."""
        sentences = re.split(r"(?<=[.!?]) ", opening(self.exercises)) if self.exercises else []
        return " ".join(sentence for sentence in sentences if "[lesson]" not in sentence)

    @property
    def needs(self) -> str:
        """The line that says how long it takes and what it builds on."""
        return opening(self.lesson).strip("*") if self.lesson else ""

    @property
    def cover(self) -> Picture | None:
        return self.lesson.shown[0] if self.lesson and self.lesson.shown else None

    @property
    def points(self) -> float:
        return sum(points for _, points in exercise_list(self.exercises)) if self.exercises else 0


def docs_folder() -> Path:
    """Where the texts are: in a checkout, or inside an installed package."""
    for folder in (LIBRARY / "docs", Path(__file__).resolve().parents[1] / "_docs"):
        if (folder / "conf.py").is_file():
            return folder
    raise GradschoolError("This installation holds no docs folder, so it can build no site. Install it again.")


def require_tools() -> None:
    """Raise GradschoolError, with what to install, where Sphinx or one of its parts is missing."""
    missing = [package for module, package in NEEDED.items() if importlib.util.find_spec(module) is None]
    if missing:
        raise GradschoolError(f"The site needs {', '.join(missing)}. {INSTALL}")


def stage(course: Course, folder: Path) -> list[UnitPages]:
    """Write everything that Sphinx reads into a new folder, and tell what each unit has."""
    docs = docs_folder()
    shutil.copytree(docs, folder, ignore=shutil.ignore_patterns("_build", "__pycache__", ".*"))
    _copy_mathjax(folder / "_static" / "mathjax")
    units = [_unit_pages(course, unit) for unit in course.all_units()]
    for pages in units:
        _write_unit(pages, folder)
    known = {pages.unit.number: pages.unit for pages in units}
    for path in folder.glob("*.md"):
        path.write_text(with_slugs(with_unit_links(path.read_text(encoding="utf-8"), known)), encoding="utf-8")
    (folder / "units").mkdir(exist_ok=True)
    (folder / "units" / "index.md").write_text(_units_index(units), encoding="utf-8")
    (folder / "units" / "cards.txt").write_text(_cards(units), encoding="utf-8")
    return units


def with_unit_links(markdown: str, units: dict[int, Unit]) -> str:
    """Links into the course's folder as links to the site's pages; to what is not there, only their text."""

    def moved(match: re.Match[str]) -> str:
        unit = units.get(int(match["number"]))
        if unit is None or not (unit.folder / match["rest"].split("#")[0]).is_file():
            return match["text"]
        return f"[{match['text']}](units/{unit.name}/{match['rest']})"

    return _TO_UNIT.sub(moved, markdown)


def _copy_mathjax(folder: Path) -> None:
    spec = importlib.util.find_spec("mathjax")
    if spec is None or spec.origin is None:
        raise GradschoolError(f"The site needs {NEEDED['mathjax']}. {INSTALL}")
    folder.mkdir(parents=True)
    shutil.copyfile(Path(spec.origin).parent / "static" / "mathjax" / "es5" / MATHJAX, folder / MATHJAX)


def _unit_pages(course: Course, unit: Unit) -> UnitPages:
    lesson = lesson_page(unit, f"../../{_PICTURES}") if unit.lesson.is_file() else None
    exercises = exercises_page(course, unit) if unit.exercises.is_file() else None
    return UnitPages(unit, lesson, exercises)


def _write_unit(pages: UnitPages, folder: Path) -> None:
    target = folder / "units" / pages.unit.name
    target.mkdir(parents=True)
    for name, page in (("lesson", pages.lesson), ("exercises", pages.exercises)):
        if page is None:
            continue
        nbformat.write(page.notebook, target / f"{name}.ipynb")
        (folder / _PICTURES).mkdir(parents=True, exist_ok=True)
        for file, content in page.pictures.items():
            (folder / _PICTURES / file).write_bytes(content)
    (target / "index.md").write_text(_overview(pages), encoding="utf-8")


def _overview(pages: UnitPages) -> str:
    """The first page of a unit: what it is about, its sections and its exercises."""
    parts = [f"# {pages.title}"]
    if pages.needs:
        parts.append(f"*{pages.needs}*")
    if pages.about:
        parts.append(pages.about)
    if pages.cover:
        parts.append(f"```{{image}} /{_PICTURES}/{pages.cover.file}\n:alt: {_alt(pages.cover)}\n:class: cover\n```")
    if pages.lesson:
        sections = [heading for heading in pages.lesson.headings if heading.level == 2]
        listed = "\n".join(f"- [{each.text}](lesson.ipynb#{each.anchor})" for each in sections)
        parts.append(f"## The lesson\n\n[Open the lesson](lesson.ipynb).\n\n{listed}")
    if pages.exercises:
        rows = "\n".join(
            f"| [{_SAID_POINTS.sub('', each.text)}](exercises.ipynb#{each.anchor}) | {points:g} |"
            for each, points in exercise_list(pages.exercises)
            if points
        )
        parts.append(
            "## The exercises\n\n[Open the exercises](exercises.ipynb), as students get them.\n\n"
            f"| exercise | points |\n|---|---:|\n{rows}"
        )
    entries = [f"{name.capitalize()} <{name}>" for name in ("lesson", "exercises") if getattr(pages, name)]
    parts.append("```{toctree}\n:hidden:\n\n" + "\n".join(entries) + "\n```")
    return "\n\n".join(parts) + "\n"


def _units_index(units: list[UnitPages]) -> str:
    entries = "\n".join(f"{pages.unit.name}/index" for pages in units)
    return (
        "# The units\n\nIn learning order. Each has a lesson to read and play with, and exercises that check "
        "themselves.\n\n"
        f"```{{include}} cards.txt\n```\n\n```{{toctree}}\n:hidden:\n\n{entries}\n```\n"
    )


def _cards(units: list[UnitPages]) -> str:
    """The units as cards with their first pictures; links are from the site's root."""
    return "::::{grid} 1 2 2 3\n:gutter: 3\n\n" + "\n\n".join(map(_card, units)) + "\n\n::::\n"


def _card(pages: UnitPages) -> str:
    options = [f":link: /units/{pages.unit.name}/index", ":link-type: doc"]
    if pages.cover:
        options += [f":img-top: /{_PICTURES}/{pages.cover.file}", f":img-alt: {_alt(pages.cover)}"]
    foot = f"\n\n```{{card-footer}}\n{pages.points:g} points\n```" if pages.points else ""
    return f":::{{grid-item-card}} {pages.title}\n" + "\n".join(options) + f"\n\n{pages.about}{foot}\n:::"


def _alt(picture: Picture) -> str:
    return " ".join(unescape(picture.alt).split())
