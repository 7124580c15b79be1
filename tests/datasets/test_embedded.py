"""Data read from installed packages: the packages' own numbers, checked at every load, without a slow import."""

import gzip
import shutil
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import numpy as np
import pytest

import datasets
from datasets import (
    breast_cancer_cells,
    diabetes_progression,
    handwritten_digits,
    installed,
    sample_photographs,
    stock_prices,
)

MODULES = {
    "digits": handwritten_digits,
    "diabetes": diabetes_progression,
    "breast_cancer": breast_cancer_cells,
    "photographs": sample_photographs,
    "stock": stock_prices,
}
LOADERS = sorted(MODULES)


def arrays(loaded):
    return [value for value in vars(loaded).values() if isinstance(value, np.ndarray)]


def test_the_digits_are_scikit_learns_over_16():
    theirs, ours = pytest.importorskip("sklearn.datasets").load_digits(), datasets.digits()
    assert np.array_equal(16 * ours.X, theirs.data)
    assert np.array_equal(16 * ours.images[..., 0], theirs.images)
    assert np.array_equal(ours.y, theirs.target)
    assert (ours.X.min(), ours.X.max()) == (0, 1)


def test_diabetes_is_scikit_learns_not_scaled():
    theirs, ours = pytest.importorskip("sklearn.datasets").load_diabetes(scaled=False), datasets.diabetes()
    assert np.array_equal(ours.X, theirs.data)
    assert np.array_equal(ours.y, theirs.target)
    assert list(ours.feature_names) == theirs.feature_names


def test_breast_cancer_is_scikit_learns():
    theirs, ours = pytest.importorskip("sklearn.datasets").load_breast_cancer(), datasets.breast_cancer()
    assert np.array_equal(ours.X, theirs.data)
    assert np.array_equal(ours.y, theirs.target)
    assert list(ours.feature_names) == theirs.feature_names.tolist()
    assert list(ours.target_names) == theirs.target_names.tolist()


def test_the_photographs_are_scikit_learns():
    theirs = dict(
        zip(("china", "flower"), pytest.importorskip("sklearn.datasets").load_sample_images().images, strict=True)
    )
    ours = datasets.photographs()
    assert np.array_equal(ours.china, theirs["china"])
    assert np.array_equal(ours.flower, theirs["flower"])


def test_the_prices_are_matplotlibs():
    cbook = pytest.importorskip("matplotlib.cbook")
    theirs, ours = cbook.get_sample_data("goog.npz")["price_data"], datasets.stock()
    assert np.array_equal(ours.dates, theirs["date"])
    assert np.array_equal(ours.prices, theirs["close"])
    assert (np.diff(ours.dates) > np.timedelta64(0, "D")).all()


@pytest.mark.parametrize("name", LOADERS)
def test_every_call_gives_fresh_arrays_in_a_frozen_record(name):
    load = getattr(datasets, name)
    first, untouched = load(), load()
    for array in arrays(first):
        array[...] = array[-1].copy()
    for array, expected in zip(arrays(load()), arrays(untouched), strict=True):
        assert np.array_equal(array, expected)
    with pytest.raises(FrozenInstanceError):
        setattr(first, fields(first)[0].name, None)


def test_the_pictures_and_the_rows_of_the_digits_share_no_memory():
    loaded = datasets.digits()
    assert not np.shares_memory(loaded.images, loaded.X)


@pytest.mark.parametrize("name", LOADERS)
def test_other_data_than_the_cards_are_noticed(name, monkeypatch):
    monkeypatch.setattr(MODULES[name], "SHA256", "0" * 64)
    with pytest.raises(datasets.DataChanged, match="expected SHA-256 0000.*received.*Likely cause.*pinned version"):
        getattr(datasets, name)()


