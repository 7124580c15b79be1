"""Small pictures of circles, squares and triangles, drawn anew from a random generator."""

import numpy as np
from numpy.typing import NDArray

SHAPE_NAMES = ("circle", "square", "triangle")
SIDES = (None, 4, 3)
RADII = (0.2, 0.28)
"""Smallest and largest radius of a circle, as a share of the picture's size."""
REACH = 2 * np.sqrt(np.pi / (3 * np.tan(np.pi / 3)))
"""How far a triangle's corner is from its centre, over the radius of a circle of the same area."""
SMALLEST = 8


def shapes(rng: np.random.Generator, n: int, size: int = 16) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Draw filled shapes in ink (1) on paper (0), one a picture, wholly inside it.

    Place, size and turn are random; a circle, a square and a triangle are drawn with the same areas,
    so that the amount of ink doesn't tell the shape.

    Arguments: rng; n how many pictures; size their height and width in pixels, 8 or more.
    Returns: images (n, size, size, 1) from 0 to 1, y (n,), an index into `SHAPE_NAMES`; the shapes have
    as equal a share as n allows.
    Errors: ValueError where size is below 8.
    """
    if size < SMALLEST:
        raise ValueError(f"expected pictures of {SMALLEST} pixels or more, received size={size}: choose a larger size")
    y = rng.permutation(np.arange(n) % len(SHAPE_NAMES))
    radius = size * rng.uniform(*RADII, n)
    turn = rng.uniform(0.0, 2 * np.pi, n)
    room = size / 2 - REACH * radius - 0.5
    centre = size / 2 + room[:, None] * rng.uniform(-1.0, 1.0, (n, 2))
    images = np.zeros((n, size, size, 1))
    for i in range(n):
        images[i, :, :, 0] = _draw(SIDES[y[i]], centre[i], radius[i], turn[i], size)
    return images, y


def _draw(sides: int | None, centre: NDArray, radius: float, turn: float, size: int) -> NDArray[np.float64]:
    """One shape (size, size) of area π·radius²; a pixel on its edge is grey."""
    pixels = np.arange(size) + 0.5
    x, y = np.meshgrid(pixels - centre[0], pixels - centre[1])
    if sides is None:
        outside = np.hypot(x, y) - radius
    else:
        to_side = radius * np.sqrt(np.pi / (sides * np.tan(np.pi / sides)))
        angles = turn + 2 * np.pi * np.arange(sides) / sides
        outside = np.max([np.cos(a) * x + np.sin(a) * y for a in angles], axis=0) - to_side
    return np.clip(0.5 - outside, 0.0, 1.0)
