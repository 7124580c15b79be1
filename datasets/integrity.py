"""Make sure that data are the ones that the course was written with."""

import hashlib

import numpy as np
from numpy.typing import NDArray


class DataChanged(ValueError):
    """Data that travel with the course are not the data that its card describes."""


def fingerprint(*arrays: NDArray) -> str:
    """SHA-256 of the canonical bytes: each array in C order, numbers as 8 bytes, little-endian.

    Arguments: arrays of integers or floats.
    Returns: 64 hexadecimal digits, the same on every machine.
    """
    digest = hashlib.sha256()
    for array in arrays:
        kind = "<f8" if array.dtype.kind == "f" else "<i8"
        digest.update(np.ascontiguousarray(array, dtype=kind).tobytes())
    return digest.hexdigest()


def check_fingerprint(name: str, expected: str, *arrays: NDArray) -> None:
    """Raise `DataChanged` unless the arrays have the fingerprint that the data card of `name` gives."""
    received = fingerprint(*arrays)
    if received != expected:
        raise DataChanged(
            f"the {name} data are not those of its card: expected SHA-256 {expected}, received {received}. "
            f"Likely cause: datasets/data/{name}.csv was edited or is incomplete; restore the original file."
        )
