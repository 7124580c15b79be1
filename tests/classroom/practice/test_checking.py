"""Exercises checked in a process beside the notebook, and the words for what is wrong."""

from __future__ import annotations

import ast
import hashlib
import sys
from pathlib import Path

import practice_unit
import pytest
import small_course
from practice_unit import GOOD, NAMES, added, change, without

from autograder import words as grader_words
from autograder.classroom.practice import checking, session, words
from autograder.classroom.practice.checking import check_exercises, fingerprint
from autograder.classroom.practice.outcome import Outcome, Status
from autograder.classroom.practice.places import Work
from autograder.classroom.practice.session import Cancelled

PACKAGE = Path(checking.__file__).parent


def outcomes(work: Work, *names: str, seconds: float | None = None) -> dict[str, Outcome]:
    book = work.read()
    chosen = [book.exercise(name) for name in names] or book.exercises
    found = check_exercises(book, chosen, released=work.released(), seconds=seconds)
    return {outcome.exercise: outcome for outcome in found}


def outcome(tmp_path: Path, name: str, answers: dict[str, str], seconds: float | None = None) -> Outcome:
    return outcomes(practice_unit.make(tmp_path, GOOD | answers), name, seconds=seconds)[name]


def test_right_answers_pass_one_by_one_and_all_together(tmp_path):
    work = practice_unit.make(tmp_path, GOOD)
    together = outcomes(work)
    assert {name: found.status for name, found in together.items()} == dict.fromkeys(NAMES, Status.PASSED) | {
        "explain_double": Status.WRITTEN
    }
    assert outcomes(work, "both")["both"] == together["both"]


def test_nothing_is_answered_in_a_released_notebook(tmp_path):
    found = outcomes(practice_unit.make(tmp_path))
    assert [found[name].status for name in NAMES] == [Status.NOT_ANSWERED] * 3
    assert found["double"].message == "This exercise is not answered yet: replace this line with your code."
    assert found["explain_double"].status is Status.NOT_WRITTEN


