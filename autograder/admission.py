"""How many workers this machine can carry: each may use as much memory as a submission is allowed."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.errors import GradschoolError
from autograder.limits import Limits

WARM_MIB = 600  #: what a worker's warm process and its examiner use beside the candidate
CGROUP = Path("/sys/fs/cgroup")
MEMINFO = Path("/proc/meminfo")


def processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def free_mib() -> int | None:
    """Memory that can still be taken, of the machine or, if that is less, of its control group; None if unknown."""
    found = [free for free in (_machine_mib(), _group_mib()) if free is not None]
    return min(found, default=None)


def admitted(asked: int | None, limits: Limits, free: int | None) -> tuple[int, str]:
    """The workers that may start, and why they are fewer than asked for, if they are.

    Args:
        asked: workers asked for; as many as there are processors if None.
        free: memory in MiB, as `free_mib` says.

    Raises:
        GradschoolError: if there isn't memory for one.
    """
    wanted, each = asked or processors(), limits.memory_mib + WARM_MIB
    if free is None or wanted * each <= free:
        return wanted, ""
    fit = free // each
    if not fit:
        raise GradschoolError(
            f"One worker may use {each} MiB ({limits.memory_mib} for the submission), but {free} MiB are free. End "
            f"other programs, or allow a submission less: --limit memory_mib={max(256, free - WARM_MIB)}."
        )
    return fit, f"{fit} of {wanted} workers: each may use {each} MiB of memory, and {free} MiB are free."


def _machine_mib() -> int | None:
    try:
        lines = MEMINFO.read_text().splitlines()
        return next(int(line.split()[1]) >> 10 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError, IndexError):
        return None


def _group_mib() -> int | None:
    try:
        limit = int((CGROUP / "memory.max").read_text())
        return max(0, limit - int((CGROUP / "memory.current").read_text()) + _reclaimable()) >> 20
    except (OSError, ValueError):  # no such file, or "max"
        return None


def _reclaimable() -> int:
    """Bytes that the group holds as caches of files and would give back."""
    lines = (CGROUP / "memory.stat").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.split()[0] == "inactive_file")
