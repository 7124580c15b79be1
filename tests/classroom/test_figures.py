"""Figures: one style, readable anywhere, with caption and text alternative."""

from __future__ import annotations

import base64
import re

import pytest

from autograder.classroom import figures


def drawing():
    fig, ax = figures.canvas(width=3, height=2)
    ax.plot([0, 1], [1, 0])
    return fig


def picture_of(html: str) -> str:
    encoded = re.search(r"data:image/svg\+xml;base64,([^\"]+)", html)
    assert encoded, "the picture must be embedded as an SVG"
    return base64.b64decode(encoded.group(1)).decode()


def luminance(color: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2)."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_picture_travels_inside_the_html():
    html = figures.html(drawing(), "A line falls.", "A falling line.")
    assert "<svg" in picture_of(html)
    assert "http" not in re.sub(r"base64,[^\"]+", "", html), "a figure must need no network"


def test_caption_and_alternative_are_escaped():
    html = figures.html(drawing(), "where a < b & c", 'the "left" side')
    assert "<figcaption" in html and "where a &lt; b &amp; c</figcaption>" in html
    assert 'alt="the &quot;left&quot; side"' in html


@pytest.mark.parametrize(("caption", "alt"), [("", "drawn"), ("see", " "), ("", "")])
def test_a_figure_without_words_is_refused(caption, alt):
    with pytest.raises(ValueError, match="caption"):
        figures.html(drawing(), caption, alt)


def test_equal_figures_give_equal_text():
    assert figures.svg(drawing()) == figures.svg(drawing())


def test_the_picture_brings_its_own_light_background():
    assert f"fill: {figures.CARD.lower()}" in figures.svg(drawing()).lower()


def test_show_displays_exactly_once(monkeypatch):
    shown = []
    monkeypatch.setattr(figures, "display", lambda data, raw: shown.append((data, raw)))
    figures.show(drawing(), "A line falls.", "A falling line.")
    ((data, raw),) = shown
    assert raw
    assert set(data) == {"text/html", "text/plain"}
    assert data["text/plain"] == "Figure: A falling line."


def test_canvas_leaves_nothing_for_pyplot_to_draw_again():
    from matplotlib import pyplot

    before = pyplot.get_fignums()
    figures.canvas(2, 3)
    assert pyplot.get_fignums() == before


def test_canvas_returns_the_grid_that_was_asked_for():
    _, axes = figures.canvas(2, 3)
    assert axes.shape == (2, 3)


@pytest.mark.parametrize("color", [figures.INK, figures.GREY])
def test_text_colours_are_readable_on_every_background(color):
    for background in (figures.CARD, figures.BLUE_WASH, figures.ORANGE_WASH):
        assert contrast(color, background) >= 4, f"{color} on {background}"


def test_the_two_classes_differ_in_shape_and_in_lightness():
    _, ax = figures.canvas()
    figures.dots(ax, [0, 1], [0, 0], [0, 1])
    fires, silent = ax.collections
    assert len(fires.get_paths()[0].vertices) != len(silent.get_paths()[0].vertices)
    assert contrast(figures.BLUE, figures.ORANGE) > 2


def test_dots_keep_examples_with_their_class():
    _, ax = figures.canvas()
    figures.dots(ax, [5, 6, 7], [1, 2, 3], [1, 0, 1])
    fires, silent = ax.collections
    assert fires.get_offsets().tolist() == [[5, 1], [7, 3]]
    assert silent.get_offsets().tolist() == [[6, 2]]


def plane():
    _, ax = figures.canvas()
    ax.set(xlim=(0, 4), ylim=(0, 2))
    return ax


def area(ax) -> float:
    points = ax.patches[0].get_xy()[:-1]
    turned = [*points[1:], points[0]]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(points, turned, strict=True))) / 2


@pytest.mark.parametrize(
    ("w1", "w2", "b", "share"),
    [(1, 0, -1, 0.75), (-1, 0, 1, 0.25), (0, 1, -1, 0.5), (1, 2, -4, 0.5), (-2, -4, 8, 0.5)],
)
def test_half_plane_shades_the_side_that_fires(w1, w2, b, share):
    ax = plane()
    figures.half_plane(ax, w1, w2, b)
    assert area(ax) == pytest.approx(8 * share)


def test_half_plane_draws_its_edge_on_the_line():
    ax = plane()
    figures.half_plane(ax, 1, 2, -4)
    x, y = ax.lines[0].get_data()
    assert all(a + 2 * c == pytest.approx(4) for a, c in zip(x, y, strict=True))


@pytest.mark.parametrize(("b", "patches"), [(1, 1), (0, 1), (-1, 0)])
def test_half_plane_without_weights_is_everything_or_nothing(b, patches):
    ax = plane()
    figures.half_plane(ax, 0, 0, b)
    assert len(ax.patches) == patches
    assert not ax.lines


def test_half_plane_keeps_the_axes_limits():
    ax = plane()
    figures.half_plane(ax, 3, -1, 0.5)
    assert (ax.get_xlim(), ax.get_ylim()) == ((0, 4), (0, 2))
