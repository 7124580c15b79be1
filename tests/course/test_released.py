"""Every unit as students get it: released by the real command, it runs, and its secrets are not in it."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient

from autograder.content import files_for
from autograder.course import new_course, packaged_course
from autograder.engine import open_engine
from autograder.notebook import StudentCell, read_source
from autograder.release import Released, release_unit
from autograder.student_library import called_modules, solution_modules

pytestmark = [pytest.mark.confined, pytest.mark.slow]
UNITS = packaged_course().all_units()


@pytest.fixture(scope="module", params=UNITS, ids=lambda unit: unit.name)
def released(request, tmp_path_factory) -> Released:
    """A release; that it happens at all says: full marks for the reference, none for the stubs, no leak found."""
    course = new_course(tmp_path_factory.mktemp("released") / "course")
    return release_unit(course, course.unit(request.param.name))


@pytest.fixture
def unit(released):
    return packaged_course().unit(released.folder.name)


def test_released_exercises_fail_with_the_stubs_words_and_nothing_else_breaks(released, tmp_path, monkeypatch):
    with zipfile.ZipFile(released.kit) as kit:
        kit.extractall(tmp_path)
    top = next(tmp_path.iterdir())
    monkeypatch.setenv("PYTHONPATH", str(top / "library"))
    folder = top / released.folder.name
    notebook = nbformat.read(folder / "exercises.ipynb", as_version=4)
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": str(folder)}}
    ).execute()
    graded = 0
    for cell in notebook.cells:
        outputs = cell.get("outputs", [])
        errors = [output for output in outputs if output.output_type == "error"]
        assert not [o for o in outputs if o.output_type == "stream" and o.name == "stderr"], cell.id
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code":
            graded += 1
            assert [error.ename for error in errors] == ["NotImplementedError"], cell.id
            assert "not answered yet" in errors[0].evalue
        else:
            assert errors == [], (cell.id, errors)
    assert graded


def test_neither_its_own_nor_a_later_solution_is_in_the_kit(released, unit):
    withheld = solution_modules(packaged_course(), unit).withheld
    assert called_modules(unit) <= set(withheld)
    with zipfile.ZipFile(released.kit) as kit:
        names = kit.namelist()
    for module in withheld:
        assert not [name for name in names if f"library/solutions/{module}" in name]


def test_nothing_of_the_answer_bank_is_released(released, unit):
    bank = {path.name: path.read_bytes() for path in (unit.folder / "answers").iterdir() if path.is_file()}
    with zipfile.ZipFile(released.kit) as kit:
        names, contents = kit.namelist(), {kit.read(name) for name in kit.namelist()}
    contents |= {path.read_bytes() for path in released.folder.rglob("*") if path.is_file()}
    assert bank and not contents & set(bank.values())
    assert not [path for path in (*names, *map(str, released.folder.rglob("*"))) if "answers" in Path(path).parts]


def test_its_own_solution_can_not_be_reached_where_answers_run(unit):
    course = packaged_course()
    source = read_source(unit.exercises)
    modules = sorted(called_modules(unit))
    probe = f"""
import importlib, pathlib, sys
for module in {modules!r}:
    try:
        print("FOUND", importlib.import_module("solutions." + module))
    except ImportError:
        print("not importable")
for folder in [*sys.path, {str(Path(files_root()))!r}]:
    for name in {modules!r}:
        for path in (pathlib.Path(folder, "solutions", name + ".py"), pathlib.Path(folder, "solutions", name, "__init__.py")):
            try:
                print("FOUND", path.read_text()[:20])
            except OSError:
                pass
import gc
text = [o for o in gc.get_objects() if isinstance(o, str) and "BEGIN HIDDEN" in o]
print("FOUND" if text else "no test in memory")
"""
    with open_engine(source, files_for(course, unit), 1) as engine:
        _, graded = engine.grade([StudentCell("probe", "", "code", probe)], "probe")
    said = "".join(output.get("text", "") for outputs in graded.outputs.values() for output in outputs)
    assert "not importable" in said and "no test in memory" in said, said
    assert "FOUND" not in said


def files_root() -> str:
    import solutions

    return os.path.dirname(os.path.dirname(os.path.abspath(solutions.__file__)))


def test_progress_stands_at_the_top_of_a_kits_exercises(tmp_path):
    """With the kit's own packages alone, in a kernel as the kit's JupyterLab starts it."""
    course = new_course(tmp_path / "course")
    with zipfile.ZipFile(release_unit(course, course.unit("00")).kit) as kit:
        kit.extractall(tmp_path / "kit")
    top = next((tmp_path / "kit").iterdir())
    notebook = top / "00-learning" / "exercises.ipynb"
    first = next(cell for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code")
    shown = shown_by(first, top / "library", notebook)
    assert any("00-learning  0 of" in text and "Next:" in text for text in shown), shown


def shown_by(cell: nbformat.NotebookNode, library: Path, notebook: Path) -> list[str]:
    """What JupyterLab is sent to show when that cell runs, as text."""
    variables = {**os.environ, "PYTHONPATH": str(library), "JPY_SESSION_NAME": str(notebook)}
    arguments = ["--IPKernelApp.extra_extensions=autograder.classroom.panel"]
    manager, client = start_new_kernel(
        kernel_name="python3", env=variables, cwd=str(notebook.parent), extra_arguments=arguments
    )
    try:
        content = {"code": cell.source, "silent": False, "store_history": True, "allow_stdin": False}
        message = client.session.msg("execute_request", content, metadata={"cellId": cell.id})
        client.shell_channel.send(message)
        shown: list[str] = []
        while True:
            answer = client.get_iopub_msg(timeout=60)
            if answer["msg_type"] == "display_data":
                shown.append(answer["content"]["data"].get("text/plain", ""))
            idle = answer["content"].get("execution_state") == "idle"
            if idle and answer["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                return shown
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
