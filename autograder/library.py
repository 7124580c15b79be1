"""What each role can import: folders made once for a grading run, so that a file rule can name them.

A candidate sees the installed libraries without this distribution, and a copy of what a student's kit holds:
earlier units' solutions, data sets and the classroom helpers. An examiner sees all of it.
"""

from __future__ import annotations

import compileall
import py_compile
import re
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from autograder.course import LIBRARY

OURS = ("solutions", "autograder", "datasets", "course", "gradschool")


@dataclass(frozen=True)
class Library:
    """Search path and readable folders of one role."""

    path: tuple[str, ...]
    readable: tuple[str, ...]


@dataclass(frozen=True)
class Libraries:
    """The libraries of a grading run, under one temporary folder."""

    candidate: Library
    examiner: Library
    warm_path: tuple[str, ...]


def standard_entries() -> dict[str, Path]:
    """Every entry of the interpreter's own library, without the site-packages that may lie in it."""
    folder = Path(sysconfig.get_paths()["stdlib"])
    return {
        entry.name: entry for entry in sorted(folder.iterdir()) if entry.name not in ("site-packages", "dist-packages")
    }


def installed_entries() -> dict[str, Path]:
    """Every top-level entry of the installed libraries, without this distribution's own."""
    entries: dict[str, Path] = {}
    for folder in map(Path, sys.path):
        if folder.name not in ("site-packages", "dist-packages") or not folder.is_dir():
            continue
        for entry in sorted(folder.iterdir()):
            if not _is_ours(entry.name):
                entries.setdefault(entry.name, entry.resolve())
    return entries


def _is_ours(name: str) -> bool:
    stem = re.split(r"[-.]", name)[0]
    return (
        stem in OURS or name.startswith("__editable__") or name.endswith((".pth", ".egg-link")) or name == "__pycache__"
    )


def make_libraries(folder: Path, student_files: dict[str, bytes]) -> Libraries:
    """Lay out the folders that grading processes import from.

    Args:
        folder: an empty folder of this run.
        student_files: a student's library, path → content, as the kit holds it.
    """
    standard, installed = standard_entries(), installed_entries()
    shelves = [_shelf(folder / "standard", standard), _shelf(folder / "installed", installed)]
    dynamic = str(Path(sysconfig.get_paths()["stdlib"]) / "lib-dynload")
    kit = folder / "student"
    for name, content in student_files.items():
        (kit / name).parent.mkdir(parents=True, exist_ok=True)
        (kit / name).write_bytes(content)
    # compiled once: a candidate may not write there, and would compile every module anew
    compileall.compile_dir(kit, quiet=2, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    path = (shelves[0], dynamic, shelves[1])
    readable = (*path, *map(str, standard.values()), *map(str, installed.values()))
    ours = {name: LIBRARY / name for name in ("solutions", "autograder", "datasets")}
    for place in ours.values():
        compileall.compile_dir(place, quiet=2)  # where the installation may not be written, examiners compile anew
    whole = (*path, _shelf(folder / "course", ours))
    return Libraries(
        Library((*path, str(kit)), (*readable, str(kit))),
        Library(whole, (*readable, whole[-1], *map(str, ours.values()))),
        whole,
    )


def _shelf(folder: Path, entries: dict[str, Path]) -> str:
    """A folder of links: it can be listed and searched without the folder that the entries lie in."""
    folder.mkdir(parents=True)
    for name, target in entries.items():
        (folder / name).symlink_to(target)
    return str(folder)
