"""Which of our modules a text uses, and what those use: what has to be the same for a result to be the same."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

from autograder.course import LIBRARY
from autograder.notebook import PARSING

OURS = ("autograder", "solutions", "datasets")


def reached_from(modules: Iterable[str]) -> frozenset[str]:
    """Of these modules those that are ours, and all of ours that they import, directly or not."""
    found: set[str] = set()
    waiting = set(modules)
    while waiting:
        name = waiting.pop()
        path = file_of(name)
        if path is not None:
            found.add(name)
            waiting |= _named(path.read_text(encoding="utf-8")) - found
    return frozenset(found)


def imported(text: str) -> frozenset[str]:
    """Our modules that a text imports or names (``solutions.neurons``), and what those import."""
    return reached_from(_named(text))


def _named(text: str) -> set[str]:
    names: set[str] = set()
    with PARSING:
        tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Attribute):
            names.add(_dotted(node))  # of solutions.a.b.f each part is a node, so each is named
    return {name for name in names if name.split(".")[0] in OURS}


def _dotted(node: ast.expr) -> str:
    """A name with its attributes; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    before = _dotted(node.value) if isinstance(node, ast.Attribute) else ""
    return f"{before}.{node.attr}" if before else ""


def file_of(name: str) -> Path | None:
    """The file of one of our modules; None for what is not a module of ours."""
    path = LIBRARY.joinpath(*name.split("."))
    return next((p for p in (path.with_suffix(".py"), path / "__init__.py") if p.is_file()), None)
