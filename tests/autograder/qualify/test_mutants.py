"""Mutants: each kind of slip that the course names is made, and nothing that can't matter is."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.qualify.misbehaviour import Call
from autograder.qualify.mutants import Mutant, mutants_of


def texts(source: str, kind: str | None = None, guards: bool = False) -> list[str]:
    found = mutants_of(source, ("f",), [], guards)
    return [mutant.text for mutant in found if kind is None or mutant.kind == kind]


def run(mutant: Mutant) -> object:
    namespace: dict[str, object] = {"np": np}
    exec(mutant.text, namespace)
    return namespace["f"]


def behaviour(source: str, kind: str, calls: list[Call] | None = None) -> object:
    return run(next(m for m in mutants_of(source, ("f",), calls or []) if m.kind == kind))


@pytest.mark.parametrize(
    "body, kind, mutated",
    [
        ("a + b", "operator", "a - b"),
        ("a - b", "swapped operands", "b - a"),
        ("a / b", "missing division", "a"),
        ("a + b", "dropped term", "a"),
        ("a ** 2", "missing power", "a"),
        ("a @ b", "transpose", "a @ b.T"),
        ("a.T @ b", "transpose", "a @ b"),
        ("a < b", "boundary", "a <= b"),
        ("a < b", "opposite comparison", "a >= b"),
        ("a == b", "opposite comparison", "a != b"),
        ("-a", "sign", "a"),
        ("a.sum(axis=0)", "axis", "a.sum(axis=1)"),
        ("a.sum(axis=0)", "mean or sum", "a.mean(axis=0)"),
        ("a.sum(axis=1, keepdims=True)", "keepdims", "a.sum(axis=1)"),
        ("a[1:]", "slice end", "a[:]"),
        ("a[:-1]", "constant", "a[:-2]"),
        ("a[:b]", "off by one", "a[:b + 1]"),
        ("a + 3", "constant", "a + 4"),
        ("a * 0.5", "constant", "a * 1.0"),
        ("np.where(a, b, 0)", "swapped arguments", "np.where(a, 0, b)"),
        ("g(a, b)", "dropped argument", "g(a)"),
        ("np.maximum(a, 0)", "other function", "np.minimum(a, 0)"),
        ("np.exp(a)", "dropped call", "a"),
        ("np.clip(a, 0, 1)", "dropped call", "a"),
        ("a.copy()", "forgotten copy", "a"),
        ("np.array(a)", "forgotten copy", "np.asarray(a)"),
        ("np.log1p(a)", "unstable formula", "np.log(1 + a)"),
        ("np.logaddexp(a, b)", "unstable formula", "np.log(np.exp(a) + np.exp(b))"),
        ("rng.permutation(a)", "not shuffled", "np.arange(np.size(a))"),
        ("a if b else 0", "always one branch", "a"),
        ("(a, b)", "swapped values", "(b, a)"),
        ("a == 'relu'", "constant", "a == 'relu?'"),
        ("a and b", "operator", "a or b"),
    ],
)
def test_every_kind_of_slip_is_made(body, kind, mutated):
    found = texts(f"def f(a, b):\n    return {body}", kind)
    assert f"def f(a, b):\n    return {mutated}" in found


def test_loops_and_updates_slip_too():
    source = "def f(n):\n    t = 0\n    for i in range(n):\n        t += i\n    return t"
    expected = {"off by one": 3, "only once": 0, "does not add up": 3, "loop left out": 0}
    for kind, value in expected.items():
        assert value in {run(m)(4) for m in mutants_of(source, ("f",), []) if m.kind == kind}, kind


def test_methods_of_a_class_are_mutated():
    source = (
        "class f:\n    def __init__(self, a):\n        self.a = a + 1\n\n    def get(self):\n        return self.a * 2"
    )
    assert {m.kind for m in mutants_of(source, ("f",), [])} >= {"operator", "dropped statement"}


@pytest.mark.parametrize("call", ["sum(g(*a) for c in b)", "np.log1p(*a)", "[*map(g, *a)]"])
def test_a_call_with_starred_arguments_makes_no_mutant_that_is_not_python(call):
    for text in texts(f"def f(a, b):\n    return {call}"):
        compile(text, "<mutant>", "exec")


def test_docstrings_annotations_messages_and_imports_stay():
    source = (
        'import math\n\ndef f(a: int = 0) -> "text":\n    """Words 5."""\n'
        '    if a:\n        raise ValueError(f"no {a} 7")\n    return a'
    )
    for text in texts(source):
        assert "import math" in text and "7" in text and "raise ValueError" in text


def test_guards_are_mutated_only_where_errors_are_asked_for():
    source = "def f(a):\n    if a < 0:\n        raise ValueError('a')\n    return a"
    assert not texts(source, "missing check of the input") and not texts(source, "boundary")
    assert texts(source, "missing check of the input", guards=True) and texts(source, "boundary", guards=True)


def test_texts_are_all_different_and_differ_from_the_reference():
    source = "def f(a, b):\n    return a + b + a + b"
    found = texts(source)
    assert len(set(found)) == len(found) and source not in found


def test_an_argument_is_spoilt_after_the_right_answer():
    x = np.arange(3.0)
    answer = behaviour("def f(x):\n    return x * 2", "changes its argument x")(x)
    assert answer.tolist() == [0.0, 2.0, 4.0] and x.tolist() == [1.0, 1.0, 2.0]


def test_only_arguments_that_hold_data_are_spoilt():
    calls = [Call("f", (np.ones(2), 3), {}, np.ones(2), True)]
    kinds = {m.kind for m in mutants_of("def f(x, n):\n    return x * n", ("f",), calls)}
    assert "changes its argument x" in kinds and "changes its argument n" not in kinds


def test_float32_rounding_loses_digits_and_nothing_else():
    answer = behaviour("def f(x):\n    return x / 3", "float32 rounding")(np.array([1.0]))
    assert answer.dtype == np.float32 and abs(answer[0] - 1 / 3) < 1e-7


def test_only_the_first_row_counts():
    assert behaviour("def f(x):\n    return x + 1", "only the first row")(np.array([1.0, 5.0])).tolist() == [2.0, 2.0]


def test_parameters_are_ignored():
    calls = [Call("f", (2.0,), {"rng": np.random.default_rng(3), "training": True}, 1.0, True)]
    source = "def f(x, eps=0.5, rng=None, training=False):\n    return x + eps if training else rng"
    kinds = [m.kind for m in mutants_of(source, ("f",), calls)]
    assert kinds.count("ignores training") >= 2 and {"ignores eps", "ignores rng", "ignores x"} <= set(kinds)


def test_an_answer_that_knows_the_visible_checks_by_heart():
    calls = [Call("f", (np.array([1.0, 2.0]),), {}, np.array([2.0, 4.0]), True), Call("f", (3.0,), {}, 6.0, True)]
    f = behaviour("def f(x):\n    return x * 2", "knows only the visible checks", calls)
    assert f(np.array([1.0, 2.0])).tolist() == [2.0, 4.0] and f(3.0) == 6.0
    assert f(np.array([7.0, 7.0])).tolist() == [2.0, 4.0]


def test_a_mutant_says_what_changed():
    found = mutants_of("def f(a):\n    b = a\n    return b + 1", ("f",), [])
    assert "-    return b + 1\n+    return b - 1" in [m.diff for m in found]
