"""Check helpers where student functions are asked over the wire."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from nbgrader.validator import Validator
from small_unit import SETUP, answers, make_notebook

from autograder import confinement
from autograder.engine import Engine, open_engine
from autograder.feedback import feedback_page
from autograder.limits import Limits
from autograder.notebook import read_source
from autograder.recognition import KnownAnswer
from autograder.record import ExerciseResult, Record, Verdict
from autograder.student_library import library_files

pytestmark = pytest.mark.confined


def unit(name: str, solution: str, test: str, points: int) -> list[tuple[str, str, dict[str, object]]]:
    """An answer cell and its test cell."""
    body = solution.replace("\n", "\n    ### BEGIN SOLUTION\n", 1) + "\n    ### END SOLUTION"
    return [
        (name, body, {"solution": True, "locked": False}),
        (f"test_{name}", test, {"grade": True, "points": points}),
    ]


GOOD = {
    "softplus": "def softplus(z):\n    return np.logaddexp(0, z)",
    "smooth": "def smooth(x, k):\n    return np.array([np.sum(x[i:i + k]) for i in range(len(x) - k + 1)])",
    "square_sum": "def square_sum(x):\n    return float((x * x).sum())",
    "product": "def product(A, B):\n    return np.einsum('ij,jk->ik', A, B)",
    "cube": "def cube(x):\n    return float(np.sum(x ** 3))",
    "cube_grad": "def cube_grad(x):\n    return 3 * x ** 2",
    "twice_and_thrice": "def twice_and_thrice(x):\n    return 2 * x, 3 * x",
    "mask": "def mask(shape, rng):\n    return rng.random(shape) < 0.3",
}
TESTS = {
    "softplus": """\
checks.close(softplus(np.array([0.0, 1.0])), np.log1p(np.exp([0.0, 1.0])), "softplus of 0 and 1")
### BEGIN HIDDEN TESTS
z = checks.rng().uniform(1e3, 1e4, size=5)
checks.close(checks.quiet(lambda: softplus(np.concatenate([z, -z])), "softplus of large z"), [*z, *(0 * z)], "softplus of large z")
checks.raises(TypeError, lambda: softplus(), "softplus of nothing")
### END HIDDEN TESTS""",
    "smooth": """\
checks.close(smooth(np.array([1.0, 2.0, 4.0]), 2), [3.0, 6.0], "smooth of (1, 2, 4)")
### BEGIN HIDDEN TESTS
x = checks.rng().normal(size=9)
checks.close(smooth(x, 4), np.convolve(x, np.ones(4), "valid"), "smooth of nine numbers")
### END HIDDEN TESTS""",
    "square_sum": """\
checks.close(square_sum(np.array([3.0, 4.0])), 25.0, "square_sum of (3, 4)")
### BEGIN HIDDEN TESTS
x = checks.rng().normal(size=2_000_000)
checks.fast_enough(lambda: square_sum(x), lambda: x @ x, "square_sum of two million numbers")
### END HIDDEN TESTS""",
    "product": """\
A, B = checks.rng().normal(size=(2, 120, 120))
checks.close(product(A, B), A @ B, "The product")
checks.fast_enough(lambda: product(A, B), lambda: A @ B, "The product of two matrices", factor=100)
""",
    "cube": 'checks.close(cube(np.array([1.0, 2.0])), 9.0, "cube of (1, 2)")',
    "cube_grad": """\
x = np.array([[1.0, 2.0, -1.0], [0.5, 3.0, 4.0]])
checks.gradient(cube_grad(x), cube, x, "The gradient of cube")
### BEGIN HIDDEN TESTS
x = checks.rng().normal(size=(3, 2))
checks.gradient(cube_grad(x), lambda x: np.sum(x**3), x, "The gradient of cube at other numbers")
### END HIDDEN TESTS""",
    "twice_and_thrice": """\
score = checks.Score()
x = np.array([1.0, 4.0])
with score.part(2, "twice"):
    checks.close(twice_and_thrice(x)[0], [2.0, 8.0], "twice")
with score.part(1, "thrice"):
    checks.close(twice_and_thrice(x)[1], [3.0, 12.0], "thrice")
### BEGIN HIDDEN TESTS
x = checks.rng().normal(size=(3, 2))
with score.part(2, "a matrix"):
    checks.close(twice_and_thrice(x)[0], 2 * x, "twice a matrix")
    checks.close(twice_and_thrice(x)[1], 3 * x, "thrice a matrix")
### END HIDDEN TESTS
score.total()""",
    "mask": """\
drawn = mask((200, 30), checks.rng())
checks.rate(drawn, 0.3, "The mask", axis=0)
""",
}
POINTS = {
    "softplus": 3,
    "smooth": 2,
    "square_sum": 2,
    "product": 1,
    "cube": 1,
    "cube_grad": 2,
    "twice_and_thrice": 5,
    "mask": 1,
}
ALLOWED = ("setup_allow", "checks.allow()", {})
FORBIDDEN = ("setup_forbid", 'checks.forbid("numpy.convolve", "scipy.signal", instead="Add up each window.")', {})
KNOWN = {
    "mask": [
        KnownAnswer("def mask(shape, rng):\n    return rng.random(shape) > 0.3", "Which share is kept?"),
        KnownAnswer("def mask(shape, rng):\n    return np.ones(shape)", "Nothing is left out."),
    ]
}


