"""Unit 12: networks that read step by step: simple recurrent ones, LSTM and GRU, forwards and back through time.

Symbols as in the lesson: sequences x (batch, time, inputs), one step of them x (batch, inputs); states h and LSTM cells
c (batch, units); Wx (inputs, k·units), Wh (units, k·units), b (k·units,), where k blocks stand side by side: 1 in a
simple RNN, 4 in an LSTM (gates i, f, g, o), 3 in a GRU (z, r, candidate). z are sums before an activation; dh is the
gradient of the loss by h, and so on. The same weights work at every step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solutions import initialization, losses, optimizers
from solutions.activations import sigmoid, tanh_grad

Array = NDArray[np.floating]
Labels = NDArray[np.int64]
Step = tuple[tuple[Array, Array, Array, Array], Array, Array]  #: gates i, f, g, o; new c; new h

KINDS = {"simple": 1, "lstm": 4, "gru": 3}  #: blocks of weights side by side


def rnn_step(x: ArrayLike, h: ArrayLike, Wx: ArrayLike, Wh: ArrayLike, b: ArrayLike) -> Array:
    """Read one step: h ← tanh(x·Wx + h·Wh + b).

    Arguments: x (batch, inputs); h (batch, units), the state so far; Wx (inputs, units); Wh (units, units); b (units,).
    Returns: the new state (batch, units).
    Source: Elman, "Finding structure in time", 1990.
    """
    return np.tanh(np.asarray(x) @ Wx + np.asarray(h) @ Wh + b)


def rnn_step_backward(
    dh: ArrayLike, x: ArrayLike, h: ArrayLike, Wx: ArrayLike, Wh: ArrayLike, b: ArrayLike
) -> tuple[Array, Array, Array, Array, Array]:
    """Send the gradient of the loss back through one step.

    Arguments: dh (batch, units), the gradient by the new state; x, h, Wx, Wh and b as they went into `rnn_step`.
    Returns: dx, dh_old, dWx, dWh, db, of the shapes of x, h, Wx, Wh and b.
    Source: Rumelhart, Hinton and Williams, "Learning internal representations by error propagation", 1986.
    """
    x, h, Wx, Wh = (np.asarray(array) for array in (x, h, Wx, Wh))
    dz = dh * tanh_grad(x @ Wx + h @ Wh + b)
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, h.T @ dz, dz.sum(axis=0)


def rnn_forward(x: ArrayLike, h0: ArrayLike, Wx: ArrayLike, Wh: ArrayLike, b: ArrayLike) -> Array:
    """Read whole sequences, and give the state after every step.

    Arguments: x (batch, time, inputs); h0 (batch, units), the state before the first step; Wx, Wh, b as for `rnn_step`.
    Returns: all states (batch, time, units).
    Source: Elman, 1990.
    """
    h, states = np.asarray(h0), []
    for z in _sums_of_inputs(x, Wx, b):
        h = np.tanh(z + h @ Wh)
        states.append(h)
    return np.stack(states, axis=1)


def rnn_backward(
    dh: ArrayLike, x: ArrayLike, h0: ArrayLike, Wx: ArrayLike, Wh: ArrayLike, b: ArrayLike
) -> tuple[Array, Array, Array, Array, Array]:
    """Send the gradient back through all steps, the last one first: backpropagation through time.

    What reaches a state comes from its own output and from the next step. A weight is used at every step, so its
    shares add up.

    Arguments: dh (batch, time, units), the gradient by every output; the rest as it went into `rnn_forward`.
    Returns: dx, dh0, dWx, dWh, db, of the shapes of x, h0, Wx, Wh and b.
    Source: Werbos, "Backpropagation through time: what it does and how to do it", 1990.
    """
    x, dh, Wx, Wh = (np.asarray(array) for array in (x, dh, Wx, Wh))
    states = rnn_forward(x, h0, Wx, Wh, b)
    dz, later = np.empty_like(states), np.zeros_like(states[:, 0])
    for t in reversed(range(x.shape[1])):
        dz[:, t] = (dh[:, t] + later) * (1 - states[:, t] ** 2)
        later = dz[:, t] @ Wh.T
    dx, *dweights = _products_back(dz, x, _states_before(h0, states), Wx)
    return dx, later, *dweights


def gradient_norm_through_time(
    dh_last: ArrayLike, x: ArrayLike, h0: ArrayLike, Wx: ArrayLike, Wh: ArrayLike, b: ArrayLike
) -> Array:
    """Measure how much of a gradient at the last state arrives at each state before it.

    Every step back multiplies by tanh' and by Whᵀ: so the norm shrinks or grows about geometrically.

    Arguments: dh_last (batch, units), the gradient by the last state; the rest as it went into `rnn_forward`.
    Returns: norms (time,), at t the root of the sum of squares, over batch and units, of the gradient by the state
    after step t; the last one is the norm of dh_last.
    Source: Bengio, Simard and Frasconi, "Learning long-term dependencies with gradient descent is difficult", 1994.
    """
    arriving, norms = np.asarray(dh_last), []
    for state in rnn_forward(x, h0, Wx, Wh, b).swapaxes(0, 1)[::-1]:
        norms.append(np.linalg.norm(arriving))
        arriving = arriving * (1 - state**2) @ np.transpose(Wh)
    return np.asarray(norms[::-1])


def lstm_step(
    x: ArrayLike, h: ArrayLike, c: ArrayLike, Wx: ArrayLike, Wh: ArrayLike, b: ArrayLike
) -> tuple[Array, Array]:
    """Read one step: forget some of the cell, add to it, and show some of it.

    i, f, o = σ(…), g = tanh(…) of x·Wx + h·Wh + b, in the order i, f, g, o; c ← f⊙c + i⊙g; h ← o⊙tanh(c).

    Arguments: x (batch, inputs); h and c (batch, units), state and cell so far; Wx (inputs, 4·units);
    Wh (units, 4·units); b (4·units,), to which nothing is added for the forget gate.
    Returns: the new h and c (batch, units).
    Source: Hochreiter and Schmidhuber, "Long short-term memory", 1997; the forget gate: Gers, Schmidhuber and Cummins,
    "Learning to forget", 2000.
    """
    i, f, g, o = _gates(np.asarray(x) @ Wx + np.asarray(h) @ Wh + b)
    c = f * np.asarray(c) + i * g
    return o * np.tanh(c), c


def lstm_step_backward(
    dh: ArrayLike, dc: ArrayLike, x: ArrayLike, h: ArrayLike, c: ArrayLike, Wx: ArrayLike, Wh: ArrayLike, b: ArrayLike
) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Send two gradients back through one step: by the new state and, from the next step, by the new cell.

    Arguments: dh and dc (batch, units); x, h, c, Wx, Wh and b as they went into `lstm_step`.
    Returns: dx, dh_old, dc_old, dWx, dWh, db, of the shapes of x, h, c, Wx, Wh and b.
    Source: Gers, Schmidhuber and Cummins, 2000; the whole gradient: Graves and Schmidhuber, "Framewise phoneme
    classification with bidirectional LSTM", 2005.
    """
    x, h, Wx, Wh = (np.asarray(array) for array in (x, h, Wx, Wh))
    dz, dc_old = _cell_backward(np.asarray(dh), np.asarray(dc), c, *_gates(x @ Wx + h @ Wh + b))
    return dz @ Wx.T, dz @ Wh.T, dc_old, x.T @ dz, h.T @ dz, dz.sum(axis=0)


