import importlib.metadata
import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
import small_course
from small_course import SmallCourse

from autograder.kit import BASE_REQUIREMENTS, build_kit, kit_files
from autograder.leaks import find_unit_leaks
from autograder.student_library import KitError, solution_modules


@pytest.fixture
def small(tmp_path: Path) -> SmallCourse:
    return small_course.make(tmp_path)


def files_of(small: SmallCourse, name: str) -> dict[str, bytes]:
    released = small_course.release(small, name)
    return kit_files(small.course, small.course.unit(name), released, library=small.library)


def add_cell(small: SmallCourse, name: str, source: str) -> None:
    """Put a code cell into a unit's lesson, source and release alike."""
    for notebook in (small.course.unit(name).lesson, small_course.release(small, name) / "lesson.ipynb"):
        small_course.write_notebook(notebook, [small_course.cell("shown", source)])


class TestContents:
    def test_the_kit_of_a_unit_has_the_solutions_of_the_units_before(self, small):
        solutions = {name for name in files_of(small, "03") if name.startswith("library/solutions/")}
        assert solutions == {f"library/solutions/{name}.py" for name in ("__init__", "alpha", "beta")}

    def test_the_kit_of_the_first_unit_has_no_solution(self, small):
        assert solution_modules(small.course, small.course.unit("01"), small.library).earlier == ()
        assert "library/solutions/__init__.py" in files_of(small, "01")

    def test_of_the_grader_only_the_check_helpers_travel(self, small):
        grader = {name for name in files_of(small, "02") if name.startswith("library/autograder/")}
        assert grader == {"library/autograder/__init__.py", "library/autograder/classroom/__init__.py"}

    def test_the_released_notebooks_travel_as_they_are(self, small):
        files = files_of(small, "02")
        released = small.course.release / "02-shifting"
        for name in ("exercises.ipynb", "lesson.ipynb"):
            assert files[f"02-shifting/{name}"] == (released / name).read_bytes()

    def test_the_exercises_are_there_a_second_time_as_they_were_released(self, small):
        files = files_of(small, "02")
        assert files["setup/released/02-shifting/exercises.ipynb"] == files["02-shifting/exercises.ipynb"]
        assert [name for name in files if name.startswith("setup/released/")] == [
            "setup/released/02-shifting/exercises.ipynb"
        ]

    def test_a_lesson_that_the_release_left_out_is_taken_from_the_unit(self, small):
        released = small_course.release(small, "02")
        (released / "lesson.ipynb").unlink()
        unit = small.course.unit("02")
        files = kit_files(small.course, unit, released, library=small.library)
        assert files["02-shifting/lesson.ipynb"] == unit.lesson.read_bytes()

    def test_caches_and_bytecode_stay_behind(self, small):
        for place in (
            "library/solutions/__pycache__",
            "library/datasets/__pycache__",
            "course/release/02-shifting/.ipynb_checkpoints",
        ):
            folder = small.library.parent / place
            folder.mkdir(parents=True)
            (folder / "left.pyc").write_bytes(b"\0")
        assert not [name for name in files_of(small, "02") if "left" in name]

    def test_nothing_withheld_is_in_any_unit_s_kit(self, small):
        for unit in small.course.all_units():
            files = files_of(small, unit.name)
            assert find_unit_leaks(small.course, unit, files, library=small.library) == []


class TestRequirements:
    def test_tensorflow_is_left_out_where_no_notebook_imports_it(self, small):
        listed = files_of(small, "01")["requirements.txt"].decode().splitlines()
        assert listed == [f"{name}==1.0" for name in BASE_REQUIREMENTS]

    @pytest.mark.parametrize("line", ["import tensorflow as tf", "from tensorflow.keras import layers", "import keras"])
    def test_tensorflow_is_there_where_a_lesson_imports_it(self, small, line):
        add_cell(small, "01", f"%matplotlib inline\nif True:\n    {line}")
        released = small.course.release / "01-scaling"
        files = kit_files(small.course, small.course.unit("01"), released, library=small.library)
        assert "tensorflow==1.0" in files["requirements.txt"].decode().splitlines()

    def test_an_import_that_nothing_pins_is_refused(self, small):
        add_cell(small, "01", "import seaborn")
        with pytest.raises(KitError, match="needs seaborn, but constraints.txt pins no version"):
            kit_files(small.course, small.course.unit("01"), small.course.release / "01-scaling", library=small.library)

    def test_a_cell_in_another_language_imports_nothing(self, small):
        add_cell(small, "01", "%%html\n<p>import this</p>")
        kit_files(small.course, small.course.unit("01"), small.course.release / "01-scaling", library=small.library)


