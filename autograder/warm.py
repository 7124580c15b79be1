"""The warm process: imports the slow libraries once, runs nothing, and forks confined children on request.

It never sees a test or a submission: a child gets a socket of its own and reads its work from there after it is
confined. Start-up parameters come as one JSON argument; requests and replies are JSON lines on a socket.
"""

from __future__ import annotations

import array
import contextlib
import gc
import importlib
import json
import os
import socket
import sys
from typing import Any, NoReturn

from autograder import confinement
from autograder.candidate import Candidate
from autograder.channel import Channel, Closed
from autograder.examiner import Examiner
from autograder.limits import Limits
from autograder.shell import BoundedShell, make_shell

ROLES: dict[str, type[Candidate] | type[Examiner]] = {"candidate": Candidate, "examiner": Examiner}


def main(descriptor: int, parameters: dict[str, Any]) -> None:
    """Serve fork and reap requests until the conductor closes the socket."""
    sys.dont_write_bytecode = True
    if parameters["confined"]:
        confinement.prepare()
    shell = make_shell()  # before the libraries: matplotlib's inline backend looks for a shell when it is imported
    for name in parameters["preload"]:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    conductor = socket.socket(fileno=descriptor)
    conductor.sendall(json.dumps({"ready": os.getpid()}).encode() + b"\n")
    gc.collect()
    gc.freeze()  # children share these pages; a collection in one must not copy them
    while True:
        request, descriptors = _receive(conductor)
        if request is None:
            return
        if "fork" in request:
            reply = {"pid": _fork(request, descriptors[0], conductor, shell)}
            os.close(descriptors[0])
        else:
            reply = _reap(request["reap"])
        conductor.sendall(json.dumps(reply).encode() + b"\n")


def _receive(conductor: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    """One request; its file descriptor, if any, comes beside it."""
    descriptors = array.array("i")
    data, extra, _, _ = conductor.recvmsg(1 << 16, socket.CMSG_LEN(4))
    for level, kind, body in extra:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(body[:4])
    while data and not data.endswith(b"\n"):
        data += conductor.recv(1 << 16)
    return (json.loads(data) if data else None), list(descriptors)


def _fork(request: dict[str, Any], descriptor: int, conductor: socket.socket, shell: BoundedShell) -> int:
    pid = os.fork()
    if pid == 0:
        _child(request, descriptor, conductor, shell)
    return pid


def _reap(pid: int) -> dict[str, Any]:
    _, status, usage = os.wait4(pid, 0)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "memory_mib": usage.ru_maxrss / 1024,
    }


def _child(request: dict[str, Any], descriptor: int, conductor: socket.socket, shell: BoundedShell) -> NoReturn:
    """What a fork does first: keep one socket, forget the parent's modules and paths, be confined, serve."""
    status, ready = 1, False
    conductor.detach()
    channel = Channel(_only(descriptor))
    try:
        _forget(request["path"], request["role"])
        policy = confinement.Policy(
            tuple(request["readable"]), request["scratch"], Limits(**request["limits"]), request["confined"]
        )
        confinement.confine(policy)
        channel.control({"ready": True})
        ready = True
        ROLES[request["role"]](channel, shell, request["limits"]).serve()
        status = 0
    except Closed:
        status = 0
    except BaseException as error:
        if not ready:
            why = str(error) if isinstance(error, confinement.CannotConfine) else f"{type(error).__name__}: {error}"
            channel.control({"ready": False, "why": why[:2000]})
    finally:
        os._exit(status)


def _only(descriptor: int) -> int:
    """Keep this descriptor as number 3, /dev/null as 0 to 2, and close all others."""
    spare = os.dup2(descriptor, 200)
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    os.dup2(spare, 3)
    os.closerange(4, os.sysconf("SC_OPEN_MAX") if os.sysconf("SC_OPEN_MAX") < 65536 else 65536)
    return 3


def _forget(path: list[str], role: str) -> None:
    """Take the role's search path; a candidate also forgets the grader's modules, so that its kit is imported."""
    sys.path[:] = path
    sys.argv = ["notebook"]
    sys.path_importer_cache.clear()
    if role == "candidate":
        for name in [n for n in sys.modules if n.partition(".")[0] in ("autograder", "solutions", "datasets")]:
            del sys.modules[name]
