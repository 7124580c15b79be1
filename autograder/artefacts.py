"""The graded notebook that a person sees in formgrader: the rebuilt cells, their outputs, and the verdicts."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat

from autograder.notebook import Role, Source, without_hidden
from autograder.rebuild import Origin, Rebuilt
from autograder.record import ExerciseResult

SCHEME_TITLE = "**Marking scheme** (students don't see it)"
_SCHEME = re.compile(r"BEGIN MARK SCHEME[^\n]*\n(.*?)\n[^\n]*END MARK SCHEME", re.DOTALL)


def graded_notebook(
    source_path: Path,
    source: Source,
    rebuilt: Rebuilt,
    exercises: list[ExerciseResult],
    outputs: dict[int, list[dict[str, Any]]],
) -> str:
    """The graded notebook as JSON text. Hidden tests are left out: what they found stands in their cell's output."""
    original = _parsed(source_path.read_text(encoding="utf-8"))
    results = {result.cell: result for result in exercises}
    cells: list[Any] = []
    used: set[str] = set()
    for position, cell in enumerate(rebuilt.cells):
        if cell.index is None:
            made = (
                nbformat.v4.new_code_cell(cell.text, id=f"cell-{position}")
                if cell.kind == "code"
                else nbformat.v4.new_markdown_cell(without_markup(cell.text), id=f"cell-{position}")
            )
        else:
            template = original.cells[cell.index]
            role = source.cells[cell.index].role
            text = without_hidden(cell.text) if role is Role.TEST else cell.text
            if cell.origin is Origin.ANSWER and cell.kind == "markdown":
                text = without_markup(text)
            made = nbformat.from_dict({**template, "source": text})
        made.id = _unique(made.get("id") or f"cell-{position}", used)
        if made.cell_type == "code":
            made.execution_count = None
            made.outputs = [nbformat.from_dict(output) for output in outputs.get(position, [])]
            result = results.get(source.cells[cell.index].grade_id) if cell.index is not None else None
            if result is not None and cell.origin is Origin.SOURCE:
                made.outputs = verdict_outputs(result)
        cells.append(made)
        scheme = scheme_in(source.cells[cell.index].text) if cell.index is not None else ""
        if scheme:
            cells.append(
                nbformat.v4.new_markdown_cell(f"{SCHEME_TITLE}\n\n{scheme}", id=_unique(f"{made.id}-scheme", used))
            )
    node = nbformat.v4.new_notebook(cells=cells, metadata=original.metadata)
    return json.dumps(node, indent=1, ensure_ascii=False) + "\n"


@lru_cache(maxsize=8)
def _parsed(text: str) -> Any:
    """A source notebook, read and checked once for all its submissions; nobody changes it."""
    return nbformat.reads(text, as_version=4)


def scheme_in(text: str) -> str:
    """The marking scheme in a source cell, a line each; nothing where there is none."""
    found = _SCHEME.search(text)
    return "  \n".join(found[1].strip().splitlines()) if found else ""


def without_markup(text: str) -> str:
    """A student's Markdown without HTML and script links: it is shown in the browser of the person who marks it."""
    text = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", text)
    return re.sub(r"(?i)\b(javascript|vbscript)\s*:", r"\1 :", text)


def _unique(wanted: str, used: set[str]) -> str:
    name, number = wanted[:60], 2
    while name in used:
        name, number = f"{wanted[:55]}-{number}", number + 1
    used.add(name)
    return name


def verdict_outputs(result: ExerciseResult) -> list[Any]:
    """A verdict in the form in which nbgrader reads a score from a cell: nothing for full marks, a number for part
    of them, an error for none."""
    if result.full:
        return []
    if result.score > 0:
        return [nbformat.v4.new_output("execute_result", data={"text/plain": f"{result.score:g}"})]
    return [
        nbformat.v4.new_output(
            "error", ename=str(result.verdict), evalue=result.reason, traceback=[f"{result.verdict}: {result.reason}"]
        )
    ]
