"""Submissions whose answers are suspiciously alike: a hint to look, never a verdict.

Each answer's structure is cut into runs of words, of which a part is kept by winnowing, so that any longer run that two
answers share is found wherever it stands (Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document
fingerprinting", 2003). What the released notebook contains does not count, and a run weighs less the more people
write it. Two answers agree if most of their weight is shared.

That two students agree says little if many write that answer, as they do with a line that is in the lesson. So for
each pair it is asked how much more likely their agreements are if a part q of the answers was copied than if both
worked alone. With s for the chance that somebody else writes this answer, estimated from the class and the unit's
answer bank, an agreement multiplies that ratio by q/s + 1 − q and a disagreement by 1 − q; q is averaged over three
values. A pair is named if the ratio is at least eight times the number of pairs: a class that worked alone has such a
pair in at most one of eight units, as far as the estimate of s holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import log2

import numpy as np
from numpy.typing import NDArray

RUN, WINDOW = 8, 4  #: words in a run; runs of which one is kept
AGREE = 0.65  #: shared weight from which two answers agree
RARE = 3  #: at most so many people write a rare answer
LEAST_CHANCE = 1 / 256  #: no single answer says more than eight bits
COPIED = (0.25, 0.5, 0.9)
STRICT = 8.0

Words = Sequence[str]


@dataclass(frozen=True)
class Pair:
    """Two submissions that are alike.

    Attributes:
        similarity: the part of the weight of all answers that they share, 0 to 1.
        bits: the logarithm of the ratio: how often the agreements halve the chance that both worked alone.
        exercises: those whose answers agree.
        of: how many exercises both have answered.
    """

    first: str
    second: str
    similarity: float
    bits: float
    exercises: tuple[str, ...]
    of: int


def alike(
    answers: Mapping[str, Mapping[str, Words]],
    background: Mapping[str, Sequence[Words]],
    given: Iterable[Words] = (),
) -> list[Pair]:
    """The pairs of students whose answers are suspiciously alike, most suspicious first.

    Args:
        answers: student → exercise → structure of the answer.
        background: exercise → structures of answers that are known: people write them without copying.
        given: structures of all that students are given: the stubs, the set-up.
    """
    students = list(answers)
    count = len(students)
    if count < 2:
        return []
    ignored = {run for words in given for run in runs(words)}
    exercises = list(dict.fromkeys(name for found in answers.values() for name in found))
    shared, sizes, both = np.zeros((count, count)), np.zeros((count, count)), np.zeros((count, count), dtype=int)
    ratios = np.zeros((len(COPIED), count, count))
    agreed: dict[str, NDArray[np.bool_]] = {}
    for name in exercises:
        prints = [fingerprints(answers[student].get(name, ()), ignored) for student in students]
        known = [fingerprints(words, ignored) for words in background.get(name, ())]
        compared = _compare(prints, [one for one in known if one])
        if compared is None:
            continue
        shared, sizes, both = shared + compared.shared, sizes + compared.sizes, both + compared.both
        agreed[name] = compared.agree
        for place, part in enumerate(COPIED):
            once = np.where(compared.agree, part / compared.chance + 1 - part, 1 - part)
            ratios[place] += np.where(compared.both, np.log2(once), 0.0)
    bits = np.logaddexp2.reduce(ratios, axis=0) - log2(len(COPIED))
    needed = log2(STRICT * count * (count - 1) / 2)
    return sorted(
        (
            Pair(
                students[i],
                students[j],
                float(shared[i, j] / sizes[i, j]),
                float(bits[i, j]),
                tuple(name for name, matrix in agreed.items() if matrix[i, j]),
                int(both[i, j]),
            )
            for i, j in zip(*np.nonzero(np.triu(bits >= needed, 1)), strict=True)
        ),
        key=lambda pair: (-pair.bits, pair.first, pair.second),
    )


@dataclass(frozen=True)
class _Compared:
    """One exercise, student by student (N, N): weights, who answered, who agrees, and the chance of that."""

    shared: NDArray[np.float64]
    sizes: NDArray[np.float64]
    both: NDArray[np.bool_]
    agree: NDArray[np.bool_]
    chance: NDArray[np.float64]


def _compare(prints: list[frozenset[int]], known: list[frozenset[int]]) -> _Compared | None:
    vocabulary = {run: place for place, run in enumerate(sorted(frozenset().union(*prints)))}
    if not vocabulary:
        return None
    writers = [one for one in prints if one] + known
    table = np.zeros((len(prints) + len(known), len(vocabulary)))
    for row, one in enumerate([*prints, *known]):
        table[row, [vocabulary[run] for run in one if run in vocabulary]] = 1.0
    weights = np.log2((len(writers) + 1) / table.sum(axis=0))
    shared = (table * weights) @ table.T
    own = np.diagonal(shared)
    sizes = (own[:, None] + own[None, :]) / 2
    answered = own > 0
    both = answered[:, None] & answered[None, :]
    agree = both & (shared >= AGREE * sizes)
    chance = _chance(agree, answered)
    n = len(prints)
    both &= ~np.eye(len(both), dtype=bool)
    return _Compared(
        np.where(both, shared, 0.0)[:n, :n],
        np.where(both, sizes, 0.0)[:n, :n],
        both[:n, :n],
        agree[:n, :n],
        chance[:n, :n],
    )


def _chance(agree: NDArray[np.bool_], answered: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The chance that a second person writes the answer on which a pair agrees.

    Of a common answer: the part of the others who write it. Of rare ones, which nobody else may write: how many other
    pairs agree on rare answers, over the pairs that there are with somebody who writes rare ones.
    """
    n = int(answered.sum())
    writers = agree.sum(axis=1)
    size = np.maximum(writers[:, None], writers[None, :])
    rare = agree & (size <= RARE)
    others = (np.triu(rare, 1).sum() - 1 + 0.5) / max(1.0, n * (n - 1) / 2)
    rarely = max(((writers <= RARE) & answered).sum() / max(n, 1), 1 / max(n, 1))
    chance = np.where(rare, max(others, 0.0) / rarely, (size - 1) / max(n - 1, 1))
    return np.clip(chance, LEAST_CHANCE, 1.0)


def runs(words: Words) -> list[int]:
    """The number of every run of words."""
    return [_number(words[start : start + RUN]) for start in range(len(words) - RUN + 1)]


def _number(words: Words) -> int:
    return int.from_bytes(blake2b("\0".join(words).encode(), digest_size=7).digest(), "big")


def fingerprints(words: Words, ignored: set[int]) -> frozenset[int]:
    """The smallest run of every window, without what is given; none for an answer shorter than one run."""
    found = runs(words)
    windows = [found[start : start + WINDOW] for start in range(max(1, len(found) - WINDOW + 1))] if found else []
    return frozenset(min(window) for window in windows) - ignored
