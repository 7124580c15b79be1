"""One grading run at a time on a course: its gradebook, records and feedback have one writer.

The course's folder has a lock, which the kernel keeps, and a gradebook on a server has one that the server keeps: two
machines may have two copies of the folder.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from autograder.course import Course
from autograder.errors import GradschoolError
from autograder.record import digest

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

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


@contextlib.contextmanager
def alone_at(book: Gradebook) -> Iterator[None]:
    """Hold the lock of a gradebook on a PostgreSQL server, which ends with the connection; nothing for a file.

    Raises:
        CourseBusy: if another run holds it.
    """
    if book.engine.dialect.name != "postgresql":
        yield
        return
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    number = int(digest(["gradschool grades here"])[:15], 16)
    connection = book.engine.connect()
    connection.detach()  # closing it then gives the lock back
    try:
        if not connection.execute(text("SELECT pg_try_advisory_lock(:number)"), {"number": number}).scalar_one():
            raise CourseBusy(
                "Another run, perhaps on another machine, is grading into this gradebook. Wait until it ends, or end "
                "it; nothing of it is lost."
            )
        connection.commit()
        yield
    finally:
        with contextlib.suppress(SQLAlchemyError):  # the server may have been away meanwhile
            connection.close()
