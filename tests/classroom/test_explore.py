"""Explorers: controls redraw one picture; without a kernel a still picture stands in."""

from __future__ import annotations

import re

import pytest

from autograder.classroom import explore, figures

WIDGET = "application/vnd.jupyter.widget-view+json"


class Drawing:
    """A draw function that remembers what it was asked for."""

    def __init__(self):
        self.calls = []

    def __call__(self, w, data):
        self.calls.append((w, data))
        fig, ax = figures.canvas(width=3, height=2)
        ax.axvline(w)
        return fig


def explorer(**options):
    drawing = Drawing()
    return drawing, explore.Explorer(
        drawing,
        {"w": explore.slider("w", -3, 3, 1.0), "data": explore.choice("Data", ["AND", "OR"])},
        lambda w, data: f"w is {w:.1f} on {data}",
        caption="See the line.",
        alt="A line.",
        **options,
    )


def shown(explorer_) -> str:
    return explorer_.widget.children[-1].value


def test_a_control_redraws_once_with_all_values():
    drawing, ours = explorer()
    ours.controls["w"].value = 2.5
    assert drawing.calls == [(2.5, "AND")]
    ours.controls["data"].value = "OR"
    assert drawing.calls[1:] == [(2.5, "OR")]


def test_a_slider_means_the_number_it_shows():
    drawing, ours = explorer()
    ours.controls["w"].value = -1.0000000000000002
    assert drawing.calls == [(-1.0, "AND")]


def test_the_reading_follows_the_controls_in_text_and_alternative():
    _, ours = explorer()
    ours.controls["w"].value = -1.5
    assert shown(ours).count("w is -1.5 on AND") == 2
    assert 'alt="A line. w is -1.5 on AND"' in shown(ours)


def test_there_is_one_picture_however_often_it_is_redrawn():
    _, ours = explorer()
    for value in (0.0, 1.0, 2.0):
        ours.controls["w"].value = value
    assert shown(ours).count("<img") == 1
    assert len(ours.widget.children) == 3


def test_bundle_has_widget_still_picture_and_text_side_by_side():
    _, ours = explorer()
    bundle = ours._repr_mimebundle_()
    assert set(bundle) == {WIDGET, "text/html", "text/plain"}
    assert bundle["text/html"].count("<img") == 1
    assert "Run this cell" in bundle["text/html"]
    assert bundle["text/plain"] == "Explorer: A line."


def test_the_widget_shows_a_picture_before_anything_is_touched():
    _, ours = explorer()
    ours._repr_mimebundle_()
    assert "w is 1.0 on AND" in shown(ours)


def test_a_still_picture_of_its_own_replaces_the_first_view():
    stills = []

    def still():
        stills.append(True)
        return figures.canvas(width=2, height=1)[0]

    drawing, ours = explorer(still=still)
    html = ours.static()
    assert stills and not drawing.calls
    assert "w is" not in html, "the reading belongs to the live picture, not to this one"


def test_the_reading_is_escaped_and_keeps_its_lines():
    ours = explore.Explorer(
        lambda w: figures.canvas()[0],
        {"w": explore.slider("w", 0, 1, 0)},
        lambda w: "a < b\nc",
        caption="c",
        alt="a",
    )
    assert "a &lt; b<br>c" in ours.static()


def test_slider_shows_and_limits_its_value():
    slider = explore.slider("b", -2, 2, 0.5, step=0.25)
    slider.value = 9
    assert slider.value == 2
    assert (slider.description, slider.readout, slider.step) == ("b", True, 0.25)


def test_choice_starts_with_its_first_option_or_the_one_named():
    assert explore.choice("Data", ["AND", "OR"]).value == "AND"
    assert explore.choice("Data", ["AND", "OR"], "OR").value == "OR"


def press(stepper, *names):
    for name in names:
        stepper.buttons[name].click()
    return stepper.value


@pytest.mark.parametrize(
    ("pressed", "value"),
    [
        (["Next"], 1),
        (["Next", "Next", "Back"], 1),
        (["Back"], 0),
        (["Last"], 3),
        (["Last", "Next"], 3),
        (["Last", "First"], 0),
    ],
)
def test_stepper_walks_within_its_ends(pressed, value):
    assert press(explore.Stepper(3), *pressed) == value


def test_stepper_slider_and_value_move_together():
    stepper = explore.Stepper(5)
    stepper.position.value = 4
    assert stepper.value == 4
    stepper.value = 2
    assert stepper.position.value == 2


def test_stepper_drives_an_explorer():
    seen = []

    def draw(step):
        seen.append(step)
        return figures.canvas(width=2, height=1)[0]

    stepper = explore.Stepper(4)
    explore.Explorer(draw, {"step": stepper}, lambda step: f"step {step}", caption="c", alt="a")
    press(stepper, "Next", "Next", "Back")
    assert seen == [1, 2, 1]


def test_every_control_can_be_reached_by_keyboard():
    from ipywidgets import Button, Dropdown, FloatSlider, IntSlider

    stepper = explore.Stepper(3)
    assert isinstance(stepper.position, IntSlider)
    assert all(isinstance(button, Button) and button.description for button in stepper.buttons.values())
    assert isinstance(explore.slider("w", 0, 1, 0), FloatSlider)
    assert isinstance(explore.choice("Data", ["a"]), Dropdown)


def test_nothing_points_outside_the_notebook():
    _, ours = explorer()
    html = re.sub(r"base64,[^\"]+", "", ours.static())
    assert "http" not in html and "<script" not in html
