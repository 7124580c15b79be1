"""`gradschool lab`: JupyterLab as a student sees it, or with the instructor's tools."""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from autograder import jupyter_home
from autograder.classroom.practice.overview import DONE, overview
from autograder.classroom.practice.places import RELEASED, find_work, keep_of, units_in
from autograder.classroom.practice.progress import read_progress
from autograder.course import CONFIG, LIBRARY, Course, is_course
from autograder.errors import GradschoolError
from autograder.jupyter_home import Home

WORKSPACE = Path("gradient-school-work")
HIDDEN = ".gradient-school"
_DELIVERED = "delivered.json"
_SKIPPED = {".ipynb_checkpoints", "__pycache__", ".DS_Store"}


class LabError(GradschoolError):
    """JupyterLab can't be started as asked."""


@dataclass(frozen=True)
class Delivery:
    """What came of one released file: its place in the workspace, and what was done.

    `outcome` is "new", "updated" (nobody had touched it), "beside" (a newer release was put next
    to the student's file, at `path`) or "kept" (there was nothing to do).
    """

    file: str
    path: str
    outcome: str

    @property
    def message(self) -> str | None:
        """A sentence for the student where there is something to tell."""
        if self.outcome == "beside":
            return f"{self.file} has been released anew. Yours is untouched; the new one is beside it, as {self.path}."
        if self.outcome == "updated":
            return f"{self.file} is now the newest release (you had not changed it)."
        return None


def open_lab(
    course: Course,
    workspace: Path | None = None,
    *,
    instructor: bool = False,
    browser: bool = True,
    port: int | None = None,
) -> int:
    """Start JupyterLab, stay until it is closed, and return its exit status.

    A student's lab opens `workspace` (default: ./gradient-school-work), which first receives the
    released units; an instructor's lab opens the course itself.
    """
    if instructor and workspace is not None:
        raise LabError("--instructor opens the course itself; leave the workspace folder out.")
    if port is not None:
        check_port(port)
    root = course.root if instructor else prepare_workspace(course, workspace or WORKSPACE)
    argv, environment = lab_command(course, root, instructor=instructor, browser=browser, port=port)
    print(f"JupyterLab opens {root}. Close it with Ctrl-C here.", flush=True)
    return _stay(argv, environment, root)


def lab_command(
    course: Course,
    root: Path,
    *,
    instructor: bool = False,
    browser: bool = True,
    port: int | None = None,
) -> tuple[list[str], dict[str, str]]:
    """The command and the variables that start JupyterLab on `root`, with its private home made."""
    root = root.resolve()
    home = Home(
        folder=root / HIDDEN / "jupyter",
        python=sys.executable,
        library=_library_if_not_installed(),
        tools=jupyter_home.TOOLS if instructor else _student_tools(),
        nbgrader_settings=_instructor_settings(course) if instructor else _student_settings(course, root),
        extensions=() if instructor else (jupyter_home.PANEL,),
        kernel_variables=jupyter_home.QUIET_TENSORFLOW | ({} if instructor else {RELEASED: str(course.release)}),
    )
    try:
        jupyter_home.furnish(home)
        if instructor:
            _mark_without_network(home)
        course.exchange.mkdir(exist_ok=True)
    except OSError as error:
        raise LabError(f"JupyterLab needs to write its settings, and can't: {error}") from error
    opens = None if instructor else next_notebook(root)
    argv = jupyter_home.command(home, root, opens=opens, browser=browser, port=port)
    return argv, jupyter_home.environment(home, os.environ)


def _mark_without_network(home: Home) -> None:
    """Have formgrader's marking page load nothing from elsewhere: nbconvert would fetch MathJax."""
    folder = home.data / "nbconvert" / "templates" / "formgrade"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(Path(__file__).with_name("templates") / "mathjax.html.j2", folder / "mathjax.html.j2")


def prepare_workspace(course: Course, workspace: Path) -> Path:
    """Make the workspace, bring it the released units and tell what changed."""
    workspace = workspace.resolve()
    if workspace.exists() and not workspace.is_dir():
        raise LabError(f"{workspace} is a file. Choose a folder for your work.")
    if is_course(workspace):
        raise LabError(
            f"{workspace} is the course itself. Choose another folder for a student's work, "
            "or open the course with --instructor."
        )
    if not released_units(course):
        _release_for_self_study(course)
    for delivery in deliver(course, workspace):
        if delivery.message:
            print(delivery.message)
    for unit in units_to_fetch(course, workspace):
        print(f"{unit} is there to fetch: in JupyterLab, menu Nbgrader, Assignment List.")
    return workspace


def released_units(course: Course) -> list[Path]:
    """The folders of the released units, in order."""
    folders = sorted(course.release.iterdir()) if course.release.is_dir() else []
    return [folder for folder in folders if folder.is_dir() and any(folder.glob("*.ipynb"))]


def next_notebook(workspace: Path) -> str | None:
    """The notebook to open first: of the first unit that isn't done, the lesson, or the exercises once one passes."""
    kept = read_progress(keep_of(workspace))
    works = [find_work(str(notebook), workspace) for notebook in units_in(workspace).values()]
    for row in overview(works, kept, {}):
        folder = workspace / row.unit
        names = ("exercises.ipynb", "lesson.ipynb") if row.passed else ("lesson.ipynb", "exercises.ipynb")
        found = next((name for name in names if (folder / name).is_file()), None)
        if row.next != DONE and found:
            return f"{row.unit}/{found}"
    return None


