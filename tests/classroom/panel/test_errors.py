"""In the course's kernel a failed check shows its words and one line of code; every other error is as ever."""

from __future__ import annotations

import os
import re

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.course import LIBRARY

STUB = 'raise NotImplementedError("This exercise is not answered yet: replace this line with your code.")'
CELLS = {
    "setup": "from autograder.classroom import checks\nimport numpy as np",
    "answer": f"def double(x):\n    {STUB}\n\ndef mean(x):\n    return np.sum(x)\n\ndef other():\n    raise NotImplementedError('later')",
    "open": "checks.close(double(2.0), 4.0, 'double of 2')",
    "wrong": "x = [1.0, 3.0]\nchecks.close(mean(x), 2.0, 'the mean of 1 and 3')",
    "other": "other()",
    "error": "1 / 0",
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Cell → what its error shows, in a kernel as the lab starts it."""
    cells = [nbformat.v4.new_code_cell(text, id=name) for name, text in CELLS.items()]
    notebook = nbformat.v4.new_notebook(cells=cells)
    extension = "--IPKernelApp.extra_extensions=autograder.classroom.panel"
    client = NotebookClient(
        notebook,
        timeout=120,
        allow_errors=True,
        extra_arguments=[extension],
        resources={"metadata": {"path": str(tmp_path_factory.mktemp("kernel"))}},
    )
    client.execute(env={**os.environ, "PYTHONPATH": str(LIBRARY)})
    errors = {cell.id: [o for o in cell.outputs if o.output_type == "error"] for cell in notebook.cells}
    return {name: re.sub(r"\x1b\[\d+m", "", "\n".join(found[0].traceback)) for name, found in errors.items() if found}


def test_a_failed_check_says_what_is_wrong_and_which_line_found_it(said):
    lines = said["wrong"].splitlines()
    assert lines[0].startswith("✗ the mean of 1 and 3") and "Traceback" not in said["wrong"]
    assert lines[-2:] == ["Line 2 of this cell found it:", "    checks.close(mean(x), 2.0, 'the mean of 1 and 3')"]


def test_an_open_exercise_is_named(said):
    assert said["open"] == "✗ double: this exercise is not answered yet: replace this line with your code."


def test_other_errors_keep_their_tracebacks(said):
    assert "Traceback" in said["error"] and "ZeroDivisionError" in said["error"]
    assert "Traceback" in said["other"] and "later" in said["other"]


def test_nothing_else_fails(said):
    assert set(said) == {"open", "wrong", "other", "error"}
