"""Checks for test cells: they compare an answer with what was expected and say in words what differs.

A failed check raises `CheckFailed`. Its `message` is safe to show for a hidden test: it names shapes,
types and places, never expected values or inputs. Its `detail` may show both sides. Answers may be
lists, arrays or numbers; they are turned into plain numbers before anything is compared, so that an
object's own idea of equality never counts. A check that passes prints nothing.
"""

from autograder.classroom.checks.base import CheckFailed, Judge, check, check_of, judge_with, survey
from autograder.classroom.checks.calls import fast_enough, quiet, raises
from autograder.classroom.checks.forbidden import Forbidden, allow, forbid, known_refusal
from autograder.classroom.checks.gradients import gradient
from autograder.classroom.checks.inputs import DEFAULT_SEED, rng, seed
from autograder.classroom.checks.plain import array, number, parts
from autograder.classroom.checks.randomness import distributed, moments, normal_cdf, rate, uniform_cdf
from autograder.classroom.checks.score import Points, Score, scores
from autograder.classroom.checks.values import close, equal, finite, shape, that, unchanged

__all__ = [
    "DEFAULT_SEED",
    "CheckFailed",
    "Forbidden",
    "Judge",
    "Points",
    "Score",
    "allow",
    "array",
    "check",
    "check_of",
    "close",
    "distributed",
    "equal",
    "fast_enough",
    "finite",
    "forbid",
    "gradient",
    "judge_with",
    "known_refusal",
    "moments",
    "normal_cdf",
    "number",
    "parts",
    "quiet",
    "raises",
    "rate",
    "rng",
    "scores",
    "seed",
    "shape",
    "survey",
    "that",
    "unchanged",
    "uniform_cdf",
]
