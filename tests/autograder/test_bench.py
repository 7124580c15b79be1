"""The benchmark runs the three ways on a course and says what each used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from small_unit import make_course

from autograder import bench_sample, floor
from autograder.bench import Cost, _row, measure
from autograder.engine import SOLUTIONS, open_engine, preload_for
from autograder.errors import GradschoolError
from autograder.limits import Limits
from autograder.notebook import read_source
from autograder.reference import reference_cells
from autograder.student_library import library_files

pytestmark = pytest.mark.confined
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_bench_measures_three_ways_and_leaves_the_course_alone(tmp_path):
    course = make_course(tmp_path / "course")
    before = {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()}
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from autograder.cli import main; main()",
            "bench",
            "01-small",
            "--course",
            str(course.root),
            "--submissions",
            "1",
            "--json",
            str(tmp_path / "bench.json"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "cpu_s" in done.stdout and "points given" in done.stdout
    found = json.loads((tmp_path / "bench.json").read_text())
    assert [row["name"] for row in found["rows"]] == ["grade", "nbgrader", "floor"]
    for row in found["rows"]:
        assert row["unit"] == "01-small" and row["submissions"] == 1
        assert min(row["wall_s"], row["cpu_s"], row["peak_mib"]) > 0
    assert found["points"] == {"grade": 6.0, "nbgrader": 6.0}, "honest work: every point that needs no person"
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.slow
def test_the_sample_of_keras_models_gets_all_its_points(tmp_path):
    sample = bench_sample.make_sample(make_course(tmp_path / "course"), tmp_path / "sample")
    source = read_source(sample.unit(bench_sample.FOLDER).exercises)
    assert "keras" in preload_for(source)
    with open_engine(source, library_files(()), 1, Limits(cell_seconds=30.0)) as engine:
        _, graded = engine.grade(reference_cells(source, SOLUTIONS), "secret")
    assert [(result.name, result.score) for result in graded.exercises] == [
        (name, 2.0) for name, _, _ in bench_sample.EXERCISES
    ], [result.reason for result in graded.exercises]


def test_what_one_more_submission_costs_is_told_from_the_start(tmp_path):
    unit = make_course(tmp_path / "course").unit("01")
    row = _row("grade", unit, 5, [Cost(9.0, 4.0, 90.0, 80.0), Cost(10.0, 5.0, 100.0, 90.0), Cost(6.0, 3.0, 90.0, 80.0)])
    assert (row.wall_s, row.cpu_s, row.peak_mib) == (2.0, 1.0, 100.0)
    assert (row.more_wall_s, row.more_cpu_s, row.start_cpu_s) == (1.0, 0.5, 2.5)


def test_a_measured_command_counts_its_children(tmp_path):
    burn = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}])"
    assert measure([sys.executable, "-c", code], tmp_path).cpu_s > 0.3


def test_a_command_that_fails_is_a_sentence_with_its_last_words(tmp_path):
    with pytest.raises(GradschoolError, match=r"(?s)status 3.*no such thing"):
        measure([sys.executable, "-c", "print('no such thing'); raise SystemExit(3)"], tmp_path)


def test_the_floor_refuses_cells_that_raise(tmp_path):
    work = tmp_path / "floor.json"
    work.write_text(json.dumps({"preload": ["json"], "submissions": [["x = 1", "assert x == 2"]]}))
    with pytest.raises(GradschoolError, match="raised"):
        measure([sys.executable, floor.__file__, str(work)], tmp_path)
