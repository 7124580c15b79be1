"""Points of a class become difficulty, discrimination and outcomes, with the numbers that the formulas give by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from made_class import record, result

from autograder.feedback import Person
from autograder.record import Verdict
from autograder.report.statistics import discriminate, items_of, misconceptions_of, students_of


def made(*scores: dict[str, float]):
    return students_of([record(f"s{number:02}", points) for number, points in enumerate(scores)], {})


def test_difficulty_is_the_mean_share_of_the_points():
    items = {item.name: item for item in items_of(made({"double": 3.0}, {"double": 1.5}, {"double": 0.0}))}
    assert items["double"].difficulty == pytest.approx(0.5) and items["apply"].difficulty == 1.0
    assert items["double"].outcomes == dict(full=1, part=1, none=1, unanswered=0, waiting=0, unjudged=0)


def test_what_waits_counts_neither_for_nor_against():
    (student,) = made({"double": 0.0})
    assert (student.points, student.possible, student.waiting) == (3.0, 6.0, 1) and student.share == 0.5
    assert items_of([student])[-1].difficulty is None


def test_a_persons_points_count_in_place_of_the_graders():
    given = {("ada", "exercises"): {"explain_double": Person(1.0), "test_double": Person(0.0)}}
    (student,) = students_of([record("ada", {})], given)
    assert (student.points, student.possible, student.waiting) == (4.0, 8.0, 0)


def test_what_could_not_be_judged_does_not_make_an_exercise_hard():
    unread = record("b", {})
    unread = replace(
        unread, exercises=tuple(replace(r, score=0.0, verdict=Verdict.UNREADABLE) for r in unread.exercises)
    )
    students = students_of([record("a", {}), unread], {})
    assert students[1].share == 0.0
    double = items_of(students)[0]
    assert double.difficulty == 1.0 and double.outcomes["unjudged"] == 1


def test_an_essay_that_nobody_has_marked_is_not_hard_because_one_student_left_it_empty():
    empty = record("b", {})
    blank = [replace(r, verdict=Verdict.NOT_ANSWERED) if r.name == "explain_double" else r for r in empty.exercises]
    students = students_of([record("a", {}), replace(empty, exercises=tuple(blank))], {})
    essay = items_of(students)[-1]
    assert (essay.outcomes["waiting"], essay.outcomes["unanswered"], essay.difficulty) == (1, 1, None)


def test_discrimination_leaves_the_exercise_itself_out():
    """Ten students: here 0,0,0,0,0,1,1,1,1,1 and elsewhere 0..9, so r = 5 · 2.5 / √(2.5 · 82.5)."""
    own, rest = np.repeat([0.0, 1.0], 5), np.arange(10.0)
    value, method = discriminate(own, rest, 1.0)
    assert method == "correlation" and value == pytest.approx(12.5 / math.sqrt(2.5 * 82.5))
    scores = [{"double": 3.0 * high, "quadruple": low / 5, "apply": 0.0} for high, low in zip(own, rest, strict=True)]
    assert items_of(made(*scores))[0].discrimination == pytest.approx(value)


def test_a_small_class_is_split_into_halves():
    value, method = discriminate(np.array([0.0, 1.0, 2.0, 2.0, 2.0]), np.array([1.0, 2.0, 3.0, 4.0, 5.0]), 2.0)
    assert method == "groups" and value == pytest.approx((2.0 - 0.5) / 2.0)


@pytest.mark.parametrize(
    ("own", "rest", "why"),
    [
        ([1, 0, 1], [1, 2, 3], "too few"),
        ([1, 0, 1, 0], [2, 2, 2, 2], "all alike elsewhere"),
        ([1] * 10, list(range(10)), "all alike here"),
        (list(range(10)), [3] * 10, "all alike elsewhere"),
        ([math.nan] * 12, list(range(12)), "too few"),
    ],
)
def test_where_discrimination_means_nothing_it_is_none(own, rest, why):
    assert discriminate(np.array(own, float), np.array(rest, float), 1.0) == (None, why)


def test_an_exercise_that_contradicts_the_rest_is_negative():
    value, _ = discriminate(np.arange(12.0)[::-1], np.arange(12.0), 11.0)
    assert value == pytest.approx(-1.0)


def test_misconceptions_are_counted_most_frequent_first():
    def wrong(student: str, *said: str):
        results = tuple(result("double", 0.0, misconception=text) for text in said)
        return record(student, {}, exercises=results)

    found = misconceptions_of(students_of([wrong("a", "rare"), wrong("b", "often"), wrong("c", "often")], {}))
    assert [(one.text, one.students) for one in found] == [("often", ("b", "c")), ("rare", ("a",))]


def test_notebooks_of_a_unit_are_taken_together():
    records = [record("a", {}), replace(record("a", {"double": 0.0}), notebook="more", wall_s=2.0, memory_mib=7.0)]
    (student,) = students_of(records, {})
    assert student.points == 9.0 and set(student.works) >= {"exercises: double", "more: double"}
    assert (student.wall_s, student.memory_mib) == (2.0, 7.0)