def cells() -> list[tuple[str, str, dict[str, object]]]:
    made = [("setup_imports", SETUP, {})]
    for name, text in GOOD.items():
        between = [FORBIDDEN] if name == "smooth" else [ALLOWED] if name == "square_sum" else []
        made += between + unit(name, text, TESTS[name], POINTS[name])
    return made


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    lacks = confinement.missing_features()
    if lacks:
        pytest.fail("grading can't be tested on this machine: " + "; ".join(lacks))
    source = read_source(make_notebook(cells(), tmp_path_factory.mktemp("source") / "exercises.ipynb"))
    with open_engine(source, library_files(()), 1, Limits(cell_seconds=30.0), known=KNOWN) as engine:
        yield engine


@pytest.fixture
def results(engine: Engine) -> Callable[..., dict[str, ExerciseResult]]:
    def grade(**changes: str) -> dict[str, ExerciseResult]:
        _, graded = engine.grade(answers(GOOD | changes), "secret")
        return {result.name: result for result in graded.exercises}

    return grade


def test_right_answers_pass_every_helper(results):
    assert {name: (r.score, r.reason) for name, r in results().items()} == {n: (p, "") for n, p in POINTS.items()}


# quiet, raises ------------------------------------------------------------------------------------


def test_quiet_hears_a_candidates_warnings(results):
    found = results(softplus="def softplus(z):\n    return np.where(z > 30, z, np.log1p(np.exp(z)))")["softplus"]
    assert found.reason == (
        "A hidden check: softplus of large z makes NumPy warn: overflow in exp (a number became too large for its type)."
    )


def test_a_warnings_own_text_stays_inside(results):
    answer = """\
import warnings
def softplus(z):
    warnings.warn(f"overflow encountered in {z.tolist()}", RuntimeWarning)
    return np.logaddexp(0, z)"""
    assert results(softplus=answer)["softplus"].reason.endswith(
        "makes NumPy warn: overflow (a number became too large for its type)."
    )


def test_an_answer_that_can_not_travel_is_no_error_that_was_asked_for(results):
    answer = "def softplus(z=None):\n    return 10 ** 100_000 if z is None else np.logaddexp(0, z)"
    assert "not plain data" in results(softplus=answer)["softplus"].reason


# forbid -------------------------------------------------------------------------------------------

REFUSAL = "`numpy.convolve` may not be used in this exercise. Add up each window."
CONVOLVED = "def smooth(x, k):\n    return {}(x, np.ones(k), 'valid')"


@pytest.mark.parametrize(
    "answer",
    [
        CONVOLVED.format("np.convolve"),
        "from numpy import convolve\n" + CONVOLVED.format("convolve"),
        "import numpy\n" + CONVOLVED.format("numpy.convolve"),
        "def smooth(x, k):\n    return np.apply_along_axis(np.convolve, 0, x, np.ones(k), 'valid')",
        # only where hidden checks look
        "def smooth(x, k):\n    return np.convolve(x, np.ones(k), 'valid') if k > 2 else x[1:] + x[:-1]",
    ],
)
def test_a_forbidden_name_is_refused_in_words(results, answer):
    found = results(smooth=answer)["smooth"]
    assert (found.score, found.reason) == (0.0, REFUSAL)


def test_a_forbidden_name_taken_over_earlier_is_refused(results):
    early = GOOD["softplus"] + "\nfrom numpy import convolve as early"
    found = results(softplus=early, smooth=CONVOLVED.format("early"))
    assert (found["smooth"].reason, found["softplus"].score) == (REFUSAL, 3.0)


