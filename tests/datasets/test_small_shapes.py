"""Pictures of shapes: what they show is what their label says, and nothing else gives it away."""

import numpy as np
import pytest

import datasets

CORNERS = {"circle": 1.0, "square": np.sqrt(np.pi / 2), "triangle": 2 * np.sqrt(np.pi / (3 * np.sqrt(3)))}
"""Distance of the farthest point from the centre, over the radius of a circle of the same area."""


def outline(image):
    """The farthest inked pixel's distance from the centre of the ink, over the radius of a circle of the same area."""
    rows, columns = np.nonzero(image > 0.5)
    ink = image.sum()
    centre = [(image * grid).sum() / ink for grid in np.indices(image.shape)]
    return np.hypot(rows - centre[0], columns - centre[1]).max() / np.sqrt(ink / np.pi)


@pytest.mark.parametrize(("n", "size"), [(1, 8), (7, 16), (4, 33)])
def test_shapes_and_range(n, size):
    images, y = datasets.shapes(np.random.default_rng(0), n, size=size)
    assert images.shape == (n, size, size, 1)
    assert images.dtype == np.float64
    assert y.shape == (n,)
    assert y.dtype == np.int64
    assert images.min() == 0
    assert images.max() == 1


def test_equal_shares():
    _, y = datasets.shapes(np.random.default_rng(1), 31, size=8)
    assert sorted(np.bincount(y).tolist()) == [10, 10, 11]


def test_the_generator_decides():
    one, same, other = (datasets.shapes(np.random.default_rng(seed), 5)[0] for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_the_label_is_the_shape():
    images, y = datasets.shapes(np.random.default_rng(2), 150, size=96)
    expected = np.array([CORNERS[name] for name in datasets.SHAPE_NAMES])
    measured = np.array([outline(image[..., 0]) for image in images])
    assert np.abs(measured - expected[y]).max() < 0.08
    assert np.array_equal(np.abs(measured[:, None] - expected).argmin(axis=1), y)


@pytest.mark.parametrize("size", [8, 16, 33])
def test_a_shape_lies_wholly_inside_its_picture(size):
    images, _ = datasets.shapes(np.random.default_rng(3), 300, size=size)
    border = np.concatenate([images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]])
    assert border.max() < 1
    radius = np.sqrt(images.sum(axis=(1, 2, 3)) / np.pi) / size
    assert radius.min() > 0.17 and radius.max() < 0.3, "what is cut off would lack in the area"


def test_the_amount_of_ink_does_not_tell_the_shape():
    images, y = datasets.shapes(np.random.default_rng(4), 3000)
    ink = images.sum(axis=(1, 2, 3))
    means = np.array([ink[y == k].mean() for k in range(3)])
    # a class's mean of 1000 pictures has a standard error of 0.6 % of the mean
    assert np.ptp(means) / means.mean() < 0.05


def test_place_and_turn_differ():
    images, y = datasets.shapes(np.random.default_rng(5), 90, size=64)
    for k in range(3):
        centres = [np.mean(np.nonzero(image[..., 0] > 0.5), axis=1) for image in images[y == k]]
        assert np.std(centres, axis=0).min() > 2


@pytest.mark.parametrize("size", [7, 0, -3])
def test_a_picture_that_is_too_small_is_refused(size):
    with pytest.raises(ValueError, match=f"expected pictures of 8 pixels or more, received size={size}"):
        datasets.shapes(np.random.default_rng(0), 3, size=size)
