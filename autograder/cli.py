"""The ``gradschool`` command. Each command is a thin layer over a function that can be imported."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from autograder.course import Course, Unit, find_course
from autograder.errors import GradschoolError

if TYPE_CHECKING:
    from autograder.classroom.practice.outcome import Outcome
    from autograder.grade import Opens, Report
    from autograder.limits import Limits

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Gradient School: a deep-learning course that grades itself.",
)


def _use(database: str | None) -> str | None:
    """Have this command, and nbgrader where it is called, use another gradebook than the course's."""
    if database is not None:
        from autograder.database import VARIABLE, DatabaseError, database_url

        try:
            os.environ[VARIABLE] = database_url(database)
        except DatabaseError as error:
            raise typer.BadParameter(str(error)) from None
    return database


CourseOption = Annotated[Path | None, typer.Option("--course", help="The course folder (default: found from here).")]
UnitArgument = Annotated[str, typer.Argument(help="A unit: 01-neurons, 01 or neurons.")]
JsonOption = Annotated[Path | None, typer.Option("--json", help="Also write the result to this file.")]
UnconfinedOption = Annotated[bool, typer.Option("--unconfined", help="Run student code WITHOUT protection.")]
DatabaseOption = Annotated[
    str | None,
    typer.Option("--db", help="The gradebook: postgresql://… or sqlite:///… (default: gradebook.db).", callback=_use),
]
ClusterSecurityOption = Annotated[
    Path | None, typer.Option("--cluster-security", help="The folder with the cluster's key, for tls://…")
]
WorkersOption = Annotated[int | None, typer.Option("--workers", min=1, help="Worker processes (default: processors).")]

INCOMPLETE = 1  #: exit status: some submission has no recorded verdict
REFUSED = 2  #: exit status: a plain error


def main() -> None:
    """Run the command; plain errors become a sentence and exit status 2."""
    # jsonschema, which knows the notebook format, compiles a grammar of web addresses for seconds if it finds this
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    try:
        app()
    except GradschoolError as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(f"[bold red]gradschool:[/] {_escape(str(error))}")
        sys.exit(REFUSED)
    except KeyboardInterrupt:
        print(
            "\ngradschool: stopped. What was finished is saved; run the same command again to go on.", file=sys.stderr
        )
        sys.exit(130)


