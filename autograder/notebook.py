"""Notebooks as the grader sees them: the source with its roles, and a student's file read without trust."""

from __future__ import annotations

import ast
import contextlib
import json
import re
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from autograder.classroom.practice.roles import Role, role_of
from autograder.errors import GradschoolError

HIDDEN_BEGIN = re.compile(r"^\s*#+\s*BEGIN HIDDEN TESTS")
HIDDEN_END = re.compile(r"^\s*#+\s*END HIDDEN TESTS")
MAX_CELLS = 5000
PARSING = (
    threading.RLock()
)  #: held while syntax trees are made: CPython 3.11 counts their depth in one place for all threads
LARGE = 4 << 20  #: bytes above which a submitted file is read by a process of its own
READING_MIB = 2048  #: memory of that process
REFUSED = 3  #: its exit status for a file that is no notebook
NBGRADER_ESSAY_STUB = "YOUR ANSWER HERE"


@dataclass(frozen=True)
class SourceCell:
    """One cell of the source notebook."""

    cell_id: str
    grade_id: str
    role: Role
    kind: str  #: "code", "markdown" or "raw"
    text: str
    points: float = 0.0
    settings: dict[str, Any] = field(default_factory=dict)
    task: bool = False  #: nbgrader's task: the text is the author's, the answer stands in cells that students add


@dataclass(frozen=True)
class Exercise:
    """One graded thing: a test cell with the answer it judges, or an essay."""

    name: str
    cell: int  #: index of the graded cell in the source
    answer: int | None  #: index of the answer cell, if there is one
    points: float
    manual: bool
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """The instructor's notebook of one unit."""

    name: str
    cells: tuple[SourceCell, ...]
    exercises: tuple[Exercise, ...]
    essay_stub: str = NBGRADER_ESSAY_STUB  #: what a released free response says before it is answered

    def names_of(self, index: int) -> tuple[str, ...]:
        """The names that answer cell ``index`` defines in the source."""
        return defined_names(self.cells[index].text)

    @cached_property
    def answers(self) -> dict[str, int]:
        """Every name that an answer cell defines → that cell's index.

        Code that people mark is an answer too, and so is an ungraded cell that works with answers: what it defines
        depends on the student. A set-up cell's names stay the author's.
        """
        found: dict[str, int] = {}
        own = {name for i, cell in enumerate(self.cells) if cell.role is Role.SETUP for name in self.names_of(i)}
        for index, cell in enumerate(self.cells):
            student = cell.role in (Role.ANSWER, Role.ESSAY) and cell.kind == "code"
            if student or (cell.role is Role.CODE and used_names(cell.text) & set(found)):
                found |= {name: index for name in self.names_of(index) if student or name not in own}
        return found


class BadNotebook(GradschoolError):
    """A notebook can't be read; the message says why in a plain sentence."""


def read_source(path: Path, essay_stub: str = NBGRADER_ESSAY_STUB) -> Source:
    """The source notebook with every cell's role.

    Args:
        essay_stub: what the course's settings put into a free response.

    Raises:
        BadNotebook: if it is not a notebook of format 4.
    """
    import nbformat  # takes seconds to import, and warm processes import this module

    try:
        node = nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise BadNotebook(f"There is no notebook {path}.") from None
    except Exception as error:
        raise BadNotebook(f"{path} is not a notebook that can be read: {error}.") from None
    cells = tuple(_source_cell(cell, index) for index, cell in enumerate(node.cells))
    return Source(path.stem, cells, tuple(_exercises(cells)), essay_stub)


def _source_cell(cell: Any, index: int) -> SourceCell:
    marks = cell.metadata.get("nbgrader", {})
    settings = dict(cell.metadata.get("gradschool", {}))
    return SourceCell(
        cell.get("id", f"cell-{index}"),
        str(marks.get("grade_id", "")),
        role_of(cell.cell_type, marks),
        cell.cell_type,
        cell.source,
        float(marks.get("points", 0) or 0),
        settings,
        bool(marks.get("task")),
    )


def _exercises(cells: tuple[SourceCell, ...]) -> list[Exercise]:
    by_id = {cell.grade_id: index for index, cell in enumerate(cells) if cell.grade_id}
    found = []
    for index, cell in enumerate(cells):
        if cell.role not in (Role.TEST, Role.ESSAY):
            continue
        name = cell.grade_id.removeprefix("test_") if cell.role is Role.TEST else cell.grade_id
        answer = by_id.get(name)
        if answer is None or cells[answer].role is not Role.ANSWER:
            name, answer = cell.grade_id if answer is not None else name, _answer_before(cells, index)
        if cell.role is Role.ESSAY:
            answer = index
        found.append(Exercise(name, index, answer, cell.points, cell.role is Role.ESSAY, _hints(cells, by_id, name)))
    return found


def _answer_before(cells: tuple[SourceCell, ...], index: int) -> int | None:
    return next((i for i in range(index - 1, -1, -1) if cells[i].role is Role.ANSWER), None)


def _hints(cells: tuple[SourceCell, ...], by_id: dict[str, int], name: str) -> tuple[str, ...]:
    """The steps of the exercise's hint cell, as plain Markdown."""
    index = by_id.get(f"hints_{name}")
    if index is None:
        return ()
    steps = re.findall(r"<details>\s*<summary>.*?</summary>(.*?)</details>", cells[index].text, re.S)
    return tuple(step.strip() for step in steps)


def parse(text: str) -> ast.Module | None:
    """The syntax tree of a cell, with notebook magics translated; None if it isn't Python."""
    from IPython.core.inputtransformer2 import TransformerManager

    with PARSING:
        for transform in (str, TransformerManager().transform_cell):  # most cells are Python as they stand
            with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                return ast.parse(transform(text))
    return None


