"""Feedback reaches the student: what nbgrader's exchange needs lies beside it, and the list shows it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from nbgrader.exchange.default import ExchangeList

from autograder.assignment_list import AssignmentList
from autograder.grade import SECRET, TIMESTAMP, _copy_exchange_files


def notebook(name: str, *, fetched: bool, released: bool) -> dict[str, Any]:
    return {
        "notebook_id": name,
        "has_local_feedback": fetched,
        "has_exchange_feedback": released,
        "local_feedback_path": f"/work/01/feedback/now/{name}.html" if fetched else None,
    }


def listed(monkeypatch: pytest.MonkeyPatch, *notebooks: dict[str, Any]) -> dict[str, Any]:
    """A submission of these notebooks, as the list has it; nbgrader finds no feedback in it."""
    found = {"notebooks": list(notebooks), "has_local_feedback": False, "has_exchange_feedback": False}
    submission = found | {"local_feedback_path": None}
    monkeypatch.setattr(ExchangeList, "parse_assignments", lambda self: [{"submissions": [submission]}, {}])
    AssignmentList.parse_assignments(object.__new__(AssignmentList))
    return submission


def test_feedback_to_fetch_is_offered_though_the_lesson_has_none(monkeypatch):
    lesson, exercises = (
        notebook(name, fetched=False, released=name == "exercises") for name in ("lesson", "exercises")
    )
    found = listed(monkeypatch, exercises, lesson)
    assert (found["has_exchange_feedback"], found["has_local_feedback"]) == (True, False)


def test_feedback_that_was_fetched_can_be_viewed(monkeypatch):
    lesson = notebook("lesson", fetched=False, released=False)
    found = listed(monkeypatch, notebook("exercises", fetched=True, released=True), lesson)
    assert found["has_local_feedback"] and found["local_feedback_path"] == "/work/01/feedback/now"


def test_half_of_the_graded_notebooks_is_not_all(monkeypatch):
    here, there = notebook("a", fetched=True, released=True), notebook("b", fetched=False, released=True)
    assert not listed(monkeypatch, here, there)["has_local_feedback"]


def test_without_feedback_nothing_changes(monkeypatch):
    lesson, exercises = (notebook(name, fetched=False, released=False) for name in ("lesson", "exercises"))
    found = listed(monkeypatch, exercises, lesson)
    assert not found["has_exchange_feedback"] and len(found["notebooks"]) == 2


def test_what_the_exchange_needs_is_put_beside_the_result(tmp_path):
    for name in (TIMESTAMP, SECRET):
        (tmp_path / name).write_text(f"{name}\n")
    _copy_exchange_files(tmp_path, tmp_path / "feedback")
    assert {path.name: path.read_text() for path in (tmp_path / "feedback").iterdir()} == {
        TIMESTAMP: f"{TIMESTAMP}\n",
        SECRET: f"{SECRET}\n",
    }


@pytest.mark.skipif(os.name != "posix", reason="links and pipes")
def test_a_student_s_link_or_pipe_of_that_name_brings_nothing(tmp_path: Path):
    (tmp_path / "private").write_text("secret")
    (tmp_path / TIMESTAMP).symlink_to(tmp_path / "private")
    os.mkfifo(tmp_path / SECRET)
    _copy_exchange_files(tmp_path, tmp_path / "feedback")
    assert not (tmp_path / "feedback").exists()
