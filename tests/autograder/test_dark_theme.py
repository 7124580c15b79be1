"""In JupyterLab's dark theme everything that the course shows is readable: figures, explorers, quizzes, the progress."""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from browsing import axe_program, browser_page, picture
from lab_page import LabPage
from nbconvert import HTMLExporter
from running_lab import running
from traitlets.config import Config

from autograder.course import Course, Unit, new_course, packaged_course
from autograder.lab import HIDDEN, prepare_workspace

try:
    from playwright.sync_api import Page, expect
except ImportError:
    Page = Any

pytestmark = [pytest.mark.browser, pytest.mark.slow]
UNITS = packaged_course().all_units()
UNIT = "01-neurons"
DARK = {"template_name": "lab", "theme": "dark", "exclude_input": True, "mathjax_url": "", "require_js_url": "",
        "jquery_url": ""}  # fmt: skip

#: What axe-core can't judge counts, too: nothing of the course lies half over another thing.
CONTRAST = """selector => axe.run({include: [selector], exclude: ['.highlight']}, {runOnly: ['color-contrast']}).then(found => ({
  judged: found.passes.flatMap(rule => rule.nodes).length,
  wrong: [...found.violations, ...found.incomplete].flatMap(rule => rule.nodes.map(node =>
    node.html.slice(0, 160) + ' | ' + [...node.any, ...node.all].map(check => check.message).join(' '))),
}))"""

#: The contrast of the bar of progress with the rest of its length.
BAR = """() => {
  const light = element => {
    const seen = getComputedStyle(element).backgroundColor.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255);
    const [r, g, b] = seen.map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const [one, other] = [light(document.querySelector('.gs-bar')), light(document.querySelector('.gs-bar div'))];
  return Math.max(one, other) / Math.min(one, other);
}"""

#: axe-core takes what lies in a body of no height for hidden, and JupyterLab's body has none; nor does it judge text
#: over a picture, and the arrow of a list is one.
JUDGED = "html, body { height: 100% } select { background-image: none !important }"
TALL = (1280, 2400)  #: what is scrolled out of sight isn't judged either

#: The darkest corner of every picture: its brightness from 0 to 255, and 0 where one can look through.
CORNERS = """() => Promise.all([...document.querySelectorAll('img')].map(async image => {
  await image.decode();
  const board = document.createElement('canvas');
  const [width, height] = [board.width, board.height] = [image.naturalWidth, image.naturalHeight];
  const pen = board.getContext('2d');
  pen.drawImage(image, 0, 0, width, height);
  const corners = [[1, 1], [width - 2, 1], [1, height - 2], [width - 2, height - 2]];
  const seen = corners.map(([x, y]) => pen.getImageData(x, y, 1, 1).data);
  return Math.min(...seen.map(([r, g, b, opaque]) => opaque < 255 ? 0 : Math.min(r, g, b)));
}))"""


def too_faint(page: Page, selector: str, least: int) -> list[str]:
    """Texts under the selector that don't stand out from their background; at least so many must have been judged."""
    page.evaluate(axe_program())
    page.add_style_tag(content=JUDGED)
    found = page.evaluate(CONTRAST, selector)
    assert found["judged"] >= least, f"only {found['judged']} texts were judged; {found['wrong']}"
    return found["wrong"]


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser_page(TALL) as page:
        yield page


def show_dark(page: Page, notebook: Any) -> None:
    """A stored notebook as a page with the styles of JupyterLab's dark theme; code is left out, its colours aren't ours."""
    body, _ = HTMLExporter(config=Config({"HTMLExporter": DARK})).from_notebook_node(notebook)
    page.set_content(body)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 17, 17)"