def test_a_module_is_refused_that_is_imported_by_the_answer(results):
    answer = "from scipy.signal import convolve\n" + CONVOLVED.format("convolve").replace("'valid'", "mode='valid'")
    assert results(smooth=answer)["smooth"].reason.startswith("`scipy.signal` may not be used")


def test_a_refusal_can_not_carry_anything_else_out(results):
    answer = f"def smooth(x, k):\n    if k == 2: return x[1:] + x[:-1]\n    raise RuntimeError({REFUSAL!r} + str(x))"
    assert results(smooth=answer)["smooth"].reason == "Your code raised RuntimeError when a hidden check called it."


def test_after_the_exercise_the_name_may_be_used(results):
    answer = "def cube(x):\n    return float(np.convolve(x, x[::-1] ** 2, 'valid')[0])"
    assert results(cube=answer)["cube"].score == 1.0


# fast_enough --------------------------------------------------------------------------------------


LOOPS = """\
def product(A, B):
    C = np.zeros((len(A), B.shape[1]))
    for i in range(len(A)):
        for k in range(B.shape[1]):
            for j in range(len(B)):
                C[i, k] += A[i, j] * B[j, k]
    return C"""


def test_a_loop_over_numbers_is_too_slow(results):
    found = results(product=LOOPS)["product"]
    assert found.score == 0.0 and found.reason.startswith("The product of two matrices is about ")
    assert "times slower than it could be; up to 100 times is fine" in found.reason


# gradient -----------------------------------------------------------------------------------------


def test_a_gradient_is_compared_with_the_students_own_function(results):
    found = results(cube="def cube(x):\n    return 2 * float(np.sum(x ** 3)) if x.ndim == 2 else float(np.sum(x ** 3))")
    assert found["cube_grad"].reason.startswith("The gradient of cube differs in 6 of 6 places")
    assert "it is everywhere 2 times too small" in found["cube_grad"].reason


def test_a_hidden_gradient_is_told_without_values(results):
    answer = "def cube_grad(x):\n    return 3 * x ** 2 if x.shape == (2, 3) else -3 * x ** 2"
    assert results(cube_grad=answer)["cube_grad"].reason == (
        "A hidden check: The gradient of cube at other numbers differs in 6 of 6 places, first at index [0, 0]: "
        "the sign is the other way round."
    )


# Score --------------------------------------------------------------------------------------------


def parts(results: Callable[..., dict[str, ExerciseResult]], body: str) -> ExerciseResult:
    return results(twice_and_thrice=f"def twice_and_thrice(x):\n    {body}")["twice_and_thrice"]


def test_parts_that_pass_count(results):
    found = parts(results, "return 2 * x, 4 * x")
    assert (found.score, found.verdict) == (2.0, Verdict.PARTIAL)
    first, *lines = found.reason.splitlines()
    assert first == "2 of 5 points. Not right yet:"
    assert lines[0] == "– thrice (1): thrice differs in 2 of 2 places, first at index [0]: off by about 4."
    assert "expected at [0]: 3" in lines[1]  # a visible check shows its values
    assert lines[-1].startswith("– a matrix (2): A hidden check: thrice a matrix differs in 6 of 6 places, first at")


def test_an_error_in_one_part_leaves_the_others(results):
    found = parts(results, "if x.ndim == 2: raise KeyError(x)\n    return 2 * x, 3 * x")
    assert found.score == 3.0
    assert found.reason.endswith("– a matrix (2): Your code raised KeyError when a hidden check called it.")


def test_where_no_part_passes_all_are_told(results):
    found = parts(results, "return x")
    assert (found.score, found.verdict) == (0.0, Verdict.FAILED)
    assert found.reason.startswith("No part is right yet:\n– twice (2): twice has shape (), but shape (2,)")
    assert [line[:6] for line in found.reason.splitlines() if line.startswith("–")] == ["– twic", "– thri", "– a ma"]


def test_a_cell_that_does_not_run_through_says_why_once(results):
    found = results(twice_and_thrice="1 / 0\n" + GOOD["twice_and_thrice"])["twice_and_thrice"]
    assert (found.score, found.reason) == (0.0, "Your answer cell raised ZeroDivisionError: division by zero.")


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("def twice_and_thrice(x):\n    raise NotImplementedError", Verdict.NOT_ANSWERED),
        ("def another(x):\n    return x", Verdict.MISSING),
        ("def twice_and_thrice(x):\n    import os; os._exit(0)", Verdict.CRASHED),
        ("", Verdict.MISSING),
    ],
)
def test_an_answer_that_is_none_gets_the_usual_verdict(results, answer, verdict):
    found = results(twice_and_thrice=answer)["twice_and_thrice"]
    assert (found.score, found.verdict) == (0.0, verdict)
    assert not found.reason.startswith("–")


