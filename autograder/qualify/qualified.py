"""What was qualified, kept beside the bank, so that only what changed is qualified again.

``answers/qualified.json`` holds the counts and a fingerprint of everything they came from: the notebook, the bank, the
references it uses, and the engine. Whatever changes one of these makes the file worthless: the unit is qualified anew.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path

from autograder.course import Course, Unit
from autograder.leaks import given_away_earlier
from autograder.qualify.bank import read_bank
from autograder.qualify.qualify import Qualification, Quality, qualify_unit
from autograder.reach import file_of, imported, reached_from
from autograder.record import digest, write_atomically

KERAS = frozenset({"autograder.keras_build", "autograder.keras_describe", "autograder.keras_table"})
ENGINE = ("autograder.qualify.qualify", "autograder.warm", "autograder.classroom.checks")


def qualify_or_recall(
    course: Course,
    unit: Unit,
    *,
    again: bool = False,
    workers: int | None = None,
    only: list[str] | None = None,
    confined: bool = True,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Qualification:
    """The unit's qualification: the kept one if nothing has changed, else a new one, which is kept.

    Args:
        again: qualify anew whatever is kept.
        only: names of exercises; the result of a part is not kept.
    """
    fingerprint = fingerprint_of(unit)
    result = None if again or only else recall(unit, fingerprint)
    if result is None:
        began = time.monotonic()
        result = qualify_unit(course, unit, workers=workers, only=only, confined=confined, progress=progress)
        result.seconds = time.monotonic() - began
        if not only and confined:
            keep(unit, fingerprint, result)
    if not only:
        result.faults += given_away(course, unit)
    return result


def given_away(course: Course, unit: Unit) -> list[str]:
    """Lines of the unit's reference that an earlier unit's notebooks hold, in words."""
    return [
        f"A line of this unit's reference stands in an earlier unit, which can't be released so: {leak.message}"
        for leak in given_away_earlier(course, unit)
    ]


def keep(unit: Unit, fingerprint: str, result: Qualification) -> None:
    """Write down a qualification that is good; one that falls short is not kept."""
    if result.good:
        tree = {"fingerprint": fingerprint, **asdict(result), "seconds": round(result.seconds, 1)}
        write_atomically(_place(unit), json.dumps(tree, indent=1, ensure_ascii=False) + "\n")


def recall(unit: Unit, fingerprint: str) -> Qualification | None:
    """The kept qualification of exactly this state of the unit, or None."""
    try:
        tree = json.loads(_place(unit).read_text(encoding="utf-8"))
        if tree.pop("fingerprint") != fingerprint:
            return None
        exercises = [Quality(**item) for item in tree.pop("exercises")]
        return Qualification(exercises=exercises, **tree)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _place(unit: Unit) -> Path:
    return unit.folder / "answers" / "qualified.json"


def fingerprint_of(unit: Unit) -> str:
    """A digest of everything that a qualification of the unit comes from."""
    read_bank(unit.folder)  # says what is wrong with a bank before anything is compared
    bank = sorted(path for path in (unit.folder / "answers").glob("*") if path.suffix in (".py", ".toml"))
    notebook = unit.exercises.read_text(encoding="utf-8")
    parts: list[str | bytes] = [notebook, *(part for path in bank for part in (path.name, path.read_bytes()))]
    for name in sorted(modules_behind(_code_of(notebook))):
        path = file_of(name)
        parts += [name, path.read_bytes() if path else b""]
    parts += [version("numpy"), f"{sys.version_info.major}.{sys.version_info.minor}"]
    return digest(parts)


def modules_behind(code: str) -> set[str]:
    """Our modules that decide what a notebook's tests say: the engine's, and those that its code uses.

    What brings Keras models to the examiner counts where Keras is used, and of the data sets those that are named.
    """
    used = imported(code)
    texts = [code, *(_text_of(name) for name in used if name.startswith("solutions"))]
    modules = set(used | engine_modules())
    if not any(re.search(r"^\s*(import|from) (keras|tensorflow)\b", text, re.MULTILINE) for text in texts):
        modules -= KERAS
    sets = _data_sets("\n".join(texts))
    return {name for name in modules if name.partition(".")[0] != "datasets"} | sets


def _data_sets(text: str) -> frozenset[str]:
    """The modules of the data sets that a text names, and what these import."""
    listed = "".join(re.findall(r"^\s*from datasets import ([^\n]+)", text, re.MULTILINE))
    names = {*re.findall(r"\bdatasets\.(\w+)", text), *re.findall(r"\w+", listed)}
    home = {
        alias.name: node.module
        for node in ast.parse(_text_of("datasets")).body
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    return reached_from(home.get(name, f"datasets.{name}") for name in names)


def _text_of(module: str) -> str:
    path = file_of(module)
    return path.read_text(encoding="utf-8") if path else ""


@cache
def engine_modules() -> frozenset[str]:
    """The grader's modules that decide a verdict: those that judging imports, and no others."""
    return reached_from(ENGINE)


def _code_of(notebook: str) -> str:
    cells = json.loads(notebook)["cells"]
    return "\n".join("".join(cell["source"]) + "\n" for cell in cells if cell["cell_type"] == "code")
