"""The examiner: runs the source's set-up and test cells, and calls a candidate's answers over the wire.

It has the references and the tests, and is confined all the same: what arrives over the wire was made by a
stranger's process.
"""

from __future__ import annotations

import ast
import contextlib
import sys
import traceback
from functools import partial
from types import TracebackType
from typing import Any

import numpy as np

from autograder import stopwatch, study, wire
from autograder.candidate import builtin_name
from autograder.channel import CONTROL, Channel
from autograder.remote import Absent, CandidateGone, Line, NotComparable, Remote, StudentRaised
from autograder.shell import BoundedShell

MAX_TEXT = 1500


class MirroredLine(Line):
    """A line that tells the candidate which of its functions a test has deleted or replaced.

    So a test may take a function away to see whether another answer calls it, as it may in one process.
    """

    def __init__(self, channel: Channel, namespace: dict[str, Any]) -> None:
        super().__init__(channel)
        self.namespace = namespace
        self.answers: dict[str, Any] = {}  # name → the student's function
        self.shown: dict[str, Any] = {}  # name → what the candidate has there now
        self.heard: list[stopwatch.Heard] | None = None  # while a stopwatch runs

    def follow(self, names: set[str]) -> None:
        """Watch these names; what the candidate has there now is what the examiner has."""
        self.answers = {name: self.namespace[name] for name in names if isinstance(self.namespace[name], Remote)}
        self.shown = dict(self.answers)

    def call(self, number: int, name: str | None, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        self._show({name: self.namespace.get(name) for name in self.answers})
        value = super().call(number, name, args, kwargs)
        if self.heard is not None:
            self.heard.append(stopwatch.Heard(number, [*args, *kwargs.values()], value))
        return value

    def restore(self) -> None:
        """Give the candidate its own functions back."""
        self._show(self.answers)

    def _show(self, wanted: dict[str, Any]) -> None:
        for name, value in wanted.items():
            if value is not self.shown[name]:
                self.shown[name] = value
                with contextlib.suppress(wire.NotData):
                    self.request(
                        {"do": "unbind", "name": name}
                        if value is None
                        else {"do": "bind", "name": name, "value": value}
                    )


class Examiner:
    """The tests of one notebook, behind one channel."""

    def __init__(self, channel: Channel, shell: BoundedShell, settings: dict[str, Any]) -> None:
        self.channel = channel
        self.shell = shell
        self.line = MirroredLine(channel, shell.user_ns)
        self.bound: set[str] = set()
        self.references: dict[str, int] = {}

    def serve(self) -> None:
        sys.stdout, sys.stderr = self.shell.streams()
        self._judge()
        while True:
            kind, body = self.channel.receive()
            if kind != CONTROL:
                self._serve_candidate(body)
                continue
            message = wire.decode(body)
            reply = getattr(self, "do_" + message["do"])(message)
            self.channel.control(reply | {"ticket": message["ticket"]})
            if self.line.gone is not None:
                self.channel.control({"ok": True, "ticket": self.line.gone})
                self.line.gone = None

    def _judge(self) -> None:
        """Tell the check helpers that they judge a candidate over the wire."""
        from autograder.classroom import checks

        checks.judge_with(
            checks.Judge((wire.WireError,), (wire.NotData, NotComparable), partial(stopwatch.timed, self.line))
        )

    def _serve_candidate(self, body: bytes) -> None:
        """Between tests a candidate may only call references that are on offer."""
        try:
            message = wire.decode(body, self.line.resolve)
        except wire.WireError:
            return
        if type(message) is dict and message.get("ask") in self.references.values():
            with contextlib.suppress(CandidateGone):
                self.line.answer(message)

    def do_gone(self, message: dict[str, Any]) -> dict[str, Any]:
        """The candidate is gone; what it had sent has been read by now."""
        return {"ok": True}

    def do_setup(self, message: dict[str, Any]) -> dict[str, Any]:
        """Run a set-up cell of the source."""
        self.shell.start_cell(0, 0)
        result = self.shell.run_cell(message["code"], store_history=False)
        error = result.error_before_exec or result.error_in_exec
        return {"ok": error is None, "error": f"{type(error).__name__}: {error}"[:MAX_TEXT] if error else ""}

    def do_offer(self, message: dict[str, Any]) -> dict[str, Any]:
        """Define references from a source's solution cell and offer one function to the candidate."""
        namespace = dict(self.shell.user_ns)
        exec(compile(self.shell.transform_cell(message["code"]), "<solution>", "exec"), namespace)
        function = namespace.get(message["name"])
        if not callable(function):
            return {"ok": False}
        self.references[message["name"]] = self.line.offer(function)
        return {"ok": True, "function": self.references[message["name"]]}

    def do_test(self, message: dict[str, Any]) -> dict[str, Any]:
        """Run a test cell. ``names`` are looked up in the candidate, nothing else is."""
        self.shell.start_cell(0, 0)
        self.line.keep_only(self.references.values())
        self._seed(message["seed"])
        name = f"<{message['cell']}>"
        try:
            self._bind(message["names"])
            try:
                value = self._value(message["code"], name)
            finally:
                self._restore()
        except CandidateGone:
            return {"outcome": "gone"}
        except BaseException as error:
            return self._failure(error, name)
        if _is_points(value):
            return self._in_parts(value, name)
        if type(value) in (int, float) or isinstance(value, (np.integer, np.floating)):
            return {"outcome": "passed", "value": float(value)}
        return {"outcome": "passed"}

    def do_survey(self, message: dict[str, Any]) -> dict[str, Any]:
        """Which known wrong answer the student's behaves like."""
        self.shell.start_cell(0, 0)
        self.line.keep_only(self.references.values())
        try:
            self._bind(message["names"])
            return study.survey(self.shell.user_ns, message, self.shell.transform_cell)
        except CandidateGone:
            return {"match": -1}

    def do_sketch(self, message: dict[str, Any]) -> dict[str, Any]:
        """How a known wrong answer behaves."""
        self.shell.start_cell(0, 0)
        return study.sketch(self.shell.user_ns, message, self.shell.transform_cell)

    def do_calls(self, message: dict[str, Any]) -> dict[str, Any]:
        """What a test cell asks of the reference."""
        return study.calls_told(self.shell.user_ns, message, self.shell.transform_cell)

    def do_same(self, message: dict[str, Any]) -> dict[str, Any]:
        """Whether a mutant does what its reference does."""
        return study.same(self.shell.user_ns, message, self.shell.transform_cell)

    def _seed(self, seed: int) -> None:
        from autograder.classroom import checks

        checks.seed(seed)

    def _bind(self, names: list[str]) -> None:
        """Bind the answers' names; one that the student's notebook lacks is left undefined."""
        for name in self.bound:
            self.shell.user_ns.pop(name, None)
        self.bound.clear()
        self.absent: list[str] = []
        for name in names:
            try:
                self.shell.user_ns[name] = self.line.get(name)
                self.bound.add(name)
            except Absent:
                self.absent.append(name)
        self.line.follow(self.bound)

    def _restore(self) -> None:
        """Undo what a test did to the candidate's names, unless that is why it is over."""
        if not isinstance(sys.exception(), (CandidateGone, wire.WireError)):
            self.line.restore()

    def _value(self, code: str, name: str) -> Any:
        """What the cell comes to: its value, or the total of its `Score`."""
        from autograder.classroom import checks

        with checks.scores() as opened:
            value = self._execute(code, name)
            if isinstance(value, Remote):
                value = None  # an object of the student's is no score, and a Keras model with a fault tells no class
            return opened[-1].total() if opened and value is None else value

    def _in_parts(self, points: Any, name: str) -> dict[str, Any]:
        """A report of partial credit: what was earned, and of each part that failed what went wrong."""
        failed = [
            self._failure(part.error, name) | {"name": part.name, "points": float(part.points)}
            for part in points.failed
        ]
        whole = {"outcome": "passed"} if points or not failed else failed[0]
        return whole | {"value": float(points), "possible": points.possible, "parts": failed}

    def _execute(self, code: str, name: str) -> Any:
        """Run the cell as a notebook does; the value of a last expression is returned."""
        tree = ast.parse(self.shell.transform_cell(code), name)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, name, "exec"), self.shell.user_ns)
        if last is None:
            return None
        return eval(compile(ast.Expression(last.value), name, "eval"), self.shell.user_ns)

    def _failure(self, error: BaseException, name: str) -> dict[str, Any]:
        """What went wrong, as data: the conductor decides how much of it the student may read."""
        return {
            "outcome": "failed",
            "kind": self._kind(error),
            "error": error.student_name if isinstance(error, StudentRaised) else builtin_name(error),
            "line": _line_in(error.__traceback__, name),
            "safe": _text(_safe_words(error)),
            "full": _text(str(error)),
            "written": _is_written(error),
            "absent": list(self.absent),
        }

    def _kind(self, error: BaseException) -> str:
        if isinstance(error, StudentRaised):
            return "raised"
        if isinstance(error, (NotComparable, wire.NotData)):
            return "not data"
        if isinstance(error, wire.WireError):
            return "wire"
        if isinstance(error, NameError) and getattr(error, "name", None) in self.absent:
            return "absent"
        if isinstance(error, AssertionError):
            return "check"
        return "error"


def _safe_words(error: BaseException) -> str | None:
    """What may be told of an error even where a hidden check met it."""
    from autograder.classroom import checks

    if isinstance(error, StudentRaised):
        return checks.known_refusal(str(error))
    return error.message if isinstance(error, (checks.CheckFailed, NotComparable)) else None


def _is_check(error: BaseException) -> bool:
    from autograder.classroom.checks import CheckFailed

    return isinstance(error, CheckFailed)


def _is_points(value: Any) -> bool:
    from autograder.classroom.checks import Points

    return isinstance(value, Points)


def _is_written(error: BaseException) -> bool:
    """Whether the text is an author's own: a check helper's, or that of an ``assert`` in the cell itself."""
    if _is_check(error):
        return True
    frames = traceback.extract_tb(error.__traceback__)
    return type(error) is AssertionError and bool(error.args) and bool(frames) and frames[-1].filename.startswith("<")


def _text(text: str | None) -> str | None:
    return None if text is None else text[:MAX_TEXT]


def _line_in(trace: TracebackType | None, name: str) -> int:
    """The line of the test cell that was running, or 0."""
    line = 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
