import json
import re
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import practice_unit
import pytest
import small_course
from running_lab import TOKEN, Server, running

from autograder.classroom.practice.places import Work
from autograder.classroom.practice.progress import read_progress
from autograder.course import Course
from autograder.lab import LabError, check_port, deliver, lab_command, next_notebook, open_lab, prepare_workspace


@pytest.fixture
def course(tmp_path: Path) -> Course:
    small = small_course.make(tmp_path)
    small_course.release(small, "01")
    return small.course


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return tmp_path / "work"


def outcomes(course: Course, work: Path) -> dict[str, str]:
    return {delivery.path: delivery.outcome for delivery in deliver(course, work)}


def release_anew(course: Course, text: str = "newer") -> Path:
    released = course.release / "01-scaling" / "exercises.ipynb"
    small_course.write_notebook(released, [small_course.cell("intro", text, kind="markdown")])
    return released


class TestDelivery:
    def test_a_new_workspace_gets_every_released_file(self, course, work):
        assert outcomes(course, work) == {
            "01-scaling/exercises.ipynb": "new",
            "01-scaling/lesson.ipynb": "new",
        }
        assert not (work / "02-shifting").exists()

    def test_what_a_student_typed_is_never_overwritten(self, course, work):
        deliver(course, work)
        mine = work / "01-scaling" / "exercises.ipynb"
        mine.write_text("my answer")
        released = release_anew(course)
        deliver(course, work)
        assert mine.read_text() == "my answer"
        assert (work / "01-scaling" / "exercises-new-release.ipynb").read_bytes() == released.read_bytes()

    def test_the_student_is_told_where_the_newer_release_is(self, course, work):
        deliver(course, work)
        (work / "01-scaling" / "exercises.ipynb").write_text("my answer")
        release_anew(course)
        told = [delivery.message for delivery in deliver(course, work) if delivery.message]
        assert told == [
            "01-scaling/exercises.ipynb has been released anew. Yours is untouched; the new one is beside it, "
            "as 01-scaling/exercises-new-release.ipynb."
        ]

    def test_a_release_is_put_beside_only_once(self, course, work):
        deliver(course, work)
        (work / "01-scaling" / "exercises.ipynb").write_text("my answer")
        release_anew(course)
        deliver(course, work)
        assert set(outcomes(course, work).values()) == {"kept"}

    def test_work_in_the_file_beside_is_not_overwritten_either(self, course, work):
        deliver(course, work)
        (work / "01-scaling" / "exercises.ipynb").write_text("my answer")
        release_anew(course, "second")
        deliver(course, work)
        beside = work / "01-scaling" / "exercises-new-release.ipynb"
        beside.write_text("my second answer")
        release_anew(course, "third")
        assert outcomes(course, work)["01-scaling/exercises-new-release-2.ipynb"] == "beside"
        assert beside.read_text() == "my second answer"

    def test_an_untouched_file_is_brought_up_to_date(self, course, work):
        deliver(course, work)
        released = release_anew(course)
        assert outcomes(course, work)["01-scaling/exercises.ipynb"] == "updated"
        assert (work / "01-scaling" / "exercises.ipynb").read_bytes() == released.read_bytes()

    def test_a_file_that_a_student_removed_comes_back(self, course, work):
        deliver(course, work)
        (work / "01-scaling" / "exercises.ipynb").unlink()
        assert outcomes(course, work)["01-scaling/exercises.ipynb"] == "new"

    @pytest.mark.parametrize("damage", [None, "not json"])
    def test_without_its_ledger_every_changed_file_counts_as_the_student_s(self, course, work, damage):
        deliver(course, work)
        ledger = work / ".gradient-school" / "delivered.json"
        ledger.unlink() if damage is None else ledger.write_text(damage)
        release_anew(course)
        assert outcomes(course, work)["01-scaling/exercises-new-release.ipynb"] == "beside"


class TestFetching:
    """A unit that was handed out through nbgrader's exchange is fetched by its students."""

    @pytest.fixture
    def handed_out(self, course: Course) -> Path:
        folder = course.exchange / course.course_id / "outbound" / "01-scaling"
        folder.mkdir(parents=True)
        return folder

    def test_it_is_left_to_the_list_of_assignments(self, course, work, handed_out, capsys):
        prepare_workspace(course, work)
        assert not (work / "01-scaling").exists()
        assert "01-scaling is there to fetch" in capsys.readouterr().out

    def test_once_fetched_it_is_the_student_s(self, course, work, handed_out, capsys):
        (work / "01-scaling").mkdir(parents=True)
        (work / "01-scaling" / "exercises.ipynb").write_text("my answer")
        prepare_workspace(course, work)
        assert [path.name for path in (work / "01-scaling").iterdir()] == ["exercises.ipynb"]
        assert capsys.readouterr().out == ""

    def test_one_that_was_delivered_before_goes_on_as_before(self, course, work, handed_out):
        handed_out.rmdir()
        deliver(course, work)
        handed_out.mkdir()
        release_anew(course)
        assert outcomes(course, work)["01-scaling/exercises.ipynb"] == "updated"

    def test_windows_has_no_exchange(self, course, work, handed_out, monkeypatch):
        monkeypatch.setattr("autograder.jupyter_home.on_windows", lambda: True)
        prepare_workspace(course, work)
        assert (work / "01-scaling" / "exercises.ipynb").is_file()


