"""A unit's notebooks as pages: the lesson with its stored pictures, the exercises as students get them."""

from __future__ import annotations

import base64
import copy
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nbformat

from autograder.course import Course, Unit
from autograder.errors import GradschoolError

_PICTURE = re.compile(r'<img src="data:image/(?P<kind>svg\+xml|png);base64,(?P<data>[A-Za-z0-9+/=\s]+)"')
_ENDINGS = {"svg+xml": "svg", "png": "png"}
_HEADING = re.compile(r"^(#{1,3}) +(.+?) *#*$", re.MULTILINE)
_LINK = re.compile(r"(\]\([^)#\s]*)#([^)\s]+)(?=\))")
_FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_ALT = re.compile(r'alt="([^"]*)"')

RELEASED = (
    ":::{note}\nThis is the form in which students get the exercises. To work on them, run `gradschool lab`; to learn "
    "on your own, see [For students](../../students.md).\n:::"
)


@dataclass(frozen=True)
class Heading:
    """A heading of a notebook: level (1 is the title) and text."""

    level: int
    text: str

    @property
    def anchor(self) -> str:
        """Where a link finds it."""
        return slug(self.text)


@dataclass(frozen=True)
class Picture:
    """A picture of a lesson: its file's name and its text alternative, as HTML writes it."""

    file: str
    alt: str


@dataclass
class Page:
    """A notebook that is ready to become a page, with the pictures that were taken out of it."""

    notebook: Any
    pictures: dict[str, bytes] = field(default_factory=dict)
    shown: list[Picture] = field(default_factory=list)

    @property
    def headings(self) -> list[Heading]:
        texts = (_FENCED.sub("", cell.source) for cell in self.notebook.cells if cell.cell_type == "markdown")
        return [Heading(len(marks), text) for source in texts for marks, text in _HEADING.findall(source)]

    @property
    def title(self) -> str:
        return next((heading.text for heading in self.headings if heading.level == 1), "")


def slug(text: str) -> str:
    """The anchor of a heading, from its text or from the anchor that JupyterLab gives it."""
    return re.sub(r"[^\w\- ]", "", unquote(text).strip().lower()).replace(" ", "-")


def with_slugs(markdown: str) -> str:
    """The same text, where links to headings (`lesson.ipynb#6-Which-start-learns?`) name the site's anchors."""
    return _LINK.sub(lambda match: f"{match[1]}#{slug(match[2])}", markdown)


def lesson_page(unit: Unit, pictures: str) -> Page:
    """The lesson as it is stored.

    Args:
        pictures: the folder of the pictures, as the page will refer to it.
    """
    page = Page(_read(unit.lesson))
    for cell in page.notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = with_slugs(cell.source)
        for output in cell.get("outputs", []):
            text = output.get("data", {}).get("text/html")
            if text is not None:
                output.data["text/html"] = _without_pictures(text, page, pictures)
    return page


def exercises_page(course: Course, unit: Unit) -> Page:
    """The exercises as a release leaves them: no solution, hidden test, marking scheme or output."""
    page = Page(released(course, unit.exercises))
    for cell in page.notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = with_slugs(cell.source)
    note = nbformat.v4.new_markdown_cell(RELEASED, id="released-form")
    page.notebook.cells.insert(1, note)
    return page


def released(course: Course, path: Path) -> Any:
    """A source notebook once nbgrader's own steps have cleared it, with the course's settings.

    Raises:
        GradschoolError: with nbgrader's words, for marks that don't match.
    """
    from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearOutput, ClearSolutions

    notebook, resources = _read(path), {"language": "python"}
    try:
        for step in (ClearSolutions, ClearOutput, ClearHiddenTests, ClearMarkScheme):
            notebook, resources = step(config=copy.deepcopy(course.settings)).preprocess(notebook, resources)
    except RuntimeError as error:
        raise GradschoolError(f"{path.parent.name}/{path.name} could not be released as it is: {error}.") from None
    return notebook


def exercise_list(page: Page) -> list[tuple[Heading, float]]:
    """The exercises of a page, each under its heading, with the points of the cells below it."""
    found: list[tuple[Heading, float]] = []
    for cell in page.notebook.cells:
        headings = Page(nbformat.v4.new_notebook(cells=[cell])).headings
        found += [(heading, 0.0) for heading in headings if heading.level == 2]
        marks = cell.metadata.get("nbgrader", {})
        if found and marks.get("grade"):
            found[-1] = found[-1][0], found[-1][1] + float(marks.get("points", 0))
    return found


def opening(page: Page) -> str:
    """What a notebook says first: the first paragraph below its title."""
    paragraphs = [text.strip() for text in page.notebook.cells[0].source.split("\n\n")]
    return next((" ".join(text.split()) for text in paragraphs if text and not text.startswith("#")), "")


def _read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def _without_pictures(html: str, page: Page, folder: str) -> str:
    def moved(match: re.Match[str]) -> str:
        content = base64.b64decode(match["data"])
        name = f"{hashlib.sha256(content).hexdigest()[:16]}.{_ENDINGS[match['kind']]}"
        page.pictures[name] = content
        alt = _ALT.search(html, match.end(), html.find(">", match.end()))
        page.shown.append(Picture(name, alt[1] if alt else ""))
        return f'<img loading="lazy" src="{folder}/{name}"'

    return _PICTURE.sub(moved, html)
