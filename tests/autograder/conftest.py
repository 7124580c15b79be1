"""An engine over a small unit, shared by the tests of the grader."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from small_unit import CELLS, GOOD, answers, make_notebook

from autograder import confinement
from autograder.conductor import Graded
from autograder.engine import Engine, open_engine
from autograder.limits import Limits
from autograder.notebook import Source, read_source
from autograder.record import ExerciseResult
from autograder.student_library import library_files


@pytest.fixture(scope="session")
def small_source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    return read_source(make_notebook(CELLS, tmp_path_factory.mktemp("source") / "exercises.ipynb"))


@pytest.fixture(scope="session")
def small_engine(small_source: Source) -> Iterator[Engine]:
    lacks = confinement.missing_features()
    if lacks:
        pytest.fail("grading can't be tested on this machine: " + "; ".join(lacks))
    limits = Limits(cell_seconds=2.0, memory_mib=512, scratch_mib=8, file_mib=4, scratch_files=200, output_kib=64)
    with open_engine(small_source, library_files(()), 1, limits) as engine:
        yield engine


@pytest.fixture
def graded(small_engine: Engine) -> Callable[..., Graded]:
    """Grade answers that differ from right ones only where said."""

    def grade(
        changes: dict[str, str] | None = None,
        helpers: list[str] | None = None,
        secret: str = "secret",
        leave_out: tuple[str, ...] = (),
    ) -> Graded:
        texts = {name: text for name, text in (GOOD | (changes or {})).items() if name not in leave_out}
        return small_engine.grade(answers(texts, helpers), secret)[1]

    return grade


@pytest.fixture
def results(graded: Callable[..., Graded]) -> Callable[..., dict[str, ExerciseResult]]:
    """The same, as exercise name → result."""

    def grade(*args: object, **settings: object) -> dict[str, ExerciseResult]:
        return {result.name: result for result in graded(*args, **settings).exercises}

    return grade
