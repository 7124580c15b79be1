"""Partial credit: what a student sees, what nbgrader and the grader read of it."""

import pickle

import nbformat
import pytest
from IPython.core.formatters import PlainTextFormatter
from nbgrader.utils import determine_grade

from autograder.classroom import checks


def graded(*errors: Exception | None, points=(2, 1, 0.5)) -> checks.Score:
    score = checks.Score()
    for number, error in enumerate(errors):
        with score.part(points[number], f"part {number}"):
            if error is not None:
                raise error
    return score


WRONG = checks.CheckFailed("The shape is wrong.", "expected: (3,)")


def test_all_parts_add_up(capsys):
    total = graded(None, None, None).total()
    assert total == 3.5 and total.possible == 3.5 and isinstance(total, float)
    assert capsys.readouterr().out == "✓ part 0 (2 points)\n✓ part 1 (1 point)\n✓ part 2 (0.5 points)\n"


def test_a_part_that_fails_is_told_and_the_others_go_on(capsys):
    total = graded(WRONG, None, KeyError("a")).total()
    assert (total, total.possible) == (1, 3.5)
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "✗ part 0 (0 of 2 points): The shape is wrong.",
        "    expected: (3,)",
        "✓ part 1 (1 point)",
        "✗ part 2 (0 of 0.5 points): KeyError: 'a'",
        "1 of 3.5 points: 2 of 3 parts are not right yet.",
    ]
    assert err == ""  # nbgrader gives 0 to a cell that writes there


def test_an_error_in_an_answer_shows_where(capsys):
    score = checks.Score()
    code = compile("def forward(x):\n    return x[9]\nforward([1])", "<cell>", "exec")
    with score.part(1, "the forward pass"):
        exec(code, {})
    assert "✗ the forward pass (0 of 1 point): IndexError: list index out of range" in capsys.readouterr().out


def test_bare_asserts_are_told(capsys):
    graded(AssertionError("needs a batch"), AssertionError())
    assert "needs a batch" in (out := capsys.readouterr().out) and "a check found a wrong result" in out


def shown(value: object) -> str:
    return PlainTextFormatter()(value)


def test_nbgrader_reads_a_number_only_where_a_part_failed():
    assert float(shown(graded(WRONG, None).total())) == 1.0
    assert float(shown(graded(WRONG, WRONG).total())) == 0.0
    assert float(shown(graded(*[None] * 2, WRONG, points=(0.1, 0.2, 1)).total())) == 0.3
    assert shown(graded(None, None).total()) == "✓ all parts (3 points)"


@pytest.mark.parametrize(
    ("errors", "score"), [((None, None, None), 3.5), ((None, WRONG, None), 2.5), ((WRONG, WRONG, WRONG), 0.0)]
)
def test_nbgrader_gives_the_same_points(errors, score):
    output = nbformat.v4.new_output("execute_result", data={"text/plain": shown(graded(*errors).total())})
    cell = nbformat.v4.new_code_cell(outputs=[output])
    cell.metadata["nbgrader"] = {"grade": True, "solution": False, "points": 3.5, "schema_version": 3}
    assert determine_grade(cell) == (score, 3.5)


def test_an_empty_answer_is_not_answered(capsys):
    score = graded(NotImplementedError("replace this line"), NotImplementedError())
    with pytest.raises(NotImplementedError, match="replace this line"):
        score.total()
    assert "✗ part 0 (0 of 2 points): not answered yet" in capsys.readouterr().out
    with pytest.raises(NotImplementedError):
        graded(WRONG, NotImplementedError()).total()


def test_what_is_done_counts_beside_what_is_not_answered():
    assert graded(None, NotImplementedError()).total() == 2


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_what_ends_a_program_ends_a_part(error):
    with pytest.raises(error), checks.Score().part(1, "p"):
        raise error


def test_an_error_of_the_wire_ends_a_part():
    checks.judge_with(checks.Judge((ConnectionError,), (), lambda function: (0.0, 0.0)))
    try:
        with pytest.raises(ConnectionError), checks.Score().part(1, "p"):
            raise ConnectionError
    finally:
        checks.judge_with(None)


@pytest.mark.parametrize("points", [0, -1, float("nan")])
def test_a_part_is_worth_something(points):
    with pytest.raises(ValueError, match="points above 0"), checks.Score().part(points, "p"):
        pass


def test_in_a_survey_no_part_fails_and_nothing_is_printed(capsys):
    with checks.survey() as seen:
        score = checks.Score()
        with score.part(2, "a"):
            checks.close(1, 2, "x")
        with score.part(1, "b"):
            raise ValueError("no")
        with score.part(1, "c"):
            raise NotImplementedError
        score.total()
        graded(NotImplementedError()).total()
    assert seen[:4] == [("close", 1), ("part", None), ("part", "ValueError"), ("part", "NotImplementedError")]
    assert capsys.readouterr().out == ""


def test_scores_collects_what_is_opened_inside():
    checks.Score()
    with checks.scores() as opened:
        first = checks.Score()
        with checks.scores() as inner:
            second = checks.Score()
    assert opened == [first] and inner == [second]


def test_points_survive_pickling():
    total = pickle.loads(pickle.dumps(graded(WRONG, None).total()))
    assert (total, total.possible, len(total.failed)) == (1, 3, 1)
