"""Made-up points in the plane, drawn anew from a random generator."""

import numpy as np
from numpy.typing import NDArray

Points = tuple[NDArray[np.float64], NDArray[np.int64]]


def xor(rng: np.random.Generator, n: int = 200, noise: float = 0.1) -> Points:
    """Draw points around the corners (0,0), (0,1), (1,0), (1,1), labelled with the XOR of the corner.

    Arguments: rng; n how many points; noise their standard deviation around a corner
    (0 gives the corners themselves).
    Returns: X (n, 2), y (n,) of 0 and 1; the corners have as equal a share as n allows.
    """
    corners = rng.permutation(np.arange(n) % 4)
    X = np.stack([corners // 2, corners % 2], axis=1).astype(float)
    y = corners // 2 ^ corners % 2
    return X + rng.normal(0.0, noise, X.shape), y


def separable_blobs(rng: np.random.Generator, n: int = 100, margin: float = 0.5, spread: float = 1.0) -> Points:
    """Draw two clouds that a straight line separates with room to spare.

    The line runs through a random point near the origin in a random direction, and no point
    is nearer to it than the margin.

    Arguments: rng; n how many points; margin the free distance on either side of the line;
    spread how far the clouds reach beyond it.
    Returns: X (n, 2), y (n,) of 0 and 1, half of them 1 (rounded down).
    """
    angle = rng.uniform(0.0, 2 * np.pi)
    across = np.array([np.cos(angle), np.sin(angle)])
    along = np.array([-across[1], across[0]])
    y = rng.permutation(np.arange(n) % 2)
    distance = margin + spread * np.abs(rng.normal(size=n))
    X = np.outer((2 * y - 1) * distance, across) + np.outer(spread * rng.normal(size=n), along)
    return X + rng.normal(0.0, spread, 2), y


def rings(rng: np.random.Generator, n: int = 200, noise: float = 0.1, radii: tuple[float, ...] = (1.0, 2.0)) -> Points:
    """Draw points on circles around the origin, labelled with the number of their circle.

    Arguments: rng; n how many points; noise the standard deviation of each coordinate around
    the circle; radii one per class.
    Returns: X (n, 2), y (n,) from 0 to len(radii) − 1; the circles have as equal a share as n allows.
    """
    y = rng.permutation(np.arange(n) % len(radii))
    angle = rng.uniform(0.0, 2 * np.pi, n)
    X = np.asarray(radii, dtype=float)[y, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return X + rng.normal(0.0, noise, X.shape), y


def moons(rng: np.random.Generator, n: int = 200, noise: float = 0.1) -> Points:
    """Draw points on two half circles of radius 1 that reach into each other.

    Class 0 is the upper half around (0, 0), class 1 the lower half around (1, ½).

    Arguments: rng; n how many points; noise the standard deviation of each coordinate around the arc.
    Returns: X (n, 2), y (n,) of 0 and 1, half of them 1 (rounded down).
    """
    y = rng.permutation(np.arange(n) % 2)
    angle = rng.uniform(0.0, np.pi, n)
    arc = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    X = np.where(y[:, None] == 0, arc, np.array([1.0, 0.5]) - arc)
    return X + rng.normal(0.0, noise, X.shape), y


def gaussian_ring(rng: np.random.Generator, n: int, modes: int = 8, radius: float = 2.0, std: float = 0.05) -> Points:
    """Draw points from a mixture of small normal clouds whose centres lie evenly on a circle.

    The centre of cloud k is at the angle 2πk / modes.

    Arguments: rng; n how many points; modes how many clouds; radius of the circle;
    std the standard deviation of each coordinate in a cloud.
    Returns: X (n, 2), y (n,) the number of the point's cloud; the clouds have as equal a share as n allows.
    """
    y = rng.permutation(np.arange(n) % modes)
    angle = 2 * np.pi * y / modes
    return radius * np.stack([np.cos(angle), np.sin(angle)], axis=1) + rng.normal(0.0, std, (n, 2)), y
