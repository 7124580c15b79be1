"""A fresh process for a notebook's cells, started and watched from here."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.classroom.practice.reading import PracticeError

LIBRARY = Path(__file__).resolve().parents[3]  #: the folder of the packages that notebooks import
GRACE = 15.0  #: seconds after which a process that should have ended itself is killed
START_SECONDS = 120.0
COPIED_MIB = 64
_LINE = re.compile(r'File "<cell (\d+)>", line (\d+) in (\S+)')
_START = "from autograder.classroom.practice.kernel import main; main()"
_SKIPPED = (".*", "__pycache__", "*.ipynb")


class Cancelled(Exception):
    """Nobody waits for the result any more."""


@dataclass(frozen=True)
class Place:
    """A line of a cell."""

    cell: int
    line: int
    source: str
    function: str


@dataclass(frozen=True)
class Problem:
    """Why a cell did not run through. `kind`: raised, too long, or ended (its process did)."""

    kind: str
    type: str = ""
    text: str = ""
    assertion: bool = False
    not_answered: bool = False
    name: str | None = None  #: the name that a NameError misses
    places: tuple[Place, ...] = ()
    seconds: float = 0.0
    code: int | None = None  #: how the process ended


@dataclass(frozen=True)
class CellResult:
    """What came of a cell."""

    printed: str = ""
    problem: Problem | None = None
    value: dict[str, Any] | None = None  #: points that it ended in: points, possible, failed


class Kernel:
    """One process that runs cells, in a copy of the student's folder; ended by `close`."""

    def __init__(self, folder: Path, cancelled: Callable[[], bool] = lambda: False) -> None:
        self._cancelled = cancelled
        self._scratch = tempfile.TemporaryDirectory(prefix="gradschool-", ignore_cleanup_errors=True)
        root = Path(self._scratch.name)
        copy_files(folder, root / "work")
        self._errors = (root / "errors.txt").open("w+b")
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START],
            cwd=root / "work",
            env=variables(root),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            **_apart(),
        )
        self._told: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._fresh, self._over = True, False

    def run(self, number: int, code: str, seconds: float, *, apart: bool = False) -> CellResult:
        """Run one cell. After one that took too long or ended the process, the kernel can't be used again.

        Raises Cancelled when nobody waits any more, PracticeError where cells can't be run at all.
        """
        request = {"cell": number, "code": code, "seconds": seconds, "apart": apart}
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it has ended, as will show
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        said = []
        for line in self._lines(seconds + GRACE + (START_SECONDS if self._fresh else 0)):
            if line.startswith("{"):
                self._fresh = False
                return _result(json.loads(line))
            said.append(line)
        return self._ended(said, seconds)

    def _lines(self, seconds: float) -> Iterator[str]:
        """Lines as they come, until the process or the time ends."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self._over:
            if self._cancelled():
                raise Cancelled
            ended = self._process.poll() is not None
            try:
                line = self._told.get(timeout=0.1)
            except queue.Empty:
                self._over = ended  # what it started may hold its channel open
                continue
            self._over = line is None
            if line is not None:
                yield line

    def _ended(self, said: list[str], seconds: float) -> CellResult:
        text = "\n".join(said)
        if not self._over or "Timeout (" in text:
            places = tuple(Place(int(m[1]), int(m[2]), "", m[3]) for m in _LINE.finditer(text))[:1]
            return CellResult(problem=Problem("too long", places=places, seconds=seconds))
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(GRACE)
        if self._fresh and (why := self._start_error()):
            raise PracticeError(f"Cells can't be run by {sys.executable}: {why}")
        return CellResult(problem=Problem("ended", code=self._process.returncode))

    def _start_error(self) -> str:
        """What Python said if it could not even begin."""
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""

    def _read(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            for line in self._process.stdout:
                self._told.put(line.decode(errors="replace").rstrip("\r\n"))
        self._told.put(None)

    def close(self) -> None:
        """End the process and everything it started, and remove the copy of the folder."""
        if os.name == "posix":
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        self._reader.join(1)
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            with contextlib.suppress(OSError, ValueError):
                stream.close()
        self._scratch.cleanup()


def variables(scratch: Path) -> dict[str, str]:
    """The environment of a notebook's kernel, with a home of its own for IPython's files."""
    paths = [str(LIBRARY), *filter(None, [os.environ.get("PYTHONPATH", "")])]
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONNOUSERSITE": "1",
        "IPYTHONDIR": str(scratch / "ipython"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
    }


def copy_files(folder: Path, target: Path) -> None:
    """Copy what cells may read, but no notebooks and no hidden files; what does not fit into the bound stays out."""
    room = COPIED_MIB << 20

    def skipped(inside: str, names: list[str]) -> set[str]:
        nonlocal room
        out = shutil.ignore_patterns(*_SKIPPED)(inside, names)
        for name in sorted(set(names) - out):
            path = Path(inside, name)
            size = path.stat().st_size if path.is_file() else 0
            if size > room or not (path.is_file() or path.is_dir()):
                out.add(name)
            else:
                room -= size
        return out

    try:
        shutil.copytree(folder, target, ignore=skipped)
    except (OSError, shutil.Error):
        target.mkdir(parents=True, exist_ok=True)  # a file that can't be read: the cell that needs it will say so


def _apart() -> dict[str, Any]:
    """So that Ctrl-C in the terminal reaches us alone."""
    if os.name == "posix":
        return {"start_new_session": True}
    return {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}


def _result(told: dict[str, Any]) -> CellResult:
    error = told["error"]
    if error is not None:
        places = tuple(Place(**place) for place in error.pop("places"))
        return CellResult(told["printed"], Problem("raised", places=places, **error))
    return CellResult(told["printed"], None, told["value"])
