"""One answer on trial: judged by the engine as a student's would be, with the reference for all other answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from autograder.conductor import (
    Run,
    Stopped,
    first_pass,
    names_asked,
    study_message,
)
from autograder.engine import SOLUTIONS, Engine
from autograder.notebook import Exercise, Role, Source, hidden_lines, used_names, words_in
from autograder.processes import WarmProcess
from autograder.qualify.misbehaviour import Call
from autograder.rebuild import Origin, Rebuilt, RebuiltCell
from autograder.recognition import Recognition
from autograder.record import ExerciseResult, digest
from autograder.reference import reference_answer


@dataclass(frozen=True)
class Trials:
    """Judges answers of one unit, one exercise at a time; may be used from several threads."""

    engine: Engine
    secret: str = "qualify"

    @property
    def source(self) -> Source:
        return self.engine.source

    @cached_property
    def references(self) -> dict[int, str]:
        """The reference of every answer cell, as an answer."""
        cells = enumerate(self.source.cells)
        return {
            index: reference_answer(self.source, index, SOLUTIONS) for index, cell in cells if cell.role is Role.ANSWER
        }

    def judge(self, exercise: Exercise, text: str, seconds: float, known: Recognition | None = None) -> ExerciseResult:
        """The verdict on an answer.

        Args:
            seconds: wall clock that one cell may take.
            known: wrong answers with a hint to compare it with.
        """
        limits = replace(self.engine.limits, cell_seconds=seconds)
        rebuilt = self._notebook(exercise, text)

        def work(warm: WarmProcess) -> ExerciseResult:
            _, results = first_pass(warm, self.source, rebuilt, limits, self._seed_of(text), known)
            return next(result for result in results if result.name == exercise.name)

        return self.engine.with_warm(work)

    def calls(self, exercise: Exercise) -> list[Call]:
        """What the visible checks ask of the reference, as far as it is plain data."""
        cell = self.source.cells[exercise.cell]
        hidden = hidden_lines(cell.text)
        visible = "\n".join(line for n, line in enumerate(cell.text.splitlines(), 1) if n not in hidden)
        reply = self._ask(exercise, {"do": "calls", "code": visible}, 60.0)
        return [
            Call(item["name"], tuple(item["args"]), item["kwargs"], item["value"], True)
            for item in (reply or {}).get("calls", [])
        ]

    def same(self, exercise: Exercise, text: str, guards: bool) -> bool:
        """Whether a mutant does what the reference does on a large random sample."""
        reply = self._ask(exercise, {"do": "same", "mutant": text, "guards": guards}, 60.0)
        return reply is not None and reply.get("same") is True

    def _ask(self, exercise: Exercise, request: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        assert exercise.answer is not None
        message = (
            study_message(self.source, exercise, self._seed_of(""))
            | {"reference": self.references[exercise.answer], "names": list(self.source.names_of(exercise.answer))}
            | request
        )
        rebuilt = self._notebook(exercise, "")

        def work(warm: WarmProcess) -> dict[str, Any] | None:
            run = Run(warm, self.source, rebuilt, self.engine.limits, self._seed_of(""))
            try:
                for cell in rebuilt.cells:
                    if cell.index is not None and self.source.cells[cell.index].role in (Role.SETUP, Role.CODE):
                        run.set_up_examiner(cell.text, needed=self.source.cells[cell.index].role is Role.SETUP)
                return run.pair.exchange("examiner", message, seconds)
            except Stopped:
                return None
            finally:
                run.close()

        return self.engine.with_warm(work)

    def _seed_of(self, text: str) -> Callable[[str], int]:
        return lambda cell: int(digest([self.secret, text, cell])[:24], 16)

    def _notebook(self, exercise: Exercise, text: str) -> Rebuilt:
        """The cells that this exercise needs, and no others."""
        needed = self._needed(exercise, text)
        cells = []
        for index, cell in enumerate(self.source.cells[: exercise.cell + 1]):
            if cell.role is Role.ANSWER and index in needed:
                answer = text if index == exercise.answer else self.references[index]
                cells.append(RebuiltCell(Origin.ANSWER, cell.kind, answer, index, cell.cell_id))
            elif index == exercise.cell or cell.role is Role.SETUP or (cell.role is Role.CODE and self._plain(index)):
                cells.append(RebuiltCell(Origin.SOURCE, cell.kind, cell.text, index, cell.cell_id))
        return Rebuilt(tuple(cells), frozenset())

    def _plain(self, index: int) -> bool:
        return not used_names(self.source.cells[index].text) & set(self.source.answers)

    def _needed(self, exercise: Exercise, text: str) -> set[int]:
        """The answer cells that an answer and its test use, directly or not."""
        open_names = set(words_in(text)) | set(names_asked(self.source, exercise))
        reached: set[int] = set() if exercise.answer is None else {exercise.answer}
        while open_names:
            index = self.source.answers.get(open_names.pop())
            if index is not None and index not in reached and index < exercise.cell:
                reached.add(index)
                open_names |= words_in(self.references.get(index, ""))
        return reached