@lru_cache(maxsize=256)
def defined_names(text: str) -> tuple[str, ...]:
    """Functions, classes and variables that a cell defines at its top level; never what it imports."""
    tree = parse(text)
    names: list[str] = []
    for node in tree.body if tree else ():
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.append(node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names += [n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)]
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=256)
def used_names(text: str) -> frozenset[str]:
    """Every name that occurs in a cell of the source; for text that isn't Python, every word."""
    tree = parse(text)
    if tree is None:
        return words_in(text)
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def words_in(text: str) -> frozenset[str]:
    """Every word of a student's cell that could be a name. Nothing is parsed: a text can be made to choke a parser."""
    return frozenset(re.findall(r"[^\W\d]\w*", text))


def hidden_lines(text: str) -> frozenset[int]:
    """The line numbers (from 1) of a test cell's hidden regions, markers included."""
    hidden, inside = set(), False
    for number, line in enumerate(text.splitlines(), 1):
        inside = inside or bool(HIDDEN_BEGIN.match(line))
        if inside:
            hidden.add(number)
        if HIDDEN_END.match(line):
            inside = False
    return frozenset(hidden)


def without_hidden(text: str) -> str:
    """A test cell as a student sees it."""
    hidden = hidden_lines(text)
    return "\n".join(line for number, line in enumerate(text.splitlines(), 1) if number not in hidden).rstrip()


# -- a student's file


@dataclass(frozen=True)
class StudentCell:
    """One cell of a submitted notebook: only what can be of use."""

    cell_id: str
    grade_id: str
    kind: str
    text: str


def read_submission(path: Path, notebook_mib: int, answer_kib: int) -> list[StudentCell]:
    """The cells of a submitted notebook.

    Raises:
        BadNotebook: with one plain sentence, whatever is wrong with the file.
    """
    size = _checked_size(path, notebook_mib)
    cells = _read_apart(path, answer_kib) if size > LARGE else read_cells(path)
    if sum(len(cell.text) for cell in cells) > answer_kib * 1024:
        raise BadNotebook(f"{path.name} holds more than {answer_kib} KiB of text in its cells.")
    return cells


def read_cells(path: Path) -> list[StudentCell]:
    """The cells of a notebook file, whatever its size."""
    try:
        tree = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise BadNotebook(f"{path.name} can't be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise BadNotebook(f"{path.name} is not text in UTF-8, so it can't be a notebook.") from None
    except (ValueError, RecursionError):
        raise BadNotebook(f"{path.name} is not a notebook: its content is not JSON, or it was cut off.") from None
    if not isinstance(tree, dict) or not isinstance(tree.get("cells"), list):
        older = isinstance(tree, dict) and "worksheets" in tree
        raise BadNotebook(
            f"{path.name} is a notebook of an old format (before 4): open it in JupyterLab and save it."
            if older
            else f"{path.name} is JSON, but not a notebook: it has no list of cells."
        )
    if len(tree["cells"]) > MAX_CELLS:
        raise BadNotebook(f"{path.name} has more than {MAX_CELLS} cells.")
    return [cell for cell in map(_student_cell, tree["cells"]) if cell is not None]


def _read_apart(path: Path, answer_kib: int) -> list[StudentCell]:
    """The cells of a large file, read by a process whose memory is bounded: JSON can swell thirtyfold."""
    code = (
        "import sys; sys.path[:] = sys.argv[3:]; from autograder import notebook; "
        "notebook.print_cells(sys.argv[1], int(sys.argv[2]))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(path), str(answer_kib), *sys.path],
        capture_output=True,
        text=True,
        timeout=120,
    )
    if done.returncode == REFUSED and done.stdout:
        raise BadNotebook(done.stdout)
    if done.returncode != 0:
        raise BadNotebook(f"{path.name} holds more than fits into {READING_MIB} MiB of memory.")
    return [StudentCell(*fields) for fields in json.loads(done.stdout)]


def print_cells(path: str, answer_kib: int) -> None:
    """Print a notebook's cells as JSON, from a process of its own; the exit status says whether it is a notebook."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (READING_MIB << 20, READING_MIB << 20))
    try:
        cells = read_cells(Path(path))
        if sum(len(cell.text) for cell in cells) > answer_kib * 1024:
            raise BadNotebook(f"{Path(path).name} holds more than {answer_kib} KiB of text in its cells.")
    except BadNotebook as problem:
        print(problem, end="")
        sys.exit(REFUSED)
    print(json.dumps([[cell.cell_id, cell.grade_id, cell.kind, cell.text] for cell in cells]))


def _checked_size(path: Path, notebook_mib: int) -> int:
    if path.is_symlink() or path.parent.is_symlink():
        raise BadNotebook(f"{path.name} is a link, not a file.")
    if not path.exists():
        raise BadNotebook(f"There is no {path.name} in the submission.")
    if not path.is_file():
        raise BadNotebook(f"{path.name} is not a file.")
    size = path.stat().st_size
    if size == 0:
        raise BadNotebook(f"{path.name} is empty (0 bytes).")
    if size > notebook_mib * 1024 * 1024:
        raise BadNotebook(f"{path.name} is larger than {notebook_mib} MiB.")
    return size


def _student_cell(cell: Any) -> StudentCell | None:
    if not isinstance(cell, dict):
        return None
    text = cell.get("source", "")
    if isinstance(text, list):
        text = "".join(part for part in text if isinstance(part, str))
    kind = cell.get("cell_type")
    if not isinstance(text, str) or not isinstance(kind, str):
        return None
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
    cell_id = cell.get("id")
    return StudentCell(
        cell_id if isinstance(cell_id, str) else "",
        grade_id if isinstance(grade_id, str) else "",
        kind,
        text.encode("utf-8", "replace").decode("utf-8"),
    )