class TestWords:
    def test_a_check_speaks_as_in_the_notebook(self, tmp_path):
        found = outcome(tmp_path, "double", {"double": "def double(x):\n    return x"})
        assert found.status is Status.FAILED
        assert found.message.startswith("double of 3 ") and "6" in found.message and "3" in found.message

    def test_an_assertion_without_words_shows_its_line(self, tmp_path):
        found = outcome(tmp_path, "quadruple", {"quadruple": "def quadruple(x):\n    return 7.0"})
        assert found.message == "A check found a wrong result: assert quadruple(2.0) == 8.0"

    def test_an_exception_comes_with_the_line_of_the_student_s_cell(self, tmp_path):
        found = outcome(tmp_path, "double", {"double": "def double(x):\n    y = x\n    return y / 0"})
        assert (found.status, found.message) == (
            Status.RAISED,
            "Your code raised ZeroDivisionError: float division by zero.",
        )
        assert found.where == "Line 3 of your answer cell of `double` (in double):\n    return y / 0"

    def test_the_line_is_the_deepest_that_the_student_wrote(self, tmp_path):
        found = outcome(tmp_path, "quadruple", {"double": "def double(x):\n    return np.zeros(2) @ np.zeros(3)"})
        assert found.where == (
            "Line 2 of your answer cell of `double` (in double):\n    return np.zeros(2) @ np.zeros(3)"
        )

    def test_a_cell_that_is_no_python_is_shown_with_its_line(self, tmp_path):
        found = outcome(tmp_path, "double", {"double": "def double(x):\n    retrn x"})
        assert (found.status, found.message) == (Status.RAISED, "Your answer cell raised SyntaxError: invalid syntax.")
        assert found.where.startswith("Line 2 of") and "retrn x" in found.where

    def test_an_answer_that_raises_by_itself_but_works_passes_with_a_note(self, tmp_path):
        found = outcome(tmp_path, "quadruple", {"double": GOOD["double"] + "\nundefined"})
        assert found.passed
        assert found.notes == (
            "Your answer cell of `double` raised NameError: name 'undefined' is not defined in line 3.",
        )

    def test_parts_are_told_one_by_one(self, tmp_path):
        found = outcome(tmp_path, "both", {"both": "def both(x):\n    return 2.0, 5.0"})
        assert (found.status, found.message) == (Status.PARTIAL, "1 of 3 points. Not right yet: the sum.")
        assert "✓ the mean (1 point)" in found.printed and "✗ the sum (0 of 2 points)" in found.printed

    def test_points_without_parts(self, tmp_path):
        work = practice_unit.make(tmp_path, GOOD)
        change(work, lambda cells: [c | {"source": "1.5"} if c["id"] == "test_double" else c for c in cells])
        work.release.write_text(work.notebook.read_text())
        assert outcomes(work, "double")["double"].message == "1.5 of 3 points. Some checks did not pass."

    def test_a_result_of_the_wrong_form_is_no_fault_of_the_check(self, tmp_path):
        work = practice_unit.make(tmp_path, GOOD)
        change(work, lambda cells: [c | {"source": "double(3.0)[0]"} if c["id"] == "test_double" else c for c in cells])
        work.release.write_text(work.notebook.read_text())
        found = outcomes(work, "double")["double"]
        assert found.status is Status.FAILED
        assert found.message.startswith("The check could not work with what your answer returned (TypeError: ")

    def test_an_earlier_answer_that_is_missing_is_named(self, tmp_path):
        stub = f"def double(x):\n{practice_unit.STUB}"
        found = outcome(tmp_path, "quadruple", {"double": stub})
        assert found.message == "It needs `double`, which is not answered yet: answer that exercise first."
        assert found.where.startswith("Line 2 of your answer cell of `quadruple`")

    def test_an_earlier_cell_that_failed_explains_a_missing_name(self, tmp_path):
        found = outcome(tmp_path, "double", {"double": "def double(x):\n    return factor * x"})
        assert found.message == "Your code raised NameError: name 'factor' is not defined."
        work = practice_unit.make(tmp_path / "two", GOOD | {"double": "def double(x):\n    return factor * x"})
        change(work, added("double", "factor = 1 / 0"))
        found = outcomes(work, "double")["double"]
        assert found.message.startswith("`factor` is missing, because of an earlier cell. Your cell that begins with")
        assert "“factor = 1 / 0” raised ZeroDivisionError: division by zero in line 1." in found.message

    def test_a_function_of_another_name(self, tmp_path):
        found = outcome(tmp_path, "double", {"double": "def twice(x):\n    return 2 * x"})
        assert (found.status, found.message) == (Status.MISSING, "Your notebook does not define `double`.")

    def test_what_an_answer_prints_is_shown_when_it_fails(self, tmp_path):
        text = "def double(x):\n    print('x is', x)\n    return x"
        assert outcome(tmp_path, "double", {"double": text}).printed == "x is 3.0\n"

    def test_the_sentences_are_the_grader_s(self):
        assert words.NOT_ANSWERED == grader_words.NOT_ANSWERED
        assert words.too_long(3) == grader_words.out_of_time(None, 3)
        assert words.ended(0) == grader_words.process_ended(0, None)
        assert words.ended(-11) == grader_words.process_ended(-11, None)


