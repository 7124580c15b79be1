"""``gradschool bench``: what grading costs, beside stock nbgrader and beside the least that it could cost.

Three ways run the same honest submissions, each as a command of its own in a course of its own:

- ``grade``: ``gradschool grade``, confined, with records, gradebook, graded notebooks and feedback.
- ``nbgrader``: ``nbgrader autograde`` with nbgrader's own steps, a kernel for every submission.
- ``floor``: the same cells ``exec``-ed in a fork of a process that has imported the libraries. No protection, no
  wire, no files: a grader that runs the cells can't cost less.

Beside a unit of the course, a small unit with Keras models (`bench_sample`) can be measured: there, the model that an
answer builds is built once more where the tests are.

They take turns, first with one submission each, then with all of them, then with one again. The lower cost of one
tells what a command needs to start, the difference what one more submission costs.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Group
from rich.table import Table

from autograder import bench_sample, confinement
from autograder.content import graded_notebooks
from autograder.course import CONFIG, LIBRARY, Course, Unit
from autograder.engine import SOLUTIONS, preload_for
from autograder.errors import GradschoolError
from autograder.notebook import Role, Source, StudentCell, read_source
from autograder.rebuild import rebuild
from autograder.reference import reference_cells

NAMES = ("grade", "nbgrader", "floor")
SAMPLE_SECONDS = 0.2
#: Added to the temporary course's settings: everything stays in it, and nbgrader runs its own steps.
OWN_SETTINGS = """
c.CourseDirectory.root = {root!r}
c.CourseDirectory.db_url = {url!r}
c.Exchange.root = {exchange!r}
for _steps in ("sanitize_preprocessors", "autograde_preprocessors"):
    c.Autograde.pop(_steps, None)
"""


@dataclass(frozen=True)
class Cost:
    """What one command used, with every process that it started and waited for."""

    wall_s: float
    cpu_s: float
    peak_mib: float  #: the processes together at the highest moment seen, shared pages counted once
    largest_mib: float  #: the largest single process


@dataclass(frozen=True)
class Row:
    """One way's cost of a unit, in seconds per submission (a command's start shared by its submissions)."""

    name: str
    unit: str
    submissions: int
    wall_s: float
    cpu_s: float
    peak_mib: float
    largest_mib: float
    more_wall_s: float | None = None  #: what one more submission costs; None where only one was run
    more_cpu_s: float | None = None
    start_cpu_s: float | None = None  #: what the command costs before its first submission
    points: float | None = None  #: that it gave to a submission; the floor gives none


@dataclass(frozen=True)
class Bench:
    """The rows, the points that each grader gave, and the unit's name."""

    rows: tuple[Row, ...]
    points: Mapping[str, float]


def for_json(benches: Sequence[Bench]) -> dict[str, object]:
    """The rows of all units that were measured, and the points that the first one's submissions got."""
    return {"rows": [asdict(row) for bench in benches for row in bench.rows], "points": dict(benches[0].points)}


def run_bench(
    course: Course, unit: Unit, submissions: int = 8, workers: int = 1, say: Callable[[str], None] = lambda text: None
) -> Bench:
    """Measure the three ways on copies of the reference's answers, in temporary course folders.

    Args:
        submissions: how many each way grades in the second round.
        workers: worker processes of ``gradschool grade``; the other two have one.

    Raises:
        GradschoolError: if there is nothing to grade, a way fails, or this is not Linux.
    """
    confinement.require()
    if not graded_notebooks(unit):
        raise GradschoolError(f"{unit.name} has nothing to grade, so there is nothing to measure.")
    folder = Path(tempfile.mkdtemp(prefix="gradschool-bench-"))
    try:
        say("Generating the assignment (nbgrader)")
        template = _template(course, unit, folder / "template")
        costs: dict[str, list[Cost]] = {name: [] for name in NAMES}
        points: dict[str, float] = {}
        for turn, count in enumerate((1, submissions, 1) if submissions > 1 else (1,)):
            for name in NAMES:
                say(f"{name}: {count} submission{'s' * (count > 1)}")
                place = folder / f"{turn}-{name}"
                costs[name].append(_run(name, template, unit, place, count, workers))
                if name != "floor":
                    points[name] = _points(place, count)
                shutil.rmtree(place)
        rows = (_row(name, unit, submissions, costs[name]) for name in NAMES)
        return Bench(tuple(replace(row, points=points.get(row.name)) for row in rows), points)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_keras_sample(
    course: Course, submissions: int = 8, workers: int = 1, say: Callable[[str], None] = lambda text: None
) -> Bench:
    """`run_bench` for the small unit with Keras models, with the settings of ``course``."""
    folder = Path(tempfile.mkdtemp(prefix="gradschool-sample-"))
    try:
        sample = bench_sample.make_sample(course, folder / "course")
        bench = run_bench(sample, sample.unit(bench_sample.FOLDER), submissions, workers, say)
        return replace(bench, rows=tuple(replace(row, unit=bench_sample.NAME) for row in bench.rows))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _row(name: str, unit: Unit, submissions: int, costs: list[Cost]) -> Row:
    """A way's row from its turns: one submission, all of them, one again."""
    whole = costs[submissions > 1]
    row = Row(
        name,
        unit.name,
        submissions,
        round(whole.wall_s / submissions, 4),
        round(whole.cpu_s / submissions, 4),
        round(max(cost.peak_mib for cost in costs), 1),
        round(max(cost.largest_mib for cost in costs), 1),
    )
    if submissions == 1:
        return row
    one = min(costs[0], costs[2], key=lambda cost: cost.cpu_s)
    more = (whole.cpu_s - one.cpu_s) / (submissions - 1)
    return replace(
        row,
        more_wall_s=round((whole.wall_s - one.wall_s) / (submissions - 1), 4),
        more_cpu_s=round(more, 4),
        start_cpu_s=round(one.cpu_s - more, 4),
    )


