"""Typed lines, from a file, a pipe or a stream without one."""

from __future__ import annotations

import io
import os

import pytest

from autograder.classroom.practice.keyboard import Keyboard


def taken(keyboard: Keyboard) -> list[str]:
    lines = []
    with pytest.raises(EOFError):
        while True:
            lines += filter(lambda line: line is not None, [keyboard.wait(5)])
    return lines


def test_lines_and_the_end_of_a_stream():
    assert taken(Keyboard(io.StringIO("hint\n\nnext"))) == ["hint", "", "next"]


def test_lines_of_a_pipe_come_whole():
    reader, writer = os.pipe()
    with os.fdopen(reader) as stream:
        keyboard = Keyboard(stream)
        assert keyboard.wait(0.01) is None
        for part in ("hi", "nt\nné".encode()[:5], "né".encode()[2:] + b"xt\nq"):
            os.write(writer, part.encode() if isinstance(part, str) else part)
        os.close(writer)
        assert taken(keyboard) == ["hint", "néxt", "q"]


def test_the_end_comes_again_and_again():
    keyboard = Keyboard(io.StringIO(""))
    assert taken(keyboard) == taken(keyboard) == []


def test_only_a_quit_that_is_next_is_in_a_hurry():
    keyboard = Keyboard(io.StringIO("hint\nQuit\n"))
    assert keyboard.wait(5) == "hint"
    with keyboard._changed:
        keyboard._changed.wait_for(lambda: keyboard._lines, 5)
    assert keyboard.quits() and keyboard.wait(5) == "Quit"
    assert not keyboard.quits()
