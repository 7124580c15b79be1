"""Two layers leave a process the long list and its own scratch, nothing else; where the kernel can't, grading stops."""

from __future__ import annotations

import ast
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
import pytest

from autograder import confinement
from autograder.conductor import Pair
from autograder.confinement import _folders_above
from autograder.errors import GradschoolError
from autograder.library import Libraries, make_libraries
from autograder.limits import Limits, parse_limits
from autograder.processes import WarmProcess, WarmProcessEnded


def test_a_kernel_without_landlock_is_refused_with_the_way_out(monkeypatch):
    import sandlock

    monkeypatch.setattr(sandlock, "landlock_abi_version", lambda: 0)
    with pytest.raises(confinement.CannotConfine) as problem:
        confinement.require()
    assert "no Landlock" in str(problem.value) and "--unconfined" in str(problem.value)
    confinement.require(confined=False)


def test_an_old_landlock_says_which_version_is_needed(monkeypatch):
    import sandlock

    monkeypatch.setattr(sandlock, "landlock_abi_version", lambda: 4)
    assert "Landlock version 6" in confinement.missing_features()[0]
    assert "found Landlock version 4" in confinement.missing_features()[0]


def test_a_kernel_without_seccomp_is_refused(monkeypatch):
    monkeypatch.setattr(confinement, "_has_seccomp", lambda: False)
    with pytest.raises(confinement.CannotConfine, match="seccomp in the kernel"):
        confinement.require()


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_are_told_what_grading_needs(monkeypatch, platform):
    monkeypatch.setattr(confinement.sys, "platform", platform)
    assert "grading needs Linux" in confinement.missing_features()[0]


def test_without_fork_even_unconfined_grading_is_refused(monkeypatch):
    monkeypatch.delattr(confinement.os, "fork")
    with pytest.raises(confinement.CannotConfine, match="WSL 2"):
        confinement.require(confined=False)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["cell_seconds"], "name=number"),
        (["cell_seconds=soon"], "name=number"),
        (["speed=3"], "Unknown limit 'speed'"),
        (["memory_mib=0"], "above 0"),
        (["cell_seconds=-1"], "above 0"),
        (["cell_seconds=nan"], "above 0"),
    ],
)
def test_bad_limits_are_plain_errors(texts, words):
    with pytest.raises(GradschoolError, match=words):
        parse_limits(texts)


def test_limits_are_read_and_an_exercise_may_have_its_own_time():
    limits = parse_limits(["cell_seconds=2.5", "memory_mib=300"])
    assert (limits.cell_seconds, limits.memory_mib) == (2.5, 300)
    assert limits.for_exercise({"seconds": 30}).cell_seconds == 30
    assert limits.for_exercise({}) is limits and Limits().cell_seconds == 10


# -- two layers


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Libraries:
    return make_libraries(tmp_path_factory.mktemp("libraries") / "lib", {"datasets/kit.txt": b"for students"})


@pytest.fixture(scope="module")
def warm(libraries: Libraries, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmProcess]:
    process = WarmProcess(libraries, tmp_path_factory.mktemp("warm"), ("numpy",))
    yield process
    process.close()


@dataclass
class Probe:
    """A candidate and an examiner of one submission; each tells what came of expressions that it tried."""

    pair: Pair

    def tries(self, role: str, *expressions: str) -> dict[str, str]:
        """Expression → "done", or the kind of exception that it raised."""
        code = (
            "import os, signal, threading\nfound = {}\n"
            f"for text in {expressions!r}:\n    try:\n        eval(text); found[text] = 'done'\n"
            "    except BaseException as error: found[text] = type(error).__name__\nraise LookupError(found)"
        )
        action = "run" if role == "candidate" else "setup"
        reply = self.pair.exchange(role, {"do": action, "code": code}, 30)
        said = reply["error"][1] if role == "candidate" else reply["error"].removeprefix("LookupError: ")
        found = ast.literal_eval(said)
        assert list(found) == list(expressions)
        return found

    def all_refused(self, role: str, *expressions: str) -> None:
        found = self.tries(role, *expressions)
        assert set(found.values()) == {"PermissionError"}, found

    def all_done(self, role: str, *expressions: str) -> None:
        found = self.tries(role, *expressions)
        assert set(found.values()) == {"done"}, found

    def scratch(self, role: str) -> Path:
        self.pair.child(role)
        return self.pair.scratch[role]