def _escape(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _console() -> Console:
    return Console(highlight=False, width=None if sys.stdout.isatty() else 140)


def _open(course: Path | None, unit: str) -> tuple[Course, Unit]:
    found = find_course(option=course)
    return found, found.unit(unit)


def _warn_unconfined(unconfined: bool) -> None:
    if unconfined:
        Console(stderr=True, highlight=False).print(
            "[bold white on red] UNCONFINED [/] Student code runs with all your rights: it can read your files, use "
            "your network and change its own grade. Only for code that you trust."
        )


class _Rate(ProgressColumn):
    """How many a minute are finished."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed * 60:.0f}/min" if task.speed else "", style="progress.data.speed")


class _Bar:
    """A progress bar on standard error, made when the total is known."""

    def __init__(self, title: str) -> None:
        self.bar = Progress(
            TextColumn(title),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self.task = self.bar.add_task(title, total=None)

    def __enter__(self) -> _Bar:
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def update(self, done: int, total: int) -> None:
        self.bar.update(self.task, completed=done, total=total)


@app.command()
def demo(unconfined: UnconfinedOption = False, workers: WorkersOption = None) -> None:
    """Release unit 01, hand in sample notebooks, grade them: the whole loop in a temporary folder."""
    from autograder.demo import run_demo
    from autograder.table import results_table

    _warn_unconfined(unconfined)
    console = _console()
    with _Bar("grading") as bar:
        result = run_demo(lambda text: bar.bar.console.print(f"· {text}"), workers, not unconfined, bar.update)
    console.print(results_table(result.report.records))
    console.print(f"Student kit:  {result.released.kit}", soft_wrap=True)
    console.print(
        f"Feedback:     {result.course.feedback}/<student>/{result.released.folder.name}/exercises.html", soft_wrap=True
    )
    _finish(result.report.problems)


@app.command()
def lab(
    workspace: Annotated[Path | None, typer.Argument(help="Your folder (default: ./gradient-school-work).")] = None,
    instructor: Annotated[bool, typer.Option("--instructor", help="Open the course itself, with formgrader.")] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Start without opening a browser.")] = False,
    port: Annotated[int | None, typer.Option("--port", help="The port to listen on.")] = None,
    course: CourseOption = None,
) -> None:
    """Open JupyterLab: as a student in a folder of your own, or as the instructor."""
    from autograder.lab import open_lab

    sys.exit(open_lab(find_course(option=course), workspace, instructor=instructor, browser=not no_browser, port=port))


FolderOption = Annotated[
    Path | None, typer.Option("--folder", help="Your folder, or a notebook (default: ./gradient-school-work).")
]
SecondsOption = Annotated[float | None, typer.Option("--seconds", min=0.1, help="What one cell may take.")]


@app.command()
def check(
    unit: UnitArgument,
    exercises: Annotated[list[str] | None, typer.Argument(help="Names or numbers (default: all).")] = None,
    folder: FolderOption = None,
    seconds: SecondsOption = None,
    json_file: JsonOption = None,
    course: CourseOption = None,
) -> None:
    """Check exercises of your notebook without running it. Exit status 0 when all that were asked for pass."""
    from autograder import practice

    work = practice.work_of(unit, folder, practice.course_or_none(course))

    def keep(outcomes: list[Outcome]) -> None:
        if json_file is not None:
            _write_json(json_file, {"unit": work.unit, "exercises": [outcome.for_json() for outcome in outcomes]})

    sys.exit(practice.check(work, exercises or [], seconds, keep))


@app.command()
def watch(
    unit: UnitArgument, folder: FolderOption = None, seconds: SecondsOption = None, course: CourseOption = None
) -> None:
    """On every save of your notebook, show what is wrong with the first exercise that doesn't pass yet."""
    from autograder import practice

    sys.exit(practice.watch(practice.work_of(unit, folder, practice.course_or_none(course)), seconds))


@app.command()
def progress(folder: FolderOption = None, json_file: JsonOption = None, course: CourseOption = None) -> None:
    """Your progress: exercises that passed, hints that you opened, and what is next."""
    from autograder import practice
    from autograder.classroom.practice.overview import for_json

    rows, notes = practice.progress(folder, practice.course_or_none(course))
    console = _console()
    console.print(practice.progress_table(rows))
    for note in notes:
        console.print(note, soft_wrap=True, markup=False)
    if json_file is not None:
        _write_json(json_file, for_json(rows))


@app.command()
def release(
    unit: UnitArgument,
    course: CourseOption = None,
    database: DatabaseOption = None,
    unconfined: UnconfinedOption = False,
) -> None:
    """Make the released assignment and the student kit of a unit; refuses a unit that is not sound."""
    from autograder.release import release_unit

    _warn_unconfined(unconfined)
    found, chosen = _open(course, unit)
    console = _console()
    released = release_unit(found, chosen, confined=not unconfined, say=lambda text: console.print(f"· {text}"))
    console.print(f"Released:    {released.folder}", soft_wrap=True)
    console.print(f"Student kit: {released.kit}", soft_wrap=True)


@app.command()
def grade(
    unit: UnitArgument,
    course: CourseOption = None,
    json_file: JsonOption = None,
    workers: WorkersOption = None,
    again: Annotated[bool, typer.Option("--again", help="Grade also what has not changed.")] = False,
    limit: Annotated[
        list[str] | None,
        typer.Option("--limit", help="A limit, as name=number (such as cell_seconds=20); may be repeated."),
    ] = None,
    log: Annotated[
        Path | None, typer.Option("--log", help="Add a line of JSON for each submission to this file (no names).")
    ] = None,
    metrics: Annotated[
        Path | None, typer.Option("--metrics", help="Keep figures of the run in this file, in Prometheus's text form.")
    ] = None,
    database: DatabaseOption = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on: collect and grade what arrives, until Ctrl-C.")
    ] = False,
    release_feedback: Annotated[
        bool, typer.Option("--release-feedback", help="With --watch: put feedback into nbgrader's exchange at once.")
    ] = False,
    cluster: Annotated[
        str | None, typer.Option("--cluster", help="Grade on the workers of a Dask scheduler: tcp://… or tls://…")
    ] = None,
    cluster_security: ClusterSecurityOption = None,
    local_cluster: Annotated[
        int | None, typer.Option("--local-cluster", min=1, help="Grade on a cluster of this many workers, made here.")
    ] = None,
    unconfined: UnconfinedOption = False,
) -> None:
    """Grade every submission of a unit. Exit status 0 when each has a recorded verdict."""
    from autograder.figures import keeping_figures
    from autograder.grade import grade_unit
    from autograder.limits import parse_limits
    from autograder.table import results_table

    _warn_unconfined(unconfined)
    if (cluster or local_cluster) and (unconfined or workers):
        raise typer.BadParameter("--workers and --unconfined are for grading without a cluster")
    found, chosen = _open(course, unit)
    with _graders(found, cluster, cluster_security, local_cluster) as graders:
        if watch:
            settings = workers, parse_limits(limit or []), not unconfined, release_feedback, log, metrics, graders
            _keep_grading(found, chosen, *settings)
            return
        with keeping_figures(log, metrics) as figures, _Bar("grading") as bar:
            report = grade_unit(
                found,
                chosen,
                graders=graders,
                workers=workers,
                limits=parse_limits(limit or []),
                confined=not unconfined,
                again=again,
                progress=bar.update,
                observe=figures,
            )
    console = _console()
    for note in report.notes:
        console.print(f"· {note}", soft_wrap=True, markup=False)
    console.print(results_table(report.records))
    if report.unchanged:
        console.print(
            f"{report.unchanged} of {len(report.records)} submissions had not changed since they were graded."
        )
    console.print(f"Feedback: {found.feedback}", soft_wrap=True)
    if json_file is not None:
        _write_json(json_file, report.for_json())
    _finish(report.problems)