def test_a_broken_wire_can_not_be_had_part_by_part(results):
    answer = "import os\ndef twice_and_thrice(x):\n    os.write(3, b'C' + bytes(4))\n    return 2 * x, 3 * x"
    found = results(twice_and_thrice=answer)["twice_and_thrice"]
    assert found.score == 0.0 and found.verdict is Verdict.CRASHED


def test_the_feedback_page_lists_the_parts(results):
    found = parts(results, "return 2 * x, 4 * x")
    page = feedback_page(Record("ada", "u", "n", (found,), "", "", ""))
    assert "2 of 5 points. Not right yet:" in page and "– a matrix (2): A hidden check: thrice a matrix" in page


@pytest.mark.parametrize(
    ("test", "says"),
    [
        (TESTS["twice_and_thrice"].replace("part(2", "part(3"), "Its parts are worth 7 points in all, the exercise 5."),
        (TESTS["twice_and_thrice"].replace("score.total()", ""), None),
    ],
)
def test_a_score_that_an_author_got_wrong(tmp_path, test, says):
    source = read_source(
        make_notebook(
            [("setup_imports", SETUP, {}), *unit("twice_and_thrice", GOOD["twice_and_thrice"], test, 5)],
            tmp_path / "exercises.ipynb",
        )
    )
    wrong = "def twice_and_thrice(x):\n    return 2 * x, 4 * x"
    with open_engine(source, library_files(()), 1) as engine:
        found = [
            engine.grade(answers({"twice_and_thrice": text}), "s")[1].exercises[0]
            for text in (GOOD["twice_and_thrice"], wrong)
        ]
    if says:
        assert found[0].verdict is Verdict.BROKEN_TEST and says in found[0].reason
    else:  # a forgotten total must not make a gift
        assert [result.score for result in found] == [5.0, 2.0]


# Surveys ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("return 1 - rng.binomial(1, 0.3, size=shape)", "Which share is kept?"),
        ("return np.full(shape, True)", "Nothing is left out."),
        ("return rng.random(shape) < 0.1", ""),
    ],
)
def test_random_answers_that_are_wrong_alike_are_recognised(results, body, hint):
    found = results(mask=f"def mask(shape, rng):\n    {body}")["mask"]
    assert (found.score, found.misconception) == (0.0, hint)


# The student's own kernel -------------------------------------------------------------------------


def validated(folder: Path, answer: str, name: str) -> tuple[str, str]:
    """What stock nbgrader's Validate finds wrong with a released notebook, and the text that its cells show."""
    visible = TESTS[name].partition("### BEGIN HIDDEN")[0] + TESTS[name].partition("END HIDDEN TESTS")[2]
    shown = [("setup_imports", SETUP, {}), FORBIDDEN, *unit(name, answer, visible, POINTS[name])]
    validator = Validator()
    executed = validator._preprocess(nbformat.read(make_notebook(shown, folder / "exercises.ipynb"), 4))
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    failed = [validator._extract_error(cell) for cell in validator._get_failed_cells(executed)]
    return "\n".join(failed), "\n".join(output.get("text", output.get("evalue", "")) for output in outputs)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "answer", "error", "text"),
    [
        ("twice_and_thrice", GOOD["twice_and_thrice"], None, "✓ thrice (1 point)"),
        (
            "twice_and_thrice",
            "def twice_and_thrice(x):\n    return 2 * x, 4 * x",
            "Partial credit",
            "2 of 3 points: 1 of 2 parts is not right yet.",
        ),
        (
            "twice_and_thrice",
            "def twice_and_thrice(x):\n    return 2 * x, x[9]",
            "Partial credit",
            "IndexError: index 9 is out of bounds for axis 0 with size 2\n    in twice_and_thrice: return 2 * x, x[9]",
        ),
        (
            "twice_and_thrice",
            "def twice_and_thrice(x):\n    raise NotImplementedError",
            "NotImplementedError",
            "not answered yet",
        ),
        ("smooth", CONVOLVED.format("np.convolve"), "Forbidden", REFUSAL),
        (
            "smooth",
            "from scipy.signal import convolve\n" + CONVOLVED.format("convolve"),
            "Forbidden",
            "`scipy.signal` may not",
        ),
    ],
)
def test_in_a_students_kernel_validate_agrees(tmp_path, name, answer, error, text):
    said, shown = validated(tmp_path, answer, name)
    assert text in shown
    assert error in said if error else said == ""