@pytest.fixture
def probe(warm: WarmProcess) -> Iterator[Callable[[], Probe]]:
    """Make probes: each a submission of its own on the same warm process."""
    made: list[Pair] = []

    def make() -> Probe:
        folder = warm.scratches / f"submission-{len(made)}-{time.monotonic_ns()}"
        folder.mkdir(mode=0o700)
        made.append(Pair(warm, Limits(), folder, time.monotonic() + 100))
        return Probe(made[-1])

    yield make
    for pair in made:
        pair.close()


BOTH = pytest.mark.parametrize("role", ["candidate", "examiner"])
confined = pytest.mark.confined


@confined
@BOTH
def test_a_process_has_its_own_scratch_and_nobody_else_s(probe, role):
    ours, theirs = probe(), probe()
    other = "examiner" if role == "candidate" else "candidate"
    ours.all_done(
        role, "open('mine', 'w').write('x')", "os.mkdir('d')", "os.rename('mine', 'd/mine')", "os.listdir('.')"
    )
    for folder in (theirs.scratch(role), theirs.scratch(other), ours.scratch(other)):
        (folder / "left").write_text("an answer")
        (folder / "left").chmod(0o666)
        folder.chmod(0o777)
        ours.all_refused(
            role,
            f"open({str(folder / 'left')!r}).read()",
            f"open({str(folder / 'left')!r}, 'w')",
            f"open({str(folder / 'new')!r}, 'w')",
            f"os.listdir({str(folder)!r})",
            f"os.truncate({str(folder / 'left')!r}, 0)",
            f"os.unlink({str(folder / 'left')!r})",
        )
        moved = ours.tries(
            role, f"os.rename('d/mine', {str(folder / 'in')!r})", f"os.link({str(folder / 'left')!r}, 'out')"
        )
        assert set(moved.values()) <= {"PermissionError", "OSError"}, moved  # the kernel may say "across devices"
        assert (folder / "left").read_text() == "an answer" and sorted(os.listdir(folder)) == ["left"]


@confined
@BOTH
def test_a_scratch_folder_that_comes_later_is_no_one_else_s_either(probe, warm, role):
    ours = probe()
    ours.scratch(role)
    later = warm.scratches / f"later-{time.monotonic_ns()}"
    later.mkdir()
    (later / "file").write_text("x")
    ours.all_refused(
        role,
        f"open({str(later / 'file')!r})",
        f"os.listdir({str(warm.scratches)!r})",
        f"os.mkdir({str(later / 'd')!r})",
    )


@confined
def test_a_candidate_can_not_read_what_only_the_examiner_may(probe, libraries):
    roles = probe()
    course = Path(libraries.examiner.path[-1])
    for place in (course, course / "solutions", (course / "solutions").resolve(), (course / "autograder").resolve()):
        read = f"os.listdir({str(place)!r})"
        roles.all_refused("candidate", read)
        roles.all_done("examiner", read)
    kit = f"open({str(Path(libraries.candidate.path[-1]) / 'datasets' / 'kit.txt')!r}).read()"
    roles.all_done("candidate", kit)
    roles.all_refused("examiner", kit)


