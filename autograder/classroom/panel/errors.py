"""A check that fails, and an exercise that is not answered yet: the words first, and one line of code."""

from __future__ import annotations

import linecache
import textwrap
import traceback
from types import TracebackType
from typing import TYPE_CHECKING, Any

from autograder.classroom.checks import CheckFailed

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

NOT_ANSWERED = "This exercise is not answered yet"  #: how the course's stub begins
_WIDTH = 88
_STRONG, _PLAIN = "\x1b[1m", "\x1b[0m"


def say_in_words(shell: InteractiveShell) -> None:
    """From now on this shell shows such errors without their tracebacks; all others stay as they are."""
    shell.set_custom_exc((CheckFailed, NotImplementedError), _show)


def _show(
    shell: Any,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
    tb_offset: int | None = None,
) -> list[str]:
    if kind is NotImplementedError and not str(error).startswith(NOT_ANSWERED):
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        return []
    lines = told(shell, error, trace)
    shell._showtraceback(kind, error, lines)
    return lines


def told(shell: Any, error: BaseException, trace: TracebackType | None) -> list[str]:
    """What to show: what is wrong, the line of the cell that asked, and for an open exercise its name."""
    places = [frame for frame in traceback.extract_tb(trace) if _cell_of(shell, frame.filename)]
    words = str(error)
    if isinstance(error, NotImplementedError) and places and places[-1].name.isidentifier():
        words = f"{places[-1].name}: {words[0].lower()}{words[1:]}"
    first, _, rest = words.partition("\n")
    # JupyterLab would break a long line within a word
    head = "\n".join(textwrap.wrap(f"✗ {first}", _WIDTH, subsequent_indent="  ", break_long_words=False))
    lines = [f"{_STRONG}{head}{_PLAIN}", *([rest] if rest else [])]
    if isinstance(error, CheckFailed) and places:
        at = places[0]
        code = linecache.getline(at.filename, at.lineno or 0).strip()
        lines += ["", f"Line {at.lineno} of this cell found it:", f"    {code}"]
    return lines


def _cell_of(shell: Any, file: str) -> bool:
    """Whether a file is a cell of the notebook."""
    return shell.compile.format_code_name(file) is not None
