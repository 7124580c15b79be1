"""The gradebook's side of a cluster: hands submissions to Dask workers and takes their results, each once.

A submission is a task that carries its own input and changes nothing, so it can be done twice: what a lost worker or a
lost scheduler had is simply handed out again. Only a few tasks more than there are workers are out at any time, so
neither this process nor the scheduler grows with the class.
"""

from __future__ import annotations

import queue
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from autograder.cluster_security import ClusterProblem, calm_dask, require_dask, security_in
from autograder.cluster_task import Fingerprint, Refused, Task, reply_from, run_task
from autograder.cluster_worker import fingerprint_of, unreachable
from autograder.errors import GradschoolError
from autograder.grade import (
    Finished,
    GradingStopped,
    Report,
    Result,
    Submission,
    Target,
    Waiting,
    cells_of,
    finished_with,
    seed_of,
)
from autograder.limits import Limits
from autograder.notebook import BadNotebook
from autograder.one_submission import not_graded
from autograder.record import Verdict, digest
from autograder.stubs import released_texts

CONNECT_SECONDS = 10.0
FIRST_SECONDS = 60.0  #: how long a first worker may take to join
LOOK_SECONDS = 1.0  #: how often it is asked whether scheduler and workers are there, while nothing arrives
AHEAD = 2  #: tasks out for each worker: the one it has and the next
ATTEMPTS = 3  #: how often a submission is handed out before it counts as one that no worker survives


class ClusterDown(GradingStopped):
    """The scheduler, or every worker that fits, is gone for longer than there is patience for."""


@dataclass(frozen=True)
class Cluster:
    """A cluster that can be graded on.

    Attributes:
        address: of its scheduler, such as ``tcp://HOST:8786``.
        security: a folder as `make_security` writes it; Dask's own configuration without.
        patience: seconds for which a lost scheduler, or a worker in the place of the last one, is waited for.
        check: raises where it is known that no worker will come.
    """

    address: str
    security: Path | None = None
    patience: float = 60.0
    check: Callable[[], None] = lambda: None

    @contextmanager
    def __call__(self, target: Target, count: int, limits: Limits, secret: str, report: Report) -> Iterator[Workers]:
        """The workers that grade this notebook exactly as this machine would.

        Raises:
            ClusterProblem: if the scheduler can't be reached, or no worker fits; names both versions then.
        """
        require_dask()
        calm_dask()
        limits = limits.for_unit(cell.settings for cell in target.source.cells)
        wanted = fingerprint_of(target.course, target.unit, target.path)
        client = self.connect()
        workers = Workers(self, client, wanted, target, limits, secret)
        try:
            report.notes += workers.await_first()
            yield workers
        finally:
            workers.close()

    def connect(self) -> Any:
        """A Dask client.

        Raises:
            ClusterProblem: if there is no scheduler.
        """
        from distributed import Client

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # versions are compared by fingerprint
                return Client(
                    self.address,
                    timeout=CONNECT_SECONDS,
                    security=security_in(self.security),
                    set_as_default=False,
                    name="gradschool",
                )
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise ClusterProblem(unreachable(self.address, error)) from None


@dataclass
class _Out:
    """A submission that was handed out."""

    waiting: Waiting
    attempts: int = 0
    future: Any = None


