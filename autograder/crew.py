"""Processes that have to stay: a machine's workers, each begun again when it was killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from autograder.admission import admitted, free_mib
from autograder.content import graded_notebooks
from autograder.course import LIBRARY, Course
from autograder.errors import GradschoolError
from autograder.limits import Limits
from autograder.notebook import read_source

LOOK_SECONDS = 0.2
PAUSE_SECONDS = 1.0  #: before a process that ended is begun again
REFUSED = 2  #: exit status of a process that said why it can't go on
#: jsonschema, which knows the notebook format, compiles a grammar of web addresses for seconds if it finds that module
WORKER = (
    "import sys; sys.modules.setdefault('rfc3987_syntax', None); "
    "from autograder.cluster_worker import main; main(sys.argv[1])"
)


class Crew:
    """Some processes of one kind, kept alive by a thread until `close`; they die with this process as well."""

    def __init__(self, code: str, arguments: dict[str, object], count: int, quiet: bool = True) -> None:
        self.command = [sys.executable, "-P", "-c", code, json.dumps(arguments)]
        self.errors = subprocess.DEVNULL if quiet else None
        self.processes: list[subprocess.Popen[bytes] | None] = [None] * count
        self.refused = ""  #: why a process would not go on
        self.closing = threading.Event()
        self.started = threading.Event()
        self.keeper = threading.Thread(target=self._keep, name="crew", daemon=True)
        self.keeper.start()
        self.started.wait()

    @property
    def pids(self) -> list[int]:
        """The processes that are there now."""
        return [process.pid for process in self.processes if process is not None and process.poll() is None]

    def check(self) -> None:
        """Raise what a process said when it would not go on.

        Raises:
            GradschoolError: with its own words.
        """
        if self.refused:
            raise GradschoolError(self.refused)

    def _keep(self) -> None:
        """Start them and watch. Linux ends a child with the *thread* that started it: so it is this one for all."""
        ended = [float("-inf")] * len(self.processes)
        while not self.closing.is_set() and not self.refused:
            for number, process in enumerate(self.processes):
                if process is not None and process.poll() is None:
                    continue
                if process is not None and process.returncode == REFUSED:
                    self.refused = _words(process)
                    break
                if time.monotonic() - ended[number] > PAUSE_SECONDS:
                    self.processes[number] = self._start(number)
                    ended[number] = time.monotonic()
            self.started.set()
            self.closing.wait(LOOK_SECONDS)
        self._end()

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(filter(None, [str(LIBRARY), os.environ.get("PYTHONPATH", "")]))
        old = self.processes[number]
        if old is not None and old.stdout is not None:
            old.stdout.close()
        return subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env=os.environ | {"PYTHONPATH": path},
        )

    def _end(self) -> None:
        for process in self.processes:
            if process is not None and process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + 10.0
        for process in self.processes:
            if process is None:
                continue
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()

    def close(self) -> None:
        """End them all and wait."""
        self.closing.set()
        self.keeper.join()

    def wait(self) -> None:
        """Stay until every process has stopped for good."""
        while self.keeper.is_alive():
            self.keeper.join(0.5)
        self.check()


def _words(process: subprocess.Popen[bytes]) -> str:
    """The sentence with which a process ended, on standard output: nothing else is written there."""
    said = process.stdout.read().decode(errors="replace").strip() if process.stdout else ""
    return said[-1500:] or "A worker ended without a word."


def workers_for(course: Course, asked: int | None) -> tuple[int, str]:
    """As `admitted`, for whatever unit comes: each worker may need what the largest asks for."""
    cells = [cell for unit in course.all_units() for path in graded_notebooks(unit) for cell in read_source(path).cells]
    return admitted(asked, Limits().for_unit(cell.settings for cell in cells), free_mib())


def worker_crew(
    address: str,
    course: Path,
    count: int,
    security: Path | None = None,
    patience: float = 600.0,
    quiet: bool = True,
) -> Crew:
    """Workers of this machine for a scheduler.

    Args:
        patience: seconds for which a scheduler that was lost is looked for.
        quiet: whether what Dask says goes nowhere.
    """
    asked: dict[str, object] = {
        "address": address,
        "course": str(course),
        "security": str(security.resolve()) if security else None,
        "patience": patience,
    }
    return Crew(WORKER, asked, count, quiet)
