"""``gradschool qualify``: every mutant caught, every right answer accepted, every misconception shown its hint."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import Any

from autograder.content import files_for
from autograder.course import Course, Unit
from autograder.engine import open_engine
from autograder.errors import GradschoolError
from autograder.limits import Limits
from autograder.notebook import Exercise, Source, read_source
from autograder.qualify.bank import Answer, Bank, normal, read_bank
from autograder.qualify.known import known_answers
from autograder.qualify.mutants import Mutant, mutants_of
from autograder.qualify.trial import Trials
from autograder.recognition import Recognition
from autograder.record import ExerciseResult, Verdict

FEWEST_RIGHT, FEWEST_WRONG, FEWEST_MUTANTS = 3, 4, 25
PATIENCE = 5.0  #: a mutant may take this many times as long as the reference, and two seconds more
UNFAIR = (Verdict.BROKEN_TEST, Verdict.NOT_REACHED)


@dataclass
class Quality:
    """What became of the mutants and banked answers of one exercise."""

    name: str
    mutants: int = 0
    killed: int = 0
    equivalent: int = 0
    declared: int = 0  #: of the equivalent ones, those that a person declared
    survivors: list[str] = field(default_factory=list)
    right_total: int = 0
    right_accepted: int = 0
    wrong_total: int = 0
    wrong_caught: int = 0
    hints_matched: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not self.survivors and not self.faults

    def for_json(self) -> dict[str, Any]:
        names = (
            "name mutants killed equivalent survivors right_total right_accepted wrong_total wrong_caught hints_matched"
        )
        return {name: getattr(self, name) for name in names.split()}


@dataclass
class Qualification:
    """The quality of all exercises of a unit."""

    unit: str
    exercises: list[Quality]
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        return not self.faults and all(exercise.good for exercise in self.exercises)

    def for_json(self) -> dict[str, Any]:
        return {"unit": self.unit, "exercises": [exercise.for_json() for exercise in self.exercises]}


def qualify_unit(
    course: Course,
    unit: Unit,
    *,
    workers: int | None = None,
    confined: bool = True,
    only: list[str] | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Qualification:
    """Grade every mutant and every banked answer of a unit's exercises.

    Args:
        only: names of exercises, if not all are to be qualified.
        progress: called with the number of answers judged and of all.

    Raises:
        GradschoolError: for an exercise that is not there, a bank that can't be read, a reference that fails.
    """
    source, bank = read_source(unit.exercises, course.essay_stub), read_bank(unit.folder)
    exercises = _chosen(source, only)
    workers = workers or os.cpu_count() or 1
    with (
        open_engine(source, files_for(course, unit), workers, Limits(), confined) as engine,
        ThreadPoolExecutor(workers) as pool,
    ):
        jury = _Jury(Trials(engine), bank)
        planned = [cases for group in pool.map(jury.plan, exercises) for cases in group]
        tasks = [pool.submit(case) for case in planned]
        try:
            for done, task in enumerate(as_completed(tasks), 1):
                task.result()
                progress(done, len(tasks))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    result = Qualification(unit.name, [jury.quality[exercise.name] for exercise in exercises])
    result.faults = [] if only else _unit_faults(result, bank, source)
    return result


def _chosen(source: Source, only: list[str] | None) -> list[Exercise]:
    exercises = [exercise for exercise in source.exercises if not exercise.manual and exercise.answer is not None]
    unknown = sorted(set(only or ()) - {exercise.name for exercise in exercises})
    if unknown:
        known = ", ".join(exercise.name for exercise in exercises)
        raise GradschoolError(f"There is no tested exercise {unknown[0]!r}. The unit has: {known}.")
    return [exercise for exercise in exercises if not only or exercise.name in only]


def _unit_faults(result: Qualification, bank: Bank, source: Source) -> list[str]:
    faults = []
    total = sum(exercise.mutants - exercise.equivalent for exercise in result.exercises)
    if total < FEWEST_MUTANTS * len(result.exercises):
        faults.append(
            f"{total} mutants that differ from their reference for {len(result.exercises)} exercises; "
            f"at least {FEWEST_MUTANTS} each on average are needed."
        )
    names = {exercise.name for exercise in source.exercises}
    for stray in sorted({answer.exercise for answer in bank.answers} - names):
        faults.append(f"answers/{stray}.py belongs to no exercise of the notebook.")
    return faults


class _Jury:
    """Judges the cases of all exercises and counts."""

    def __init__(self, trials: Trials, bank: Bank) -> None:
        self.trials, self.bank = trials, bank
        self.source = trials.source
        self.known = Recognition(known_answers(self.source, bank))
        self.quality: dict[str, Quality] = {}

    def plan(self, exercise: Exercise) -> list[Callable[[], None]]:
        """The cases of one exercise, after its reference has shown that it passes."""
        quality = self.quality[exercise.name] = Quality(exercise.name)
        seconds = self._reference_seconds(exercise) * PATIENCE + 2.0
        assert exercise.answer is not None
        guards = "checks.raises" in self.source.cells[exercise.cell].text
        mutants = mutants_of(
            self.trials.references[exercise.answer],
            self.source.names_of(exercise.answer),
            self.trials.calls(exercise),
            guards,
        )
        quality.mutants = len(mutants)
        right, wrong = self.bank.of(exercise.name, True), self.bank.of(exercise.name, False)
        quality.right_total, quality.wrong_total = len(right), len(wrong)
        if len(right) < FEWEST_RIGHT:
            quality.faults.append(f"{len(right)} right answers in the bank; at least {FEWEST_RIGHT} are needed.")
        if len(wrong) < FEWEST_WRONG:
            quality.faults.append(f"{len(wrong)} wrong answers in the bank; at least {FEWEST_WRONG} are needed.")

        def bound(judge: Callable[..., None], *args: Any) -> Callable[[], None]:
            return lambda: judge(exercise, quality, seconds, *args)

        return [
            *(bound(self._right, answer) for answer in right),
            *(bound(self._wrong, answer) for answer in wrong),
            *(bound(self._mutant, mutant, guards) for mutant in mutants),
        ]

    def _reference_seconds(self, exercise: Exercise) -> float:
        assert exercise.answer is not None
        result = self.trials.judge(exercise, self.trials.references[exercise.answer], 120.0)
        if not result.full:
            raise GradschoolError(
                f"The reference of {exercise.name} does not pass its own tests: {result.reason or result.verdict}"
            )
        return result.seconds

    def _right(self, exercise: Exercise, quality: Quality, seconds: float, answer: Answer) -> None:
        result = self.trials.judge(exercise, answer.text, max(seconds, self.trials.engine.limits.cell_seconds))
        if result.full:
            quality.right_accepted += 1
        else:
            quality.faults.append(f"right answer rejected ({answer.title}): {_why(result)}")

    def _wrong(self, exercise: Exercise, quality: Quality, seconds: float, answer: Answer) -> None:
        result = self.trials.judge(exercise, answer.text, seconds, self.known)
        if result.full or result.verdict in UNFAIR:
            quality.faults.append(f"wrong answer not caught ({answer.title}): {_why(result)}")
            return
        quality.wrong_caught += 1
        if result.misconception == answer.hint:
            quality.hints_matched += 1
        else:
            shown = f"it was shown: {result.misconception}" if result.misconception else f"no hint; {_why(result)}"
            quality.faults.append(f"hint not shown ({answer.title}): {shown}")

    def _mutant(self, exercise: Exercise, quality: Quality, seconds: float, mutant: Mutant, guards: bool) -> None:
        result = self.trials.judge(exercise, mutant.text, seconds)
        if not result.full and result.verdict not in UNFAIR:
            quality.killed += 1
        elif (exercise.name, normal(mutant.diff)) in self.bank.equivalent:
            quality.equivalent += 1
            quality.declared += 1
        elif self.trials.same(exercise, mutant.text, guards):
            quality.equivalent += 1
        else:
            quality.survivors.append(f"# {mutant.kind}\n{mutant.diff}")


def _why(result: ExerciseResult) -> str:
    return f"{result.verdict}. {result.reason}".strip()
