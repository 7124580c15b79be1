"""The whole site: nothing is missing, nothing leads nowhere, nothing needs a network, nothing is given away."""

from __future__ import annotations

import html
import json
import re

import pytest
from browsing import Noise, browser_page, picture

from autograder.site.build import given_away
from autograder.site.check import site_faults

pytestmark = pytest.mark.slow

ROLES = ("students", "instructors", "authoring", "operators")
EXPLAINED = ("grading", "security", "speed", "writing-checks", "contents", "glossary", "set-right", "units/index")


def cells(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def stored_html(unit) -> str:
    outputs = (output for cell in cells(unit.lesson) for output in cell.get("outputs", []))
    return "".join("".join(output.get("data", {}).get("text/html", "")) for output in outputs)


def test_sphinx_warns_of_nothing(built):
    assert built.complaints == []


def test_every_link_leads_somewhere_and_nothing_is_fetched_from_elsewhere(built):
    assert site_faults(built.folder) == []


def test_no_page_gives_anything_away(built):
    assert given_away(built.course, built.folder) == []


def test_every_folder_of_units_has_its_pages(built):
    folders = {path.parent.name for path in built.course.units.glob("*/*.ipynb")}
    assert folders == {pages.unit.name for pages in built.units}
    pages = [f"units/{name}/{page}.html" for name in folders for page in ("index", "lesson", "exercises")]
    assert [page for page in pages if not (built.folder / page).is_file()] == []


@pytest.mark.parametrize("name", ROLES + EXPLAINED)
def test_the_front_page_leads_to_every_guide(built, name):
    assert f'href="{name}.html"' in built.text("index.html")
    assert len(built.text(f"{name}.html")) > 5000


def test_the_front_page_shows_every_unit_with_a_picture(built):
    front = built.text("index.html")
    for pages in built.units:
        assert f'href="units/{pages.unit.name}/index.html"' in front
        assert pages.cover is not None and pages.cover.file in front


def test_every_stored_picture_is_shown_with_its_text_alternative(built):
    for pages in built.units:
        stored = re.findall(r'<img [^>]*alt="([^"]*)"', stored_html(pages.unit))
        shown = re.findall(
            r'<img loading="lazy" [^>]*alt="([^"]*)"', built.text(f"units/{pages.unit.name}/lesson.html")
        )
        assert len(stored) >= 6, pages.unit.name
        assert shown == stored, pages.unit.name


def test_explorers_show_their_still_pictures(built):
    for pages in built.units:
        stored = stored_html(pages.unit).count("Still picture.")
        assert stored >= 1, pages.unit.name
        assert built.text(f"units/{pages.unit.name}/lesson.html").count("Still picture.") == stored


def test_quizzes_stay_folded(built):
    for pages in built.units:
        page = built.text(f"units/{pages.unit.name}/lesson.html")
        assert "<summary>Show the answers</summary>" in page
        assert "<details open" not in page


def test_exercises_are_shown_empty_with_their_visible_checks_and_hints(built):
    for pages in built.units:
        page = html.unescape(re.sub(r"<[^>]*>", "", built.text(f"units/{pages.unit.name}/exercises.html")))
        marks = [(cell["metadata"].get("nbgrader", {}), cell) for cell in cells(pages.unit.exercises)]
        answers = [cell for mark, cell in marks if mark.get("solution") and cell["cell_type"] == "code"]
        assert answers
        assert page.count("This exercise is not answered yet: replace this line") == len(answers), pages.unit.name
        hints = [cell for mark, cell in marks if str(mark.get("grade_id", "")).startswith("hints_")]
        assert page.count("Hint 1") >= len(hints) >= 1, pages.unit.name
        assert "checks." in page and "BEGIN HIDDEN" not in page and "BEGIN SOLUTION" not in page


def test_every_exercise_and_all_points_stand_in_the_overview(built):
    for pages in built.units:
        marks = [cell["metadata"].get("nbgrader", {}) for cell in cells(pages.unit.exercises)]
        total = sum(mark["points"] for mark in marks if mark.get("grade"))
        shown = re.findall(r'<td class="text-right"><p>([\d.]+)</p>', built.text(f"units/{pages.unit.name}/index.html"))
        assert sum(map(float, shown)) == total == pages.points, pages.unit.name


def test_cells_that_a_lesson_folds_are_folded(built):
    for pages in built.units:
        folded = [cell for cell in cells(pages.unit.lesson) if "hide-input" in cell["metadata"].get("tags", [])]
        page = built.text(f"units/{pages.unit.name}/lesson.html")
        assert page.count("tag_hide-input") == len(folded) > 0, pages.unit.name


@pytest.mark.browser
def test_a_lesson_is_drawn_without_a_network(built):
    noise = Noise()
    with browser_page(noise=noise) as page:
        page.goto((built.folder / "units" / "03-losses" / "lesson.html").as_uri())
        page.wait_for_selector("mjx-container svg")
        assert page.locator(".math:not(:has(mjx-container))").count() == 0, "a formula was not drawn"
        assert page.locator("mjx-container mjx-assistive-mml math").count() > 20, (
            "formulas have no text for screen readers"
        )
        page.locator("figure img").first.scroll_into_view_if_needed()
        page.wait_for_function("document.querySelector('figure img').naturalWidth > 0")
        picture(page, "site-lesson")
        page.evaluate("document.body.dataset.theme = 'dark'")
        picture(page, "site-lesson-dark")
        page.goto((built.folder / "index.html").as_uri())
        picture(page, "site-front")
    assert noise.heard == []


@pytest.mark.browser
def test_the_search_finds_a_word_of_a_lesson(built):
    with browser_page() as page:
        page.goto((built.folder / "search.html").as_uri() + "?q=snowboarding")
        page.wait_for_selector("#search-results li a")
        found = page.locator("#search-results li a").all_inner_texts()
    assert any("Neurons" in title for title in found)
