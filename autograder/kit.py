"""A student's kit: one zip with a unit's notebooks and everything to start them with only Python.

The kit of unit k holds the reference solutions of the units before k, the data sets and the check
helpers; it holds no grader, no gradebook, no hidden test and no later solution.
"""

import ast
import importlib.metadata
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.course import LIBRARY, Course, Unit
from autograder.errors import GradschoolError

BASE_REQUIREMENTS = ("ipykernel", "ipywidgets", "jupyterlab", "matplotlib", "nbgrader", "numpy", "scikit-learn")
_KIT_FILES = Path(__file__).resolve().parent / "kit_files"
_BARE_AUTOGRADER = '"""What the notebooks use of the course\'s grader: its check helpers, in `classroom`."""\n'
_SKIPPED_FOLDERS = {"__pycache__", ".ipynb_checkpoints"}
_LESSON = "lesson.ipynb"
_TIMESTAMP = (1980, 1, 1, 0, 0, 0)
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


def build_kit(course: Course, unit: Unit, released_dir: Path, target_zip: Path, *, library: Path = LIBRARY) -> Path:
    """Write the kit of a released unit; the same input makes the same bytes.

    `library` is the folder that holds `solutions`, `datasets` and `autograder`. Raises KitError where
    the unit has no released notebook, imports what no version is pinned for, or needs a solution
    that its students must not have.
    """
    files = kit_files(course, unit, released_dir, library=library)
    target_zip.parent.mkdir(parents=True, exist_ok=True)
    part = target_zip.with_name(f".{target_zip.name}.part")
    write_zip(files, part, top=f"gradient-school-{unit.name}")
    part.replace(target_zip)
    return target_zip


def kit_files(course: Course, unit: Unit, released_dir: Path, *, library: Path = LIBRARY) -> dict[str, bytes]:
    """Everything in the kit: path inside it → content."""
    notebooks = read_folder(released_dir)
    if not any(name.endswith(".ipynb") for name in notebooks):
        raise KitError(f"There is no released notebook in {released_dir}. Release the unit first.")
    if unit.lesson.is_file():
        notebooks.setdefault(_LESSON, unit.lesson.read_bytes())
    shipped = library_files(solution_modules(course, unit, library).earlier, library)
    pins = read_pins(library)
    imported = third_party_imports([*_notebook_codes(notebooks), *_solution_codes(shipped)])
    required = requirements(imported, pins, unit)
    files = {f"{unit.name}/{name}": content for name, content in notebooks.items()}
    graded = {name: content for name, content in notebooks.items() if name.endswith(".ipynb") and name != _LESSON}
    files |= {f"setup/released/{unit.name}/{name}": content for name, content in graded.items()}
    files |= {f"library/{name}": content for name, content in shipped.items()}
    files["requirements.txt"] = "".join(f"{name}=={pins[name]}\n" for name in required).encode()
    files["constraints.txt"] = constraints_file(library).read_bytes()
    return files | _starter_files(unit, notebooks, imported, shipped)


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
                f"The solution cells of {other.name} call {_listed(new)}, which no earlier unit calls. "
                "A unit has one module of its own; which of these is it?"
            )
        earlier += sorted(new & there)
    return Modules(tuple(earlier), tuple(sorted(there - set(earlier))))


def called_modules(unit: Unit) -> set[str]:
    """The `x` of every `solutions.x` in the solution cells of the unit's source exercises."""
    if not unit.exercises.is_file():
        return set()
    cells = _notebook(unit.exercises.read_bytes(), str(unit.exercises))["cells"]
    codes = [_source(cell) for cell in cells if _is_solution_code(cell)]
    return {module for code in codes for module in solutions_named(code, f"{unit.name}: a solution cell")}


def solutions_named(code: str, where: str) -> set[str]:
    """The modules of `solutions` that a piece of code imports or reaches by attribute."""
    found = set()
    for node in ast.walk(_parse(code, where)):
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


def third_party_imports(codes: Iterable[tuple[str, str]]) -> set[str]:
    """The top-level packages that pieces of code, given as (where, code), import from elsewhere."""
    found = set()
    for where, code in codes:
        for node in ast.walk(_parse(code, where)):
            match node:
                case ast.Import(names=names):
                    found |= {alias.name.split(".")[0] for alias in names}
                case ast.ImportFrom(module=str(module), level=0):
                    found.add(module.split(".")[0])
    return found - sys.stdlib_module_names - {"solutions", "datasets", "autograder", "IPython"}


