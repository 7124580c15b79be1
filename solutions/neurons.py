"""Unit 01: threshold units, the perceptron, the sigmoid neuron, and layers of them.

Symbols as in the lesson: rows x of a batch X (N, features), weights w (features,), bias b,
weighted sum z = w·x + b, answer ŷ (`yhat`), target y.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray


def threshold_unit(X: ArrayLike, w: ArrayLike, b: float) -> NDArray[np.int64]:
    """Decide 1 where w·x + b ≥ 0 and 0 elsewhere; at equality the unit fires.

    Arguments: X (N, features), w (features,), b a number.
    Returns: (N,) of 0 and 1; for a single x (features,) one 0 or 1.
    Errors: ValueError when X and w do not have the same number of features.
    Source: McCulloch and Pitts, "A logical calculus of the ideas immanent in nervous
    activity", 1943 (real-valued weights came with Rosenblatt, 1957).
    """
    X, w = np.asarray(X), np.asarray(w)
    _check_features(X, w)
    return (X @ w + b >= 0).astype(np.int64)


def gate(name: str) -> tuple[NDArray[np.float64], float]:
    """Give the weights and bias with which one threshold unit computes a logic gate.

    Arguments: name, one of "AND", "OR", "NOT", "NAND".
    Returns: w with one weight per input (two; NOT has one), b a number.
    Errors: ValueError for any other name.
    Source: McCulloch and Pitts, 1943.
    """
    if name == "AND":
        return np.array([1.0, 1.0]), -2.0
    if name == "OR":
        return np.array([1.0, 1.0]), -0.5
    if name == "NOT":
        return np.array([-0.6]), 0.5
    if name == "NAND":
        return np.array([-1.0, -1.0]), 1.5
    raise ValueError(
        f"expected one of 'AND', 'OR', 'NOT', 'NAND'; received {name!r}. "
        "Likely cause: a typing error, or XOR, which no single unit computes."
    )


def xor_network(X: ArrayLike) -> NDArray[np.int64]:
    """Compute XOR with two layers of threshold units: AND(OR(x), NAND(x)).

    Arguments: X (N, 2) of 0 and 1.
    Returns: (N,) of 0 and 1.
    Source: Minsky and Papert, "Perceptrons", 1969 (one unit cannot do it).
    """
    hidden = np.column_stack([threshold_unit(X, *gate("OR")), threshold_unit(X, *gate("NAND"))])
    return threshold_unit(hidden, *gate("AND"))


def perceptron_step(w: ArrayLike, b: float, x: ArrayLike, y: int, lr: float) -> tuple[NDArray[np.floating], float]:
    """Learn from one example: w ← w + η(y − ŷ)x and b ← b + η(y − ŷ).

    Nothing changes when the decision ŷ was right.

    Arguments: w (features,), b a number, x (features,), y 0 or 1, lr the learning rate η.
    Returns: the new w (features,) and the new b; the arguments stay as they were.
    Source: Rosenblatt, "The perceptron, a perceiving and recognizing automaton", 1957.
    """
    w, x = np.asarray(w), np.asarray(x)
    yhat = threshold_unit(x, w, b)
    error = int(y) - int(yhat)
    return w + lr * error * x, b + lr * error


def fit_perceptron(
    X: ArrayLike, y: ArrayLike, lr: float, epochs: int, rng: np.random.Generator
) -> tuple[NDArray[np.floating], float, list[int]]:
    """Train one threshold unit from zeros, every row once per epoch, in an order drawn anew.

    If a line separates the classes, the number of mistakes is finite (convergence theorem).

    Arguments: X (N, features), y (N,) of 0 and 1, lr the learning rate η, epochs how many
    times all rows are visited, rng the source of the orders.
    Returns: w (features,), b, and the mistakes made in each epoch, one count per epoch. A
    mistake is a wrong decision at the moment when the row is visited, before the update.
    Errors: ValueError when a label is neither 0 nor 1.
    Source: Rosenblatt, 1957; convergence: Novikoff, "On convergence proofs on perceptrons", 1962.
    """
    X, y = np.asarray(X), np.asarray(y)
    _check_labels(y)
    w, b = np.zeros(X.shape[1]), 0.0
    mistakes = []
    for _ in range(epochs):
        wrong = 0
        for i in rng.permutation(len(X)):
            wrong += int(threshold_unit(X[i], w, b) != y[i])
            w, b = perceptron_step(w, b, X[i], y[i], lr)
        mistakes.append(wrong)
    return w, b, mistakes


def sigmoid_neuron(X: ArrayLike, w: ArrayLike, b: float) -> NDArray[np.floating]:
    """Answer σ(w·x + b), a number between 0 and 1 that moves smoothly; σ(z) = 1 / (1 + e^(−z)).

    Arguments: X (N, features), w (features,), b a number.
    Returns: (N,); no overflow however large |z| is.
    Errors: ValueError when X and w do not have the same number of features.
    Source: Rumelhart, Hinton and Williams, "Learning representations by back-propagating
    errors", 1986.
    """
    X, w = np.asarray(X), np.asarray(w)
    _check_features(X, w)
    return _sigmoid(X @ w + b)


def two_layer(X: ArrayLike, W1: ArrayLike, b1: ArrayLike, W2: ArrayLike, b2: ArrayLike) -> NDArray[np.floating]:
    """Pass a batch through two layers of sigmoid neurons: σ(σ(X W1 + b1) W2 + b2).

    Arguments: X (N, inputs), W1 (inputs, hidden), b1 (hidden,), W2 (hidden, outputs),
    b2 (outputs,). Each column of W1 and W2 holds the weights of one neuron.
    Returns: (N, outputs).
    Errors: ValueError when the sizes of neighbouring layers do not match.
    Source: Rumelhart, Hinton and Williams, 1986.
    """
    X, W1, W2 = np.asarray(X), np.asarray(W1), np.asarray(W2)
    _check_features(X, W1)
    hidden = _sigmoid(X @ W1 + b1)
    _check_features(hidden, W2)
    return _sigmoid(hidden @ W2 + b2)


def count_dense_parameters(sizes: Sequence[int], bias: bool = True) -> int:
    """Count the numbers that a stack of dense layers learns.

    A layer from n inputs to m neurons has n·m weights and m biases.

    Arguments: sizes, the widths from the input to the output, as in [2, 3, 2]; bias, whether
    the neurons have one.
    Returns: the number of weights and biases of all layers together.
    """
    return sum(n * m + m * bool(bias) for n, m in zip(sizes[:-1], sizes[1:], strict=True))


def fit_setosa(petals: ArrayLike, is_setosa: ArrayLike, rng: np.random.Generator) -> tuple[NDArray[np.floating], float]:
    """Learn one threshold unit that fires for Iris setosa.

    A line separates setosa's petals from all others, so the perceptron comes to a stop.

    Arguments: petals (N, 2), length and width in cm; is_setosa (N,) of 0 and 1; rng the source
    of the orders.
    Returns: w (2,) and b, for `threshold_unit`.
    Source: Fisher, "The use of multiple measurements in taxonomic problems", 1936.
    """
    w, b, _ = fit_perceptron(petals, is_setosa, lr=0.1, epochs=100, rng=rng)
    return w, b


def _sigmoid(z: NDArray[np.floating]) -> NDArray[np.floating]:
    # The same curve as 1 / (1 + e^(−z)), written so that no power of e can overflow.
    return 0.5 * (1 + np.tanh(z / 2))


def _check_features(X: NDArray, w: NDArray) -> None:
    if X.ndim == 0 or w.ndim == 0 or X.shape[-1] != w.shape[0]:
        raise ValueError(
            f"expected as many columns in the inputs as weights; received inputs of shape {X.shape} "
            f"and weights of shape {w.shape}. Likely cause: a transposed array, or one column too many."
        )


def _check_labels(y: NDArray) -> None:
    if not np.isin(y, (0, 1)).all():
        raise ValueError(
            f"expected labels 0 and 1; received {np.unique(y).tolist()}. "
            "Likely cause: labels −1 and +1, another common convention."
        )
