"""The page is whole, true, readable and safe, for nobody, for one, for two and for three hundred students."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from made_class import enrol, findings, keep, mark, record, release, result
from small_bank import add_bank
from small_unit import GOOD, hand_in, make_course

from autograder.course import Course
from autograder.record import Verdict
from autograder.report import page as page_module
from autograder.report.charts import bins_of, round_edges
from autograder.report.likeness import Pair
from autograder.report.page import Findings, find_out, make_report, report_page
from autograder.report.statistics import items_of, misconceptions_of, students_of

VOID = {"meta", "br", "hr", "img", "input", "link"}
NASTY = "<script>alert(1)</script>\"'&"
OWN = """\
def {f}({x}):
    # {f}
    {out} = []
    for {one} in np.asarray({x}).ravel():
        if {one} > 0:
            {out}.append({one} - (-{one}))
        else:
            {out}.insert(len({out}), sum([{one}, {one}]))
    while len({out}) > np.asarray({x}).size:
        {out}.pop()
    return np.array({out}).reshape(np.shape({x}))"""


def written(x: str, out: str, one: str) -> dict[str, str]:
    """Answers with names of one's own."""
    return {f: OWN.format(f=f, x=x, out=out, one=one) for f in ("double", "quadruple", "apply")}


class Page(HTMLParser):
    """What a page holds: its tags, what is open wrongly, its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("style", "title", "desc"):
            self.said.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.said).split())

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Ben has Ada's answer under other names; Cy did other units only; Dora is not graded; Eli's file is broken."""
    course = make_course(tmp_path_factory.mktemp("reported") / "course")
    release(course)
    add_bank(course)
    enrol(course, "ada", {}, written("x", "out", "one"))
    enrol(course, "ben", {"double": 0.0}, written("y", "z", "u"))
    enrol(course, NASTY.replace("/", "⁄"), {"apply": 0.0})
    mark(course, "ada", 1.0)
    hand_in(course, "dora", GOOD)
    hand_in(course, "eli", {}).write_text("{ not json")
    keep(
        course,
        replace(
            record("eli", {}),
            remark="exercises.ipynb is not a notebook.",
            exercises=(result("double", 0.0, Verdict.UNREADABLE),),
        ),
    )
    return course


@pytest.mark.parametrize("size", [0, 1, 2, 3, 11, 300])
def test_every_class_has_a_page_that_is_whole(size):
    page = Page(report_page(findings(size)))
    assert page.open == [] and page.wrong == []
    assert f"{size} graded submission" in page.words
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("size", [0, 300])
def test_the_page_asks_nothing_of_the_network(size):
    text = report_page(findings(size))
    page = Page(text)
    assert not page.of("script") and not page.of("link") and not page.of("img")
    assert "@import" not in text and not re.search(r"url\((?!#)", text) and "://" not in text
    assert all(attributes["href"].startswith("#") for attributes in page.of("a"))


def test_every_link_of_the_page_leads_somewhere():
    page = Page(report_page(findings(3)))
    ids = {attributes.get("id") for _, attributes in page.tags}
    assert page.of("a") and all(attributes["href"][1:] in ids for attributes in page.of("a"))


@pytest.mark.parametrize("size", [1, 30])
def test_every_picture_has_a_text_and_every_table_a_caption(size):
    page = Page(report_page(findings(size)))
    pictures = [attributes for attributes in page.of("svg") if attributes.get("aria-hidden") != "true"]
    ids = {attributes.get("id") for _, attributes in page.tags}
    assert len(pictures) == 4
    assert all(
        attributes["role"] == "img" and set(attributes["aria-labelledby"].split()) <= ids for attributes in pictures
    )
    assert len(page.of("caption")) == len(page.of("table")) > 4
    assert all("scope" in attributes for attributes in page.of("th"))


def test_what_scrolls_can_be_reached_with_the_keyboard():
    page = Page(report_page(findings(30)))
    scrolling = [attributes for _, attributes in page.tags if attributes.get("class") == "scroll"]
    assert scrolling and all(attributes["tabindex"] == "0" and attributes["aria-label"] for attributes in scrolling)


