"""Copies are found under other names; people who work alone, and answers that everybody writes, are left in peace."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.course import packaged_course
from autograder.notebook import read_source
from autograder.qualify.bank import read_bank
from autograder.report.likeness import alike, fingerprints, runs
from autograder.report.structure import structures

WORDS = [f"w{number}" for number in range(40)]


def text(rng: np.random.Generator, length: int = 40) -> tuple[str, ...]:
    """An answer like no other."""
    return tuple(rng.choice(WORDS, size=length))


def a_class(rng: np.random.Generator, size: int, exercises: int = 6) -> dict[str, dict[str, tuple[str, ...]]]:
    return {f"s{n:03}": {f"e{k}": text(rng) for k in range(exercises)} for n in range(size)}


def pairs(answers, background=None, given=()):
    return [(pair.first, pair.second) for pair in alike(answers, background or {}, given)]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(2003)


@pytest.mark.parametrize("size", [0, 1])
def test_a_class_without_pairs(rng, size):
    assert pairs(a_class(rng, size)) == []


@pytest.mark.parametrize("size", [2, 3, 12, 60])
def test_one_copy_is_found_and_nobody_else_is_named(rng, size):
    answers = a_class(rng, size)
    answers["s000"] = dict(answers["s001"])
    (pair,) = alike(answers, {})
    assert (pair.first, pair.second, pair.of) == ("s000", "s001", 6) and pair.similarity == pytest.approx(1.0)
    assert pair.exercises == tuple(f"e{k}" for k in range(6))


def test_a_copy_of_half_of_the_work_is_found(rng):
    answers = a_class(rng, 20)
    answers["s000"] |= {name: answers["s001"][name] for name in ("e0", "e2", "e4")}
    (pair,) = alike(answers, {})
    assert pair.exercises == ("e0", "e2", "e4") and pair.similarity == pytest.approx(0.5, abs=0.1)


def test_a_copy_with_a_piece_put_in_is_found(rng):
    answers = a_class(rng, 20)
    answers["s000"] = {name: words[:30] + ("mine", "too") + words[30:] for name, words in answers["s001"].items()}
    assert pairs(answers) == [("s000", "s001")]


def test_an_answer_that_everybody_writes_counts_for_nothing(rng):
    same = {f"e{k}": text(rng) for k in range(6)}
    assert pairs({f"s{n}": dict(same) for n in range(12)}) == []


def test_an_answer_of_half_the_class_counts_for_little(rng):
    styles = [{f"e{k}": text(rng) for k in range(6)} for _ in range(2)]
    assert pairs({f"s{n:02}": dict(styles[n % 2]) for n in range(12)}) == []


def test_one_liners_are_too_short_to_count(rng):
    answers = a_class(rng, 12)
    for found in answers.values():
        found |= {f"e{k}": text(rng, 7) for k in range(6)}
    answers["s000"] = dict(answers["s001"])
    assert pairs(answers) == []


def test_what_everybody_was_given_counts_for_nothing(rng):
    given = [text(rng, 80) for _ in range(6)]
    answers = {f"s{n}": {f"e{k}": given[k] for k in range(6)} for n in range(2)}
    assert pairs(answers, given=given) == [] and pairs(answers) == [("s0", "s1")]


def test_a_known_answer_counts_for_less(rng):
    answers = a_class(rng, 2)
    answers["s000"] = dict(answers["s001"])
    background = {name: [words] * 12 for name, words in answers["s000"].items()}
    assert pairs(answers) and pairs(answers, background) == []


def test_one_answer_alone_is_never_enough(rng):
    answers = a_class(rng, 12)
    answers["s000"]["e3"] = answers["s001"]["e3"]
    assert pairs(answers) == []


def test_a_ring_of_copies_is_found_whole(rng):
    answers = a_class(rng, 20)
    for name in ("s000", "s001", "s002"):
        answers[name] = dict(answers["s003"])
    assert len(pairs(answers)) == 6


def test_a_run_that_is_shared_is_found_wherever_it_stands(rng):
    shared, least = text(rng, 30), 8 + 4 - 1
    for start in range(12):
        one, other = text(rng, start) + shared[:least] + text(rng, 9), text(rng, 17) + shared[:least] + text(rng, 3)
        assert fingerprints(one, set()) & fingerprints(other, set()) & set(runs(shared))


def test_people_who_work_alone_are_seldom_named():
    """Forty classes of ten, each answer drawn from the bank of unit 01, half of which is not known beforehand.

    Promised is a wrongly named pair in at most one class of eight; measured were 5 %. At 5 % more than 8 of 40 has a
    chance below 1 in 5000.
    """
    unit, rng = packaged_course().unit("01"), np.random.default_rng(40)
    bank = read_bank(unit.folder)
    names = [exercise.name for exercise in read_source(unit.exercises).exercises if not exercise.manual]
    texts = {name: structures([a.text for right in (True, False) for a in bank.of(name, right)]) for name in names}
    named = 0
    for _ in range(40):
        answers = {f"s{n}": {name: texts[name][rng.integers(len(texts[name]))] for name in names} for n in range(10)}
        known = {name: [words for words in found if rng.random() < 0.5] for name, found in texts.items()}
        named += bool(alike(answers, known))
    assert named <= 8
