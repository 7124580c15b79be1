"""What a large class costs: the arithmetic, the filled gradebook, and that memory doesn't grow with the class."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tracemalloc
from io import StringIO
from pathlib import Path

import made_class
import pytest
from nbgrader.api import Grade
from postgres_server import postgres_server, programs
from rich.console import Console
from small_bank import add_bank
from small_unit import make_course
from sqlalchemy import event, text

from autograder.errors import GradschoolError
from autograder.export import read_grades
from autograder.gradebook import given_by_hand, open_gradebook, save_record, student_ids
from autograder.packed_records import PackedRecords
from autograder.scale import _Look, aims, costs, read_costs, run_scale, run_sizes
from autograder.scale_gradebook import fill, run_gradebook
from autograder.table import ROWS, results_table

TABLES = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")


@pytest.fixture
def course(tmp_path):
    made = make_course(tmp_path / "course")
    made_class.release(made)
    return made


def shown(thing):
    console = Console(file=StringIO(), width=300)
    console.print(thing)
    return console.file.getvalue()


def counts(url):
    with open_gradebook(url) as book, book.engine.connect() as connection:
        return [connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in TABLES]


# -- the filled gradebook


def test_a_filled_gradebook_has_every_grade_of_every_student_and_takes_more(course):
    fill(course.gradebook_url, 5)
    assert counts(course.gradebook_url) == [5, 5, 5, 20, 20]
    with open_gradebook(course.gradebook_url, course.course_id) as book:
        found = book.find_submission_notebook("exercises", "01-small", "generated-3")
        assert all(0 <= grade.auto_score <= grade.cell.max_score for grade in found.grades)
        save_record(book, made_class.record("ada", {}))
        save_record(book, made_class.record("generated-3", {"double": 3.0}))
        assert book.find_grade("test_double", "exercises", "01-small", "generated-3").auto_score == 3.0
    assert counts(course.gradebook_url) == [6, 6, 6, 24, 24], "the generated rows are not those that grading makes"
    with pytest.raises(GradschoolError, match="filled before"):
        fill(course.gradebook_url, 5)


def test_postgresql_is_filled_alike(course):
    if programs() is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("PostgreSQL's server is not installed")
    with postgres_server() as server:
        cost = run_gradebook(course, course.unit("small"), 4, server.new_database(), reported=2)
    assert (cost.database, cost.students, cost.units, cost.grades, cost.report_students) == ("postgresql", 4, 1, 16, 2)
    assert min(cost.size_mib, cost.list_s, cost.enter_ms, cost.report_s, cost.report_mib) > 0


@pytest.mark.parametrize("read", ["a list", "what people gave", "who is there"])
def test_a_whole_class_is_read_with_a_few_queries(course, read):
    """A query a student would take minutes for a large class; the ORM makes one for every deferred column."""
    unit = course.unit("small").name
    reading = {
        "a list": lambda book: read_grades(book, [unit]),
        "what people gave": lambda book: given_by_hand(book, unit),
        "who is there": student_ids,
    }[read]
    made = []
    for students in (2, 40):
        fill(course.gradebook_url, students)
        with open_gradebook(course.gradebook_url, course.course_id) as book:
            for grade in book.db.query(Grade):
                grade.manual_score = 1.0
            book.db.commit()
            made.append([])
            event.listen(book.engine, "before_cursor_execute", lambda *told, asked=made[-1]: asked.append(told[2]))
            found = reading(book)
            assert len(found.members if read == "a list" else found) == students
            book.db.rollback()
            book.engine.dispose()
        made_class.release(course)  # an empty one again
    assert len(made[0]) == len(made[1]) <= 8, made[1]


# -- measuring


@pytest.mark.slow
@pytest.mark.confined
def test_a_run_into_a_filled_gradebook_is_measured(course):
    add_bank(course)
    rows = run_sizes(course, course.unit("small"), 2, lambda said: None, sizes=(3,))
    assert [(row.submissions, row.in_gradebook) for row in rows] == [(2, 3)]
    assert 0 < rows[0].conductor_cpu_s < rows[0].cpu_s and rows[0].scheduler_cpu_s == 0
    assert 0 < rows[0].conductor_mib <= rows[0].largest_mib + 1 and rows[0].stored_kib > 0


def test_the_scheduler_is_told_from_the_others():
    command = [sys.executable, "-c", "import sys; x = bytearray(30 << 20); print(1, flush=True); sys.stdin.read()"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([*command, "cluster_scheduler"], **pipes) as one, subprocess.Popen(command, **pipes) as other:
        one.stdout.read(1), other.stdout.read(1)
        look = _Look()
        look(os.getpid())
        one.stdin.close(), other.stdin.close()
    assert look.schedulers[one.pid] and not look.schedulers[other.pid]
    assert look.scheduler[1] > 30 and look.conductor[0] > 0


def test_a_part_that_there_is_not_is_refused(course):
    with pytest.raises(GradschoolError, match="There is no part 'speed' to measure. The parts: ways, sizes"):
        run_scale(course, course.unit("small"), ["ways", "speed"], 1)


# -- what is worked out


def row(name, submissions, cpu, conductor, wall=1.0, **more):
    usual = {"unit": "01-small", "in_gradebook": 0, "conductor_mib": 140.0, "largest_mib": 200.0, "stored_kib": 1024.0}
    return usual | {
        "name": name,
        "submissions": submissions,
        "cpu_s": cpu,
        "conductor_cpu_s": conductor,
        "wall_s": wall,
        **more,
    }


FOUND = {
    "machine": {"processors": 4},
    "units": [row("1", 1, 3.0, 2.0), row("9", 9, 11.0, 2.8)],  # one more: 1 s, of it 0.1 s the conductor's
    "ways": [
        row("1 worker", 1000, 1000.0, 50.0, wall=1000.0),
        row("2 workers", 1000, 1000.0, 50.0, wall=500.0),
        row("cluster of 2", 1000, 1050.0, 20.0, wall=520.0),  # 0.02 s of a submission are the conductor's
    ],
    "sizes": [row("10", 40, 40.0, 3.0, in_gradebook=10), row("10000", 40, 42.0, 3.0, in_gradebook=10000)],
}


def test_the_costs_of_many_follow_from_what_was_measured():
    line = next(line for line in shown(costs(FOUND, many=36_000)).splitlines() if "01-small" in line)
    # 36,000 s of processor are 10 h; 0.9 s of each are spread over 4, 40, 400 processors; the conductor needs 720 s
    assert line.split() == ["01-small", "10", "200", "35.2", "2.2", "0.2", "0.2", "11"]


def test_without_a_cluster_measured_the_conductor_costs_what_it_did_alone():
    alone = {name: FOUND[name] for name in ("machine", "units")}
    line = next(line for line in shown(costs(alone, many=36_000)).splitlines() if "01-small" in line)
    assert line.split()[4:] == ["2.2", "1.0", "1.0", "2"]


def test_the_aims_are_said_with_what_was_reached():
    said = " ".join(aims(FOUND))
    for words in ("took 8.3 min", "2.00 times as fast", "adds +5.0 % CPU", "costs +5.0 % CPU", "differs by +0 MiB"):
        assert words in said
    assert aims({"machine": {}}) == []


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"rows": []}'])
def test_a_file_of_something_else_is_refused(tmp_path, content):
    (tmp_path / "x.json").write_text(content)
    with pytest.raises(GradschoolError, match="is no file that `gradschool bench --scale --json` wrote"):
        read_costs(tmp_path / "x.json")


def test_costs_without_units_say_what_to_measure():
    with pytest.raises(GradschoolError, match="--part units"):
        costs({"machine": {"processors": 2}})


def test_the_command_shows_the_costs_of_a_file(tmp_path):
    (tmp_path / "found.json").write_text(json.dumps(FOUND))
    command = [sys.executable, "-c", "from autograder.cli import main; main()"]
    path = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    done = subprocess.run(
        [*command, "bench", "--scale", "--costs", "found.json"], cwd=tmp_path, env=path, capture_output=True, text=True
    )
    assert done.returncode == 0 and "100000 submissions, machines of 4 processors" in done.stdout, done.stderr


# -- memory


def test_a_large_class_takes_little_memory_while_it_is_graded():
    tracemalloc.start()
    try:
        records = PackedRecords(made_class.record(f"student-{n:05}", {"double": n % 4}) for n in range(2000))
        used = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert len(records) == 2000 and used < 2000 * 1500, f"{used / 2000:.0f} bytes for each record"


def test_packed_records_come_out_as_they_were():
    one, other = made_class.record("ben", {"double": 1.0}), made_class.record("ada", {})
    records = PackedRecords([one, other])
    assert list(records) == [one, other] and one in records
    records.sort_by_student()
    assert [records[0], records[-1]] == [other, one]


def test_of_a_large_class_the_first_are_shown_and_the_rest_counted():
    records = PackedRecords(made_class.record(f"student-{n:05}", {}) for n in range(ROWS + 7))
    said = shown(results_table(records))
    assert f"student-{ROWS - 1:05}" in said and f"student-{ROWS:05}" not in said
    assert "… and 7 submissions more" in said
    assert "submissions more" not in shown(results_table(list(records)[:ROWS]))
