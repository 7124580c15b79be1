"""Unit 02: activation functions, their derivatives, softmax, and units that are dead.

Symbols as in the lesson: sums z (any shape), derivatives by z, slope or bend α (`alpha`); `dout` is the gradient
of some cost by the output. Nothing here overflows, however large |z| is.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def sigmoid(z: ArrayLike) -> NDArray[np.floating]:
    """Squash each sum into 0…1: σ(z) = 1 / (1 + e^(−z)), computed as (1 + tanh(z/2)) / 2.

    Arguments: z, any shape.
    Returns: the shape of z.
    Source: Verhulst, 1838 (as the logistic curve of a growing population).
    """
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z)))


def sigmoid_grad(z: ArrayLike) -> NDArray[np.floating]:
    """Derivative of the sigmoid: σ′(z) = σ(z)·(1 − σ(z)), at most 0.25.

    Arguments: z, any shape: the sums, not the sigmoid's outputs.
    Returns: the shape of z.
    Source: Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", 1986.
    """
    s = sigmoid(z)
    return s * (1 - s)


def tanh_grad(z: ArrayLike) -> NDArray[np.floating]:
    """Derivative of tanh: tanh′(z) = 1 − tanh²(z), at most 1.

    Arguments: z, any shape: the sums, not the outputs of tanh.
    Returns: the shape of z.
    Source: LeCun, Bottou, Orr and Müller, "Efficient BackProp", 1998 (why tanh and not the sigmoid).
    """
    return 1 - np.tanh(z) ** 2


def piecewise_linear(z: ArrayLike) -> NDArray[np.floating]:
    """A ramp between two flats: z + ½, but never below 0 nor above 1.

    Arguments: z, any shape.
    Returns: the shape of z.
    Source: textbook form; see Haykin, "Neural Networks", 1994.
    """
    return np.clip(np.asarray(z) + 0.5, 0, 1)


def relu(z: ArrayLike) -> NDArray[np.floating]:
    """Rectified linear unit: z where z is positive, 0 elsewhere.

    Arguments: z, any shape.
    Returns: the shape of z.
    Source: Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines", 2010.
    """
    return np.maximum(z, 0)


def relu_grad(z: ArrayLike) -> NDArray[np.floating]:
    """Derivative of ReLU: 1 where z is positive, 0 elsewhere.

    At z = 0 there is no derivative; this course takes 0.

    Arguments: z, any shape.
    Returns: the shape of z.
    Source: Nair and Hinton, 2010.
    """
    z = np.asarray(z)
    return (z > 0).astype(z.dtype)


def leaky_relu(z: ArrayLike, alpha: float) -> NDArray[np.floating]:
    """ReLU with a leak: z where z is positive, α·z elsewhere.

    Arguments: z, any shape; alpha the slope α of the negative side, as 0.01 (small) or 0.2 (large).
    Returns: the shape of z.
    Source: Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models", 2013.
    """
    z = np.asarray(z)
    return np.where(z > 0, z, alpha * z)


def prelu_backward(dout: ArrayLike, z: ArrayLike, alpha: float) -> tuple[NDArray[np.floating], float]:
    """Gradients through a leaky ReLU whose slope is learned; one α serves every entry of z.

    With a = z where z > 0, else α·z: da/dz is 1 or α, and da/dα is 0 or z. All entries share α, so
    their contributions to it add up.

    Arguments: dout, the gradient of the cost by the output, in the shape of z; z, any shape; alpha the slope α.
    Returns: dz in the shape of z, and dalpha, one number.
    Source: He, Zhang, Ren and Sun, "Delving deep into rectifiers", 2015.
    """
    dout, z = np.asarray(dout), np.asarray(z)
    dz = np.where(z > 0, dout, alpha * dout)
    dalpha = np.sum(np.where(z > 0, 0, dout * z))
    return dz, float(dalpha)


def elu(z: ArrayLike, alpha: float) -> NDArray[np.floating]:
    """Exponential linear unit: z where z is positive, α·(e^z − 1) elsewhere, which levels off at −α.

    Arguments: z, any shape; alpha the depth α > 0 of the negative side.
    Returns: the shape of z.
    Source: Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential
    linear units", 2016.
    """
    return np.maximum(z, 0) + alpha * (np.exp(np.minimum(z, 0)) - 1)


def elu_grad(z: ArrayLike, alpha: float) -> NDArray[np.floating]:
    """Derivative of ELU: 1 where z is positive, α·e^z elsewhere, which is ELU(z) + α.

    Arguments: z, any shape; alpha the depth α > 0 of the negative side.
    Returns: the shape of z.
    Source: Clevert, Unterthiner and Hochreiter, 2016.
    """
    return np.where(np.asarray(z) > 0, 1, elu(z, alpha) + alpha)


def softplus(z: ArrayLike) -> NDArray[np.floating]:
    """A smooth ReLU: ln(1 + e^z), computed as ln(e^0 + e^z) without ever forming a large power.

    Arguments: z, any shape.
    Returns: the shape of z; positive (down to where the smallest float ends).
    Source: Dugas, Bengio, Bélisle, Nadeau and Garcia, "Incorporating second-order functional knowledge for better
    option pricing", 2001.
    """
    return np.logaddexp(0, z)


def softmax(z: ArrayLike, axis: int = -1) -> NDArray[np.floating]:
    """Turn scores into shares that compete: e^z divided by the sum of e^z along an axis.

    A constant added to all scores changes nothing, so the largest is subtracted first: e^0 = 1 is
    then the largest power.

    Arguments: z, any shape with at least one axis; axis, the one along which the shares sum to 1.
    Returns: the shape of z, entries from 0 to 1.
    Source: Bridle, "Probabilistic interpretation of feedforward classification network outputs", 1990.
    """
    e = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def dead_fraction(pre_activations: ArrayLike) -> float:
    """Share of a layer's units that are dead on these examples: their sum is never above 0.

    A ReLU unit like this gives 0 for every example, and its gradient is 0 too.

    Arguments: pre_activations (batch, units), the sums z before the activation.
    Returns: a number from 0 to 1.
    Source: Maas, Hannun and Ng, 2013 (units that never activate).
    """
    return float(np.mean(np.max(pre_activations, axis=0) <= 0))


def revive_units(X: ArrayLike, W: ArrayLike, b: ArrayLike) -> NDArray[np.floating]:
    """Give every dead ReLU unit of a layer a bias with which it fires for about half of the examples.

    The median of a unit's sums moves to 0. Units that fire for any example keep their bias.

    Arguments: X (N, inputs) the examples, W (inputs, units), b (units,).
    Returns: the new biases (units,).
    Source: after Salimans and Kingma, "Weight normalization", 2016 (biases set from the data).
    """
    b = np.asarray(b)
    z = np.asarray(X) @ np.asarray(W) + b
    return np.where(np.max(z, axis=0) <= 0, b - np.median(z, axis=0), b)
