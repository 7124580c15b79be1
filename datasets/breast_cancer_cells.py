"""Breast cancer: thirty measurements of the cells of 569 lumps. Card: `cards/breast_cancer.md`."""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from datasets.installed import cause, installed_table
from datasets.integrity import check_fingerprint

SHA256 = "25e2eb7b7a8745b1bde5ba18bc4969983d2e2f403291ecd5bde4a29ef30c3859"
MEASURES = (
    "radius",
    "texture",
    "perimeter",
    "area",
    "smoothness",
    "compactness",
    "concavity",
    "concave points",
    "symmetry",
    "fractal dimension",
)
SUMMARIES = ("mean {}", "{} error", "worst {}")
"""Each measure as the mean over a lump's cells, that mean's standard error, and the mean of its three largest."""


@dataclass(frozen=True)
class BreastCancer:
    """Measurements of the cell nuclei of 569 lumps in the breast, and whether each lump was cancer.

    X (569, 30) float64, columns as in `feature_names`, not scaled;
    y (569,) int64, an index into `target_names`: 0 malignant, 1 benign.
    """

    X: NDArray[np.float64]
    y: NDArray[np.int64]
    feature_names: tuple[str, ...]
    target_names: tuple[str, ...]


def breast_cancer() -> BreastCancer:
    """Load the breast cancer data; every call gives fresh arrays.

    Errors: DataChanged where the installed scikit-learn holds no or other data.
    Source: Street, Wolberg and Mangasarian, "Nuclear feature extraction for breast tumor diagnosis", 1993.
    """
    table = installed_table("sklearn", "datasets", "data", "breast_cancer.csv", header=1)
    X, y = np.ascontiguousarray(table[:, :-1]), table[:, -1].astype(np.int64)
    check_fingerprint("breast cancer", SHA256, X, y, cause=cause("sklearn"))
    names = tuple(summary.format(measure) for summary, measure in product(SUMMARIES, MEASURES))
    return BreastCancer(X=X, y=y, feature_names=names, target_names=("malignant", "benign"))
