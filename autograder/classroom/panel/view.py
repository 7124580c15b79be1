"""The progress as it stands below a notebook's first code cell: a live widget, and the same as a table and as text."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from IPython.display import display

from autograder.classroom.practice.overview import DONE, HEADINGS, UnitProgress, cells_of, remarks, table_text
from autograder.classroom.practice.terminal import Style

_HINTS = "Hints are counted where you open them with watch; those that you unfold in a notebook are not."
_STILL = "As it was when this cell ran. Run it again to bring it up to date."
_STYLE = """<style>
.gs-progress { line-height: 1.5; font-size: var(--jp-content-font-size1, 14px); max-width: 760px; padding: 8px 12px;
  border: 1px solid var(--jp-border-color1, #66717C); border-radius: 6px;
  color: var(--jp-content-font-color1, inherit); }
.gs-progress .gs-bar { height: 8px; margin: 6px 0; border-radius: 4px; background: var(--jp-layout-color2, #E6E9EC); }
.gs-progress .gs-bar div { height: 8px; border-radius: 4px; background: var(--jp-brand-color1, #0072B2); }
.gs-progress th, .gs-progress td { padding: 2px 14px 2px 0; text-align: left; }
.gs-progress summary { cursor: pointer; }
</style>"""


class Panel:
    """The panel of one notebook, which belongs to `unit`."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.rows: list[UnitProgress] = []
        self.notes: list[str] = []
        self._widget: Any = None

    def fill(self, rows: Iterable[UnitProgress], notes: Iterable[str] = ()) -> None:
        """Show these units; a panel that is on the page already changes where it stands."""
        self.rows, self.notes = list(rows), list(notes)
        if self._widget is not None:
            self._widget.value = self.html()

    def show(self) -> None:
        """Display the panel in the cell that runs now."""
        display(self.bundle(), raw=True)

    def bundle(self) -> dict[str, Any]:
        """What the notebook stores: the live widget, and the HTML and text that stand in for it."""
        import ipywidgets  # the panel is the only thing here that needs it

        if self._widget is None:
            self._widget = ipywidgets.HTML()
        self._widget.value = self.html()
        still = {"text/html": self.html(_STILL), "text/plain": self.text()}
        return {**self._widget._repr_mimebundle_(), **still}

    def html(self, note: str = "") -> str:
        """The panel as HTML."""
        mine = next((row for row in self.rows if row.unit == self.unit), None)
        head = _head(mine) if mine is not None else "<strong>Your progress</strong>"
        said = "".join(f"<p>{escape(text)}</p>" for text in (*self.notes, *([note] if note else [])))
        return (
            f'{_STYLE}<section class="gs-progress" aria-label="Your progress">{head}'
            f"<details><summary>All units</summary>{_table(self.rows)}</details>{said}</section>"
        )

    def text(self) -> str:
        """The panel as plain text."""
        return "\n".join([table_text(self.rows, Style()), *self.notes])


def _head(row: UnitProgress) -> str:
    share = round(100 * row.passed / row.exercises) if row.exercises else 0
    following = "All exercises pass here." if row.next == DONE else f"Next: <code>{escape(row.next)}</code>"
    hints = f" · {row.hints} {'hint' if row.hints == 1 else 'hints'} opened" if row.hints else ""
    return (
        f"<strong>{escape(row.unit)}: {row.passed} of {row.exercises} exercises pass</strong>"
        f'<div class="gs-bar" aria-hidden="true"><div style="width: {share}%"></div></div>'
        f"{following}{hints}"
    )


def _table(rows: list[UnitProgress]) -> str:
    head = "".join(f'<th scope="col">{heading}</th>' for heading in HEADINGS)
    body = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in cells_of(row)) + "</tr>" for row in rows)
    said = "".join(f"<p>{escape(remark)}</p>" for remark in (*remarks(rows), _HINTS))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{said}"


def show_passed(exercise: str, row: UnitProgress) -> None:
    """Say at a check cell that it passed, which a check by itself does not."""
    following = "All of them do." if row.next == DONE else f"Next: {row.next}."
    said = f"✓ {exercise}: these checks pass. {row.passed} of {row.exercises} exercises do. {following}"
    display({"text/html": f'<div role="status">{escape(said)}</div>', "text/plain": said}, raw=True)
