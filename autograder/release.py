"""``gradschool release``: from the source notebook to nbgrader's released assignment and a student kit.

A unit that would be unfair or give something away is refused, with every reason at once.
"""

from __future__ import annotations

import ast
import contextlib
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.content import files_for, graded_notebooks
from autograder.course import Course, Unit
from autograder.engine import SOLUTIONS, Engine, open_engine
from autograder.errors import GradschoolError
from autograder.kit import build_kit
from autograder.leaks import find_unit_leaks
from autograder.limits import Limits
from autograder.nbgrader_api import run_step
from autograder.notebook import Role, Source, parse, read_source, read_submission, without_hidden
from autograder.reference import free_names, reference_cells
from autograder.student_library import read_folder

SCORES = ("checks.Score", "Score")


class ReleaseRefused(GradschoolError):
    """A unit can't be released as it is; the message lists every reason."""

    def __init__(self, unit: str, faults: list[str]) -> None:
        listed = "\n".join(f"  - {fault}" for fault in faults)
        super().__init__(f"Unit {unit} was not released, and nothing was changed:\n{listed}")
        self.faults = faults


@dataclass(frozen=True)
class Released:
    """Where a release lies."""

    folder: Path
    kit: Path


def release_unit(
    course: Course,
    unit: Unit,
    *,
    limits: Limits | None = None,
    confined: bool = True,
    say: Callable[[str], None] = lambda text: None,
    engine: Engine | None = None,
) -> Released:
    """Release one unit.

    Args:
        engine: a running engine of this unit to use; without it one is started.

    Raises:
        ReleaseRefused: with all faults, if the unit is not sound; an earlier release stays as it was.
    """
    sources = {path: read_source(path, course.essay_stub) for path in graded_notebooks(unit)}
    faults = [fault for source in sources.values() for fault in static_faults(source)]
    if faults:
        raise ReleaseRefused(unit.name, faults)
    kit = course.kits / f"gradient-school-{unit.name}.zip"
    with _restored_on_failure(course.release / unit.name, kit):
        engines = [
            contextlib.nullcontext(engine)
            if engine is not None and engine.source == source
            else open_engine(source, files_for(course, unit), 1, limits, confined)
            for source in sources.values()
        ]
        with contextlib.ExitStack() as stack:
            ready = [stack.enter_context(each) for each in engines]  # they warm up while nbgrader works
            say("Clearing solutions and hidden tests (nbgrader)")
            generate_assignment(course, unit)
            for (path, source), ready_engine in zip(sources.items(), ready, strict=True):
                say(f"Grading the reference and the empty answers of {path.name}")
                faults += engine_faults(ready_engine, source, course.release / unit.name / path.name)
        if faults:
            raise ReleaseRefused(unit.name, faults)
        say("Packing the student kit")
        kit.parent.mkdir(parents=True, exist_ok=True)
        build_kit(course, unit, course.release / unit.name, kit)
        faults = leak_faults(course, unit, kit)
        if faults:
            raise ReleaseRefused(unit.name, faults)
    return Released(course.release / unit.name, kit)


@contextlib.contextmanager
def _restored_on_failure(*paths: Path) -> Iterator[None]:
    """Put earlier versions of these paths back if the work inside fails."""
    kept = {path: path.with_name(f".{path.name}.before") for path in paths}
    for path, before in kept.items():
        _remove(before)
        if path.exists():
            path.rename(before)
    try:
        yield
    except BaseException:
        for path, before in kept.items():
            _remove(path)
            if before.exists():
                before.rename(path)
        raise
    for before in kept.values():
        _remove(before)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def static_faults(source: Source) -> list[str]:
    """What can be seen without running anything."""
    faults = []
    for name, missing in free_names(source).items():
        faults.append(f"{name} uses {', '.join(sorted(missing))}, which no cell before it defines.")
    for exercise in source.exercises:
        cell = source.cells[exercise.cell]
        if cell.role is Role.TEST and not exercise.hints:
            faults.append(
                f"{exercise.name} has no hint: add a locked Markdown cell hints_{exercise.name} with <details> steps."
            )
        if cell.role is Role.TEST and exercise.answer is None:
            faults.append(f"{cell.grade_id} judges no answer cell.")
        if cell.role is Role.TEST and (
            _score_without_total(cell.text) or _score_without_total(without_hidden(cell.text))
        ):
            faults.append(
                f"{cell.grade_id} opens a checks.Score but doesn't end in its total: make score.total() the last line, "
                "outside the hidden tests; without it a student's kernel says nothing."
            )
        if not exercise.points > 0:
            faults.append(f"{exercise.name} is worth {exercise.points:g} points; give it more than 0.")
    names = [exercise.name for exercise in source.exercises]
    faults += [f"Two graded cells are called {name}." for name in sorted({n for n in names if names.count(n) > 1})]
    return faults


def _score_without_total(text: str) -> bool:
    """Whether a test cell has a score in parts that nbgrader wouldn't see: it reads a cell's value."""
    tree = parse(text)
    if tree is None or not any(
        isinstance(node, ast.Call) and ast.unparse(node.func) in SCORES for node in ast.walk(tree)
    ):
        return False
    last = tree.body[-1]
    return not (isinstance(last, ast.Expr) and ast.unparse(last).endswith(".total()"))


def engine_faults(engine: Engine, source: Source, released: Path) -> list[str]:
    """The reference must score everything, and the released notebook nothing."""
    faults = []
    _, graded = engine.grade(reference_cells(source, SOLUTIONS), "release")
    for result in graded.exercises:
        if not result.full and not source_is_manual(source, result.name):
            faults.append(
                f"The reference scores {result.score:g} of {result.max_score:g} in {result.name}: {result.reason}"
            )
    empty = read_submission(released, engine.limits.notebook_mib, engine.limits.answer_kib)
    _, graded = engine.grade(empty, "release")
    for result in graded.exercises:
        if result.score > 0:
            faults.append(f"The empty answer of {result.name} scores {result.score:g} points.")
    return faults


def source_is_manual(source: Source, name: str) -> bool:
    return any(exercise.manual for exercise in source.exercises if exercise.name == name)


def generate_assignment(course: Course, unit: Unit) -> None:
    """nbgrader's own ``generate_assignment`` with the course's settings.

    Raises:
        GradschoolError: with nbgrader's words, if it fails.
    """
    run_step(course, "generate_assignment", unit, force=True, create=True)


def leak_faults(course: Course, unit: Unit, kit: Path) -> list[str]:
    """Withheld lines found in the released folder or the kit."""
    files = {f"released {name}": content for name, content in read_folder(course.release / unit.name).items()}
    with zipfile.ZipFile(kit) as archive:
        files |= {f"kit {name}": archive.read(name) for name in archive.namelist()}
    return [f"Would give something away: {leak.message}" for leak in find_unit_leaks(course, unit, files)]
