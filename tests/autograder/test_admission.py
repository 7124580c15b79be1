import pytest

from autograder import admission
from autograder.admission import WARM_MIB, admitted
from autograder.errors import GradschoolError
from autograder.limits import Limits

EACH = 1000 + WARM_MIB
LIMITS = Limits(memory_mib=1000)


@pytest.mark.parametrize(
    ("asked", "free", "workers"),
    [(3, None, 3), (3, 3 * EACH, 3), (3, 3 * EACH - 1, 2), (3, EACH, 1), (1, 100 * EACH, 1)],
)
def test_as_many_workers_start_as_memory_allows_and_it_is_said(asked, free, workers):
    admitted_workers, why = admitted(asked, LIMITS, free)
    assert admitted_workers == workers
    assert bool(why) == (workers < asked)
    if why:
        assert f"{workers} of {asked} workers" in why and str(EACH) in why and str(free) in why


def test_without_memory_for_one_the_way_out_is_named():
    with pytest.raises(
        GradschoolError, match=r"1600 MiB \(1000 for the submission\), but 1500.*--limit memory_mib=900"
    ):
        admitted(2, LIMITS, 1500)


def test_as_many_workers_as_processors_if_not_said(monkeypatch):
    monkeypatch.setattr(admission, "processors", lambda: 5)
    assert admitted(None, LIMITS, None) == (5, "")


def test_what_is_free_is_the_least_of_machine_and_control_group(tmp_path, monkeypatch):
    (tmp_path / "meminfo").write_text("MemTotal: 9000000 kB\nMemAvailable: 4096000 kB\n")
    monkeypatch.setattr(admission, "MEMINFO", tmp_path / "meminfo")
    monkeypatch.setattr(admission, "CGROUP", tmp_path)
    assert admission.free_mib() == 4000
    (tmp_path / "memory.max").write_text("max\n")
    assert admission.free_mib() == 4000
    (tmp_path / "memory.max").write_text(f"{1000 << 20}\n")
    (tmp_path / "memory.current").write_text(f"{800 << 20}\n")
    (tmp_path / "memory.stat").write_text(f"anon 5\ninactive_file {300 << 20}\n")
    assert admission.free_mib() == 500


def test_nothing_is_known_of_a_machine_that_says_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(admission, "MEMINFO", tmp_path / "meminfo")
    monkeypatch.setattr(admission, "CGROUP", tmp_path)
    assert admission.free_mib() is None
