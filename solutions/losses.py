"""Unit 03: losses, the numbers that training makes small, and the gradient of the most used of them.

Symbols as in the lesson: truth y, prediction ŷ (`yhat`), difference r = y − ŷ, probabilities p, logits z
(N, classes), whole-number labels 0 … K−1, K the number of classes.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solutions.activations import softmax

EPSILON = 1e-7  #: probabilities are kept between this and 1 minus this, as Keras does


def residuals(y: ArrayLike, yhat: ArrayLike) -> NDArray[np.floating]:
    """Give the differences r = y − ŷ, refusing shapes that differ.

    NumPy would turn (N,) minus (N, 1) into N×N differences without a word.

    Arguments: y and yhat, numbers of the same shape.
    Returns: the differences, in that shape.
    Errors: ValueError when the shapes differ.
    """
    y, yhat = np.asarray(y), np.asarray(yhat)
    if y.shape != yhat.shape:
        raise ValueError(
            f"expected truth and prediction of the same shape; received {y.shape} and {yhat.shape}. "
            "Likely cause: a network's output (N, 1) against targets (N,); reshape one of them."
        )
    return y - yhat


def mae(y: ArrayLike, yhat: ArrayLike) -> np.floating:
    """Mean absolute error: the mean of |y − ŷ| over all entries, in the units of y.

    Arguments: y and yhat, numbers of the same shape.
    Returns: one number.
    Source: Boscovich, 1757 (the line with the least sum of absolute errors).
    """
    return np.mean(np.abs(residuals(y, yhat)))


def mse(y: ArrayLike, yhat: ArrayLike) -> np.floating:
    """Mean squared error: the mean of (y − ŷ)² over all entries, in the units of y squared.

    Arguments: y and yhat, numbers of the same shape.
    Returns: one number.
    Source: Legendre, "Nouvelles méthodes pour la détermination des orbites des comètes", 1805.
    """
    return np.mean(residuals(y, yhat) ** 2)


def rmse(y: ArrayLike, yhat: ArrayLike) -> np.floating:
    """Root mean squared error: √MSE, back in the units of y.

    Arguments: y and yhat, numbers of the same shape.
    Returns: one number.
    """
    return np.sqrt(mse(y, yhat))


def huber(y: ArrayLike, yhat: ArrayLike, delta: float = 1.0) -> np.floating:
    """Mean Huber loss: ½r² where |r| ≤ δ, and beyond it the straight line δ(|r| − ½δ).

    With q = min(|r|, δ) both are one formula: ½q² + δ(|r| − q).

    Arguments: y and yhat, numbers of the same shape; delta, δ > 0 in the units of y.
    Returns: one number.
    Source: Huber, "Robust estimation of a location parameter", 1964.
    """
    size = np.abs(residuals(y, yhat))
    q = np.minimum(size, delta)
    return np.mean(0.5 * q**2 + delta * (size - q))


def hinge(y: ArrayLike, scores: ArrayLike) -> np.floating:
    """Mean hinge loss: the mean of max(0, 1 − y·score); nothing to pay from y·score = 1 on.

    Arguments: y of −1 and +1; scores, real numbers of the same shape, not probabilities.
    Returns: one number.
    Source: Cortes and Vapnik, "Support-vector networks", 1995.
    """
    return np.mean(np.maximum(0, 1 - np.asarray(y) * np.asarray(scores)))


def one_hot(labels: ArrayLike, classes: int) -> NDArray[np.float64]:
    """Write each label as a row of zeros with a 1 in the label's column.

    Arguments: labels (N,), whole numbers from 0 to classes − 1; classes, how many columns.
    Returns: (N, classes).
    Errors: ValueError for a label below 0 or above classes − 1.
    """
    labels = np.asarray(labels)
    if np.any((labels < 0) | (labels >= classes)):
        raise ValueError(
            f"expected labels from 0 to {classes - 1}; received labels from {labels.min()} to {labels.max()}. "
            "Likely cause: labels counted from 1; subtract 1 from each."
        )
    return np.eye(classes)[labels]


def binary_crossentropy(y: ArrayLike, p: ArrayLike) -> np.floating:
    """Mean of −(y·log p + (1 − y)·log(1 − p)) over all entries, with p kept in [1e−7, 1 − 1e−7].

    Arguments: y, 0 or 1 (or a share between); p, probabilities of 1, in the same shape: (N,), or
    (N, labels) when each of several labels is a yes or no of its own.
    Returns: one number, in nats.
    Source: Good, "Rational decisions", 1952.
    """
    y, p = np.asarray(y), np.asarray(p).clip(EPSILON, 1 - EPSILON)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def categorical_crossentropy(y: ArrayLike, p: ArrayLike) -> np.floating:
    """Mean over the rows of −Σ y·log p, with p kept in [1e−7, 1 − 1e−7].

    Arguments: y (N, classes), one-hot rows, or any rows that sum to 1; p (N, classes), probabilities.
    Returns: one number, in nats.
    Source: Good, "Rational decisions", 1952.
    """
    y, p = np.asarray(y), np.asarray(p).clip(EPSILON, 1 - EPSILON)
    return -np.mean(np.sum(y * np.log(p), axis=-1))


def log_softmax(logits: ArrayLike) -> NDArray[np.floating]:
    """Give the logarithm of softmax per row without ever forming a tiny probability.

    log p = z − max(z) − log Σ exp(z − max(z)): the largest power is e⁰ = 1, so nothing overflows, and
    the sum is at least 1, so no logarithm of 0 is taken.

    Arguments: logits (N, classes), any real numbers.
    Returns: (N, classes), numbers up to 0.
    Source: Bridle, "Probabilistic interpretation of feedforward classification network outputs", 1990
    (softmax).
    """
    shifted = logits - np.max(logits, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


def sparse_categorical_crossentropy_from_logits(labels: ArrayLike, logits: ArrayLike) -> np.floating:
    """Mean over the rows of −log p of the right class, where p = softmax(logits) is never formed.

    Arguments: labels (N,), whole numbers from 0 to classes − 1; logits (N, classes).
    Returns: one number, in nats.
    Errors: ValueError for a label outside 0 … classes − 1.
    """
    log_p = log_softmax(logits)
    right_class = one_hot(labels, log_p.shape[-1]).astype(bool)
    return -np.mean(log_p[right_class])


def softmax_crossentropy_grad(labels: ArrayLike, logits: ArrayLike) -> NDArray[np.floating]:
    """Give the gradient of the loss above by the logits: (p − y)/N with p = softmax(logits), y one-hot.

    Arguments: labels (N,), whole numbers from 0 to classes − 1; logits (N, classes).
    Returns: (N, classes); each row sums to 0.
    Errors: ValueError for a label outside 0 … classes − 1.
    Source: Bridle, 1990.
    """
    grad = softmax(logits)
    grad -= one_hot(labels, grad.shape[-1])
    return grad / len(grad)


def output_layer_for(problem: str) -> tuple[str, str]:
    """Name the activation of the last layer and the loss that belong together.

    Arguments: problem, one of "regression" (any real number), "binary" (yes or no), "multiclass" (one of
    K), "multilabel" (any number of K, each a yes or no).
    Returns: activation and loss under their Keras names.
    Errors: ValueError for any other problem.
    """
    layers = {
        "regression": ("linear", "mse"),
        "binary": ("sigmoid", "binary_crossentropy"),
        "multiclass": ("softmax", "categorical_crossentropy"),
        "multilabel": ("sigmoid", "binary_crossentropy"),
    }
    if problem not in layers:
        raise ValueError(f"expected one of {list(layers)}; received {problem!r}. Likely cause: a typing error.")
    return layers[problem]


def fit_softmax(
    X: ArrayLike, labels: ArrayLike, classes: int, lr: float, steps: int
) -> tuple[NDArray[np.floating], NDArray[np.floating], list[float]]:
    """Train one softmax layer from zeros by gradient descent on the whole batch.

    Per step dz = (p − y)/N, then W ← W − η·Xᵀdz and b ← b − η·Σ dz.

    Arguments: X (N, features); labels (N,), whole numbers from 0 to classes − 1; classes, how many there
    are; lr the learning rate η; steps how many updates.
    Returns: W (features, classes), b (classes,), and steps + 1 losses, the first one, log(classes), before
    any update.
    Source: Cox, "Some procedures connected with the logistic qualitative response curve", 1966.
    """
    X = np.asarray(X)
    W, b = np.zeros((X.shape[1], classes), X.dtype), np.zeros(classes, X.dtype)
    history = [float(sparse_categorical_crossentropy_from_logits(labels, X @ W + b))]
    for _ in range(steps):
        dlogits = softmax_crossentropy_grad(labels, X @ W + b)
        W, b = W - lr * X.T @ dlogits, b - lr * dlogits.sum(axis=0)
        history.append(float(sparse_categorical_crossentropy_from_logits(labels, X @ W + b)))
    return W, b, history
