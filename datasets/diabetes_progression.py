"""Diabetes: 442 patients, and how far the disease had gone a year later. Card: `cards/diabetes.md`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.installed import cause, installed_table
from datasets.integrity import check_fingerprint

SHA256 = "e9c1f7559552854a24dc45b41c446ce5f79f96e5da081bcce24b57492720b3f7"


@dataclass(frozen=True)
class Diabetes:
    """Measurements of 442 patients, not scaled, and the progression of the disease one year later.

    X (442, 10) float64, columns as in `feature_names`, each in its own unit (see the card);
    y (442,) float64, a score from 25 to 346.
    """

    X: NDArray[np.float64]
    y: NDArray[np.float64]
    feature_names: tuple[str, ...]


def diabetes() -> Diabetes:
    """Load the diabetes data in their own units; every call gives fresh arrays.

    Errors: DataChanged where the installed scikit-learn holds no or other data.
    Source: Efron, Hastie, Johnstone and Tibshirani, "Least angle regression", 2004.
    """
    X = installed_table("sklearn", "datasets", "data", "diabetes_data_raw.csv.gz", separator=" ")
    y = installed_table("sklearn", "datasets", "data", "diabetes_target.csv.gz").ravel()
    check_fingerprint("diabetes", SHA256, X, y, cause=cause("sklearn"))
    return Diabetes(X=X, y=y, feature_names=("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"))
