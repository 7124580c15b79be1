"""The report's pictures, as SVG in the page: each has a title and a description, and takes the page's colours."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from markupsafe import Markup, escape

WIDTH = 960
OUTCOME_WORDS = {
    "full": "all points",
    "part": "some points",
    "none": "no points",
    "unanswered": "not answered",
    "waiting": "waits for a person",
    "unjudged": "could not be judged",
}


@dataclass(frozen=True)
class Bin:
    """One bar of a histogram: from, to (not included, but for the last), and how many."""

    start: float
    end: float
    count: int


def bins_of(values: Sequence[float], edges: Sequence[float]) -> list[Bin]:
    """How many values lie between each two edges; the last edge belongs to the last bar."""
    bins = []
    for start, end in zip(edges[:-1], edges[1:], strict=True):
        last = end == edges[-1]
        bins.append(Bin(start, end, sum(start <= value < end or (last and value == end) for value in values)))
    return bins


def round_edges(values: Sequence[float], most: int = 10) -> list[float]:
    """Edges at round numbers around all values, at most two bars more than asked; from 0 unless all are far from it."""
    low, high = min((*values,), default=0.0), max((*values,), default=0.0)
    low = low if low > high / 2 else 0.0
    raw = (high - low) / most or abs(high) / most or 1.0
    unit = 10 ** math.floor(math.log10(raw))
    step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= raw * 0.999)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(step * number, 10) for number in range(first, max(last, first + 1) + 1)]


class Drawer:
    """Makes the pictures of one page; their ids are numbered, so that no two are alike."""

    def __init__(self) -> None:
        self.numbers = count(1)

    def histogram(
        self,
        bins: Sequence[Bin],
        title: str,
        about: str,
        unit: str,
        middle: float | None = None,
        colour: str = "blue",
        width: int = WIDTH,
    ) -> Markup:
        """Bars over an axis with round numbers, how many on top of each, and a line at the median."""
        height, floor, left, right = 240, 196, 28, width - 16
        wide = (right - left) / max(1, len(bins))
        top = max((one.count for one in bins), default=0) or 1
        marks = []
        parts = [_line(left, floor, right, floor, "axis")]
        for place, one in enumerate(bins):
            x, tall = left + place * wide, 150 * one.count / top
            if one.count:
                where = f'x="{x + 2:.1f}" y="{floor - tall:.1f}" width="{wide - 4:.1f}" height="{tall:.1f}"'
                parts.append(f'<rect class="{colour}" {where} rx="2"/>')
                marks.append(_text(x + wide / 2, floor - tall - 6, str(one.count), "value"))
            marks.append(_text(x, floor + 18, f"{one.start:g}", "tick"))
        if bins:
            marks.append(_text(right, floor + 18, f"{bins[-1].end:g}", "tick"))
            marks.append(_text((left + right) / 2, floor + 38, unit, "tick"))
        if middle is not None and bins:
            x = left + (right - left) * (middle - bins[0].start) / (bins[-1].end - bins[0].start)
            parts += [_line(x, 22, x, floor, "halo"), _line(x, 22, x, floor, "median")]
            side = "end" if x > width * 0.75 else "start"
            marks.append(_text(x + (-6 if side == "end" else 6), 18, f"median {middle:.3g}", f"note {side}"))
        return self._svg(height, title, about, parts + marks, width)

    def outcomes(self, rows: Sequence[tuple[str, Mapping[str, int]]], title: str, about: str) -> Markup:
        """A bar for each exercise, divided by how students fared; each part has a colour, a pattern and a number."""
        left, right, tall, gap = 210, WIDTH - 12, 22, 12
        number = next(self.numbers)
        parts = [_patterns(number)]
        for place, (name, outcomes) in enumerate(rows):
            y, x = 8 + place * (tall + gap), float(left)
            total = sum(outcomes.values()) or 1
            parts.append(_text(left - 10, y + 16, _short(name), "label end"))
            for outcome, many in outcomes.items():
                if not many:
                    continue
                wide = (right - left) * many / total
                where = f'x="{x:.1f}" y="{y}" width="{max(wide - 1.5, 0.5):.1f}" height="{tall}"'
                parts.append(f'<rect class="{outcome}" {where}/>')
                if outcome in ("unanswered", "waiting", "part"):
                    parts.append(f'<rect fill="url(#{outcome}-{number})" {where}/>')
                if wide >= 26:
                    parts.append(_text(x + wide / 2, y + 16, str(many), f"in-{outcome}"))
                x += wide
        return self._svg(8 + max(1, len(rows)) * (tall + gap), title, about, parts)

    def legend(self, outcomes: Sequence[str]) -> Markup:
        """What the colours and patterns of `outcomes` mean."""
        number = next(self.numbers)
        keys = []
        for outcome in outcomes:
            over = (
                f'<rect fill="url(#{outcome}-{number})" width="22" height="14"/>'
                if outcome in ("unanswered", "waiting", "part")
                else ""
            )
            keys.append(
                '<li><svg class="key" viewBox="0 0 22 14" width="22" height="14" aria-hidden="true" focusable="false">'
                f'{_patterns(number) if over else ""}<rect class="{outcome}" width="22" height="14"/>{over}</svg> '
                f"{OUTCOME_WORDS[outcome]}</li>"
            )
            number = next(self.numbers)
        return Markup(f'<ul class="legend">{"".join(keys)}</ul>')

    def _svg(self, height: int, title: str, about: str, parts: Sequence[str], width: int = WIDTH) -> Markup:
        number = next(self.numbers)
        return Markup(
            f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" '
            f'aria-labelledby="chart-{number}-title chart-{number}-about" focusable="false">'
            f'<title id="chart-{number}-title">{escape(title)}</title>'
            f'<desc id="chart-{number}-about">{escape(about)}</desc>{"".join(parts)}</svg>'
        )


def meter(share: float, colour: str = "blue") -> Markup:
    """A small bar for a table cell, beside the number that says the same."""
    wide = 72 * min(1.0, max(0.0, share))
    return _small(f'<rect class="{colour}" width="{wide:.1f}" height="10" rx="2"/>')


def balance(value: float) -> Markup:
    """A small bar from the middle for a number from −1 to 1: to the right in blue, to the left in orange."""
    wide = 36 * min(1.0, abs(value))
    x, colour = (36.0, "blue") if value >= 0 else (36 - wide, "orange")
    bar = f'<rect class="{colour}" x="{x:.1f}" width="{wide:.1f}" height="10"/>'
    return _small(bar + _line(36, 0, 36, 10, "axis"))


def _small(parts: str) -> Markup:
    size = 'class="meter" viewBox="0 0 72 10" width="72" height="10"'
    trough = '<rect class="trough" width="72" height="10" rx="2"/>'
    return Markup(f'<svg {size} aria-hidden="true" focusable="false">{trough}{parts}</svg>')


def _patterns(number: int) -> str:
    """Stripes and dots over a colour, so that it need not be seen."""
    return (
        f'<defs><pattern id="unanswered-{number}" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line class="stripe" x1="0" y1="0" x2="0" y2="6"/></pattern>'
        f'<pattern id="waiting-{number}" width="7" height="7" patternUnits="userSpaceOnUse">'
        '<circle class="dot" cx="2" cy="2" r="1.1"/></pattern>'
        f'<pattern id="part-{number}" width="8" height="8" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(-45)"><line class="thin" x1="0" y1="0" x2="0" y2="8"/></pattern></defs>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def _short(name: str) -> str:
    return name if len(name) <= 26 else f"{name[:25]}…"
