"""A new unit is whole from the first minute: it can be read, released, qualified, and its lesson runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.course import LIBRARY, Course, packaged_course
from autograder.new_unit import NoNewUnit, new_unit
from autograder.notebook import read_source
from autograder.qualify.qualify import qualify_unit
from autograder.release import release_unit, static_faults
from autograder.store import store_lesson


def a_course(folder: Path) -> Course:
    """A course of one's own with two units to be in the way."""
    (folder / "units").mkdir(parents=True)
    shutil.copyfile(packaged_course().root / "nbgrader_config.py", folder / "nbgrader_config.py")
    course = Course(folder.resolve())
    for name in ("00-first-steps", "07-signals"):
        new_unit(course, name)
    return course


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return a_course(tmp_path_factory.mktemp("own") / "course")


def files(course: Course) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in course.root.rglob("*") if path.is_file()}


def test_it_has_all_parts(course):
    made = course.unit("signals")
    assert [path.name for path in made.notebooks] == ["lesson.ipynb", "exercises.ipynb"]
    assert (made.folder / "answers" / "standardize.py").is_file()
    assert [path.name for path in course.units.iterdir() if path.name.startswith(".")] == []


def test_its_notebooks_keep_the_rules_of_the_house(course):
    for path in course.unit("signals").notebooks:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
        assert not [cell.id for cell in notebook.cells if cell.get("outputs") or "@" in cell.source.replace(" @ ", "")]
        for cell in notebook.cells:
            assert cell.metadata.get("nbgrader", {"grade_id": cell.id})["grade_id"] == cell.id
    source = read_source(course.unit("signals").exercises)
    assert static_faults(source) == []
    assert [(exercise.name, exercise.manual, len(exercise.hints)) for exercise in source.exercises] == [
        ("standardize", False, 3),
        ("explain_scale", True, 0),
    ]


@pytest.mark.confined
@pytest.mark.slow
def test_it_qualifies_as_it_is(course):
    result = qualify_unit(course, course.unit("signals"), workers=1)
    assert result.good, [(e.survivors, e.faults) for e in result.exercises] or result.faults
    (exercise,) = result.exercises
    assert exercise.right_accepted == 3 and exercise.hints_matched == exercise.wrong_total == 5


@pytest.mark.confined
@pytest.mark.slow
def test_it_can_be_released(course):
    released = release_unit(course, course.unit("signals"))
    stub = next(
        cell for cell in nbformat.read(released.folder / "exercises.ipynb", 4).cells if cell.id == "standardize"
    )
    assert "not answered yet" in stub.source and "np.where" not in stub.source


@pytest.mark.slow
def test_its_lesson_runs_and_can_be_stored(course, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(LIBRARY), os.environ.get("PYTHONPATH")))))
    assert store_lesson(course.unit("signals")).cells > 10


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("07-signals", "There is a unit 07-signals already, and nothing of it was changed"),
        ("07-other", "07-signals has the number 07 already. The next free name is 08-other"),
        ("09-signals", "07-signals has this topic already"),
        ("signals", "such as 08-transformers. Got 'signals'"),
        ("8-short", "NN-topic"),
        ("08-Capital", "NN-topic"),
        ("08-two words", "NN-topic"),
        ("08-", "NN-topic"),
        ("../08-up", "NN-topic"),
        ("08-naïve", "NN-topic"),
        ("08-lambda", "can't be the name of a module"),
        ("08-trailing\n", "NN-topic"),
    ],
)
def test_a_bad_name_is_refused_and_nothing_is_written(course, name, words):
    before = files(course)
    with pytest.raises(NoNewUnit, match=words):
        new_unit(course, name)
    assert files(course) == before


# In a checkout of the project ---------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("course/units", "solutions", "tests/solutions"):
        (tmp_path / name).mkdir(parents=True)
    shutil.copyfile(LIBRARY / "solutions" / "__init__.py", tmp_path / "solutions" / "__init__.py")
    shutil.copyfile(packaged_course().root / "nbgrader_config.py", tmp_path / "course" / "nbgrader_config.py")
    return tmp_path.resolve()


def test_in_a_checkout_the_reference_is_a_module_with_a_test_that_passes(checkout):
    made = new_unit(Course(checkout / "course"), "03-time-series", checkout)
    module, test = checkout / "solutions/time_series.py", checkout / "tests/solutions/test_time_series.py"
    assert {module, test} < set(made.files)
    assert "return solutions.time_series.standardize(X, train)" in made.unit.exercises.read_text()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", checkout, test]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=checkout, env=os.environ | {"PYTHONPATH": str(checkout)}
    )
    assert done.returncode == 0 and "5 passed" in done.stdout, done.stdout + done.stderr


def test_a_module_that_is_there_is_not_overwritten(checkout):
    (checkout / "solutions" / "time_series.py").write_text("mine")
    with pytest.raises(NoNewUnit, match="time_series.py is there already"):
        new_unit(Course(checkout / "course"), "03-time-series", checkout)
    assert not (checkout / "course/units/03-time-series").exists()


def test_the_written_python_keeps_the_style(checkout):
    ruff = shutil.which("ruff")
    if ruff is None:
        pytest.skip("ruff is not installed")
    new_unit(Course(checkout / "course"), "03-time-series", checkout)
    paths = [checkout / "solutions/time_series.py", checkout / "tests/solutions/test_time_series.py"]
    settings = ["--config", LIBRARY / "pyproject.toml"]
    for command in (["check", *settings], ["format", "--check", *settings]):
        done = subprocess.run([ruff, *command, *paths], capture_output=True, text=True, cwd=checkout)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_command_says_what_it_wrote_and_what_comes_next(course):
    done = CliRunner().invoke(app, ["new-unit", "11-last", "--course", str(course.root)])
    assert done.exit_code == 0, done.output
    assert "11-last/lesson.ipynb" in done.output and "gradschool qualify 11-last" in done.output
