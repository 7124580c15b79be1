"""What the commands print and their exit statuses, and the same from a student's kit."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import practice_unit
import pytest
from practice_unit import GOOD, fill

from autograder.classroom.practice import commands
from autograder.classroom.practice.outcome import Outcome, Status
from autograder.classroom.practice.progress import read_progress
from autograder.classroom.practice.reading import PracticeError
from autograder.classroom.practice.terminal import Style, bar, outcome_text
from autograder.course import LIBRARY, Course
from autograder.kit import build_kit


@pytest.fixture
def work(tmp_path):
    return practice_unit.make(tmp_path, GOOD | {"quadruple": "def quadruple(x):\n    return x"})


def checked(work, *names: str) -> tuple[int, str]:
    out = io.StringIO()
    return commands.check(work, names, out=out), out.getvalue()


class TestCheck:
    def test_all_exercises_with_a_summary(self, work):
        status, said = checked(work)
        assert status == 1
        assert said.splitlines()[:3] == [
            "✓ double",
            "✗ quadruple: not right yet",
            "  A check found a wrong result: assert quadruple(2.0) == 8.0",
        ]
        assert "2 of 3 exercises pass" in said and "✓ explain_double: written" in said
        progress = read_progress(work.keep)
        assert [progress.state("01-small", name).passed for name in practice_unit.NAMES] == [True, False, True]

    def test_the_status_is_that_of_what_was_asked_for(self, work):
        assert checked(work, "double") == (0, "✓ double\n")
        assert checked(work, "both", "quadruple")[0] == 1
        assert checked(work, "explain_double") == (
            0,
            "✓ explain_double: written\n  A person reads this answer and gives the points.\n",
        )

    def test_a_text_that_is_not_written_counts_only_when_asked_for(self, work):
        fill(work, GOOD | {"explain_double": "*Replace this line with your answer.*"})
        status, said = checked(work)
        assert status == 0 and "1 text still to write" in said
        assert "more checks run on other numbers" in said
        assert checked(work, "explain_double")[0] == 1

    def test_an_unknown_exercise_runs_nothing(self, work):
        with pytest.raises(PracticeError, match="Did you mean double"):
            checked(work, "double", "dubble")
        assert not work.keep.exists()

    def test_a_note_is_said_once(self, work):
        practice_unit.change(work, practice_unit.added("double", "1 / 0"))
        assert checked(work)[1].count("ZeroDivisionError") == 1

    def test_a_progress_file_of_no_use_is_said(self, work):
        work.keep.mkdir()
        (work.keep / "progress.json").write_text("[]")
        status, said = checked(work, "double")
        assert status == 0 and "not a file of this course's progress" in " ".join(said.split())


class TestText:
    OUTCOME = Outcome(
        "gate",
        Status.FAILED,
        "The first sentence is so long that a narrow terminal has to break it somewhere near its end.\nexpected:  [0, 1]",
        "Line 3 of your answer cell of `gate`:\n    return 1",
        "debug\n",
        ("Something else is worth a note.",),
    )

    @pytest.mark.parametrize("width", [40, 80, 120])
    def test_no_line_is_wider_than_the_terminal(self, width):
        text = outcome_text(self.OUTCOME, Style(width))
        assert max(map(len, text.splitlines())) <= width
        assert "\n      return 1" in text and "expected:  [0, 1]" in text and "Note: Something" in text

    def test_colours_only_where_there_are_some(self):
        assert "\x1b" not in outcome_text(self.OUTCOME, Style())
        assert "\x1b[31m✗" in outcome_text(self.OUTCOME, Style(colours=True))

    @pytest.mark.parametrize(("done", "total", "full"), [(0, 3, 0), (1, 3, 6), (3, 3, 20), (0, 0, 0)])
    def test_the_bar(self, done, total, full):
        assert bar(done, total, Style()).count("█") == full

    def test_a_stream_without_these_signs_gets_others(self):
        raw = io.BytesIO()
        stream = commands.harmless(io.TextIOWrapper(raw, encoding="cp1252", write_through=True))
        print("✓ double", file=stream)
        assert raw.getvalue().split() == [b"?", b"double"]


def test_watch_from_typed_lines_to_the_end_of_input(work):
    out = io.StringIO()
    assert commands.watch(work, typed=io.StringIO("hint\nlist\n"), out=out) == 0
    said = out.getvalue()
    assert "quadruple: not right yet" in said and "Hint 1: the idea" in said and "← shown" in said
    assert said.endswith("your progress is kept.\n") and "\x1b" not in said


class TestInAKit:
    @pytest.fixture
    def kit(self, work, tmp_path) -> Path:
        import zipfile

        import small_course

        root = small_course.make(tmp_path / "made").course.root
        small_course.write_notebook(root / "units" / "01-small" / "exercises.ipynb", practice_unit.released_cells())
        course = Course(root)
        unit = next(unit for unit in course.all_units() if unit.name == "01-small")
        target = build_kit(course, unit, work.release.parent, tmp_path / "k.zip", library=LIBRARY)
        with zipfile.ZipFile(target) as archive:
            archive.extractall(tmp_path / "at home")
        return tmp_path / "at home" / "gradient-school-01-small"

    def practise(self, kit: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        variables = os.environ | {"PYTHONPATH": str(kit / "library"), "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", "autograder.classroom.practice", *arguments]
        return subprocess.run(command, cwd=kit / "01-small", env=variables, input=typed, capture_output=True, text=True)

    def test_the_commands_work_with_what_travels(self, kit, work):
        notebook = kit / "01-small" / "exercises.ipynb"
        notebook.write_text(work.notebook.read_text())
        practice_unit.change(practice_unit.Work("", notebook, kit), practice_unit.without("test_double"))
        done = self.practise(kit, "check", "double")
        assert (done.returncode, done.stderr) == (0, "")
        assert "✓ double" in done.stdout and "the released one was used" in done.stdout
        done = self.practise(kit, "watch", typed="reset\nquit\n")
        assert (done.returncode, done.stderr) == (0, "") and "is as it was released" in done.stdout
        shown = self.practise(kit, "progress", "--json")
        assert json.loads(shown.stdout)["units"][0]["next"] == "quadruple"
        assert {path.name for path in (kit / ".gradient-school").iterdir()} == {"progress.json", "kept"}

    def test_start_py_leads_to_them(self, kit):
        venv.EnvBuilder(symlinks=os.name != "nt").create(kit / ".venv")
        (site,) = (kit / ".venv").rglob("site-packages")
        (site / "borrowed.pth").write_text("\n".join(path for path in sys.path if "site-packages" in path))
        tell = "import kit_setup, pathlib; print(end=kit_setup.fingerprint(pathlib.Path('.')))"
        setup = subprocess.run(
            [sys.executable, "-c", tell],
            cwd=kit,
            env=os.environ | {"PYTHONPATH": "setup"},
            capture_output=True,
            text=True,
        )
        (kit / ".venv" / "ready").write_text(setup.stdout)
        started = [sys.executable, "start.py"]
        done = subprocess.run([*started, "check", "double"], cwd=kit, capture_output=True, encoding="utf-8")
        assert (done.returncode, done.stderr) == (1, "") and "double: not answered yet" in done.stdout
        done = subprocess.run([*started, "chekc"], cwd=kit, capture_output=True, text=True)
        assert done.returncode == 2 and "no command 'chekc'" in done.stderr

    def test_bad_input_is_a_sentence(self, kit):
        done = self.practise(kit, "check", "nothing")
        assert done.returncode == 2 and done.stderr.startswith('There is no exercise "nothing"')
        assert self.practise(kit, "check", "--seconds", "-1").returncode == 2