def test_faint_text_and_a_picture_without_a_card_are_found(page):
    clear = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'><circle cx='20' cy='20' r='9'/></svg>"
    text = f'<p style="color: #333">faint</p><img alt="A disc." src="data:image/svg+xml;base64,{b64(clear)}">'
    show_dark(page, nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)]))
    (fault,) = too_faint(page, "body", 0)
    assert "faint" in fault and "contrast" in fault
    assert page.evaluate(CORNERS) == [0]


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_stored_notebooks_are_readable(page, unit: Unit):
    show_dark(page, nbformat.read(unit.lesson, as_version=4))
    picture(page, f"dark-{unit.name}")
    assert too_faint(page, "body", 100) == []
    cards = page.evaluate(CORNERS)
    assert len(cards) >= 6 and min(cards) == 255
    show_dark(page, nbformat.read(unit.exercises, as_version=4))
    assert too_faint(page, "body", 50) == []


@pytest.fixture(scope="module")
def lab(page: Page, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabPage]:
    """JupyterLab in its dark theme on a course of one unit."""
    course = new_course(tmp_path_factory.mktemp("dark") / "course")
    for unit in course.all_units():
        if unit.name != UNIT:
            shutil.rmtree(unit.folder)
    work = prepare_workspace(course, tmp_path_factory.mktemp("work") / "work")
    choose_dark(course, work)
    with running(course, work, instructor=False) as server:
        yield LabPage(page, server)


def choose_dark(course: Course, work: Path) -> None:
    """What Settings, Theme, JupyterLab Dark writes."""
    settings = work / HIDDEN / "jupyter" / "config" / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "themes.jupyterlab-settings").write_text(json.dumps({"theme": "JupyterLab Dark"}), encoding="utf-8")


def test_a_lesson_that_is_played_is_readable(lab: LabPage):
    lab.open(f"{UNIT}/lesson.ipynb")
    lab.wait_for_kernel()
    assert lab.page.evaluate("document.body.dataset.jpThemeLight") == "false"
    lab.to_top()
    lab.go_to("import math")
    lab.run()
    lab.panel.locator("summary").click()
    picture(lab.page, "dark-panel")
    assert too_faint(lab.page, ".jp-Notebook .gs-progress", 5) == []
    assert lab.page.evaluate(BAR) >= 3
    lab.go_to("# Explorer:")
    explorer = lab.run()
    explorer.get_by_role("slider").first.focus()
    explorer.scroll_into_view_if_needed()
    picture(lab.page, "dark-explorer")
    assert too_faint(lab.page, ".jp-Notebook .jp-mod-active .jp-OutputArea-output", 5) == []
    lab.go_to("# Quiz")
    quiz = lab.run()
    quiz.locator(".gs-choice").last.wait_for()
    for choice in quiz.locator(".gs-choice").all():
        choice.click()
        expect(choice).to_contain_text(re.compile("^[✓✗]"))
    lab.wait_for_kernel()
    quiz.get_by_role("alert").evaluate("said => said.scrollIntoView({block: 'center'})")
    picture(lab.page, "dark-quiz")
    assert too_faint(lab.page, ".jp-Notebook .jp-mod-active .gs-quiz", 5) == []


def test_what_a_check_says_is_readable(lab: LabPage):
    lab.open_path(f"{UNIT}/exercises.ipynb")
    lab.wait_for_kernel()
    lab.to_top()
    lab.go_to("import numpy")
    lab.run()
    for line, said in (("> 0", "expected"), (">= 0", "these checks pass")):
        lab.go_to("def threshold_unit") if said == "expected" else lab.go_back_to("def threshold_unit")
        lab.type_last_line(f"return (X @ w + b {line}).astype(int)")
        lab.run()
        lab.go_to("corners = ")
        told = lab.run().locator(".jp-OutputArea-output", has_text=said).first
        told.evaluate("said => said.scrollIntoView({block: 'center'})")
        picture(lab.page, f"dark-{said.split()[0]}")
        assert too_faint(lab.page, ".jp-Notebook .jp-mod-active .jp-OutputArea-output", 1) == []