def lstm_forward(
    x: ArrayLike, h0: ArrayLike, c0: ArrayLike, Wx: ArrayLike, Wh: ArrayLike, b: ArrayLike
) -> tuple[Array, Array]:
    """Read whole sequences, and give the state after every step and the last cell.

    The inputs of all steps go through Wx in one matrix product; only h·Wh must wait for the step before.

    Arguments: x (batch, time, inputs); h0 and c0 (batch, units); Wx, Wh, b as for `lstm_step`.
    Returns: all h (batch, time, units), the last c (batch, units).
    Source: Hochreiter and Schmidhuber, 1997.
    """
    _, cells, states = zip(*_lstm_steps(x, h0, c0, Wx, Wh, b), strict=True)
    return np.stack(states, axis=1), cells[-1]


def lstm_backward(
    dh: ArrayLike,
    dc_last: ArrayLike,
    x: ArrayLike,
    h0: ArrayLike,
    c0: ArrayLike,
    Wx: ArrayLike,
    Wh: ArrayLike,
    b: ArrayLike,
) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Send the gradients back through all steps of an LSTM, the last one first.

    Arguments: dh (batch, time, units), the gradient by every output; dc_last (batch, units), the gradient by the last
    cell; the rest as it went into `lstm_forward`.
    Returns: dx, dh0, dc0, dWx, dWh, db, of the shapes of x, h0, c0, Wx, Wh and b.
    Source: Graves and Schmidhuber, 2005.
    """
    x, dh, Wx, Wh = (np.asarray(array) for array in (x, dh, Wx, Wh))
    gates, cells, steps = zip(*_lstm_steps(x, h0, c0, Wx, Wh, b), strict=True)
    cells, states = (c0, *cells), np.stack(steps, axis=1)
    dz, later, dc = np.empty((*x.shape[:2], len(b)), states.dtype), np.zeros_like(states[:, 0]), np.asarray(dc_last)
    for t in reversed(range(x.shape[1])):
        dz[:, t], dc = _cell_backward(dh[:, t] + later, dc, cells[t], *gates[t])
        later = dz[:, t] @ Wh.T
    dx, *dweights = _products_back(dz, x, _states_before(h0, states), Wx)
    return dx, later, dc, *dweights


def gru_step(x: ArrayLike, h: ArrayLike, Wx: ArrayLike, Wh: ArrayLike, b: ArrayLike) -> Array:
    """Read one step with two gates: keep a share z of the old state, and take the rest from a candidate.

    z, r = σ(…), candidate = tanh(x·Wx + (r⊙h)·Wh + b); h ← z⊙h + (1−z)⊙candidate, as Keras with reset_after=False.
    In the paper of 2014 z keeps the old state as well; in other texts, such as Chung et al., 1 − z does.

    Arguments: x (batch, inputs); h (batch, units), the state so far; Wx (inputs, 3·units), Wh (units, 3·units) and
    b (3·units,), the blocks of z, r and the candidate side by side.
    Returns: the new state (batch, units).
    Source: Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014.
    """
    h, units = np.asarray(h), np.shape(Wh)[0]
    from_x, Wz_r, W_candidate = np.asarray(x) @ Wx + b, np.asarray(Wh)[:, : 2 * units], np.asarray(Wh)[:, 2 * units :]
    z, r = np.split(sigmoid(from_x[:, : 2 * units] + h @ Wz_r), 2, axis=1)
    candidate = np.tanh(from_x[:, 2 * units :] + (r * h) @ W_candidate)
    return z * h + (1 - z) * candidate


def bidirectional(x: ArrayLike, forward: Callable[[Array], Array], backward: Callable[[Array], Array]) -> Array:
    """Read sequences from both ends, and put side by side what the two readers know at every step.

    Arguments: x (batch, time, inputs); forward and backward, functions of sequences that give all states
    (batch, time, units); backward is given the steps in reverse order.
    Returns: (batch, time, units of forward + units of backward), both in the order of x.
    Source: Schuster and Paliwal, "Bidirectional recurrent neural networks", 1997.
    """
    x = np.asarray(x)
    return np.concatenate([forward(x), np.asarray(backward(x[:, ::-1]))[:, ::-1]], axis=-1)


def recurrent_parameters(kind: str, inputs: int, units: int) -> int:
    """Count the parameters of a recurrent layer: (inputs + units + 1)·units for each of its blocks.

    Arguments: kind "simple", "lstm" or "gru" (as with reset_after=False: one bias); inputs and units, whole numbers.
    Returns: a whole number; the length of the sequences is not in it.
    Errors: ValueError for another kind.
    """
    if kind not in KINDS:
        raise ValueError(f"expected kind simple, lstm or gru; received {kind!r}. Likely cause: a typing error.")
    return KINDS[kind] * (inputs + units + 1) * units


def remember_first(X: ArrayLike, y: ArrayLike, new: ArrayLike, rng: np.random.Generator) -> Labels:
    """Learn from labelled sequences with an LSTM whose last state is classified, and label new ones.

    16 units; the forget gates' biases start at 3, so that σ(3)¹⁵ = 48 % of a cell outlives 15 steps; Adam (unit 06)
    with 64 sequences at a time and a learning rate that falls from 0.03 to 0.003.

    Arguments: X (N, time, inputs); y (N,) labels 0 … classes − 1; new (M, time, inputs); rng for start and batches.
    Returns: (M,) labels.
    Source: after Hochreiter and Schmidhuber, 1997; the start of the forget gates: Jozefowicz, Zaremba and Sutskever,
    "An empirical exploration of recurrent network architectures", 2015.
    """
    X, y, units = np.asarray(X), np.asarray(y), 16
    Wx, Wh, W = (
        initialization.glorot_uniform(shape, rng)
        for shape in ((X.shape[2], 4 * units), (units, 4 * units), (units, int(y.max()) + 1))
    )
    params = [Wx, Wh, np.repeat([0.0, 3.0, 0.0, 0.0], units), W]
    adam = [None] * len(params)
    for lr in np.geomspace(0.03, 0.003, 150):
        rows = rng.integers(0, len(y), 64)
        grads = _classifier_gradients(X[rows], y[rows], *params)
        steps = [optimizers.adam_step(*one, lr=lr) for one in zip(params, grads, adam, strict=True)]
        params, adam = zip(*steps, strict=True)
    Wx, Wh, b, W = params
    zeros = np.zeros((len(new), units))
    states, _ = lstm_forward(new, zeros, zeros, Wx, Wh, b)
    return (states[:, -1] @ W).argmax(axis=1)


def _sums_of_inputs(x: ArrayLike, Wx: ArrayLike, b: ArrayLike) -> Array:
    """x·Wx + b for all steps in one product, steps first: (time, batch, k·units)."""
    batch, time, inputs = np.shape(x)
    sums = np.reshape(x, (-1, inputs)) @ Wx + b
    return sums.reshape(batch, time, -1).swapaxes(0, 1)


def _states_before(h0: ArrayLike, states: Array) -> Array:
    """The state that every step began with, (batch, time, units)."""
    return np.concatenate([np.asarray(h0)[:, None], states[:, :-1]], axis=1)


def _products_back(dz: Array, x: Array, before: Array, Wx: Array) -> tuple[Array, Array, Array, Array]:
    """dx, dWx, dWh and db from the gradients dz by all steps' sums, one product each: what steps share adds up."""
    dz = dz.reshape(-1, dz.shape[2])
    dx = (dz @ Wx.T).reshape(x.shape)
    return dx, x.reshape(len(dz), -1).T @ dz, before.reshape(len(dz), -1).T @ dz, dz.sum(axis=0)


