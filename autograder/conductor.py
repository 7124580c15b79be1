"""The conductor: leads one submission through its candidate and examiner, and decides the verdicts.

It reads files and moves frames; it runs nobody's code. Whatever a child does, every exercise gets a verdict.
"""

from __future__ import annotations

import contextlib
import itertools
import math
import select
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder import behaviour, recognition, scratch, wire, words
from autograder.channel import CONTROL, PEER
from autograder.errors import GradschoolError
from autograder.limits import Limits
from autograder.notebook import Exercise, Role, Source, used_names, words_in
from autograder.processes import Child, Gone, WarmProcess
from autograder.rebuild import Origin, Rebuilt
from autograder.recognition import KnownAnswer, Recognition, Sketches
from autograder.record import ExerciseResult, Verdict, digest

POLL_SECONDS = 0.1
ATTEMPTS = 3  #: a pass in which somebody else killed a process is repeated; the last one counts


@dataclass(frozen=True)
class Kept:
    """Results of an earlier grading that still hold, and those whose tests run all the same, to define names."""

    results: Mapping[str, ExerciseResult] = field(default_factory=dict)
    lending: frozenset[str] = frozenset()


NOTHING_KEPT = Kept()
DIAGNOSED = (Verdict.FAILED, Verdict.RAISED, Verdict.PARTIAL)


class Stopped(Exception):
    """A child was stopped or ended; carries the verdict and the sentence for the student."""

    def __init__(self, role: str, verdict: Verdict, why: str) -> None:
        super().__init__(why)
        self.role, self.verdict, self.why = role, verdict, why
        self.with_model = False  #: whether the examiner had a Keras model of the candidate's to make or run

    @property
    def by_answer(self) -> bool:
        """Whether the student's own doing ended it, and not the check's."""
        return self.role == "candidate" or self.with_model


@dataclass
class Graded:
    """What came of one submission: verdicts, the outputs of every rebuilt cell, and what it used."""

    exercises: list[ExerciseResult]
    outputs: dict[int, list[dict[str, Any]]]
    cpu_s: float
    memory_mib: float
    wall_s: float
    kept: tuple[str, ...] = ()  #: exercises whose results are those of an earlier grading


