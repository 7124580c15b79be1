"""Unit 04: gradients by hand, by the computer, by the chain rule, and a network that learns from them.

Symbols as in the lesson: batch x (N, inputs), weights W (inputs, outputs), biases b (outputs,), weighted
sums z = xW + b, loss L. A name with d in front is the gradient of the loss: dW is dL/dW and has the shape of W.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solutions import activations, losses

Array = NDArray[np.floating]
Labels = NDArray[np.int64]
Params = list[tuple[Array, Array]]  #: one (W, b) per layer

#: name → the activation and its derivative, both functions of z
ACTIVATIONS = {
    "sigmoid": (activations.sigmoid, activations.sigmoid_grad),
    "tanh": (np.tanh, activations.tanh_grad),
    "relu": (activations.relu, activations.relu_grad),
    "linear": (np.asarray, np.ones_like),
}


def neuron_gradient(x: float, w: float, y: float) -> float:
    """Differentiate ½(y − ŷ)² with ŷ = σ(w·x) after w: dL/dw = (ŷ − y)·ŷ(1 − ŷ)·x.

    Arguments: x the input, w the weight, y the target; all numbers.
    Returns: a number, the slope of the loss in w.
    Source: Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", 1986.
    """
    yhat = activations.sigmoid(w * x)
    return float((yhat - y) * yhat * (1 - yhat) * x)


def relative_error(a: ArrayLike, b: ArrayLike) -> float:
    """Compare two gradients: the largest |a − b| / max(|a|, |b|, 10⁻¹²) over all entries.

    Below 10⁻⁶ two gradients in float64 agree; above 10⁻² one of them is wrong.

    Arguments: a and b, arrays of the same shape.
    Returns: a number; 0 when both are equal, at most 2.
    """
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    scale = np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-12)
    return float(np.max(np.abs(a - b) / scale))


def numerical_gradient(f: Callable[[Array], float], x: ArrayLike, h: float = 1e-5) -> NDArray[np.float64]:
    """Measure the gradient of f at x with centred differences: (f(x + h) − f(x − h)) / 2h, entry by entry.

    The error shrinks with h², until rounding, which grows with 1/h, takes over.

    Arguments: f takes an array of the shape of x and returns a number; x an array of any shape; h the step.
    Returns: an array of the shape of x, float64 whatever x was.
    """
    x = np.array(x, dtype=np.float64)
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


def dense_forward(x: ArrayLike, W: ArrayLike, b: ArrayLike) -> tuple[Array, Any]:
    """Pass a batch through a dense layer: xW + b.

    Arguments: x (N, inputs), W (inputs, outputs), b (outputs,).
    Returns: out (N, outputs), and a cache of what `dense_backward` needs.
    """
    x, W = np.asarray(x), np.asarray(W)
    return x @ W + b, (x, W)


def dense_backward(dout: ArrayLike, cache: Any) -> tuple[Array, Array, Array]:
    """Send the gradient of the loss back through a dense layer: dx = dout Wᵀ, dW = xᵀ dout, db = Σ dout.

    Arguments: dout (N, outputs), dL/d(xW + b); cache from `dense_forward`.
    Returns: dx (N, inputs), dW (inputs, outputs), db (outputs,).
    """
    x, W = cache
    dout = np.asarray(dout)
    return dout @ W.T, x.T @ dout, dout.sum(axis=0)


def activation_backward(dout: ArrayLike, z: ArrayLike, name: str) -> Array:
    """Send the gradient of the loss back through an activation: dz = dout ⊙ φ′(z).

    Arguments: dout, dL/dφ(z), and z, arrays of the same shape; name "sigmoid", "tanh", "relu" or "linear".
    Returns: dL/dz, of the shape of z. ReLU's derivative at 0 is 0.
    Errors: ValueError for any other name.
    """
    _, derivative = _activation(name)
    return np.asarray(dout) * derivative(np.asarray(z))


def topological_order(inputs: Sequence[Sequence[int]]) -> list[int]:
    """Order the nodes of a computation graph so that each comes after all its inputs.

    No recursion, so a chain may be as long as memory allows.

    Arguments: inputs, one entry per node: inputs[i] lists the numbers of the nodes that node i was computed from.
    Returns: every node's number once.
    Source: Kahn, "Topological sorting of large networks", 1962; depth-first form: Tarjan, 1976.
    """
    return _order(range(len(inputs)), lambda node: inputs[node])


class Value:
    """A number that remembers how it was computed, so that it can say what it depends on and how strongly.

    >>> a, b = Value(2.0), Value(3.0)
    >>> c = a * b + a
    >>> c.backward()
    >>> a.grad, b.grad
    (4.0, 2.0)

    Attributes: data, the number; grad, the derivative of the value on which `backward` was called with respect
    to this one (0 before); inputs, the values it was computed from; slopes, its derivative with respect to each
    of them.
    Source: reverse accumulation, Linnainmaa, 1970; Speelpenning, 1980.
    """

    def __init__(self, data: float, inputs: tuple[Value, ...] = (), slopes: tuple[float, ...] = ()) -> None:
        self.data = data
        self.grad = 0.0
        self.inputs = inputs
        self.slopes = slopes

    def __add__(self, other: Value | float) -> Value:
        other = _as_value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other: Value | float) -> Value:
        other = _as_value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, power: float) -> Value:
        return Value(self.data**power, (self,), (power * self.data ** (power - 1),))

    def __neg__(self) -> Value:
        return self * -1

    def __sub__(self, other: Value | float) -> Value:
        return self + -other

    def __truediv__(self, other: Value | float) -> Value:
        return self * other**-1

    def __rsub__(self, other: float) -> Value:
        return -self + other

    def __rtruediv__(self, other: float) -> Value:
        return self**-1 * other

    __radd__ = __add__
    __rmul__ = __mul__

    def exp(self) -> Value:
        """e to the power of this value."""
        out = math.exp(self.data)
        return Value(out, (self,), (out,))

    def log(self) -> Value:
        """The natural logarithm of this value."""
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self) -> Value:
        """The hyperbolic tangent of this value."""
        out = math.tanh(self.data)
        return Value(out, (self,), (1 - out**2,))

    def relu(self) -> Value:
        """This value where it is positive, else 0; the slope at 0 is 0."""
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self) -> None:
        """Fill in `grad` of this value (1) and of every value that it was computed from.

        Each value passes its gradient on once, after everything that used it has added its share.
        """
        self.grad = 1.0
        for node in reversed(_order([self], lambda value: value.inputs)):
            for value, slope in zip(node.inputs, node.slopes, strict=True):
                value.grad += slope * node.grad


def mlp_forward(x: ArrayLike, params: Params, activation: str) -> tuple[Array, Any]:
    """Pass a batch through dense layers with an activation after each, except after the last.

    Arguments: x (N, inputs); params, one (W, b) per layer; activation, a name as in `activation_backward`.
    Returns: out (N, outputs) of the last layer, and a cache of what `mlp_backward` needs.
    Errors: ValueError for an unknown activation.
    """
    out, cache = np.asarray(x), []
    names = [activation] * (len(params) - 1) + ["linear"]
    for (W, b), name in zip(params, names, strict=True):
        z, dense_cache = dense_forward(out, W, b)
        cache.append((dense_cache, z, name))
        out = _activation(name)[0](z)
    return out, cache


def mlp_backward(dout: ArrayLike, cache: Any) -> Params:
    """Send the gradient of the loss back through all layers, the last one first.

    Arguments: dout (N, outputs), dL/dout; cache from `mlp_forward`.
    Returns: one (dW, db) per layer, in the order of the layers.
    Source: Rumelhart, Hinton and Williams, 1986.
    """
    grads: Params = []
    for dense_cache, z, name in reversed(cache):
        dout, dW, db = dense_backward(activation_backward(dout, z, name), dense_cache)
        grads.append((dW, db))
    return grads[::-1]


def train_mlp(
    X: ArrayLike, y: ArrayLike, sizes: Sequence[int], lr: float, epochs: int, rng: np.random.Generator
) -> tuple[Params, list[float]]:
    """Train a classifier with tanh hidden layers by gradient descent on the softmax cross-entropy.

    Weights start normal with standard deviation 1/√inputs (unit 05 says why), biases at 0. Every epoch is one
    step W ← W − η·dW, b ← b − η·db with the gradient of the mean loss over all rows.

    Arguments: X (N, features); y (N,) labels 0 … classes − 1; sizes, the widths from features to classes, as in
    [2, 8, 2]; lr the learning rate η; epochs the number of steps; rng the source of the first weights.
    Returns: params, one (W, b) per layer; history, the mean loss before each step.
    Source: Rumelhart, Hinton and Williams, 1986.
    """
    X = np.asarray(X)
    dtype = np.result_type(X, np.float32)
    params: Params = []
    for inputs, outputs in pairwise(sizes):
        W = rng.normal(0, 1 / np.sqrt(inputs), (inputs, outputs)).astype(dtype)
        params.append((W, np.zeros_like(W[0])))
    history = []
    for _ in range(epochs):
        logits, cache = mlp_forward(X, params, "tanh")
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads, strict=True)]
    return params, history


def read_digits(X_train: ArrayLike, y_train: ArrayLike, X_new: ArrayLike, rng: np.random.Generator) -> Labels:
    """Learn from labelled digits and say which digits the new ones are.

    Arguments: X_train (N, 64) pixels from 0 to 1; y_train (N,) labels 0 to 9; X_new (M, 64); rng for the first weights.
    Returns: (M,) labels 0 to 9.
    """
    params, _ = train_mlp(X_train, y_train, [64, 32, 10], lr=1.0, epochs=300, rng=rng)
    logits, _ = mlp_forward(X_new, params, "tanh")
    return logits.argmax(axis=1)


def _order(starts: Iterable[Any], inputs_of: Callable[[Any], Iterable[Any]]) -> list[Any]:
    """Every node that the starts depend on, and the starts, each once and after all its inputs."""
    order, seen = [], set()
    stack = [(start, False) for start in starts]
    while stack:
        node, inputs_are_done = stack.pop()
        if inputs_are_done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((one, False) for one in inputs_of(node))
    return order


def _as_value(number: Value | float) -> Value:
    return number if isinstance(number, Value) else Value(number)


def _activation(name: str) -> tuple[Callable[[Array], Array], Callable[[Array], Array]]:
    if name not in ACTIVATIONS:
        raise ValueError(
            f"expected one of {', '.join(map(repr, ACTIVATIONS))}; received {name!r}. "
            "Likely cause: a typing error, or an activation that this unit does not use."
        )
    return ACTIVATIONS[name]
