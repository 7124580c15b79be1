"""The demonstration grades every sample notebook, and each ends as its name says."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from autograder.demo import Demonstration, run_demo, samples
from autograder.record import Record, Verdict

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.confined, pytest.mark.slow]


@pytest.fixture(scope="module")
def demonstration():
    result = run_demo(workers=2)
    yield result
    shutil.rmtree(result.course.root.parent)


@pytest.fixture(scope="module")
def records(demonstration: Demonstration) -> dict[str, Record]:
    return {record.student: record for record in demonstration.report.records}


def lost(record: Record) -> dict[str, Verdict]:
    return {e.name: e.verdict for e in record.exercises if not e.full and e.verdict is not Verdict.MANUAL}


def test_every_sample_has_a_recorded_verdict(demonstration, records):
    assert demonstration.report.complete
    assert set(records) == {folder.name for folder in samples().iterdir()} and len(records) >= 8
    for record in records.values():
        assert all(e.verdict is Verdict.PASSED or e.reason for e in record.exercises)


@pytest.mark.parametrize("student", ["perfect", "other-style", "deleted-tests"])
def test_right_work_scores_full(records, student):
    assert lost(records[student]) == {}


def test_one_wrong_loses_one_exercise_only(records):
    assert len(lost(records["one-wrong"])) == 1


@pytest.mark.parametrize("student", ["empty", "forger"])
def test_nothing_right_scores_nothing(records, student):
    assert records[student].score == 0


@pytest.mark.parametrize(
    ("student", "verdict"),
    [
        ("raises", Verdict.RAISED),
        ("endless-loop", Verdict.TIMEOUT),
        ("prints-forever", Verdict.TIMEOUT),
        ("exits", Verdict.CRASHED),
        ("misconception", Verdict.FAILED),
    ],
)
def test_a_sample_ends_as_its_name_says_and_keeps_the_rest(records, student, verdict):
    assert verdict in lost(records[student]).values()
    assert records[student].score > 0


def test_a_file_that_is_not_json_is_said_so(records):
    assert "not JSON" in records["not-json"].remark


def test_no_feedback_page_shows_a_hidden_line(demonstration):
    from autograder.kit import read_folder
    from autograder.leaks import find_unit_leaks

    course = demonstration.course
    pages = read_folder(course.feedback)
    assert len(pages) == len(demonstration.report.records)
    assert find_unit_leaks(course, course.unit("01"), pages) == []


def readme_command(word: str) -> str:
    import re

    blocks = re.findall(r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    return next(block for block in blocks if word in block).strip()


def test_the_readme_opens_with_exactly_the_two_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## ")[0]
    assert text.count("```sh") == 2
    for word in ("gradschool demo", "pytest"):
        assert "\n" not in readme_command(word)
    assert "README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_readmes_demo_command_works_in_a_fresh_copy(tmp_path):
    """As it stands, with an environment of its own: needs the package index, so only CI insists on it."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True)
    if listed.returncode != 0:
        pytest.skip("this is no git checkout, so what belongs to a fresh copy isn't known")
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, tmp_path / name)
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    began = time.monotonic()
    done = subprocess.run(
        ["bash", "-c", readme_command("gradschool demo")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=environment,
        timeout=1200,
    )
    if done.returncode != 0 and "No matching distribution" in done.stderr + done.stdout and not os.environ.get("CI"):
        pytest.skip("the package index can't be reached, so the README's command can't install anything")
    assert done.returncode == 0, done.stderr[-3000:]
    assert "perfect" in done.stdout and "Feedback:" in done.stdout
    print(f"{time.monotonic() - began:.0f} s with installation")
    shutil.rmtree(tmp_path / ".venv")
