"""A PostgreSQL server of the tests' own, on loopback, in a temporary folder."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The folder of PostgreSQL's server programs, if it is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return Path(there).resolve().parent if there else None


class Server:
    """A running server: `stop`, `start`, and `new_database` for a URL of an empty database."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder, self.binaries, self.made = folder, binaries, 0
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._run("initdb", "-D", folder / "data", "-A", "trust", "-U", "course")
        self.start()

    def start(self) -> None:
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self.folder} -c fsync=off"
        self._run("pg_ctl", "-D", self.folder / "data", "-o", options, "-l", self.folder / "log", "-w", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")

    def new_database(self) -> str:
        self.made += 1
        name = f"course_{self.made}"
        self._run("createdb", "-h", "127.0.0.1", "-p", self.port, "-U", "course", name)
        return f"postgresql://course@127.0.0.1:{self.port}/{name}"

    def _run(self, program: str, *arguments: object) -> None:
        """Run one of the server's programs; as the user postgres where we are root, which it refuses to be."""
        user = "postgres" if os.geteuid() == 0 else None
        command = [str(self.binaries / program), *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=user, cwd=self.folder, timeout=120)


@contextmanager
def postgres_server() -> Iterator[Server]:
    binaries = programs()
    assert binaries is not None
    folder = Path(tempfile.mkdtemp(prefix="gradschool-postgres-"))
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    server = Server(folder, binaries)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
