"""Every stored notebook keeps the house's rules: a new unit is checked as soon as its folder is there."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from autograder.course import LIBRARY, packaged_course
from autograder.notebook import Role, read_source
from autograder.release import static_faults
from autograder.store import stored_faults

UNITS = packaged_course().all_units()
NOTEBOOKS = [path for unit in UNITS for path in unit.notebooks]


def name(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_cells_have_stable_readable_ids(path):
    cells = nbformat.read(path, as_version=4).cells
    ids = [cell.id for cell in cells]
    assert len(set(ids)) == len(ids)
    for cell in cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        assert grade_id is None or cell.id == grade_id
        assert not all(letter in "0123456789abcdef-" for letter in cell.id), f"{cell.id} looks like a random id"


@pytest.mark.parametrize("path", [unit.lesson for unit in UNITS], ids=name)
def test_a_lesson_is_stored_with_clean_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    assert stored_faults(notebook) == []
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code) and any(cell.outputs for cell in code)


@pytest.mark.parametrize("path", [unit.exercises for unit in UNITS], ids=name)
def test_exercises_are_stored_without_outputs(path):
    for cell in nbformat.read(path, as_version=4).cells:
        assert not cell.get("outputs") and not cell.get("execution_count")


@pytest.mark.parametrize("path", [unit.exercises for unit in UNITS], ids=name)
def test_exercises_are_sound_before_anything_runs(path):
    source = read_source(path)
    assert static_faults(source) == []
    tested = [exercise for exercise in source.exercises if not exercise.manual]
    assert tested and any(exercise.manual for exercise in source.exercises)
    for exercise in tested:
        assert len(exercise.hints) == 3, f"{exercise.name} should have three hints"
        assert source.cells[exercise.cell].grade_id == f"test_{exercise.name}"
    assert all(cell.grade_id.startswith("setup_") for cell in source.cells if cell.role is Role.SETUP)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_figure_of_a_lesson_has_a_text_alternative(unit):
    cells = nbformat.read(unit.lesson, as_version=4).cells
    pages = [
        output["data"]["text/html"]
        for cell in cells
        for output in cell.get("outputs", [])
        if "text/html" in output.get("data", {})
    ]
    figures = [page for page in pages if "<img" in page]
    assert len(figures) >= 6
    assert all('alt="' in page and 'alt=""' not in page for page in figures)
    bare = [
        cell.id
        for cell in cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {}) and "text/html" not in output["data"]
    ]
    assert bare == []


def test_the_readme_lists_every_unit():
    readme = (LIBRARY / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (\d\d [a-z-]+) \|", readme, re.M)
    assert listed == [unit.name.replace("-", " ", 1) for unit in UNITS]
