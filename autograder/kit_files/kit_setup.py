"""What `start.py` does: an environment of its own, the pinned packages, then JupyterLab or a practice command.

It travels in the student's kit and uses the standard library only.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

import jupyter_home

ENVIRONMENT = ".venv"
HOME = ".gradient-school"
LOG = "setup.log"
READY = "ready"
PRACTICE = ("check", "watch", "progress")
_NO_NETWORK = (
    "connection",
    "name resolution",
    "getaddrinfo",
    "timed out",
    "no matching distribution",
    "network is unreachable",
    "max retries",
    "resolutionimpossible",
)


class SetupError(Exception):
    """A plain sentence: what went wrong and what to do."""


def main(folder: str, arguments: Sequence[str]) -> int:
    """Set up where needed, then open JupyterLab (or only check). Returns the exit status."""
    options = _parse(arguments)
    kit = Path(folder)
    try:
        about = json.loads((kit / "setup" / "kit.json").read_text(encoding="utf-8"))
        python = prepare(kit)
        if options.check:
            check(python, kit, about["imports"])
            print("All is well: everything that {} needs is here.".format(about["unit"]))
            return 0
        if options.practice:
            return practise(python, kit, about, options.practice)
        return open_jupyterlab(python, kit, about, options)
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
    except OSError as error:
        print(f"\nThe kit can't be set up in {kit}: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped. Start again whenever you like.", file=sys.stderr)
    return 1


def prepare(kit: Path) -> Path:
    """The environment's Python, with every pinned package; a second call finds all of it done."""
    environment = kit / ENVIRONMENT
    python = python_of(environment)
    mark = environment / READY
    wanted = fingerprint(kit)
    works = python.exists() and _runs(python)
    if works and mark.exists() and mark.read_text(encoding="utf-8") == wanted:
        return python
    print("Setting up, once. This takes a few minutes and needs the network.", flush=True)
    if not works:
        make_environment(environment)
    install(python, kit)
    mark.write_text(wanted, encoding="utf-8")
    return python


def fingerprint(kit: Path) -> str:
    """What an environment must have been made from to be used again."""
    digest = hashlib.sha256("{}.{}".format(*sys.version_info[:2]).encode())
    for name in ("requirements.txt", "constraints.txt"):
        digest.update((kit / name).read_bytes())
    return digest.hexdigest()


def python_of(environment: Path) -> Path:
    """Where a virtual environment keeps its Python."""
    if os.name == "nt":
        return environment / "Scripts" / "python.exe"
    return environment / "bin" / "python"


def make_environment(environment: Path) -> None:
    """A new virtual environment; half of an old one is thrown away."""
    if environment.is_symlink() or environment.is_file():
        raise SetupError(f"{environment} is in the way. Rename or remove it, then start again.")
    shutil.rmtree(environment, ignore_errors=True)
    try:
        venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(environment)
    except subprocess.CalledProcessError as error:
        raise SetupError(
            "This Python can't make a virtual environment with pip in it. On Debian or Ubuntu install the\n"
            "package for it, `sudo apt install python3-venv`, then start again. Other systems: install\n"
            "Python from https://www.python.org/downloads/"
        ) from error


