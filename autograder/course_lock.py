"""One grading run at a time on a course: its gradebook, records and feedback have one writer."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from datetime import datetime

from autograder.course import Course
from autograder.errors import GradschoolError

NAME = ".grading"


class CourseBusy(GradschoolError):
    """Another run is grading this course."""


@contextlib.contextmanager
def one_at_a_time(course: Course) -> Iterator[None]:
    """Hold the course's lock; the kernel gives it back when this process ends, however it ends.

    Raises:
        CourseBusy: if another run holds it; says which.
    """
    import fcntl

    descriptor = os.open(course.root / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            who = os.read(descriptor, 200).decode(errors="replace").strip() or "of which nothing is known"
            raise CourseBusy(
                f"Another run is grading this course: {who}. Wait until it ends, or end it; nothing of it is lost."
            ) from None
        now = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()} on {socket.gethostname()}, since {now}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
