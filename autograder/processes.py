"""The conductor's handles on its processes: one warm process, and the children that its servers fork."""

from __future__ import annotations

import array
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder import wire
from autograder.channel import CONTROL, HEADER
from autograder.confinement import CannotConfine
from autograder.errors import GradschoolError
from autograder.library import Libraries
from autograder.limits import Limits

ROLES = ("examiner", "candidate")
STARTUP_SECONDS = 120.0
MAX_CONTROL = 8 * 1024 * 1024  #: a child's report to the conductor; more than all outputs of a cell


class WarmProcessEnded(GradschoolError):
    """A warm process is gone: nothing can be forked any more, and another one must take its place."""


class Gone(Exception):
    """A child's socket closed, or it sent what no honest child sends."""


@dataclass
class Child:
    """A forked process and the conductor's end of its socket."""

    role: str
    pid: int
    socket: socket.socket
    inbox: bytearray = field(default_factory=bytearray)

    def send(self, kind: bytes, body: bytes, deadline: float) -> None:
        """Send a frame; raises `TimeoutError` when the child doesn't take it in time, `Gone` when it is gone."""
        data = memoryview(HEADER.pack(kind, len(body)) + body)
        poll = select.poll()
        poll.register(self.socket, select.POLLOUT)
        while data:
            left = deadline - time.monotonic()
            if left <= 0 or not poll.poll(left * 1000):
                raise TimeoutError
            try:
                data = data[self.socket.send(data) :]
            except BlockingIOError:
                continue
            except OSError:
                raise Gone from None

    def read_available(self) -> None:
        """Take what has arrived; `Gone` at the end."""
        try:
            data = self.socket.recv(1 << 20)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            raise Gone
        self.inbox += data

    def next_frame(self) -> tuple[bytes, bytes] | None:
        """The next whole frame that has arrived, or None; `Gone` for a length that is out of bounds."""
        if len(self.inbox) < HEADER.size:
            return None
        kind, length = HEADER.unpack_from(self.inbox)
        if length > (MAX_CONTROL if kind == CONTROL else wire.MAX_FRAME):
            raise Gone
        end = HEADER.size + length
        if len(self.inbox) < end:
            return None
        body = bytes(memoryview(self.inbox)[HEADER.size : end])
        del self.inbox[:end]
        return kind, body

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


class WarmProcess:
    """One warm process with a server for each role; forks children for one worker at a time.

    Attributes:
        scratches: the folder in which every child's scratch folder must lie.
    """

    def __init__(self, libraries: Libraries, folder: Path, preload: tuple[str, ...], confined: bool = True) -> None:
        self.libraries = libraries
        self.confined = confined
        self.scratches = folder / "scratch"
        self.scratches.mkdir(mode=0o700, exist_ok=True)
        pairs = {role: socket.socketpair() for role in ROLES}
        self.sockets = {role: ours for role, (ours, _) in pairs.items()}
        theirs = {role: other.fileno() for role, (_, other) in pairs.items()}
        bootstrap = (
            "import sys, json; p = json.loads(sys.argv[1]); sys.path[:] = p['path']; "
            "from autograder import warm; warm.main(p)"
        )
        parameters = json.dumps(
            {"sockets": theirs, "path": list(libraries.warm_path), "preload": list(preload), "confined": confined}
        )
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", "-c", bootstrap, parameters],
            pass_fds=list(theirs.values()),
            env=_environment(folder),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        for _, other in pairs.values():
            other.close()
        self._ready = False

    def wait_ready(self) -> None:
        """Wait until the libraries are imported and both servers have given up what their children may not use.

        Raises:
            CannotConfine: if the kernel refused.
            GradschoolError: if the warm process ended instead.
        """
        if self._ready:
            return
        for role, server in self.sockets.items():
            server.settimeout(STARTUP_SECONDS)
            library = getattr(self.libraries, role)
            reply = self._ask(
                role, {"path": library.path, "readable": library.readable, "scratches": str(self.scratches)}
            )
            if reply is None:
                assert self.process.stderr
                said = self.process.stderr.read().decode(errors="replace").strip()[-800:]
                raise GradschoolError(f"The grader's warm process did not start. It said: {said or 'nothing'}")
            if reply["ready"] is not True:
                raise CannotConfine(reply["why"])
        self._ready = True

    def fork(self, role: str, scratch: Path, limits: Limits) -> Child:
        """A confined child of the given role.

        Raises:
            CannotConfine: if the kernel refused.
        """
        self.wait_ready()
        ours, theirs = socket.socketpair()
        with theirs:
            reply = self._ask(role, {"fork": str(scratch), "limits": vars(limits)}, theirs)
        if reply is None:
            ours.close()
            raise WarmProcessEnded("The grader's warm process ended unexpectedly.")
        ours.setblocking(False)
        child = Child(role, reply["pid"], ours)
        self._await_confined(child)
        return child

    def _await_confined(self, child: Child) -> None:
        frame = None
        try:
            while frame is None:
                if not select.select([child.socket], [], [], STARTUP_SECONDS)[0]:
                    raise Gone
                child.read_available()
                frame = child.next_frame()
            message = wire.decode(frame[1]) if frame[0] == CONTROL else {}
        except (Gone, wire.WireError):
            message = {}
        if message.get("ready") is not True:
            self.end(child)
            raise CannotConfine(message.get("why") or f"The {child.role} could not be started and confined.")

    def end(self, child: Child) -> dict[str, Any]:
        """Kill a child and return how it ended and what it used."""
        child.kill()
        child.socket.close()
        return self.reap(child)

    def reap(self, child: Child) -> dict[str, Any]:
        usage = self._ask(child.role, {"reap": child.pid})
        if usage is None:
            raise WarmProcessEnded("The grader's warm process ended unexpectedly.")
        return usage

    def _ask(self, role: str, request: dict[str, Any], passed: socket.socket | None = None) -> dict[str, Any] | None:
        """A server's reply to a request, with which a socket may go; None if the server is gone."""
        server, data = self.sockets[role], json.dumps(request).encode() + b"\n"
        beside = [] if passed is None else [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [passed.fileno()]))]
        reply = b""
        try:
            server.sendall(data[server.sendmsg([data], beside) :])
            while not reply.endswith(b"\n"):
                part = server.recv(1 << 16)
                if not part:
                    return None
                reply += part
        except OSError:
            return None
        answer: dict[str, Any] = json.loads(reply)
        return answer

    def resident_mib(self) -> float:
        """What the warm process has in memory, in MiB; 0 if it is gone."""
        try:
            pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        except (OSError, IndexError, ValueError):
            return 0.0
        return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)

    def kill(self) -> None:
        """End the warm process at once, and with it its servers and children; `close` must still follow."""
        self.process.kill()

    def close(self) -> None:
        """End the warm process, its servers and every child that is left."""
        for server in self.sockets.values():
            server.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stderr:
            self.process.stderr.close()


def _environment(folder: Path) -> dict[str, str]:
    """The warm process's environment: nothing of the person who grades but where caches are."""
    kept = {name: os.environ[name] for name in ("HOME", "MPLCONFIGDIR", "XDG_CACHE_HOME") if name in os.environ}
    return kept | {
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "KERAS_BACKEND": "tensorflow",
        "IPYTHONDIR": str(folder / "ipython"),
    }
