import io
import json

import pytest
from made_class import record

from autograder.errors import GradschoolError
from autograder.figures import Figures, State, keeping_figures, submission_id
from autograder.record import Verdict


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def observed(figures: Figures, *records: object, waiting: int = 0) -> None:
    for number, one in enumerate(records, 1):
        figures(State("01-small", number, waiting + len(records) - number, 2, 321.5), one)


def test_a_line_for_each_submission_without_the_students_name():
    log = io.StringIO()
    observed(Figures(log), record("ada", {}, cpu_s=1.5), record("Ben Ángel", {"double": 0.0}), None)
    first, second, third = map(json.loads, log.getvalue().splitlines())
    assert first["cpu_s"] == 1.5 and first["worker_mib"] == 321.5 and first["failures"] == {}
    assert second["failures"] == {Verdict.FAILED.value: 1} and second["waiting"] == 1
    assert third == {"time": third["time"], "unit": "01-small", "waiting": 0, "stored": False}
    assert "ada" not in log.getvalue() and "Ben" not in log.getvalue() and "def double" not in log.getvalue()


def test_the_id_of_a_submission_is_its_own_and_stays():
    assert submission_id(record("ada", {})) == submission_id(record("ada", {"double": 0.0}))
    assert submission_id(record("ada", {})) != submission_id(record("ben", {}))


def test_the_text_for_prometheus_counts(tmp_path):
    clock = Clock()
    figures = Figures(prometheus=tmp_path / "run.prom", clock=clock)
    clock.now += 4
    observed(figures, record("ada", {}, cpu_s=1.5), record("ben", {"double": 0.0}, cpu_s=0.5), None, waiting=7)
    figures.write()
    values = dict(line.rsplit(" ", 1) for line in (tmp_path / "run.prom").read_text().splitlines() if line[0] != "#")
    assert values["gradschool_records_total"] == "2" and values["gradschool_not_recorded_total"] == "1"
    assert values["gradschool_records_per_second"] == "0.5" and values["gradschool_cpu_seconds_total"] == "2.0"
    assert values["gradschool_waiting"] == "7" and values["gradschool_worker_mib"] == "321.5"
    assert values['gradschool_exercises_total{verdict="failed"}'] == "1"
    assert values['gradschool_exercises_total{verdict="passed"}'] == "5"
    assert values['gradschool_exercises_total{verdict="timeout"}'] == "0"


def test_every_row_has_its_kind_and_words():
    lines = Figures().text().splitlines()
    named = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    assert named == {line.split()[2] for line in lines if line.startswith("# HELP")}
    assert named == {line.split("{")[0].split()[0] for line in lines if line[0] != "#"}


def test_the_file_is_written_at_most_once_a_second_and_at_the_end(tmp_path):
    clock, place = Clock(), tmp_path / "run.prom"
    figures = Figures(prometheus=place, clock=clock)
    observed(figures, record("ada", {}), waiting=3)
    place.write_text("stale")
    observed(figures, record("ben", {}), waiting=3)
    assert place.read_text() == "stale"
    observed(figures, record("cyd", {}), waiting=0)
    assert "gradschool_records_total 3" in place.read_text()


def test_a_log_goes_on_where_it_ended(tmp_path):
    for student in ("ada", "ben"):
        with keeping_figures(tmp_path / "log.jsonl", None) as figures:
            observed(figures, record(student, {}))
    assert len((tmp_path / "log.jsonl").read_text().splitlines()) == 2


@pytest.mark.parametrize("which", ["log", "prometheus"])
def test_a_file_that_can_not_be_written_is_said_before_anything_is_graded(tmp_path, which):
    (tmp_path / "there").write_text("a file")
    files = {"log": None, "prometheus": None} | {which: tmp_path / "there" / "figures"}
    with pytest.raises(GradschoolError, match="can't be written"), keeping_figures(**files):
        pytest.fail("it began")
