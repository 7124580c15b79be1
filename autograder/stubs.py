"""What a release leaves of a cell that a student writes, so that an untouched one is known as such."""

from __future__ import annotations

import copy
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from autograder import words
from autograder.course import Course
from autograder.errors import GradschoolError
from autograder.notebook import Source
from autograder.rebuild import Rebuilt
from autograder.record import ExerciseResult, Verdict


@lru_cache(maxsize=16)
def released_texts(course: Course, path: Path, source_hash: str) -> dict[str, str]:
    """Grade id → text of every solution cell of a source notebook once nbgrader has cleared it.

    Args:
        source_hash: of the notebook's content, so that a changed notebook is read again.
    """
    import nbformat
    from nbgrader.preprocessors import ClearSolutions

    node = nbformat.read(path, as_version=4)
    step, resources = ClearSolutions(config=copy.deepcopy(course.settings)), {"language": "python"}
    cells = [cell for cell in node.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    try:
        return {cell.metadata.nbgrader.grade_id: step.preprocess_cell(cell, resources, 0)[0].source for cell in cells}
    except RuntimeError as error:  # nbgrader's words for solution marks that don't match
        raise GradschoolError(f"{path.name} could not be released as it is: {error}.") from None


def mark_untouched(
    results: list[ExerciseResult], source: Source, rebuilt: Rebuilt, released: dict[str, str]
) -> list[ExerciseResult]:
    """The same results, where an answer that waits for a person but is as it was released is not answered."""
    texts = {source.cells[cell.index].grade_id: cell.text for cell in rebuilt.cells if cell.index is not None}
    return [
        replace(result, verdict=Verdict.NOT_ANSWERED, reason=words.NO_TEXT)
        if result.verdict is Verdict.MANUAL and texts[result.cell] == released.get(result.cell)
        else result
        for result in results
    ]
