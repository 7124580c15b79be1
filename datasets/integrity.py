"""Make sure that data are the ones that the course was written with."""

import hashlib

import numpy as np
from numpy.typing import NDArray


class DataChanged(ValueError):
    """Data are not those that their card describes."""


def fingerprint(*arrays: NDArray) -> str:
    """SHA-256 of the canonical bytes: each array in C order, numbers as 8 bytes, little-endian.

    Arguments: arrays of integers, floats or dates (as days since 1970-01-01).
    Returns: 64 hexadecimal digits, the same on every machine.
    """
    digest = hashlib.sha256()
    for array in arrays:
        days = array.astype("datetime64[D]") if array.dtype.kind == "M" else array
        kind = "<f8" if array.dtype.kind == "f" else "<i8"
        digest.update(np.ascontiguousarray(days.astype(kind)).tobytes())
    return digest.hexdigest()


def check_fingerprint(name: str, expected: str, *arrays: NDArray, cause: str) -> None:
    """Raise `DataChanged` unless the arrays have the fingerprint that the data card of `name` gives.

    Arguments: name of the data; expected, 64 hexadecimal digits; cause what is likely wrong, and what to do.
    """
    received = fingerprint(*arrays)
    if received != expected:
        raise DataChanged(
            f"the {name} data are not those of its card: expected SHA-256 {expected}, received {received}. "
            f"Likely cause: {cause}"
        )