class TestCellsBefore:
    def test_an_earlier_cell_that_raises_does_not_stop_a_later_exercise(self, tmp_path):
        work = practice_unit.make(tmp_path, GOOD | {"double": "def double(x:"})
        change(work, added("both", "print('mine')\nraise ValueError('so what')"))
        found = outcomes(work, "both")["both"]
        assert found.passed and len(found.notes) == 2
        assert any("raised ValueError: so what in line 2." in note for note in found.notes)

    def test_own_cells_run_and_later_ones_do_not(self, tmp_path):
        work = practice_unit.make(tmp_path, GOOD | {"double": "def double(x):\n    return factor * x"})
        change(work, added("double", "factor = 2"))
        change(work, added("both", "factor = 3"))
        assert outcomes(work, "double")["double"].passed
        assert outcomes(work, "quadruple")["quadruple"].passed

    def test_magics_work(self, tmp_path):
        work = practice_unit.make(tmp_path, GOOD)
        change(
            work, added("double", "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
        )
        change(work, added("quadruple", "%%time\nx = 1", "!echo hello", "display(x)", "x?"))
        found = outcomes(work, "double", "both")
        assert all(each.passed and each.notes == () for each in found.values())

    def test_names_of_one_test_are_not_there_for_later_answers(self, tmp_path):
        work = practice_unit.make(tmp_path, GOOD | {"both": "def both(x):\n    return left, left"})
        change(work, lambda cells: [c | {"source": "left = 2.0"} if c["id"] == "test_double" else c for c in cells])
        work.release.write_text(work.notebook.read_text())
        found = outcomes(work)["both"]
        assert (found.status, found.message) == (Status.FAILED, "0 of 3 points. Not right yet: the mean, the sum.")
        assert "NameError: name 'left' is not defined" in found.printed

    def test_a_test_that_needs_an_earlier_test_gets_it(self, tmp_path):
        work = practice_unit.make(tmp_path, GOOD)
        edits = {"test_double": "def helper(x):\n    return x", "test_quadruple": "assert helper(quadruple(1)) == 4"}
        practice_unit.fill(work, edits)
        work.release.write_text(work.notebook.read_text())
        assert outcomes(work, "quadruple")["quadruple"].passed

    def test_an_answer_that_stands_behind_its_test_still_counts(self, tmp_path):
        work = practice_unit.make(tmp_path, GOOD)
        change(
            work, lambda cells: [*(c for c in cells if c["id"] != "double"), *(c for c in cells if c["id"] == "double")]
        )
        assert outcomes(work, "double")["double"].passed

    def test_a_deleted_test_is_taken_from_the_release(self, tmp_path):
        work = practice_unit.make(tmp_path, GOOD | {"double": "def double(x):\n    return x"})
        change(work, without("test_double"))
        found = outcomes(work, "double")["double"]
        assert found.status is Status.FAILED
        assert found.notes == ("The cell test_double was deleted; the released one was used.",)

    def test_a_deleted_test_without_a_release_is_a_sentence(self, tmp_path):
        work = practice_unit.make(tmp_path, GOOD)
        change(work, without("test_double"))
        work.release.unlink()
        found = outcomes(work, "double")["double"]
        assert (found.status, found.message) == (Status.MISSING, words.NO_TEST)

    def test_a_deleted_answer_is_a_sentence(self, tmp_path):
        work = practice_unit.make(tmp_path, GOOD)
        change(work, without("double"))
        assert outcomes(work, "double")["double"].message == words.MISSING_CELL


class TestEnds:
    def test_an_endless_loop_is_stopped_at_its_line_and_the_others_go_on(self, tmp_path):
        work = practice_unit.make(tmp_path, GOOD | {"double": "def double(x):\n    while True:\n        x += 1"})
        found = outcomes(work, seconds=3)
        assert found["double"].status is found["quadruple"].status is Status.TOO_LONG
        assert found["double"].message.startswith("Your code took longer than 3 s and was stopped. Look for a loop")
        assert found["double"].where.startswith(("Line 2 of your answer cell of `double`", "Line 3 of your answer"))
        assert found["both"].passed

    def test_an_endless_cell_before_is_run_once_and_noted(self, tmp_path):
        work = practice_unit.make(tmp_path, GOOD)
        runs = tmp_path / "runs.txt"
        change(work, added("double", f"open({str(runs)!r}, 'a').write('x')\nwhile True: pass"))
        found = outcomes(work, *NAMES, seconds=3)
        assert all(each.passed for each in found.values())
        assert found["double"].notes[0].endswith(words.too_long(3))
        assert runs.read_text() == "x"

    def test_an_ended_process_is_a_sentence_and_the_others_go_on(self, tmp_path):
        work = practice_unit.make(tmp_path, GOOD | {"double": "import os\ndef double(x):\n    os._exit(0)"})
        found = outcomes(work, "double", "both")
        assert found["double"].status is Status.ENDED and "os._exit" in found["double"].message
        assert found["both"].passed

    def test_leaving_commands_end_nothing(self, tmp_path):
        work = practice_unit.make(tmp_path, GOOD)
        change(work, added("double", "exit()", "quit", "raise SystemExit(1)", "raise KeyboardInterrupt", "input()"))
        found = outcomes(work, "double")["double"]
        raised = ("SystemExit", "KeyboardInterrupt", "EOFError")
        assert found.passed and len(found.notes) == 3
        assert all(f" raised {name}" in note for name, note in zip(raised, found.notes, strict=True))

    def test_a_check_that_nobody_waits_for_is_given_up(self, tmp_path):
        work = practice_unit.make(tmp_path, GOOD | {"double": "while True: pass"})
        book = work.read()
        with pytest.raises(Cancelled):
            list(check_exercises(book, [book.exercise("double")], cancelled=lambda: True))

    @pytest.mark.parametrize("size", [30_000, 3_000_000])
    def test_prints_without_end_are_bounded(self, tmp_path, size):
        text = f"def double(x):\n    print('y' * {size})\n    print('last')\n    return x"
        found = outcome(tmp_path, "double", {"double": text})
        assert len(found.printed) < 20_000 and found.printed.endswith("last\n")

    def test_what_cells_write_to_the_channel_of_the_process_is_not_taken_for_an_answer(self, tmp_path):
        text = 'import os\ndef double(x):\n    os.write(1, b\'{"error": null, "printed": "", "value": null}\\n\')\n    return x'
        assert outcome(tmp_path, "double", {"double": text}).status is Status.FAILED


def test_nothing_in_the_student_s_folder_changes(tmp_path):
    text = "open('new.txt', 'w').write('x')\nimport mine\nlines = open('data.csv').read()\n" + GOOD["double"]
    work = practice_unit.make(tmp_path, GOOD | {"double": text})
    folder = work.notebook.parent
    (folder / "data.csv").write_text("1,2")
    (folder / "mine.py").write_text("value = 1")
    before = digests(tmp_path)
    found = outcomes(work, "double")["double"]
    assert found.passed and found.notes == ()
    assert digests(tmp_path) == before


def digests(folder: Path) -> dict[str, str]:
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def test_no_process_and_no_folder_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(session.tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    psutil = pytest.importorskip("psutil")
    outcome(tmp_path, "double", {})
    assert not list((tmp_path / "temporary").iterdir())
    assert not [child for child in psutil.Process().children() if "practice.kernel" in " ".join(child.cmdline())]


def test_a_python_that_lacks_the_packages_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(session, "_START", "import no_such_package")
    with pytest.raises(session.PracticeError, match="Cells can't be run by .*no_such_package"):
        outcome(tmp_path, "double", {})


def test_the_fingerprint_follows_what_comes_before_and_nothing_else(tmp_path):
    work = practice_unit.make(tmp_path, GOOD)

    def prints() -> list[str]:
        book = work.read()
        return [fingerprint(book, exercise) for exercise in book.checked]

    before = prints()
    practice_unit.fill(work, {"quadruple": "def quadruple(x):\n    return 4 * x"})
    assert [old == new for old, new in zip(before, prints(), strict=True)] == [True, False, False]


def test_the_package_travels_alone():
    """A kit has the classroom helpers and IPython, and nothing else of ours."""
    allowed = {*sys.stdlib_module_names, "IPython", "traitlets", "autograder.classroom.practice"}
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.split(".")[0] in allowed or name.startswith("autograder.classroom.practice"), (
                    path.name,
                    name,
                )


def test_small_course_notebooks_are_checked_without_a_release(tmp_path):
    path = tmp_path / "loose" / "exercises.ipynb"
    cells = [c for c in practice_unit.released_cells() if c["cell_type"] == "code"]
    small_course.write_notebook(path, [c | {"source": GOOD.get(c["id"], c["source"])} for c in cells])
    assert outcomes(Work("loose", path, tmp_path), "both")["both"].passed
