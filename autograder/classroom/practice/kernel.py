"""The process that runs cells: an IPython shell that takes cells on its input and tells what came of each.

A request is a line of JSON: the `cell`'s number, its `code`, the `seconds` it may take, and whether its names are to be
forgotten afterwards (`apart`). After that time the process ends itself and writes where it was.
"""

from __future__ import annotations

import faulthandler
import io
import json
import linecache
import os
import re
import sys
import traceback
from typing import IO, Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

FILE_OF_CELL = re.compile(r"<cell (\d+)>")
HEAD, TAIL = 8000, 4000  #: characters kept of what a cell prints
PLACES = 4


def main() -> None:
    """Answer requests until there are no more."""
    asked, told = _private_channel()
    shell = make_shell()
    sys.path.insert(0, "")  # as a notebook's kernel has it
    for line in asked:
        request = json.loads(line)
        faulthandler.dump_traceback_later(request["seconds"], exit=True, file=told)
        reply = run(shell, request["cell"], request["code"], request["apart"])
        faulthandler.cancel_dump_traceback_later()
        told.write(json.dumps(reply) + "\n")
        told.flush()


def _private_channel() -> tuple[IO[str], IO[str]]:
    """The way from and to who started us, out of reach of what cells read and print."""
    asked, told = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for channel in (0, 1, 2):
        os.dup2(nowhere, channel)
    return asked, told


class _Printed(io.StringIO):
    """What a cell prints: its beginning and, if it is too much, its end."""

    def text(self) -> str:
        text = self.getvalue()
        more = len(text) - HEAD - TAIL
        return text if more <= 0 else f"{text[:HEAD]}\n[… {more} more]\n{text[-TAIL:]}"

    def write(self, text: str) -> int:
        if self.tell() > 100 * (HEAD + TAIL):
            self.seek(HEAD + TAIL)
            self.truncate()
        return super().write(text)


class _Publisher(DisplayPublisher):
    def publish(self, data: dict[str, Any], metadata: Any = None, **_: Any) -> None:  # type: ignore[override]
        pass

    def clear_output(self, wait: bool = False) -> None:
        pass


class _Hook(DisplayHook):
    def __call__(self, result: Any = None) -> None:
        if result is not None:
            self.fill_exec_result(result)
            self.shell.user_ns["_"] = result


class _Compiler(CachingCompiler):
    cell = 0

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return f"<cell {self.cell}>"


class PracticeShell(InteractiveShell):
    """An IPython shell that shows nothing: the errors and the value of a cell are in its result."""

    compiler_class = _Compiler  # type: ignore[assignment]
    display_pub_class = _Publisher  # type: ignore[assignment]
    displayhook_class = _Hook  # type: ignore[assignment]

    def showtraceback(self, *_: Any, **__: Any) -> None:
        pass

    def showsyntaxerror(self, *_: Any, **__: Any) -> None:
        pass

    def enable_gui(self, gui: Any = None) -> None:
        pass

    def ask_exit(self) -> None:
        pass


def make_shell() -> PracticeShell:
    """A shell without history, colours and files."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.cache_size = 0
    config.InteractiveShell.autocall = 0
    return PracticeShell.instance(config=config)


def run(shell: PracticeShell, cell: int, code: str, apart: bool) -> dict[str, Any]:
    """Run a cell; what it printed, its error and its value, as plain data."""
    shell.compile.cell = cell  # type: ignore[attr-defined]
    before = dict(shell.user_ns)
    printed = _Printed()
    outer = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = printed
    try:
        result = shell.run_cell(code, store_history=False)
    finally:
        sys.stdout, sys.stderr = outer
    if apart:
        for name in set(shell.user_ns) - set(before):
            del shell.user_ns[name]
        shell.user_ns.update(before)
    error = result.error_before_exec or result.error_in_exec
    return {
        "printed": printed.text(),
        "error": error_told(error) if error is not None else None,
        "value": _value(result.result) if error is None else None,
    }


def _value(value: Any) -> dict[str, Any] | None:
    """The points that a test cell ends in, if it does."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    parts = getattr(value, "parts", ())
    failed = [part.name for part in parts if part.error is not None]
    return {"points": float(value), "possible": getattr(value, "possible", None), "failed": failed}


def error_told(error: BaseException) -> dict[str, Any]:
    """What is to be known of an exception: its words, and the lines of cells that it came through."""
    return {
        "type": type(error).__name__,
        "text": _text(error),
        "assertion": isinstance(error, AssertionError),
        "not_answered": isinstance(error, NotImplementedError),
        "name": getattr(error, "name", None) if isinstance(error, NameError) else None,
        "places": places(error),
    }


def _text(error: BaseException) -> str:
    try:
        return str(error.msg if isinstance(error, SyntaxError) else error)
    except Exception:
        return "(its message could not be shown)"


def places(error: BaseException) -> list[dict[str, Any]]:
    """Where an exception came through the notebook's cells, the deepest last."""
    found = [
        _at(frame.f_code.co_filename, line, frame.f_code.co_name)
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        found.append(_at(error.filename, error.lineno, "<module>"))
    known = [place for place in found if place is not None]
    return known if len(known) <= PLACES else [known[0], *known[1 - PLACES :]]


def _at(file: str, line: int, function: str) -> dict[str, Any] | None:
    match = FILE_OF_CELL.fullmatch(file)
    if match is None:
        return None
    return {
        "cell": int(match[1]),
        "line": line,
        "source": linecache.getline(file, line).strip(),
        "function": function,
    }
