"""Sketches of what checks were given: what is alike must never be told apart by them, and the rest nearly always is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograder.behaviour import alike
from autograder.sketch import may_be_alike, sketch_of

RNG = np.random.default_rng(7)


def seem_alike(one, other):
    return may_be_alike(sketch_of([("equal", one)]), sketch_of([("equal", other)]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (3, 3.0),
        (True, 1),
        ([1.0, 2.0], np.array([1.0, 2.0])),
        ((1, 2), [1, 2]),
        ([np.ones(3), np.ones(3)], np.ones((2, 3))),
        ([[1.0], [1.0, 2.0]], ([1.0], [1.0, 2.0])),
        ([1.0, "a", None], [1, "a", None]),
        ({"b": 1, "a": np.zeros(2)}, {"a": np.zeros(2), "b": 1.0}),
        (np.array([np.nan, np.inf, 1.0]), [np.nan, np.inf, 1.0]),
        (object(), {1, 2}),
        (len, object()),
        (np.arange(5000.0), np.arange(5000.0) * (1 + 5e-7)),
        (np.arange(5000, dtype=np.float32), np.arange(5000.0) * (1 + 5e-5)),
        (np.array(["a", "b"]), np.array(["a", "b"])),
        ([10**30], [10**30]),
        (1e-12, 0.0),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (1 + 2j, np.array(1 + 2j)),
    ],
)
def test_what_is_alike_has_sketches_that_may_be(one, other):
    assert alike(one, other)
    assert seem_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (3, 3.1),
        (1.0, 1.00001),
        (np.ones(3), np.ones((3, 1))),
        (np.ones(3), "ones"),
        (None, 0),
        ("a", "b"),
        ([1.0, "a"], [1.0, "b"]),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, {"a": 2}),
        (np.array([np.nan, 1.0]), np.array([1.0, np.nan])),
        (np.array([np.inf]), np.array([-np.inf])),
        (np.arange(5000.0), np.arange(5000.0) + 0.1),
        (RNG.normal(size=5000), RNG.normal(size=5000)),
        (np.eye(40), np.eye(40)[::-1]),
        (1 + 2j, 1 - 2j),
        (object(), 3.0),
    ],
)
def test_what_is_not_alike_is_told_apart(one, other):
    assert not alike(one, other)
    assert not seem_alike(one, other)


def test_the_names_of_checks_and_their_number_count():
    one = [("equal", 1.0), ("close", 2.0)]
    assert may_be_alike(sketch_of(one), sketch_of(list(one)))
    assert not may_be_alike(sketch_of(one), sketch_of(one[:1]))
    assert not may_be_alike(sketch_of(one), sketch_of([("equal", 1.0), ("equal", 2.0)]))


NUMBERS = arrays.arrays(
    st.sampled_from([np.float64, np.float32, np.int64]),
    arrays.array_shapes(min_dims=0, max_dims=3, max_side=12),
    elements=st.integers(-1000, 1000),
)


@given(NUMBERS, st.integers(0, 1 << 30), st.floats(0, 4e-6))
def test_rounding_never_tells_two_answers_apart_that_are_alike(values, seed, size):
    other = values * (1 + size * np.random.default_rng(seed).uniform(-1, 1, values.shape))
    if alike(values, other):
        assert seem_alike(values, other)


def test_a_sketch_is_small_and_plain():
    from autograder import wire

    sketch = sketch_of([("close", RNG.normal(size=(300, 300))), ("equal", [1.0] * 1000), ("raised", ["E", "text"])])
    assert len(wire.encode({"sketch": sketch})) < 600
    again = wire.decode(wire.encode({"sketch": sketch}))["sketch"]
    assert may_be_alike(sketch, again)