@contextlib.contextmanager
def _graders(
    course: Course, address: str | None, security: Path | None, local_workers: int | None
) -> Iterator[Opens | None]:
    """A cluster, one made here for as long, or None: this machine's own processes."""
    if address is None and local_workers is None:
        yield None
        return
    from autograder.cluster_security import require_dask

    require_dask()
    from autograder.cluster import Cluster
    from autograder.local_cluster import local_cluster

    if address is not None and local_workers is not None:
        raise typer.BadParameter("--cluster and --local-cluster exclude each other")
    if address is not None:
        yield Cluster(address, security)
        return
    from autograder.crew import workers_for

    count, why = workers_for(course, local_workers)
    if why:
        _console().print(f"· {why}", soft_wrap=True, markup=False)
    with local_cluster(course, count) as here:
        yield here.cluster


@app.command("cluster-worker")
def cluster_worker(
    address: Annotated[str, typer.Argument(help="The Dask scheduler: tcp://HOST:8786 or tls://HOST:8786.")],
    workers: WorkersOption = None,
    course: CourseOption = None,
    cluster_security: ClusterSecurityOption = None,
) -> None:
    """Grade for a cluster on this machine, until Ctrl-C. Needs a copy of the course; never sees a gradebook."""
    from autograder.cluster_security import require_dask
    from autograder.confinement import require

    require_dask()
    require()
    from autograder.crew import worker_crew, workers_for

    found = find_course(option=course)
    count, why = workers_for(found, workers)
    console = _console()
    if why:
        console.print(f"· {why}", soft_wrap=True, markup=False)
    console.print(f"{count} workers for {address}; Ctrl-C ends them, and nothing is lost.", soft_wrap=True)
    crew = worker_crew(address, found.root, count, cluster_security, quiet=False)
    try:
        crew.wait()
    finally:
        crew.close()


@app.command("cluster-security")
def cluster_security(folder: Annotated[Path, typer.Argument(help="A new folder for key and certificates.")]) -> None:
    """Make the key with which the machines of a cluster know each other (tls://…)."""
    from autograder.cluster_security import make_security, require_dask

    require_dask()
    made = make_security(folder)
    _console().print(f"Written: {made}. Every machine of the cluster needs a copy; nobody else may have one.")