class TestFirstPage:
    """The lab opens where a student goes on."""

    @pytest.fixture
    def here(self, tmp_path: Path) -> Work:
        made = practice_unit.make(tmp_path)
        made.notebook.with_name("lesson.ipynb").write_text("{}")
        return made

    def test_a_new_unit_begins_with_its_lesson(self, here):
        assert next_notebook(here.notebook.parents[1]) == "01-small/lesson.ipynb"

    def test_once_an_exercise_passes_the_exercises_open(self, here):
        read_progress(here.keep).checked("01-small", "double", True)
        assert next_notebook(here.notebook.parents[1]) == "01-small/exercises.ipynb"

    def test_a_unit_that_is_done_is_passed_over(self, here):
        for name in practice_unit.NAMES:
            read_progress(here.keep).checked("01-small", name, True)
        practice_unit.fill(here, practice_unit.GOOD)
        assert next_notebook(here.notebook.parents[1]) is None

    def test_an_empty_workspace_opens_jupyterlab_as_it_is(self, tmp_path):
        assert next_notebook(tmp_path) is None

    def test_the_command_opens_it_for_a_student_only(self, course, work):
        prepare_workspace(course, work)
        assert "--LabApp.default_url=/lab/tree/01-scaling/lesson.ipynb" in lab_command(course, work)[0]
        assert "default_url" not in " ".join(lab_command(course, course.root, instructor=True)[0])


class TestPlainErrors:
    def test_a_workspace_that_is_a_file(self, course, work):
        work.write_text("")
        with pytest.raises(LabError, match="is a file. Choose a folder"):
            prepare_workspace(course, work)

    def test_a_unit_folder_that_is_a_file(self, course, work):
        work.mkdir()
        (work / "01-scaling").write_text("")
        with pytest.raises(LabError, match="could not be copied"):
            prepare_workspace(course, work)

    def test_the_course_as_workspace(self, course):
        with pytest.raises(LabError, match="is the course itself"):
            prepare_workspace(course, course.root)

    def test_with_nothing_released_a_self_learner_gets_every_unit_without_its_secrets(self, tmp_path, work, capsys):
        fresh = small_course.make(tmp_path / "fresh").course
        prepare_workspace(fresh, work)
        assert "making the exercises" in capsys.readouterr().out
        for unit in fresh.all_units():
            text = (work / unit.name / "exercises.ipynb").read_text()
            assert "NotImplementedError" in text and "BEGIN HIDDEN" not in text and "return solutions." not in text

    def test_a_course_without_units(self, tmp_path, work):
        (tmp_path / "empty" / "units").mkdir(parents=True)
        with pytest.raises(LabError, match="has no units yet"):
            prepare_workspace(Course(tmp_path / "empty"), work)

    def test_a_taken_port(self, course, work):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with pytest.raises(LabError, match=f"Port {port} can't be used"):
                open_lab(course, work, port=port)

    def test_a_port_that_is_no_port(self):
        with pytest.raises(LabError, match="from 1 to 65535"):
            check_port(70000)

    def test_a_workspace_for_the_instructor(self, course, work):
        with pytest.raises(LabError, match="leave the workspace folder out"):
            open_lab(course, work, instructor=True)


class TestCommand:
    def test_every_jupyter_folder_is_private(self, course, work):
        _, variables = lab_command(course, work)
        private = {
            name: value for name, value in variables.items() if re.fullmatch(r"JUPYTER_\w+_DIR|JUPYTER_PATH", name)
        }
        assert len(private) == 4
        assert all(Path(value).is_relative_to(work / ".gradient-school") for value in private.values())

    def test_the_caller_s_jupyter_and_python_settings_stay_out(self, course, work, monkeypatch):
        for name in ("JUPYTER_CONFIG_PATH", "JUPYTERLAB_DIR", "JPY_PARENT_PID", "PYTHONHOME"):
            monkeypatch.setenv(name, "elsewhere")
        assert "elsewhere" not in lab_command(course, work)[1].values()

    def test_a_given_port_is_the_only_one_tried(self, course, work):
        argv, _ = lab_command(course, work, port=9123, browser=False)
        assert {"--ServerApp.port=9123", "--ServerApp.port_retries=0", "--no-browser"} <= set(argv)

    @pytest.mark.parametrize("instructor", [False, True])
    def test_only_a_student_s_kernel_shows_the_progress(self, course, work, instructor):
        root = course.root if instructor else work
        lab_command(course, root, instructor=instructor)
        spec = json.loads(
            (root / ".gradient-school" / "jupyter" / "data" / "kernels" / "python3" / "kernel.json").read_text()
        )
        assert any("autograder.classroom.panel" in argument for argument in spec["argv"]) is not instructor
        assert ("GRADSCHOOL_RELEASED" in spec["env"]) is not instructor


