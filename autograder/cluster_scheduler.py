"""The scheduler of a local cluster. It hands tasks on and grades nothing, so it imports nothing that grades."""

from __future__ import annotations

import asyncio
import json
import signal
from pathlib import Path

from autograder.cluster_security import calm_dask, security_in
from autograder.confinement import die_with_parent


def serve(arguments: str) -> None:
    """Be a scheduler until told to stop.

    Args:
        arguments: JSON: ``address``, ``security`` (a folder).
    """
    die_with_parent()
    calm_dask()
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
