"""``gradschool store``: run a unit's lesson and keep its outputs in the form in which lessons are stored.

Stored outputs hold pictures and text, never the state or the view of a widget: without its kernel a widget can't
live, and JupyterLab would show an error in place of the picture that stands beside it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from autograder.course import Unit
from autograder.errors import GradschoolError

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
CELL_SECONDS = 120


@dataclass(frozen=True)
class Stored:
    """A lesson that was run and stored."""

    path: Path
    seconds: float
    cells: int


def store_lesson(unit: Unit) -> Stored:
    """Run a lesson from top to bottom and write it back with its outputs.

    Raises:
        GradschoolError: if there is no lesson, a cell fails, or a stored lesson would break a rule; nothing is
            written then.
    """
    if not unit.lesson.is_file():
        raise GradschoolError(f"{unit.name} has no lesson.ipynb to store.")
    notebook = nbformat.read(unit.lesson, as_version=4)
    began = time.monotonic()
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        store_widget_state=False,
        resources={"metadata": {"path": str(unit.folder)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise GradschoolError(f"A cell of {unit.lesson} failed, so nothing was stored:\n{error}") from None
    seconds = time.monotonic() - began
    tidy(notebook)
    faults = stored_faults(notebook)
    if faults:
        raise GradschoolError(f"{unit.lesson} was not stored:\n" + "\n".join(f"  - {fault}" for fault in faults))
    nbformat.validate(notebook)
    nbformat.write(notebook, unit.lesson)
    return Stored(unit.lesson, seconds, len(notebook.cells))


def tidy(notebook: Any) -> None:
    """Take out what changes from run to run, and what only lives with a kernel."""
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.get("outputs"):
            cell.outputs = joined(cell.outputs)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)


def joined(outputs: list[Any]) -> list[Any]:
    """Outputs in which the pieces of one stream that follow each other are one: where they break is chance."""
    whole: list[Any] = []
    for output in outputs:
        last = whole[-1] if whole else None
        if last is not None and output.output_type == "stream" == last.output_type and output.name == last.name:
            last.text += output.text
        else:
            whole.append(output)
    return whole


def stored_faults(notebook: Any) -> list[str]:
    """What a stored lesson must not hold, in words."""
    faults = ["The notebook holds widget state."] if "widgets" in notebook.metadata else []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                faults.append(f"Cell {cell.id} shows an error.")
            if output.output_type == "stream" and output.name == "stderr":
                faults.append(f"Cell {cell.id} writes to the error channel: {output.text.strip()[:120]}")
            if WIDGET_VIEW in output.get("data", {}):
                faults.append(f"Cell {cell.id} stores a widget's view.")
            if _names_a_home(output):
                faults.append(f"Cell {cell.id} shows a path of the machine that it ran on.")
    return faults


def _names_a_home(output: Any) -> bool:
    texts = [
        output.get("text", ""),
        *(text for kind, text in output.get("data", {}).items() if kind.startswith("text/") and isinstance(text, str)),
    ]
    return any(mark in text for text in texts for mark in ("/home/", "/root/", "/Users/", "site-packages", "C:\\"))
