"""Where the kernel can't confine, grading stops and says what is missing."""

from __future__ import annotations

import pytest

from autograder import confinement
from autograder.errors import GradschoolError
from autograder.limits import Limits, parse_limits


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
