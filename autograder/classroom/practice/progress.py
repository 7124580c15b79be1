"""A student's progress: exercises that passed and hints that were opened, in one JSON file of the workspace.

The file is a convenience: when it is damaged, of another version or of another program it is set aside, and when it
can't be written, work goes on. Each change is made on the newest content of the file, which is replaced as a whole.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FORMAT, VERSION = "gradient-school progress", 1
FILE = "progress.json"


@dataclass(frozen=True)
class State:
    """What is known of one exercise: whether its last check passed, when that was, and how many hints are open."""

    passed: bool = False
    hints: int = 0
    checked: str = ""  #: ISO 8601 with time zone; empty before the first check
    fingerprint: str = ""  #: of the cells that it was checked with


@dataclass
class Progress:
    """The progress kept in one folder.

    Attributes: units, unit → exercise → state; notes, sentences about a file that was of no use or can't be written;
    found, whether there was a file to read; blocked, whether one is in the way that must not be overwritten.
    """

    path: Path
    units: dict[str, dict[str, State]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    found: bool = False
    blocked: bool = False

    def told(self) -> list[str]:
        """The notes that nobody has asked for yet."""
        told, self.notes = list(dict.fromkeys(self.notes)), []
        return told

    def state(self, unit: str, exercise: str) -> State:
        """What is known of an exercise."""
        return self.units.get(unit, {}).get(exercise, State())

    def checked(self, unit: str, exercise: str, passed: bool, fingerprint: str = "") -> None:
        """Keep how a check ended."""
        when = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
        self._change(unit, exercise, passed=passed, checked=when, fingerprint=fingerprint)

    def hint_opened(self, unit: str, exercise: str, number: int) -> None:
        """Keep that this many hints of an exercise are open."""
        self._change(unit, exercise, hints=max(number, self.state(unit, exercise).hints))

    def _change(self, unit: str, exercise: str, **changes: Any) -> None:
        if not self.blocked:
            newest = read_progress(self.path.parent)
            self.notes += newest.notes
            self.blocked = newest.blocked
            if newest.found:
                self.units = newest.units
        states = self.units.setdefault(unit, {})
        states[exercise] = replace(states.get(exercise, State()), **changes)
        if not self.blocked:
            self._write()

    def _write(self) -> None:
        units = {unit: {name: asdict(state) for name, state in states.items()} for unit, states in self.units.items()}
        tree = {"format": FORMAT, "version": VERSION, "units": units}
        try:
            write_atomically(self.path, json.dumps(tree, indent=1, ensure_ascii=False) + "\n")
        except OSError as error:
            self.notes.append(f"Your progress can't be kept in {self.path}: {error.strerror}. Everything else works.")
            self.blocked = True


def read_progress(folder: Path) -> Progress:
    """The progress kept in a folder; empty where there is none. Never raises.

    A file that is no progress of this version is renamed, and `notes` says so.
    """
    path = folder / FILE
    progress = Progress(path)
    try:
        progress.units = _units(json.loads(path.read_text(encoding="utf-8")))
        progress.found = True
    except FileNotFoundError:
        pass
    except _Foreign as reason:
        _set_aside(progress, str(reason))
    except OSError as error:
        _set_aside(progress, "it is a folder" if path.is_dir() else f"it can't be read: {error.strerror}")
    except (ValueError, RecursionError):
        _set_aside(progress, "it is not JSON")
    return progress


class _Foreign(Exception):
    """JSON, but no progress of this version."""


def _units(tree: Any) -> dict[str, dict[str, State]]:
    if not isinstance(tree, dict) or tree.get("format") != FORMAT:
        raise _Foreign("it is not a file of this course's progress")
    if tree.get("version") != VERSION:
        raise _Foreign(f"it has version {tree.get('version')!r}, and this program reads version {VERSION}")
    units = tree.get("units")
    if not isinstance(units, dict) or not all(isinstance(states, dict) for states in units.values()):
        raise _Foreign("it does not hold a table of units")
    return {unit: {name: _state(item) for name, item in states.items()} for unit, states in units.items()}


def _state(item: Any) -> State:
    known = {name: item[name] for name in State.__dataclass_fields__ if name in item} if isinstance(item, dict) else {}
    state = State(**known)
    right = (type(state.passed), type(state.hints), type(state.checked), type(state.fingerprint))
    if not isinstance(item, dict) or right != (bool, int, str, str) or state.hints < 0:
        raise _Foreign("what it says of an exercise has another form")
    return state


def _set_aside(progress: Progress, why: str) -> None:
    """Rename a file that is of no use, to a name that is free."""
    path, number = progress.path, 1
    while (aside := path.with_name(f"{path.stem}-aside-{number}{path.suffix}")).exists():
        number += 1
    try:
        path.rename(aside)
        said = f"It was set aside as {aside}, and a new one begins."
    except OSError:
        progress.blocked = True
        said = f"It stays in {path}, and nothing is kept until it is gone."
    progress.notes.append(f"The kept progress could not be used: {why}. {said}")


def write_atomically(path: Path, text: str) -> None:
    """Replace a file by a whole new one, or leave it as it is. Raises OSError where it can't be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, path.stat().st_mode & 0o777 if path.is_file() else 0o644)
        os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(part)
        raise
