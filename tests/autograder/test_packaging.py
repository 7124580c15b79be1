import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WORKED_ON = ("solutions", "autograder", "datasets", "course/units")
CAUGHT_UP = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the build reads, with the leftovers that a person's checkout has."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in (*WORKED_ON, "tests/submissions", "docs"):
        shutil.copytree(ROOT / name, copy / name, ignore=CAUGHT_UP)
    for name in ("pyproject.toml", "constraints.txt", "README.md", ".gitignore", "course/nbgrader_config.py"):
        shutil.copy(ROOT / name, copy / name)
    for name in (
        "course/units/01-neurons/.ipynb_checkpoints/lesson-checkpoint.ipynb",
        "solutions/__pycache__/neurons.pyc",
        "course/gradebook.db",
        "course/release/01-neurons/exercises.ipynb",
    ):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text("left over")
    return copy


@pytest.fixture(scope="module")
def wheel(checkout: Path) -> Path:
    pytest.importorskip("hatchling.build", reason="the build backend is not installed")
    build = "import sys, hatchling.build as backend; print(backend.build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(checkout / "dist")], cwd=checkout, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return checkout / "dist" / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def tracked(folder: str) -> set[str]:
    """The files of a folder that belong to the project."""
    found = (path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.as_posix() for path in found if not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)}


@pytest.mark.parametrize("package", ["solutions", "autograder", "datasets"])
def test_every_file_of_a_package_is_in_the_wheel(names, package):
    assert tracked(package) <= names


def test_the_course_travels_in_the_wheel(names):
    units = {name.replace("course/", "autograder/_course/", 1) for name in tracked("course/units")}
    assert units | {"autograder/_course/nbgrader_config.py"} <= names
    assert "autograder/_course/units/01-neurons/lesson.ipynb" in names


def test_the_pinned_versions_travel_in_the_wheel(names):
    assert "autograder/kit_files/constraints.txt" in names


def test_the_texts_of_the_site_travel_in_the_wheel(names):
    wanted = {name.replace("docs", "autograder/_docs", 1) for name in tracked("docs")}
    assert "autograder/_docs/conf.py" in wanted and wanted <= names


def test_the_demonstrations_samples_are_in_the_wheel(names):
    wanted = {name.replace("tests/submissions", "autograder/_submissions", 1) for name in tracked("tests/submissions")}
    assert wanted and wanted <= names


def test_leftovers_of_a_checkout_stay_behind(names):
    left = [name for name in names if re.search(r"checkpoint|__pycache__|\.pyc|\.db|/release/", name)]
    assert left == []


def test_from_the_wheel_alone_a_course_and_a_kit_can_be_made(wheel, tmp_path):
    """What an installed package must find in itself: unzipped, away from any checkout."""
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    code = (
        "from pathlib import Path; from autograder.course import new_course; from autograder.kit import kit_files\n"
        "course = new_course(Path('mine')); unit = course.unit('neurons')\n"
        "print(len(kit_files(course, unit, unit.folder)) > 5)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(site)}, capture_output=True, text=True
    )
    assert done.stdout.strip() == "True", done.stderr


def test_the_command_is_gradschool():
    assert PROJECT["project"]["scripts"] == {"gradschool": "autograder.cli:main"}


def test_what_only_linux_has_is_asked_for_on_linux_only():
    confinement = [need for need in PROJECT["project"]["dependencies"] if need.startswith(("sandlock", "pyseccomp"))]
    assert len(confinement) == 2
    assert all("sys_platform == 'linux'" in need for need in confinement)


class TestConstraints:
    @pytest.fixture(scope="class")
    def lines(self) -> list[str]:
        text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
        return [line for line in text.splitlines() if line and not line.startswith("#")]

    def test_every_line_pins_one_version_and_names_no_index(self, lines):
        assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+", line)] == []

    def test_no_distribution_is_pinned_twice(self, lines):
        named = [re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines]
        assert len(named) == len(set(named))

    def test_everything_that_the_project_asks_for_is_pinned(self, lines):
        pinned = {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines}
        extras = PROJECT["project"]["optional-dependencies"].values()
        wanted = [need for needs in (PROJECT["project"]["dependencies"], *extras) for need in needs]
        wanted = [need for need in wanted if not need.startswith("gradschool[")]
        assert {re.match(r"[\w.-]+", need)[0].lower() for need in wanted} <= pinned
