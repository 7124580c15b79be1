"""MNIST from small files in the published formats: IDX, gzipped or not, and Keras's archive."""

import gzip
import http.client
import io
import pickle
import struct
import urllib.request
import zipfile
from pathlib import Path

import numpy as np
import pytest
from published_data import publish

import datasets
from datasets import mnist_digits

RNG = np.random.default_rng(0)
TRAIN, TRAIN_Y = RNG.integers(0, 256, (5, 28, 27), dtype=np.uint8), np.array([5, 0, 4, 1, 9], dtype=np.uint8)
TEST, TEST_Y = RNG.integers(0, 256, (2, 28, 27), dtype=np.uint8), np.array([7, 2], dtype=np.uint8)
PARTS = {
    "train-images-idx3-ubyte": TRAIN,
    "train-labels-idx1-ubyte": TRAIN_Y,
    "t10k-images-idx3-ubyte": TEST,
    "t10k-labels-idx1-ubyte": TEST_Y,
}


def idx(array):
    """The bytes of an IDX file, as the format's description has them."""
    sizes = b"".join(struct.pack(">i", size) for size in array.shape)
    return struct.pack(">HBB", 0, 0x08, array.ndim) + sizes + array.tobytes()


def write_idx(folder, parts=PARTS):
    for name, array in parts.items():
        (folder / name).write_bytes(idx(array))
    return folder


def archive(arrays=None):
    names = ("x_train", "y_train", "x_test", "y_test")
    target = io.BytesIO()
    np.savez_compressed(target, **(arrays or dict(zip(names, PARTS.values(), strict=True))))
    return target.getvalue()


def assert_the_pictures(loaded):
    for images, y, expected, expected_y in (
        (loaded.train_images, loaded.train_y, TRAIN, TRAIN_Y),
        (loaded.test_images, loaded.test_y, TEST, TEST_Y),
    ):
        assert np.array_equal(images, expected[..., None])
        assert images.dtype == np.uint8
        assert np.array_equal(y, expected_y)
        assert y.dtype == np.int64
    assert loaded.class_names == tuple("0123456789")


def test_raw_files(tmp_path):
    assert_the_pictures(datasets.mnist(write_idx(tmp_path)))


def test_a_folder_given_as_text(tmp_path):
    assert_the_pictures(datasets.mnist(str(write_idx(tmp_path))))


def test_gzipped_files_and_other_spellings_of_their_names(tmp_path):
    for name, array in PARTS.items():
        name = name.replace("-idx", ".idx") if "labels" in name else name
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(idx(array)))
    assert_the_pictures(datasets.mnist(tmp_path))


def test_the_arrays_may_be_written_to(tmp_path):
    loaded = datasets.mnist(write_idx(tmp_path))
    loaded.train_images[0] = 0
    loaded.train_y[0] = 0


def test_keras_cache(an_empty_cache, tmp_path, monkeypatch):
    content = archive()
    publish(mnist_digits, content, tmp_path, monkeypatch)
    (an_empty_cache / "mnist.npz").write_bytes(content)
    assert_the_pictures(datasets.mnist())


def test_the_cache_is_in_the_home_folder_where_keras_names_no_other(tmp_path, monkeypatch):
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".keras" / "datasets").mkdir(parents=True)
    assert_the_pictures(datasets.mnist(write_idx(tmp_path / ".keras" / "datasets").parent / "datasets"))
    assert_the_pictures(datasets.mnist())


def test_missing_files_name_the_set_that_is_there(tmp_path):
    with pytest.raises(datasets.DataMissing, match=r"expected MNIST in .*received none for train-images.*digits\(\)"):
        datasets.mnist(tmp_path)
    with pytest.raises(datasets.DataMissing, match=r"digits\(\)"):
        datasets.mnist()


def test_one_missing_file_is_named(tmp_path):
    (write_idx(tmp_path) / "t10k-images-idx3-ubyte").unlink()
    with pytest.raises(datasets.DataMissing, match="received none for t10k-images[.]"):
        datasets.mnist(tmp_path)


