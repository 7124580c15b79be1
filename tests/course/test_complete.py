"""The course is complete: every topic has its section of a lesson, every worked number its cell, as docs/contents.md says."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
import pytest

from autograder.course import LIBRARY, Unit, packaged_course
from autograder.notebook import read_source
from autograder.site.pages import Page, slug
from autograder.site.stage import docs_folder

UNITS = packaged_course().all_units()
PAGE = docs_folder() / "contents.md"
LINK = re.compile(r"\[([^\]]+)\]\(\.\./course/units/([\w-]+)/lesson\.ipynb#([^)]+)\)")
COMPARED = "nbval-check-output"


def plain(text: str) -> str:
    """Text without marks of emphasis and breaks of lines, in small letters."""
    return " ".join(re.sub(r"[*_`$]", "", text).lower().split())


def shown_by(cell) -> str:
    """What a cell's stored output shows, its pictures' words included."""
    parts = [
        output.get("text", "") or output.get("data", {}).get("text/html", "") or output["data"].get("text/plain", "")
        for output in cell.get("outputs", [])
    ]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", "".join(parts))).split())


@dataclass(frozen=True)
class Lesson:
    """A stored lesson, by sections."""

    path: Path

    @cached_property
    def page(self) -> Page:
        return Page(nbformat.read(self.path, as_version=4))

    @cached_property
    def cells(self) -> dict[str, tuple[str, object]]:
        """Cell id → the anchor of the section that the cell stands in, and the cell."""
        found, place = {}, ""
        for cell in self.page.notebook.cells:
            headings = [h for h in Page(nbformat.v4.new_notebook(cells=[cell])).headings if h.level > 1]
            assert len(headings) <= 1, f"{cell.id} has {len(headings)} headings, so a section has no cell of its own"
            place = headings[0].anchor if headings else place
            found[cell.id] = (place, cell)
        return found

    @cached_property
    def sections(self) -> dict[str, str]:
        """Anchor of a section → all that it says."""
        said: dict[str, str] = {}
        for place, cell in self.cells.values():
            said[place] = f"{said.get(place, '')} {plain(cell.source)} {plain(shown_by(cell))}"
        return {place: text for place, text in said.items() if place}


@dataclass(frozen=True)
class Part:
    """What docs/contents.md says of one unit."""

    title: str
    text: str

    @property
    def topics(self) -> list[str]:
        return re.findall(r"^- (.+)$", self.text, re.M)

    @property
    def numbers(self) -> list[str]:
        return re.findall(r"^\| (.+) \|$", self.text, re.M)[1:]

    @property
    def exercises(self) -> str:
        """The line of exercises: those that checks judge, then those that people read."""
        return re.search(r"^Exercises: .*", self.text, re.M)[0]


PARTS = [Part(*part.split("\n", 1)) for part in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]]
LESSONS = {unit.name: Lesson(unit.lesson) for unit in UNITS}
ENTRIES = [pytest.param(unit, part, id=unit.name) for unit, part in zip(UNITS, PARTS, strict=False)]


def link_faults(entry: str, unit: Unit) -> list[str]:
    """What is wrong with the one link of an entry."""
    links = LINK.findall(entry)
    if len(links) != 1 or links[0][1] != unit.name:
        return [f"{entry!r} should lead to one section of {unit.name}"]
    ((words, _, anchor),) = links
    if slug(anchor) not in LESSONS[unit.name].sections:
        return [f"{entry!r} leads to a section that {unit.name} doesn't have"]
    if (number := re.match(r"Section (\d+)$", words)) and not anchor.startswith(f"{number[1]}-"):
        return [f"{entry!r} says {words}, but leads to {anchor}"]
    return []


def topic_faults(entry: str, unit: Unit) -> list[str]:
    """What is wrong with a line that names a topic: its link, or a bold term that the section doesn't use."""
    if faults := link_faults(entry, unit):
        return faults
    section = LESSONS[unit.name].sections[slug(LINK.findall(entry)[0][2])]
    terms = re.findall(r"\*\*(.+?)\*\*", entry)
    if not terms:
        return [f"{entry!r} has no term in bold"]
    return [f"{entry!r}: the section doesn't speak of {term!r}" for term in terms if plain(term) not in section]


