"""Unit 11: transfer learning: reuse what a network has learned, teach its layers one by one, look inside it.

Layers are those of `model.layers`, in this order; a model inside a model is one of them. Images (N, height, width,
channels) as in unit 09. An autoencoder has a code h = σ(x·W + b) and a reconstruction r = h·V + c. The functions on
Keras models import Keras when they are called: that takes seconds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solutions import losses
from solutions.activations import sigmoid
from solutions.initialization import glorot_uniform

if TYPE_CHECKING:
    import keras

Array = NDArray[np.floating]


def trainable_parameters(model: keras.Model) -> int:
    """Count the numbers that training may change: those in kernels, biases, … of layers that are not frozen.

    Arguments: model, built, in which layers, or models inside it, may be frozen or used twice.
    Returns: how many there are.
    """
    return sum(math.prod(weight.shape) for weight in model.trainable_weights)


def freeze(model: keras.Model, until: str) -> None:
    """Freeze a layer and all layers before it, in place; those after it stay as they are.

    Arguments: model; until, the layer's name.
    Errors: ValueError if no layer has that name.
    Source: Yosinski, Clune, Bengio and Lipson, "How transferable are features in deep neural networks?", 2014.
    """
    last = model.layers.index(model.get_layer(until))
    for layer in model.layers[: last + 1]:
        layer.trainable = False


def unfreeze_top(model: keras.Model, n: int) -> None:
    """Let the last n layers train and freeze all others, in place; batch norm stays frozen wherever it stands.

    Frozen batch norm normalises with its moving statistics and leaves them alone, also while the model trains.

    Arguments: model, frozen as a whole or in part; n layers, 0 for none.
    """
    model.trainable = True
    for place, layer in enumerate(model.layers):
        _set_trainable(layer, place >= len(model.layers) - n)


def replace_head(model: keras.Model, classes: int) -> keras.Model:
    """Copy a model, with a new softmax layer for other classes in the place of the last layer.

    Arguments: model, whose last layer is a dense one; classes, how many the new layer tells apart.
    Returns: a new model (not compiled). Its other layers are copies: same weights, frozen where the old ones are.
    """
    import keras

    twin = keras.models.clone_model(model)
    twin.set_weights(model.get_weights())
    head = keras.layers.Dense(classes, activation="softmax", name="new_head")
    return keras.Model(twin.inputs[0], head(twin.layers[-1].input))


def autoencoder_step(
    x: ArrayLike, W: ArrayLike, b: ArrayLike, V: ArrayLike, c: ArrayLike, lr: float
) -> tuple[Array, Array, Array, Array, float]:
    """Take one step of gradient descent on how badly an autoencoder gives back its input.

    L = 1/N·Σ‖r − x‖², a mean over rows of a sum over columns.

    Arguments: x (N, D); W (D, H) and b (H,) of the encoder; V (H, D) and c (D,) of the decoder; lr.
    Returns: the new W, b, V, c; and L before the step.
    Source: Rumelhart, Hinton and Williams, "Learning internal representations by error propagation", 1986.
    """
    x, W, V = np.asarray(x), np.asarray(W), np.asarray(V)
    h = sigmoid(x @ W + b)
    error = h @ V + c - x
    dr = 2 * error / len(x)
    dz = dr @ V.T * h * (1 - h)
    loss = np.mean(np.sum(error**2, axis=1))
    return W - lr * x.T @ dz, b - lr * dz.sum(axis=0), V - lr * h.T @ dr, c - lr * dr.sum(axis=0), float(loss)


def pretrain_layerwise(
    X: ArrayLike, sizes: Sequence[int], epochs: int, lr: float, rng: np.random.Generator
) -> list[tuple[Array, Array]]:
    """Teach a stack of sigmoid layers without labels: each one as the encoder of the codes that come from below.

    Layer by layer, W and V are drawn by `glorot_uniform`, in this order, biases are 0, and `epochs` steps of
    `autoencoder_step` follow on all rows. The decoder is thrown away, and the codes are the next layer's input.

    Arguments: X (N, sizes[0]); sizes, the widths from input to last code; epochs; lr; rng.
    Returns: one (W, b) per layer.
    Source: Bengio, Lamblin, Popovici and Larochelle, "Greedy layer-wise training of deep networks", 2007.
    """
    layers = []
    for below, units in pairwise(sizes):
        W, V = glorot_uniform((below, units), rng), glorot_uniform((units, below), rng)
        b, c = np.zeros(units), np.zeros(below)
        for _ in range(epochs):
            W, b, V, c, _ = autoencoder_step(X, W, b, V, c, lr)
        layers.append((W, b))
        X = sigmoid(X @ W + b)
    return layers


def feature_maps(model: keras.Model, layer: str, images: ArrayLike) -> Array:
    """What a layer of a trained model gives for a batch of images, dropout off and batch norm as in use.

    Arguments: model; layer, its name; images (N, height, width, channels), or what else the model takes.
    Returns: (N, …) in the shape that the layer gives.
    Source: Zeiler and Fergus, "Visualizing and understanding convolutional networks", 2014.
    """
    import keras

    inside = keras.Model(model.inputs[0], model.get_layer(layer).output)
    return np.asarray(inside(np.asarray(images), training=False))


def activation_maximization(model: keras.Model, layer: str, filter: int, steps: int, rng: np.random.Generator) -> Array:
    """Find an image that a filter answers strongly, by gradient ascent on the pixels.

    From dim noise around ½, each step adds 0.5·g/‖g‖, g the gradient of the filter's mean answer, and clips to 0 … 1.

    Arguments: model; layer, its name; filter, the number of its map (or unit); steps; rng for the noise.
    Returns: image (height, width, channels) from 0 to 1.
    Source: Erhan, Bengio, Courville and Vincent, "Visualizing higher-layer features of a deep network", 2009.
    """
    import keras
    import tensorflow as tf

    inside = keras.Model(model.inputs[0], model.get_layer(layer).output)
    image = tf.constant(rng.uniform(0.4, 0.6, (1, *model.input_shape[1:])), tf.float32)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(image)
            answer = tf.reduce_mean(inside(image, training=False)[..., filter])
        g = tape.gradient(answer, image)
        image = tf.clip_by_value(image + 0.5 * tf.math.divide_no_nan(g, tf.norm(g)), 0, 1)  # where g is 0: stay
    return image[0].numpy()


def adapt(base: keras.Model, images: ArrayLike, y: ArrayLike) -> keras.Model:
    """Teach a trained network new classes from a few labelled images; the network itself is left as it is.

    A new head learns from what the layer below it gives for the images, by 300 steps of gradient descent; everything
    below is frozen.

    Arguments: base, which ends in a dense layer; images (N, height, width, channels); y (N,) labels 0 … classes − 1.
    Returns: a model with one probability per new class.
    """
    classes = int(np.max(y)) + 1
    features = feature_maps(base, base.layers[-2].name, images)
    W, b, _ = losses.fit_softmax(features, y, classes, 0.1, 300)
    adapted = replace_head(base, classes)
    adapted.layers[-1].set_weights([W, b])
    return adapted


def _set_trainable(layer: keras.layers.Layer, flag: bool) -> None:
    """Set the flag of a layer and of each layer inside it; that of batch norm is always False.

    Keras passes a flag on only where it changes, so each one is set by itself.
    """
    import keras

    layer.trainable = flag and not isinstance(layer, keras.layers.BatchNormalization)
    for inner in getattr(layer, "layers", ()):
        _set_trainable(inner, flag)