class TestRefusals:
    def test_a_unit_that_is_not_released(self, small):
        with pytest.raises(KitError, match="Release the unit first"):
            kit_files(small.course, small.course.unit("01"), small.course.release / "01-scaling", library=small.library)

    def test_two_new_modules_in_one_unit(self, small):
        cells = small_course.source_cells("alpha", "scale") + small_course.source_cells("gamma", "power")
        small_course.write_notebook(small.course.unit("01").exercises, cells)
        with pytest.raises(KitError, match="01-scaling call alpha, gamma"):
            files_of(small, "02")

    @pytest.mark.parametrize(
        "line",
        ["from solutions import gamma", "from . import gamma", "import solutions.gamma", "from .gamma import power"],
    )
    def test_an_earlier_solution_that_leans_on_a_later_one(self, small, line):
        module = small.library / "solutions" / "alpha.py"
        module.write_text(f"{line}\n{module.read_text()}")
        with pytest.raises(KitError, match="alpha.py imports gamma"):
            files_of(small, "02")

    def test_a_released_file_that_is_no_notebook(self, small):
        released = small_course.release(small, "01")
        (released / "exercises.ipynb").write_text("{")
        with pytest.raises(KitError, match="is not a notebook"):
            kit_files(small.course, small.course.unit("01"), released, library=small.library)


class TestZip:
    def test_the_same_release_makes_the_same_bytes(self, small, tmp_path):
        released, unit = small_course.release(small, "02"), small.course.unit("02")
        made = [
            build_kit(small.course, unit, released, tmp_path / name, library=small.library)
            for name in ("a.zip", "b.zip")
        ]
        for path in released.iterdir():
            os.utime(path, (1, 1))
        made.append(build_kit(small.course, unit, released, tmp_path / "c.zip", library=small.library))
        assert len({path.read_bytes() for path in made}) == 1

    def test_everything_unpacks_into_one_folder(self, small, tmp_path):
        target = build_kit(
            small.course,
            small.course.unit("02"),
            small_course.release(small, "02"),
            tmp_path / "k.zip",
            library=small.library,
        )
        with zipfile.ZipFile(target) as kit:
            assert {name.split("/")[0] for name in kit.namelist()} == {"gradient-school-02-shifting"}
            assert kit.testzip() is None


class TestStart:
    """The kit as a student starts it, with packages that are already here in place of the network."""

    @pytest.fixture
    def kit(self, small: SmallCourse, tmp_path: Path) -> Path:
        lines = [f"{name}=={importlib.metadata.version(name)}\n" for name in BASE_REQUIREMENTS]
        (small.library / "constraints.txt").write_text("".join(lines))
        unit = small.course.unit("02")
        target = build_kit(
            small.course, unit, small_course.release(small, "02"), tmp_path / "k.zip", library=small.library
        )
        with zipfile.ZipFile(target) as archive:
            archive.extractall(tmp_path / "at home")
        return tmp_path / "at home" / "gradient-school-02-shifting"

    @pytest.mark.slow
    def test_the_check_sets_up_once_and_then_works_offline(self, kit):
        prepared_environment(kit)
        first, second = start(kit, "--check"), start(kit, "--check")
        assert "All is well: everything that 02-shifting needs is here." in first.stdout
        assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
        assert "Setting up" in first.stdout
        assert "Setting up" not in second.stdout

    @pytest.mark.slow
    def test_without_a_network_it_says_so_and_can_be_started_again(self, kit):
        failed = start(kit, "--check")
        assert failed.returncode == 1
        assert "Is there a network?" in failed.stderr
        assert "Traceback" not in failed.stderr
        assert (kit / "setup.log").is_file()

    @pytest.mark.slow
    def test_a_broken_environment_is_made_anew(self, kit):
        prepared_environment(kit)
        (kit / ".venv" / "ready").write_text("an older kit")
        for path in (kit / ".venv").glob("*/python*"):
            if not path.is_dir():
                path.unlink()
        start(kit, "--check")  # no packages in the new one, so it stops at pip
        assert (kit / "setup.log").is_file()

    def test_a_file_in_the_way_is_named(self, kit):
        (kit / ".venv").write_text("")
        assert ".venv is in the way" in start(kit, "--check").stderr

    def test_another_python_is_refused_before_anything_else(self, kit):
        code = (kit / "start.py").read_text().replace("(3, 11), (3, 13)", "(2, 0), (2, 7)")
        (kit / "start.py").write_text(code)
        refused = start(kit)
        assert refused.stderr.startswith("This unit needs Python 3.11, 3.12 or 3.13; this is Python 3.")
        assert not (kit / ".venv").exists()

    def test_start_py_is_written_so_that_any_python_can_read_it(self, kit):
        code = (kit / "start.py").read_text()
        assert code.isascii()
        compile(code, "start.py", "exec")
        assert 'f"' not in code
        assert "->" not in code

    def test_the_readme_names_the_unit_and_the_one_command(self, kit):
        readme = (kit / "README.txt").read_text()
        assert "02-shifting" in readme
        assert "python start.py" in readme
        assert "{" not in readme

    def test_what_it_opens_is_there(self, kit):
        about = json.loads((kit / "setup" / "kit.json").read_text())
        assert (kit / about["unit"] / about["opens"]).is_file()


def prepared_environment(kit: Path) -> None:
    """An environment that sees this one's packages, so that pip finds all it is asked for."""
    venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(kit / ".venv")
    (site,) = (kit / ".venv").rglob("site-packages")
    (site / "borrowed.pth").write_text("\n".join(path for path in sys.path if "site-packages" in path))


def start(kit: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the kit's start.py with an index that nobody answers at."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    variables |= {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}
    return subprocess.run(
        [sys.executable, "start.py", *arguments], cwd=kit, env=variables, capture_output=True, text=True
    )
