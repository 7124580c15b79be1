"""A JupyterHub with system users of its own on this machine, all of which is gone afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import websocket

from autograder.course import LIBRARY

PREFIX = "gsq7-"  #: of every user that is made here; nobody else's name begins so
ACCOUNT = f"{PREFIX}account"
COURSE = "deep-learning"
INSTRUCTORS = (f"{PREFIX}ada", f"{PREFIX}ben")
STUDENTS = (f"{PREFIX}cleo", f"{PREFIX}dan", f"{PREFIX}eve")
PATIENCE = 240.0  #: seconds that a busy machine may take for one step


def why_not() -> str:
    """Why no hub can be started here; nothing where it can."""
    if sys.platform != "linux":
        return "JupyterHub with system users needs Linux"
    if os.geteuid() != 0:
        return "making system users needs root"
    missing = [tool for tool in ("useradd", "userdel", "runuser", "unshare") if shutil.which(tool) is None]
    if missing:
        return f"there is no {', '.join(missing)}"
    for program in ("jupyterhub", "configurable-http-proxy"):
        if shutil.which(program, path=programs()) is None:
            return f"there is no {program}"
    return ""


def programs() -> str:
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def setup_script() -> str:
    """The commands that the operators' page tells to run once."""
    page = (LIBRARY / "docs" / "operators.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    return next(block for block in blocks if "useradd" in block)


def opened(argv: list[str]) -> list[str]:
    """A command in which every user may run this Python, though it may lie in a folder closed to others.

    Only the command's own view of the file system is changed: what is needed is bound into an open, empty folder
    in place of the closed one.
    """
    needed = {Path(path).resolve() for path in (sys.base_prefix, sys.prefix, LIBRARY)}
    closed: dict[Path, set[Path]] = {}
    for path in needed:
        shut = [parent for parent in reversed(path.parents) if not parent.stat().st_mode & 0o001]
        if shut:
            closed.setdefault(shut[0], set()).add(path)
    lines = ["set -eu", "s=$(mktemp -d)", "mount -t tmpfs tmpfs $s"]
    for number, (folder, paths) in enumerate(closed.items()):
        kept = {path: f"$s/{number}-{index}" for index, path in enumerate(sorted(paths))}
        lines += [f"mkdir {place}; mount --bind '{path}' {place}" for path, place in kept.items()]
        lines += [f"mount -t tmpfs -o mode=755 tmpfs '{folder}'"]
        lines += [f"mkdir -p '{path}'; mount --bind {place} '{path}'" for path, place in kept.items()]
    script = "\n".join(lines) if closed else "set -eu"
    return ["unshare", "-m", "sh", "-c", f'{script}\ncd /; exec "$@"', "sh", *argv]


@dataclass
class Hub:
    """A running hub, and how its users talk to it."""

    folder: Path
    address: str
    admin: str
    tokens: dict[str, str] = field(default_factory=dict)

    def home(self, user: str) -> Path:
        return self.folder / "homes" / user

    def call(self, who: str, path: str, data: dict[str, Any] | None = None, method: str | None = None) -> Any:
        """Ask an address as a user, by their token; gives what came as JSON, or as text.

        Raises urllib.error.HTTPError for a refusal.
        """
        token = self.admin if who == "admin" else self.tokens[who]
        request = urllib.request.Request(
            f"{self.address}{path}",
            data=None if data is None else json.dumps(data).encode(),
            headers={"Authorization": f"token {token}", "Content-Type": "application/json"},
            method=method or ("GET" if data is None else "POST"),
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            text = answer.read().decode()
        try:
            return json.loads(text)
        except ValueError:
            return text

    def log_in(self, user: str) -> None:
        """Get a token for a user, and start their server."""
        self.tokens[user] = self.call("admin", f"/hub/api/users/{user}/tokens", {"note": "test"})["token"]
        with contextlib.suppress(urllib.error.HTTPError):  # 400: it runs already
            self.call(user, f"/hub/api/users/{user}/server", {})
        wait(lambda: self.call("admin", f"/hub/api/users/{user}")["servers"][""]["ready"], f"the server of {user}")

    def run_cells(self, user: str, notebook: str, chosen: list[str]) -> list[dict[str, Any]]:
        """Run cells of a notebook in its own kernel, as a page does; gives what they display."""
        began = {"path": notebook, "name": Path(notebook).name, "type": "notebook", "kernel": {"name": "python3"}}
        session = self.call(user, f"/user/{user}/api/sessions", began)
        cells = json.loads((self.home(user) / notebook).read_text(encoding="utf-8"))["cells"]
        text = {cell["id"]: "".join(cell["source"]) for cell in cells}
        address = f"{self.address}/user/{user}/api/kernels/{session['kernel']['id']}/channels"
        header = [f"Authorization: token {self.tokens[user]}"]
        kernel = websocket.create_connection(address.replace("http", "ws", 1), PATIENCE, header=header)
        with contextlib.closing(kernel):
            return [shown for cell in chosen for shown in _displayed(kernel, cell, text[cell])]

    def run_as(self, user: str, *argv: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the system as one of the users."""
        return subprocess.run(
            ["runuser", "-u", user, "--", *argv], cwd="/", capture_output=True, text=True, timeout=PATIENCE
        )


def _displayed(kernel: websocket.WebSocket, cell: str, code: str) -> list[dict[str, Any]]:
    """Run one cell and collect what it displays, until the kernel rests."""
    about = {
        "msg_id": f"run-{cell}",
        "msg_type": "execute_request",
        "username": "",
        "session": "test",
        "version": "5.3",
    }
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
    request = {
        "header": about,
        "parent_header": {},
        "metadata": {"cellId": cell},
        "content": content,
        "channel": "shell",
    }
    kernel.send(json.dumps(request))
    found = []
    while True:
        said = json.loads(kernel.recv())
        if said["parent_header"].get("msg_id") != about["msg_id"]:
            continue
        if said["msg_type"] in ("display_data", "error"):
            found.append(said["content"].get("data") or {"error": said["content"]["evalue"]})
        if said["msg_type"] == "status" and said["content"]["execution_state"] == "idle":
            return found


def wait(ready: Any, what: str) -> None:
    """Ask until the answer is yes."""
    end, last = time.monotonic() + PATIENCE, None
    while time.monotonic() < end:
        try:
            if ready():
                return
        except (OSError, KeyError) as error:
            last = error
        time.sleep(0.5)
    raise AssertionError(f"{what} was not there within {PATIENCE:g} s ({last})")


@contextlib.contextmanager
def running_hub() -> Iterator[Hub]:
    """Follow the operators' page, start the hub, and take everything away again, whatever happens."""
    remove_users()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir="/var/tmp"))
    folder.chmod(0o755)
    process = None
    try:
        hub = _set_up(folder)
        with (folder / "hub.log").open("wb") as log:
            process = subprocess.Popen(
                opened([sys.executable, "-m", "jupyterhub", "-f", str(folder / "test_config.py")]),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={"PATH": programs(), "HOME": str(folder), "LANG": "C.UTF-8"},
            )
        wait(lambda: "version" in hub.call("admin", "/hub/api/"), "the hub")
        wait(lambda: hub.call("admin", f"/hub/api/services/{COURSE}")["url"], "the service")
        yield hub
    finally:
        if process is not None:
            _end(process)
            print((folder / "hub.log").read_text(encoding="utf-8", errors="replace")[-20000:])  # shown for what fails
        remove_users()
        shutil.rmtree(folder, ignore_errors=True)


def _set_up(folder: Path) -> Hub:
    base = folder / "srv"
    variables = {"PATH": programs(), "ACCOUNT": ACCOUNT, "TEACH": sys.prefix, "BASE": str(base), "HOME": str(folder)}
    done = subprocess.run(opened(["sh", "-c", setup_script()]), env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (folder / "homes").mkdir()
    for user in (*INSTRUCTORS, *STUDENTS):
        home = folder / "homes" / user
        subprocess.run(
            ["useradd", "--create-home", "--home-dir", str(home), "--key", "HOME_MODE=0700", user], check=True
        )
    port, service, proxy, inner = free_ports(4)
    hub = Hub(folder, f"http://127.0.0.1:{port}", secrets.token_hex(16))
    values = {
        "name": COURSE,
        "course": str(base / "course"),
        "exchange": str(base / "exchange"),
        "account": ACCOUNT,
        "teach": sys.prefix,
        "learn": str(_environment_without_the_package(folder / "learn")),
        "address": hub.address,
        "service_port": service,
        "instructors": list(INSTRUCTORS),
        "students": list(STUDENTS),
    }
    filled = (base / "hub" / "hub.toml").read_text(encoding="utf-8")
    for name, value in values.items():
        filled, times = re.subn(rf"^{name} = .*$", f"{name} = {json.dumps(value)}", filled, flags=re.MULTILINE)
        assert times == 1, name
    (base / "hub" / "hub.toml").write_text(filled, encoding="utf-8")
    (folder / "test_config.py").write_text(
        f"load_subconfig('jupyterhub_config.py', path={str(base / 'hub')!r})\n"
        "c = get_config()\n"
        f"c.JupyterHub.services.append({{'name': 'tester', 'api_token': {hub.admin!r}, 'admin': True}})\n"
        f"c.JupyterHub.hub_port = {inner}\n"
        f"c.ConfigurableHTTPProxy.api_url = 'http://127.0.0.1:{proxy}'\n",
        encoding="utf-8",
    )
    (folder / "test_config.py").chmod(0o600)
    return hub


def _environment_without_the_package(folder: Path) -> Path:
    """An environment with the packages of this one, without the course's own: no reference can be imported there."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    site = folder / "lib" / version / "site-packages"
    (site / "shared.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    for name in ("share", "etc"):  # what packages put there: kernels, JupyterLab's page, which server extensions are on
        (folder / name).mkdir()
        (folder / name / "jupyter").symlink_to(Path(sys.prefix) / name / "jupyter")
    return folder


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def our_users() -> list[pwd.struct_passwd]:
    return [user for user in pwd.getpwall() if user.pw_name.startswith(PREFIX)]


def remove_users() -> None:
    """End what the users run, and remove them and their homes."""
    for user in our_users():
        running = [each for each in psutil.process_iter(["uids"]) if each.info["uids"].real == user.pw_uid]
        for each in running:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.kill()
        psutil.wait_procs(running, timeout=10)
        subprocess.run(["userdel", "--remove", "--force", user.pw_name], capture_output=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask the hub to stop, then end whatever is left of its session."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(30)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
