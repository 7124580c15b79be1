"""Fisher's Iris flowers: 150 plants of three species, four lengths each. Card: `cards/iris.md`."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from datasets.integrity import DataChanged, check_fingerprint

SHA256 = "aa06b8008ceba42efc654be0f83fdafc786239c9e8f13146044d078f5aab8f23"
FILE = Path(__file__).with_name("data") / "iris.csv"
CAUSE = "datasets/data/iris.csv was edited or is incomplete; restore the original file."


@dataclass(frozen=True)
class Iris:
    """The measurements and species of 150 iris flowers.

    X (150, 4) float64 in cm, columns as in `feature_names`;
    y (150,) int64, an index into `target_names`.
    """

    X: NDArray[np.float64]
    y: NDArray[np.int64]
    feature_names: tuple[str, ...]
    target_names: tuple[str, ...]


def iris() -> Iris:
    """Load the Iris flowers; every call gives fresh arrays.

    Errors: DataChanged when the file is not the one that the card describes.
    Source: Fisher, "The use of multiple measurements in taxonomic problems", 1936.
    """
    table = _read(FILE)
    X, y = np.ascontiguousarray(table[:, :4]), table[:, 4].astype(np.int64)
    check_fingerprint("iris", SHA256, X, y, cause=CAUSE)
    return Iris(
        X=X,
        y=y,
        feature_names=("sepal length", "sepal width", "petal length", "petal width"),
        target_names=("setosa", "versicolor", "virginica"),
    )


def _read(file: Path) -> NDArray[np.float64]:
    """Read the table (rows, 5), or raise `DataChanged` when it is not one."""
    try:
        rows = [line.split(",") for line in file.read_text(encoding="utf-8").splitlines()[1:]]
        return np.array(rows, dtype=float).reshape(-1, 5)
    except (OSError, ValueError) as error:
        raise DataChanged(
            f"expected the iris data as a table of five columns in datasets/data/{file.name}; received: {error}. "
            "Likely cause: the file is missing or was edited; restore the original file."
        ) from error
