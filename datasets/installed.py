"""Data files that travel inside installed packages, read without importing the package.

Importing scikit-learn takes seconds, reading its file of digits takes milliseconds.
"""

import zlib
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from datasets.integrity import DataChanged

DISTRIBUTIONS = {"sklearn": "scikit-learn"}
"""Packages that are installed under another name than they are imported by."""


def installed_file(package: str, *parts: str) -> Path:
    """The path of a file inside an installed package.

    Arguments: package as it is imported; parts of the path inside it.
    Errors: DataChanged where the package or the file is not there.
    """
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder, *parts)
        if path.is_file():
            return path
    wanted = "/".join((package, *parts))
    raise DataChanged(f"expected the data file {wanted}, received none. Likely cause: {cause(package)}")


def cause(package: str) -> str:
    """What is likely wrong where data of an installed package are not the expected ones, and what to do."""
    name = DISTRIBUTIONS.get(package, package)
    return f"{name} is damaged or not the pinned version; install the version that constraints.txt names."


def installed_table(package: str, *parts: str, header: int = 0, separator: str = ",") -> NDArray[np.float64]:
    """The numbers (rows, columns) of a text file, gzipped or not, inside an installed package.

    Arguments: package and parts as for `installed_file`; header how many lines to leave out at the top;
    separator between two numbers of a line.
    Errors: DataChanged where the file is missing or not a table of numbers.
    """
    path = installed_file(package, *parts)
    try:
        return np.loadtxt(path, delimiter=separator, skiprows=header, ndmin=2, encoding="utf-8")
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise DataChanged(
            f"expected a table of numbers in {path.name}, received: {error}. Likely cause: {cause(package)}"
        ) from error