@pytest.mark.slow
class TestStudentsLab:
    @pytest.fixture(scope="class")
    def root(self, tmp_path_factory: pytest.TempPathFactory) -> Path:
        return tmp_path_factory.mktemp("student")

    @pytest.fixture(scope="class")
    def server(self, root: Path) -> Iterator[Server]:
        small = small_course.make(root)
        small_course.release(small, "01")
        work = prepare_workspace(small.course, root / "work")
        with running(small.course, work, instructor=False) as server:
            yield server

    def test_the_page_loads_with_the_student_s_tools_only(self, server):
        settings = server.page_settings()
        assert "@jupyter/nbgrader" in [extension["name"] for extension in settings["federated_extensions"]]
        assert "gradient-school" in [extension["name"] for extension in settings["federated_extensions"]]
        hidden = {name for name in settings["disabledExtensions"] if name.startswith("@jupyter/nbgrader:")}
        assert hidden == {f"@jupyter/nbgrader:{tool}" for tool in ("create-assignment", "formgrader", "course-list")}

    def test_nothing_is_asked_of_the_network(self, server):
        assert "@jupyterlab/apputils-extension:announcements" in server.page_settings()["disabledExtensions"]
        assert json.loads(server.get("/lab/api/news")[1]) == {"news": []}
        assert not server.page_settings()["buildCheck"]

    def test_the_only_kernel_is_the_course_s_own(self, server):
        kernels = json.loads(server.get("/api/kernelspecs")[1])
        assert list(kernels["kernelspecs"]) == [kernels["default"]] == ["python3"]
        spec = kernels["kernelspecs"]["python3"]["spec"]
        assert spec["display_name"] == "Gradient School"
        assert spec["argv"][0] == sys.executable

    @pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange on Windows")
    def test_the_list_of_assignments_answers(self, server):
        status, answer = server.get("/assignments?course_id=gradient-school")
        assert status == 200
        assert json.loads(answer)["success"] is True

    def test_the_validate_button_runs_the_visible_tests(self, server):
        answer = validate(server, "01-scaling/exercises.ipynb")
        assert answer["success"] is True
        (failed,) = answer["value"]["failed"]
        assert "NotImplementedError" in failed["error"]

    def test_the_terminal_shows_no_warning(self, server, root):
        validate(server, "01-scaling/exercises.ipynb")  # starts a kernel
        said = (root / "work" / ".gradient-school" / "log.txt").read_text()
        assert not re.search(r"warn|\[W|\[E", said, re.IGNORECASE), said

    def test_formgrader_is_not_there(self, server):
        assert server.status("/formgrader") == 404

    def test_the_released_notebooks_are_there_and_nothing_hidden_shows(self, server):
        top = json.loads(server.get("/api/contents")[1])
        assert [item["name"] for item in top["content"]] == ["01-scaling"]


def validate(server: Server, path: str) -> dict:
    request = urllib.request.Request(
        f"{server.address}/assignments/validate?path={path}",
        data=b"",
        method="POST",
        headers={"Authorization": f"token {TOKEN}"},
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.loads(answer.read())


@pytest.mark.slow
class TestInstructorsLab:
    @pytest.fixture(scope="class")
    def server(self, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
        course = small_course.make(tmp_path_factory.mktemp("instructor")).course
        with running(course, course.root, instructor=True) as server:
            yield server

    def test_none_of_nbgrader_s_tools_is_hidden(self, server):
        hidden = server.page_settings()["disabledExtensions"]
        assert not [name for name in hidden if name.startswith("@jupyter/nbgrader")]

    def test_formgrader_opens(self, server):
        status, page = server.get("/formgrader/manage_assignments")
        assert status == 200
        assert "nbgrader" in page

    def test_formgrader_sees_the_course_s_units(self, server):
        listed = json.loads(server.get("/formgrader/api/assignments")[1])
        assert {assignment["name"] for assignment in listed} == {"01-scaling", "02-shifting", "03-powers"}

    def test_the_units_are_open_to_edit(self, server):
        assert server.status("/api/contents/units/01-scaling/exercises.ipynb") == 200