def test_files_that_may_not_be_read_count_as_missing(an_empty_cache, monkeypatch):
    write_idx(an_empty_cache)
    (an_empty_cache / "mnist.npz").write_bytes(archive())

    def refuse(path, *args, **settings):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(datasets.DataMissing):
        datasets.mnist()


def test_a_connection_that_breaks_off_leaves_nothing_behind(an_empty_cache, monkeypatch):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise http.client.IncompleteRead(b"half of it")

    monkeypatch.setattr(urllib.request, "urlopen", lambda *args, **settings: Broken())
    with pytest.raises(datasets.DataMissing, match=r"IncompleteRead.*datasets\.digits\(\)"):
        datasets.mnist(download=True)
    assert list(an_empty_cache.iterdir()) == []


def test_nothing_is_fetched_unasked(tmp_path, monkeypatch):
    publish(mnist_digits, archive(), tmp_path, monkeypatch)
    with pytest.raises(datasets.DataMissing, match="ask for download=True"):
        datasets.mnist()


@pytest.mark.parametrize("where", ["the cache", "a new folder"])
def test_a_download_is_checked_and_kept(an_empty_cache, tmp_path, monkeypatch, where):
    publish(mnist_digits, archive(), tmp_path, monkeypatch)
    folder = None if where == "the cache" else tmp_path / "new" / "folder"
    assert_the_pictures(datasets.mnist(folder, download=True))
    (tmp_path / "published").unlink()
    assert_the_pictures(datasets.mnist(folder, download=True))
    assert [path.name for path in (folder or an_empty_cache).iterdir()] == ["mnist.npz"]


def test_a_changed_download_is_not_kept(an_empty_cache, tmp_path, monkeypatch):
    content = archive()
    publish(mnist_digits, content, tmp_path, monkeypatch)
    (tmp_path / "published").write_bytes(content + b"more")
    with pytest.raises(datasets.DataChanged, match="not the published file: expected SHA-256"):
        datasets.mnist(download=True)
    assert list(an_empty_cache.iterdir()) == []


def test_a_download_that_fails_names_the_set_that_is_there(an_empty_cache, tmp_path, monkeypatch):
    publish(mnist_digits, archive(), tmp_path, monkeypatch)
    (tmp_path / "published").unlink()
    with pytest.raises(datasets.DataMissing, match=r"expected to fetch file://.*no connection.*datasets\.digits\(\)"):
        datasets.mnist(download=True)
    assert list(an_empty_cache.iterdir()) == []


def test_a_folder_that_can_not_be_made_is_no_crash(tmp_path, monkeypatch):
    publish(mnist_digits, archive(), tmp_path, monkeypatch)
    (tmp_path / "taken").write_text("a file, no folder")
    with pytest.raises(datasets.DataMissing, match="a folder that can't be written"):
        datasets.mnist(tmp_path / "taken", download=True)


def test_a_cached_file_that_was_changed_is_noticed(an_empty_cache, tmp_path, monkeypatch):
    content = archive()
    publish(mnist_digits, content, tmp_path, monkeypatch)
    (an_empty_cache / "mnist.npz").write_bytes(content[:-10])
    with pytest.raises(datasets.DataChanged, match="not the published file"):
        datasets.mnist()


class Bomb:
    def __reduce__(self):
        return exec, ("raise SystemExit('code in the file was run')",)


@pytest.mark.parametrize(
    "content",
    [
        archive({"x_train": np.array([Bomb()], dtype=object), "y_train": TRAIN_Y, "x_test": TEST, "y_test": TEST_Y}),
        archive({"x_train": TRAIN}),
        pickle.dumps({"x_train": Bomb()}),
        b"",
    ],
    ids=["objects", "an array is missing", "a pickle", "empty"],
)
def test_an_archive_of_another_kind_is_refused_and_runs_nothing(an_empty_cache, tmp_path, monkeypatch, content):
    publish(mnist_digits, content, tmp_path, monkeypatch)
    (an_empty_cache / "mnist.npz").write_bytes(content)
    with pytest.raises(datasets.DataChanged, match=r"mnist\.npz: expected the arrays"):
        datasets.mnist()


