"""Sequences: only the first symbol tells the label; the waves have the promised periods; the vowels agree."""

import re

import numpy as np
import pytest

import datasets


@pytest.mark.parametrize(("n", "length", "symbols"), [(1, 1, 2), (7, 5, 3), (12, 50, 4)])
def test_symbols_are_one_hot_and_the_label_is_the_first(n, length, symbols):
    X, y = datasets.first_symbol(np.random.default_rng(0), n, length, symbols)
    assert X.shape == (n, length, symbols)
    assert X.dtype == np.float64
    assert y.dtype == np.int64
    assert set(X.ravel().tolist()) <= {0.0, 1.0}
    assert (X.sum(axis=2) == 1).all()
    assert np.array_equal(X[:, 0].argmax(axis=1), y)
    assert np.ptp(np.bincount(y, minlength=symbols)) <= 1


def test_later_symbols_tell_nothing_and_are_all_in_use():
    X, y = datasets.first_symbol(np.random.default_rng(1), 4000, 6, 4)
    later = X[:, 1:].argmax(axis=2)
    for step in range(5):
        table = np.zeros((4, 4))
        np.add.at(table, (y, later[:, step]), 1)
        # 250 expected in each of 80 cells, standard deviation 14: beyond 100 in one run of 10⁹
        assert np.abs(table - 250).max() < 100


@pytest.mark.parametrize(("length", "symbols"), [(0, 3), (4, 1)])
def test_a_task_that_is_none_is_refused(length, symbols):
    with pytest.raises(ValueError, match=f"received length={length} and symbols={symbols}"):
        datasets.first_symbol(np.random.default_rng(0), 3, length, symbols)


@pytest.mark.parametrize(("n", "length"), [(1, 1), (3, 50), (5, 7)])
def test_the_shape_of_the_series(n, length):
    series = datasets.sine_mixtures(np.random.default_rng(0), n, length)
    assert series.shape == (n, length, 1)
    assert series.dtype == np.float64


@pytest.mark.parametrize("seed", range(5))
def test_without_noise_a_series_is_two_waves_of_the_promised_periods_and_amplitudes(seed):
    length = 6000
    (series,) = datasets.sine_mixtures(np.random.default_rng(seed), 1, length, noise=0.0)[..., 0]
    power = np.abs(np.fft.rfft(series * np.hanning(length)))
    frequency = np.fft.rfftfreq(length)
    inside = np.zeros(len(frequency), dtype=bool)
    for (short, long), (small, large) in (((8, 16), (0.2, 0.5)), ((20, 50), (0.5, 1.0))):
        band = (frequency > 1 / long - 0.001) & (frequency < 1 / short + 0.001)
        amplitude = 2 * power[band].max() / np.hanning(length).sum()
        assert 0.85 * small < amplitude < 1.01 * large  # a peak between two frequencies reads up to 15 % low
        inside |= band
    assert (power[~inside] ** 2).sum() < 1e-4 * (power**2).sum()


def test_the_noise_is_added_to_the_same_waves():
    quiet, noisy = (datasets.sine_mixtures(np.random.default_rng(3), 40, 250, noise=noise) for noise in (0.0, 0.2))
    # 10,000 numbers: the standard deviation is within 5 % of 0.2 but for one run in 10¹¹
    assert np.std(noisy - quiet) == pytest.approx(0.2, rel=0.05)


def test_made_up_words_alternate_and_their_vowels_agree():
    words = datasets.harmonic_words(np.random.default_rng(0), 3000)
    assert words.shape == (3000,)
    assert all(re.fullmatch("([klmnprstv][aou]){2,4}n?|([klmnprstv][eiy]){2,4}n?", word) for word in words)
    assert datasets.harmonic_words(np.random.default_rng(0), 0).shape == (0,)


def test_families_lengths_letters_and_endings_are_as_frequent_as_promised():
    words = datasets.harmonic_words(np.random.default_rng(1), 6000)
    # standard deviations below 39 words: beyond 250 in one run of 10⁹
    assert abs(sum(word[1] in "aou" for word in words) - 3000) < 250
    assert abs(sum(len(word) % 2 for word in words) - 2000) < 250
    for syllables in (2, 3, 4):
        assert abs(sum(len(word) // 2 == syllables for word in words) - 2000) < 250
    for letter in "klmnprstv":
        assert abs(sum(word[2] == letter for word in words) - 6000 / 9) < 180
    for letter in "aoueiy":
        assert abs(sum(word[3] == letter for word in words) - 1000) < 180


@pytest.mark.parametrize(
    "make",
    [
        lambda rng: datasets.first_symbol(rng, 9, 6, 3)[0],
        lambda rng: datasets.sine_mixtures(rng, 9, 6),
        lambda rng: datasets.harmonic_words(rng, 9),
    ],
    ids=["first_symbol", "sine_mixtures", "harmonic_words"],
)
def test_the_generator_decides(make):
    one, same, other = (make(np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
