"""Unit 06: how to walk downhill: batches, nine rules for a step, learning-rate schedules, clipping, pruning.

Symbols as in the lesson: parameters θ (`param`), gradient g (`grad`), learning rate η (`lr`), memories m (of gradients,
with β or β₁) and s or v (of squared gradients, with ρ or β₂), ε a small number against division by 0. A rule is a pure
function: it takes the state that its last call gave (None before the first step), and gives new parameters and a new
state.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solutions import backprop, losses

Array = NDArray[np.floating]
Rows = NDArray[np.int64]  #: numbers of examples
Contestant = tuple[str, int, Mapping[str, float]]  #: rule, batch size, hyperparameters


def minibatches(
    X: ArrayLike, y: ArrayLike, batch_size: int, rng: np.random.Generator
) -> list[tuple[NDArray[Any], NDArray[Any]]]:
    """Deal all examples into batches, in a random order: one epoch.

    Arguments: X (N, …) and y (N, …), one example per row; batch_size ≥ 1; rng.
    Returns: one (X, y) pair per batch; each example is in one of them, and the last batch may be smaller.
    Source: Robbins and Monro, "A stochastic approximation method", 1951 (the random step).
    """
    X, y = np.asarray(X), np.asarray(y)
    order = rng.permutation(len(X))
    batches = [order[first : first + batch_size] for first in range(0, len(X), batch_size)]
    return [(X[rows], y[rows]) for rows in batches]


def sgd_step(param: ArrayLike, grad: ArrayLike, state: None, lr: float) -> tuple[Array, None]:
    """Make a plain step of gradient descent: θ ← θ − η·g.

    Batch, stochastic or mini-batch: that depends on how many examples the gradient was taken over.

    Arguments: param and grad, arrays of the same shape; state None, nothing is remembered; lr the learning rate η.
    Returns: the new parameters; None.
    Source: Cauchy, "Méthode générale pour la résolution des systèmes d'équations simultanées", 1847.
    """
    return np.asarray(param) - lr * np.asarray(grad), state


def momentum_step(
    param: ArrayLike, grad: ArrayLike, state: Array | None, lr: float, beta: float = 0.9
) -> tuple[Array, Array]:
    """Roll like a ball with friction: m ← β·m + η·g, θ ← θ − m.

    Arguments: param and grad, arrays of the same shape; state m, 0 at first; lr η; beta what is kept of m, 0 to 1.
    Returns: the new parameters; m.
    Source: Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.
    """
    m = np.zeros_like(param) if state is None else state
    m = beta * m + lr * np.asarray(grad)
    return np.asarray(param) - m, m


def nesterov_step(
    param: ArrayLike, grad_fn: Callable[[Array], ArrayLike], state: Array | None, lr: float, beta: float = 0.9
) -> tuple[Array, Array]:
    """Look where the ball is about to be, and take the gradient there: m ← β·m + η·g(θ − β·m), θ ← θ − m.

    Arguments: param, an array; grad_fn, the gradient as a function of the parameters; state m, 0 at first; lr η;
    beta what is kept of m, 0 to 1.
    Returns: the new parameters; m.
    Source: Nesterov, "A method for unconstrained convex minimization problem with the rate of convergence O(1/k²)",
    1983.
    """
    param = np.asarray(param)
    m = np.zeros_like(param) if state is None else state
    m = beta * m + lr * np.asarray(grad_fn(param - beta * m))
    return param - m, m


def adagrad_step(
    param: ArrayLike, grad: ArrayLike, state: Array | None, lr: float, eps: float = 1e-8
) -> tuple[Array, Array]:
    """Give every parameter a rate of its own: s ← s + g², θ ← θ − η·g / (√s + ε).

    The squares are those of first derivatives; nothing here is a second derivative.

    Arguments: param and grad, arrays of the same shape; state s, 0 at first; lr η; eps ε, outside of the root.
    Returns: the new parameters; s.
    Source: Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic optimization",
    2011.
    """
    s = np.zeros_like(param) if state is None else state
    s = s + np.square(grad)
    return np.asarray(param) - lr * np.asarray(grad) / (np.sqrt(s) + eps), s


def adadelta_step(
    param: ArrayLike,
    grad: ArrayLike,
    state: tuple[Array, Array] | None,
    lr: float = 1.0,
    rho: float = 0.95,
    eps: float = 1e-6,
) -> tuple[Array, tuple[Array, Array]]:
    """Measure the step by the steps before: s ← ρ·s + (1−ρ)·g², Δ = √(d+ε)/√(s+ε)·g, d ← ρ·d + (1−ρ)·Δ², θ ← θ − η·Δ.

    Δ has the unit of θ, so no learning rate is needed (η = 1).

    Arguments: param and grad, arrays of the same shape; state (s, d), both 0 at first; lr η; rho what is kept of s
    and d, 0 to 1; eps ε, inside both roots.
    Returns: the new parameters; (s, d).
    Source: Zeiler, "ADADELTA: an adaptive learning rate method", 2012.
    """
    s, d = (np.zeros_like(param), np.zeros_like(param)) if state is None else state
    s = rho * s + (1 - rho) * np.square(grad)
    delta = np.sqrt(d + eps) / np.sqrt(s + eps) * np.asarray(grad)
    d = rho * d + (1 - rho) * delta**2
    return np.asarray(param) - lr * delta, (s, d)


def rmsprop_step(
    param: ArrayLike, grad: ArrayLike, state: Array | None, lr: float = 0.001, rho: float = 0.9, eps: float = 1e-8
) -> tuple[Array, Array]:
    """Forget old squares, so that the rate does not die: s ← ρ·s + (1−ρ)·g², θ ← θ − η·g / (√s + ε).

    Arguments: param and grad, arrays of the same shape; state s, 0 at first; lr η; rho what is kept of s, 0 to 1;
    eps ε, outside of the root.
    Returns: the new parameters; s.
    Source: Hinton, "Neural networks for machine learning", lecture 6, 2012.
    """
    s = np.zeros_like(param) if state is None else state
    s = rho * s + (1 - rho) * np.square(grad)
    return np.asarray(param) - lr * np.asarray(grad) / (np.sqrt(s) + eps), s


def adam_step(
    param: ArrayLike,
    grad: ArrayLike,
    state: tuple[Array, Array, int] | None,
    lr: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, tuple[Array, Array, int]]:
    """Join momentum and RMSProp, and correct both for their start at 0.

    m ← β₁·m + (1−β₁)·g, v ← β₂·v + (1−β₂)·g², m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ), θ ← θ − η·m̂ / (√v̂ + ε), t = 1, 2, …

    Arguments: param and grad, arrays of the same shape; state (m, v, t), all 0 at first; lr η; beta1 and beta2 what is
    kept of m and v, 0 to 1; eps ε, outside of the root.
    Returns: the new parameters; (m, v, t).
    Source: Kingma and Ba, "Adam: a method for stochastic optimization", 2015.
    """
    m, v, t = (np.zeros_like(param), np.zeros_like(param), 0) if state is None else state
    t = t + 1
    m = beta1 * m + (1 - beta1) * np.asarray(grad)
    v = beta2 * v + (1 - beta2) * np.square(grad)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return np.asarray(param) - lr * m_hat / (np.sqrt(v_hat) + eps), (m, v, t)


def clip_by_norm(g: ArrayLike, c: float) -> Array:
    """Shorten a gradient that is too long and keep its direction: c·g/‖g‖ where ‖g‖ ≥ c, else g.

    Arguments: g, an array of any shape; c > 0 the largest length (the root of the sum of all squares).
    Returns: an array of the shape of g, of length c at most.
    Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013.
    """
    g = np.asarray(g)
    norm = np.sqrt(np.sum(g**2))
    return c * g / norm if norm >= c else g


def piecewise_constant(step: float, boundaries: Sequence[float], values: Sequence[float]) -> float:
    """Give the learning rate of a staircase: values[i], where i boundaries lie before this step.

    Arguments: step ≥ 0; boundaries, growing; values, one more than boundaries.
    Returns: the learning rate; exactly at a boundary still the earlier one.
    """
    return values[sum(step > boundary for boundary in boundaries)]


def exponential_decay(step: float, eta0: float, r: float) -> float:
    """Divide the learning rate by 10 every r steps: η₀·10^(−t/r).

    Arguments: step t ≥ 0; eta0 the first rate η₀; r the steps that a factor of 10 takes.
    Returns: the learning rate.
    Source: Senior, Heigold, Ranzato and Yang, "An empirical study of learning rates in deep neural networks", 2013.
    """
    return eta0 * 10 ** (-step / r)


def power_decay(step: float, eta0: float, r: float, c: float) -> float:
    """Let the learning rate sink fast first and slowly later: η₀·(1 + t/r)^(−c).

    Arguments: step t ≥ 0; eta0 the first rate η₀; r the steps until it is η₀·2^(−c); c the power, often 1.
    Returns: the learning rate.
    Source: Senior, Heigold, Ranzato and Yang, 2013.
    """
    return eta0 * (1 + step / r) ** -c


class ReduceOnPlateau:
    """Performance scheduling: multiply the learning rate by a factor whenever the loss stops improving.

    Attributes: lr the present rate; best the smallest loss that counted; wait the updates since then or since the
    last reduction.
    """

    def __init__(self, lr: float, factor: float, patience: int, min_delta: float, min_lr: float) -> None:
        """Start with rate lr.

        Arguments: factor, 0 to 1; patience, updates without improvement until a reduction; min_delta, by how much more
        than this a loss must lie below the best one to be an improvement; min_lr, the rate never falls below it.
        """
        self.lr = lr
        self.factor = factor
        self.patience = patience
        self.min_delta = min_delta
        self.min_lr = min_lr
        self.best, self.wait = math.inf, 0

    def update(self, loss: float) -> float:
        """Note the loss of one more epoch. Returns: the learning rate to go on with."""
        self.wait += 1
        if loss < self.best - self.min_delta:
            self.best = loss
            self.wait = 0
        if self.wait == self.patience:
            self.lr = max(self.lr * self.factor, self.min_lr)
            self.wait = 0
        return self.lr


def prune(weights: ArrayLike, threshold: float) -> Array:
    """Set small weights to 0: all w with |w| < threshold.

    Arguments: weights, an array of any shape; threshold ≥ 0.
    Returns: a new array of this shape.
    Source: LeCun, Denker and Solla, "Optimal brain damage", 1990 (which weights may go); by size: Han et al., 2015.
    """
    return np.where(np.abs(weights) < threshold, 0, weights)


def descend(
    rule: str,
    start: ArrayLike,
    gradient: Callable[[Array, Rows], ArrayLike],
    batches: Sequence[Rows],
    hyper: Mapping[str, float],
) -> Array:
    """Walk from a start, one step per batch.

    Arguments: rule "sgd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop" or "adam"; start (n,);
    gradient(theta, rows), the gradient (n,) over these examples; batches, the numbers of the examples of each step;
    hyper, the rule's hyperparameters by name.
    Returns: (steps + 1, n), the start and the place after each step.
    Errors: ValueError for any other rule.
    """
    rules: dict[str, Callable[..., Any]] = {
        "sgd": sgd_step,
        "momentum": momentum_step,
        "nesterov": nesterov_step,
        "adagrad": adagrad_step,
        "adadelta": adadelta_step,
        "rmsprop": rmsprop_step,
        "adam": adam_step,
    }
    if rule not in rules:
        raise ValueError(f"expected one of {', '.join(rules)}; received {rule!r}. Likely cause: a typing error.")
    stations, state = [np.asarray(start)], None
    for rows in batches:

        def slope(theta: Array, rows: Rows = rows) -> ArrayLike:
            return gradient(theta, rows)

        given = slope if rule == "nesterov" else slope(stations[-1])
        theta, state = rules[rule](stations[-1], given, state, **hyper)
        stations.append(theta)
    return np.array(stations)


def race(
    start: ArrayLike,
    gradient: Callable[[Array, Rows], ArrayLike],
    examples: int,
    contestants: Mapping[str, Contestant],
    epochs: int,
    rng: np.random.Generator,
) -> dict[str, Array]:
    """Let several rules walk from the same start through the same number of epochs.

    Arguments: start (n,); gradient(theta, rows) as in `descend`; examples, how many there are; contestants, name →
    (rule, batch size, hyperparameters); epochs; rng, which deals the batches.
    Returns: name → path (steps + 1, n).
    """
    numbers = np.arange(examples)
    paths = {}
    for name, (rule, batch_size, hyper) in contestants.items():
        batches = [rows for _ in range(epochs) for rows, _ in minibatches(numbers, numbers, batch_size, rng)]
        paths[name] = descend(rule, start, gradient, batches, hyper)
    return paths


def network_loss(theta: Array, X: ArrayLike, y: ArrayLike, sizes: Sequence[int]) -> tuple[float, Array]:
    """Give the loss of a tanh network and its gradient, with all parameters in one long vector.

    The vector holds one block (n + 1, m) per layer from n to m units: the weights, and the biases as its last row.

    Arguments: theta (n,); X (N, features); y (N,) labels 0 … classes − 1; sizes, the widths from features to classes.
    Returns: the mean softmax cross-entropy; its gradient (n,).
    """
    params, used = [], 0
    for n, m in pairwise(sizes):
        block = theta[used : used + (n + 1) * m].reshape(n + 1, m)
        params.append((block[:-1], block[-1]))
        used += block.size
    logits, kept = backprop.mlp_forward(X, params, "tanh")
    grads = backprop.mlp_backward(losses.softmax_crossentropy_grad(y, logits), kept)
    loss = losses.sparse_categorical_crossentropy_from_logits(y, logits)
    return float(loss), np.concatenate([np.append(dW, db) for dW, db in grads])


def race_digits(
    X: ArrayLike,
    y: ArrayLike,
    sizes: Sequence[int],
    start: ArrayLike,
    contestants: Mapping[str, Contestant],
    epochs: int,
    rng: np.random.Generator,
) -> dict[str, list[float]]:
    """Race on a network: the same data, the same first weights, another rule each time.

    Arguments: X, y, sizes as for `network_loss`; start, the first parameters (n,); contestants, epochs, rng as for
    `race`.
    Returns: name → epochs + 1 mean losses over all rows: at the start and after each epoch.
    """
    X, y = np.asarray(X), np.asarray(y)

    def gradient(theta: Array, rows: Rows) -> Array:
        return network_loss(theta, X[rows], y[rows], sizes)[1]

    paths = race(start, gradient, len(X), contestants, epochs, rng)
    histories = {}
    for name, (_, batch_size, _) in contestants.items():
        per_epoch = math.ceil(len(X) / batch_size)
        histories[name] = [network_loss(theta, X, y, sizes)[0] for theta in paths[name][::per_epoch]]
    return histories
