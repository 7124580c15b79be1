"""Checks of random functions, with a stated chance of failing an answer that is right.

Every check has an argument `false_fail`: the largest probability with which it fails honest draws, over everything it
looks at together. The bounds are proven for every number of samples, so the true chance is smaller still.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NoReturn

import numpy as np
from numpy.typing import ArrayLike, NDArray

from autograder.classroom.checks.base import check, fail
from autograder.classroom.checks.plain import array, shape_text, shown
from autograder.classroom.checks.values import finite

Cdf = Callable[[NDArray], NDArray]


@check
def rate(mask: ArrayLike, p: float, what: str, false_fail: float = 1e-7, axis: int | None = None) -> None:
    """Check that an array of 0 and 1 can be independent draws that are 1 with probability p.

    Arguments: mask the draws, any shape; p from 0 to 1; axis 0 or 1 looks at every column or row of a
    (rows, columns) array as well (in general: at every line along this axis), and `false_fail` is shared among them.

    With n draws, a share k/n fails when n·KL(k/n ‖ p) > log(2/false_fail) (Chernoff's bound, 1952). So every share
    that is off by more than e = √(log(2/false_fail)/2n) fails, and a function whose true rate is off by 2e is
    found with the certainty 1 − false_fail: at 1e-7 that is 0.058 for n = 10,000 and 0.18 for n = 1,000.
    """
    __tracebackhide__ = True
    mask = _zeros_and_ones(mask, what)
    if axis is None:
        _judge_whole(mask, p, math.log(2 / false_fail), what)
        return
    if not -mask.ndim <= axis < mask.ndim:
        fail(f"{what} has shape {shape_text(mask.shape)}, so it has no axis {axis}.", sort="shape")
    shares = mask.mean(axis=axis)
    level = math.log(2 * (1 + shares.size) / false_fail)
    odd = mask.shape[axis] * _divergence(shares, p) > level
    if not ((odd & (shares > p)).any() and (odd & (shares < p)).any()):  # else the lines say more than the whole
        _judge_whole(mask, p, level, what)
    if odd.any():
        name = {(2, 0): "column", (2, 1): "row"}.get((mask.ndim, axis % mask.ndim), "line")
        _fail_in_lines(odd, shares, p, name, what)


def _zeros_and_ones(mask: ArrayLike, what: str) -> NDArray:
    __tracebackhide__ = True
    result = array(mask, what).astype(float)
    if not np.isin(result, (0, 1)).all():
        fail(f"{what} should hold only 0 and 1 (or False and True).", f"received: {shown(mask)}", "not 0 and 1")
    return _not_empty(result, what)


def _not_empty(samples: NDArray, what: str) -> NDArray:
    __tracebackhide__ = True
    if not samples.size:
        fail(f"{what} is empty, so there is nothing to judge.", sort="empty")
    return samples


def _judge_whole(mask: NDArray, p: float, level: float, what: str) -> None:
    __tracebackhide__ = True
    share, n = float(mask.mean()), mask.size
    if n * _divergence(share, p) <= level:
        return
    often = "often" if share > p else "rarely"
    swapped = n * _divergence(share, 1 - p) <= level
    advice = " The share would fit if 0 and 1 changed places." if swapped else ""
    detail = f"share of ones among {n}: {share:.4g}, needed about {p:g}"
    fail(f"{what}: ones come too {often}.{advice}", detail, "swapped" if swapped else f"too {often}")


def _fail_in_lines(odd: NDArray[np.bool_], shares: NDArray, p: float, name: str, what: str) -> NoReturn:
    __tracebackhide__ = True
    index = tuple(int(i) for i in np.argwhere(odd)[0])
    place = str(index[0]) if len(index) == 1 else str(index)
    fail(
        f"{what}: ones do not come as often as they should in every {name} ({int(odd.sum())} of {odd.size} are off, "
        f"first {name} {place}). Does each entry get a draw of its own?",
        f"share of ones there: {shares[index]:.3g}, needed about {p:g}",
        f"uneven over {name}s",
    )


def _divergence(q: ArrayLike, p: float) -> NDArray:
    """The Kullback-Leibler divergence KL(q ‖ p) of two coins, with 0·log 0 = 0."""
    q = np.asarray(q, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        ones = np.where(q > 0, q * np.log(q / p), 0.0)
        zeros = np.where(q < 1, (1 - q) * np.log((1 - q) / (1 - p)), 0.0)
    return ones + zeros


@check
def distributed(samples: ArrayLike, cdf: Cdf, what: str, false_fail: float = 1e-7) -> None:
    """Check that numbers can be independent draws from a continuous distribution.

    Arguments: samples any shape; cdf its distribution function on an array, such as `normal_cdf(0, 1)`.

    With n draws it fails when the samples' own distribution function is anywhere farther than e =
    √(log(2/false_fail)/2n) from cdf (Kolmogorov–Smirnov with the bound of Dvoretzky, Kiefer and Wolfowitz,
    constant by Massart, 1990). A distribution that is 2e away is found with the certainty 1 − false_fail: 0.058 for
    n = 10,000. A wrong standard deviation is far less visible to it than to `moments`.
    """
    __tracebackhide__ = True
    finite(samples, what)
    x = np.sort(_not_empty(array(samples, what), what).astype(float), axis=None)
    n = x.size
    wanted = np.asarray(cdf(x), dtype=float)
    above = np.arange(1, n + 1) / n - wanted
    below = wanted - np.arange(n) / n
    most = math.sqrt(math.log(2 / false_fail) / (2 * n))
    if max(above.max(), below.max()) <= most:
        return
    sort = _how_it_differs(above, below, most)
    fail(
        f"{what}: {sort} for the distribution that is needed.",
        f"largest distance between the distribution functions: {max(above.max(), below.max()):.3g}, "
        f"at most {most:.3g} is chance ({n} draws)",
        sort,
    )


def _how_it_differs(above: NDArray, below: NDArray, most: float) -> str:
    if above.max() > most and below.max() > most:
        spread = above.argmax() < below.argmax()
        return "the values are too far apart" if spread else "the values are too close together"
    return "the values are too small" if above.max() > most else "the values are too large"


def normal_cdf(mean: float, std: float) -> Cdf:
    """The distribution function of the normal distribution."""
    erf = np.vectorize(math.erf, otypes=[float])
    return lambda x: (1 + erf((np.asarray(x, dtype=float) - mean) / (std * math.sqrt(2)))) / 2


def uniform_cdf(low: float, high: float) -> Cdf:
    """The distribution function of the uniform distribution from low to high."""
    return lambda x: np.clip((np.asarray(x, dtype=float) - low) / (high - low), 0.0, 1.0)


@check
def moments(samples: ArrayLike, mean: float, std: float, what: str, false_fail: float = 1e-7) -> None:
    """Check the mean and standard deviation of independent draws.

    Assumes draws from a normal, a uniform, or a symmetrically truncated normal distribution with this mean and standard
    deviation (of the truncated one itself): all are strictly sub-Gaussian (Arbel, Marchal and Nguyen, 2020), which
    the bounds rest on. Distributions with heavier tails would fail more often than stated.

    With n draws and L = log(4/false_fail) it fails when the mean is off by more than std·√(2L/n), or when
    r, the mean squared distance from `mean` over std², has n(r − 1 − log r)/2 > L above 1 or n(1 − r)²/6 > L below. At
    1e-7 and n = 10,000 that is 0.06 std for the mean, and 4.3 % above or 5.3 % below for the standard deviation;
    a factor √2 in the standard deviation is found from about n = 1,000 on.
    """
    __tracebackhide__ = True
    if not std > 0:
        raise ValueError(f"expected a standard deviation above 0; received {std!r}")
    finite(samples, what)
    x = _not_empty(array(samples, what), what).astype(float)
    level = math.log(4 / false_fail)
    off = float(x.mean()) - mean
    if abs(off) > std * math.sqrt(2 * level / x.size):
        side = "large" if off > 0 else "small"
        fail(f"{what}: the mean is too {side}.", f"mean: {x.mean():.4g}, needed about {mean:g}", f"mean too {side}")
    ratio = float(np.mean((x - mean) ** 2)) / std**2
    if _is_chance(ratio, x.size, level):
        return
    side = "large" if ratio > 1 else "small"
    factor = math.sqrt(ratio) if ratio > 1 else 1 / math.sqrt(ratio) if ratio else math.inf
    times = f", by a factor of about {factor:.2g}" if factor < 1e6 else ""
    detail = f"standard deviation: {std * math.sqrt(ratio):.4g}, needed about {std:g}"
    fail(f"{what}: the standard deviation is too {side}{times}.", detail, f"standard deviation too {side}")


def _is_chance(ratio: float, n: int, level: float) -> bool:
    """Whether n draws may have a mean square this many times its expectation."""
    if ratio >= 1:
        return n * (ratio - 1 - math.log(ratio)) / 2 <= level
    return n * (1 - ratio) ** 2 / 6 <= level
