"""Unit 08: training in practice: splitting and scaling data, judging a model, searching its hyperparameters.

Symbols as in the lesson: table X (N, features), labels y (N,); `rng` a `numpy.random.Generator`, the only source of
chance. A search space maps the name of each hyperparameter to a list of choices, a range (low, high), or a range
(low, high, "log") that is drawn evenly in its logarithm.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solutions import backprop

if TYPE_CHECKING:
    import keras

Array = NDArray[np.floating]
Labels = NDArray[np.int64]


def split(
    X: ArrayLike, y: ArrayLike, fractions: Sequence[float], rng: np.random.Generator
) -> list[tuple[NDArray, NDArray]]:
    """Deal the rows out at random, so that every part gets its share of every class.

    Each row goes to exactly one part. Of a class with n rows a part of fraction f gets f·n, rounded.

    Arguments: X (N, features); y (N,) labels; fractions, one per part, which add up to 1; rng.
    Returns: one (X, y) per fraction.
    Source: proportional stratified sampling, Neyman, 1934.
    """
    X, y = np.asarray(X), np.asarray(y)
    cuts = np.cumsum(fractions)[:-1]
    parts: list[list[Labels]] = [[] for _ in fractions]
    for label in np.unique(y):
        rows = rng.permutation(np.flatnonzero(y == label))
        for part, share in zip(parts, np.split(rows, np.rint(cuts * len(rows)).astype(int)), strict=True):
            part.append(share)
    return [(X[rows], y[rows]) for rows in map(np.concatenate, parts)]


def standardize(train: ArrayLike, *others: ArrayLike) -> tuple[Array, ...]:
    """Shift and scale columns to mean 0 and standard deviation 1, as measured on the training rows: (x − μ)/σ.

    A column that is constant in the training rows is only shifted. (Rounding may give it a σ of 10⁻¹⁷, so it is
    recognised by its values.)

    Arguments: train (N, features); others, any number of tables with the same columns.
    Returns: all tables in their order, scaled with μ and σ of `train`.
    """
    train = np.asarray(train)
    constant = train.min(axis=0) == train.max(axis=0)
    scale = np.where(constant, 1, train.std(axis=0))
    return tuple((table - train.mean(axis=0)) / scale for table in (train, *others))


def confusion_matrix(y_true: ArrayLike, y_pred: ArrayLike, classes: int | None = None) -> Labels:
    """Count how often each class was taken for each other one.

    Arguments: y_true, y_pred (N,) labels from 0; classes, how many there are (by default as many as the labels show).
    Returns: (classes, classes), in row i and column j the number of examples of class i that were called j.
    """
    if classes is None:
        classes = max(*y_true, *y_pred) + 1
    matrix = np.zeros((classes, classes), int)
    np.add.at(matrix, (y_true, y_pred), 1)
    return matrix


def precision_recall_f1(matrix: ArrayLike) -> tuple[Array, Array, Array]:
    """Judge each class: precision = right / called so, recall = right / really so, F1 their harmonic mean.

    Arguments: matrix (classes, classes), rows the truth.
    Returns: three arrays (classes,) from 0 to 1; a quotient 0/0 is 0.
    Source: van Rijsbergen, "Information Retrieval", 1979.
    """
    matrix = np.asarray(matrix)
    right, called, really = np.diag(matrix), matrix.sum(axis=0), matrix.sum(axis=1)
    return _share(right, called), _share(right, really), _share(2 * right, called + really)


def _share(part: NDArray, whole: NDArray) -> Array:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)


def diagnose(train_error: float, validation_error: float, human_error: float = 0) -> str:
    """Tell bias from variance: training error far above what is possible, validation error far above training error.

    Arguments: errors in per cent; human_error, the best that can be hoped for. A gap above 5 points counts as large.
    Returns: "high bias", "high variance", "both" or "neither".
    Source: Geman, Bienenstock and Doursat, "Neural networks and the bias/variance dilemma", 1992.
    """
    bias = train_error - human_error > 5
    variance = validation_error - train_error > 5
    if bias and variance:
        return "both"
    if bias:
        return "high bias"
    return "high variance" if variance else "neither"


def grid(space: dict[str, Any]) -> list[dict[str, Any]]:
    """List every combination of the choices.

    Arguments: space, name → list of choices.
    Returns: one dict, name → choice, per combination.
    """
    points: list[dict[str, Any]] = [{}]
    for name, choices in space.items():
        points = [point | {name: choice} for point in points for choice in choices]
    return points


def sample(space: dict[str, Any], n: int, rng: np.random.Generator) -> list[dict[str, Any]]:
    """Draw points of a search space at random, every value on its own.

    Arguments: space, name → list of choices, (low, high) or (low, high, "log"); n, how many points; rng.
    Returns: n dicts, name → value.
    Source: Bergstra and Bengio, "Random search for hyper-parameter optimization", 2012.
    """
    return [{name: _draw(values, rng) for name, values in space.items()} for _ in range(n)]


def _draw(values: list[Any] | tuple[Any, ...], rng: np.random.Generator) -> Any:
    if isinstance(values, list):
        return values[rng.integers(len(values))]
    low, high, *log = values
    return low * (high / low) ** rng.uniform() if log else rng.uniform(low, high)


def zoom(space: dict[str, Any], best: dict[str, Any]) -> dict[str, Any]:
    """Halve every range around the best point; what would stick out beyond the old range is cut off.

    Of a range (low, high) a quarter of its width stays on either side of the best value. Of (low, high, "log") that
    holds for the logarithm: a factor of (high/low)^¼ on either side. Lists stay as they are.

    Arguments: space, name → list or range; best, name → value.
    Returns: a new space.
    """
    near = dict(space)
    for name, values in space.items():
        if isinstance(values, tuple):
            low, high, *log = values
            if log:
                factor = (high / low) ** 0.25
                near[name] = (max(low, best[name] / factor), min(high, best[name] * factor), "log")
            else:
                width = (high - low) / 4
                near[name] = (max(low, best[name] - width), min(high, best[name] + width))
    return near


def coarse_to_fine(
    objective: Callable[[dict[str, Any]], float], space: dict[str, Any], n: int, rounds: int, rng: np.random.Generator
) -> tuple[dict[str, Any], float]:
    """Search at random, then again in a space that is zoomed in on the best point so far, round by round.

    Arguments: objective(point) → number, smaller is better; space as in `sample`; n points per round; rounds; rng.
    Returns: the best of all points, and its score.
    """
    best, score = {}, np.inf
    for _ in range(rounds):
        for point in sample(space, n, rng):
            value = objective(point)
            if value < score:
                best, score = point, value
        space = zoom(space, best)
    return best, score


def pseudo_label(probabilities: ArrayLike, threshold: float) -> tuple[Labels, Labels]:
    """Label examples by a model's own answers, where it is sure enough.

    Arguments: probabilities (N, classes) that a model gives; threshold, what the largest one must reach.
    Returns: the numbers of the rows that are kept, in order, and the most likely class of each.
    Source: Lee, "Pseudo-label", 2013.
    """
    probabilities = np.asarray(probabilities)
    kept = np.flatnonzero(probabilities.max(axis=1) >= threshold)
    return kept, probabilities[kept].argmax(axis=1)


def tabular_classifier(inputs: int, classes: int) -> keras.Model:
    """Make a Keras model that reads rows of a table and gives a probability for each class, ready for `fit`.

    Arguments: inputs, the number of columns (standardised); classes, the number of classes.
    Returns: a model (N, inputs) → (N, classes), compiled for integer labels; it reports its accuracy.
    """
    import keras  # takes seconds, so only where a model is made

    learner = keras.Sequential(
        [
            keras.Input((inputs,)),
            keras.layers.Dense(32, "relu", kernel_initializer="he_normal"),
            keras.layers.Dense(classes, "softmax"),
        ]
    )
    learner.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return learner


def tabular_regressor(inputs: int) -> keras.Model:
    """Make a Keras model that reads rows of a table and gives one number for each, ready for `fit`.

    Arguments: inputs, the number of columns (standardised).
    Returns: a model (N, inputs) → (N, 1), compiled for the mean squared error; it reports the mean absolute error.
    """
    import keras

    learner = keras.Sequential(
        [
            keras.Input((inputs,)),
            keras.layers.Dense(32, "relu", kernel_initializer="he_normal"),
            keras.layers.Dense(1),
        ]
    )
    learner.compile("adam", "mse", metrics=["mae"])
    return learner


def classify(X_train: ArrayLike, y_train: ArrayLike, X_new: ArrayLike, rng: np.random.Generator) -> Labels:
    """Learn from rows whose class is known, and say of which class the new ones are.

    Arguments: X_train (N, features) in any units; y_train (N,) labels 0 … classes − 1; X_new (M, features); rng.
    Returns: (M,) labels.
    """
    X_train, X_new = standardize(X_train, X_new)
    sizes = [X_train.shape[1], 8, np.max(y_train) + 1]
    params, _ = backprop.train_mlp(X_train, y_train, sizes, lr=0.5, epochs=400, rng=rng)
    logits, _ = backprop.mlp_forward(X_new, params, "tanh")
    return logits.argmax(axis=1)


def regress(X_train: ArrayLike, y_train: ArrayLike, X_new: ArrayLike, rng: np.random.Generator) -> Array:
    """Learn from rows whose target is known, and predict those of the new ones.

    One hidden layer of 8 tanh units, 200 steps of gradient descent (η = 0.05) on the mean squared error. Targets are
    standardised too, so that one learning rate fits all.

    Arguments: X_train (N, features) in any units; y_train (N,) numbers; X_new (M, features); rng.
    Returns: (M,) predictions in the units of y_train.
    """
    X_train, X_new = standardize(X_train, X_new)
    mean, std = np.mean(y_train), np.std(y_train)
    target = (np.reshape(y_train, (-1, 1)) - mean) / std
    sizes = [X_train.shape[1], 8, 1]
    params = [(rng.normal(0, 1 / np.sqrt(n), (n, m)), np.zeros(m)) for n, m in pairwise(sizes)]
    for _ in range(200):
        out, cache = backprop.mlp_forward(X_train, params, "tanh")
        grads = backprop.mlp_backward(2 / len(target) * (out - target), cache)
        params = [(W - 0.05 * dW, b - 0.05 * db) for (W, b), (dW, db) in zip(params, grads, strict=True)]
    out, _ = backprop.mlp_forward(X_new, params, "tanh")
    return out[:, 0] * std + mean
