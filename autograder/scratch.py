"""Scratch folders: measured while a stranger writes in them, and removed whatever was made of them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

DEEPEST = 40  #: folders within folders; deeper ones are counted as too much


def measure(folder: Path, process: int | None = None) -> tuple[int, int]:
    """Bytes on disk and number of entries under a folder, without following links.

    Args:
        process: also count files that this process holds open after removing their names.
    """
    size, entries = _held_open(process) if process is not None else (0, 0)
    waiting = [(str(folder), 0)]
    while waiting:
        path, depth = waiting.pop()
        if depth > DEEPEST:
            return size, 1 << 40
        for entry in _listed(path):
            entries += 1
            try:
                size += entry.stat(follow_symlinks=False).st_blocks * 512
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, depth + 1))
            except OSError:
                continue
    return size, entries


def _listed(path: str) -> list[os.DirEntry[str]]:
    """A folder's entries; one that its maker has closed to itself is opened first."""
    for again in (False, True):
        try:
            with os.scandir(path) as entries:
                return list(entries)
        except PermissionError:
            if again:
                return []
            try:
                os.chmod(path, 0o700)
            except OSError:
                return []
        except OSError:
            return []
    return []


def _held_open(process: int) -> tuple[int, int]:
    size = files = 0
    for entry in _listed(f"/proc/{process}/fd"):
        try:
            found = os.stat(entry.path)
        except OSError:
            continue
        if found.st_nlink == 0 and found.st_size:
            size, files = size + found.st_blocks * 512, files + 1
    return size, files


def remove(folder: Path) -> None:
    """Remove a folder with everything in it; never raises."""
    if _is_flat(folder):
        shutil.rmtree(folder, ignore_errors=True)
    if not folder.exists():
        return
    for command in (["chmod", "-R", "u+rwX", "--", str(folder)], ["rm", "-rf", "--", str(folder)]):
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def _is_flat(folder: Path) -> bool:
    """Whether nothing lies deeper than the roles' folders: then Python's own removal is safe and quick."""
    return not any(
        inner.is_dir(follow_symlinks=False)
        for role in _listed(str(folder))
        if role.is_dir(follow_symlinks=False)
        for inner in _listed(role.path)
    )