def _keep_grading(
    course: Course,
    unit: Unit,
    workers: int | None,
    limits: Limits,
    confined: bool,
    release_feedback: bool,
    log: Path | None,
    metrics: Path | None,
    graders: Opens | None,
) -> None:
    from autograder.figures import keeping_figures
    from autograder.keep_grading import keep_grading

    console = _console()

    def tell(report: Report) -> None:
        now = datetime.now().strftime("%H:%M:%S")
        for record in report.records:
            line = f"{now} {record.student}: {record.score:g} of {record.max_score:g}. {record.remark}"
            console.print(line.rstrip(), soft_wrap=True, markup=False)
        for problem in report.problems:
            console.print(f"{now} not recorded, and tried again: {problem}", soft_wrap=True, markup=False)

    console.print(f"Grading what arrives for {unit.name}; Ctrl-C ends it, and nothing is lost.", soft_wrap=True)
    with keeping_figures(log, metrics) as figures:
        keep_grading(
            course,
            unit,
            workers=workers,
            limits=limits,
            confined=confined,
            release_feedback=release_feedback,
            graders=graders,
            told=tell,
            observe=figures,
        )


@app.command()
def simulate(
    unit: UnitArgument,
    students: Annotated[int, typer.Option("--students", min=1, help="How many hand in.")] = 30,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same class.")] = 0,
    course: CourseOption = None,
) -> None:
    """Hand in for a made-up class: right, mistaken, unfinished and broken answers from the unit's bank."""
    from autograder.simulate import simulate as make

    found, chosen = _open(course, unit)
    with _Bar("handing in") as bar:
        done = make(found, chosen, students, seed, progress=bar.update)
    kinds = ", ".join(f"{count} {kind}" for kind, count in done.kinds.most_common())
    _console().print(f"{done.students} students handed in {chosen.name}: {kinds}", soft_wrap=True)


@app.command()
def feedback(unit: UnitArgument, course: CourseOption = None, database: DatabaseOption = None) -> None:
    """Write the feedback pages of a unit again, with the points and comments that people gave since."""
    from autograder.grade import rewrite_feedback

    found, chosen = _open(course, unit)
    written = rewrite_feedback(found, chosen)
    _console().print(f"{written} feedback pages written under {found.feedback}", soft_wrap=True)


@app.command()
def qualify(
    unit: Annotated[str | None, typer.Argument(help="A unit: 01-neurons, 01 or neurons.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every unit of the course.")] = False,
    only: Annotated[list[str] | None, typer.Option("--only", help="Only this exercise; may be repeated.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Also what has not changed since it was qualified.")] = False,
    json_file: JsonOption = None,
    workers: WorkersOption = None,
    course: CourseOption = None,
    unconfined: UnconfinedOption = False,
) -> None:
    """Test the tests of a unit: mutants of its references, its answer bank, its hints (for authors)."""
    from autograder.qualify.qualified import qualify_or_recall
    from autograder.qualify.report import qualification_report

    _warn_unconfined(unconfined)
    found = find_course(option=course)
    if (unit is None) is not every:
        raise GradschoolError("Say which unit to qualify, or --all for every unit.")
    results = []
    for chosen in found.all_units() if unit is None else [found.unit(unit)]:
        with _Bar(f"qualifying {chosen.name}") as bar:
            result = qualify_or_recall(
                found, chosen, again=again, workers=workers, only=only, confined=not unconfined, progress=bar.update
            )
        _console().print(qualification_report(result))
        results.append(result)
    if json_file is not None:
        content = [result.for_json() for result in results]
        _write_json(json_file, {"units": content} if every else content[0])
    if not all(result.good for result in results):
        sys.exit(INCOMPLETE)


@app.command()
def store(unit: UnitArgument, course: CourseOption = None) -> None:
    """Run a unit's lesson and keep its outputs in it, as lessons are stored (for authors)."""
    from autograder.store import store_lesson

    _, chosen = _open(course, unit)
    stored = store_lesson(chosen)
    _console().print(
        f"{stored.path}: {stored.cells} cells ran in {stored.seconds:.1f} s and are stored.", soft_wrap=True
    )


