"""`watch` as somebody at the keyboard sees it; typed lines, saves and the clock are given."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

import practice_unit
import pytest
from practice_unit import GOOD, fill

from autograder.classroom.practice import watching
from autograder.classroom.practice.outcome import Outcome, Status
from autograder.classroom.practice.progress import read_progress
from autograder.classroom.practice.reading import Exercise, Notebook, PracticeError
from autograder.classroom.practice.session import Cancelled
from autograder.classroom.practice.watching import CLEAR, Watch

Step = str | Callable[[], object] | type[BaseException]


class Desk:
    """Somebody who types and saves in a given order, and reads."""

    def __init__(self, work: practice_unit.Work, steps: list[Step], **settings: object) -> None:
        self.steps, self.shown, self.waited = list(steps), [""], 0
        self.watch = Watch(
            work, read_progress(work.keep), self.wait, self.say, now=lambda: datetime(2025, 3, 1, 12), **settings
        )

    def wait(self, seconds: float) -> str | None:
        """The next step: a typed line, a moment in which something happens, or an exception."""
        assert seconds == 0.5
        self.shown.append("")
        if not self.steps:
            raise EOFError
        step = self.steps.pop(0)
        if isinstance(step, type):
            raise step
        if isinstance(step, str):
            return step
        step()
        return None

    def say(self, text: str) -> None:
        self.shown[-1] += text + "\n"

    def run(self) -> list[str]:
        """What was shown at first, and after each step."""
        self.watch.run()
        return self.shown


class Marker:
    """Stands for the checker: right answers pass, stubs are not answered, all else is wrong."""

    ran: list[str]

    def __init__(self, book: Notebook, **settings: object) -> None:
        self.book, self.cancelled = book, settings["cancelled"]

    def __enter__(self) -> Marker:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def check(self, exercise: Exercise) -> Outcome:
        if self.cancelled():
            raise Cancelled
        self.ran.append(exercise.name)
        text = self.book.cells[exercise.answer].text
        if text == GOOD[exercise.name]:
            return Outcome(exercise.name, Status.PASSED)
        if "NotImplementedError" in text:
            return Outcome(exercise.name, Status.NOT_ANSWERED, "Not yet.")
        return Outcome(exercise.name, Status.FAILED, f"{exercise.name} is wrong.")


@pytest.fixture
def ran(monkeypatch) -> list[str]:
    """The exercises that were really checked, in order."""
    monkeypatch.setattr(Marker, "ran", [], raising=False)
    monkeypatch.setattr(watching, "Checker", Marker)
    return Marker.ran


@pytest.fixture
def work(tmp_path):
    return practice_unit.make(tmp_path)


def answered(*names: str) -> dict[str, str]:
    return {name: GOOD[name] for name in names}


def test_the_first_open_exercise_is_shown_and_after_a_save_the_next(work, ran):
    first, after, end = Desk(work, [lambda: fill(work, answered("double"))]).run()
    assert "0 of 3 exercises pass" in first and "· double: not answered yet" in first
    assert "0 of 3 hints open" in first
    assert "double passes." in after and "1 of 3 exercises pass" in after and "· quadruple: not answered" in after
    assert "progress is kept" in end
    assert ran == ["double", "double", "quadruple"]


def test_without_a_save_nothing_runs_again(work, ran):
    shown = Desk(work, [lambda: None, lambda: None]).run()
    assert ran == ["double"] and shown[1:3] == ["", ""]


def test_a_save_that_changes_no_cell_before_runs_nothing_again(work, ran):
    fill(work, answered("double"))
    touch = Desk(work, [lambda: fill(work, {"explain_double": "A text."})]).run()
    assert ran == ["double", "quadruple"] and "quadruple" in touch[1]


def test_what_passed_in_an_earlier_session_is_not_run_again(work, ran):
    fill(work, answered("double"))
    Desk(work, []).run()
    shown = Desk(work, []).run()
    assert ran == ["double", "quadruple", "quadruple"] and "1 of 3 exercises pass" in shown[0]


def test_what_was_edited_since_an_earlier_session_is_run_again(work, ran):
    fill(work, answered("double"))
    Desk(work, []).run()
    fill(work, {"double": "wrong"})
    assert "double is wrong." in Desk(work, []).run()[0]


def test_when_all_pass_it_says_so_and_what_is_still_to_write(work, ran):
    fill(work, answered("double", "quadruple", "both"))
    shown = Desk(work, ["hint", lambda: fill(work, {"explain_double": "A text."})]).run()
    assert "3 of 3 exercises pass" in shown[0]
    assert "Still to write, for a person to read: explain_double" in " ".join(shown[0].split())
    assert shown[1] == "Every exercise passes.\n"
    assert "3 of 3" in shown[2] and "to write" not in shown[2]


def test_hints_open_one_by_one_and_are_counted(work, ran):
    shown = Desk(work, ["hint", "HINT ", "h", "hint"]).run()
    assert [text.count("Hint ") for text in shown[1:5]] == [1, 1, 1, 3]
    assert "Hint 2: the shapes\n  One number." in shown[2] and "Hint 3" not in shown[2]
    assert "These are all hints of double." in shown[4]
    assert read_progress(work.keep).state("01-small", "double").hints == 3
    assert "3 of 3 hints open" in Desk(work, []).run()[0]


def test_next_goes_on_and_stays_there_until_it_passes(work, ran):
    fill(work, {"quadruple": "wrong"})
    shown = Desk(
        work,
        [
            "next",
            lambda: fill(work, {"quadruple": "still wrong"}),
            lambda: fill(work, answered("quadruple")),
            lambda: fill(work, answered("both")),
        ],
    ).run()
    assert "quadruple is wrong." in shown[1]
    assert "quadruple is wrong." in shown[2] and "double" not in shown[2]
    assert "quadruple passes." in shown[3] and "both: not answered" in shown[3]
    assert "both passes." in shown[4] and "double: not answered" in shown[4]


def test_next_goes_round(work, ran):
    shown = Desk(work, ["next", "next", "next"]).run()
    assert ["double:" in text for text in shown[:4]] == [True, False, False, True]


def test_reset_puts_the_stub_back_keeps_the_old_text_and_asks_to_reload(work, ran):
    fill(work, {"double": "wrong"})
    first, after, _ = Desk(work, ["reset"]).run()
    assert "double is wrong." in first and "double: not answered yet" in after
    kept = work.keep / "kept" / "01-small" / "double-2025-03-01-120000.py"
    assert str(kept) in after and kept.read_text() == "wrong\n"
    assert "Reload Notebook from Disk" in after
    assert "NotImplementedError" in "".join(json.loads(work.notebook.read_text())["cells"][1]["source"])


def test_reset_without_a_release_is_a_sentence(work, ran):
    work.release.unlink()
    assert "released notebook of this unit is not here" in " ".join(Desk(work, ["reset"]).run()[1].split())


def test_list_tells_of_every_exercise(work, ran):
    fill(work, answered("double"))
    shown = Desk(work, ["list"]).run()[1].splitlines()
    assert shown == [
        "✓ double",
        "· quadruple: not answered yet  ← shown",
        "· explain_double: not written yet",
        "? both: not looked at yet",
    ]


@pytest.mark.parametrize("leave", ["quit", " Q", "exit", EOFError, KeyboardInterrupt])
def test_it_ends_well(work, ran, leave):
    shown = Desk(work, [leave, "list"]).run()
    assert shown[-1] == "Your notebook is as you saved it, and your progress is kept.\n" and len(shown) == 2


def test_an_unknown_command_names_the_known_ones_and_enter_alone_is_nothing(work, ran):
    shown = Desk(work, ["hnit", ""]).run()
    assert 'no command "hnit"' in shown[1] and "hint · next · reset" in shown[1] and shown[2] == ""


def test_a_notebook_that_is_being_written_is_looked_at_again(work, ran):
    whole = work.notebook.read_text()
    steps = [lambda: work.notebook.write_text(whole[:100]), "list", "hint", lambda: work.notebook.write_text(whole)]
    shown = Desk(work, steps).run()
    assert "not JSON, or it was cut off" in shown[1] and "looked at again" in shown[1]
    assert shown[2] == shown[3] == "There is no notebook to look at.\n"
    assert "double: not answered yet" in shown[4]


def test_a_notebook_that_vanishes_is_a_sentence(work, ran):
    assert "There is no notebook" in Desk(work, [work.notebook.unlink]).run()[1]


def test_a_save_while_cells_run_starts_anew(work, ran, monkeypatch):
    check, saves = Marker.check, [answered("double")]

    def saved_meanwhile(marker: Marker, exercise: Exercise) -> Outcome:
        if saves:
            fill(work, saves.pop())
        return check(marker, exercise)

    monkeypatch.setattr(Marker, "check", saved_meanwhile)
    first, second, _ = Desk(work, [lambda: None]).run()
    assert first == "" and "1 of 3" in second and "quadruple: not answered" in second
    assert ran == ["double", "quadruple"]


def test_quit_while_cells_run_does_not_wait_for_them(work, ran):
    shown = Desk(work, ["quit"], hurry=lambda: True).run()
    assert ran == [] and "progress is kept" in shown[-1]


def test_cells_that_can_t_be_run_are_a_sentence(work, ran, monkeypatch):
    def refuse(marker: Marker, exercise: Exercise) -> Outcome:
        raise PracticeError("Cells can't be run.")

    monkeypatch.setattr(Marker, "check", refuse)
    assert Desk(work, []).run()[0] == "Cells can't be run.\n"


def test_a_progress_file_of_no_use_is_said_and_does_not_stop(work, ran):
    work.keep.mkdir(parents=True)
    (work.keep / "progress.json").write_text("{")
    shown = Desk(work, []).run()[0]
    assert "double: not answered" in shown and "set aside" in shown


def test_a_terminal_begins_on_an_empty_screen(work, ran):
    assert Desk(work, [], screen=True).run()[0].startswith(CLEAR)


def test_real_cells_in_a_real_process(work):
    fill(work, {"double": "def double(x):\n    return x / 0"})
    shown = Desk(work, [lambda: fill(work, answered("double"))]).run()
    assert "Your code raised ZeroDivisionError" in shown[0] and "Line 2 of your answer cell" in shown[0]
    assert "double passes." in shown[1]
