"""The wrong answers that the grader knows: a unit's banked ones, and mutants whose slip has a name."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence

from autograder.course import Unit
from autograder.engine import SOLUTIONS
from autograder.errors import GradschoolError
from autograder.notebook import Exercise, Source
from autograder.qualify.bank import Bank, BankError, read_bank
from autograder.qualify.mutants import mutants_of
from autograder.recognition import NOTHING_KNOWN, Known, KnownAnswer
from autograder.reference import reference_answer


class KnownAnswers(Mapping[str, Sequence[KnownAnswer]]):
    """Exercise → wrong answers with a hint, banked ones first; made when an exercise is first asked for."""

    def __init__(self, source: Source, bank: Bank) -> None:
        self.source, self.bank = source, bank
        self.exercises = {exercise.name: exercise for exercise in source.exercises if not exercise.manual}
        self.made: dict[str, list[KnownAnswer]] = {}
        self.making = threading.Lock()

    def __getitem__(self, name: str) -> Sequence[KnownAnswer]:
        exercise = self.exercises[name]
        with self.making:
            if name not in self.made:
                self.made[name] = [*self._banked(name), *self._mutants(exercise)]
            return self.made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.exercises)

    def __len__(self) -> int:
        return len(self.exercises)

    def _banked(self, name: str) -> list[KnownAnswer]:
        return [KnownAnswer(answer.text, answer.hint, banked=True) for answer in self.bank.of(name, right=False)]

    def _mutants(self, exercise: Exercise) -> list[KnownAnswer]:
        if exercise.answer is None:
            return []
        try:
            text = reference_answer(self.source, exercise.answer, SOLUTIONS)
        except (GradschoolError, OSError, SyntaxError):
            return []  # a course without references: its bank alone is known
        mutants = mutants_of(text, self.source.names_of(exercise.answer), [])
        return [KnownAnswer(mutant.text, mutant.hint) for mutant in mutants if mutant.hint]


def known_of(unit: Unit, source: Source) -> Known:
    """What is known of a unit while it is graded. A bank that can't be read costs hints, never a grade."""
    try:
        return known_answers(source, read_bank(unit.folder))
    except (BankError, OSError, UnicodeDecodeError):
        return NOTHING_KNOWN


def known_answers(source: Source, bank: Bank) -> Known:
    """What wrong answers of this notebook can be recognised by their behaviour.

    A unit without a bank has none: a slip of the reference alone says too little about what a student thought.
    """
    return KnownAnswers(source, bank) if bank.answers else NOTHING_KNOWN
