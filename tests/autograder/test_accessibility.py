"""axe-core finds nothing serious in what students and instructors read: lessons, exercises, feedback, the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from browsing import axe_program, browser_page, picture
from made_class import findings, record, result
from nbconvert import HTMLExporter
from traitlets.config import Config

from autograder.course import Unit, packaged_course
from autograder.feedback import feedback_page
from autograder.report.page import report_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
UNITS = packaged_course().all_units()
PAGE = '<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><main>{body}</main></body></html>'
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def find() -> Iterator[object]:
    """A function from a page's HTML to what axe-core finds in it; a script in the page does not run."""
    with browser_page() as page:

        def found(html: str, name: str = "") -> list[str]:
            page.set_content(html)
            if name:
                picture(page, name)
            page.evaluate(axe_program())
            return [
                f"{problem['id']} ({problem['impact']}): {node['html'][:200]}"
                for problem in page.evaluate("() => axe.run({resultTypes: ['violations']})")["violations"]
                if problem["impact"] in SERIOUS
                for node in problem["nodes"]
            ]

        yield found


def rendered(notebook: Path) -> str:
    """What a notebook's author wrote and its cells show, as nbconvert writes it; coloured code is nbconvert's own."""
    exporter = HTMLExporter(config=Config({"HTMLExporter": {"template_name": "basic", "exclude_input": True}}))
    body, _ = exporter.from_notebook_node(nbformat.read(notebook, as_version=4))
    return PAGE.format(title=notebook.parent.name, body=body)


def test_axe_finds_what_is_wrong_here(find):
    wrong = PAGE.format(title="Wrong", body='<img src="x.png"><button></button>')
    assert {problem.split()[0] for problem in find(wrong)} >= {"image-alt", "button-name"}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_lesson_and_its_exercises(find, unit: Unit):
    assert find(rendered(unit.lesson)) == []
    assert find(rendered(unit.exercises)) == []


@pytest.mark.parametrize("size", [0, 30])
def test_the_report_on_a_class(find, size):
    assert find(report_page(findings(size)), f"report-{size}") == []


def test_feedback_of_every_kind(find):
    known = {"misconception": "Your answer equals the sum, not the mean."}
    results = (
        result("double", 1.0, hints=("Divide by N.",), **known),
        result("quadruple", 0.0),
        result("apply", 1.0),
        result("explain_double", 0.0),
    )
    told = tuple(replace(one, reason="double of [1, 2] differs\nexpected: [2, 4]") for one in results)
    assert find(feedback_page(replace(record("ada", {}), exercises=told))) == []
