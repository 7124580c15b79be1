"""One submission, from its cells to its results and its graded notebook. Knows no gradebook and no student's name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.artefacts import graded_notebook
from autograder.conductor import Graded
from autograder.engine import Engine
from autograder.errors import GradschoolError
from autograder.notebook import Source, StudentCell
from autograder.rebuild import Rebuilt, rebuild
from autograder.record import ExerciseResult, Record, Verdict
from autograder.stubs import mark_untouched


@dataclass(frozen=True)
class Judged:
    """What came of a submission, and what it used."""

    exercises: tuple[ExerciseResult, ...]
    notebook: str  #: the graded notebook, as JSON text
    remark: str = ""
    wall_s: float = 0.0
    cpu_s: float = 0.0
    memory_mib: float = 0.0
    kept: tuple[str, ...] = ()


def judge(
    engine: Engine, path: Path, cells: list[StudentCell], seed: str, old: Record | None, released: dict[str, str]
) -> Judged:
    """Grade a submission's cells; a grader that fails on them is a verdict as well.

    Args:
        path: the source notebook, which is also the engine's.
        seed: whatever makes this submission's inputs its own.
        old: its record before, of which results are kept where nothing that decides them has changed.
        released: grade id → text of the solution cells as they were released.

    Raises:
        GradschoolError: about this machine, not about this submission.
    """
    try:
        rebuilt, graded = engine.grade(cells, seed, old)
        graded.exercises = mark_untouched(graded.exercises, engine.source, rebuilt, released)
    except GradschoolError:
        raise
    except Exception as error:
        remark = f"The grader itself failed on this notebook ({type(error).__name__}); your instructor can see it."
        return not_graded(engine.source, path, Verdict.BROKEN_TEST, remark)
    return _judged(engine.source, path, rebuilt, graded, "")


def not_graded(source: Source, path: Path, verdict: Verdict, reason: str) -> Judged:
    """The same verdict for every exercise of a submission of which nothing could be run."""
    results = [
        ExerciseResult(e.name, source.cells[e.cell].grade_id, 0.0, e.points, verdict, reason) for e in source.exercises
    ]
    return _judged(source, path, rebuild(source, []), Graded(results, {}, 0.0, 0.0, 0.0), reason)


def _judged(source: Source, path: Path, rebuilt: Rebuilt, graded: Graded, remark: str) -> Judged:
    notebook = graded_notebook(path, source, rebuilt, graded.exercises, graded.outputs)
    return Judged(
        tuple(graded.exercises), notebook, remark, graded.wall_s, graded.cpu_s, graded.memory_mib, graded.kept
    )
