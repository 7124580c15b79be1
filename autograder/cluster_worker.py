"""A worker of a cluster: a Dask worker that grades one submission at a time, confined, or does not start.

It has its own copy of the course, offers the scheduler exactly what it grades (`Fingerprint.resource`), and never sees
a gradebook. The processes that run answers are started as new programs, so Dask's threads are not in them.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import signal
import sys
import tempfile
import threading
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder import confinement
from autograder.admission import admitted, free_mib
from autograder.cluster_security import ClusterProblem, calm_dask, security_in
from autograder.cluster_task import PLUGIN, SHOWN, Fingerprint, Refused, Task, problem_to_bytes, reply_to_bytes
from autograder.content import files_for, graded_notebooks
from autograder.course import Course, Unit
from autograder.crew import REFUSED
from autograder.engine import Engine, grader_hash
from autograder.errors import GradschoolError
from autograder.library import make_libraries
from autograder.limits import Limits, limits_from
from autograder.notebook import read_source
from autograder.one_submission import judge
from autograder.processes import ROLES, WarmProcess
from autograder.qualify.known import known_of
from autograder.record import digest, file_digest

if TYPE_CHECKING:
    from distributed import Worker

FIRST_SECONDS = 30.0  #: how long a scheduler may take to answer


def fingerprint_of(course: Course, unit: Unit, path: Path) -> Fingerprint:
    """What grades one notebook, with this program and this copy of the course."""
    bank = sorted(place for place in (unit.folder / "answers").glob("*") if place.suffix in (".py", ".toml"))
    parts: list[str | bytes] = [file_digest(path), course.essay_stub]
    for place in bank:
        parts += [place.name, file_digest(place)]
    for name, content in sorted(files_for(course, unit).items()):
        parts += [name, content]
    return Fingerprint(
        f"{unit.name}/{path.stem}".replace(" ", "_"),
        version("gradschool"),
        grader_hash()[:SHOWN],
        digest(parts)[:SHOWN],
    )


def offers(course: Course) -> dict[Fingerprint, tuple[Unit, Path]]:
    """Everything that can be graded with this copy of the course."""
    return {
        fingerprint_of(course, unit, path): (unit, path)
        for unit in course.all_units()
        for path in graded_notebooks(unit)
    }


def prove_confinement() -> None:
    """Start a confined process of either role and end it.

    Raises:
        CannotConfine: if this machine can't.
    """
    confinement.require()
    folder = Path(tempfile.mkdtemp(prefix="gradschool-proof-"))
    try:
        warm = WarmProcess(make_libraries(folder / "lib", {}), folder, (), True)
        try:
            for role in ROLES:
                scratch = warm.scratches / role
                scratch.mkdir()
                warm.end(warm.fork(role, scratch, Limits()))
        finally:
            warm.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Grader:
    """Grades tasks, one at a time; keeps the warm process of the notebook that it graded last."""

    def __init__(self, course: Course) -> None:
        self.course, self.offers = course, offers(course)
        self.engine: Engine | None = None
        self.opened: tuple[object, ...] = ()  #: what the engine was opened for
        self.unfit = ""  #: why this worker must not go on
        self.alone = threading.Lock()

    def grade(self, data: bytes) -> bytes:
        """The reply to a task, whatever happens."""
        with self.alone:  # a task of a scheduler that was lost may still be at work
            return self._grade(data)

    def _grade(self, data: bytes) -> bytes:
        try:
            task = Task.from_bytes(data)
            place = self.offers.get(task.fingerprint)
            if place is None:
                return problem_to_bytes("refused", self._other_version(task.fingerprint))
            engine = self._engine_for(task, *place)
            return reply_to_bytes(judge(engine, place[1], list(task.cells), task.seed, task.old, task.released))
        except (confinement.CannotConfine, Refused) as error:
            self.unfit = str(error)
            return problem_to_bytes("refused", self.unfit)
        except OSError as error:  # this machine's disk, processes or memory, not the submission's
            self.unfit = f"The worker can't go on ({error})."
            return problem_to_bytes("refused", self.unfit)
        except GradschoolError as error:
            return problem_to_bytes("problem", str(error))
        except Exception as error:
            return problem_to_bytes("problem", f"the worker failed on it ({type(error).__name__}: {error})")

    def _other_version(self, asked: Fingerprint) -> str:
        mine = next((str(one) for one in self.offers if one.notebook == asked.notebook), "no such notebook")
        return f"{asked.notebook}: the gradebook's side has {asked}; this worker has {mine}."

    def _engine_for(self, task: Task, unit: Unit, path: Path) -> Engine:
        now = (task.fingerprint, tuple(task.limits.items()), _state(unit, path))
        if self.engine is not None and self.opened == now:
            return self.engine
        self.close()
        if fingerprint_of(self.course, unit, path) != task.fingerprint:
            raise Refused(f"{unit.name} was changed on this worker's disk.")
        source, limits = read_source(path, self.course.essay_stub), limits_from(dict(task.limits))
        admitted(1, limits, free_mib())
        files, known = files_for(self.course, unit), known_of(unit, source)
        self.engine, self.opened = Engine(source, files, 1, limits, True, known), now
        return self.engine

    def close(self) -> None:
        """End the warm process."""
        engine, self.engine, self.opened = self.engine, None, ()
        if engine is not None:
            engine.close()


def _state(unit: Unit, path: Path) -> tuple[tuple[str, int, int], ...]:
    """What changes when a unit's files are written."""
    stats = [(place.name, place.stat()) for place in (path, *sorted((unit.folder / "answers").glob("*.*")))]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


