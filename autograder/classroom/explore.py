"""Explorers: a picture you can play with, by mouse or by keyboard.

An explorer redraws its picture whenever a control changes. Where no kernel runs (a web page, a
notebook just opened), the same cell shows a still picture in its place.

>>> explore.Explorer(draw, {"w": explore.slider("w", -3, 3, 1.0)}, read, caption="…", alt="…")
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import ipywidgets
import traitlets
from matplotlib.figure import Figure

from . import figures

_LABEL = {"description_width": "110px"}
_WIDE = {"width": "460px", "max_width": "100%"}


def slider(name: str, low: float, high: float, value: float, step: float = 0.1) -> ipywidgets.FloatSlider:
    """Return a slider; arrow keys move it by one step, and its number can be typed."""
    return ipywidgets.FloatSlider(
        value=value, min=low, max=high, step=step, description=name, readout_format=".2f",
        style=_LABEL, layout=_WIDE,
    )  # fmt: skip


def choice(name: str, options: Sequence[str], value: str | None = None) -> ipywidgets.Dropdown:
    """Return a drop-down list; arrow keys change it."""
    return ipywidgets.Dropdown(
        options=list(options), value=value or options[0], description=name, style=_LABEL, layout=_WIDE
    )


class Stepper(ipywidgets.HBox):
    """Four buttons and a slider that walk through the steps 0 … last of a process."""

    value = traitlets.Int(0)

    def __init__(self, last: int, value: int = 0, name: str = "Step") -> None:
        self.position = ipywidgets.IntSlider(value=value, min=0, max=last, description=name, style=_LABEL, layout=_WIDE)
        moves = {"First": lambda now: 0, "Back": lambda now: max(now - 1, 0),
                 "Next": lambda now: min(now + 1, last), "Last": lambda now: last}  # fmt: skip
        self.buttons = {text: self._button(text, move) for text, move in moves.items()}
        super().__init__([self.position, *self.buttons.values()], layout={"flex_flow": "row wrap"})
        self.value = value
        traitlets.link((self, "value"), (self.position, "value"))

    def _button(self, text: str, move: Callable[[int], int]) -> ipywidgets.Button:
        button = ipywidgets.Button(description=text, layout={"width": "72px"})
        button.on_click(lambda _: setattr(self, "value", move(self.value)))
        return button


def bundle(widget: ipywidgets.Widget, html: str, text: str) -> dict[str, Any]:
    """Return what a notebook stores: the live widget, and the HTML and text that stand in for it."""
    return {**widget._repr_mimebundle_(), "text/html": html, "text/plain": text}


class Explorer:
    """A picture with controls.

    draw: called with one keyword per control, returns a Figure.
    controls: keyword → widget with a `value` (see `slider`, `choice`, `Stepper`).
    read: called like `draw`, says in plain text what the picture shows now (numbers included); it
        stands below the picture and completes the text alternative.
    caption, alt: as for `figures.show`.
    still: called without arguments, returns the Figure to show where no kernel runs (by default
        the picture at the controls' first values).
    """

    def __init__(
        self,
        draw: Callable[..., Figure],
        controls: Mapping[str, Any],
        read: Callable[..., str],
        *,
        caption: str,
        alt: str,
        still: Callable[[], Figure] | None = None,
    ) -> None:
        self.draw, self.controls, self.read = draw, dict(controls), read
        self.caption, self.alt = caption, alt
        self._still = still
        self._picture = ipywidgets.HTML()
        self.widget = ipywidgets.VBox([*self.controls.values(), self._picture])
        for control in self.controls.values():
            control.observe(self._redraw, names="value")

    @property
    def values(self) -> dict[str, Any]:
        """The controls' present values, by keyword (a slider at −1 may send −1.0000000000000002)."""
        values = {name: control.value for name, control in self.controls.items()}
        return {name: round(v, 9) if isinstance(v, float) else v for name, v in values.items()}

    def _redraw(self, _change: Any = None) -> None:
        reading = self.read(**self.values)
        picture = figures.html(self.draw(**self.values), self.caption, f"{self.alt} {reading}")
        self._picture.value = f'<div style="line-height: 1.5">{_lines(reading)}</div>{picture}'

    def static(self) -> str:
        """Return the still picture as HTML, with the words that say how to bring it to life."""
        reading = self.read(**self.values)
        figure = self._still() if self._still else self.draw(**self.values)
        picture = figures.html(figure, self.caption, self.alt if self._still else f"{self.alt} {reading}")
        words = "" if self._still else f"<p>{_lines(reading)}</p>"
        return f"{words}{picture}<p><em>Still picture. Run this cell in JupyterLab to play with it.</em></p>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        self._redraw()
        return bundle(self.widget, self.static(), f"Explorer: {self.alt}")


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