def test_an_archive_with_a_damaged_member_is_named(an_empty_cache, tmp_path, monkeypatch):
    content = bytearray(archive())
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        content[whole.getinfo("x_train.npy").header_offset + 200] ^= 0xFF
    publish(mnist_digits, bytes(content), tmp_path, monkeypatch)
    (an_empty_cache / "mnist.npz").write_bytes(content)
    with pytest.raises(datasets.DataChanged, match=r"mnist\.npz"):
        datasets.mnist()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "starts with the bytes"),
        (b"\0\0\x08", "starts with the bytes"),
        (idx(TRAIN)[:10], "starts with the bytes"),
        (idx(TRAIN.astype(np.uint8).reshape(5, -1)), "starts with the bytes"),
        (b"\0\0\x0d\x03" + idx(TRAIN)[4:], "starts with the bytes"),
        (idx(TRAIN)[:-1], r"3780 numbers for the shape \(5, 28, 27\), received 3779"),
        (idx(TRAIN) + b"x", "received 3781"),
    ],
    ids=["empty", "a header cut off", "sizes cut off", "two dimensions", "floats", "a byte less", "a byte more"],
)
@pytest.mark.parametrize("packed", [False, True], ids=["raw", "gzipped"])
def test_a_file_that_is_not_idx_is_named(tmp_path, content, words, packed):
    write_idx(tmp_path)
    path = tmp_path / "train-images-idx3-ubyte"
    path.unlink()
    path = path.with_name(path.name + ".gz") if packed else path
    path.write_bytes(gzip.compress(content) if packed else content)
    with pytest.raises(datasets.DataChanged, match=f"train-images.*expected.*{words}"):
        datasets.mnist(tmp_path)


@pytest.mark.parametrize("cut", [0, 5, -9, -1])
def test_a_gzipped_file_that_is_cut_off_is_named(tmp_path, cut):
    write_idx(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte").unlink()
    (tmp_path / "t10k-labels-idx1-ubyte.gz").write_bytes(gzip.compress(idx(TEST_Y))[:cut])
    with pytest.raises(datasets.DataChanged, match="t10k-labels"):
        datasets.mnist(tmp_path)


@pytest.mark.parametrize("labels", [np.array([7], dtype=np.uint8), np.array([7, 10], dtype=np.uint8)])
def test_labels_that_do_not_fit_the_pictures_are_noticed(tmp_path, labels):
    write_idx(tmp_path, PARTS | {"t10k-labels-idx1-ubyte": labels})
    with pytest.raises(datasets.DataChanged, match="expected 2 MNIST labels below 10"):
        datasets.mnist(tmp_path)


def test_where_mnist_is_missing_the_digits_take_its_place_and_it_is_said(capsys):
    loaded = datasets.mnist_or_digits()
    assert "MNIST is not on this machine" in capsys.readouterr().out
    small = datasets.digits()
    images = np.concatenate([loaded.train_images, loaded.test_images])
    assert images.dtype == np.uint8
    assert len(loaded.test_y) == 360
    assert images.max() == 255
    assert np.abs(images / 255 - small.images).max() < 0.002
    assert np.array_equal(np.concatenate([loaded.train_y, loaded.test_y]), small.y)


def test_where_mnist_is_there_it_is_taken_without_a_word(tmp_path, capsys):
    assert_the_pictures(datasets.mnist_or_digits(write_idx(tmp_path)))
    assert capsys.readouterr().out == ""


def test_damaged_files_are_no_reason_for_the_digits(tmp_path):
    write_idx(tmp_path, PARTS | {"t10k-labels-idx1-ubyte": TEST_Y[:1]})
    with pytest.raises(datasets.DataChanged):
        datasets.mnist_or_digits(tmp_path)
