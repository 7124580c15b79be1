"""CIFAR-10 from small files in the published binary format; the pickled version is left alone."""

import io
import pickle
import tarfile

import numpy as np
import pytest
from published_data import publish

import datasets
from datasets import cifar_images

RNG = np.random.default_rng(0)
FILES = (*(f"data_batch_{i}.bin" for i in range(1, 6)), "test_batch.bin")
IMAGES = {name: RNG.integers(0, 256, (2, 32, 32, 3), dtype=np.uint8) for name in FILES}
LABELS = {name: [i, 9 - i] for i, name in enumerate(FILES)}


def batch(name):
    """The bytes of a file: for each picture its label, its reds, its greens, its blues, row by row."""
    content = bytearray()
    for image, label in zip(IMAGES[name], LABELS[name], strict=True):
        content.append(label)
        for colour in range(3):
            for row in image[:, :, colour]:
                content.extend(row.tolist())
    return bytes(content)


BATCHES = {name: batch(name) for name in FILES}


def write(folder, batches=BATCHES):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in batches.items():
        (folder / name).write_bytes(content)
    return folder


def archive(batches=BATCHES):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as packed:
        for name, content in {"batches.meta.txt": b"airplane\n", **batches}.items():
            member = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            member.size = len(content)
            packed.addfile(member, io.BytesIO(content))
    return target.getvalue()


def assert_the_pictures(loaded):
    assert np.array_equal(loaded.train_images, np.concatenate([IMAGES[name] for name in FILES[:5]]))
    assert np.array_equal(loaded.train_y, np.concatenate([LABELS[name] for name in FILES[:5]]))
    assert np.array_equal(loaded.test_images, IMAGES["test_batch.bin"])
    assert np.array_equal(loaded.test_y, LABELS["test_batch.bin"])
    assert loaded.train_images.dtype == loaded.test_images.dtype == np.uint8
    assert loaded.train_y.dtype == loaded.test_y.dtype == np.int64
    assert loaded.class_names[0] == "airplane" and len(loaded.class_names) == 10


def test_the_folder_of_files(tmp_path):
    assert_the_pictures(datasets.cifar10(write(tmp_path / "here")))
    assert_the_pictures(datasets.cifar10(str(tmp_path / "here")))


def test_the_folder_around_them(tmp_path):
    write(tmp_path / "around" / "cifar-10-batches-bin")
    assert_the_pictures(datasets.cifar10(tmp_path / "around"))


def test_the_published_archive(tmp_path, monkeypatch):
    content = archive()
    publish(cifar_images, content, tmp_path, monkeypatch)
    (tmp_path / "cifar-10-binary.tar.gz").write_bytes(content + b"more")
    with pytest.raises(datasets.DataChanged, match="not the published file"):
        datasets.cifar10(tmp_path)
    (tmp_path / "cifar-10-binary.tar.gz").write_bytes(content)
    assert_the_pictures(datasets.cifar10(tmp_path))


def test_a_download_goes_to_keras_cache(an_empty_cache, tmp_path, monkeypatch):
    publish(cifar_images, archive(), tmp_path, monkeypatch)
    with pytest.raises(datasets.DataMissing, match="ask for download=True"):
        datasets.cifar10()
    assert_the_pictures(datasets.cifar10(download=True))
    (tmp_path / "published").unlink()
    assert_the_pictures(datasets.cifar10())
    assert [path.name for path in an_empty_cache.iterdir()] == ["cifar-10-binary.tar.gz"]


def test_missing_files_name_what_to_use_instead(tmp_path):
    with pytest.raises(
        datasets.DataMissing, match=r"received none of these.*shapes\(rng, n, size=32\).*photographs\(\)"
    ):
        datasets.cifar10(tmp_path)


def test_a_missing_file_of_six_counts_as_missing(tmp_path):
    (write(tmp_path) / "data_batch_4.bin").unlink()
    with pytest.raises(datasets.DataMissing, match="data_batch_4.bin"):
        datasets.cifar10(tmp_path)


class Bomb:
    def __reduce__(self):
        return exec, ("raise SystemExit('code in the file was run')",)


@pytest.mark.parametrize("folder", ["cifar-10-batches-py", "cifar-10-batches-py-target/cifar-10-batches-py"])
def test_the_pickled_version_is_never_read(an_empty_cache, folder):
    write(an_empty_cache / folder, {f"data_batch_{i}": pickle.dumps(Bomb()) for i in range(1, 6)})
    with pytest.raises(datasets.DataMissing, match="only the Python version, a pickle, which is never read"):
        datasets.cifar10()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "records of 3073 bytes, received 0"),
        (BATCHES["data_batch_2.bin"][:-1], "records of 3073 bytes, received 6145"),
        (b"\x0a" + BATCHES["data_batch_2.bin"][1:], "labels below 10, received 2, the largest 10"),
    ],
    ids=["empty", "a byte less", "a label too large"],
)
def test_a_damaged_file_is_named(tmp_path, content, words):
    write(tmp_path, BATCHES | {"data_batch_2.bin": content})
    with pytest.raises(datasets.DataChanged, match=f"data_batch_2.bin.*{words}"):
        datasets.cifar10(tmp_path)


@pytest.mark.parametrize(
    "content",
    [b"", archive()[:500], archive({name: BATCHES[name] for name in FILES[1:]}), pickle.dumps(Bomb())],
    ids=["empty", "cut off", "a file is missing", "a pickle"],
)
def test_a_damaged_archive_is_named(tmp_path, monkeypatch, content):
    publish(cifar_images, content, tmp_path, monkeypatch)
    (tmp_path / "cifar-10-binary.tar.gz").write_bytes(content)
    with pytest.raises(datasets.DataChanged, match=r"cifar-10-binary\.tar\.gz: expected the six files"):
        datasets.cifar10(tmp_path)


def test_an_archive_is_not_unpacked(tmp_path, monkeypatch):
    publish(cifar_images, archive({"../../outside": b"x", **BATCHES}), tmp_path, monkeypatch)
    folder = tmp_path / "a" / "b"
    assert_the_pictures(datasets.cifar10(folder, download=True))
    assert [path.name for path in folder.iterdir()] == ["cifar-10-binary.tar.gz"]
    assert not (tmp_path / "outside").exists()
