"""The structure of an answer: its syntax tree, without what a student may choose freely.

Names, comments, docstrings, numbers, texts and type annotations go; operations, order, and the names that nobody can
choose (built-in functions, attributes such as ``.sum``, keyword arguments such as ``axis=``) stay.

A student's text can choke Python's parser, so it is parsed in a process of its own, with limits. A text that can't be
parsed, or that ends that process, is split into words and signs instead, which takes time in proportion to its length.
"""

from __future__ import annotations

import ast
import builtins
import json
import keyword
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator, Sequence

LONGEST = 64 << 10  #: characters of one answer that are looked at
MEMORY_MIB, SECONDS, ALL_SECONDS = 1024, 2.0, 120  #: of the process; processor time of one text, of all
MOST_DEATHS = 8  #: after so many texts have ended the process, no more are parsed

BUILT_IN = frozenset(dir(builtins))
_MAGIC = re.compile(r"^\s*[%!].*$", re.MULTILINE)
_WORD = re.compile(
    r"""#[^\n]*|(?P<text>(['"]{3})[\s\S]*?\2|"[^"\n]*"|'[^'\n]*')|(?P<number>\d[\w.]*)|(?P<dot>\.\s*)?(?P<name>[^\W\d]\w*)|(?P<sign>[^\s\w])"""
)
_LEFT_OUT = (ast.expr_context, ast.Import, ast.ImportFrom, ast.Pass)


def structures(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The structure of each text as a list of words, whatever is in it."""
    texts = [_MAGIC.sub("", text[:LONGEST]) for text in texts]
    distinct = list(dict.fromkeys(texts))
    found: list[list[str] | None] = []
    deaths = 0
    while len(found) < len(distinct) and deaths < MOST_DEATHS:
        found += _parse_apart(distinct[len(found) :])
        if len(found) < len(distinct):
            found.append(None)  # this one ended the process
            deaths += 1
    found += [None] * (len(distinct) - len(found))
    known = {
        text: tuple(words_of(text) if parsed is None else parsed) for text, parsed in zip(distinct, found, strict=True)
    }
    return [known[text] for text in texts]


def _parse_apart(texts: Sequence[str]) -> list[list[str] | None]:
    """What a process of its own makes of the texts, up to the one that ends it."""
    code = "import sys; sys.path[:] = sys.argv[1:]; from autograder.report import structure; structure.serve()"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, *sys.path],
        input="\n".join(map(json.dumps, texts)),
        capture_output=True,
        text=True,
    )
    whole = done.stdout[: done.stdout.rfind("\n") + 1].splitlines()
    return [json.loads(line) for line in whole]


def serve() -> None:
    """In the process apart: read texts, a JSON line each, and print their structures; null where there is none."""
    import resource
    import signal

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MIB << 20, MEMORY_MIB << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (ALL_SECONDS, ALL_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)  # its signal ends the process
        print(json.dumps(parsed(json.loads(line))), flush=True)


def parsed(text: str) -> list[str] | None:
    """The structure of a text that is Python, else None."""
    try:
        return list(_words(ast.parse(text)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _words(tree: ast.AST) -> Iterator[str]:
    """The nodes of a tree from the top down, left to right."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _LEFT_OUT) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            continue
        yield _word(node)
        waiting += reversed(list(_children(node)))


def _word(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f".{node.attr}"
    if isinstance(node, ast.keyword):
        return f"{node.arg}="
    if isinstance(node, ast.Name) and node.id in BUILT_IN:
        return node.id
    return "Assign" if isinstance(node, ast.AnnAssign) else type(node).__name__


def _children(node: ast.AST) -> Iterator[ast.AST]:
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield child


def words_of(text: str) -> list[str]:
    """The words and signs of a text that is no Python, with free names, numbers and texts made alike."""
    words = []
    for match in _WORD.finditer(text):
        if match["name"]:
            fixed = match["dot"] or keyword.iskeyword(match["name"]) or match["name"] in BUILT_IN
            words.append(match["name"] if fixed else "Name")
        elif match["number"] or match["text"]:
            words.append("Constant")
        elif match["sign"]:
            words.append(match["sign"])
    return words