def number_faults(row: str, unit: Unit) -> list[str]:
    """What is wrong with a row of worked numbers: its link, its cell, or a number that the cell doesn't show."""
    if faults := link_faults(row, unit):
        return faults
    name, _, anchor = LINK.findall(row)[0]
    place, cell = LESSONS[unit.name].cells.get(name, ("", None))
    if cell is None or place != slug(anchor):
        return [f"{row!r}: no cell {name} in this section of {unit.name}"]
    faults = (
        [] if COMPARED in cell.metadata.get("tags", []) else [f"{name} lacks the tag {COMPARED}: nothing compares it"]
    )
    numbers = re.findall(r"`([^`]+)`", row)
    if not numbers:
        faults.append(f"{row!r} names no number")
    return faults + [f"{name} doesn't show {number!r}" for number in numbers if number not in shown_by(cell)]


def test_the_page_has_every_unit_of_the_course():
    assert [part.title for part in PARTS] == [f"{unit.number:02d} {LESSONS[unit.name].page.title}" for unit in UNITS]
    assert [unit.number for unit in UNITS] == list(range(14))


@pytest.mark.parametrize(("unit", "part"), ENTRIES)
def test_every_topic_has_its_section(unit: Unit, part: Part):
    assert [fault for entry in part.topics for fault in topic_faults(entry, unit)] == []


@pytest.mark.parametrize(("unit", "part"), ENTRIES)
def test_every_section_stands_on_the_page(unit: Unit, part: Part):
    led_to = {slug(anchor) for *_, anchor in LINK.findall("\n".join(part.topics))}
    numbered = {anchor for anchor in LESSONS[unit.name].sections if anchor[0].isdigit()}
    assert numbered - led_to == set()


@pytest.mark.parametrize(("unit", "part"), ENTRIES)
def test_every_worked_number_has_its_cell(unit: Unit, part: Part):
    assert part.numbers
    assert [fault for row in part.numbers for fault in number_faults(row, unit)] == []


def listed(unit: Unit) -> str:
    """The line of exercises as the unit's notebook has them."""
    exercises = read_source(unit.exercises).exercises
    coded, said = ([f"`{e.name}`" for e in exercises if e.manual is manual] for manual in (False, True))
    return f"Exercises: {', '.join(coded)}. In words: {', '.join(said)}."


@pytest.mark.parametrize(("unit", "part"), ENTRIES)
def test_the_page_lists_the_exercises(unit: Unit, part: Part):
    assert part.exercises == listed(unit)


def test_the_readme_says_how_many_exercises_each_unit_has():
    readme = (LIBRARY / "README.md").read_text(encoding="utf-8")
    said = re.findall(r"^\| (\d\d [a-z-]+) \| [^|]+ \| (\d+) \| [^|]+ \|$", readme, re.M)
    counted = {unit.name.replace("-", " ", 1): len(read_source(unit.exercises).exercises) for unit in UNITS}
    assert {name: int(number) for name, number in said} == counted
    assert f"{sum(counted.values())} exercises" in readme


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("**Bias**, and no link", "should lead to one section"),
        (
            "**Softmax**. [Section 7](../course/units/02-activations/lesson.ipynb#7-Softmax)",
            "should lead to one section",
        ),
        ("**Bias**. [Section 3](../course/units/01-neurons/lesson.ipynb#3-Gone)", "doesn't have"),
        ("**Bias**. [Section 4](../course/units/01-neurons/lesson.ipynb#9-The-same-in-Keras)", "says Section 4"),
        ("Bias. [Section 9](../course/units/01-neurons/lesson.ipynb#9-The-same-in-Keras)", "no term in bold"),
        ("**LSTM**. [Section 9](../course/units/01-neurons/lesson.ipynb#9-The-same-in-Keras)", "speak of 'LSTM'"),
    ],
)
def test_a_wrong_topic_is_found(wrong: str, why: str):
    (fault,) = topic_faults(wrong, packaged_course().unit("01"))
    assert why in fault


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("AND | `output 1` | [worked-gone](../course/units/01-neurons/lesson.ipynb#2-A-unit-that-decides)", "no cell"),
        ("AND | `output 1` | [worked-xor-search](../course/units/01-neurons/lesson.ipynb#2-A-unit-that-decides)", "no cell"),
        ("AND | `output 7` | [worked-and-gate](../course/units/01-neurons/lesson.ipynb#2-A-unit-that-decides)", "'output 7'"),
        ("AND | output | [worked-and-gate](../course/units/01-neurons/lesson.ipynb#2-A-unit-that-decides)", "names no number"),
        ("A | `Ben` | [figure-two-neurons](../course/units/01-neurons/lesson.ipynb#1-A-neuron,-and-where-the-analogy-stops)", "nothing compares"),
    ],
)  # fmt: skip
def test_a_wrong_number_is_found(wrong: str, why: str):
    faults = number_faults(wrong, packaged_course().unit("01"))
    assert any(why in fault for fault in faults), faults
