"""``gradschool bench --scale``: what a large class costs, on one worker, on two, and on a cluster of two.

Parts, each measured on copies in temporary folders and kept in one file, so that they can be run on different days:

- ``ways``: a simulated class is graded from a cold start, confined, with feedback: by one worker, by two, and by a
  local Dask cluster of two.
- ``sizes``: the same few submissions are graded into gradebooks that hold 10, 1,000 and 10,000 students already.
- ``units``: what one submission more of each unit costs.
- ``gradebook``: a filled gradebook, see `scale_gradebook`.

`costs` works out from that file what 100,000 submissions need.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich import box
from rich.table import Table

from autograder import confinement
from autograder.admission import processors
from autograder.bench import descendants, measure, place_settings
from autograder.cluster_security import require_dask
from autograder.content import graded_notebooks
from autograder.course import CONFIG, Course, Unit
from autograder.errors import GradschoolError
from autograder.release import generate_assignment
from autograder.scale_gradebook import fill
from autograder.simulate import Mix, simulate

PARTS = ("ways", "sizes", "units", "gradebook")
WAYS = {
    "1 worker": ("--workers", "1"),
    "2 workers": ("--workers", "2"),
    "cluster of 2": ("--local-cluster", "2"),
}
SIZES = (10, 1000, 10000)
MANY = 100_000  #: submissions whose cost is worked out
MACHINES = (1, 10, 100)
NO_ACCIDENTS = Mix(unreadable=0.0, looping=0.0)  #: one in so few submissions would hide what the others cost

Say = Callable[[str], None]


@dataclass(frozen=True)
class Graded:
    """What one grading run used."""

    name: str
    unit: str
    submissions: int
    in_gradebook: int  #: students with grades before it began
    wall_s: float
    cpu_s: float  #: of all processes together
    conductor_cpu_s: float  #: of the process with the gradebook alone
    conductor_mib: float  #: its peak
    scheduler_cpu_s: float
    scheduler_mib: float
    largest_mib: float  #: the largest single process
    stored_kib: float  #: files and gradebook, for each submission


@dataclass
class _Look:
    """The conductor's and the scheduler's own time and memory, as last seen."""

    conductor: tuple[float, float] = (0.0, 0.0)
    scheduler: tuple[float, float] = (0.0, 0.0)
    schedulers: dict[int, bool] = field(default_factory=dict)

    def __call__(self, pid: int) -> None:
        self.conductor = _used(pid) or self.conductor
        for child in descendants(pid):
            if child not in self.schedulers:
                self.schedulers[child] = b"cluster_scheduler" in _command(child)
            if self.schedulers[child]:
                self.scheduler = _used(child) or self.scheduler


def _used(pid: int) -> tuple[float, float] | None:
    """A process's processor time in seconds and its peak memory in MiB."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    peak = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)
    return ((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), peak) if peak else None


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


# -- measuring


def run_ways(course: Course, unit: Unit, submissions: int, say: Say) -> list[Graded]:
    """Grade the same simulated class in each of the ways, each in a course of its own."""
    with _Folder() as folder:
        template = _class_of(course, unit, submissions, folder / "template", say)
        return [_grade(name, WAYS[name], template, unit, folder / str(n), say) for n, name in enumerate(WAYS)]


def run_sizes(course: Course, unit: Unit, submissions: int, say: Say, sizes: Sequence[int] = SIZES) -> list[Graded]:
    """Grade the same few submissions into gradebooks of different sizes, with one worker."""
    with _Folder() as folder:
        template = _class_of(course, unit, submissions, folder / "template", say)
        found = []
        for size in sizes:
            place = _copy(template, folder / str(size))
            fill(place.gradebook_url, size)
            found.append(_grade(f"{size} in the gradebook", WAYS["1 worker"], place, unit, None, say, size))
        return found


def run_units(course: Course, submissions: int, say: Say) -> list[Graded]:
    """Grade a few submissions of every unit, then twice as many, with one worker: two rows each.

    The larger class begins with the smaller one; what a unit's first wrong answers cost once is in both.
    """
    found = []
    for unit in course.all_units():
        if not graded_notebooks(unit) or not (unit.folder / "answers").is_dir():
            continue
        for count in (submissions, 2 * submissions):
            with _Folder() as folder:
                place = _class_of(course, unit, count, folder / "course", say, NO_ACCIDENTS)
                found.append(_grade(f"{count} of {unit.name}", WAYS["1 worker"], place, unit, None, say))
    return found


