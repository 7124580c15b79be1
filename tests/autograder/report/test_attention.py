"""Whoever needs help is named with the reason, and nobody else."""

from __future__ import annotations

from dataclasses import replace

from made_class import WORTH, record, result

from autograder.record import Record, Verdict
from autograder.report.attention import who_needs_help
from autograder.report.statistics import items_of, students_of


def needs(*records: Record) -> dict[str, tuple[str, ...]]:
    students = students_of(records, {})
    return {need.student: need.reasons for need in who_needs_help(students, items_of(students))}


def ended(student: str, **verdicts: Verdict) -> Record:
    """A record in which some exercises ended otherwise."""
    results = (result(name, 0.0 if name in verdicts else worth, verdicts.get(name)) for name, worth in WORTH.items())
    return record(student, {}, exercises=tuple(results))


def test_good_and_middling_work_is_left_alone():
    assert needs(record("a", {}), record("b", {"double": 0.0}), record("c", {"apply": 0.0})) == {}


def test_fewer_than_half_of_the_points():
    found = needs(record("a", {"double": 0.0, "apply": 0.0}))
    assert found == {"a": ("2 of 6 points so far; none in double, apply.",)}


def test_work_left_open():
    found = needs(ended("a", apply=Verdict.NOT_ANSWERED, explain_double=Verdict.MANUAL))
    assert found == {"a": ("Left 1 of 3 open: apply.",)}


def test_answers_that_never_end():
    found = needs(ended("a", apply=Verdict.TIMEOUT, quadruple=Verdict.CRASHED, explain_double=Verdict.MANUAL))
    assert found == {"a": ("Ran out of time or memory, or ended the program: quadruple, apply.",)}


def test_a_notebook_that_can_not_be_read_is_the_only_reason():
    broken = replace(ended("a", **dict.fromkeys(WORTH, Verdict.UNREADABLE)), remark="It was cut off.")
    assert needs(broken) == {"a": ("It was cut off.",)}


def test_what_nearly_everybody_can_is_said_in_a_class():
    weak = record("weak", {"double": 0.0, "quadruple": 0.5})
    good = [record(f"s{number}", {}) for number in range(9)]
    assert "No points where nearly everybody has all: double." in needs(weak, *good)["weak"]
    assert not any("nearly everybody" in reason for reason in needs(weak, *good[:3])["weak"])


def test_whoever_needs_it_most_comes_first():
    weak, weaker = record("a", {"double": 0.0, "apply": 0.0}), record("b", {"double": 0.0, "quadruple": 0.0})
    assert list(needs(weak, weaker)) == ["b", "a"]
