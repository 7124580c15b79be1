"""One look for every figure of the course, shown so that everybody can read it.

A figure is stored as an SVG picture on its own white card (readable in light and dark themes), with
a caption that says what to see and a text alternative for those who don't see it.

>>> fig, ax = figures.canvas(width=5, height=3)
>>> ax.plot([0, 1], [0, 1], color=figures.BLUE)
>>> figures.show(fig, "The output follows the input.", "A straight line from (0, 0) to (1, 1).")
"""

from __future__ import annotations

import base64
import io
from html import escape
from typing import Any, Literal, cast

import matplotlib
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch

# Okabe and Ito's palette: told apart with every common form of colour vision.
BLUE, ORANGE, GREEN, RED = "#0072B2", "#E69F00", "#009E73", "#D55E00"
PURPLE, SKY, YELLOW = "#B0578D", "#56B4E9", "#F0E442"
INK, GREY, PALE = "#1F2933", "#66717C", "#E6E9EC"
CARD, BLUE_WASH, ORANGE_WASH = "#FFFFFF", "#DCEBF6", "#FCEFD2"
CYCLE = (BLUE, ORANGE, GREEN, RED, PURPLE, SKY)

STYLE: dict[str, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": GREY,
    "axes.grid": False,
    "axes.labelcolor": INK,
    "axes.prop_cycle": matplotlib.cycler(color=CYCLE),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11.5,
    "axes.titleweight": "bold",
    "figure.facecolor": CARD,
    "font.family": "DejaVu Sans",
    "font.size": 10.5,
    "legend.frameon": False,
    "lines.linewidth": 2.2,
    "savefig.facecolor": CARD,
    "svg.fonttype": "path",
    "svg.hashsalt": "gradient-school",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}

Placement = Literal["left", "right", "above", "below"]
_OFFSETS: dict[str, tuple[int, int, str, str]] = {
    "left": (-12, 0, "right", "center"),
    "right": (12, 0, "left", "center"),
    "above": (0, 9, "center", "bottom"),
    "below": (0, -9, "center", "top"),
}


def canvas(
    rows: int = 1, columns: int = 1, width: float = 7.5, height: float = 3.4, **layout: Any
) -> tuple[Figure, Any]:
    """Return an empty figure in the course's style and its axes, as `plt.subplots` would.

    width, height are inches; `layout` goes to `Figure.subplots`. The figure belongs to no window,
    so nothing is drawn twice: it appears when you show it.
    """
    matplotlib.rcParams.update(STYLE)
    fig = Figure(figsize=(width, height), layout="constrained")
    return fig, fig.subplots(rows, columns, **layout)


def svg(fig: Figure) -> str:
    """Return the figure as SVG text; equal figures give equal text."""
    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": STYLE["svg.hashsalt"], "svg.fonttype": "path"}):
        fig.savefig(buffer, format="svg", metadata={"Date": None}, facecolor=CARD)
    return buffer.getvalue()


def html(fig: Figure, caption: str, alt: str) -> str:
    """Return an HTML <figure>: the picture, its text alternative and its caption."""
    if not caption.strip() or not alt.strip():
        raise ValueError(
            "Expected a caption (what to see) and a text alternative (what is drawn), "
            f"received caption {caption!r} and alt {alt!r}."
        )
    picture = base64.b64encode(svg(fig).encode()).decode()
    width, height = (round(96 * inches) for inches in fig.get_size_inches())
    return (
        '<figure style="margin: 8px 0">'
        f'<img src="data:image/svg+xml;base64,{picture}" alt="{escape(alt)}" '
        f'width="{width}" height="{height}" '
        'style="max-width: 100%; height: auto; border-radius: 6px">'
        f'<figcaption style="max-width: {max(width, 520)}px">{escape(caption)}</figcaption></figure>'
    )


def show(fig: Figure, caption: str, alt: str) -> None:
    """Display the figure with its caption below and its text alternative."""
    display({"text/html": html(fig, caption, alt), "text/plain": f"Figure: {alt}"}, raw=True)


def half_plane(
    ax: Axes, w1: float, w2: float, b: float, color: str = BLUE_WASH, line: str | None = INK, **style: Any
) -> None:
    """Shade where w1·x1 + w2·x2 + b ≥ 0 inside the axes' present limits, and draw its edge.

    `line` is the edge's colour (None: no edge); `style` goes to the edge.
    """
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    corners = [(left, low), (right, low), (right, high), (left, high)]
    polygon, edge = _clip(corners, w1, w2, b)
    if len(polygon) > 2:
        ax.fill(*zip(*polygon, strict=True), color=color, linewidth=0, zorder=0)
    if line is not None and len(edge) == 2:
        ax.plot(*zip(*edge, strict=True), **({"color": line, "linewidth": 2, "zorder": 1} | style))
    ax.set_xlim(left, right)
    ax.set_ylim(low, high)


def _clip(
    corners: list[tuple[float, float]], w1: float, w2: float, b: float
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Cut a polygon along a line: return the part on its positive side, and the cut's two ends."""
    kept: list[tuple[float, float]] = []
    cut: list[tuple[float, float]] = []
    for (x, y), (next_x, next_y) in zip(corners, corners[1:] + corners[:1], strict=True):
        here, there = w1 * x + w2 * y + b, w1 * next_x + w2 * next_y + b
        if here >= 0:
            kept.append((x, y))
        if (here >= 0) != (there >= 0):
            share = here / (here - there)
            crossing = (x + share * (next_x - x), y + share * (next_y - y))
            kept.append(crossing)
            cut.append(crossing)
    return kept, cut


def dots(ax: Axes, x1: Any, x2: Any, targets: Any, size: float = 70, **style: Any) -> None:
    """Draw examples of two classes: 1 as blue discs, 0 as orange squares (never colour alone)."""
    shapes = ((1, "o", BLUE, "should fire (1)"), (0, "s", ORANGE, "should stay silent (0)"))
    for target, marker, color, name in shapes:
        chosen = [i for i, y in enumerate(targets) if int(y) == target]
        look = {"color": color, "edgecolors": INK, "linewidths": 0.9, "zorder": 3, "label": name} | style
        ax.scatter([x1[i] for i in chosen], [x2[i] for i in chosen], s=size, marker=marker, **look)


def label(ax: Axes, x: float, y: float, text: str, where: Placement = "right", **style: Any) -> None:
    """Write text next to a point."""
    dx, dy, horizontal, vertical = _OFFSETS[where]
    ax.annotate(text, (x, y), xytext=(dx, dy), textcoords="offset points", ha=horizontal, va=vertical, **style)


def arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float], **style: Any) -> None:
    """Draw an arrow between two points of the axes."""
    look = {"arrowstyle": "-|>", "mutation_scale": 14, "color": INK, "linewidth": 1.6, "zorder": 2} | style
    ax.add_patch(FancyArrowPatch(start, end, **cast(dict[str, Any], look)))


def node(ax: Axes, x: float, y: float, text: str = "", radius: float = 0.3, **style: Any) -> None:
    """Draw a unit as a circle with a text in it."""
    size = style.pop("fontsize", 10.5)
    look = {"facecolor": CARD, "edgecolor": INK, "linewidth": 1.6, "zorder": 4} | style
    ax.add_patch(Circle((x, y), radius, **look))
    ax.text(x, y, text, ha="center", va="center", fontsize=size, zorder=5)


def blank(ax: Axes, width: float, height: float) -> None:
    """Make the axes an empty drawing board of the given size, with equal units."""
    ax.set_xlim(0, width)
    ax.set_ylim(0, height)
    ax.set_aspect("equal")
    ax.axis("off")
