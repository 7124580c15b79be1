"""Every public loader has a card, and what a card says is what the loader gives."""

import inspect
import re
from pathlib import Path

import numpy as np
import pytest

import datasets
from datasets import cifar_images, integrity, mnist_digits, sample_photographs
from datasets.installed import installed_file

CARDS = {
    path.stem: path.read_text(encoding="utf-8") for path in (Path(datasets.__file__).parent / "cards").glob("*.md")
}
FUNCTIONS = {name: getattr(datasets, name) for name in datasets.__all__ if inspect.isfunction(getattr(datasets, name))}
MADE_UP = {name for name, function in FUNCTIONS.items() if "rng" in inspect.signature(function).parameters}
PUBLISHED = {"mnist": mnist_digits, "cifar10": cifar_images}
EMBEDDED = sorted(set(CARDS) - {"made_up"} - set(PUBLISHED))
SHAPED = re.compile(r"(\w+) \((\d[\d, ]*)\) (\w+(?:\[\w+\])?)")


def row(name, title):
    """The row of a card's table with this title."""
    (found,) = re.findall(rf"^\| {title} \| (.*) \|$", CARDS[name], re.MULTILINE)
    return found


def shape(text):
    return tuple(int(number) for number in text.split(",") if number.strip())


def dtype(text):
    return np.dtype("M8[D]" if text == "datetime64[D]" else text)


def arrays(name):
    return {key: value for key, value in vars(FUNCTIONS[name]()).items() if isinstance(value, np.ndarray)}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_loader_is_on_a_card(name):
    if name in MADE_UP:
        assert f"| `datasets.{name}(rng, n=" in CARDS["made_up"]
    else:
        assert [card for card in CARDS if re.search(rf"`datasets\.{name}\(", row_or_none(card))]


def row_or_none(card):
    return "" if card == "made_up" else row(card, "Loader")


def test_the_embedded_sets_are_those_of_the_course():
    assert EMBEDDED == ["breast_cancer", "diabetes", "digits", "iris", "photographs", "stock"]


@pytest.mark.parametrize("name", EMBEDDED)
def test_the_card_gives_each_arrays_shape_and_type(name):
    told = {key: (shape(sizes), dtype(kind)) for key, sizes, kind in SHAPED.findall(row(name, "Shape"))}
    assert told == {key: (value.shape, value.dtype) for key, value in arrays(name).items()}


@pytest.mark.parametrize("name", sorted(set(EMBEDDED) - {"photographs"}))
def test_the_cards_hash_is_that_of_the_arrays(name):
    hashed = [value for key, value in arrays(name).items() if key != "images"]
    assert row(name, "SHA-256") == f"`{integrity.fingerprint(*hashed)}`"


def test_the_photographs_hash_is_that_of_the_files():
    files = [installed_file("sklearn", "datasets", "images", f"{name}.jpg") for name in ("china", "flower")]
    both = np.concatenate([np.frombuffer(file.read_bytes(), dtype=np.uint8) for file in files])
    assert row("photographs", "SHA-256") == f"`{integrity.fingerprint(both)}`" == f"`{sample_photographs.SHA256}`"


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_a_published_sets_card_gives_what_is_downloaded_and_what_to_use_instead(name):
    module = PUBLISHED[name]
    assert row(name, "SHA-256") == f"`{module.ARCHIVE.sha256}`"
    assert f"<{module.ARCHIVE.url}>" in row(name, "Download")
    assert re.search(r"datasets\.\w+\([^)]*\)", module.INSTEAD).group() in CARDS[name]


@pytest.mark.parametrize("name", sorted(set(CARDS) - {"made_up"}))
def test_every_card_says_where_the_data_are_from_and_what_one_may_do_with_them(name):
    assert len(row(name, "Licence")) > 3
    assert "**Source.**" in CARDS[name]


@pytest.mark.parametrize("name", sorted(MADE_UP))
def test_the_card_of_made_up_data_tells_their_shapes(name):
    call, told = re.search(
        rf"^\| `datasets\.({name}\(rng, .*?\))` \| (.*?) \|", CARDS["made_up"], re.MULTILINE
    ).groups()
    settings = {key: int(value) for key, value in re.findall(r"(\w+)=(\d+)", call)}
    made = FUNCTIONS[name](np.random.default_rng(0), **settings)
    made = made if isinstance(made, tuple) else (made,)
    shapes = [(shape(sizes), dtype(kind)) for sizes, kind in re.findall(r"\(([\d, ]+)\) (\w+)", told)]
    assert shapes == [(array.shape, array.dtype) for array in made]


def test_the_counts_of_classes():
    for name in ("digits", "breast_cancer"):
        told = [int(number) for number in re.findall(r"\d+", row(name, "Classes"))]
        counts = np.bincount(FUNCTIONS[name]().y).tolist()
        assert told[: len(counts)] == counts


def test_the_ranges_of_the_diabetes_columns():
    told = re.findall(r"^\| (\d) \| (\w+) \| .* \| ([\d.]+) \| ([\d.]+) \|$", CARDS["diabetes"], re.MULTILINE)
    data = datasets.diabetes()
    assert [name for _, name, _, _ in told] == list(data.feature_names)
    assert [float(low) for *_, low, _ in told] == data.X.min(axis=0).tolist()
    assert [float(high) for *_, high in told] == data.X.max(axis=0).tolist()
    assert (data.y.min(), data.y.max()) == (25, 346) and "from 25 to 346" in row("diabetes", "Unit")
    assert np.bincount(data.X[:, 1].astype(int)).tolist() == [0, 235, 207] and "235 and 207" in CARDS["diabetes"]


def test_what_to_know_of_the_digits():
    X = datasets.digits().X
    assert len(np.unique(X, axis=0)) == len(X)
    assert np.flatnonzero(X.max(axis=0) == 0).tolist() == [0, 32, 39] and "0, 32 and 39" in CARDS["digits"]


def test_what_to_know_of_diabetes():
    data = datasets.diabetes()
    design = np.column_stack([np.ones(len(data.y)), data.X])
    residual = data.y - design @ np.linalg.lstsq(design, data.y)[0]
    assert f"explains {100 * (1 - residual.var() / data.y.var()):.0f} %" in CARDS["diabetes"]


def test_what_to_know_of_the_stock():
    data, card = datasets.stock(), CARDS["stock"]
    assert row("stock", "Period").startswith(f"{data.dates[0]} to {data.dates[-1]}")
    assert f"From {data.prices.min():.2f} to {data.prices.max():.2f} dollars" in card
    assert f"on {data.dates[data.prices.argmax()]}" in card
    assert f"{np.abs(np.diff(data.prices)).mean():.2f} dollars on average" in card.replace("\n", " ")
    assert np.diff(data.dates).max() == np.timedelta64(5, "D")
