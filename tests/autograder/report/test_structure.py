"""A structure forgets what a student may choose, keeps what an answer does, and survives any text."""

from __future__ import annotations

import pytest

from autograder.report import structure
from autograder.report.structure import parsed, structures, words_of

PLAIN = (
    "def f(x, w):\n    total = 0\n    for a, b in zip(x, w):\n        total += a * b\n    return np.sum(total, axis=0)"
)


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.replace("total", "result").replace(" a, b", " xi, wi").replace("a * b", "xi * wi"),
        PLAIN.replace("    total = 0", '    """Add up."""\n    # from zero\n    total = 0.0'),
        PLAIN.replace("f(x, w)", "f(x: list, w: list) -> float").replace("total = 0\n", "total: float = 1\n"),
        PLAIN.replace("a * b", "(a   *\n  b)").replace("axis=0", "axis=1"),
        "%matplotlib inline\nimport numpy as np\n" + PLAIN,
    ],
    ids=["names", "docstring and comment", "annotations", "layout and numbers", "magics and imports"],
)
def test_what_a_student_may_choose_is_forgotten(text):
    assert text != PLAIN and structures([text]) == structures([PLAIN])


@pytest.mark.parametrize(
    "change",
    [
        ("*", "+"),
        ("np.sum", "np.prod"),
        ("axis=0", "keepdims=0"),
        ("zip", "map"),
        ("+= a", "= a"),
        ("for", "if 1:\n     for"),
    ],
)
def test_what_an_answer_does_is_kept(change):
    assert parsed(PLAIN.replace(*change)) not in (None, parsed(PLAIN))


def test_a_text_that_is_no_python_is_split_into_words():
    assert structures(["def f(x:\n  return x.sum( # oops"]) == [
        ("def", "Name", "(", "Name", ":", "return", "Name", "sum", "(")
    ]
    assert words_of("a = 'x' + \"y\" + '''z\n''' + 3.5e1") == [
        "Name",
        "=",
        "Constant",
        "+",
        "Constant",
        "+",
        "Constant",
        "+",
        "Constant",
    ]


CHOKING = [
    "(" * 60_000,
    "-" * 60_000 + "1",
    "a" + ".b" * 20_000,
    "1+" * 30_000 + "1",
    "\0",
    "[" * 199 + "]" * 199,
    "x=" * 20_000 + "1",
]


def test_texts_that_choke_the_parser_take_nobody_with_them():
    """Each is looked at between two good ones, which must come out right."""
    texts = [text for bad in CHOKING for text in (PLAIN, bad)] + [PLAIN]
    found = structures(texts)
    assert len(found) == len(texts) and set(found[::2]) == {tuple(parsed(PLAIN))}


def test_a_text_that_ends_the_process_is_split_into_words(monkeypatch):
    """The process stands in for one that dies at the text it can't bear."""

    def dies(texts):
        return [["tree"] for _ in texts[: next((n for n, text in enumerate(texts) if "die" in text), len(texts))]]

    monkeypatch.setattr(structure, "_parse_apart", dies)
    assert structures(["a", "die", "b", "a"]) == [("tree",), ("Name",), ("tree",), ("tree",)]
    many = [f"die{number}" for number in range(20)]
    assert structures([*many, "b"]) == [("Name",)] * 21  # it gives up asking


def test_nothing_is_run(tmp_path):
    structures([f"open({str(tmp_path / 'ran')!r}, 'w')"])
    assert not (tmp_path / "ran").exists()


def test_no_texts():
    assert structures([]) == []