class Workers:
    """The workers of one cluster that fit one notebook; grades as `grade.Graders` says."""

    def __init__(
        self, cluster: Cluster, client: Any, wanted: Fingerprint, target: Target, limits: Limits, secret: str
    ) -> None:
        self.cluster, self.client, self.wanted = cluster, client, wanted
        self.target, self.limits, self.secret = target, limits, secret
        self.points = {exercise.name: exercise.points for exercise in target.source.exercises}
        self.released = released_texts(target.course, target.path, target.source_hash)
        self.fit: list[str] = []  #: addresses, as last looked
        self.looked, self.missed = 0.0, 0.0  #: when that was; since when there is none
        self.waiting: deque[_Out] = deque()
        self.out: dict[str, _Out] = {}  #: Dask's key → submission
        self.arrived: queue.SimpleQueue[str] = queue.SimpleQueue()  #: keys that are finished, failed or cancelled

    @property
    def workers(self) -> int:
        return len(self.fit)

    def resident_mib(self) -> float:
        return 0.0  # none of them is this process's

    # -- who is there

    def await_first(self) -> list[str]:
        """Wait for a worker that fits; what is to be said of others.

        Raises:
            ClusterProblem: if there are only others, or none comes.
        """
        deadline = time.monotonic() + FIRST_SECONDS
        while True:
            self.cluster.check()
            others = self.look()
            if self.fit:
                return [f"Not used: {text}" for text in others]
            if others:
                raise ClusterProblem(
                    f"No worker at {self.cluster.address} can grade {self.target.unit.name} as this machine would. "
                    f"{' '.join(others)} Give every worker the same gradschool, Python, libraries and course."
                )
            if time.monotonic() > deadline:
                raise ClusterProblem(
                    f"The scheduler at {self.cluster.address} has no worker for gradschool. Start some: "
                    f"gradschool cluster-worker {self.cluster.address} --course DIR"
                )
            time.sleep(0.2)

    def look(self) -> list[str]:
        """Note which workers fit; a sentence for each that offers the notebook in another version."""
        self.looked = time.monotonic()
        info = self.client.scheduler_info(n_workers=-1)["workers"]
        self.fit = [address for address, worker in info.items() if self.wanted.resource in worker["resources"]]
        self.missed = 0.0 if self.fit else self.missed or self.looked
        return [
            f"Worker {address} has {_what(worker, self.wanted)}; here it is {self.wanted}."
            for address, worker in info.items()
            if self.wanted.resource not in worker["resources"]
        ]

    # -- handing out and taking back

    def results(self, waiting: list[Waiting]) -> Iterator[Result]:
        """Hand the submissions out and give each one's result once, however often it arrives."""
        self.waiting.extend(_Out(one) for one in waiting)
        while self.waiting or self.out:
            yield from self._hand_out()
            try:
                key = self.arrived.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                self._look_after()
                continue
            yield from self._take(key)

    def _hand_out(self) -> Iterator[Result]:
        """Have as many out as the workers can use; what can't be read needs none of them."""
        while self.waiting and len(self.out) < AHEAD * max(1, len(self.fit)):
            one = self.waiting.popleft()
            try:
                self._submit(one)
            except BadNotebook as error:
                judged = not_graded(self.target.source, self.target.path, Verdict.UNREADABLE, str(error))
                yield one.waiting.submission, partial(_given, self._finished(one, judged))
            except Exception as error:  # said for this submission, where the result is asked for
                yield one.waiting.submission, partial(_raised, error)

    def _submit(self, one: _Out) -> None:
        submission = one.waiting.submission
        cells = tuple(cells_of(submission, self.target, self.limits))
        limits, seed = asdict(self.limits), seed_of(self.target, submission, self.secret)
        task = Task(self.wanted, limits, seed, cells, self.released, one.waiting.old).to_bytes()
        one.attempts += 1
        key = f"gradschool-{digest([task])[:40]}-{one.attempts}"
        one.future = self.client.submit(
            run_task, task, key=key, pure=False, resources={self.wanted.resource: 1}, retries=0
        )
        self.out[key] = one
        one.future.add_done_callback(lambda future, key=key: self.arrived.put(key))

    def _take(self, key: str) -> Iterator[Result]:
        """The result of a task that arrived; one that was lost is handed out again."""
        one = self.out.pop(key, None)
        if one is None:
            return  # a second result, or one that was given up
        submission, why, final = one.waiting.submission, "", False
        try:
            judged = reply_from(one.future.result(timeout=CONNECT_SECONDS), self.points)
        except Refused as error:
            why = str(error)
        except GradschoolError as error:
            yield submission, partial(_raised, error)
            return
        except Exception as error:  # Dask's: cancelled, its worker killed, the connection lost
            why = f"{type(error).__name__}: {error}".partition(". ")[0][:300]
            one.attempts -= one.future.status in ("cancelled", "lost")  # with the connection: not its fault
            final = type(error).__name__ == "KilledWorker"  # it was at work on several workers when they died
        else:
            yield submission, partial(_given, self._finished(one, judged))
            return
        finally:
            one.future.release()
            one.future = None
        if one.attempts < ATTEMPTS and not final:
            self.waiting.appendleft(one)
            self._look_after()
        else:
            last = GradschoolError(f"no worker graded it, however often it was handed out ({why}); run it again")
            yield submission, partial(_raised, last)

    def _finished(self, one: _Out, judged: Any) -> Finished:
        return finished_with(self.target, one.waiting.submission, one.waiting.content_hash, judged)

    # -- what can go wrong meanwhile

    def _look_after(self) -> None:
        """See that scheduler and workers are there; connect anew where the scheduler was lost.

        Raises:
            ClusterDown: if they stay away.
        """
        if time.monotonic() - self.looked < LOOK_SECONDS:
            return
        try:
            if self.client.status != "running":
                raise OSError("the connection was lost")
            self.look()
        except Exception:
            self._connect_anew()
        if self.missed and time.monotonic() - self.missed > self.cluster.patience:
            raise ClusterDown(
                f"Every worker at {self.cluster.address} that fits has been gone for {self.cluster.patience:.0f} s. "
                "What was graded is kept; start workers and run the same command again."
            )

    def _connect_anew(self) -> None:
        """A new connection, and everything that was out waits again: the scheduler may have forgotten it."""
        self.close()
        for one in reversed(self.out.values()):
            one.future, one.attempts = None, one.attempts - 1  # it was not its fault
            self.waiting.appendleft(one)
        self.out.clear()
        self.arrived = queue.SimpleQueue()
        deadline = time.monotonic() + self.cluster.patience
        while True:
            try:
                self.client = self.cluster.connect()
                self.look()
                return
            except (ClusterProblem, OSError) as error:
                if time.monotonic() > deadline:
                    raise ClusterDown(
                        f"The scheduler at {self.cluster.address} was lost and has not come back for "
                        f"{self.cluster.patience:.0f} s ({error}). What was graded is kept; run the same command again."
                    ) from None
                time.sleep(LOOK_SECONDS)

    def stop(self) -> list[tuple[Submission, Finished]]:
        """Give up what is out; the results that are here already."""
        kept = []
        with suppress(queue.Empty):
            while True:
                one = self.out.get(self.arrived.get_nowait())
                with suppress(Exception):  # it is graded again by the next run
                    if one is not None and one.future.status == "finished":
                        judged = reply_from(one.future.result(timeout=CONNECT_SECONDS), self.points)
                        kept.append((one.waiting.submission, self._finished(one, judged)))
        self.abandon()
        return kept

    def abandon(self) -> None:
        with suppress(Exception):
            self.client.cancel([one.future for one in self.out.values() if one.future is not None], force=True)

    def close(self) -> None:
        with suppress(Exception):
            self.client.close(timeout=2)


def _given(finished: Finished) -> Finished:
    return finished


def _raised(error: Exception) -> Finished:
    raise error


def _what(worker: dict[str, Any], wanted: Fingerprint) -> str:
    """What a worker offers for a notebook, in words."""
    offered = [one for one in map(Fingerprint.offered, worker["resources"]) if one is not None]
    same = next((str(one) for one in offered if one.notebook == wanted.notebook), None)
    if same is not None:
        return same
    return f"no {wanted.notebook}" if offered else "no gradschool (start it with gradschool cluster-worker)"
