"""CIFAR-10: 60,000 colour pictures of ten kinds of things, from the published files. Card: `cards/cifar10.md`."""

import zlib
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray

from datasets.integrity import DataChanged
from datasets.published import DataMissing, Download, LabelledImages, check_file, check_labels, fetch, place, readable

ARCHIVE = Download(
    file="cifar-10-binary.tar.gz",
    url="https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
    sha256="c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
)
FOLDER = "cifar-10-batches-bin"
TRAIN = tuple(f"data_batch_{i}.bin" for i in range(1, 6))
TEST = "test_batch.bin"
CLASS_NAMES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
INSTEAD = "datasets.shapes(rng, n, size=32) for pictures to classify, or datasets.photographs() for colour"
SIZE, CHANNELS = 32, 3
RECORD = 1 + CHANNELS * SIZE * SIZE
"""Bytes of a picture in a file: its label, then all of its red, all of its green, all of its blue."""


def cifar10(folder: Path | str | None = None, *, download: bool = False) -> LabelledImages:
    """Load CIFAR-10: 50,000 pictures for training and 10,000 for testing, (32, 32, 3) each, red, green, blue.

    Only the binary version is read. The Python version, Keras's too, is a pickle, and reading a pickle runs
    whatever code is in it.

    Arguments: folder that holds the six `.bin` files, the folder `cifar-10-batches-bin` or the archive
    `cifar-10-binary.tar.gz`, by default Keras's cache; download whether to fetch the archive (162 MB) into it
    where it holds none of these.
    Errors: DataMissing where there are no files, DataChanged where they are damaged.
    Source: Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
    """
    where = place(folder)
    contents = _from_folder(where) or _from_folder(where / FOLDER)
    archive = where / ARCHIVE.file
    if contents is None:
        if not readable(archive):
            if not download:
                raise _missing(where)
            fetch(ARCHIVE, where, INSTEAD)
        contents = _from_archive(archive)
    train = [read_batch(name, contents[name]) for name in TRAIN]
    train_images, train_y = (np.concatenate(arrays) for arrays in zip(*train, strict=True))
    return LabelledImages(train_images, train_y, *read_batch(TEST, contents[TEST]), CLASS_NAMES)


def read_batch(name: str, content: bytes) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Read a file of records: a byte for the label, then 1024 bytes each of red, green, blue, row by row.

    Arguments: name for the error; content of the file.
    Returns: images (N, 32, 32, 3), y (N,) from 0 to 9.
    Errors: DataChanged where it doesn't hold whole records or a label is above 9.
    """
    if not content or len(content) % RECORD:
        raise DataChanged(
            f"{name}: expected records of {RECORD} bytes, received {len(content)} bytes. "
            "Likely cause: an incomplete file; fetch it again."
        )
    records = np.frombuffer(content, dtype=np.uint8).reshape(-1, RECORD)
    planes = records[:, 1:].reshape(-1, CHANNELS, SIZE, SIZE)
    images, y = np.ascontiguousarray(planes.transpose(0, 2, 3, 1)), records[:, 0].astype(np.int64)
    check_labels(name, images, y, len(CLASS_NAMES))
    return images, y


def _from_folder(folder: Path) -> dict[str, bytes] | None:
    """The content of the six files, or None where one is missing."""
    paths = [folder / name for name in (*TRAIN, TEST)]
    return {path.name: path.read_bytes() for path in paths} if all(map(readable, paths)) else None


def _from_archive(path: Path) -> dict[str, bytes]:
    """The content of the six files in the published archive; nothing is unpacked to disk."""
    import tarfile

    check_file(ARCHIVE, path)
    contents = {}
    try:
        with tarfile.open(path, "r:gz") as archive:
            for member in archive:
                name = PurePosixPath(member.name).name
                if member.isfile() and name in (*TRAIN, TEST):
                    contents[name] = archive.extractfile(member).read()
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise _incomplete(path, str(error)) from error
    lacking = sorted({*TRAIN, TEST} - set(contents))
    if lacking:
        raise _incomplete(path, f"none of the name {', '.join(lacking)}")
    return contents


def _incomplete(path: Path, received: str) -> DataChanged:
    return DataChanged(
        f"{path.name}: expected the six files of CIFAR-10 in it, received {received}. Delete it and fetch it again."
    )


def _missing(where: Path) -> DataMissing:
    pickled = any(where.glob("cifar-10-batches-py*")) or any(where.glob("cifar-10-python*"))
    received = "only the Python version, a pickle, which is never read" if pickled else "none of these"
    return DataMissing(
        f"expected CIFAR-10 in {where}: {', '.join(TRAIN)} and {TEST}, the folder {FOLDER}, or {ARCHIVE.file}; "
        f"received {received}. Put the binary version there, ask for download=True, or use {INSTEAD} instead."
    )
