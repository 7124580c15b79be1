"""Handwritten digits: 1797 pictures of 8×8 pixels. Card: `cards/digits.md`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.installed import cause, installed_table
from datasets.integrity import check_fingerprint

SHA256 = "5889d26819cf830d070975af3c711419825fa0a078137b3d80b8e7d06bd58da0"
FULL = 16
"""The largest pixel value in the file: all 16 points of a 4×4 block are black."""


@dataclass(frozen=True)
class Digits:
    """Pictures of handwritten digits, and which digit each is.

    images (1797, 8, 8, 1) float64 from 0 (paper) to 1 (ink), in steps of 1/16;
    X (1797, 64) float64, the same pictures row by row; y (1797,) int64, the digit.
    """

    images: NDArray[np.float64]
    X: NDArray[np.float64]
    y: NDArray[np.int64]


def digits() -> Digits:
    """Load the handwritten digits; every call gives fresh arrays.

    Errors: DataChanged where the installed scikit-learn holds no or other digits.
    Source: Alpaydin and Kaynak, "Optical Recognition of Handwritten Digits", UCI, 1998.
    """
    table = installed_table("sklearn", "datasets", "data", "digits.csv.gz")
    X, y = table[:, :-1] / FULL, table[:, -1].astype(np.int64)
    check_fingerprint("digits", SHA256, X, y, cause=cause("sklearn"))
    return Digits(images=X.reshape(-1, 8, 8, 1).copy(), X=X, y=y)
