"""An answer cell back to its stub, the old text kept."""

from __future__ import annotations

import json
from datetime import datetime

import nbformat
import practice_unit
import pytest
from practice_unit import GOOD, change, without

from autograder.classroom.practice import resetting
from autograder.classroom.practice.reading import PracticeError
from autograder.classroom.practice.resetting import reset

NOON = datetime(2025, 3, 1, 12, 0, 5)


@pytest.fixture
def work(tmp_path):
    return practice_unit.make(tmp_path, GOOD)


def cells(work):
    return json.loads(work.notebook.read_text())["cells"]


def put_back(work, name):
    return reset(work, work.read().exercise(name), NOON)


def test_the_answer_is_the_stub_again_and_the_old_text_is_kept(work):
    change(
        work,
        lambda all_cells: [
            c | {"outputs": ["old"], "execution_count": 3} if c["id"] == "double" else c for c in all_cells
        ],
    )
    before = cells(work)
    kept = put_back(work, "double")
    assert kept == work.keep / "kept" / "01-small" / "double-2025-03-01-120005.py"
    assert kept.read_text() == GOOD["double"] + "\n"
    (stub,) = [c for c in practice_unit.released_cells() if c["id"] == "double"]
    after = cells(work)
    assert "".join(after[1]["source"]) == stub["source"]
    assert (after[1]["outputs"], after[1]["execution_count"]) == ([], None)
    assert [c for c in after if c["id"] != "double"] == [c for c in before if c["id"] != "double"]


def test_a_second_reset_at_the_same_second_keeps_both(work):
    first = put_back(work, "double")
    practice_unit.fill(work, {"double": "other"})
    second = put_back(work, "double")
    assert first != second and second.read_text() == "other\n" and first.read_text() == GOOD["double"] + "\n"


def test_what_is_as_released_stays(work):
    put_back(work, "double")
    before = work.notebook.read_bytes()
    with pytest.raises(PracticeError, match="already is as it was released"):
        put_back(work, "double")
    assert work.notebook.read_bytes() == before


def test_a_text_is_reset_too(work):
    assert put_back(work, "explain_double").read_text() == GOOD["explain_double"] + "\n"
    assert cells(work)[7]["source"] == "*Replace this line with your answer.*"


def test_a_deleted_answer_is_put_back_in_its_place(work):
    whole = [c["id"] for c in cells(work)]
    change(work, without("quadruple"))
    assert put_back(work, "quadruple") is None
    assert [c["id"] for c in cells(work)] == whole
    assert work.read().exercise("quadruple").answer == whole.index("quadruple")
    assert cells(work)[4]["metadata"]["nbgrader"]["solution"] is True
    nbformat.validate(nbformat.read(work.notebook, as_version=4))


def test_without_a_release_nothing_is_touched(work):
    work.release.unlink()
    before = work.notebook.read_bytes()
    with pytest.raises(PracticeError, match="released notebook of this unit is not here"):
        put_back(work, "double")
    assert work.notebook.read_bytes() == before


def test_where_the_old_text_can_t_be_kept_nothing_is_touched(work, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(resetting, "write_atomically", refuse)
    before = work.notebook.read_bytes()
    with pytest.raises(PracticeError, match="No space left on device. It is as it was"):
        put_back(work, "double")
    assert work.notebook.read_bytes() == before