def requirements(imported: set[str], pins: Mapping[str, str], unit: Unit) -> list[str]:
    """The distributions to install, each of which must have a pinned version."""
    distributions = importlib.metadata.packages_distributions()
    needed = set(BASE_REQUIREMENTS)
    for package in imported:
        needed.add(normal_name(distributions.get(package, [package])[0]))
    if "keras" in needed:
        needed.add("tensorflow")  # Keras needs something to compute with
    unpinned = needed - set(pins)
    if unpinned:
        raise KitError(f"{unit.name} needs {_listed(unpinned)}, but constraints.txt pins no version of it.")
    return sorted(needed)


def constraints_file(library: Path = LIBRARY) -> Path:
    """The pinned versions: beside the packages in a checkout, within the package once installed."""
    for path in (library / "constraints.txt", _KIT_FILES / "constraints.txt"):
        if path.is_file():
            return path
    raise KitError("constraints.txt, which holds the pinned versions, is missing from this installation.")


def read_pins(library: Path = LIBRARY) -> dict[str, str]:
    """The pinned version of every distribution, by its normal name."""
    lines = constraints_file(library).read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("#")[0].partition(";")[0].strip().split("==") for line in lines]
    return {normal_name(pair[0]): pair[1] for pair in pairs if len(pair) == 2}


def normal_name(distribution: str) -> str:
    """A distribution's name in the one spelling that indexes compare."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def read_folder(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, path inside it → content, without caches and hidden files."""
    files = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") or part in _SKIPPED_FOLDERS for part in inside.parts)
        if path.is_file() and not hidden and path.suffix not in {".pyc", ".pyo"}:
            files[inside.as_posix()] = path.read_bytes()
    return files


def write_zip(files: Mapping[str, bytes], target: Path, *, top: str) -> None:
    """Zip the files under one top folder, in order and with a fixed date, so that bytes repeat."""
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{top}/{name}", _TIMESTAMP)
            entry.create_system = 3  # the permissions below are Unix ones, wherever this runs
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)


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
    imports = [node for node in ast.walk(_parse(code, where)) if isinstance(node, ast.Import | ast.ImportFrom)]
    for node in imports:
        named = solutions_named(ast.unparse(node), where)
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            named |= {node.module.split(".")[0]} if node.module else {alias.name for alias in node.names}
        if named - allowed:
            raise KitError(
                f"{where} imports {_listed(named - allowed)} of `solutions`, which the students of this unit "
                "must not have. A unit's module may import earlier units' only."
            )


def _starter_files(
    unit: Unit, notebooks: Mapping[str, bytes], imported: set[str], shipped: Mapping[str, bytes]
) -> dict[str, bytes]:
    first = _LESSON if _LESSON in notebooks else min(n for n in notebooks if n.endswith(".ipynb"))
    packages = {PurePosixPath(name).parts[0] for name in shipped} - {"autograder"}
    about = {
        "unit": unit.name,
        "opens": first,
        "imports": ["jupyterlab", "nbgrader", "ipykernel", "ipywidgets", "autograder.classroom"]
        + sorted(packages | imported),
    }
    readme = (_KIT_FILES / "README.txt").read_text(encoding="utf-8")
    return {
        "start.py": (_KIT_FILES / "start.py").read_bytes(),
        "README.txt": readme.replace("{unit}", unit.name).encode(),
        "setup/kit_setup.py": (_KIT_FILES / "kit_setup.py").read_bytes(),
        "setup/jupyter_home.py": (_KIT_FILES.parent / "jupyter_home.py").read_bytes(),
        "setup/kit.json": (json.dumps(about, indent=1) + "\n").encode(),
    }


def _notebook_codes(files: Mapping[str, bytes]) -> list[tuple[str, str]]:
    return [
        (f"{name}, cell {number}", _source(cell))
        for name, content in files.items()
        if name.endswith(".ipynb")
        for number, cell in enumerate(_notebook(content, name)["cells"], start=1)
        if cell.get("cell_type") == "code"
    ]


def _solution_codes(shipped: Mapping[str, bytes]) -> list[tuple[str, str]]:
    return [(name, code.decode("utf-8")) for name, code in shipped.items() if name.startswith("solutions/")]


def _notebook(content: bytes, where: str) -> dict:
    try:
        notebook = json.loads(content)
        notebook["cells"]
    except (ValueError, KeyError, TypeError) as error:
        raise KitError(f"{where} is not a notebook: {error}") from error
    return notebook


def _is_solution_code(cell: dict) -> bool:
    return cell.get("cell_type") == "code" and cell.get("metadata", {}).get("nbgrader", {}).get("solution", False)


def _source(cell: dict) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _parse(code: str, where: str) -> ast.Module:
    """The code without IPython's magics, parsed; a cell in another language counts as empty."""
    plain = "" if _OTHER_LANGUAGE.match(code) else _MAGIC.sub(r"\1pass", code)
    try:
        return ast.parse(plain)
    except SyntaxError as error:
        raise KitError(f"{where} is not Python: {error}") from error


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