@app.command()
def bench(
    unit: Annotated[
        str | None, typer.Argument(help="A unit, keras-sample or references (default: the first, then keras-sample).")
    ] = None,
    submissions: Annotated[int, typer.Option("--submissions", min=1, help="How many each way grades.")] = 8,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Worker processes of gradschool grade.")] = 1,
    json_file: JsonOption = None,
    scale: Annotated[
        bool, typer.Option("--scale", help="Measure a large class instead: workers, a cluster, a full gradebook.")
    ] = False,
    part: Annotated[
        list[str] | None,
        typer.Option("--part", help="With --scale: ways, sizes, units or gradebook; may be repeated (ways, sizes)."),
    ] = None,
    students: Annotated[int, typer.Option("--students", min=1, help="With --part gradebook: how many.")] = 1000,
    database_url: Annotated[
        str | None, typer.Option("--db", help="With --part gradebook: an empty database (default: SQLite).")
    ] = None,
    costs: Annotated[
        Path | None, typer.Option("--costs", help="With --scale: what 100,000 cost, from an earlier --json FILE.")
    ] = None,
    course: CourseOption = None,
) -> None:
    """Measure what grading costs, beside stock nbgrader and beside running the cells with no protection.

    With `references`: how long the NumPy references take beside Keras.
    """
    from autograder import bench_references, bench_sample
    from autograder.bench import bench_table, for_json, run_bench, run_keras_sample

    if scale:
        _bench_scale(course, unit, submissions, part or ["ways", "sizes"], students, database_url, json_file, costs)
        return
    found, console, results = find_course(option=course), _console(), []
    if unit == bench_references.NAME:
        timed = bench_references.run_references()
        console.print(bench_references.references_table(timed))
        if json_file is not None:
            _write_json(json_file, bench_references.for_json(timed))
        return
    if unit != bench_sample.NAME:
        chosen = found.unit(unit) if unit is not None else found.all_units()[0]
        results.append(run_bench(found, chosen, submissions, workers, say=lambda text: console.print(f"· {text}")))
        console.print(bench_table(results[-1]))
    if unit in (None, bench_sample.NAME):
        results.append(run_keras_sample(found, submissions, workers, say=lambda text: console.print(f"· {text}")))
        console.print(bench_table(results[-1]))
    if json_file is not None:
        _write_json(json_file, for_json(results))


def _bench_scale(
    course: Path | None,
    unit: str | None,
    submissions: int,
    parts: list[str],
    students: int,
    url: str | None,
    json_file: Path | None,
    costs_file: Path | None,
) -> None:
    from autograder.scale import aims, costs, read_costs, run_scale, tables

    console = _console()
    if costs_file is not None:
        console.print(costs(read_costs(costs_file)))
        return
    found = find_course(option=course)
    chosen = found.unit(unit) if unit is not None else found.all_units()[0]
    kept = read_costs(json_file) if json_file is not None and json_file.exists() else None

    def keep(measured: dict[str, object]) -> None:
        if json_file is not None:
            _write_json(json_file, measured)

    done = run_scale(
        found,
        chosen,
        parts,
        submissions,
        kept,
        students,
        url,
        say=lambda text: console.print(f"· {text}", soft_wrap=True, markup=False),
        write=keep,
    )
    for table in tables(done):
        console.print(table)
    for line in aims(done):
        console.print(line, soft_wrap=True)


@app.command()
def export(
    units: Annotated[list[str] | None, typer.Argument(help="Units (default: all in the gradebook).")] = None,
    form: Annotated[str, typer.Option("--format", help="canvas, moodle, nbgrader or plain.")] = "plain",
    output: Annotated[Path | None, typer.Option("--output", help="The file (default: grades-FORMAT.csv).")] = None,
    students: Annotated[Path | None, typer.Option("--students", help="A roster: who is who on the platform.")] = None,
    course: CourseOption = None,
    database: DatabaseOption = None,
) -> None:
    """Write the gradebook as CSV: for Canvas, Moodle, nbgrader's form, or a spreadsheet."""
    from autograder.export import export_grades, format_called, write_export

    chosen = format_called(form)
    target = output or Path(f"grades-{chosen}.csv")
    done = export_grades(find_course(option=course), units or [], chosen, students)
    write_export(done, target, students)
    console = _console()
    console.print(f"{target}: {done.students} students, {', '.join(done.units)}", soft_wrap=True, markup=False)
    for notice in done.notices:
        console.print(f"· {notice}", soft_wrap=True, markup=False)


