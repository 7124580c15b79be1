"""JupyterLab as `gradschool lab` starts it, on a free port, for as long as a test needs it."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course
from autograder.lab import lab_command

TOKEN = "for-the-test"


@dataclass(frozen=True)
class Server:
    """A running JupyterLab."""

    address: str

    def get(self, path: str) -> tuple[int, str]:
        request = urllib.request.Request(self.address + path, headers={"Authorization": f"token {TOKEN}"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def status(self, path: str) -> int:
        return self.get(path)[0]

    def page_settings(self) -> dict:
        """What the page tells the browser's side of JupyterLab."""
        status, page = self.get("/lab")
        assert status == 200
        found = re.search(r'id="jupyter-config-data" type="application/json">(.*?)</script>', page, re.DOTALL)
        assert found, "the page holds no settings"
        return json.loads(found[1])


@contextmanager
def running(course: Course, root: Path, *, instructor: bool) -> Iterator[Server]:
    """JupyterLab, headless on a free port, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    argv, variables = lab_command(course, root, instructor=instructor, browser=False, port=port)
    log = root / ".gradient-school" / "log.txt"
    with log.open("w") as said:
        process = subprocess.Popen(
            argv, env=variables | {"JUPYTER_TOKEN": TOKEN}, cwd=root, stdout=said, stderr=subprocess.STDOUT
        )
    try:
        server = Server(f"http://127.0.0.1:{port}")
        wait_for(server, process, log)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=60)


def wait_for(server: Server, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, f"JupyterLab stopped:\n{log.read_text()}"
        try:
            assert server.status("/api/status") == 200
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"JupyterLab does not answer:\n{log.read_text()}")