def test_both_colour_schemes_define_the_same_colours():
    style = report_page(Findings("01-small")).partition("<style>")[2].partition("</style>")[0]
    light, dark = (part.partition("}")[0] for part in style.split(":root {")[1:])
    colours = [dict(re.findall(r"--([\w-]+): (#\w{6});", part)) for part in (light, dark)]
    assert set(colours[0]) == set(colours[1]) >= set(re.findall(r"var\(--([\w-]+)\)", style))
    for scheme in colours:
        for text in ("ink", "soft", "link"):
            assert min(contrast(scheme[text], scheme[ground]) for ground in ("page", "card", "tint")) >= 4.5, text
        for shape in ("blue", "orange", "teal", "full", "none", "unjudged"):
            assert contrast(scheme[shape], scheme["card"]) >= 3.0, shape
        for label, shapes in {
            "on-dark": ("full", "none", "unjudged"),
            "on-light": ("part", "unanswered", "waiting"),
        }.items():
            assert min(contrast(scheme[label], scheme[shape]) for shape in shapes) >= 4.5, label


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.1)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_everything_from_outside_is_escaped():
    pair = Pair(NASTY, "b", 0.9, 9.0, (NASTY,), 2)
    students = students_of(
        [
            replace(
                record(NASTY, {"double": 0.0}), remark=NASTY, exercises=(result("double", 0.0, misconception=NASTY),)
            )
        ],
        {},
    )
    found = Findings(
        NASTY, students, items_of(students), misconceptions_of(students), pairs=[pair], ungraded=[NASTY], absent=[NASTY]
    )
    found.answers.texts |= {NASTY: {NASTY: NASTY}, "b": {NASTY: NASTY}}
    text = report_page(found)
    assert "<script" not in text and text.count("&lt;script&gt;") > 8
    assert Page(text).wrong == []


def test_the_numbers_are_those_of_the_class():
    page = Page(report_page(findings(30)))
    found = findings(30)
    item = found.items[0]
    assert f"{round(100 * item.difficulty)} %" in page.words
    assert f"{item.discrimination:+.2f}".replace("-", "−") in page.words
    assert "Your answer equals x , not 2x." in page.words


def test_a_course_from_start_to_end(course: Course):
    found = find_out(course, course.unit("01"))
    assert (found.ungraded, found.answers.unread) == (["dora"], ["eli"])
    assert [(pair.first, pair.second, pair.exercises) for pair in found.pairs] == [
        ("ada", "ben", ("double", "quadruple", "apply"))
    ]
    assert "eli" in [need.student for need in found.needs] and found.students[1].points == 7.0
    text = make_report(course, course.unit("01"))
    assert "<script" not in text and "a hint to look" in text.lower()
    assert Page(text).wrong == []


@pytest.mark.parametrize(("value", "flagged"), [(-0.5, True), (-0.05, False), (0.5, False)])
def test_an_exercise_that_contradicts_the_others_is_pointed_out(value, flagged):
    found = findings(30)
    items = [replace(item, discrimination=value) for item in found.items]
    page = Page(report_page(replace(found, items=items)))
    assert ("look at it: who does well elsewhere loses here" in page.words) is flagged


def test_a_class_too_large_to_compare_is_told_so(course: Course, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(page_module, "MOST_COMPARED", 2)
    found = find_out(course, course.unit("small"))
    assert found.uncompared > 2 and not found.pairs and not found.answers.texts
    words = Page(report_page(found)).words
    assert f"{found.uncompared} submissions are too many to compare each with each; up to 2 are" in words


def test_what_is_alike_can_be_seen_side_by_side(course: Course):
    page = Page(make_report(course, course.unit("01")))
    assert "ada beside ben" in page.words and "np.asarray(y).ravel()" in page.words


def test_a_unit_that_nobody_has_done(course: Course, tmp_path: Path):
    empty = make_course(tmp_path / "course")
    (empty.root / "gradebook.db").write_bytes((course.root / "gradebook.db").read_bytes())
    found = find_out(empty, empty.unit("01"))
    assert found.students == [] and "ada" in found.absent
    assert "Nothing has been graded yet" in report_page(found)


@pytest.mark.parametrize("values", [[], [0.0], [0.02], [93.7, 101.2, 107.0], [0.1, 3.07], [5.0] * 4, [1e-9], [12345.6]])
def test_a_histogram_holds_every_value_between_round_edges(values):
    edges = round_edges(values)
    assert 2 <= len(edges) <= 14 and edges == sorted(set(edges))
    assert sum(one.count for one in bins_of(values, edges)) == len(values)


def test_the_last_bar_holds_its_end():
    assert [one.count for one in bins_of([0.0, 49.9, 50.0, 100.0], [0, 50, 100])] == [2, 2]
