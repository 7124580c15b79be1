"""A whole cluster on this machine, for ``gradschool grade --local-cluster N`` and for tests: a scheduler and N workers.

It speaks TLS with a key of its own, as on a machine with other users any of them can reach a port of it.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.cluster import Cluster, quieten_dask
from autograder.cluster_security import make_security, require_dask, security_in
from autograder.confinement import die_with_parent
from autograder.course import Course
from autograder.crew import Crew, worker_crew

SCHEDULER = "from autograder.local_cluster import serve; import sys; serve(sys.argv[1])"


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
    address = f"tls://127.0.0.1:{_free_port()}"
    scheduler = Crew(SCHEDULER, {"address": address, "security": str(keys)}, 1)
    crew = worker_crew(address, course.root, workers, keys, patience)
    try:
        yield LocalCluster(Cluster(address, keys, patience, crew.check), scheduler, crew)
    finally:
        crew.close()
        scheduler.close()
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def serve(arguments: str) -> None:
    """Be a scheduler until told to stop.

    Args:
        arguments: JSON: ``address``, ``security`` (a folder).
    """
    die_with_parent()
    quieten_dask()
    asked = json.loads(arguments)
    asyncio.run(_serve(asked["address"], Path(asked["security"])))


async def _serve(address: str, security: Path) -> None:
    from distributed import Scheduler

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    host, _, port = address.partition("://")[2].rpartition(":")
    async with Scheduler(
        host=host, port=int(port), protocol="tls", security=security_in(security), dashboard=False
    ) as scheduler:
        await stop.wait()
        await scheduler.close(reason="gradschool")
    sys.stdout.flush()
