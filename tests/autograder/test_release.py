"""A sound unit is released without its secrets; an unsound one is refused, with every reason."""

from __future__ import annotations

import zipfile

import nbformat
import pytest
from small_unit import CELLS, HINTS, make_course

from autograder.gradebook import open_gradebook
from autograder.notebook import read_source
from autograder.release import ReleaseRefused, release_unit, static_faults

pytestmark = pytest.mark.confined


def changed(name, text=None, **marks):
    """The small unit's cells with one of them changed."""
    return [
        (n, text if n == name and text is not None else t, {**m, **marks} if n == name else m)
        for n, t, m in CELLS + HINTS
    ]


def test_a_release_has_stubs_and_checksums_and_no_secret(tmp_path):
    course = make_course(tmp_path / "course")
    released = release_unit(course, course.unit("small"))
    text = (released.folder / "exercises.ipynb").read_text()
    assert "NotImplementedError" in text and "secret_values" not in text and "BEGIN SOLUTION" not in text
    ids = [cell.id for cell in nbformat.read(released.folder / "exercises.ipynb", as_version=4).cells]
    assert ids == [name for name, _, _ in CELLS + HINTS]
    with open_gradebook(course.gradebook_url) as book:
        cell = book.find_source_cell("test_double", "exercises", "01-small")
        assert cell.checksum and "secret_values" in cell.source
    with zipfile.ZipFile(released.kit) as kit:
        names = [name.partition("/")[2] for name in kit.namelist()]
        assert "start.py" in names and "01-small/exercises.ipynb" in names
        assert not any("conductor" in name or name.endswith((".pyc", ".db")) for name in names)
        assert not any(b"secret_values" in kit.read(name) for name in kit.namelist())


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (
            changed(
                "double", "def double(x):\n    ### BEGIN SOLUTION\n    return 3 * np.asarray(x)\n    ### END SOLUTION"
            ),
            "The reference scores 0 of 3 in double",
        ),
        (changed("test_apply", "assert callable(apply)"), "The empty answer of apply scores 1 points"),
        (changed("test_apply", "assert missing_helper(apply) is None"), "test_apply uses missing_helper"),
        ([cell for cell in CELLS + HINTS if cell[0] != "hints_quadruple"], "quadruple has no hint"),
        (changed("test_apply", points=0), "apply is worth 0 points"),
        (
            changed("test_apply", "score = checks.Score()\nwith score.part(1, 'all'):\n    assert apply(abs, 1, None)"),
            "test_apply opens a checks.Score but doesn't end in its total",
        ),
        (
            changed(
                "test_apply",
                "score = checks.Score()\nwith score.part(1, 'all'):\n    assert apply(abs, 1, None)\n"
                "### BEGIN HIDDEN TESTS\nscore.total()\n### END HIDDEN TESTS",
            ),
            "without it a student's kernel says nothing",
        ),
        (
            changed(
                "hints_double",
                "<details><summary>1</summary>\n\n```python\n"
                'checks.close(double(secret_values), 2 * secret_values, "double of a matrix")\n```\n</details>',
            ),
            "Would give something away",
        ),
    ],
    ids=[
        "wrong reference",
        "stub scores",
        "unknown name",
        "no hint",
        "no points",
        "no total",
        "hidden total",
        "hidden test in a hint",
    ],
)
def test_an_unsound_unit_is_refused_and_an_earlier_release_stays(tmp_path, cells, fault):
    course = make_course(tmp_path / "course", cells)
    before = course.release / "01-small" / "exercises.ipynb"
    before.parent.mkdir(parents=True)
    before.write_text("an earlier release")
    with pytest.raises(ReleaseRefused) as refused:
        release_unit(course, course.unit("small"))
    assert fault in str(refused.value)
    assert before.read_text() == "an earlier release"
    assert not list(course.kits.glob("*")) and not list(course.release.glob(".*"))


def test_all_faults_are_listed_at_once(tmp_path):
    course = make_course(tmp_path / "course", [cell for cell in CELLS if cell[0] != "setup_imports"])
    faults = static_faults(read_source(course.unit("small").exercises))
    assert len([fault for fault in faults if "has no hint" in fault]) == 3
    assert any("uses checks, np" in fault for fault in faults)