# -- the courses


def _template(course: Course, unit: Unit, root: Path) -> Course:
    """A copy of the course's settings and units, with one unit released by nbgrader and its submission laid ready."""
    root.mkdir(parents=True)
    shutil.copyfile(course.root / CONFIG, root / CONFIG)
    shutil.copytree(course.units, root / "units", ignore=shutil.ignore_patterns(".*", "__pycache__"))
    place_settings(root)
    copy = Course(root)
    measure(_nbgrader("generate_assignment", unit), root)
    for path in graded_notebooks(copy.unit(unit.name)):
        cells = reference_cells(read_source(path, course.essay_stub), SOLUTIONS)
        handed_in = copy.root / "submission" / path.name
        handed_in.parent.mkdir(exist_ok=True)
        handed_in.write_text(_filled_in(copy.release / unit.name / path.name, cells), encoding="utf-8")
    return copy


def place_settings(root: Path, url: str | None = None) -> None:
    """Have a copied course keep everything in its own folder, but its gradebook where ``url`` says."""
    text = OWN_SETTINGS.format(
        root=str(root),
        url=url or f"sqlite:///{(root / 'gradebook.db').as_posix()}",
        exchange=str(root / "exchange"),
    )
    with (root / CONFIG).open("a", encoding="utf-8") as file:
        file.write(text)


def _filled_in(released: Path, answers: list[StudentCell]) -> str:
    """A released notebook with these answers in its answer cells."""
    tree = json.loads(released.read_text(encoding="utf-8"))
    texts = {cell.grade_id: cell.text for cell in answers}
    for cell in tree["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id in texts:
            cell["source"] = texts[grade_id]
    return json.dumps(tree)


def _place(template: Course, unit: Unit, root: Path, count: int) -> Course:
    """A course in which ``count`` students handed in the template's submission."""
    shutil.copytree(template.root, root)
    place_settings(root)
    for number in range(1, count + 1):
        shutil.copytree(root / "submission", root / "submitted" / f"student-{number}" / unit.name)
    return Course(root)


def _points(root: Path, count: int) -> float:
    """The points that one submission got on average, from nbgrader's gradebook."""
    with closing(sqlite3.connect(root / "gradebook.db")) as book:
        return float(book.execute("SELECT COALESCE(SUM(auto_score), 0) FROM grade").fetchone()[0]) / count


# -- the three ways


def _run(name: str, template: Course, unit: Unit, root: Path, count: int, workers: int) -> Cost:
    course = _place(template, unit, root, count)
    if name == "nbgrader":
        return measure(_nbgrader("autograde", unit), root)
    if name == "grade":
        return measure(
            [
                sys.executable,
                "-c",
                "from autograder.cli import main; main()",
                "grade",
                unit.name,
                "--course",
                str(root),
                "--workers",
                str(workers),
            ],
            root,
        )
    work = root / "floor.json"
    work.write_text(json.dumps(_floor_work(course, course.unit(unit.name), count)), encoding="utf-8")
    return measure([sys.executable, str(Path(__file__).with_name("floor.py")), str(work)], root)


def _nbgrader(task: str, unit: Unit) -> list[str]:
    return [sys.executable, "-m", "nbgrader", task, unit.name]


def _floor_work(course: Course, unit: Unit, count: int) -> dict[str, Any]:
    """What the floor runs: the libraries to import first, and every submission's code cells."""
    preload: list[str] = []
    cells: list[str] = []
    for path in graded_notebooks(unit):
        source = read_source(path, course.essay_stub)
        preload += preload_for(source)
        cells += _cells(source)
    return {"preload": list(dict.fromkeys(preload)), "submissions": [cells] * count}


def _cells(source: Source) -> list[str]:
    from IPython.core.inputtransformer2 import TransformerManager

    rebuilt = rebuild(source, reference_cells(source, SOLUTIONS))
    return [
        TransformerManager().transform_cell(cell.text)
        for cell in rebuilt.cells
        if cell.kind == "code" and (cell.index is None or source.cells[cell.index].role is not Role.ESSAY)
    ]


# -- measuring


def measure(command: list[str], folder: Path, look: Callable[[int], None] | None = None) -> Cost:
    """Run a command to its end and say what it and the processes below it used.

    Args:
        look: called with its process id five times a second, in place of adding up everybody's memory.

    Raises:
        GradschoolError: with the end of what it printed, if its exit status isn't 0.
    """
    output = folder / "output.txt"
    with output.open("wb") as file:
        began = time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=file, stderr=file, env=_environment(folder)
        )
        try:
            peak, status, usage = _watch(process.pid, look)
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            if process.returncode is None:
                process.kill()
                process.wait()
        wall = time.monotonic() - began
    if process.returncode != 0:
        said = output.read_text(encoding="utf-8", errors="replace").strip()[-1500:]
        raise GradschoolError(f"A measured command ended with status {process.returncode}. It said:\n{said}")
    largest = usage.ru_maxrss / 1024
    return Cost(wall, usage.ru_utime + usage.ru_stime, max(peak, largest), largest)


