"""The least that running a notebook's cells can cost: ``exec`` in a fork of a process that imported the libraries.

A part of ``gradschool bench``, started as a program with one JSON file: the modules to import, and for every
submission its code cells. It protects nothing and imports nothing of the grader.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import sys
import traceback


def main(path: str) -> None:
    """Import, then run every submission in a process of its own, one after the other."""
    with open(path, encoding="utf-8") as file:
        work = json.load(file)
    for name in work["preload"]:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.collect()
    gc.freeze()
    for cells in work["submissions"]:
        pid = os.fork()
        if pid == 0:
            run(cells)
        _, status = os.waitpid(pid, 0)
        if status:
            sys.exit("a cell of an honest submission raised")


def run(cells: list[str]) -> None:
    """Run one submission's cells in one namespace, and end this process."""
    status = 1
    try:
        namespace = {"__name__": "__main__"}
        for number, cell in enumerate(cells):
            exec(compile(cell, f"<cell {number}>", "exec"), namespace)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    main(sys.argv[1])
