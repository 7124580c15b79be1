"""MNIST: 70,000 handwritten digits of 28×28 pixels, from the published files. Card: `cards/mnist.md`."""

import gzip
import struct
import zlib
from math import prod
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from datasets.handwritten_digits import digits
from datasets.integrity import DataChanged
from datasets.published import DataMissing, Download, LabelledImages, check_file, check_labels, fetch, place, readable

ARCHIVE = Download(
    file="mnist.npz",
    url="https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
    sha256="731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
)
CLASS_NAMES = tuple("0123456789")
INSTEAD = "datasets.digits()"
PARTS = ("train-images", "train-labels", "t10k-images", "t10k-labels")
UNSIGNED_BYTES = 8
"""The code of the type of number in an IDX file's header; the published files hold nothing else."""
DIGITS_FOR_TRAINING = 1437


def mnist(folder: Path | str | None = None, *, download: bool = False) -> LabelledImages:
    """Load MNIST: 60,000 pictures for training and 10,000 for testing, (28, 28, 1) each, 0 for paper, 255 for ink.

    Arguments: folder that holds the four IDX files, gzipped or not, or Keras's `mnist.npz`, by default Keras's
    cache; download whether to fetch `mnist.npz` into it where it holds neither.
    Errors: DataMissing where there are no files, DataChanged where they are damaged.
    Source: LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition", 1998.
    """
    where = place(folder)
    files = [_idx_file(where, part) for part in PARTS]
    archive = where / ARCHIVE.file
    if all(files):
        arrays = [read_idx(file, 3 if "images" in part else 1) for file, part in zip(files, PARTS, strict=True)]
        return _labelled(*arrays)
    if not readable(archive):
        if not download:
            raise _missing(where, [part for part, file in zip(PARTS, files, strict=True) if file is None])
        fetch(ARCHIVE, where, INSTEAD)
    return _labelled(*_read_archive(archive))


def mnist_or_digits(folder: Path | str | None = None) -> LabelledImages:
    """Load MNIST where it is on this machine, else the 8×8 digits in the same form, and print which.

    The 8×8 digits come as uint8 from 0 to 255 too: the first 1437 for training, the last 360 for testing.

    Arguments: folder as for `mnist`.
    Errors: DataChanged where the files that are there are damaged.
    """
    try:
        return mnist(folder)
    except DataMissing:
        print("MNIST is not on this machine: these are the 8×8 digits that come with scikit-learn.")
    small = digits()
    images, n = np.rint(255 * small.images).astype(np.uint8), DIGITS_FOR_TRAINING
    return LabelledImages(images[:n], small.y[:n], images[n:], small.y[n:], CLASS_NAMES)


def read_idx(path: Path, dimensions: int) -> NDArray[np.uint8]:
    """Read a file in the IDX format, gzipped where its name ends in .gz.

    The format: two zero bytes, a byte for the type of number, a byte for how many dimensions, each dimension
    as 4 bytes with the highest first, then the numbers in C order.

    Arguments: path; dimensions expected, 3 for pictures, 1 for labels.
    Returns: the numbers, in the shape that the header gives.
    Errors: DataChanged where the file is not one of unsigned bytes in this form.
    """
    try:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _changed(path.name, f"a gzipped file, received: {error}") from error
    start = 4 + 4 * dimensions
    magic = bytes([0, 0, UNSIGNED_BYTES, dimensions])
    if len(content) < start or content[:4] != magic:
        raise _changed(path.name, f"an IDX file that starts with the bytes {[*magic]}, received {[*content[:4]]}")
    shape = struct.unpack(f">{dimensions}I", content[4:start])
    if len(content) != start + prod(shape):
        raise _changed(path.name, f"{prod(shape)} numbers for the shape {shape}, received {len(content) - start}")
    return np.frombuffer(content, dtype=np.uint8, offset=start).reshape(shape).copy()


def _idx_file(folder: Path, part: str) -> Path | None:
    """The file of one of the four parts, under any of the names in use."""
    kind = "idx3-ubyte" if "images" in part else "idx1-ubyte"
    names = [f"{part}{separator}{kind}{ending}" for separator in "-." for ending in ("", ".gz")]
    return next((folder / name for name in names if readable(folder / name)), None)


def _read_archive(path: Path) -> list[NDArray]:
    """The four arrays of Keras's file; arrays that could run code when they are read are refused."""
    import zipfile

    check_file(ARCHIVE, path)
    try:
        with np.load(path, allow_pickle=False) as archive:
            return [archive[name] for name in ("x_train", "y_train", "x_test", "y_test")]
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise _changed(path.name, f"the arrays x_train, y_train, x_test and y_test, received: {error}") from error


def _labelled(train_images: NDArray, train_y: NDArray, test_images: NDArray, test_y: NDArray) -> LabelledImages:
    for images, y in ((train_images, train_y), (test_images, test_y)):
        check_labels("MNIST", images, y, len(CLASS_NAMES))
    return LabelledImages(
        train_images[..., None], train_y.astype(np.int64), test_images[..., None], test_y.astype(np.int64), CLASS_NAMES
    )


def _missing(where: Path, parts: list[str]) -> DataMissing:
    return DataMissing(
        f"expected MNIST in {where}: mnist.npz, or the IDX files {', '.join(PARTS)}; "
        f"received none for {', '.join(parts)}. Put them there, ask for download=True, or use {INSTEAD} instead."
    )


def _changed(name: str, problem: str) -> DataChanged:
    return DataChanged(f"{name}: expected {problem}. Likely cause: a damaged or incomplete file; fetch it again.")
