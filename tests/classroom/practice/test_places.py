"""Where the notebook of a unit is found."""

from __future__ import annotations

from pathlib import Path

import practice_unit
import pytest

from autograder.classroom.practice.places import find_work, find_workspace, keep_of, units_in
from autograder.classroom.practice.reading import PracticeError


@pytest.fixture
def work(tmp_path):
    return practice_unit.make(tmp_path)


@pytest.fixture
def workspace(work) -> Path:
    return work.notebook.parent.parent


@pytest.mark.parametrize("unit", ["01-small", "01", "1", "small", "SMALL", "01-small/"])
def test_a_unit_by_any_of_its_names(work, workspace, unit):
    assert find_work(unit, workspace, [work.release.parent.parent]) == work


def test_a_notebook_by_its_path_as_unit_or_as_folder(work, workspace, tmp_path):
    by_path = find_work(str(work.notebook), Path("nowhere"))
    assert (by_path.notebook, by_path.unit, by_path.release) == (work.notebook, "01-small", None)
    other = tmp_path / "Downloads" / "my work.ipynb"
    other.parent.mkdir()
    other.write_text(work.notebook.read_text())
    found = find_work("small", other, [work.release.parent.parent], ["01-small"])
    assert (found.notebook, found.unit) == (other, "01-small")
    assert found.keep == other.parent / ".gradient-school"


def test_a_unit_s_own_folder(work):
    found = find_work("01", work.notebook.parent)
    assert found.notebook == work.notebook and found.keep == work.keep


def test_the_workspace_is_the_usual_one_here_or_the_one_we_are_in(work, workspace, tmp_path):
    (tmp_path / ".gradient-school").mkdir()  # of an instructor's lab
    assert find_workspace(None, tmp_path) == workspace
    (workspace / ".gradient-school").mkdir()
    assert find_workspace(None, work.notebook.parent) == workspace
    assert find_workspace(tmp_path / "other", tmp_path) == tmp_path / "other"


def test_progress_of_a_workspace_is_kept_in_one_place(work, workspace, tmp_path):
    own = tmp_path / "own"
    workspace.rename(own)
    assert find_work("01", own).keep == keep_of(own) == own / ".gradient-school"


def test_what_is_not_there_is_a_sentence(workspace, tmp_path):
    with pytest.raises(PracticeError, match='no unit "smal". Did you mean "01-small"\\? There are: 01-small, 02-other'):
        find_work("smal", workspace, [], ["01-small", "02-other"])
    with pytest.raises(PracticeError, match="02-other is not in .* yet. `gradschool lab` brings"):
        find_work("02", workspace, [], ["01-small", "02-other"])
    with pytest.raises(PracticeError, match="There are no units in .*nowhere. `gradschool lab` brings"):
        find_work("02", tmp_path / "nowhere")
    assert units_in(tmp_path / "nowhere") == {}
