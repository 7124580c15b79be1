"""The texts that speak of all units: each entry leads to a section that is there."""

from __future__ import annotations

import re

import nbformat
import pytest

from autograder.site.pages import Page, slug
from autograder.site.stage import docs_folder

LINK = re.compile(r"\]\(\.\./course/units/(\d+)-([\w-]+)/lesson\.ipynb(?:#([^)]+))?\)")


@pytest.fixture(scope="module")
def anchors(course):
    """Unit number → folder's name and the anchors of its lesson."""
    lessons = [unit for unit in course.all_units() if unit.lesson.is_file()]
    read = {unit: Page(nbformat.read(unit.lesson, as_version=4)) for unit in lessons}
    return {unit.number: (unit.name, {heading.anchor for heading in page.headings}) for unit, page in read.items()}


def text(name: str) -> str:
    return (docs_folder() / name).read_text(encoding="utf-8")


def faults(entry: str, anchors, section_needed: bool) -> list[str]:
    links, found = LINK.findall(entry), []
    if not links:
        found.append(f"{entry[:60]!r} leads to no unit")
    for number, topic, anchor in links:
        name, there = anchors.get(int(number), (None, set()))
        if name is None:
            continue  # a unit that this course doesn't have
        if name != f"{number}-{topic}":
            found.append(f"{entry[:60]!r} says {number}-{topic}, but the unit is {name}")
        if (anchor or section_needed) and slug(anchor) not in there:
            found.append(f"{entry[:60]!r} leads to the section {anchor!r}, which {name} doesn't have")
    return found


def test_whatever_notes_get_wrong_leads_to_the_section_that_sets_it_right(anchors):
    entries = re.split(r"^- ", text("set-right.md"), flags=re.MULTILINE)[1:]
    assert len(entries) > 30
    assert [fault for entry in entries for fault in faults(entry, anchors, section_needed=True)] == []


def test_what_is_set_right_stands_below_its_unit():
    for part in text("set-right.md").split("\n## ")[1:]:
        number = part[:2]
        assert number.isdigit() and part.count("\n- **") >= 1, part[:40]
        assert {link[0] for link in LINK.findall(part)} == {number}, part[:40]


def test_every_term_of_the_glossary_leads_to_its_unit(anchors):
    body = text("glossary.md").split(":::{glossary}\n")[1].split("\n:::")[0]
    entries = body.strip().split("\n\n")
    assert len(entries) > 80
    assert [fault for entry in entries for fault in faults(entry, anchors, section_needed=False)] == []
    terms = [entry.splitlines()[0].lower() for entry in entries]
    assert terms == sorted(terms) and len(set(terms)) == len(terms)


def test_the_glossary_has_terms_of_every_unit(course):
    taught = {int(number) for number, *_ in LINK.findall(text("glossary.md"))}
    assert {unit.number for unit in course.all_units()} <= taught


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("- **x** [y](../course/units/01-neurons/lesson.ipynb#No-such-section)", "doesn't have"),
        ("- **x** [y](../course/units/01-neurons/lesson.ipynb)", "doesn't have"),
        ("- **x** [y](../course/units/01-other/lesson.ipynb#2-A-unit-that-decides)", "the unit is 01-neurons"),
        ("- **x** and no link", "leads to no unit"),
    ],
)
def test_a_wrong_entry_is_found(anchors, wrong, why):
    assert why in faults(wrong, anchors, section_needed=True)[0]