def _gates(z: Array) -> tuple[Array, Array, Array, Array]:
    """The four blocks of sums as gates i, f, o between 0 and 1 and candidate g, in the order i, f, g, o."""
    i, f, g, o = np.split(z, 4, axis=1)
    return sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)


def _lstm_steps(
    x: ArrayLike, h0: ArrayLike, c0: ArrayLike, Wx: ArrayLike, Wh: ArrayLike, b: ArrayLike
) -> Iterator[Step]:
    """Every step in turn: its gates, the new cell and the new state."""
    h, c = np.asarray(h0), np.asarray(c0)
    for z in _sums_of_inputs(x, Wx, b):
        i, f, g, o = _gates(z + h @ Wh)
        c = f * c + i * g
        h = o * np.tanh(c)
        yield (i, f, g, o), c, h


def _cell_backward(dh: Array, dc: Array, c: Array, i: Array, f: Array, g: Array, o: Array) -> tuple[Array, Array]:
    """The gradients by the four sums, side by side, and by the old cell c."""
    shown = np.tanh(f * c + i * g)
    dc = dc + dh * o * (1 - shown**2)
    di, df, dg, do = dc * g, dc * c, dc * i, dh * shown
    dz = di * i * (1 - i), df * f * (1 - f), dg * (1 - g**2), do * o * (1 - o)
    return np.concatenate(dz, axis=1), dc * f


def _classifier_gradients(X: Array, y: Labels, Wx: Array, Wh: Array, b: Array, W: Array) -> tuple[Array, ...]:
    """The gradients of the mean cross-entropy where an LSTM's last state goes into a softmax layer."""
    zeros = np.zeros((len(X), len(Wh)))
    states, _ = lstm_forward(X, zeros, zeros, Wx, Wh, b)
    dlogits = losses.softmax_crossentropy_grad(y, states[:, -1] @ W)
    dh = np.zeros_like(states)
    dh[:, -1] = dlogits @ W.T
    dWx, dWh, db = lstm_backward(dh, zeros, X, zeros, zeros, Wx, Wh, b)[3:]
    return dWx, dWh, db, states[:, -1].T @ dlogits
