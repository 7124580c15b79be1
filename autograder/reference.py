"""Answers made of the reference's own source, so that it is judged exactly as a student's text is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from autograder.errors import GradschoolError
from autograder.notebook import PARSING, Role, Source, StudentCell, parse

CALL = re.compile(r"\bsolutions\.(\w+(?:\.\w+)*)\.(\w+)\b")


class NoReference(GradschoolError):
    """A solution cell doesn't lead to a function of the solutions package."""


def modules_of(source: Source) -> tuple[str, ...]:
    """The ``solutions`` modules that a source's solution cells call, by dotted name below ``solutions``."""
    found = [match[1] for cell in source.cells if cell.role is Role.ANSWER for match in CALL.finditer(cell.text)]
    return tuple(dict.fromkeys(found))


def reference_cells(source: Source, solutions: Path) -> list[StudentCell]:
    """The source's answers as a submission: every answer cell holds its reference's source."""
    return [
        StudentCell(cell.cell_id, cell.grade_id, cell.kind, reference_answer(source, index, solutions))
        for index, cell in enumerate(source.cells)
        if cell.role is Role.ANSWER
    ]


def reference_answer(source: Source, index: int, solutions: Path) -> str:
    """The text of one answer: the reference's definition with the imports and helpers that it needs.

    Functions that another answer cell of the notebook defines are left to that cell. A solution cell that calls
    no reference (its solution is written in the notebook) is its own answer.
    """
    cell = source.cells[index]
    own = set(source.names_of(index))
    elsewhere = set(source.answers) - own
    calls = [(module, name) for module, name in CALL.findall(cell.text)]
    if not calls:
        return cell.text
    parts: list[str] = []
    for module, name in dict.fromkeys(calls):
        parts.append(extract(module_file(solutions, module), name, elsewhere))
    renamed = [f"{target} = {name}" for target, (_, name) in zip(sorted(own), calls, strict=False) if name not in own]
    if renamed and len(own) != 1:
        raise NoReference(
            f"Answer cell {cell.grade_id} defines {', '.join(sorted(own))}, but its reference has other "
            "names. Give the reference function the exercise's name."
        )
    return "\n\n".join([*parts, *renamed]) + "\n"


def module_file(solutions: Path, module: str) -> Path:
    path = solutions.joinpath(*module.split("."))
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if candidate.is_file():
            return candidate
    raise NoReference(f"A solution cell calls solutions.{module}, but there is no such module in {solutions.name}/.")


def extract(path: Path, name: str, elsewhere: set[str]) -> str:
    """The source of one definition and of what it needs from its module, in the module's order."""
    text = path.read_text(encoding="utf-8")
    with PARSING:
        tree = ast.parse(text)
    definitions = _definitions(tree)
    if name not in definitions:
        raise NoReference(f"{path.name} does not define {name}, which a solution cell calls.")
    needed, open_names = {definitions[name]}, [definitions[name]]
    while open_names:
        node = open_names.pop()
        for used in {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}:
            found = definitions.get(used)
            if found is not None and found not in needed and used not in elsewhere:
                needed.add(found)
                open_names.append(found)
    future = [n for n in tree.body if isinstance(n, ast.ImportFrom) and n.module == "__future__"]
    return "\n\n".join(_segment(text, node) for node in tree.body if node in needed or node in future)


def _definitions(tree: ast.Module) -> dict[str, ast.stmt]:
    """Every name that a module defines or imports at its top level → the statement that does."""
    found: dict[str, ast.stmt] = {}
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found[node.name] = node
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {(alias.asname or alias.name).split(".")[0]: node for alias in node.names}
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {n.id: node for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)}
    return found


def _segment(text: str, node: ast.stmt) -> str:
    lines = text.splitlines()
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    return "\n".join(lines[first - 1 : node.end_lineno])


def free_names(source: Source) -> dict[str, set[str]]:
    """Names that a test cell reads and nothing before it defines: test cell → names. Empty for a sound source."""
    import builtins

    known = set(dir(builtins)) | {"__name__", "get_ipython", "display"}
    wrong: dict[str, set[str]] = {}
    for cell in source.cells:
        if cell.kind != "code":
            continue
        tree = parse(cell.text)
        if tree is None:
            if cell.role is Role.TEST:
                wrong[cell.grade_id] = {"(the cell is not valid Python)"}
            continue
        bound, used = _bound_and_global(tree)
        if cell.role is Role.TEST:
            missing = used - bound - known
            if missing:
                wrong[cell.grade_id] = missing
        if cell.role is not Role.CODE:
            known |= bound
    return wrong


def _bound_and_global(tree: ast.Module) -> tuple[set[str], set[str]]:
    """Names that a module binds at its top level, and names that any of its scopes reads from there."""
    import symtable

    bound: set[str] = set()
    used: set[str] = set()

    def visit(table: symtable.SymbolTable, top: bool) -> None:
        for symbol in table.get_symbols():
            if top and (symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()):
                bound.add(symbol.get_name())
            if symbol.is_referenced() and (top or symbol.is_global()):
                used.add(symbol.get_name())
        for child in table.get_children():
            visit(child, False)

    visit(symtable.symtable(ast.unparse(tree), "<cell>", "exec"), True)
    return bound, used