def units_to_fetch(course: Course, workspace: Path) -> list[str]:
    """The units that the list of assignments offers to fetch."""
    known = _read_ledger(workspace / HIDDEN / _DELIVERED)
    handed_out = [folder.name for folder in released_units(course) if _left_to_the_exchange(course, folder, known)]
    return [unit for unit in handed_out if not (workspace / unit).exists()]


def _left_to_the_exchange(course: Course, released: Path, known: dict[str, list[str]]) -> bool:
    """Whether students fetch a unit: it was handed out through nbgrader's exchange, and not delivered before."""
    if jupyter_home.on_windows() or any(name.startswith(f"{released.name}/") for name in known):
        return False
    return (course.exchange / course.course_id / "outbound" / released.name).is_dir()


def deliver(course: Course, workspace: Path) -> list[Delivery]:
    """Bring every released file into the workspace; nothing that a student changed is overwritten.

    A file that is missing is copied. A file that is exactly as it was delivered is brought up to
    date. Any other file stays, and a newer release is put beside it. A unit in nbgrader's exchange
    is left there to be fetched.
    """
    ledger = workspace / HIDDEN / _DELIVERED
    known = _read_ledger(ledger)
    done = []
    try:
        ledger.parent.mkdir(parents=True, exist_ok=True)
        for source in _released_files(course, known):
            name = source.relative_to(course.release).as_posix()
            done.append(_deliver_file(source, name, workspace, known))
        _write_ledger(ledger, known)
    except OSError as error:
        raise LabError(f"The released units could not be copied to {workspace}: {error}") from error
    return done


def check_port(port: int) -> None:
    """Raise LabError when nothing can listen on this port."""
    if not 1 <= port <= 65535:
        raise LabError(f"A port is a number from 1 to 65535, not {port}.")
    with socket.socket() as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise LabError(
                f"Port {port} can't be used ({error.strerror}): perhaps another JupyterLab has it. "
                "Choose another, or leave --port out."
            ) from error


def _released_files(course: Course, known: dict[str, list[str]]) -> list[Path]:
    return [
        path
        for folder in released_units(course)
        if not _left_to_the_exchange(course, folder, known)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _SKIPPED.intersection(path.parts)
    ]


def _deliver_file(source: Path, name: str, workspace: Path, known: dict[str, list[str]]) -> Delivery:
    target = workspace / name
    release = _digest(source)
    before = known.setdefault(name, [])
    present = _digest(target) if target.exists() else None
    if present is None:
        outcome = "new"
    elif present == release:
        outcome = "kept"
    elif present in before:
        outcome = "updated"
    elif release in before:
        outcome = "kept"
    else:
        outcome, target = "beside", _free_name(target)
    if outcome != "kept":
        _copy(source, target)
    if release not in before:
        before.append(release)
    return Delivery(name, target.relative_to(workspace).as_posix(), outcome)


def _free_name(path: Path) -> Path:
    """`exercises-new-release.ipynb`, or with the first number that is free."""
    number, ending = 1, ""
    while (beside := path.with_name(f"{path.stem}-new-release{ending}{path.suffix}")).exists():
        number += 1
        ending = f"-{number}"
    return beside


def _copy(source: Path, target: Path) -> None:
    """Copy so that a file is there whole or not at all, and can be written to."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, part)
    part.replace(target)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read_ledger(path: Path) -> dict[str, list[str]]:
    """Which releases of each file were delivered; empty when lost, so that every file counts as changed."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _write_ledger(path: Path, known: dict[str, list[str]]) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    part.replace(path)


def _release_for_self_study(course: Course) -> None:
    """Make the exercises of every unit as students get them, for somebody who learns from the whole course.

    Only nbgrader is needed for this; `gradschool release` also proves that a unit is sound, and packs its kit.
    """
    units = course.all_units()
    if not units:
        raise LabError(f"The course in {course.root} has no units yet, so there is nothing to open.")
    print("No unit has been released here yet: making the exercises, without solutions and hidden tests.", flush=True)
    from autograder.release import generate_assignment  # needs nbgrader, which takes seconds to import

    for unit in units:
        if unit.exercises.is_file():
            generate_assignment(course, unit)


def _student_tools() -> tuple[str, ...]:
    if jupyter_home.on_windows():
        return ("validate-assignment",)
    return ("validate-assignment", "assignment-list")


def _instructor_settings(course: Course) -> str:
    return f"load_subconfig({CONFIG!r}, path={str(course.root)!r})\n"


def _student_settings(course: Course, workspace: Path) -> str:
    """The course's settings, with what a student fetches and hands in kept in the workspace."""
    gradebook = (workspace / HIDDEN / "gradebook.db").as_posix()
    return (
        _instructor_settings(course)
        + "c = get_config()\n"
        + f"c.CourseDirectory.root = {str(workspace)!r}\n"
        + f"c.CourseDirectory.db_url = {f'sqlite:///{gradebook}'!r}\n"
        + f"c.Exchange.assignment_dir = {str(workspace)!r}\n"
    )


def _library_if_not_installed() -> Path | None:
    """The folder of the packages where it must be pointed out, that is outside site-packages."""
    installed = {Path(sysconfig.get_path(kind)).resolve() for kind in ("purelib", "platlib")}
    return None if LIBRARY in installed else LIBRARY


def _stay(argv: list[str], environment: dict[str, str], root: Path) -> int:
    """Run the server; Ctrl-C reaches it too, so only wait until it has said goodbye."""
    with subprocess.Popen(argv, env=environment, cwd=root) as server:
        while True:
            try:
                return server.wait()
            except KeyboardInterrupt:
                continue
