"""The Iris flowers: the right numbers, checked at every load, described by their card."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest

import datasets
from datasets import integrity, iris_flowers

CARD = (Path(datasets.__file__).parent / "cards" / "iris.md").read_text(encoding="utf-8")


def test_shapes_types_and_names():
    flowers = datasets.iris()
    assert flowers.X.shape == (150, 4)
    assert flowers.X.dtype == np.float64
    assert flowers.y.shape == (150,)
    assert flowers.y.dtype == np.int64
    assert flowers.feature_names == ("sepal length", "sepal width", "petal length", "petal width")
    assert flowers.target_names == ("setosa", "versicolor", "virginica")
    assert np.bincount(flowers.y).tolist() == [50, 50, 50]


def test_the_numbers_are_scikit_learns():
    sklearn_datasets = pytest.importorskip("sklearn.datasets")
    flowers, theirs = datasets.iris(), sklearn_datasets.load_iris()
    assert np.array_equal(flowers.X, theirs.data)
    assert np.array_equal(flowers.y, theirs.target)


def test_every_call_gives_fresh_arrays():
    datasets.iris().X[:] = 0
    assert datasets.iris().X.min() > 0


def test_the_record_is_frozen():
    with pytest.raises(FrozenInstanceError):
        datasets.iris().y = None


def test_the_card_gives_the_hash_that_is_checked():
    flowers = datasets.iris()
    assert integrity.fingerprint(flowers.X, flowers.y) == iris_flowers.SHA256
    assert iris_flowers.SHA256 in CARD


@pytest.mark.parametrize("word", ["Source", "Licence", "CC BY 4.0", "(150, 4)", "10.24432/C56C76"])
def test_the_card_names(word):
    assert word in CARD


def tampered(tmp_path, monkeypatch, change):
    file = tmp_path / "iris.csv"
    file.write_text(change(iris_flowers.FILE.read_text()))
    monkeypatch.setattr(iris_flowers, "FILE", file)


def test_one_changed_digit_is_noticed(tmp_path, monkeypatch):
    tampered(tmp_path, monkeypatch, lambda text: text.replace("5.1,3.5,1.4", "5.1,3.5,1.5", 1))
    with pytest.raises(datasets.DataChanged, match="expected SHA-256.*received.*Likely cause"):
        datasets.iris()


def test_a_missing_row_is_noticed(tmp_path, monkeypatch):
    tampered(tmp_path, monkeypatch, lambda text: text.rsplit("\n", 2)[0])
    with pytest.raises(datasets.DataChanged):
        datasets.iris()


@pytest.mark.parametrize("text", ["", "a,b,c,d,e\nno,numbers,at,all,here\n"], ids=["empty", "words"])
def test_a_file_that_is_no_table_is_named(tmp_path, monkeypatch, text):
    tampered(tmp_path, monkeypatch, lambda _: text)
    with pytest.raises(datasets.DataChanged):
        datasets.iris()


def test_a_missing_file_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(iris_flowers, "FILE", tmp_path / "iris.csv")
    with pytest.raises(datasets.DataChanged, match=r"iris\.csv.*restore"):
        datasets.iris()


def test_line_endings_do_not_matter(tmp_path, monkeypatch):
    file = tmp_path / "iris.csv"
    file.write_bytes(iris_flowers.FILE.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    monkeypatch.setattr(iris_flowers, "FILE", file)
    assert datasets.iris().X.shape == (150, 4)


def test_the_fingerprint_is_that_of_the_values_not_of_the_memory():
    table = np.arange(6.0).reshape(2, 3)
    same = integrity.fingerprint(table)
    assert integrity.fingerprint(np.asfortranarray(table)) == same
    assert integrity.fingerprint(table.astype(">f8")) == same
    assert integrity.fingerprint(table.T) != same
