"""The companion shows the progress, keeps what passes, believes no edited check, and never stops a cell."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import practice_unit
import pytest

from autograder.classroom.checks import Score
from autograder.classroom.panel import companion as module
from autograder.classroom.panel import view
from autograder.classroom.panel.companion import Companion, companion_of
from autograder.classroom.practice.places import HIDDEN, RELEASED, UNITS, Work
from autograder.classroom.practice.progress import FILE, State, read_progress

TEXTS = {cell["id"]: cell["source"] for cell in practice_unit.released_cells()}


@pytest.fixture
def work(tmp_path: Path) -> Work:
    made = practice_unit.make(tmp_path)
    made.keep.mkdir()
    return made


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """What is displayed."""
    found: list[dict[str, str]] = []
    monkeypatch.setattr(view, "display", lambda data, raw: found.append(data))
    return found


@pytest.fixture
def companion(work: Work, shown: list[dict[str, str]]) -> Companion:
    return Companion(work.notebook, work.keep, (work.release.parents[1],))


def ran(cell: str, error: BaseException | None = None, text: str | None = None, value: object = None) -> object:
    """What IPython tells of a cell that ran."""
    info = SimpleNamespace(cell_id=cell, raw_cell=TEXTS.get(cell, "") if text is None else text)
    return SimpleNamespace(info=info, error_before_exec=None, error_in_exec=error, result=value)


def state(work: Work, exercise: str) -> State:
    return read_progress(work.keep).state(work.unit, exercise)


def test_the_first_code_cell_shows_the_progress_and_no_other(companion, shown):
    companion.after(ran("double"))
    assert shown == []
    companion.after(ran("setup_imports"))
    (panel,) = shown
    assert "01-small: 0 of 3 exercises pass" in panel["text/html"] and "Next: <code>double</code>" in panel["text/html"]
    assert "01-small  0 of 3" in panel["text/plain"] and "application/vnd.jupyter.widget-view+json" in panel


def test_a_check_that_passes_is_kept_said_and_counted_where_the_panel_stands(companion, shown, work):
    companion.after(ran("setup_imports"))
    companion.after(ran("test_double"))
    assert state(work, "double").passed
    assert shown[1]["text/plain"] == "✓ double: these checks pass. 1 of 3 exercises do. Next: quadruple."
    assert "1 of 3 exercises pass" in companion.panel._widget.value


def test_a_check_that_fails_takes_the_pass_away_and_a_lost_name_does_not(companion, work):
    companion.after(ran("test_double"))
    companion.after(ran("test_double", NameError("double")))
    assert state(work, "double").passed
    companion.after(ran("test_double", AssertionError("no")))
    assert not state(work, "double").passed


def test_a_pass_is_no_reason_for_watch_not_to_look(companion, work):
    companion.after(ran("test_double"))
    assert state(work, "double").fingerprint == ""


def test_parts_of_the_points_are_no_pass(companion, work):
    score = Score()
    with score.part(1, "one"):
        pass
    companion.after(ran("test_both", value=score.total()))
    assert state(work, "both").passed
    with score.part(1, "two"):
        raise AssertionError
    companion.after(ran("test_both", value=score.total()))
    assert not state(work, "both").passed


def test_an_edited_check_proves_nothing(companion, work):
    companion.after(ran("test_double", text="pass"))
    practice_unit.change(work, lambda cells: [c | {"source": "pass"} if c["id"] == "test_double" else c for c in cells])
    companion.after(ran("test_double", text="pass"))
    assert not (work.keep / FILE).exists()


@pytest.mark.parametrize("damage", ["not json", "[]", '{"format": "other"}', None])
def test_a_file_that_is_of_no_use_stops_nothing_and_is_told(companion, shown, work, damage):
    kept = work.keep / FILE
    kept.write_text(damage) if damage is not None else kept.mkdir()
    companion.after(ran("test_double"))
    companion.after(ran("setup_imports"))
    assert "could not be used" in shown[-1]["text/html"] and "could not be used" in shown[-1]["text/plain"]


def test_an_error_of_the_companion_stays_its_own(companion, monkeypatch):
    monkeypatch.setattr(module, "read_progress", lambda folder: 1 / 0)
    companion.after(ran("setup_imports"))
    companion.after(object())


def test_a_lesson_shows_the_panel_and_keeps_nothing(companion, work, shown):
    lesson = work.notebook.with_name("lesson.ipynb")
    lesson.write_bytes(work.notebook.read_bytes())
    beside = Companion(lesson, work.keep)
    beside.after(ran("setup_imports"))
    beside.after(ran("test_double"))
    assert "0 of 3" in shown[0]["text/html"] and len(shown) == 1


def test_the_panel_follows_what_another_notebook_or_watch_kept(companion, work):
    companion.after(ran("setup_imports"))
    read_progress(work.keep).checked(work.unit, "double", True)
    read_progress(work.keep).hint_opened(work.unit, "quadruple", 2)
    companion.after(ran("double"))
    assert (
        "1 of 3 exercises pass" in companion.panel._widget.value and "2 hints opened" in companion.panel._widget.value
    )


def test_what_stands_in_the_file_is_shown_as_text(companion, work):
    read_progress(work.keep).checked("<b>unit</b>", "e", True)
    companion.after(ran("setup_imports"))
    assert "<b>unit" not in companion.panel.html() and "&lt;b&gt;unit" in companion.panel.html()


def test_units_in_a_home_without_a_mark_keep_their_progress_together(work, tmp_path, shown, monkeypatch):
    home = tmp_path / "home"
    for unit in ("01-small", "02-next"):
        (home / unit).mkdir(parents=True)
        (home / unit / work.notebook.name).write_bytes(work.notebook.read_bytes())
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    told = {"JPY_SESSION_NAME": str(home / "01-small" / work.notebook.name), UNITS: "~"}
    found = companion_of(told)
    assert found is not None and found.keep == home.resolve() / HIDDEN
    found.after(ran("setup_imports"))
    found.after(ran("test_double"))
    assert [row.unit for row in found.panel.rows] == ["01-small", "02-next"]
    assert read_progress(home / HIDDEN).state("01-small", "double").passed
    deeper = home / "old" / "01-small"
    deeper.mkdir(parents=True)
    (deeper / work.notebook.name).write_bytes(work.notebook.read_bytes())
    beside = companion_of(told | {"JPY_SESSION_NAME": str(deeper / work.notebook.name), UNITS: str(home / "gone")})
    assert beside is not None and beside.keep == home.resolve() / HIDDEN  # marked by now


def test_only_a_unit_s_notebook_has_a_companion(work, tmp_path):
    released = str(work.release.parents[1])
    found = companion_of({"JPY_SESSION_NAME": str(work.notebook), RELEASED: released})
    assert found is not None and (found.keep, found.releases) == (work.keep, (Path(released),))
    (tmp_path / "notes.ipynb").write_text("{}")
    for name in ("", str(tmp_path / "notes.ipynb"), str(work.notebook.with_suffix(".py"))):
        assert companion_of({"JPY_SESSION_NAME": name}) is None
