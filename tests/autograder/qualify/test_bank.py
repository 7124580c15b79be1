"""The answer bank: read as written, and told apart from what is no bank."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.qualify.bank import BankError, normal, read_bank

GOOD = """\
# %% right: loops
def double(x):
    return [2 * v for v in x]


# %% wrong: squares
# hint: Your answer is the square.
# hint: Twice means times two.
def double(x):
    return x**2
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "answers").mkdir()
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / "answers" / name).write_text(text, encoding="utf-8")


def test_answers_come_with_their_titles_and_hints(folder):
    write(folder, "double.py", GOOD)
    bank = read_bank(folder)
    right, wrong = bank.of("double", True), bank.of("double", False)
    assert [(a.title, a.hint) for a in right] == [("loops", "")]
    assert [(a.title, a.hint) for a in wrong] == [("squares", "Your answer is the square. Twice means times two.")]
    assert right[0].text.startswith("def double") and "hint" not in wrong[0].text


def test_a_unit_without_answers_has_an_empty_bank(tmp_path):
    assert read_bank(tmp_path).answers == ()


@pytest.mark.parametrize(
    "text, words",
    [
        ("# %% maybe: odd\ndef f(): pass\n", "expected '# %% right: style'"),
        ("# %%\ndef f(): pass\n", "expected '# %% right: style'"),
        ("# %% wrong: bad\ndef f(): pass\n", "no '# hint:' line"),
        ("def f(): pass\n# %% right: late\n", "code before the first"),
    ],
)
def test_a_malformed_bank_says_where_and_what(folder, text, words):
    write(folder, "f.py", text)
    with pytest.raises(BankError, match=words):
        read_bank(folder)


def test_declared_equivalents_carry_reasons(folder):
    write(
        folder,
        "equivalent.toml",
        '[[mutant]]\nexercise = "f"\nreason = "any sign is right"\nchange = ["- a\\n+ b", "+f: flattened"]\n',
    )
    found = read_bank(folder).equivalent
    assert found == {("f", "-a\n+b"): "any sign is right", ("f", "+f: flattened"): "any sign is right"}


@pytest.mark.parametrize(
    "text, words",
    [
        ("[[mutant]]\nexercise = 'f'\nchange = 'x'\n", "lacks reason"),
        ("[[mutant\n", "not valid TOML"),
    ],
)
def test_an_equivalent_without_a_reason_is_refused(folder, text, words):
    write(folder, "equivalent.toml", text)
    with pytest.raises(BankError, match=words):
        read_bank(folder)


def test_a_diff_may_be_indented_by_hand():
    assert normal("-        return a\n+        return b\n") == normal("\n- return a\n  + return b\n")
