"""The kept progress: it survives, and a file that is of no use never blocks work."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from autograder.classroom.practice import progress
from autograder.classroom.practice.progress import FILE, FORMAT, read_progress, write_atomically

RIGHT = {"passed": True, "hints": 2, "checked": "2025-01-01T00:00:00+00:00", "fingerprint": "ab"}


def kept(folder: Path, tree: object) -> Path:
    path = folder / FILE
    path.write_text(json.dumps(tree))
    return path


def test_what_is_kept_is_read_again(tmp_path):
    first = read_progress(tmp_path)
    first.checked("01-small", "double", True, "ab")
    first.hint_opened("01-small", "double", 1)
    first.hint_opened("01-small", "double", 2)
    first.checked("02-other", "next", False)
    state = read_progress(tmp_path).state("01-small", "double")
    assert (state.passed, state.hints, state.fingerprint) == (True, 2, "ab") and state.checked
    assert not read_progress(tmp_path).state("02-other", "next").passed
    assert first.told() == [] and [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_hint_stays_open_and_a_check_does_not_close_it(tmp_path):
    first = read_progress(tmp_path)
    first.hint_opened("u", "e", 2)
    first.hint_opened("u", "e", 1)
    first.checked("u", "e", True)
    first.checked("u", "e", False)
    assert (first.state("u", "e").hints, first.state("u", "e").passed) == (2, False)


def test_two_at_once_keep_what_each_found(tmp_path):
    one, two = read_progress(tmp_path), read_progress(tmp_path)
    one.checked("u", "a", True)
    two.checked("u", "b", True)
    assert set(read_progress(tmp_path).units["u"]) == {"a", "b"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "it is not JSON"),
        ("", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("[]", "not a file of this course's progress"),
        ('{"version": 1}', "not a file of this course's progress"),
        (json.dumps({"format": FORMAT, "version": 0, "units": {}}), "it has version 0"),
        (json.dumps({"format": FORMAT, "version": 2, "units": {}}), "it has version 2"),
        (json.dumps({"format": FORMAT, "version": 1, "units": []}), "does not hold a table of units"),
        (json.dumps({"format": FORMAT, "version": 1, "units": {"u": {"e": 3}}}), "has another form"),
        (json.dumps({"format": FORMAT, "version": 1, "units": {"u": {"e": RIGHT | {"hints": "two"}}}}), "another form"),
    ],
)
def test_a_file_of_no_use_is_set_aside_and_said(tmp_path, content, words):
    (tmp_path / FILE).write_text(content)
    (tmp_path / "progress-aside-1.json").write_text("an earlier one")
    found = read_progress(tmp_path)
    (note,) = found.told()
    assert words in note and "progress-aside-2.json" in note
    assert (tmp_path / "progress-aside-2.json").read_text() == content
    assert (tmp_path / "progress-aside-1.json").read_text() == "an earlier one"
    found.checked("u", "e", True)
    assert read_progress(tmp_path).state("u", "e").passed


def test_bytes_that_are_no_text_and_a_folder_are_set_aside(tmp_path):
    (tmp_path / FILE).write_bytes(b"\xff\x00")
    assert "not JSON" in read_progress(tmp_path).told()[0]
    (tmp_path / FILE).mkdir()
    assert "it is a folder" in read_progress(tmp_path).told()[0]
    read_progress(tmp_path).checked("u", "e", True)
    assert read_progress(tmp_path).state("u", "e").passed


def test_a_missing_file_is_nothing_to_talk_about(tmp_path):
    assert read_progress(tmp_path / "nowhere").told() == []


def test_what_a_later_field_adds_is_ignored(tmp_path):
    kept(tmp_path, {"format": FORMAT, "version": 1, "units": {"u": {"e": RIGHT | {"more": 1}}}})
    assert read_progress(tmp_path).state("u", "e").hints == 2


def test_a_file_that_can_t_be_written_is_said_once_and_work_goes_on(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(progress.os, "replace", refuse)
    found = read_progress(tmp_path)
    found.checked("u", "e", True)
    found.hint_opened("u", "e", 1)
    assert found.told() == [
        f"Your progress can't be kept in {tmp_path / FILE}: Permission denied. Everything else works."
    ]
    assert (found.state("u", "e").passed, found.state("u", "e").hints) == (True, 1)
    assert list(tmp_path.iterdir()) == []


def test_a_foreign_file_that_can_t_be_moved_is_never_overwritten(tmp_path, monkeypatch):
    (tmp_path / FILE).write_text("mine")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(progress.Path, "rename", refuse)
    found = read_progress(tmp_path)
    found.checked("u", "e", True)
    assert (tmp_path / FILE).read_text() == "mine" and found.state("u", "e").passed
    assert "nothing is kept until it is gone" in found.told()[0]


def test_a_write_that_is_cut_off_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "file"
    path.write_text("old")
    monkeypatch.setattr(progress.os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, "new")
    assert path.read_text() == "old" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(os.name != "posix", reason="permissions as on Unix")
def test_a_replaced_file_keeps_its_permissions(tmp_path):
    path = tmp_path / "file"
    path.write_text("old")
    path.chmod(0o600)
    write_atomically(path, "new")
    assert path.stat().st_mode & 0o777 == 0o600 and path.read_text() == "new"