class _Folder:
    """A temporary folder that is gone afterwards."""

    def __enter__(self) -> Path:
        self.path = Path(tempfile.mkdtemp(prefix="gradschool-scale-"))
        return self.path

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def _class_of(course: Course, unit: Unit, students: int, root: Path, say: Say, mix: Mix | None = None) -> Course:
    """A copy of the course in which one unit is released and a made-up class has handed in."""
    root.mkdir(parents=True)
    shutil.copyfile(course.root / CONFIG, root / CONFIG)
    shutil.copytree(course.units, root / "units", ignore=shutil.ignore_patterns(".*", "__pycache__"))
    place_settings(root)
    copy = Course(root)
    say(f"{unit.name}: releasing (nbgrader), {students} students hand in")
    generate_assignment(copy, copy.unit(unit.name))
    simulate(copy, copy.unit(unit.name), students, mix=mix)
    return copy


def _copy(course: Course, root: Path) -> Course:
    shutil.copytree(course.root, root)
    place_settings(root)
    return Course(root)


def _grade(
    name: str, options: Sequence[str], course: Course, unit: Unit, root: Path | None, say: Say, size: int = 0
) -> Graded:
    """Grade a course's class, in a copy at ``root`` if one is named."""
    place = _copy(course, root) if root is not None else course
    say(f"{unit.name}: {name}")
    look, before = _Look(), _stored_kib(place)
    command = [sys.executable, "-c", "from autograder.cli import main; main()", "grade", unit.name]
    cost = measure([*command, "--course", str(place.root), *options], place.root, look)
    count = len(list(place.records.glob(f"*/{unit.name}/*.json")))
    stored = _stored_kib(place) - before
    if root is not None:
        shutil.rmtree(root)
    if not count:
        raise GradschoolError(f"{name} recorded nothing, so nothing was measured.")
    return Graded(
        name,
        unit.name,
        count,
        size,
        round(cost.wall_s, 2),
        round(cost.cpu_s, 2),
        round(look.conductor[0], 2),
        round(look.conductor[1], 1),
        round(look.scheduler[0], 2),
        round(look.scheduler[1], 1),
        round(cost.largest_mib, 1),
        round(stored / count, 1),
    )


def _stored_kib(course: Course) -> float:
    """The size of everything that grading writes."""
    folders = (course.records, course.autograded, course.feedback)
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    book = course.root / "gradebook.db"
    return sum(path.stat().st_size for path in [*files, *([book] if book.is_file() else [])]) / 1024


def run_scale(
    course: Course,
    unit: Unit,
    parts: Sequence[str],
    submissions: int,
    kept: dict[str, Any] | None = None,
    students: int = 1000,
    url: str | None = None,
    say: Say = lambda text: None,
    write: Callable[[dict[str, Any]], None] = lambda found: None,
) -> dict[str, Any]:
    """Measure some parts; what was measured before and is not measured now is kept.

    Args:
        submissions: of the class that ``ways`` grades; ``sizes`` and ``units`` take at most 40 and 8 of them.
        students: in the filled gradebook.
        url: an empty database for it.
        write: called with all that is there, after each part.

    Raises:
        GradschoolError: for a part that there is not, or where a run fails.
    """
    from autograder.scale_gradebook import run_gradebook

    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        raise GradschoolError(f"There is no part {unknown[0]!r} to measure. The parts: {', '.join(PARTS)}.")
    confinement.require()
    if "ways" in parts:
        require_dask()
    found = dict(kept or {})
    found["machine"] = {"processors": processors(), "python": platform.python_version(), "system": platform.system()}
    run: dict[str, Callable[[], list[Any]]] = {
        "ways": lambda: run_ways(course, unit, submissions, say),
        "sizes": lambda: run_sizes(course, unit, min(40, submissions), say),
        "units": lambda: run_units(course, min(8, submissions), say),
        "gradebook": lambda: [run_gradebook(course, unit, students, url, say=say)],
    }
    for part in (one for one in PARTS if one in parts):
        found[part] = [asdict(row) for row in run[part]()]
        write(found)
    return found


# -- showing


def tables(found: dict[str, Any]) -> list[Table]:
    """What was measured, a table for each part."""
    return [_table(part, found[part]) for part in PARTS if part in found]