def test_one_changed_pixel_is_noticed(tmp_path, monkeypatch):
    path = installed.installed_file("sklearn", "datasets", "data", "digits.csv.gz")
    text = gzip.decompress(path.read_bytes()).replace(b"13", b"12", 1)
    elsewhere = package(tmp_path, monkeypatch, {"datasets/data/digits.csv.gz": gzip.compress(text)})
    monkeypatch.setattr(handwritten_digits, "installed_table", renamed(installed.installed_table, elsewhere))
    with pytest.raises(datasets.DataChanged, match="digits data are not those of its card"):
        datasets.digits()


def package(folder, monkeypatch, files):
    """Put a package with these files on the search path; its name."""
    for name, content in files.items():
        path = folder / "otherdata" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "otherdata" / "__init__.py").write_text("raise RuntimeError('it need not be imported')\n")
    monkeypatch.syspath_prepend(str(folder))
    return "otherdata"


def renamed(read, package_name):
    return lambda _, *parts, **settings: read(package_name, *parts, **settings)


def test_a_package_that_is_not_installed_is_named():
    with pytest.raises(datasets.DataChanged, match=r"no_such_package/a/b\.csv.*constraints\.txt"):
        installed.installed_file("no_such_package", "a", "b.csv")


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(datasets.DataChanged, match=r"sklearn/datasets/none\.csv.*install.*constraints\.txt"):
        installed.installed_file("sklearn", "datasets", "none.csv")


@pytest.mark.parametrize(
    "content",
    [b"1,2\n3\n", b"1,two\n", b"\xff\xfe,1\n", b"\x1f\x8b cut off"],
    ids=["ragged", "words", "no text", "not gzip"],
)
def test_a_table_that_can_not_be_read_is_named(tmp_path, monkeypatch, content):
    name = "table.csv.gz" if content.startswith(b"\x1f\x8b") else "table.csv"
    elsewhere = package(tmp_path, monkeypatch, {name: content})
    with pytest.raises(datasets.DataChanged, match="expected a table of numbers in table.csv"):
        installed.installed_table(elsewhere, name)


def test_a_gzipped_table_that_is_cut_off_is_named(tmp_path, monkeypatch):
    whole = gzip.compress(b"".join(b"%d,%d\n" % (i, i * i) for i in range(5000)))
    elsewhere = package(tmp_path, monkeypatch, {"table.csv.gz": whole[: len(whole) // 2]})
    with pytest.raises(datasets.DataChanged, match="expected a table of numbers"):
        installed.installed_table(elsewhere, "table.csv.gz")


class Bomb:
    def __reduce__(self):
        return exec, ("raise SystemExit('code in the file was run')",)


@pytest.mark.parametrize("damage", ["no archive", "other name", "objects"])
def test_prices_that_can_not_be_read_are_named(tmp_path, monkeypatch, damage):
    path = tmp_path / "goog.npz"
    if damage == "no archive":
        path.write_bytes(b"PK\x03\x04 and no more")
    elif damage == "other name":
        np.savez(path, prices=np.arange(3.0))
    else:
        np.savez(path, price_data=np.array([Bomb()], dtype=object))
    monkeypatch.setattr(stock_prices, "installed_file", lambda *parts: path)
    with pytest.raises(datasets.DataChanged, match=r"expected dates and prices in goog\.npz"):
        datasets.stock()


def test_no_loader_imports_scikit_learn_or_matplotlib(tmp_path):
    code = "import sys, datasets\n"
    code += "".join(f"datasets.{name}()\n" for name in LOADERS)
    code += "print(sorted({'sklearn', 'matplotlib', 'scipy', 'pandas'} & set(sys.modules)))"
    shutil.copytree(Path(datasets.__file__).parent, tmp_path / "datasets", ignore=shutil.ignore_patterns("__pycache__"))
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_dates_have_the_fingerprint_of_their_days():
    days = np.array(["1970-01-02", "1970-01-11"], dtype="datetime64[D]")
    assert datasets.integrity.fingerprint(days) == datasets.integrity.fingerprint(np.array([1, 10]))
    assert datasets.integrity.fingerprint(days.astype("datetime64[s]")) == datasets.integrity.fingerprint(days)
