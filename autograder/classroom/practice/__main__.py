"""`python -m autograder.classroom.practice`: the commands for whoever has a student kit only."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from autograder.classroom.practice import commands
from autograder.classroom.practice.overview import for_json, overview, table_text
from autograder.classroom.practice.places import HIDDEN, NOTEBOOK, Work, find_work, kit_folder, units_in
from autograder.classroom.practice.progress import read_progress
from autograder.classroom.practice.reading import PracticeError
from autograder.classroom.practice.terminal import style_of

REFUSED, STOPPED = 2, 130
RELEASED = Path("setup", "released")  #: in a kit: the notebooks as they were released


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command; plain errors become a sentence and exit status 2."""
    options = _parse(arguments)
    out = commands.harmless(sys.stdout)
    try:
        return options.command(options, out)
    except PracticeError as problem:
        print(problem, file=commands.harmless(sys.stderr))
        return REFUSED
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return STOPPED


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m autograder.classroom.practice", description=__doc__)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--notebook", type=Path, help=f"your notebook (default: the {NOTEBOOK} here, or the kit's)")
    common.add_argument("--seconds", type=_seconds, help="what one cell may take")
    kinds = parser.add_subparsers(required=True, metavar="check | watch | progress")
    check = kinds.add_parser("check", parents=[common], help="check exercises without running the notebook")
    check.add_argument("exercises", nargs="*", metavar="EXERCISE", help="names or numbers (default: all)")
    check.set_defaults(command=_check)
    watch = kinds.add_parser("watch", parents=[common], help="on every save, the first open exercise")
    watch.set_defaults(command=_watch)
    progress = kinds.add_parser("progress", parents=[common], help="what passed, and what is next")
    progress.add_argument("--json", action="store_true", help="as JSON")
    progress.set_defaults(command=_progress)
    return parser.parse_args(arguments)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < 1e6:
        raise ValueError
    return seconds


def _check(options: argparse.Namespace, out: TextIO) -> int:
    work = _work(options)
    return commands.check(work, options.exercises, out=out, busy=sys.stderr, seconds=options.seconds)


def _watch(options: argparse.Namespace, out: TextIO) -> int:
    return commands.watch(_work(options), typed=sys.stdin, out=out, seconds=options.seconds)


def _progress(options: argparse.Namespace, out: TextIO) -> int:
    work = _work(options)
    progress = read_progress(work.keep)
    rows = overview([work], progress, {})
    print(json.dumps(for_json(rows), indent=1) if options.json else table_text(rows, style_of(out)), file=out)
    for note in progress.told():
        print(note, file=sys.stderr)
    return 0


def _work(options: argparse.Namespace) -> Work:
    """The notebook that is meant: the one given, the one here, or the kit's."""
    kit = kit_folder()
    releases = [kit / RELEASED] if kit else []
    here = Path(NOTEBOOK) if Path(NOTEBOOK).is_file() or kit is None else None
    path = options.notebook or here
    if path is None:
        units = units_in(kit) if kit else {}
        if len(units) != 1:
            raise PracticeError(f"There is no {NOTEBOOK} here. Go to its folder, or say --notebook PATH.")
        path = next(iter(units.values()))
    work = find_work(str(path.absolute()), path, releases)
    if kit is not None and work.notebook.is_relative_to(kit):
        return replace(work, keep=kit / HIDDEN)
    return work


if __name__ == "__main__":
    sys.exit(main())