@dataclass
class Pair:
    """A candidate and an examiner at work, and the frames between them."""

    warm: WarmProcess
    limits: Limits
    folder: Path
    deadline: float
    children: dict[str, Child] = field(default_factory=dict)
    scratch: dict[str, Path] = field(default_factory=dict)
    checked: float = 0.0  #: when scratch was last measured
    polled: dict[str, int] = field(default_factory=dict)  #: role → the descriptor that `poll` watches
    poll: select.poll = field(default_factory=select.poll)
    tickets: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    cpu_s: float = 0.0
    memory_mib: float = 0.0
    killed: bool = False  #: whether a child was killed by somebody else
    with_model: bool = False  #: whether the candidate sent a Keras model during the present exchange

    def child(self, role: str) -> Child:
        if role not in self.children:
            folder = self.folder / f"{role}-{next(self.tickets)}"
            folder.mkdir(mode=0o700)
            self.scratch[role] = folder
            self.children[role] = self.warm.fork(role, folder, self.limits)
        return self.children[role]

    def end(self, role: str) -> dict[str, Any]:
        """End a child, if there is one, and add up what it used."""
        child = self.children.pop(role, None)
        if child is None:
            return {}
        usage = self.warm.end(child)
        self._add(usage)
        return usage

    def _add(self, usage: dict[str, Any]) -> None:
        self.cpu_s += usage["cpu_s"]
        self.memory_mib = max(self.memory_mib, usage["memory_mib"])

    def close(self) -> None:
        for role in list(self.children):
            self.end(role)

    def exchange(self, role: str, message: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send a control message to one child and wait for its reply, passing on what the two say to each other.

        Raises:
            Stopped: when a child ends, breaks the rules or takes too long. It has been ended then.
        """
        deadline = min(time.monotonic() + seconds, self.deadline)
        turn, ticket = role, next(self.tickets)
        self.with_model = False
        try:
            self.child(role).send(CONTROL, wire.encode(message | {"ticket": ticket}), deadline)
            while True:
                speaker, kind, body = self._next_frame(deadline)
                if kind == CONTROL and speaker == role:
                    reply = wire.decode(body)
                    if type(reply) is not dict:
                        raise wire.WireError("a reply is not a table")
                    if reply.get("ticket") != ticket:
                        continue  # the late reply to something that was given up
                    self._check_scratch(POLL_SECONDS / 4)
                    return reply
                if kind != PEER:
                    turn = speaker
                    raise wire.WireError("spoke out of turn")
                turn = "examiner" if speaker == "candidate" else "candidate"
                self.with_model = self.with_model or (speaker == "candidate" and wire.brings_model(body))
                if turn in self.children:
                    self.children[turn].send(PEER, body, deadline)
        except TimeoutError:
            over = time.monotonic() >= self.deadline
            raise self._stop(
                turn,
                Verdict.NOT_REACHED if over else Verdict.TIMEOUT,
                words.out_of_time(self.limits if over else None, seconds),
            ) from None
        except _ScratchFull as error:
            raise self._stop("candidate", Verdict.CRASHED, str(error)) from None
        except wire.WireError:
            raise self._stop(turn, Verdict.CRASHED, words.BROKE_THE_RULES) from None
        except _Ended as ended:
            raise self._ended(ended.role) from None
        except Gone:
            raise self._ended(turn) from None

    def _next_frame(self, deadline: float) -> tuple[str, bytes, bytes]:
        """The next frame of either child."""
        while True:
            for role, child in self.children.items():
                try:
                    frame = child.next_frame()
                except Gone:
                    raise wire.WireError("a frame is too large") from None
                if frame is not None:
                    return role, *frame
            self._check_scratch()
            ready = self._wait(deadline)
            for role in ready:
                try:
                    self.children[role].read_available()
                except Gone:
                    raise _Ended(role) from None

    def _wait(self, deadline: float) -> list[str]:
        sockets = {role: child.socket.fileno() for role, child in self.children.items()}
        if sockets != self.polled:
            self.polled, self.poll = sockets, select.poll()
            for number in sockets.values():
                self.poll.register(number, select.POLLIN)
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            ready = {number for number, _ in self.poll.poll(min(left, POLL_SECONDS) * 1000)}
            if ready:
                return [role for role, number in sockets.items() if number in ready]
            self._check_scratch()

    def _check_scratch(self, interval: float = POLL_SECONDS) -> None:
        """Measure the candidate's scratch, at most once in an interval, whatever else goes on."""
        now = time.monotonic()
        if now - self.checked < interval or "candidate" not in self.children:
            return
        self.checked = now
        size, entries = scratch.measure(self.scratch["candidate"], self.children["candidate"].pid)
        if size > self.limits.scratch_mib << 20 or entries > self.limits.scratch_files:
            raise _ScratchFull(words.scratch_full(self.limits))

    def _stop(self, role: str, verdict: Verdict, why: str) -> Stopped:
        self.end(role)
        return Stopped(role, verdict, why)

    def _ended(self, role: str) -> Stopped:
        """A child's socket closed: find out how it ended."""
        child = self.children.pop(role)
        child.socket.close()
        child_over = _wait_for_end(child)
        usage = self.warm.reap(child)
        self._add(usage)
        code = usage["code"] if child_over else None
        self.killed = self.killed or code == -signal.SIGKILL
        return Stopped(role, Verdict.CRASHED, words.process_ended(code, self.limits))


class _Ended(Exception):
    def __init__(self, role: str) -> None:
        self.role = role


class _ScratchFull(Exception):
    pass


def _wait_for_end(child: Child, seconds: float = 1.0) -> bool:
    """Give a process that closed its socket a moment to end by itself; kill it otherwise."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            status = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if status in "ZX":
            return True
        time.sleep(0.005)
    child.kill()
    return False


class Run:
    """One pass over a rebuilt notebook."""

    def __init__(
        self,
        warm: WarmProcess,
        source: Source,
        rebuilt: Rebuilt,
        limits: Limits,
        seed_of: Callable[[str], int],
        known: Recognition | None = None,
        kept: Kept = NOTHING_KEPT,
    ) -> None:
        self.known, self.kept = known or Recognition(), kept
        self.source, self.rebuilt, self.limits = source, rebuilt, limits
        self.seed_of = seed_of
        self.started = time.monotonic()
        self.folder = Path(tempfile.mkdtemp(prefix="gradschool-", dir=warm.scratches))
        self.pair = Pair(warm, limits, self.folder, self.started + limits.submission_seconds)
        self.outputs: dict[int, list[dict[str, Any]]] = {}
        self.problems: dict[int, tuple[Verdict, str]] = {}  # rebuilt cell → why it did not run through
        self.stopping: set[int] = set()  # rebuilt cells that ended their process
        self.ran: list[int] = []  # rebuilt cells that the present candidate has run
        self.set_up: list[str] = []  # set-up code that the examiner has run

    def close(self) -> None:
        self.pair.close()
        scratch.remove(self.folder)

    # -- cells

    def run_cell(self, position: int) -> None:
        """Run a rebuilt cell in the candidate, once more in a fresh one if the last one is gone."""
        cell = self.rebuilt.cells[position]
        self.revive()
        try:
            reply = self.pair.exchange("candidate", {"do": "run", "code": cell.text}, self._seconds(position))
        except Stopped as stopped:
            self._after(stopped)
            self.stopping.add(position)
            self.problems[position] = (stopped.verdict, stopped.why)
            self.outputs[position] = [words.as_output(stopped.why)]
            return
        self.ran.append(position)
        self.outputs[position] = words.clean_outputs(reply.get("outputs"), self.limits)
        error = reply.get("error")
        if reply.get("ok") is not True:
            self.problems[position] = (Verdict.RAISED, words.cell_raised(error))

    def revive(self) -> None:
        """If the candidate is gone, bring a fresh one to the same place, without the cells that ended the last."""
        while "candidate" not in self.pair.children:
            replay = [position for position in self.ran if position not in self.stopping]
            self.ran = []
            self.pair.child("candidate")
            for position in replay:
                try:
                    self.pair.exchange(
                        "candidate", {"do": "run", "code": self.rebuilt.cells[position].text}, self._seconds(position)
                    )
                except Stopped as stopped:
                    if stopped.verdict is Verdict.NOT_REACHED:
                        raise
                    self.stopping.add(position)
                    self.ran = replay
                    break
                self.ran.append(position)

    def set_up_examiner(self, code: str, needed: bool = True) -> None:
        """Run a cell of the source in the examiner; one that is needed must run through."""
        reply = self.pair.exchange("examiner", {"do": "setup", "code": code}, self.limits.cell_seconds)
        if reply.get("ok") is not True:
            if not needed:
                return
            raise GradschoolError(f"A set-up cell of the source notebook does not run: {reply.get('error')}")
        self.set_up.append(code)

    def revive_examiner(self) -> None:
        if "examiner" not in self.pair.children:
            for code in self.set_up:
                self.pair.exchange("examiner", {"do": "setup", "code": code}, self.limits.cell_seconds)

    def _after(self, stopped: Stopped) -> None:
        if stopped.verdict is Verdict.NOT_REACHED:
            raise stopped

    def _test_seconds(self, exercise: Exercise) -> float:
        return self.limits.for_exercise(self.source.cells[exercise.cell].settings).cell_seconds

    def _seconds(self, position: int) -> float:
        index = self.rebuilt.cells[position].index
        settings = self.source.cells[index].settings if index is not None else {}
        return self.limits.for_exercise(settings).cell_seconds

    # -- tests

    def test(self, exercise: Exercise) -> tuple[dict[str, Any] | None, Stopped | None, float]:
        """Run one test cell: the examiner's report, or why there is none, and the seconds it took."""
        cell = self.source.cells[exercise.cell]
        self.revive()
        self.revive_examiner()
        message = {
            "do": "test",
            "cell": cell.grade_id,
            "code": cell.text,
            "names": names_asked(self.source, exercise),
            "seed": self.seed_of(cell.grade_id),
        }
        began = time.monotonic()
        try:
            report = self.pair.exchange("examiner", message, self._test_seconds(exercise))
        except Stopped as stopped:
            stopped.with_model = self.pair.with_model
            self._settle(stopped)
            return None, stopped, time.monotonic() - began
        if report.get("kind") == "wire":
            self.pair.end("candidate")
            self._clear_line()
        return report, None, time.monotonic() - began

    def _settle(self, stopped: Stopped) -> None:
        """After a test was cut short: whoever is left hears that the candidate is gone."""
        self._after(stopped)
        self.pair.end("candidate")
        self._clear_line()

    def _clear_line(self) -> None:
        """Let the examiner read, and forget, whatever the last candidate had still sent."""
        if "examiner" in self.pair.children:
            with contextlib.suppress(Stopped):
                self.pair.exchange("examiner", {"do": "gone"}, 5.0)

    # -- which known wrong answer it is

    def diagnose(self, exercise: Exercise, result: ExerciseResult) -> ExerciseResult:
        """The result with the sentence that fits, if the answer behaves like a known wrong one."""
        if result.verdict not in DIAGNOSED or exercise.answer is None:
            return result
        known = self.known.answers(exercise.name)  # made when first asked for, from every mutant of the reference
        if not known:
            return result
        began = time.monotonic()
        sketches = self.known.sketches(exercise.name, lambda: self._sketches(exercise, known))
        self.pair.deadline += time.monotonic() - began  # which is for all submissions, and not this one's time
        limit = self._test_seconds(exercise)
        cpu_seconds = behaviour.cpu_seconds(limit)
        message = study_message(self.source, exercise, recognition.seed_of) | {
            "do": "survey",
            "known": [item.text for item in known[: len(sketches)]],
            "sketches": sketches,
            "cpu_seconds": cpu_seconds,
        }
        self.revive()
        self.revive_examiner()
        try:
            reply = self.pair.exchange("examiner", message, limit + behaviour.PATIENCE * cpu_seconds)
        except Stopped as stopped:
            self._settle(stopped)
            return result
        match = reply.get("match")
        if type(match) is int and 0 <= match < len(known):
            return replace(result, misconception=known[match].hint)
        return result

    def _sketches(self, exercise: Exercise, known: Sequence[KnownAnswer]) -> Sketches:
        """How known wrong answers behave: all banked ones, others as far as the time goes; None for one that stopped.

        They run in an examiner of their own, which has met no submission.
        """
        limit = self._test_seconds(exercise)
        folder = self.folder / f"known-{exercise.name}"
        folder.mkdir(mode=0o700)
        pair = Pair(self.pair.warm, self.limits, folder, math.inf)
        message = study_message(self.source, exercise, recognition.seed_of) | {"do": "sketch"}
        sketches: Sketches = []
        left = behaviour.cpu_seconds(limit)
        try:
            for item in known:
                if left <= 0 and not item.banked:
                    break
                began = time.monotonic()
                try:
                    if not pair.children:  # what is set up ran before, so it may take its time on a busy machine
                        for code in self.set_up:
                            pair.exchange("examiner", {"do": "setup", "code": code}, self.limits.submission_seconds)
                    reply = pair.exchange("examiner", message | {"known": item.text}, limit)
                except Stopped:
                    sketches.append(None)
                    left -= time.monotonic() - began
                else:
                    sketches.append(reply["sketch"])
                    left -= reply["cpu_s"]
        finally:
            pair.close()
        return sketches

    # -- references in place of wrong answers

    def offer(self, name: str) -> bool:
        """Put the reference of ``name`` in the candidate's place for it."""
        code = self.source.cells[self.source.answers[name]].text
        self.revive_examiner()
        reply = self.pair.exchange("examiner", {"do": "offer", "code": code, "name": name}, self.limits.cell_seconds)
        if reply.get("ok") is not True:
            return False
        self.pair.exchange(
            "candidate", {"do": "stub", "name": name, "function": reply["function"]}, self.limits.cell_seconds
        )
        return True

    # -- passes

    def grade(self) -> list[ExerciseResult]:
        """Run the whole notebook; a verdict for every exercise."""
        results: dict[str, ExerciseResult] = dict(self.kept.results)
        try:
            for position in range(len(self.rebuilt.cells)):
                self._step(position, results)
            for exercise in self.source.exercises:
                if exercise.name in results and exercise.name not in self.kept.results:
                    results[exercise.name] = self.diagnose(exercise, results[exercise.name])
        except Stopped as stopped:
            why = stopped.why
        else:
            why = ""
        return [results.get(exercise.name) or self._not_reached(exercise, why) for exercise in self.source.exercises]

    def _step(self, position: int, results: dict[str, ExerciseResult]) -> None:
        cell = self.rebuilt.cells[position]
        role = self.source.cells[cell.index].role if cell.origin is Origin.SOURCE and cell.index is not None else None
        if cell.kind == "code" and role is not Role.TEST:
            self.run_cell(position)
            if role is Role.SETUP or (role is Role.CODE and not used_names(cell.text) & set(self.source.answers)):
                self.set_up_examiner(cell.text, needed=role is Role.SETUP)
        for exercise in self.source.exercises:
            if exercise.cell == cell.index and cell.origin is not Origin.HELPER:
                if exercise.name not in self.kept.results:
                    results[exercise.name] = self.judge(exercise)
                elif exercise.name in self.kept.lending:
                    self.test(exercise)

    def judge(self, exercise: Exercise) -> ExerciseResult:
        """The verdict on one exercise at this place of the notebook."""
        if exercise.manual:
            return self._essay(exercise)
        report, stopped, seconds = self.test(exercise)
        cell = self.source.cells[exercise.cell]
        base = ExerciseResult(
            exercise.name, cell.grade_id, 0.0, exercise.points, Verdict.FAILED, "", seconds=round(seconds, 3)
        )
        if stopped is not None:
            return replace(
                base,
                verdict=stopped.verdict if stopped.by_answer else Verdict.BROKEN_TEST,
                reason=stopped.why if stopped.by_answer else words.broken_test(stopped.why),
                hints=exercise.hints[:1],
            )
        assert report is not None
        verdict, score, reason = words.verdict_of(
            report, exercise, cell, self._answer_problem(exercise), exercise.answer in self.rebuilt.missing
        )
        return replace(
            base,
            verdict=verdict,
            score=score,
            reason=reason,
            hints=() if score >= exercise.points else exercise.hints[:1],
        )

    def _essay(self, exercise: Exercise) -> ExerciseResult:
        cell = self.source.cells[exercise.cell]
        text = next((c.text for c in self.rebuilt.cells if c.index == exercise.cell), "")
        base = ExerciseResult(exercise.name, cell.grade_id, 0.0, exercise.points, Verdict.MANUAL, words.WAITS)
        if exercise.cell in self.rebuilt.missing:
            return replace(base, verdict=Verdict.MISSING, reason=words.MISSING_CELL)
        if not text.strip() or text.strip() == self.source.essay_stub.strip():
            return replace(base, verdict=Verdict.NOT_ANSWERED, reason=words.NO_TEXT)
        return base

    def _answer_problem(self, exercise: Exercise) -> tuple[Verdict, str] | None:
        for position, problem in self.problems.items():
            if self.rebuilt.cells[position].index == exercise.answer and exercise.answer is not None:
                return problem
        return None

    def _not_reached(self, exercise: Exercise, why: str) -> ExerciseResult:
        return ExerciseResult(
            exercise.name, self.source.cells[exercise.cell].grade_id, 0.0, exercise.points, Verdict.NOT_REACHED, why
        )

    def retry(self, exercise: Exercise, wrong: set[str]) -> ExerciseResult | None:
        """Judge one exercise with the references of ``wrong`` answers in their place; None if that can't be done."""
        try:
            for position, cell in enumerate(self.rebuilt.cells):
                if cell.index == exercise.cell and cell.origin is Origin.SOURCE:
                    return self.judge(exercise)
                self._retry_step(position, wrong)
        except Stopped:
            pass
        return None

    def _retry_step(self, position: int, wrong: set[str]) -> None:
        cell = self.rebuilt.cells[position]
        role = self.source.cells[cell.index].role if cell.origin is Origin.SOURCE and cell.index is not None else None
        replaced = wrong & {name for name, index in self.source.answers.items() if index == cell.index}
        if cell.kind == "code" and role is not Role.TEST and not replaced:
            self.run_cell(position)
        if role is Role.SETUP:
            self.set_up_examiner(cell.text)
        for name in replaced:
            self.revive()
            self.offer(name)


def names_asked(source: Source, exercise: Exercise) -> list[str]:
    """The answers' names that a test cell uses."""
    used = used_names(source.cells[exercise.cell].text)
    return sorted(name for name, index in source.answers.items() if index < exercise.cell and name in used)


def study_message(source: Source, exercise: Exercise, seed_of: Callable[[str], int]) -> dict[str, Any]:
    """What an examiner needs to run an exercise's test cell on answers of the author's own."""
    cell = source.cells[exercise.cell]
    others = [
        source.cells[index].text
        for index in sorted(set(source.answers.values()))
        if index < exercise.cell and index != exercise.answer and source.cells[index].role is Role.ANSWER
    ]
    return {
        "cell": cell.grade_id,
        "code": cell.text,
        "names": names_asked(source, exercise),
        "seed": seed_of(cell.grade_id),
        "others": others,
    }


def grade_submission(
    warm: WarmProcess,
    source: Source,
    rebuilt: Rebuilt,
    limits: Limits,
    secret: str,
    known: Recognition | None = None,
    kept: Kept = NOTHING_KEPT,
) -> Graded:
    """Grade one rebuilt notebook.

    Args:
        kept: results that need no judging.
        known: wrong answers that carry a hint, by exercise.
        secret: whatever makes this submission's inputs its own (course secret, student, unit).
    """

    def seed_of(cell: str) -> int:
        return int(digest([secret, cell])[:24], 16)

    for _ in range(ATTEMPTS):
        run, results = first_pass(warm, source, rebuilt, limits, seed_of, known, kept)
        if not run.pair.killed:
            break
    cpu, memory = run.pair.cpu_s, run.pair.memory_mib
    first = list(results)  # an answer that passed with a reference's help is still wrong for what builds on it
    for index, exercise in enumerate(source.exercises):
        wrong = wrong_answers_used(source, rebuilt, first, exercise)
        if not wrong or exercise.name in kept.results or time.monotonic() > run.pair.deadline:
            continue
        for _ in range(ATTEMPTS):
            again = Run(warm, source, rebuilt, limits, seed_of)
            again.pair.deadline = run.pair.deadline
            try:
                better = again.retry(exercise, wrong)
            finally:
                again.close()
            cpu, memory = cpu + again.pair.cpu_s, max(memory, again.pair.memory_mib)
            if not again.pair.killed:
                break
        if better is not None and better.score > results[index].score:
            reason = words.with_reference(better.reason, wrong)
            results[index] = replace(better, reason=reason, references=tuple(sorted(wrong)))
    wall = round(time.monotonic() - run.started, 3)
    return Graded(results, run.outputs, round(cpu, 3), round(memory, 1), wall, tuple(kept.results))


def first_pass(
    warm: WarmProcess,
    source: Source,
    rebuilt: Rebuilt,
    limits: Limits,
    seed_of: Callable[[str], int],
    known: Recognition | None = None,
    kept: Kept = NOTHING_KEPT,
) -> tuple[Run, list[ExerciseResult]]:
    """Run and judge a rebuilt notebook once, without help from references."""
    run = Run(warm, source, rebuilt, limits, seed_of, known, kept)
    try:
        return run, run.grade()
    finally:
        run.close()


def wrong_answers_used(source: Source, rebuilt: Rebuilt, results: list[ExerciseResult], exercise: Exercise) -> set[str]:
    """The names of earlier answers that lost points and that this exercise's answer uses, directly or not."""
    result = next(r for r in results if r.name == exercise.name)
    if (
        result.full
        or exercise.manual
        or exercise.answer is None
        or result.verdict in (Verdict.MISSING, Verdict.NOT_REACHED, Verdict.BROKEN_TEST)
    ):
        return set()
    failed = {e.answer for e, r in zip(source.exercises, results, strict=True) if not r.unaided and not e.manual}
    # what the test itself calls is what it judges, so that stays the student's
    judged = used_names(source.cells[exercise.cell].text)
    reached = answers_reached(source, rebuilt, exercise)
    return {name for name in reached - judged if source.answers[name] in failed}


def answers_reached(source: Source, rebuilt: Rebuilt, exercise: Exercise) -> set[str]:
    """The names of earlier answers that an exercise's answer or a helper cell uses, directly or not."""
    if exercise.answer is None:
        return set()
    texts = {c.index: c.text for c in rebuilt.cells if c.origin is Origin.ANSWER}
    helpers = frozenset().union(*(words_in(c.text) for c in rebuilt.cells if c.origin is Origin.HELPER))
    reached: set[str] = set()
    open_names = set(words_in(texts.get(exercise.answer, ""))) | helpers
    while open_names:
        name = open_names.pop()
        index = source.answers.get(name)
        if index is None or name in reached or index >= exercise.answer:
            continue
        reached.add(name)
        open_names |= words_in(texts.get(index, ""))
    return reached