@confined
@BOTH
def test_neighbours_of_what_can_be_read_stay_closed(probe, libraries, role):
    roles = probe()
    shelf = Path(libraries.candidate.path[0])
    roles.all_done(
        role, f"os.listdir({str(shelf)!r})", "open('/proc/cpuinfo').read()", "open('/dev/null', 'w').write('x')"
    )
    roles.all_refused(
        role,
        f"os.listdir({str(shelf.parent)!r})",  # holds both roles' libraries
        f"os.listdir({str(Path(os.__file__).parent)!r})",
        "os.listdir('/etc')",
        "open('/etc/passwd').read()",
        "os.listdir('/dev')",
        "open('/dev/shm/new', 'w')",
        "os.listdir('/proc')",
        "open('/proc/self/environ').read()",
        "open('/proc/self/mem', 'rb')",
        "open(f'/proc/{os.getppid()}/cmdline').read()",
        f"open('/proc/{os.getpid()}/cmdline').read()",
    )


@confined
@BOTH
def test_a_process_may_signal_itself_and_nobody_else(probe, role):
    roles = probe()
    other = probe()
    other.scratch(role)
    neighbour = other.pair.children[role].pid
    roles.all_done(role, "signal.pthread_kill(threading.get_ident(), 0)", "open('/proc/self/cmdline').read()")
    roles.all_refused(role, "os.kill(os.getppid(), 0)", f"os.kill({neighbour}, 0)", "os.kill(os.getpid(), 0)")
    tgkill = "__import__('ctypes').CDLL(None, use_errno=True).syscall(234, {0}, {0}, 0) and 1 / 0"
    if os.uname().machine == "x86_64":
        found = roles.tries(role, tgkill.format("os.getpid()"), tgkill.format(neighbour), tgkill.format("os.getppid()"))
        assert list(found.values()) == ["done", "ZeroDivisionError", "ZeroDivisionError"]


@confined
@BOTH
def test_limits_count_from_what_the_warm_process_uses(probe, role):
    found = probe().tries(role, "bytearray(1000 << 20)", "bytearray(1100 << 20)")
    assert list(found.values()) == ["done", "MemoryError"]


@confined
def test_a_server_that_is_ended_takes_its_children_along(libraries, tmp_path):
    process = WarmProcess(libraries, tmp_path, ("numpy",))
    try:
        folder = process.scratches / "one"
        folder.mkdir()
        child = psutil.Process(process.fork("candidate", folder, Limits()).pid)
        servers = psutil.Process(process.process.pid).children()
        assert len(servers) == 2 and child.parent() in servers
        child.parent().send_signal(signal.SIGKILL)
        assert psutil.wait_procs([child, *servers], timeout=10)[1] == []
        for role in ("examiner", "candidate"):
            with pytest.raises(WarmProcessEnded):
                process.fork(role, folder, Limits())
    finally:
        process.close()


@confined
def test_scratch_among_the_libraries_is_refused_in_a_sentence(libraries, tmp_path):
    shared = replace(libraries, candidate=replace(libraries.candidate, readable=(str(tmp_path),)))
    process = WarmProcess(shared, tmp_path, ())
    try:
        with pytest.raises(confinement.CannotConfine, match="can't be private .* Set TMPDIR"):
            process.wait_ready()
    finally:
        process.close()


def test_folders_above_hold_every_path_and_no_scratch(tmp_path):
    lib, scratches = tmp_path / "lib", tmp_path / "scratch"
    for folder in (lib / "a" / "deep", lib / "b", scratches, tmp_path / "alone"):
        folder.mkdir(parents=True)
    (tmp_path / "link").symlink_to(lib / "a")
    listed = [str(lib / "a" / "deep"), str(lib / "b"), str(tmp_path / "alone"), str(tmp_path / "link")]
    assert _folders_above(listed, str(scratches)) == (str(tmp_path / "alone"), str(lib))
    for path in (tmp_path, scratches, scratches / "inside"):
        with pytest.raises(confinement.CannotConfine, match="can't be private"):
            _folders_above([str(path)], str(scratches))


@confined
def test_a_seccomp_program_of_an_unknown_form_is_refused(monkeypatch):
    monkeypatch.setattr(confinement, "OWN_PROCESS", 0)
    with pytest.raises(confinement.CannotConfine, match="unknown form"):
        confinement._program()
