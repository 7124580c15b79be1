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
from pathlib import Path, PurePosixPath

from autograder.course import LIBRARY, Course, Unit
from autograder.student_library import (
    KitError,
    library_files,
    listed,
    parsed,
    read_folder,
    read_notebook,
    solution_modules,
    source_of,
)

BASE_REQUIREMENTS = ("ipykernel", "ipywidgets", "jupyterlab", "matplotlib", "nbgrader", "numpy", "scikit-learn")
_KIT_FILES = Path(__file__).resolve().parent / "kit_files"
_LESSON = "lesson.ipynb"
_TIMESTAMP = (1980, 1, 1, 0, 0, 0)


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


def third_party_imports(codes: Iterable[tuple[str, str]]) -> set[str]:
    """The top-level packages that pieces of code, given as (where, code), import from elsewhere."""
    found = set()
    for where, code in codes:
        for node in ast.walk(parsed(code, where)):
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
        raise KitError(f"{unit.name} needs {listed(unpinned)}, but constraints.txt pins no version of it.")
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


def write_zip(files: Mapping[str, bytes], target: Path, *, top: str) -> None:
    """Zip the files under one top folder, in order and with a fixed date, so that bytes repeat."""
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{top}/{name}", _TIMESTAMP)
            entry.create_system = 3  # the permissions below are Unix ones, wherever this runs
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)


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
        "setup/page_help.js": (_KIT_FILES.parent / "page_help.js").read_bytes(),
        "setup/kit.json": (json.dumps(about, indent=1) + "\n").encode(),
    }


def _notebook_codes(files: Mapping[str, bytes]) -> list[tuple[str, str]]:
    return [
        (f"{name}, cell {number}", source_of(cell))
        for name, content in files.items()
        if name.endswith(".ipynb")
        for number, cell in enumerate(read_notebook(content, name)["cells"], start=1)
        if cell.get("cell_type") == "code"
    ]


def _solution_codes(shipped: Mapping[str, bytes]) -> list[tuple[str, str]]:
    return [(name, code.decode("utf-8")) for name, code in shipped.items() if name.startswith("solutions/")]
