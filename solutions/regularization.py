"""Unit 07: networks that know the training data by heart, and what makes them learn the rule instead.

Symbols as in the lesson: weights w or W (inputs, units), number of examples m, strength of a penalty λ (`lam`, not the
learning rate), share of dropped units p (`rate`), batch mean μ and variance σ², gain γ and offset β of a batch norm.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solutions import activations, backprop, initialization, losses

Array = NDArray[np.floating]
Labels = NDArray[np.int64]

LARGEST_SHIFT = 1.0  #: pixels, up or down and left or right
LARGEST_TURN = 10.0  #: degrees, either way


def l1_penalty(w: ArrayLike, lam: float) -> np.floating:
    """Charge for the sizes of weights: λ·Σ|w|. It leads to many weights that are exactly 0.

    Arguments: w weights, any shape; lam the strength λ ≥ 0.
    Returns: a number to add to the cost.
    Source: Tibshirani, "Regression shrinkage and selection via the lasso", 1996.
    """
    return lam * np.sum(np.abs(w))


def l1_penalty_grad(w: ArrayLike, lam: float) -> Array:
    """Differentiate λ·Σ|w| after each weight: λ·sign(w), and 0 where w is 0.

    Arguments: w weights, any shape; lam the strength λ ≥ 0.
    Returns: an array of the shape of w.
    """
    return lam * np.sign(w)


def l2_penalty(w: ArrayLike, lam: float, m: int) -> np.floating:
    """Charge for the squares of weights: λ/(2m)·Σw². It keeps all weights small.

    Arguments: w weights, any shape; lam the strength λ ≥ 0; m the number of training examples.
    Returns: a number to add to the cost.
    Source: Hoerl and Kennard, "Ridge regression", 1970.
    """
    return lam / (2 * m) * np.sum(np.square(w))


def l2_penalty_grad(w: ArrayLike, lam: float, m: int) -> Array:
    """Differentiate λ/(2m)·Σw² after each weight: λ/m·w.

    Arguments: w weights, any shape; lam the strength λ ≥ 0; m the number of training examples.
    Returns: an array of the shape of w.
    """
    return lam / m * np.asarray(w)


def max_norm(W: ArrayLike, r: float) -> Array:
    """Shorten the incoming weights of every unit that are longer than r: w ← w·r/‖w‖ only where ‖w‖ > r.

    Arguments: W (inputs, units), one column per unit; r > 0, the largest length.
    Returns: an array of the shape of W.
    Source: Srebro and Shraibman, "Rank, trace-norm and max-norm", 2005; with dropout, Srivastava et al., 2014.
    """
    norms = np.linalg.norm(W, axis=0)
    return W * (r / np.maximum(norms, r))


def dropout_forward(x: ArrayLike, rate: float, rng: np.random.Generator, training: bool) -> tuple[Array, Array]:
    """Set each entry to 0 with probability `rate` while training, and divide the others by 1 − rate.

    So the expected output is x, and nothing is left to do when the network is used (inverted dropout).

    Arguments: x any shape; rate the probability p of being dropped, 0 ≤ p < 1; rng; training, else x passes as it is.
    Returns: out of the shape of x; mask, which x was multiplied by, for `dropout_backward`.
    Errors: ValueError for any other rate.
    Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout", 2014.
    """
    if not 0 <= rate < 1:
        raise ValueError(
            f"expected a rate from 0 to below 1; received {rate!r}. Likely cause: a percentage, or a probability of "
            "keeping where that of dropping is meant."
        )
    x = np.asarray(x)
    keep = rng.random(x.shape) >= rate if training else np.ones(x.shape)
    scale = 1 / (1 - rate) if training else 1.0
    mask = keep.astype(x.dtype) * scale
    return x * mask, mask


def dropout_backward(dout: ArrayLike, mask: ArrayLike) -> Array:
    """Send the gradient of the loss back through dropout: the same entries are 0, the same factor scales the others.

    Arguments: dout, dL/dout; mask from `dropout_forward`, of the same shape.
    Returns: dL/dx, of the shape of dout.
    """
    return dout * np.asarray(mask)


def mc_dropout_predict(predict: Callable[[Any], ArrayLike], x: ArrayLike, samples: int) -> tuple[Array, Array]:
    """Ask a network whose dropout is on many times, and take the mean and the spread of its answers.

    Arguments: predict, a function of x that is random by itself; x its input; samples ≥ 1, how often to ask.
    Returns: mean and population standard deviation of the answers, both of the shape of one answer.
    Source: Gal and Ghahramani, "Dropout as a Bayesian approximation", 2016.
    """
    answers = np.stack([predict(x) for _ in range(samples)])
    return answers.mean(axis=0), answers.std(axis=0)


class EarlyStopping:
    """Say when a validation loss has not become better for a while.

    A loss is better when it is below the best one so far by more than min_delta.

    Arguments: patience ≥ 1, after how many updates in a row without a better loss to stop; min_delta ≥ 0.
    Source: Prechelt, "Early stopping – but when?", 1998.
    """

    def __init__(self, patience: int, min_delta: float) -> None:
        self.patience = patience
        self.min_delta = min_delta
        self.best = np.inf
        self.waited = 0

    def update(self, loss: float) -> bool:
        """Take in the loss of one more epoch. Returns: whether it is time to stop."""
        if loss < self.best - self.min_delta:
            self.best, self.waited = loss, 0
        else:
            self.waited += 1
        return self.waited >= self.patience


def batchnorm_forward(
    x: ArrayLike,
    gamma: ArrayLike,
    beta: ArrayLike,
    running_mean: ArrayLike,
    running_var: ArrayLike,
    training: bool,
    momentum: float,
    eps: float,
) -> tuple[Array, Any, Array, Array]:
    """Give every feature mean 0 and variance 1, then the gain and offset it learned: γ·(x − μ)/√(σ² + ε) + β.

    In training μ and σ² are the batch's (population variance), and the running ones move towards them:
    running ← momentum·running + (1 − momentum)·batch. Otherwise μ and σ² are the running ones, which stay.

    Arguments: x (N, features); gamma, beta, running_mean, running_var (features,); training; momentum from 0 to 1;
    eps, ε > 0.
    Returns: out (N, features); a cache for `batchnorm_backward`; running_mean and running_var, new arrays.
    Source: Ioffe and Szegedy, "Batch normalization", 2015.
    """
    x = np.asarray(x)
    mean, var = np.asarray(running_mean), np.asarray(running_var)
    if training:
        batch_mean, batch_var = x.mean(axis=0), x.var(axis=0)
        running_mean = momentum * mean + (1 - momentum) * batch_mean
        running_var = momentum * var + (1 - momentum) * batch_var
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    z = (x - mean) / std
    return gamma * z + beta, (z, gamma, std), running_mean, running_var


def batchnorm_backward(dout: ArrayLike, cache: Any) -> tuple[Array, Array, Array]:
    """Send the gradient of the loss back through a batch norm in training.

    μ and σ² depend on the batch, so every example changes all others of its feature: with dz = dout·γ,
    dx = (dz − mean(dz) − z·mean(dz·z)) / √(σ² + ε).

    Arguments: dout (N, features), dL/dout; cache from `batchnorm_forward` with training=True.
    Returns: dx (N, features), dgamma (features,), dbeta (features,).
    Source: Ioffe and Szegedy, 2015, section 3.
    """
    z, gamma, std = cache
    dz = dout * np.asarray(gamma)
    dx = (dz - dz.mean(axis=0) - z * (dz * z).mean(axis=0)) / std
    return dx, (dout * z).sum(axis=0), np.sum(dout, axis=0)


def smooth_labels(y: ArrayLike, eps: float) -> Array:
    """Take a share ε of each row's certainty and spread it evenly over the K classes: (1 − ε)·y + ε/K.

    Arguments: y (N, K), one-hot rows; eps the share ε from 0 to 1.
    Returns: (N, K) rows that still sum to 1.
    Source: Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, "Rethinking the Inception architecture", 2016.
    """
    y = np.asarray(y)
    return (1 - eps) * y + eps / y.shape[1]


def augment(images: ArrayLike, rng: np.random.Generator, flip: bool = False) -> Array:
    """Make a new picture of each one: shifted, turned and, only with `flip`, perhaps mirrored left to right.

    Each picture gets its own shift, up to one pixel along each axis, its own turn about the middle, up to ten degrees,
    and is mirrored with probability ½. Between pixels it is interpolated, around the picture is 0.

    Arguments: images (N, height, width, channels), floats; rng; flip, True where a mirrored picture keeps its label.
    Returns: an array of the shape of images.
    Source: Simard, Steinkraus and Platt, "Best practices for convolutional neural networks", 2003.
    """
    images = np.asarray(images)
    n, height, width, _ = images.shape
    down, right = rng.uniform(-LARGEST_SHIFT, LARGEST_SHIFT, (2, n, 1, 1))
    turn = np.deg2rad(rng.uniform(-LARGEST_TURN, LARGEST_TURN, (n, 1, 1)))
    side = rng.choice([-1, 1], (n, 1, 1)) if flip else 1
    y = np.arange(height)[:, np.newaxis] - (height - 1) / 2 - down
    x = np.arange(width) - (width - 1) / 2 - right
    rows = np.cos(turn) * y - np.sin(turn) * x + (height - 1) / 2
    columns = side * (np.sin(turn) * y + np.cos(turn) * x) + (width - 1) / 2
    return _between_pixels(images, rows, columns)


def train_regularized(
    X: ArrayLike,
    y: ArrayLike,
    params: backprop.Params,
    lr: float,
    steps: int,
    lam: float,
    rate: float,
    change: Callable[[Array], Array],
    rng: np.random.Generator,
) -> backprop.Params:
    """Train a network with one ReLU layer under an L2 penalty, dropout after the ReLU, and changing pictures.

    Every step draws new pictures and a new mask, then W ← W − η·(dW + λ/m·W), b ← b − η·db with the gradient of the
    mean softmax cross-entropy over all rows. Biases are not charged.

    Arguments: X (N, features); y (N,) labels; params, [(W1, b1), (W2, b2)] to start from; lr the learning rate η;
    steps; lam the strength λ of the penalty; rate of the dropout; change, a function of X that gives the X of a step;
    rng.
    Returns: params after the last step.
    """
    (W1, b1), (W2, b2) = params
    for _ in range(steps):
        z, first = backprop.dense_forward(change(X), W1, b1)
        h, mask = dropout_forward(activations.relu(z), rate, rng, training=True)
        logits, second = backprop.dense_forward(h, W2, b2)
        dh, dW2, db2 = backprop.dense_backward(losses.softmax_crossentropy_grad(y, logits), second)
        dz = backprop.activation_backward(dropout_backward(dh, mask), z, "relu")
        _, dW1, db1 = backprop.dense_backward(dz, first)
        W1, b1 = W1 - lr * (dW1 + l2_penalty_grad(W1, lam, len(y))), b1 - lr * db1
        W2, b2 = W2 - lr * (dW2 + l2_penalty_grad(W2, lam, len(y))), b2 - lr * db2
    return [(W1, b1), (W2, b2)]


def win_back(X: ArrayLike, y: ArrayLike, X_new: ArrayLike, rng: np.random.Generator) -> tuple[Labels, Labels, Labels]:
    """Learn few digits, some with wrong labels, by heart and then from the same start with dropout and new pictures.

    Arguments: X (N, 64) pixels of 8×8 pictures, from 0 to 1; y (N,) labels 0 to 9, some wrong; X_new (M, 64); rng.
    Returns: the first network's labels for X (N,) and for X_new (M,), the second network's labels for X_new (M,).
    """
    X = np.asarray(X)
    W1, W2 = (initialization.he_normal(shape, rng).astype(X.dtype) for shape in ((64, 128), (128, 10)))
    start = [(W1, np.zeros_like(W1[0])), (W2, np.zeros_like(W2[0]))]

    def new_pictures(X: Array) -> Array:
        return augment(X.reshape(-1, 8, 8, 1), rng).reshape(X.shape)

    plain = train_regularized(X, y, start, lr=0.8, steps=300, lam=0.0, rate=0.0, change=np.asarray, rng=rng)
    better = train_regularized(X, y, start, lr=0.5, steps=250, lam=0.0, rate=0.5, change=new_pictures, rng=rng)
    asked = [(plain, X), (plain, X_new), (better, X_new)]
    known, before, after = (backprop.mlp_forward(x, params, "relu")[0].argmax(axis=1) for params, x in asked)
    return known, before, after


def _between_pixels(images: Array, rows: Array, columns: Array) -> Array:
    """The pictures' values at these places, interpolated between the four pixels around each; 0 outside."""
    _, height, width, _ = images.shape
    padded = np.pad(images, ((0, 0), (1, 2), (1, 2), (0, 0)))
    rows, columns = np.clip(rows + 1, 0, height + 1), np.clip(columns + 1, 0, width + 1)
    i, j = rows.astype(int), columns.astype(int)
    below, beside = (rows - i)[..., np.newaxis], (columns - j)[..., np.newaxis]
    k = np.arange(len(images))[:, np.newaxis, np.newaxis]
    upper = (1 - beside) * padded[k, i, j] + beside * padded[k, i, j + 1]
    lower = (1 - beside) * padded[k, i + 1, j] + beside * padded[k, i + 1, j + 1]
    return ((1 - below) * upper + below * lower).astype(images.dtype)
