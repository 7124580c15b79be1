"""The warm process: imports the slow libraries once, runs nothing, and forks a server for each role.

A server gives up for good what none of its role's processes may use, and forks confined children on request. Neither
ever sees a test or a submission: a child gets a socket of its own and reads its work from there after it is confined.
Start-up parameters come as one JSON argument; orders, requests and replies are JSON lines on each server's socket.
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
import traceback
from collections.abc import Iterable
from typing import Any, NoReturn

from autograder import confinement
from autograder.candidate import Candidate
from autograder.channel import Channel, Closed
from autograder.examiner import Examiner
from autograder.limits import Limits
from autograder.shell import BoundedShell, make_shell

PER_ROLE = ("autograder", "solutions", "datasets")  #: what a candidate finds in its kit, and an examiner whole
ROLES: dict[str, type[Candidate] | type[Examiner]] = {"candidate": Candidate, "examiner": Examiner}


def main(parameters: dict[str, Any]) -> None:
    """Import, start the servers, and stay until they have ended.

    Args:
        parameters: ``sockets``: role → descriptor of its server's socket; ``preload``: modules; ``confined``.
    """
    sys.dont_write_bytecode = True
    if parameters["confined"]:
        confinement.prepare()
    shell = make_shell()  # before the libraries: matplotlib's inline backend looks for a shell when it is imported
    ours = [name for name in parameters["preload"] if name.partition(".")[0] in PER_ROLE]
    _preload(name for name in parameters["preload"] if name not in ours)
    sockets = {role: socket.socket(fileno=descriptor) for role, descriptor in parameters["sockets"].items()}
    for role in sockets:
        if os.fork() == 0:
            _server(role, sockets, shell, ours, parameters["confined"])
    for end in sockets.values():
        end.close()
    for _ in sockets:
        if os.wait()[1]:
            os._exit(1)  # one that was ended takes the other along: the conductor starts afresh


def _preload(names: Iterable[str]) -> None:
    """Import what can be imported, for all children: they share these pages, and a collection must not copy them."""
    for name in names:
        with contextlib.suppress(Exception):  # the cell that needs it says what is wrong
            importlib.import_module(name)
    gc.collect()
    gc.freeze()


def _server(
    role: str, sockets: dict[str, socket.socket], shell: BoundedShell, ours: list[str], confined: bool
) -> NoReturn:
    """Serve one role's requests until the conductor closes the socket."""
    status = 1
    try:
        confinement.die_with_parent()
        conductor = sockets.pop(role)
        for other in sockets.values():
            other.close()
        order, _ = _receive(conductor)
        if order is not None:
            _forget(order["path"], role)
            _preload(ours)  # each role has its own: a candidate's are the kit's
            ground = _settle(order, conductor) if confined else None
            _say(conductor, {"ready": True})
            while True:
                request, descriptors = _receive(conductor)
                if request is None:
                    break
                _say(conductor, _carry_out(role, request, descriptors, conductor, shell, ground))
        status = 0
    except BrokenPipeError:
        status = 0  # the conductor is gone
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(status)


def _settle(order: dict[str, Any], conductor: socket.socket) -> confinement.Ground:
    try:
        return confinement.settle(order["readable"], order["scratches"])
    except confinement.CannotConfine as error:
        _say(conductor, {"ready": False, "why": str(error)})
        raise


def _carry_out(
    role: str,
    request: dict[str, Any],
    descriptors: list[int],
    conductor: socket.socket,
    shell: BoundedShell,
    ground: confinement.Ground | None,
) -> dict[str, Any]:
    if "fork" not in request:
        return _reap(request["reap"])
    policy = confinement.Policy(request["fork"], Limits(**request["limits"]), ground)
    pid = os.fork()
    if pid == 0:
        _child(role, policy, descriptors[0], conductor, shell)
    os.close(descriptors[0])
    return {"pid": pid}


def _say(conductor: socket.socket, reply: dict[str, Any]) -> None:
    conductor.sendall(json.dumps(reply).encode() + b"\n")


def _receive(conductor: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    """One request; its file descriptor, if any, comes beside it."""
    descriptors = array.array("i")
    data, extra, _, _ = conductor.recvmsg(1 << 16, socket.CMSG_LEN(4))
    for level, kind, body in extra:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(body[:4])
    while data and not data.endswith(b"\n"):
        part = conductor.recv(1 << 16)
        data = data + part if part else b""  # the conductor ended in the middle of it
    return (json.loads(data) if data else None), list(descriptors)


def _reap(pid: int) -> dict[str, Any]:
    _, status, usage = os.wait4(pid, 0)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "memory_mib": usage.ru_maxrss / 1024,
    }


def _child(
    role: str, policy: confinement.Policy, descriptor: int, conductor: socket.socket, shell: BoundedShell
) -> NoReturn:
    """What a fork does first: keep one socket, be confined, serve."""
    status, ready = 1, False
    conductor.detach()
    channel = Channel(_only(descriptor))
    try:
        confinement.confine(policy)
        channel.control({"ready": True})
        ready = True
        ROLES[role](channel, shell, vars(policy.limits)).serve()
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
        for name in [n for n in sys.modules if n.partition(".")[0] in PER_ROLE]:
            del sys.modules[name]
