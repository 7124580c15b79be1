"""Made-up sequences for recurrent networks, drawn anew from a random generator."""

import numpy as np
from numpy.typing import NDArray

PERIODS = ((8.0, 16.0), (20.0, 50.0))
"""Shortest and longest period of the fast and the slow wave, in steps."""
AMPLITUDES = ((0.2, 0.5), (0.5, 1.0))
"""Smallest and largest amplitude of the fast and the slow wave."""
CONSONANTS, VOWELS = "klmnprstv", ("aou", "eiy")
"""Letters of made-up words; back and front vowels."""


def first_symbol(
    rng: np.random.Generator, n: int, length: int, symbols: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Draw sequences of random symbols, labelled with their first symbol: what has to be remembered.

    The later symbols are drawn alike and tell nothing about the label.

    Arguments: rng; n how many sequences; length in steps, 1 or more; symbols how many there are, 2 or more.
    Returns: X (n, length, symbols) of 0 and 1, one-hot at every step; y (n,) from 0 to symbols − 1,
    with as equal a share as n allows.
    Errors: ValueError where length or symbols is too small.
    Source: the idea is that of Hochreiter and Schmidhuber, "Long short-term memory", 1997.
    """
    if length < 1 or symbols < 2:
        raise ValueError(f"expected length ≥ 1 and symbols ≥ 2, received length={length} and symbols={symbols}")
    y = rng.permutation(np.arange(n) % symbols)
    later = rng.integers(0, symbols, (n, length - 1))
    return np.eye(symbols)[np.column_stack([y, later])], y


def sine_mixtures(rng: np.random.Generator, n: int, length: int, noise: float = 0.05) -> NDArray[np.float64]:
    """Draw series that add a fast wave, a slow wave and noise.

    x(t) = a₁ sin(2πt/T₁ + φ₁) + a₂ sin(2πt/T₂ + φ₂) + noise, with T₁ from 8 to 16 steps, a₁ from 0.2 to 0.5,
    T₂ from 20 to 50 steps, a₂ from 0.5 to 1 and any φ, anew for each series.

    Arguments: rng; n how many series; length in steps; noise its standard deviation.
    Returns: series (n, length, 1); to forecast, split each in time.
    """
    time = np.arange(length)
    series = rng.normal(0.0, noise, (n, length))
    for periods, amplitudes in zip(PERIODS, AMPLITUDES, strict=True):
        period, amplitude = rng.uniform(*periods, (n, 1)), rng.uniform(*amplitudes, (n, 1))
        phase = rng.uniform(0.0, 2 * np.pi, (n, 1))
        series += amplitude * np.sin(2 * np.pi * time / period + phase)
    return series[:, :, None]


def harmonic_words(rng: np.random.Generator, n: int) -> NDArray[np.str_]:
    """Draw words of a language that nobody speaks: two to four syllables, whose vowels must agree.

    A syllable is one consonant and one vowel; one word in three adds an n. The vowels of a word are all back ones
    (a, o, u) or all front ones (e, i, y): who writes the third syllable has to remember the first.

    Arguments: rng; n how many words.
    Returns: words (n,) of 4 to 9 letters; some come several times.
    Source: the rule is that of vowel harmony, as in Finnish or Hungarian, made stricter.
    """
    families, lengths, ends = rng.integers(2, size=n), rng.integers(2, 5, n), rng.integers(3, size=n)
    words = []
    for vowels, syllables, end in zip((VOWELS[family] for family in families), lengths, ends, strict=True):
        letters = zip(rng.integers(len(CONSONANTS), size=syllables), rng.integers(3, size=syllables), strict=True)
        words.append("".join(CONSONANTS[i] + vowels[j] for i, j in letters) + ("" if end else "n"))
    return np.array(words, dtype="U9")
