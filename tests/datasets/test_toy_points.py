"""Points from a generator: the promised shapes, shares and margins, and nothing but `rng`."""

import numpy as np
import pytest

import datasets

TWO_CLASSES = [datasets.xor, datasets.separable_blobs, datasets.rings, datasets.moons]
MAKERS = [*TWO_CLASSES, datasets.gaussian_ring]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("n", [1, 4, 37])
def test_shapes_and_labels(make, n):
    X, y = make(np.random.default_rng(0), n=n)
    assert X.shape == (n, 2)
    assert y.shape == (n,)
    assert X.dtype == np.float64
    assert y.dtype == np.int64


@pytest.mark.parametrize("make", TWO_CLASSES)
@pytest.mark.parametrize("n", [1, 4, 37])
def test_two_classes_have_equal_shares(make, n):
    _, y = make(np.random.default_rng(0), n=n)
    assert set(y.tolist()) <= {0, 1}
    assert abs(int(y.sum()) - n / 2) <= 1


@pytest.mark.parametrize("make", MAKERS)
def test_the_generator_decides(make):
    one, same, other = (make(np.random.default_rng(seed), n=20)[0] for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize("make", MAKERS)
def test_the_classes_come_in_a_mixed_order(make):
    _, y = make(np.random.default_rng(3), n=80)
    assert np.any(np.diff(y) < 0) and len(set(y[:20].tolist())) > 1  # sorted, or all alike: 1 order in 10¹⁶ or less
    assert not np.array_equal(y, np.arange(80) % (y.max() + 1))


def test_xor_without_noise_gives_the_corners():
    X, y = datasets.xor(np.random.default_rng(0), n=8, noise=0.0)
    assert np.unique(X, axis=0).tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert y.tolist() == (X[:, 0] != X[:, 1]).astype(int).tolist()


@pytest.mark.parametrize("seed", range(20))
def test_a_line_separates_the_blobs_with_the_margin(seed):
    svm = pytest.importorskip("sklearn.svm")
    X, y = datasets.separable_blobs(np.random.default_rng(seed), n=60, margin=0.5)
    model = svm.SVC(kernel="linear", C=1e6).fit(X, y)
    assert model.score(X, y) == 1
    assert 1 / np.linalg.norm(model.coef_) >= 0.5 - 1e-3


@pytest.mark.parametrize("radii", [(1.0, 2.0), (3.0, 0.5, 5.0)])
def test_rings_without_noise_lie_on_their_circles(radii):
    X, y = datasets.rings(np.random.default_rng(0), n=99, noise=0.0, radii=radii)
    np.testing.assert_allclose(np.hypot(*X.T), np.array(radii)[y])
    assert np.ptp(np.bincount(y, minlength=len(radii))) <= 1


def test_the_rings_need_one_threshold_in_polar_coordinates_and_no_line_will_do():
    svm = pytest.importorskip("sklearn.svm")
    X, y = datasets.rings(np.random.default_rng(1), n=400)
    assert np.array_equal(np.hypot(*X.T) > 1.5, y == 1)
    assert svm.SVC(kernel="linear").fit(X, y).score(X, y) < 0.75


def test_points_go_all_around_the_rings():
    X, y = datasets.rings(np.random.default_rng(2), n=400)
    for k in (0, 1):
        quadrants = (X[y == k, 0] > 0) * 2 + (X[y == k, 1] > 0)
        assert np.bincount(quadrants, minlength=4).min() >= 20  # 50 expected, 5 standard deviations below: 19


def test_moons_without_noise_lie_on_their_half_circles():
    X, y = datasets.moons(np.random.default_rng(0), n=100, noise=0.0)
    upper, lower = X[y == 0], X[y == 1]
    np.testing.assert_allclose(np.hypot(*upper.T), 1.0)
    np.testing.assert_allclose(np.hypot(lower[:, 0] - 1, lower[:, 1] - 0.5), 1.0)
    assert upper[:, 1].min() >= 0
    assert lower[:, 1].max() <= 0.5
    assert upper[:, 0].max() > lower[:, 0].min(), "they reach into each other"


@pytest.mark.parametrize("make", [datasets.rings, datasets.moons])
def test_noise_has_the_standard_deviation_that_was_asked_for(make):
    quiet, noisy = (make(np.random.default_rng(5), n=5000, noise=noise)[0] for noise in (0.0, 0.3))
    # 10,000 numbers: the standard deviation is within 5 % of 0.3 but for one run in 10¹¹
    assert np.std(noisy - quiet) == pytest.approx(0.3, rel=0.05)


@pytest.mark.parametrize(("modes", "radius", "std"), [(8, 2.0, 0.05), (5, 1.0, 0.01)])
def test_the_clouds_of_the_ring_lie_where_they_should(modes, radius, std):
    X, y = datasets.gaussian_ring(np.random.default_rng(0), n=1500, modes=modes, radius=radius, std=std)
    angle = 2 * np.pi * y / modes
    distance = X - radius * np.column_stack([np.cos(angle), np.sin(angle)])
    # each of 3000 numbers is beyond 6 σ with a chance of 2·10⁻⁹
    assert np.abs(distance).max() < 6 * std
    assert distance.std() == pytest.approx(std, rel=0.1)
    assert np.ptp(np.bincount(y, minlength=modes)) <= 1
