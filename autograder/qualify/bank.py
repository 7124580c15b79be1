"""A unit's answer bank: right answers in several styles, wrong ones with the misconception behind them.

One file per exercise, ``answers/<exercise>.py``, in pieces that begin with a line ``# %% right: style`` or
``# %% wrong: misconception``; a wrong one goes on with lines ``# hint: what the student reads``. Each piece is the
text of an answer cell. Mutants that a person declares equivalent stand in ``answers/equivalent.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import GradschoolError

HEADER = re.compile(r"^# %%\s*(?P<kind>\w+)\s*:\s*(?P<title>.+?)\s*$")
HINT = re.compile(r"^#\s*hint:\s*(?P<text>.+?)\s*$")


class BankError(GradschoolError):
    """An answer bank can't be read; the message says where and why."""


@dataclass(frozen=True)
class Answer:
    """One banked answer: its title (a style or a misconception), its text, and a wrong one's hint."""

    exercise: str
    right: bool
    title: str
    text: str
    hint: str = ""


@dataclass(frozen=True)
class Bank:
    """The banked answers of a unit, and its mutants that a person declared equivalent: (exercise, diff) → reason."""

    answers: tuple[Answer, ...] = ()
    equivalent: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, exercise: str, right: bool) -> list[Answer]:
        return [answer for answer in self.answers if answer.exercise == exercise and answer.right is right]


def read_bank(unit: Path) -> Bank:
    """The bank in a unit's folder; an empty one where there is none.

    Raises:
        BankError: for a piece without a kind, a wrong answer without a hint, or a table that can't be read.
    """
    folder = unit / "answers"
    if not folder.is_dir():
        return Bank()
    answers: list[Answer] = []
    for path in sorted(folder.glob("*.py")):
        answers += read_answers(path)
    return Bank(tuple(answers), _equivalents(folder / "equivalent.toml"))


def read_answers(path: Path) -> list[Answer]:
    """The answers of one file."""
    pieces: list[tuple[str, str, list[str]]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("# %%"):
            header = HEADER.match(line)
            if header is None or header["kind"] not in ("right", "wrong"):
                raise BankError(
                    f"{path.name}, line {number}: expected '# %% right: style' or '# %% wrong: misconception', "
                    f"got {line!r}."
                )
            pieces.append((header["kind"], header["title"], []))
        elif pieces:
            pieces[-1][2].append(line)
        elif line.strip() and not line.startswith("#"):
            raise BankError(f"{path.name}, line {number}: code before the first '# %%' line.")
    return [_answer(path, *piece) for piece in pieces]


def _answer(path: Path, kind: str, title: str, lines: list[str]) -> Answer:
    hints = [match["text"] for line in lines if (match := HINT.match(line))]
    text = "\n".join(line for line in lines if not HINT.match(line)).strip() + "\n"
    if kind == "wrong" and not hints:
        raise BankError(
            f"{path.name}: the wrong answer {title!r} has no '# hint:' line, so its student would read nothing."
        )
    return Answer(path.stem, kind == "right", title, text, " ".join(hints))


def _equivalents(path: Path) -> dict[tuple[str, str], str]:
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BankError(f"{path.name} is not valid TOML: {error}.") from None
    found: dict[tuple[str, str], str] = {}
    for entry in table.get("mutant", []):
        missing = [key for key in ("exercise", "change", "reason") if not str(entry.get(key, "")).strip()]
        if missing:
            raise BankError(f"{path.name}: an entry [[mutant]] lacks {', '.join(missing)}.")
        changes = entry["change"] if isinstance(entry["change"], list) else [entry["change"]]
        found |= {(entry["exercise"], normal(change)): entry["reason"] for change in changes}
    return found


def normal(diff: str) -> str:
    """A diff without the blanks around its lines, so that it can be written down by hand."""
    return "\n".join(re.sub(r"^([+-]?)\s*", r"\1", line.strip()) for line in diff.strip().splitlines())