def _table(part: str, rows: list[dict[str, Any]]) -> Table:
    table = Table(title=part, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in rows[0]:
        table.add_column(name.replace("_", " "), justify="left" if isinstance(rows[0][name], str) else "right")
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    return table


def aims(found: dict[str, Any]) -> list[str]:
    """What was to be reached, and what was."""
    said = []
    ways = {row["name"]: row for row in found.get("ways", ())}
    if ways:
        one, two, dask = (ways[name] for name in WAYS)
        count = two["submissions"]
        said += [
            f"{count} submissions with 2 workers took {two['wall_s'] / 60:.1f} min (the aim: 1000 in under 6).",
            f"Two workers are {one['wall_s'] / two['wall_s']:.2f} times as fast as one (the aim: 1.8).",
            f"The cluster adds {100 * (dask['cpu_s'] / two['cpu_s'] - 1):+.1f} % CPU to a submission (the aim: 10 %).",
        ]
    sizes = found.get("sizes", ())
    if sizes:
        first, last = sizes[0], sizes[-1]
        said += [
            f"With {last['in_gradebook']} students in the gradebook, a submission costs "
            f"{100 * (last['cpu_s'] / first['cpu_s'] - 1):+.1f} % CPU of what it costs with {first['in_gradebook']} "
            "(the aim: within 10 %).",
            f"The conductor's peak differs by {last['conductor_mib'] - first['conductor_mib']:+.0f} MiB (the aim: 50).",
        ]
    return said


def costs(found: dict[str, Any], many: int = MANY, machines: Sequence[int] = MACHINES) -> Table:
    """What many submissions of each unit need, worked out from ``units`` and ``ways``.

    A submission more costs ``cpu_s`` of all processes, of which the conductor's own part is done by one process,
    whatever the number of machines. So the time is the longer of the two: all but that part, shared by the processors
    of all machines, or that part alone. Where both are equal, more machines stop helping.

    Raises:
        GradschoolError: if ``units`` was not measured.
    """
    rows = found.get("units")
    if not rows:
        raise GradschoolError(
            "The file holds no units. Measure them first: gradschool bench --scale --part units --json FILE"
        )
    each = found["machine"]["processors"]
    table = Table(title=f"{many} submissions, machines of {each} processors", title_justify="left", box=box.SIMPLE_HEAD)
    for name in (
        "unit",
        "core h",
        "MiB a worker",
        "GiB stored",
        *(f"h on {n}" for n in machines),
        "machines that help",
    ):
        table.add_column(name, justify="left" if name == "unit" else "right")
    share = _conductor_share(found)
    for one, more in zip(rows[::2], rows[1::2], strict=True):
        cost = _one_more(one, more)
        own = share if share is not None else cost["conductor_cpu_s"]
        spread = max(cost["cpu_s"] - cost["conductor_cpu_s"], 1e-6)
        hours = [many * max(spread / (n * each), own) / 3600 for n in machines]
        table.add_row(
            one["unit"],
            f"{many * cost['cpu_s'] / 3600:.0f}",
            f"{more['largest_mib']:.0f}",
            f"{many * more['stored_kib'] / (1 << 20):.1f}",
            *(f"{value:.1f}" for value in hours),
            f"{spread / (own * each):.0f}",
        )
    return table


def _one_more(one: dict[str, Any], more: dict[str, Any]) -> dict[str, float]:
    """What one submission more costs, from a run with a few and a run with more."""
    count = more["submissions"] - one["submissions"]
    return {name: max((more[name] - one[name]) / count, 1e-6) for name in ("cpu_s", "conductor_cpu_s", "wall_s")}


def _conductor_share(found: dict[str, Any]) -> float | None:
    """The conductor's own seconds for a submission where a cluster does the grading; None if that was not measured."""
    row = next((row for row in found.get("ways", ()) if row["name"] == "cluster of 2"), None)
    return row["conductor_cpu_s"] / row["submissions"] if row else None


def read_costs(path: Path) -> dict[str, Any]:
    """What an earlier run wrote.

    Raises:
        GradschoolError: if it can't be read.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GradschoolError(f"{path} is no file that `gradschool bench --scale --json` wrote ({error}).") from None
    if not isinstance(found, dict) or "machine" not in found:
        raise GradschoolError(f"{path} is no file that `gradschool bench --scale --json` wrote: it names no machine.")
    return found
