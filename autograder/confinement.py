"""Confinement: what the kernel takes away from a process before a stranger's first line runs.

The calling process gives up, for good: every file outside an allow-list (Landlock), signals and abstract
sockets that leave it (Landlock scopes), networking, new programs, new processes and tracing (seccomp),
capabilities, and memory, time and file sizes above its limits (rlimits). No root, container or daemon is
needed. Everything that touches `sandlock` and `pyseccomp` is in this module.

Naming several hundred files to Landlock takes milliseconds, and processes are forked by the thousand. So the process
that forks them takes a first layer (`settle`), which all of them inherit: the long list, and the folder in which
their scratch folders lie. Each of them adds a short second layer (`confine`): the few folders above that list, and
its own part of /proc and its own scratch folder. Only what both layers allow is allowed: the long list, a few files of
/proc, and one scratch folder.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograder.errors import GradschoolError
from autograder.limits import Limits

#: what programs need of the system to load and run: libraries, fonts, time zones, processor description
SYSTEM_READABLE = (
    "/usr/share/fonts",
    "/usr/share/zoneinfo",
    "/usr/local/share/fonts",
    "/usr/share/fontconfig",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/dev/null",
    "/dev/zero",
    "/dev/urandom",
    "/dev/random",
    "/sys/devices/system/cpu",
)

#: of /proc; TensorFlow ends a process that can't read its own command line
PROCESS_READABLE = ("/proc/cpuinfo", "/proc/meminfo", "/proc/self/cmdline")

#: folders of libraries; what lies in them of Python's packages is not allowed by this
LIBRARY_FOLDERS = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/local/lib", "/usr/local/lib64")

DENIED = (
    # networking; the wire uses read and write on a socket that was opened before
    "socket",
    "socketpair",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "sendto",
    "sendmsg",
    "sendmmsg",
    "recvfrom",
    "recvmsg",
    "recvmmsg",
    "shutdown",
    # new programs and processes
    "execve",
    "execveat",
    "fork",
    "vfork",
    # other processes
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "process_mrelease",
    "kill",
    "tkill",
    "rt_sigqueueinfo",
    "rt_tgsigqueueinfo",
    "pidfd_open",
    "pidfd_send_signal",
    "pidfd_getfd",
    "kcmp",
    "sched_setaffinity",
    "sched_setscheduler",
    "sched_setparam",
    "sched_setattr",
    "setpriority",
    "ioprio_set",
    "migrate_pages",
    "move_pages",
    # memory that no limit counts
    "memfd_create",
    "memfd_secret",
    "shmget",
    "shmat",
    "shmctl",
    "shmdt",
    "msgget",
    "msgsnd",
    "msgrcv",
    "msgctl",
    "semget",
    "semop",
    "semctl",
    "semtimedop",
    "mq_open",
    "mq_unlink",
    "mlock",
    "mlock2",
    "mlockall",
    # the kernel's large surfaces
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "keyctl",
    "add_key",
    "request_key",
    "fanotify_init",
    "inotify_init",
    "inotify_init1",
    "name_to_handle_at",
    "open_by_handle_at",
    "quotactl",
    "acct",
    "syslog",
    "init_module",
    "finit_module",
    "delete_module",
    "kexec_load",
    "kexec_file_load",
    "reboot",
    "swapon",
    "swapoff",
    "modify_ldt",
    "iopl",
    "ioperm",
    "vhangup",
    "lookup_dcookie",
    # who and where it is
    "mount",
    "umount2",
    "pivot_root",
    "chroot",
    "unshare",
    "setns",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "move_mount",
    "open_tree",
    "mount_setattr",
    "mknod",
    "mknodat",
    "setuid",
    "setgid",
    "setreuid",
    "setregid",
    "setresuid",
    "setresgid",
    "setfsuid",
    "setfsgid",
    "setgroups",
    "capset",
    "personality",
    "setrlimit",
    "sethostname",
    "setdomainname",
    "settimeofday",
    "clock_settime",
    "clock_adjtime",
    "adjtimex",
    "stime",
    "setsid",
    "setpgid",
)
#: they reach files by name, past Landlock; answered as if done, so that copying a file inside scratch still works
NEUTRAL = (
    "chmod",
    "fchmod",
    "fchmodat",
    "fchmodat2",
    "chown",
    "fchown",
    "lchown",
    "fchownat",
    "utime",
    "utimes",
    "futimesat",
    "utimensat",
)
#: the same, answered as on a file system without such attributes
UNSUPPORTED = tuple(
    f"{prefix}{action}xattr{suffix}"
    for action in ("set", "get", "list", "remove")
    for prefix, suffix in (("", ""), ("l", ""), ("f", ""), ("", "at"))
)
#: answered with "no such call", so that the C library falls back to one that can be judged by its arguments
ABSENT = ("clone3",)

CLONE_THREAD = 0x00010000
PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2
OWN_PROCESS = (
    0x5AFE1D00  #: stands in a seccomp program for the number of the process that will load it; none is so high
)
INSTRUCTION = struct.Struct("=HBBI")  #: one of a seccomp program, as the kernel defines it: code, two jumps, operand
MIB = 1024 * 1024
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class CannotConfine(GradschoolError):
    """This kernel or installation lacks something that confinement needs."""


@dataclass(frozen=True)
class Ground:
    """What a settled process has made ready for the processes that it forks."""

    folders: tuple[str, ...]  #: together above all that may be read, and none of them above a scratch folder
    calls: bytes  #: the seccomp program, with `OWN_PROCESS` in it
    used: int  #: address space that a fork starts with, in bytes


@dataclass(frozen=True)
class Policy:
    """What a process keeps of what it was forked with: one scratch folder to write, and its limits."""

    scratch: str
    limits: Limits
    ground: Ground | None  #: None: it is not confined


def missing_features() -> list[str]:
    """What this machine lacks for grading, in words; empty where grading is possible."""
    if sys.platform != "linux":
        return [
            f"Linux (this is {sys.platform}); the student's side works here, grading needs Linux 6.12 or newer, "
            "for example in a virtual machine or WSL 2"
        ]
    lacks = []
    try:
        import sandlock

        abi, needed = sandlock.landlock_abi_version(), sandlock.min_landlock_abi()
        if abi < needed:
            found = "no Landlock" if abi <= 0 else f"Landlock version {abi}"
            lacks.append(
                f"Landlock version {needed} in the kernel (Linux 6.12 or newer, with landlock among "
                f"its active security modules); found {found} on Linux {os.uname().release}"
            )
    except (ImportError, OSError) as error:
        lacks.append(f"the Python package sandlock ({error})")
    try:
        import pyseccomp  # noqa: F401
    except (ImportError, OSError, RuntimeError) as error:
        lacks.append(f"the Python package pyseccomp with the system's libseccomp, Debian's libseccomp2 ({error})")
    if not _has_seccomp():
        lacks.append("seccomp in the kernel (CONFIG_SECCOMP_FILTER)")
    return lacks


def _has_seccomp() -> bool:
    try:
        return "\nSeccomp:" in Path("/proc/self/status").read_text()
    except OSError:
        return False


def prepare() -> None:
    """Import what `settle` and `confine` need: afterwards they could not search for libraries any more."""
    import resource  # noqa: F401

    import pyseccomp  # noqa: F401
    import sandlock  # noqa: F401

    _libraries()


def require(confined: bool = True) -> None:
    """Raise `CannotConfine` where this machine can't confine a process, or can't grade at all."""
    if not hasattr(os, "fork"):
        raise CannotConfine(
            "Grading needs a Unix system, because it forks a warm process. On Windows the student's "
            "side works; to grade, use WSL 2 or a Linux machine."
        )
    lacks = missing_features() if confined else []
    if lacks:
        raise CannotConfine(
            "Grading runs strangers' code, so it needs the kernel's help. Missing here: " + "; ".join(lacks) + ". "
            "To grade code that you trust without any protection, add --unconfined."
        )


def settle(readable: Iterable[str], scratches: str) -> Ground:
    """Restrict the calling process, which must have one thread, to what the processes that it will fork may use.

    Irreversible. It can still fork, and write to each scratch folder: what it forks has to be confined.

    Args:
        readable: files and folders to read, beside those of the system.
        scratches: the folder in which the scratch folders will be made.

    Raises:
        CannotConfine: if the kernel refuses, or a scratch folder would be among what can be read.
    """
    listed = [path for path in (*SYSTEM_READABLE, *_libraries(), *readable) if os.path.exists(path)]
    ground = Ground(_folders_above(listed, scratches), _program(), _address_space())
    _drop_capabilities()
    _restrict_files([*listed, "/proc"], scratches)  # a process's own part of /proc is not there before it is forked
    return ground


def confine(policy: Policy) -> None:
    """Confine the calling process, which must have one thread and be forked by a settled one. Irreversible.

    The working folder becomes the scratch folder and the environment is replaced.

    Raises:
        CannotConfine: if the kernel refuses any part.
    """
    _clean_environment(policy.scratch)
    os.chdir(policy.scratch)
    os.umask(0o077)
    die_with_parent()
    if policy.ground is None:
        return
    _limit(policy.limits, policy.ground.used)
    _restrict_files((*policy.ground.folders, *filter(os.path.exists, PROCESS_READABLE)), policy.scratch)
    _restrict_calls(policy.ground.calls)


def _clean_environment(scratch: str) -> None:
    kept = {
        name: os.environ[name]
        for name in (
            "PATH",
            "LANG",
            "OMP_NUM_THREADS",
            "OPENBLAS_NUM_THREADS",
            "MPLBACKEND",
            "TF_CPP_MIN_LOG_LEVEL",
            "KERAS_BACKEND",
            "CUDA_VISIBLE_DEVICES",
        )
        if name in os.environ
    }
    os.environ.clear()
    os.environ.update(kept, HOME=scratch, TMPDIR=scratch, MPLCONFIGDIR=scratch, IPYTHONDIR=scratch)


def die_with_parent() -> None:
    """Have the kernel end the calling process when the one that forked it ends."""
    if sys.platform == "linux":
        _prctl(PR_SET_PDEATHSIG, 9)


def _prctl(option: int, value: int = 0) -> int:
    assert _LIBC is not None  # confinement is Linux only
    return int(_LIBC.prctl(option, ctypes.c_ulong(value), 0, 0, 0))


def _limit(limits: Limits, used: int) -> None:
    import resource  # Unix only, and this module is imported everywhere

    wanted = {
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_AS: used + limits.memory_mib * MIB,
        resource.RLIMIT_FSIZE: limits.file_mib * MIB,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # processor time: a signal of its own (SIGXCPU) comes first, SIGKILL a second later
        grace = 1 if kind == resource.RLIMIT_CPU and bound == value else 0
        resource.setrlimit(kind, (bound, bound + grace))


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _drop_capabilities() -> None:
    """Empty every capability set; a process of root keeps only the name."""
    for capability in range(64):
        if _prctl(PR_CAPBSET_DROP, capability) != 0:
            break  # the kernel knows no capability of this number, or this process may drop none
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    assert _LIBC is not None
    if _LIBC.capset(header, data) != 0:
        raise CannotConfine(f"The kernel did not give up capabilities: {os.strerror(ctypes.get_errno())}.")
    if _prctl(PR_SET_NO_NEW_PRIVS, 1) != 0:
        raise CannotConfine("The kernel did not accept no_new_privs.")


def _restrict_files(readable: Iterable[str], writable: str) -> None:
    """One more Landlock layer."""
    import sandlock

    try:
        sandlock.confine(sandlock.Sandbox(fs_readable=list(readable), fs_writable=[writable, "/dev/null"]))
    except sandlock.SandlockError as error:
        raise CannotConfine(f"Landlock could not be switched on: {error}.") from None


def _folders_above(readable: Iterable[str], scratches: str) -> tuple[str, ...]:
    """Few folders that hold all of these paths; a path stands for itself where its folder also holds scratch."""
    hidden = Path(scratches).resolve()
    found: set[Path] = set()
    for path in map(Path, map(os.path.realpath, readable)):
        if path == hidden or path in hidden.parents or hidden in path.parents:
            raise CannotConfine(
                f"Scratch folders can't be private in {hidden}, because programs need to read {path}. "
                "Set TMPDIR to a folder that holds no libraries."
            )
        above = path.parent
        found.add(path if above == hidden or above in hidden.parents else above)
    return tuple(sorted(str(path) for path in found if found.isdisjoint(path.parents)))


@cache
def _libraries() -> tuple[str, ...]:
    """Everything in the system's library folders but Python's own folders, which may hold this very package."""
    found = []
    for folder in dict.fromkeys(os.path.realpath(folder) for folder in LIBRARY_FOLDERS if os.path.isdir(folder)):
        found += [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if not name.startswith("python")]
    return tuple(found)


def refuse_if_readable(secret: Path, readable: Iterable[str]) -> None:
    """Raise `CannotConfine` where a folder that must stay hidden lies under one that can be read."""
    hidden = secret.resolve()
    for path in (*SYSTEM_READABLE, *_libraries(), *readable):
        if hidden == Path(path).resolve() or Path(path).resolve() in hidden.parents:
            raise CannotConfine(
                f"Answers could read {hidden}, because it lies under {path}, which programs need. "
                "Install the course in an environment of its own (python -m venv)."
            )


def _restrict_calls(program: bytes) -> None:
    """Load a seccomp program of `_program`, made this process's own."""
    own = b"".join(
        INSTRUCTION.pack(code, yes, no, os.getpid() if operand == OWN_PROCESS else operand)
        for code, yes, no, operand in INSTRUCTION.iter_unpack(program)
    )
    instructions = ctypes.create_string_buffer(own, len(own))
    loaded = _Program(len(own) // INSTRUCTION.size, ctypes.cast(instructions, ctypes.c_void_p))
    assert _LIBC is not None
    if _LIBC.prctl(PR_SET_SECCOMP, ctypes.c_ulong(SECCOMP_MODE_FILTER), ctypes.byref(loaded), 0, 0) != 0:
        raise CannotConfine(f"seccomp could not be switched on: {os.strerror(ctypes.get_errno())}.")


class _Program(ctypes.Structure):
    """The kernel's ``struct sock_fprog``."""

    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


def _program() -> bytes:
    """The system calls that a process may make, as a seccomp program, with `OWN_PROCESS` for its own number."""
    with os.fdopen(os.memfd_create("calls"), "w+b") as file:
        try:
            _allowed_calls().export_bpf(file)  # type: ignore[attr-defined]
        except OSError as error:
            raise CannotConfine(f"seccomp's program could not be made: {error}.") from None
        file.seek(0)
        program = file.read()
    if [operand for *_, operand in INSTRUCTION.iter_unpack(program)].count(OWN_PROCESS) != 1:
        raise CannotConfine("seccomp's program has an unknown form; install another version of libseccomp.")
    return program


def _allowed_calls() -> object:
    import pyseccomp

    calls = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    refuse = pyseccomp.ERRNO(errno.EPERM)
    for name in DENIED:
        _add(calls, refuse, name)
    for name in NEUTRAL:
        _add(calls, pyseccomp.ERRNO(0), name)
    for name in UNSUPPORTED:
        _add(calls, pyseccomp.ERRNO(errno.ENOTSUP), name)
    for name in ABSENT:
        _add(calls, pyseccomp.ERRNO(errno.ENOSYS), name)
    thread = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, CLONE_THREAD, 0)
    calls.add_rule(refuse, "clone", thread)
    # a process may only signal itself (abort does) and not change the limits of any process
    calls.add_rule(refuse, "tgkill", pyseccomp.Arg(0, pyseccomp.NE, OWN_PROCESS))
    calls.add_rule(refuse, "prlimit64", pyseccomp.Arg(2, pyseccomp.NE, 0))
    for option in (PR_SET_PDEATHSIG, PR_SET_DUMPABLE):
        # the kernel reads 32 bits of this argument, so only those are compared
        calls.add_rule(refuse, "prctl", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, 0xFFFFFFFF, option))
    return calls


def _add(calls: object, action: int, name: str) -> None:
    """Add a rule, unless this processor or libseccomp doesn't know the call."""
    import pyseccomp

    try:
        number = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
    except (OSError, ValueError):
        return
    if number >= 0:
        calls.add_rule(action, number)  # type: ignore[attr-defined]
