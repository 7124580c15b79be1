"""Checks exercises of a notebook, one after the other, in a process beside it."""

from __future__ import annotations

import ast
import contextlib
import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from autograder.classroom.practice import words
from autograder.classroom.practice.outcome import Outcome, Status
from autograder.classroom.practice.reading import Exercise, Notebook, Role
from autograder.classroom.practice.session import CellResult, Kernel, Problem

CELL_SECONDS = 30.0  #: what a cell may take
SETUP_SECONDS = 120.0  #: and a set-up cell, which may import TensorFlow


class Checker:
    """A notebook whose exercises are checked; the cells before them run once, in one process.

    A cell that takes too long or ends the process is not run again: the others run anew in a fresh process.
    """

    def __init__(
        self, book: Notebook, *, seconds: float | None = None, cancelled: Callable[[], bool] = lambda: False
    ) -> None:
        self.book = book
        self.seconds = seconds
        self.cancelled = cancelled
        self.troubles: dict[int, Problem] = {}
        self._kernel: Kernel | None = None
        self._done: list[int] = []

    def check(self, exercise: Exercise) -> Outcome:
        """Run what comes before the exercise's test cell, then the test cell, and say how the exercise stands."""
        if exercise.test is None:
            return Outcome(exercise.name, Status.MISSING, words.NO_TEST)
        before, helpers = cells_before(self.book, exercise), tests_needed(self.book, exercise.test)
        while not self._run_all([*before, *helpers]):
            pass
        result = self._run(exercise.test, apart=True)
        if result.problem is not None and result.problem.kind != "raised":
            self.close()
        troubles = {index: self.troubles[index] for index in before if index in self.troubles}
        outcome = words.outcome_of(self.book, exercise, result, troubles, definitions(self.book, before))
        used = [self.book.cells[index].grade_id for index in (*before, exercise.test)]
        said = tuple(self.book.notes[name] for name in used if name in self.book.notes)
        return replace(outcome, notes=(*outcome.notes, *said))

    def _run_all(self, indices: Iterable[int]) -> bool:
        """Run the cells that have not run; False if one ended the process, so that all must run anew."""
        for index in sorted(indices):
            if index in self._done or (index in self.troubles and self.troubles[index].kind != "raised"):
                continue
            problem = self._run(index).problem
            self._done.append(index)
            if problem is not None:
                self.troubles[index] = problem
                if problem.kind != "raised":
                    self.close()
                    return False
        return True

    def _run(self, index: int, *, apart: bool = False) -> CellResult:
        if self._kernel is None:
            self._kernel = Kernel(self.book.path.parent, self.cancelled)
        return self._kernel.run(index, self.book.cells[index].text, self._seconds(index), apart=apart)

    def _seconds(self, index: int) -> float:
        cell = self.book.cells[index]
        if self.seconds is not None:
            return self.seconds
        usual = SETUP_SECONDS if cell.role is Role.SETUP else CELL_SECONDS
        return max(usual, 3 * (cell.seconds or 0.0))  # the author's limit is for a machine that has nothing else to do

    def close(self) -> None:
        """End the process."""
        if self._kernel is not None:
            self._kernel.close()
        self._kernel, self._done = None, []

    def __enter__(self) -> Checker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def check_exercises(
    book: Notebook,
    exercises: Iterable[Exercise],
    *,
    released: Notebook | None = None,
    seconds: float | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    begins: Callable[[Exercise], None] = lambda exercise: None,
) -> Generator[Outcome, None, None]:
    """Check exercises in turn; closing the iterator ends the process.

    Raises Cancelled when `cancelled` says so, PracticeError where no cell can be run.
    """
    with contextlib.closing(Checker(book, seconds=seconds, cancelled=cancelled)) as checker:
        for exercise in exercises:
            begins(exercise)
            yield essay_of(book, exercise, released) if exercise.manual else checker.check(exercise)


def essay_of(book: Notebook, exercise: Exercise, released: Notebook | None) -> Outcome:
    """Whether a free response is written."""
    stub = next((cell.text for cell in released.cells if cell.grade_id == exercise.name), None) if released else None
    return words.essay(exercise, book.cells[exercise.answer or 0], stub)


def cells_before(book: Notebook, exercise: Exercise) -> list[int]:
    """The cells that run before an exercise's test: all code but tests, and its answer wherever that stands."""
    assert exercise.test is not None
    last = max(exercise.test, exercise.answer if exercise.answer is not None else 0)
    return [index for index, cell in enumerate(book.cells[: last + 1]) if cell.runs]


def tests_needed(book: Notebook, test: int) -> list[int]:
    """Earlier test cells that define what this one reads and no other cell defines."""
    cells = book.cells
    plain = {name for index, cell in enumerate(cells[:test]) if cell.runs for name in names_in(cell.text)[0]}
    wanted = names_in(cells[test].text)[1] - names_in(cells[test].text)[0] - plain
    found = []
    for index in range(test - 1, -1, -1):
        if cells[index].role is Role.TEST and names_in(cells[index].text)[0] & wanted:
            found.append(index)
            wanted = wanted - names_in(cells[index].text)[0]
    return sorted(found)


def definitions(book: Notebook, before: Iterable[int]) -> dict[str, int]:
    """Every name that these cells define → the last that does."""
    return {name: index for index in before for name in names_in(book.cells[index].text)[0]}


def fingerprint(book: Notebook, exercise: Exercise) -> str:
    """A digest of all that an exercise's outcome comes from."""
    indices = [] if exercise.test is None else [*cells_before(book, exercise), exercise.test]
    if exercise.manual and exercise.answer is not None:
        indices = [exercise.answer]
    texts = "\0".join(book.cells[index].text for index in indices)
    return hashlib.sha256(texts.encode("utf-8", "replace")).hexdigest()


@lru_cache(maxsize=512)
def names_in(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names that a cell defines at its top level, and those that it reads anywhere."""
    from IPython.core.inputtransformer2 import TransformerManager

    for transform in (str, TransformerManager().transform_cell):
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            tree = ast.parse(transform(text))
            read = (node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
            return frozenset(name for node in tree.body for name in _defined(node)), frozenset(read)
    return frozenset(_definition_lines(text)), frozenset()


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
        return
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id
        elif isinstance(part, (ast.Import, ast.ImportFrom)):
            yield from ((alias.asname or alias.name).split(".")[0] for alias in part.names)


def _definition_lines(text: str) -> Iterator[str]:
    """What a cell that isn't Python, so far, means to define."""
    for line in text.splitlines():
        words_of = line.split("(")[0].split()
        if line.startswith(("def ", "class ")) and len(words_of) == 2:
            yield words_of[1].rstrip(":")
