"""What the site's own checks find, and what its command refuses. Every fault here is one that was put there."""

from __future__ import annotations

import pytest

from autograder.course import packaged_course
from autograder.errors import GradschoolError
from autograder.leaks import MARKERS
from autograder.site import stage as staging
from autograder.site.build import SiteRefused, check_target, given_away, run_sphinx
from autograder.site.check import site_faults
from autograder.site.pages import released, slug
from autograder.site.stage import docs_folder, require_tools, with_unit_links

GOOD = '<html><body><h2 id="here">Here</h2><a href="#here">up</a><a href="https://example.org">away</a></body></html>'


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ('<a href="gone.html">x</a>', "leads to no file"),
        ('<a href="#gone">x</a>', "leads to no anchor"),
        ('<a href="other.html#gone">x</a>', "leads to no anchor"),
        ('<img src="gone.png" alt="x">', "asked for and not there"),
        ('<img src="data:image/png;base64,AA==">', "no text alternative"),
        ('<img src="https://example.org/a.png" alt="x">', "from elsewhere"),
        ('<img srcset="//example.org/a.png 2x" alt="x">', "from elsewhere"),
        ('<script src="https://cdn.example.org/a.js"></script>', "from elsewhere"),
        ('<link rel="stylesheet" href="https://fonts.example.org/css">', "from elsewhere"),
        ('<link rel="preconnect" href="https://fonts.example.org">', "from elsewhere"),
        ('<p style="background: url(https://example.org/a.png)">x</p>', "from elsewhere"),
        ("<style>@import 'https://example.org/a.css';</style>", "from elsewhere"),
        ('<svg><use href="https://example.org/a.svg#b"/></svg>', "from elsewhere"),
    ],
)
def test_a_fault_of_a_page_is_found(tmp_path, broken, why):
    (tmp_path / "other.html").write_text(GOOD, encoding="utf-8")
    (tmp_path / "index.html").write_text(GOOD, encoding="utf-8")
    assert site_faults(tmp_path) == []
    (tmp_path / "index.html").write_text(GOOD.replace("</body>", f"{broken}</body>"), encoding="utf-8")
    faults = site_faults(tmp_path)
    assert len(faults) == 1 and why in faults[0] and faults[0].startswith("index.html: ")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.css", "@font-face { src: url('https://example.org/a.woff2'); }"),
        ("a.css", "p { background: url(gone.png); }"),
        ("a.svg", '<svg><image href="https://example.org/a.png"/></svg>'),
    ],
)
def test_a_fault_of_a_style_sheet_or_picture_is_found(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert len(site_faults(tmp_path)) == 1


def test_a_page_with_a_solution_a_hidden_test_or_a_marking_scheme_is_found(tmp_path):
    course = packaged_course()
    unit = course.unit("03")
    page = tmp_path / "units" / unit.name / "exercises.html"
    page.parent.mkdir(parents=True)
    hidden = 'checks.close(checks.number(mse(y, y), "mse"), 0.0, "The MSE of a perfect prediction")'
    page.write_text(f"<pre>{MARKERS[2]}\n<span>return</span> solutions.losses.mae(y, yhat)</pre>", encoding="utf-8")
    (tmp_path / "index.html").write_text(f"<p>Hello.</p><pre>{hidden}</pre>", encoding="utf-8")
    found = given_away(course, tmp_path)
    for part in (MARKERS[2], "return solutions.losses.mae(y, yhat)", hidden):
        assert any(part in reason for reason in found), part
    assert len(found) == 3


def test_what_is_released_has_no_marks_left():
    unit = packaged_course().unit("03")
    text = "".join(cell.source for cell in released(packaged_course(), unit.exercises).cells)
    assert not any(marker in text for marker in MARKERS)
    assert "def mae(y, yhat):" in text and "checks.close(" in text


def test_sphinx_refuses_references_that_lead_nowhere(tmp_path):
    require_tools()
    source = tmp_path / "source"
    (source / "_static").mkdir(parents=True)
    for name in ("conf.py", "_static/logo.svg", "_static/site.css"):
        (source / name).write_bytes((docs_folder() / name).read_bytes())
    gone = ("[x](gone-one.md)", "[x](#gone-two)", "{term}`gone-three`", "![x](gone-four.png)")
    (source / "index.md").write_text("# Title\n\n" + "\n\n".join(gone) + "\n", encoding="utf-8")
    with pytest.raises(SiteRefused) as refused:
        run_sphinx(source, tmp_path / "html")
    for name in ("gone-one", "gone-two", "gone-three", "gone-four"):
        assert any(name in reason for reason in refused.value.reasons), name


def test_a_link_to_a_unit_follows_its_number_and_falls_back_to_its_text():
    unit = packaged_course().unit("01")
    link = "[Section 2](../course/units/{}/lesson.ipynb#2-A-unit-that-decides)"
    there = with_unit_links(link.format("01-anything"), {1: unit})
    assert there == "[Section 2](units/01-neurons/lesson.ipynb#2-A-unit-that-decides)"
    assert with_unit_links(link.format("44-later"), {1: unit}) == "Section 2"


@pytest.mark.parametrize(
    ("jupyter", "anchor"),
    [
        ("6-Which-start-learns?", "6-which-start-learns"),
        ("10-200-digits,-won-back", "10-200-digits-won-back"),
        ("9-What-%22deep%22-means", "9-what-deep-means"),
        ("Where-ε-goes", "where-ε-goes"),
    ],
)
def test_the_anchors_of_jupyterlab_become_those_of_the_site(jupyter, anchor):
    assert slug(jupyter) == anchor == slug(jupyter.replace("-", " ").replace("%22", '"'))


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work", encoding="utf-8")
    with pytest.raises(GradschoolError, match="Choose a new folder"):
        check_target(tmp_path)
    check_target(tmp_path / "new")


def test_a_missing_sphinx_is_told_with_what_to_install(monkeypatch):
    monkeypatch.setattr(staging, "NEEDED", {"no_such_module_at_all": "sphinx"})
    with pytest.raises(GradschoolError, match=r"needs sphinx\..*pip install.*\[docs\]"):
        require_tools()
