"""A whole cluster on this machine, for ``gradschool grade --local-cluster N`` and for tests: a scheduler and N workers.

It speaks TLS with a key of its own, as on a machine with other users any of them can reach a port of it.
"""

from __future__ import annotations

import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.cluster import Cluster
from autograder.cluster_security import ClusterProblem, make_security, require_dask
from autograder.course import Course
from autograder.crew import Crew, worker_crew

SCHEDULER = "import sys; from autograder.cluster_scheduler import serve; serve(sys.argv[1])"
START_SECONDS = 60.0


@dataclass(frozen=True)
class LocalCluster:
    """The processes of a cluster on this machine, and how to grade on it."""

    cluster: Cluster
    scheduler: Crew
    workers: Crew


@contextmanager
def local_cluster(course: Course, workers: int, patience: float = 60.0) -> Iterator[LocalCluster]:
    """A scheduler and workers for a course, ended at the end.

    Args:
        patience: seconds for which each side waits for a scheduler that was lost.
    """
    require_dask()
    folder = Path(tempfile.mkdtemp(prefix="gradschool-cluster-"))
    keys = make_security(folder / "keys")
    port = _free_port()
    address = f"tls://127.0.0.1:{port}"
    scheduler = Crew(SCHEDULER, {"address": address, "security": str(keys)}, 1)
    crew = worker_crew(address, course.root, workers, keys, patience)
    try:
        _await(port, scheduler)
        yield LocalCluster(Cluster(address, keys, patience, crew.check), scheduler, crew)
    finally:
        crew.close()
        scheduler.close()
        shutil.rmtree(folder, ignore_errors=True)


def _await(port: int, scheduler: Crew) -> None:
    """Wait until the scheduler listens."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        scheduler.check()
        try:
            socket.create_connection(("127.0.0.1", port), 1.0).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise ClusterProblem(f"Dask's scheduler did not start within {START_SECONDS:.0f} s.") from None
            time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