@app.command()
def site(
    to: Annotated[Path, typer.Option("--to", help="A folder: new, empty or an earlier site.")] = Path("site"),
    course: CourseOption = None,
) -> None:
    """Build the course's web site: lessons, exercises as students see them, guides. Static, offline."""
    from autograder.site.build import build_site

    console = _console()
    done = build_site(find_course(option=course), to, say=lambda text: console.print(f"· {text}"))
    console.print(f"{len(done.units)} units. Open {done.folder / 'index.html'}", soft_wrap=True, markup=False)


@app.command()
def hub(folder: Annotated[Path, typer.Argument(help="A new folder for the settings.")]) -> None:
    """Write the settings of JupyterHub for this course: several people on one server (for operators)."""
    from autograder.hub import write_hub

    written = write_hub(folder)
    _console().print(f"Written: {written}. Next: fill in {written / 'hub.toml'}", soft_wrap=True, markup=False)


@app.command()
def report(
    unit: UnitArgument,
    output: Annotated[Path | None, typer.Option("--output", help="The page (default: report-UNIT.html).")] = None,
    course: CourseOption = None,
    database: DatabaseOption = None,
) -> None:
    """Write one page on how the class did: scores, exercises, misconceptions, who needs help, alike answers."""
    from autograder.report.page import make_report

    found, chosen = _open(course, unit)
    target = output or Path(f"report-{chosen.name}.html")
    _write_text(target, make_report(found, chosen))
    _console().print(f"Report: {target}", soft_wrap=True, markup=False)


@app.command("move-gradebook")
def move_gradebook(
    to: Annotated[str, typer.Argument(help="An empty database: postgresql://USER@HOST/DATABASE or sqlite:///PATH.")],
    course: CourseOption = None,
    database: DatabaseOption = None,
) -> None:
    """Copy the gradebook into another database, all of it or nothing; the old one stays as it is."""
    from autograder.database import VARIABLE, database_url, without_password
    from autograder.database import move_gradebook as move

    source = find_course(option=course).gradebook_url
    with _Bar("moving") as bar:
        counts = move(source, to, bar.update)
    console, place = _console(), without_password(database_url(to))
    console.print(f"{counts['student']} students, {counts['grade']} grades are in {place} now.", soft_wrap=True)
    console.print(f"Use it with --db, or for nbgrader too: export {VARIABLE}={place}", soft_wrap=True, markup=False)


@app.command("new-course")
def new_course(folder: Annotated[Path, typer.Argument(help="A new or empty folder.")]) -> None:
    """Copy the course into a folder of your own, to release and grade it there."""
    from autograder.course import new_course as make

    _console().print(f"The course is in {make(folder).root}", soft_wrap=True)


@app.command("new-unit")
def new_unit(
    name: Annotated[str, typer.Argument(help="Number and topic, such as 15-transformers.")],
    course: CourseOption = None,
) -> None:
    """Make the skeleton of a unit: lesson, exercises, answer bank; in a checkout also the reference and its test."""
    from autograder.new_unit import new_unit as make

    made = make(find_course(option=course), name)
    console = _console()
    for path in made.files:
        console.print(f"· {path}", soft_wrap=True, markup=False)
    console.print(f"Next: fill it in, then  gradschool store {name}  and  gradschool qualify {name}", markup=False)


def _write_json(path: Path, content: dict[str, object]) -> None:
    try:
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise GradschoolError(f"The result could not be written to {path}: {error.strerror}.") from None


def _write_text(path: Path, text: str) -> None:
    from autograder.record import write_atomically

    try:
        write_atomically(path, text)
    except OSError as error:
        raise GradschoolError(f"{path} could not be written: {error.strerror}.") from None


def _finish(problems: list[str]) -> None:
    if problems:
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        for problem in problems:
            console.print(f"[bold red]not recorded:[/] {_escape(problem)}")
        sys.exit(INCOMPLETE)
