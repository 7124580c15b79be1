"""Lines that somebody types while something else goes on."""

from __future__ import annotations

import codecs
import contextlib
import os
import threading
from collections import deque
from collections.abc import Callable
from typing import TextIO

QUIT = ("q", "quit", "exit")


class Keyboard:
    """Reads lines from a stream in the background.

    It reads the file itself where there is one: a thread that waits inside Python's own stream would hold its lock when
    the program ends.
    """

    def __init__(self, stream: TextIO) -> None:
        self._lines: deque[str | None] = deque()
        self._changed = threading.Condition()
        threading.Thread(target=self._read, args=(_reader(stream),), daemon=True).start()

    def wait(self, seconds: float) -> str | None:
        """The next line, or None when there is none in this time. Raises EOFError at the end of the input."""
        with self._changed:
            if not self._lines:
                self._changed.wait(seconds)
            if not self._lines:
                return None
            if self._lines[0] is None:
                raise EOFError
            return self._lines.popleft()

    def quits(self) -> bool:
        """Whether the next line is a command to quit."""
        with self._changed:
            return bool(self._lines) and str(self._lines[0]).strip().casefold() in QUIT

    def _read(self, read: Callable[[], str]) -> None:
        rest = ""
        with contextlib.suppress(OSError, ValueError):
            while text := read():
                *lines, rest = (rest + text).split("\n")
                for line in lines:
                    self._put(line)
        if rest:
            self._put(rest)
        self._put(None)

    def _put(self, line: str | None) -> None:
        with self._changed:
            self._lines.append(line)
            self._changed.notify()


def _reader(stream: TextIO) -> Callable[[], str]:
    try:
        number = stream.fileno()
    except (OSError, ValueError):
        return stream.readline
    decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def read() -> str:
        while block := os.read(number, 4096):
            if text := decoder.decode(block):
                return text
        return ""

    return read
