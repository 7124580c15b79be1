"""What the benchmark times against each other computes the same thing."""

import numpy as np
import pytest

from autograder import bench_references
from solutions import _speed


@pytest.fixture(scope="module")
def small():
    return {one.name: one for one in _speed.convolution(batch=2) + _speed.recurrence(batch=2)}


@pytest.mark.parametrize("name", ["conv2d", "conv2d_backward", "lstm_forward", "lstm, forward and backward"])
def test_both_sides_of_a_comparison_agree(small, name):
    ours, theirs = small[name].ours(), small[name].keras()
    for a, b in zip(*(side if isinstance(side, tuple) else (side,) for side in (ours, theirs)), strict=True):
        assert a.dtype == b.dtype == np.float32 and a.shape == b.shape
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-3)


def test_the_two_sides_take_turns_and_the_median_counts(monkeypatch):
    order, clock = [], iter(np.cumsum([0, 1, 0, 2, 0, 30, 0, 4, 0, 5, 0, 60]) / 1000)
    monkeypatch.setattr(bench_references.time, "perf_counter", lambda: next(clock))
    medians = bench_references._medians((lambda: order.append("ours"), lambda: order.append("keras")), 3)
    assert order == ["ours", "keras"] * 3
    assert medians == pytest.approx([5, 4])


def test_the_table_and_the_json_give_the_ratio():
    timed = [bench_references.Timed("conv2d", 6.0, 4.0, 3)]
    assert bench_references.for_json(timed)["references"][0]["ratio"] == 1.5
    assert list(bench_references.references_table(timed).columns[3].cells) == ["1.50"]