def install(python: Path, kit: Path) -> None:
    """Install the pinned packages; everything pip says is kept in setup.log."""
    command = [
        str(python),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--progress-bar=off",
        "--prefer-binary",
        "-r",
        str(kit / "requirements.txt"),
        "-c",
        str(kit / "constraints.txt"),
    ]
    said = []
    with (
        open(kit / LOG, "w", encoding="utf-8") as log,
        subprocess.Popen(
            command,
            env=_clean_variables(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as pip,
    ):
        for line in pip.stdout or ():
            log.write(line)
            said.append(line.rstrip())
            _show_progress(line)
    if pip.returncode:
        raise SetupError(_why_pip_failed(said, kit / LOG))


def check(python: Path, kit: Path, imports: Sequence[str]) -> None:
    """Import everything that the unit's notebooks may use, as its kernel will."""
    variables = {**_clean_variables(), "PYTHONPATH": str(kit / "library"), "TF_CPP_MIN_LOG_LEVEL": "3"}
    for name in imports:
        done = subprocess.run(
            [str(python), "-c", f"import {name}"],
            env=variables,
            capture_output=True,
            text=True,
            errors="replace",
        )
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["it stopped without a word"])[-1]
            raise SetupError(
                f"{name} can't be imported: {reason}\n"
                f"Remove the folder {ENVIRONMENT} and start again to set it up anew."
            )


def open_jupyterlab(python: Path, kit: Path, about: dict, options: argparse.Namespace) -> int:
    """Open JupyterLab on the unit's folder, with a kernel and settings of its own; stay until it is closed."""
    home = jupyter_home.Home(
        folder=kit / HOME, python=str(python), library=kit / "library", extensions=(jupyter_home.PANEL,)
    )
    jupyter_home.furnish(home)
    command = jupyter_home.command(
        home, kit / about["unit"], opens=about["opens"], browser=options.browser, port=options.port
    )
    print("JupyterLab opens in your browser. Close it with Ctrl-C here.", flush=True)
    variables = jupyter_home.environment(home, os.environ)
    return _stay(command, variables, kit)


def practise(python: Path, kit: Path, about: dict, arguments: Sequence[str]) -> int:
    """Check exercises, watch the notebook or show the progress, in the terminal."""
    variables = {**_clean_variables(), "PYTHONPATH": str(kit / "library")}
    command = [str(python), "-m", "autograder.classroom.practice", *arguments]
    return _stay(command, variables, kit / about["unit"])


def _stay(command: Sequence[str], variables: dict[str, str], folder: Path) -> int:
    """Run a program until it ends."""
    with subprocess.Popen(command, env=variables, cwd=folder) as program:
        while True:
            try:
                return program.wait()
            except KeyboardInterrupt:
                continue  # the program got it too, and may be asking whether it is meant


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="start.py", description="Open this unit in JupyterLab.")
    parser.add_argument("--check", action="store_true", help="set up and check, without opening JupyterLab")
    parser.add_argument("--no-browser", dest="browser", action="store_false", help="only print the address")
    parser.add_argument("--port", type=int, help="listen here; default: the first free port from 8888")
    parser.add_argument(
        "practice", nargs=argparse.REMAINDER, metavar="check [EXERCISE] | watch | progress", help="without JupyterLab"
    )
    options = parser.parse_args(arguments)
    if options.practice and options.practice[0] not in PRACTICE:
        parser.error("there is no command {!r}: it is one of {}".format(options.practice[0], ", ".join(PRACTICE)))
    return options


def _runs(python: Path) -> bool:
    """Whether this Python is the version that started us and still works (its folder may have moved)."""
    try:
        done = subprocess.run(
            [str(python), "-c", "import sys, pip; print(sys.version_info[:2])"],
            capture_output=True,
            text=True,
            env=_clean_variables(),
        )
    except OSError:
        return False
    return done.returncode == 0 and done.stdout.strip() == str(tuple(sys.version_info[:2]))


def _clean_variables() -> dict[str, str]:
    """The variables without those that would mix another Python's packages in."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_REQUIRE_VIRTUALENV"}
    } | {"PYTHONNOUSERSITE": "1"}


def _show_progress(line: str) -> None:
    if line.startswith("Collecting "):
        print("  fetching", re.split(r"[^\w.-]", line.split()[1])[0], flush=True)
    elif line.startswith("Installing collected packages"):
        print("  installing them all ...", flush=True)


def _why_pip_failed(said: Sequence[str], log: Path) -> str:
    text = "\n".join(said).lower()
    last = "\n".join(line for line in said if line.startswith("ERROR"))[-500:]
    if "no space left" in text:
        advice = "The disk is full: make room (about 3 GB), then start again."
    elif any(sign in text for sign in _NO_NETWORK):
        advice = (
            "The packages could not be fetched. Is there a network? Behind a proxy, set HTTPS_PROXY first.\n"
            "Then start again: it goes on where it stopped."
        )
    else:
        advice = "The packages could not be installed. Start again; if it fails again, send the log to your teacher."
    return f"{advice}\nAll that pip said is in {log}\n{last}".rstrip()
