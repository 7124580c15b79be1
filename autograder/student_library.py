"""What a student's kernel may import: the references of earlier units, data sets and check helpers.

No unit is known by name: the module of a unit is the one that its solution cells call and no earlier unit's do.
"""

import ast
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.course import LIBRARY, Course, Unit
from autograder.errors import GradschoolError

_BARE_AUTOGRADER = '"""What the notebooks use of the course\'s grader: its check helpers, in `classroom`."""\n'
_SKIPPED_FOLDERS = {"__pycache__", ".ipynb_checkpoints"}
_MAGIC = re.compile(r"^(\s*)[%!].*$", re.MULTILINE)
_OTHER_LANGUAGE = re.compile(r"%%(?!time|timeit|capture|prun)\w+")


class KitError(GradschoolError):
    """A kit can't be made of this unit as it stands."""


@dataclass(frozen=True)
class Modules:
    """The modules of `solutions`, as seen from one unit."""

    earlier: tuple[str, ...]
    """Those of the units before: they may go to the unit's students."""
    withheld: tuple[str, ...]
    """The unit's own and all others: they may not."""


def solution_modules(course: Course, unit: Unit, library: Path = LIBRARY) -> Modules:
    """Which modules of `solutions` the students of this unit may have.

    No unit is known by name: the module of a unit is the one that its solution cells call and that
    no earlier unit's call.
    """
    folder = library / "solutions"
    there = {
        path.parent.name if path.stem == "__init__" else path.stem
        for path in (*folder.glob("[!_]*.py"), *folder.glob("[!_]*/__init__.py"))
    }
    earlier: list[str] = []
    for other in course.earlier_units(unit):
        new = called_modules(other) - set(earlier)
        if len(new) > 1:
            raise KitError(
                f"The solution cells of {other.name} call {listed(new)}, which no earlier unit calls. "
                "A unit has one module of its own; which of these is it?"
            )
        earlier += sorted(new & there)
    return Modules(tuple(earlier), tuple(sorted(there - set(earlier))))


def called_modules(unit: Unit) -> set[str]:
    """The `x` of every `solutions.x` in the solution cells of the unit's source exercises."""
    if not unit.exercises.is_file():
        return set()
    cells = read_notebook(unit.exercises.read_bytes(), str(unit.exercises))["cells"]
    codes = [source_of(cell) for cell in cells if _is_solution_code(cell)]
    return {module for code in codes for module in solutions_named(code, f"{unit.name}: a solution cell")}


def solutions_named(code: str, where: str) -> set[str]:
    """The modules of `solutions` that a piece of code imports or reaches by attribute."""
    found = set()
    for node in ast.walk(parsed(code, where)):
        match node:
            case ast.Attribute(value=ast.Name(id="solutions"), attr=name):
                found.add(name)
            case ast.ImportFrom(module="solutions", names=names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=str(module)) if module.startswith("solutions."):
                found.add(module.split(".")[1])
            case ast.Import(names=names):
                found |= {alias.name.split(".")[1] for alias in names if alias.name.startswith("solutions.")}
    return found


def library_files(modules: tuple[str, ...], library: Path = LIBRARY) -> dict[str, bytes]:
    """What a student's kernel imports from, path → content: data sets, check helpers, these modules of `solutions`."""
    files = {f"datasets/{name}": content for name, content in read_folder(library / "datasets").items()}
    classroom = read_folder(library / "autograder" / "classroom")
    files |= {f"autograder/classroom/{name}": content for name, content in classroom.items()}
    files["autograder/__init__.py"] = _BARE_AUTOGRADER.encode()
    files["solutions/__init__.py"] = (library / "solutions" / "__init__.py").read_bytes()
    for module in modules:
        for name, code in module_files(library / "solutions", module).items():
            _refuse_later(name, code.decode("utf-8"), set(modules))
            files[f"solutions/{name}"] = code
    return files


def module_files(folder: Path, module: str) -> dict[str, bytes]:
    """A module of `solutions`, be it one file or a package."""
    if (folder / module).is_dir():
        return {f"{module}/{name}": content for name, content in read_folder(folder / module).items()}
    return {f"{module}.py": (folder / f"{module}.py").read_bytes()}


def _refuse_later(name: str, code: str, allowed: set[str]) -> None:
    """An earlier solution that leans on a later one could not run in the kit."""
    where = f"solutions/{name}"
    imports = [node for node in ast.walk(parsed(code, where)) if isinstance(node, ast.Import | ast.ImportFrom)]
    for node in imports:
        named = solutions_named(ast.unparse(node), where)
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            named |= {node.module.split(".")[0]} if node.module else {alias.name for alias in node.names}
        if named - allowed:
            raise KitError(
                f"{where} imports {listed(named - allowed)} of `solutions`, which the students of this unit "
                "must not have. A unit's module may import earlier units' only."
            )


def read_folder(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, path inside it → content, without caches and hidden files."""
    files = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") or part in _SKIPPED_FOLDERS for part in inside.parts)
        if path.is_file() and not hidden and path.suffix not in {".pyc", ".pyo"}:
            files[inside.as_posix()] = path.read_bytes()
    return files


def read_notebook(content: bytes, where: str) -> dict:
    try:
        notebook = json.loads(content)
        notebook["cells"]
    except (ValueError, KeyError, TypeError) as error:
        raise KitError(f"{where} is not a notebook: {error}") from error
    return notebook


def _is_solution_code(cell: dict) -> bool:
    return cell.get("cell_type") == "code" and cell.get("metadata", {}).get("nbgrader", {}).get("solution", False)


def source_of(cell: dict) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def parsed(code: str, where: str) -> ast.Module:
    """The code without IPython's magics, parsed; a cell in another language counts as empty."""
    plain = "" if _OTHER_LANGUAGE.match(code) else _MAGIC.sub(r"\1pass", code)
    try:
        return ast.parse(plain)
    except SyntaxError as error:
        raise KitError(f"{where} is not Python: {error}") from error


def listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