# -- the process


def main(arguments: str) -> None:
    """Serve a scheduler until told to stop; a sentence on standard output and exit status 2 where that can't be.

    Args:
        arguments: JSON: ``address``, ``course``, ``security`` (a folder or null), ``patience`` (seconds for a scheduler
            that was lost).
    """
    confinement.die_with_parent()
    calm_dask()
    asked = json.loads(arguments)
    folder = Path(asked["security"]) if asked["security"] else None
    try:
        while True:
            prove_confinement()
            grader = Grader(Course(Path(asked["course"])))
            try:
                asyncio.run(_serve(asked["address"], grader, folder, asked["patience"]))
            finally:
                grader.close()
            if not grader.unfit:
                return
            _tell(f"{grader.unfit} Looking again.")
    except GradschoolError as error:
        print(error, flush=True)
        sys.exit(REFUSED)
    except OSError as error:
        _tell(f"This machine can't grade now ({error}).")
        sys.exit(1)  # it is begun again


def _tell(text: str) -> None:
    """Say something to who looks after this machine; standard output is for the sentence with which a worker ends."""
    print(f"gradschool: {text}", file=sys.stderr, flush=True)


async def _serve(address: str, grader: Grader, security: Path | None, patience: float) -> None:
    """Be a worker of this scheduler, and of the one that takes its place, until a signal or until unfit."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    answer = min(patience, FIRST_SECONDS)
    deadline = time.monotonic() + answer
    while not stop.is_set() and not grader.unfit:
        try:
            worker = await _joined(address, grader, security, answer)
        except (OSError, ValueError, RuntimeError) as error:
            if time.monotonic() > deadline or isinstance(error, ValueError):
                raise ClusterProblem(unreachable(address, error)) from None
            await asyncio.sleep(1.0)
            continue
        _tell(f"Joined {address}.")
        while worker.status.name in ("running", "paused") and not stop.is_set() and not grader.unfit:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(stop.wait(), 0.5)
        await worker.close(timeout=5, executor_wait=False, reason="gradschool")
        if not stop.is_set() and not grader.unfit:
            _tell(f"{address} was lost. Looking for it for {patience:.0f} s.")
        deadline = time.monotonic() + patience


async def _joined(address: str, grader: Grader, security: Path | None, seconds: float) -> Worker:
    """A Dask worker that has joined within some seconds: one thread, only submissions, no pages, no profile."""
    from distributed import Worker
    from distributed.diagnostics.plugin import WorkerPlugin

    class Plugin(WorkerPlugin):
        """What `run_task` finds on this worker."""

        def grade(self, task: bytes) -> bytes:
            return grader.grade(task)

    worker: Any = Worker(
        address,
        nthreads=1,
        resources=dict.fromkeys((one.resource for one in grader.offers), 1),
        memory_limit=0,
        local_directory=tempfile.gettempdir(),
        security=security_in(security),
        death_timeout=max(1.0, seconds),
    )
    await worker
    await worker.plugin_add(Plugin(), name=PLUGIN)
    return worker


def unreachable(address: str, error: BaseException) -> str:
    """That a scheduler doesn't answer, why, and what to do."""
    reason = (str(error) or type(error).__name__).splitlines()[0].rstrip(".")
    return (
        f"No Dask scheduler answers at {address} ({reason}). Expected an address such as tcp://HOST:8786 or "
        "tls://HOST:8786; start one with `dask scheduler`, and see that its port can be reached from here."
    )
