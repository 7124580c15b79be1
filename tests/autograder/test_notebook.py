"""Roles come from nbgrader's metadata; a submitted file is read without trusting it."""

from __future__ import annotations

import json

import pytest

from autograder.notebook import (
    BadNotebook,
    Role,
    defined_names,
    hidden_lines,
    read_source,
    read_submission,
    role_of,
    used_names,
    without_hidden,
)


@pytest.mark.parametrize(
    ("kind", "marks", "role"),
    [
        ("code", {}, Role.CODE),
        ("code", {"locked": True}, Role.SETUP),
        ("markdown", {"locked": True}, Role.TEXT),
        ("code", {"solution": True}, Role.ANSWER),
        ("code", {"grade": True, "locked": True}, Role.TEST),
        ("code", {"grade": True, "solution": True}, Role.ESSAY),
        ("markdown", {"grade": True, "solution": True}, Role.ESSAY),
        ("markdown", {"task": True}, Role.ESSAY),
    ],
)
def test_role_of_a_cell(kind, marks, role):
    assert role_of(kind, marks) is role


def test_only_what_a_cell_defines_is_looked_up_never_what_it_imports():
    text = "import numpy as np\nfrom math import pi\n%matplotlib inline\ndef f(): pass\nclass C: pass\na, (b, c) = 1, (2, 3)\nd: int = 4"
    assert defined_names(text) == ("f", "C", "a", "b", "c", "d")


def test_names_of_a_cell_that_is_not_python_are_its_words():
    assert {"def", "double"} <= used_names("def double(:")


def test_hidden_regions():
    text = "a = 1\n### BEGIN HIDDEN TESTS\nb = 2\n### END HIDDEN TESTS\nc = 3"
    assert hidden_lines(text) == {2, 3, 4}
    assert without_hidden(text) == "a = 1\nc = 3"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty (0 bytes)"),
        (b"{ no", "not JSON"),
        (b'{"cells": [', "cut off"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"[]", "no list of cells"),
        (b"3", "no list of cells"),
        (b'{"cells": {}}', "no list of cells"),
        (b'{"worksheets": [], "nbformat": 3}', "old format"),
        (b"[" * 100_000, "not JSON"),
        (json.dumps({"cells": [{"cell_type": "code", "source": "x" * 600_000}]}).encode(), "KiB of text"),
        (json.dumps({"cells": [{}] * 6000}).encode(), "more than 5000 cells"),
    ],
)
def test_a_bad_file_is_said_in_one_sentence(tmp_path, content, words):
    path = tmp_path / "exercises.ipynb"
    path.write_bytes(content)
    with pytest.raises(BadNotebook) as problem:
        read_submission(path, 100, 512)
    assert words in str(problem.value) and str(problem.value).endswith((".", "it."))


def test_a_missing_file_a_folder_a_link_and_a_huge_file(tmp_path):
    path = tmp_path / "exercises.ipynb"
    with pytest.raises(BadNotebook, match="There is no exercises.ipynb"):
        read_submission(path, 1, 1)
    path.mkdir()
    with pytest.raises(BadNotebook, match="not a file"):
        read_submission(path, 1, 1)
    link = tmp_path / "link.ipynb"
    link.symlink_to("/etc/passwd")
    with pytest.raises(BadNotebook, match="is a link"):
        read_submission(link, 1, 1)
    big = tmp_path / "big.ipynb"
    with big.open("wb") as file:
        file.truncate(2 << 20)
    with pytest.raises(BadNotebook, match="larger than 1 MiB"):
        read_submission(big, 1, 1)


def test_odd_cells_are_read_as_far_as_they_make_sense(tmp_path):
    path = tmp_path / "exercises.ipynb"
    path.write_text(
        json.dumps(
            {
                "cells": [
                    3,
                    None,
                    {"cell_type": "code"},
                    {"cell_type": 7, "source": "a"},
                    {"cell_type": "code", "source": ["a", "b", 3]},
                    {"cell_type": "code", "source": "c", "id": 5, "metadata": {"nbgrader": {"grade_id": ["x"]}}},
                    {"cell_type": "code", "source": "\ud800", "metadata": []},
                ]
            }
        )
    )
    assert [cell.text for cell in read_submission(path, 1, 1)] == ["", "ab", "c", "?"]


def test_a_source_that_is_no_notebook_is_a_plain_error(tmp_path):
    (tmp_path / "x.ipynb").write_text("no")
    with pytest.raises(BadNotebook, match="not a notebook that can be read"):
        read_source(tmp_path / "x.ipynb")
    with pytest.raises(BadNotebook, match="There is no notebook"):
        read_source(tmp_path / "y.ipynb")
