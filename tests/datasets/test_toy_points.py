"""Points from a generator: the promised shapes, shares and margins, and nothing but `rng`."""

import numpy as np
import pytest

import datasets

MAKERS = [datasets.xor, datasets.separable_blobs]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("n", [1, 4, 37])
def test_shapes_and_labels(make, n):
    X, y = make(np.random.default_rng(0), n=n)
    assert X.shape == (n, 2)
    assert y.shape == (n,)
    assert X.dtype == np.float64
    assert set(y) <= {0, 1}
    assert abs(int(y.sum()) - n / 2) <= 1


@pytest.mark.parametrize("make", MAKERS)
def test_the_generator_decides(make):
    one, same, other = (make(np.random.default_rng(seed))[0] for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


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
