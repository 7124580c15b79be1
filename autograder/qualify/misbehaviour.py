"""Wrong functions around a right one: they spoil their arguments, round, look at one row, know only the visible checks.

What such a function does can't be written as an edit of one place of the reference. Its text is the reference's with
the function renamed and a wrapper in its place.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

RENAMED = "_right_"
HELPERS = """
import numpy as np

def _spoil(value):
    if isinstance(value, np.ndarray) and value.size and value.flags.writeable:
        value.flat[0] = not value.flat[0] if value.dtype == bool else value.flat[0] + 1
    elif isinstance(value, list) and value:
        if isinstance(value[0], (np.ndarray, list, tuple)):
            _spoil(value[0])
        else:
            value[0] = value[0] + 1 if isinstance(value[0], (int, float)) else value[0]
    elif isinstance(value, tuple):
        for item in value:
            _spoil(item)
    elif isinstance(value, dict) and value:
        _spoil(next(iter(value.values())))

def _every(change, value):
    if isinstance(value, (tuple, list)):
        return type(value)(_every(change, item) for item in value)
    if isinstance(value, dict):
        return {key: _every(change, item) for key, item in value.items()}
    if isinstance(value, (np.ndarray, np.floating, float)) and not isinstance(value, bool):
        return change(np.asarray(value))
    return value

def _key(args, kwargs):
    def plain(value):
        if isinstance(value, (np.ndarray, np.generic)):
            return [list(value.shape), np.asarray(value).ravel().tolist()]
        if isinstance(value, (list, tuple)):
            return [plain(item) for item in value]
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        return value if isinstance(value, (int, float, str, type(None))) else type(value).__name__
    return repr(plain([*args, kwargs]))
"""
#: what becomes of every array or number of the answer
ANSWERS = {
    "float32 rounding": "lambda a: a.astype(np.float32) if a.dtype == np.float64 else a",
    "rounded to three decimals": "lambda a: np.round(a, 3) if a.dtype.kind == 'f' else a",
    "one axis too many": "lambda a: a[..., np.newaxis] if a.ndim else a",
    "flattened": "lambda a: a.ravel() if a.ndim > 1 else a",
    "batch of one lost its axis": "lambda a: np.squeeze(a) if a.ndim else a",
    "only the first row": "lambda a: np.concatenate([a[:1]] * len(a)) if a.ndim and len(a) > 1 else a",
    "the last row is missing": "lambda a: a[:-1] if a.ndim and len(a) > 1 else a",
}


@dataclass(frozen=True)
class Call:
    """One call that a test made of an answer: the arguments and what the reference gave."""

    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    value: Any = None
    visible: bool = False


def misbehaviours(tree: ast.Module, function: ast.FunctionDef, calls: list[Call]) -> Iterator[tuple[str, str]]:
    """Wrong versions of one function: the kind of mistake and the whole text.

    Arguments: tree the reference; function the exercise's own in it; calls what the visible checks ask it.
    """
    inner = _renamed(tree, function)
    parameters = [arg.arg for arg in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    for name in _holding_data(parameters, calls):
        yield f"changes its argument {name}", _wrapped(inner, function, f"_spoil(given[{name!r}])", "answer")
    if any(_has_numbers(call.value) for call in calls) or not calls:
        for kind, change in ANSWERS.items():
            yield kind, _wrapped(inner, function, "pass", f"_every({change}, answer)")
    yield from _ignored(tree, function, parameters, calls)
    visible = [call for call in calls if call.visible and call.name == function.name]
    if visible:
        yield "knows only the visible checks", _memory(inner, function, visible)


def _renamed(tree: ast.Module, function: ast.FunctionDef) -> str:
    """The reference with the function under another name; it may call itself."""

    class Rename(ast.NodeTransformer):
        def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
            self.generic_visit(node)
            if node.name == function.name:
                node.name = RENAMED + node.name
            return node

        def visit_Name(self, node: ast.Name) -> ast.AST:
            return ast.Name(RENAMED + node.id, node.ctx) if node.id == function.name else node

    return ast.unparse(ast.fix_missing_locations(Rename().visit(ast.parse(ast.unparse(tree)))))


def _wrapped(inner: str, function: ast.FunctionDef, after: str, answer: str) -> str:
    name = function.name
    return f"""{inner}
{HELPERS}
import inspect

def {name}({ast.unparse(function.args)}):
    given = dict(locals())
    bound = inspect.signature({RENAMED}{name}).bind_partial()
    bound.arguments.update(given)
    answer = {RENAMED}{name}(*bound.args, **bound.kwargs)
    {after}
    return {answer}
"""


def _memory(inner: str, function: ast.FunctionDef, visible: list[Call]) -> str:
    """A function that has the answers to the visible checks by heart and takes the first one for all others."""
    name = function.name
    keys = ", ".join(repr(_key(call.args, call.kwargs)) for call in visible)
    return f"""{inner}
{HELPERS}
_KNOWN = {{{keys}}}
_seen = []

def {name}(*args, **kwargs):
    if not _seen or _key(args, kwargs) in _KNOWN:
        answer = {RENAMED}{name}(*args, **kwargs)
        _seen.append(answer)
        return answer
    return _seen[0]
"""


def _key(args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    namespace: dict[str, Any] = {}
    exec(HELPERS, namespace)
    return str(namespace["_key"](args, kwargs))


def _holding_data(parameters: list[str], calls: list[Call]) -> list[str]:
    """Parameters that some call gave an array or a container; all of them when no call is known."""
    if not calls:
        return parameters
    found = set()
    for call in calls:
        given = dict(zip(parameters, call.args, strict=False)) | call.kwargs
        found |= {name for name, value in given.items() if isinstance(value, (np.ndarray, list, dict))}
    return [name for name in parameters if name in found]


def _has_numbers(value: Any) -> bool:
    if isinstance(value, (tuple, list)):
        return any(map(_has_numbers, value))
    return isinstance(value, (np.ndarray, np.generic, float)) and not isinstance(value, bool)


def _ignored(
    tree: ast.Module, function: ast.FunctionDef, parameters: list[str], calls: list[Call]
) -> Iterator[tuple[str, str]]:
    """A parameter that is given and not looked at: its default, or what the first visible check gives, instead."""
    defaults = dict(zip(reversed(parameters), reversed(function.args.defaults), strict=False))
    seen: dict[str, Any] = {}
    for call in calls:
        for name, value in (dict(zip(parameters, call.args, strict=False)) | call.kwargs).items():
            seen.setdefault(name, value)
    for name in parameters:
        values = []
        if name in defaults:
            values.append(ast.unparse(defaults[name]))
        if isinstance(seen.get(name), np.random.Generator):
            values.append("np.random.default_rng(0)")
        elif isinstance(seen.get(name), bool):
            values += ["True", "False"]
        elif isinstance(seen.get(name), (int, float, str)):
            values.append(repr(seen[name]))
        for value in dict.fromkeys(values):
            yield f"ignores {name}", _with_first(tree, function, f"{name} = {value}")


def _with_first(tree: ast.Module, function: ast.FunctionDef, statement: str) -> str:
    """The reference with one more statement at the function's begin."""
    copy = ast.parse(ast.unparse(tree))
    for node in ast.walk(copy):
        if isinstance(node, ast.FunctionDef) and node.name == function.name:
            node.body[:0] = ast.parse(statement).body
            break
    return "import numpy as np\n" + ast.unparse(ast.fix_missing_locations(copy))