def _watch(pid: int, look: Callable[[int], None] | None) -> tuple[float, int, Any]:
    """Wait for a process; the most memory seen in it and below it (MiB), its status and what it used."""
    peak = 0.0
    while True:
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            return peak, status, usage
        if look is None:
            peak = max(peak, sum(map(_memory, descendants(pid))))
        else:
            look(pid)
        time.sleep(SAMPLE_SECONDS)


def descendants(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for parent in found:
        try:
            for children in Path(f"/proc/{parent}/task").glob("*/children"):
                found += map(int, children.read_text().split())
        except OSError:
            continue  # it ended while it was looked at
    return found


def _memory(pid: int) -> float:
    """A process's memory in MiB, of shared pages its share."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            return next((int(line.split()[1]) / 1024 for line in file if line.startswith("Pss:")), 0.0)
    except OSError:
        return 0.0


def _environment(folder: Path) -> dict[str, str]:
    """The same variables for all: this Python's programs and packages, one thread, nobody's own settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GRADSCHOOL_", "JUPYTER", "JPY_", "IPYTHON", "PYTEST_", "COV_"))
    }
    return kept | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "PYTHONPATH": str(LIBRARY),
        "JUPYTER_CONFIG_DIR": str(folder / ".jupyter"),
        "IPYTHONDIR": str(folder / ".ipython"),
        "JUPYTER_RUNTIME_DIR": str(folder / ".runtime"),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MPLBACKEND": "agg",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
    }


# -- the table


def bench_table(bench: Bench) -> Group:
    """One row per way, seconds per submission, and how they compare."""
    by_name = {row.name: row for row in bench.rows}
    first = bench.rows[0]
    table = Table(
        title=f"{first.unit}, {first.submissions} submissions, seconds per submission",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    table.add_column("name")
    for title in (
        "wall_s",
        "cpu_s",
        "one more: wall",
        "one more: cpu",
        "start: cpu",
        "peak_mib",
        "cpu / floor",
        "cpu / nbgrader",
    ):
        table.add_column(title, justify="right", no_wrap=True)
    floor, nbgrader = _steady(by_name["floor"]), _steady(by_name["nbgrader"])
    for row in bench.rows:
        table.add_row(
            row.name,
            f"{row.wall_s:.2f}",
            f"{row.cpu_s:.2f}",
            _number(row.more_wall_s),
            _number(row.more_cpu_s),
            _number(row.start_cpu_s),
            f"{row.peak_mib:.0f}",
            f"{_steady(row) / floor:.2f}",
            f"{_steady(row) / nbgrader:.3f}",
        )
    above = _steady(by_name["grade"]) - floor
    points = ", ".join(f"{name} {value:g}" for name, value in bench.points.items())
    return Group(
        table,
        f"grade: {above:+.3f} s CPU above the floor for a submission more; points given: {points}.",
        "wall_s and cpu_s share a command's start among its submissions; the ratios leave it out.",
    )


def _steady(row: Row) -> float:
    """What one more submission costs, as far as that was measured."""
    return max(row.cpu_s if row.more_cpu_s is None else row.more_cpu_s, 1e-4)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
