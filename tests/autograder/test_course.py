import os
import subprocess
import sys
from pathlib import Path

import pytest
import small_course

from autograder import course as course_module
from autograder.course import Course, CourseError, UnknownUnit, find_course, new_course, packaged_course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return small_course.make(tmp_path).course


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder from which no course can be found."""
    monkeypatch.delenv("GRADSCHOOL_COURSE", raising=False)
    monkeypatch.setattr(course_module, "LIBRARY", tmp_path / "library-elsewhere")
    folder = tmp_path / "nowhere"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("name", ["02-shifting", "02", "2", "shifting", "Shifting", "02-shifting/"])
def test_a_unit_answers_to_each_of_its_names(course, name):
    assert course.unit(name).name == "02-shifting"


def test_units_come_in_teaching_order_and_know_the_earlier_ones(course):
    assert [unit.name for unit in course.all_units()] == ["01-scaling", "02-shifting", "03-powers"]
    assert [unit.name for unit in course.earlier_units(course.unit("03"))] == ["01-scaling", "02-shifting"]


def test_unit_10_comes_after_unit_9(course):
    for name in ("9-nine", "10-ten"):
        small_course.write_notebook(course.units / name / "exercises.ipynb", [])
    assert [unit.number for unit in course.all_units()] == [1, 2, 3, 9, 10]


def test_an_unknown_unit_is_named_with_the_nearest_and_all_there_are(course):
    with pytest.raises(UnknownUnit, match='Did you mean "shifting"') as error:
        course.unit("shiftin")
    assert "01-scaling, 02-shifting, 03-powers" in str(error.value)


def test_a_name_that_two_units_answer_to_is_refused(course):
    small_course.write_notebook(course.units / "03-other" / "lesson.ipynb", [])
    with pytest.raises(UnknownUnit, match="could be any of 03-other, 03-powers"):
        course.unit("03")


def test_a_folder_without_notebooks_or_number_is_no_unit(course):
    (course.units / "04-empty").mkdir()
    small_course.write_notebook(course.units / "drafts" / "exercises.ipynb", [])
    assert len(course.all_units()) == 3


def test_the_option_wins_over_the_variable(course, tmp_path, monkeypatch):
    other = small_course.make(tmp_path / "other").course
    monkeypatch.setenv("GRADSCHOOL_COURSE", str(course.root))
    assert find_course(option=other.root) == other
    assert find_course(tmp_path) == course


def test_the_course_is_found_from_any_folder_in_it(course, nowhere):
    assert find_course(course.units / "01-scaling") == course


def test_the_course_is_found_in_the_folder_beside(course, nowhere):
    assert find_course(course.root.parent) == course


def test_without_a_course_the_error_says_how_to_make_one(nowhere):
    with pytest.raises(CourseError, match="gradschool new-course DIR"):
        find_course(nowhere)


def test_an_option_that_is_no_course_is_refused(nowhere):
    with pytest.raises(CourseError, match="--course says .*nowhere"):
        find_course(option=nowhere)


def test_the_packaged_course_is_copied_without_leftovers(course, tmp_path, monkeypatch):
    monkeypatch.setattr(course_module, "_PACKAGED", course.root)
    (course.units / "01-scaling" / ".ipynb_checkpoints").mkdir()
    (course.root / "gradebook.db").write_bytes(b"grades")
    made = new_course(tmp_path / "mine")
    assert packaged_course() == course
    assert [unit.name for unit in made.all_units()] == [unit.name for unit in course.all_units()]
    assert not list(made.root.rglob(".ipynb_checkpoints"))
    assert not (made.root / "gradebook.db").exists()


def test_new_course_leaves_a_folder_with_something_in_it_alone(course):
    with pytest.raises(CourseError, match="not empty"):
        new_course(course.root)


def test_the_gradebook_is_where_the_settings_say(course):
    assert course.gradebook_url == f"sqlite:///{(course.root / 'gradebook.db').as_posix()}"
    settings = course.root / "nbgrader_config.py"
    settings.write_text('c = get_config()\nc.CourseDirectory.db_url = "postgresql://host/grades"\n')
    assert Course(course.root).gradebook_url == "postgresql://host/grades"


class TestRealSettings:
    """The course's own nbgrader_config.py, with unmodified nbgrader."""

    @pytest.fixture(scope="class")
    def generated(self, tmp_path_factory: pytest.TempPathFactory) -> Course:
        course = small_course.make(tmp_path_factory.mktemp("generated")).course
        (course.units / "01-scaling" / "answers").mkdir()
        (course.units / "01-scaling" / "answers" / "bank.py").write_text("secret = 1\n")
        _nbgrader(course, "generate_assignment", "01-scaling")
        return course

    @pytest.mark.slow
    def test_nbgrader_releases_the_exercises_and_keeps_the_lesson_as_it_is(self, generated):
        released = generated.release / "01-scaling"
        assert sorted(path.name for path in released.iterdir()) == ["exercises.ipynb", "lesson.ipynb"]
        lesson = generated.units / "01-scaling" / "lesson.ipynb"
        assert (released / "lesson.ipynb").read_bytes() == lesson.read_bytes()

    @pytest.mark.slow
    def test_the_released_stub_says_that_it_is_not_answered_yet(self, generated):
        text = (generated.release / "01-scaling" / "exercises.ipynb").read_text(encoding="utf-8")
        assert 'raise NotImplementedError(\\"This exercise is not answered yet' in text
        assert "solutions.alpha" not in text

    @pytest.mark.slow
    @pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange on Windows")
    def test_nbgrader_lists_what_is_released_in_the_course_s_own_exchange(self, generated):
        _nbgrader(generated, "release_assignment", "01-scaling")
        assert "gradient-school 01-scaling" in _nbgrader(generated, "list")
        assert (generated.exchange / "gradient-school" / "outbound" / "01-scaling").is_dir()


def _nbgrader(course: Course, *arguments: str) -> str:
    programs = str(Path(sys.executable).parent)
    variables = {**os.environ, "PATH": os.pathsep.join([programs, os.environ["PATH"]])}
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments], cwd=course.root, env=variables, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr
