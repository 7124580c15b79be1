"""``gradschool new-unit``: the skeleton of a unit, with one worked example of everything that a unit has."""

from __future__ import annotations

import keyword
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course import LIBRARY, Course, Unit, unit_in
from autograder.errors import GradschoolError

NAME = re.compile(r"(?P<number>\d{2})-(?P<topic>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)")
TEMPLATES = Path(__file__).resolve().parent / "templates" / "unit"
CELL = re.compile(r"^@@ (?P<id>[\w-]+) \| (?P<kind>code|markdown)(?: \| (?P<marks>[\w ]+))?$")
FOLDED = {"jupyter": {"source_hidden": True}, "tags": ["hide-input", "nbval-ignore-output"]}
EXAMPLE = "standardize"


class NoNewUnit(GradschoolError):
    """A unit can't be made under this name; the message says why, and which name would do."""


@dataclass(frozen=True)
class Made:
    """A new unit, and every file that was written for it."""

    unit: Unit
    files: tuple[Path, ...]


def new_unit(course: Course, name: str, library: Path = LIBRARY) -> Made:
    """Write the skeleton of a unit.

    In a checkout of the project the reference is a module of `solutions` with a test; in a course of one's own it
    stands in the notebook, between the solution's marks.

    Args:
        name: number and topic, such as ``15-transformers``.
        library: the folder that holds `solutions`.

    Raises:
        NoNewUnit: for a name that is no such name, or that a unit or module already has.
    """
    number, topic = _checked(course, name)
    module = topic.replace("-", "_")
    checkout = course.root == library / "course" and (library / "tests" / "solutions").is_dir()
    outside = {
        library / "solutions" / f"{module}.py": "solution.txt",
        library / "tests" / "solutions" / f"test_{module}.py": "test_solution.txt",
    }
    taken = [path for path in outside if checkout and path.exists()]
    if taken:
        raise NoNewUnit(f"{taken[0]} is there already. Choose another topic, or move that file away.")
    words = _words(number, topic, module, checkout)
    target = course.units / name
    try:
        _write_unit(target, words)
        for path, template in outside.items() if checkout else ():
            path.write_text(_filled(template, words), encoding="utf-8")
    except OSError as error:
        raise NoNewUnit(f"The unit could not be written to {target}: {error.strerror}.") from None
    written = [*sorted(path for path in target.rglob("*") if path.is_file()), *(outside if checkout else ())]
    return Made(unit_in(target), tuple(written))


def _checked(course: Course, name: str) -> tuple[str, str]:
    """Number and topic of a name that is free."""
    match = NAME.fullmatch(name)
    units = course.all_units()
    free = f"{max((unit.number for unit in units), default=-1) + 1:02}"
    if match is None:
        raise NoNewUnit(
            f"A unit is called NN-topic: two digits and small letters, such as {free}-transformers. Got {name!r}."
        )
    number, topic = match["number"], match["topic"]
    if keyword.iskeyword(topic) or topic in ("con", "nul", "aux", "prn"):
        raise NoNewUnit(f"{topic!r} can't be the name of a module. Choose another topic.")
    if (course.units / name).exists():
        raise NoNewUnit(f"There is a unit {name} already, and nothing of it was changed.")
    for unit in units:
        if unit.number == int(number):
            raise NoNewUnit(f"{unit.name} has the number {number} already. The next free name is {free}-{topic}.")
        if unit.topic == topic:
            raise NoNewUnit(f"{unit.name} has this topic already. Choose another.")
    return number, topic


def _words(number: str, topic: str, module: str, checkout: bool) -> dict[str, str]:
    """What stands in the templates' places."""
    call = f"solutions.{module}.{EXAMPLE}"
    body = _filled("solution.txt", {}).partition('    """\n')[2].rstrip("\n")
    own = f"def reference(X, train):\n{body}\n\n"
    return {
        "number": number,
        "seed": str(int(number)),
        "title": topic.replace("-", " ").capitalize(),
        "module": module,
        "imports": "import solutions\n" if checkout else "",
        "solution": f"    return {call}(X, train)" if checkout else body,
        "reference": f"reference = {call}" if checkout else own,
    }


def _filled(template: str, words: dict[str, str]) -> str:
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    for name, value in words.items():
        text = text.replace(f"@{name}@", value)
    return text


def _write_unit(target: Path, words: dict[str, str]) -> None:
    """The unit's folder, which appears as a whole."""
    import nbformat

    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".new-unit-") as draft:
        folder = Path(draft) / target.name
        (folder / "answers").mkdir(parents=True)
        for name in ("lesson", "exercises"):
            nbformat.write(_notebook(_filled(f"{name}.cells", words)), folder / f"{name}.ipynb")
        shutil.copyfile(TEMPLATES / "bank.txt", folder / "answers" / f"{EXAMPLE}.py")
        folder.rename(target)


def _notebook(text: str) -> Any:
    """A notebook from cells that each begin with a line ``@@ id | kind | marks``."""
    import nbformat

    pieces: list[tuple[re.Match[str], list[str]]] = []
    for line in text.splitlines():
        header = CELL.match(line)
        if header:
            pieces.append((header, []))
        else:
            pieces[-1][1].append(line)
    cells = [_cell(header, "\n".join(lines).strip("\n")) for header, lines in pieces]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def _cell(header: re.Match[str], text: str) -> Any:
    import nbformat

    make = nbformat.v4.new_code_cell if header["kind"] == "code" else nbformat.v4.new_markdown_cell
    cell = make(text, id=header["id"])
    what, _, points = (header["marks"] or "").partition(" ")
    if what == "folded":
        cell.metadata.update(FOLDED)
    elif what == "checked":
        cell.metadata["tags"] = ["nbval-check-output"]
    elif what:
        cell.metadata["nbgrader"] = {
            "schema_version": 3,
            "grade_id": header["id"],
            "grade": what in ("test", "essay"),
            "solution": what in ("solution", "essay"),
            "locked": what in ("locked", "test"),
            "task": False,
        } | ({"points": int(points)} if points else {})
    return cell
