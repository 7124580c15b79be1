"""Unit 13: learning without labels: autoencoder, restricted Boltzmann machine, self-organizing map, adversarial losses.

Symbols as in the lesson: examples x (N, features), code = σ(xW₁ + b₁); visible units v (N, visible) and hidden units
h (N, hidden) of a machine with weights W (visible, hidden) and biases a (visible,), b (hidden,); a map of units on a
grid (rows, columns), each with a weight vector; logits, the outputs of a discriminator before its sigmoid. `rng` is a
`numpy.random.Generator`, the only source of chance.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solutions.activations import sigmoid, softplus

Array = NDArray[np.floating]


def autoencoder_forward(
    x: ArrayLike, W1: ArrayLike, b1: ArrayLike, W2: ArrayLike, b2: ArrayLike
) -> tuple[Array, Array]:
    """Squeeze examples into a code and rebuild them: code = σ(xW₁ + b₁), x̂ = code·W₂ + b₂.

    Arguments: x (N, features); W1 (features, units); b1 (units,); W2 (units, features); b2 (features,).
    Returns: code (N, units), each entry from 0 to 1; reconstruction (N, features).
    Source: Rumelhart, Hinton and Williams, "Learning internal representations by error propagation", 1986.
    """
    code = sigmoid(np.matmul(x, W1) + b1)
    return code, code @ W2 + b2


def autoencoder_backward(
    x: ArrayLike, W1: ArrayLike, b1: ArrayLike, W2: ArrayLike, b2: ArrayLike
) -> tuple[Array, Array, Array, Array]:
    """Differentiate the mean of (x̂ − x)² over all entries by every parameter of the autoencoder.

    Arguments: as for `autoencoder_forward`.
    Returns: dW1, db1, dW2, db2, shaped like the parameters.
    Source: Rumelhart, Hinton and Williams, 1986.
    """
    x = np.asarray(x)
    code, reconstruction = autoencoder_forward(x, W1, b1, W2, b2)
    dx_hat = 2 * (reconstruction - x) / x.size
    dcode = dx_hat @ np.transpose(W2)
    dz = dcode * code * (1 - code)
    return x.T @ dz, dz.sum(axis=0), code.T @ dx_hat, dx_hat.sum(axis=0)


def tied_backward(x: ArrayLike, W: ArrayLike, b: ArrayLike, c: ArrayLike) -> tuple[Array, Array, Array]:
    """Differentiate the loss of an autoencoder whose decoder uses the encoder's matrix again: x̂ = σ(xW + b)·Wᵀ + c.

    W acts in two places, so its gradient is the sum of both.

    Arguments: x (N, features); W (features, units); b (units,); c (features,).
    Returns: dW, db, dc, shaped like the parameters.
    Source: Bengio, Lamblin, Popovici and Larochelle, "Greedy layer-wise training of deep networks", 2007.
    """
    dW_in, db, dW_out, dc = autoencoder_backward(x, W, b, np.transpose(W), c)
    return dW_in + dW_out.T, db, dc


def corrupt(x: ArrayLike, rate: float, rng: np.random.Generator) -> Array:
    """Set entries to 0, each by itself with probability `rate`, and leave the others as they are.

    A denoising autoencoder gets the damaged example and has to give back the whole one.

    Arguments: x, any shape; rate from 0 to 1; rng.
    Returns: a damaged copy of x.
    Source: Vincent, Larochelle, Bengio and Manzagol, "Extracting and composing robust features with denoising
    autoencoders", 2008.
    """
    return np.where(rng.random(np.shape(x)) < rate, 0, x)


def rbm_energy(v: ArrayLike, h: ArrayLike, W: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """Give the energy of states of the machine: E(v, h) = −a·v − b·h − vᵀWh.

    Arguments: v (N, visible) and h (N, hidden), of 0 and 1; W (visible, hidden); a (visible,); b (hidden,).
    Returns: (N,) energies; the lower, the more likely is the state.
    Source: Smolensky, "Information processing in dynamical systems: foundations of harmony theory", 1986.
    """
    pairs = np.sum(np.matmul(v, W) * h, axis=1)
    return -np.matmul(v, a) - np.matmul(h, b) - pairs


def rbm_sample_hidden(v: ArrayLike, W: ArrayLike, b: ArrayLike, rng: np.random.Generator) -> tuple[Array, Array]:
    """Draw the hidden units given the visible ones: p = σ(vW + b), each unit by itself.

    Arguments: v (N, visible); W (visible, hidden); b (hidden,); rng.
    Returns: probabilities (N, hidden), and samples of 0 and 1 in the same shape.
    Source: Smolensky, 1986; Hinton, "Training products of experts by minimizing contrastive divergence", 2002.
    """
    probabilities = sigmoid(np.matmul(v, W) + b)
    fires = rng.random(probabilities.shape) < probabilities
    return probabilities, fires.astype(probabilities.dtype)


def rbm_sample_visible(h: ArrayLike, W: ArrayLike, a: ArrayLike, rng: np.random.Generator) -> tuple[Array, Array]:
    """Draw the visible units given the hidden ones: p = σ(hWᵀ + a). The machine looks the same from its other side.

    Arguments: h (N, hidden); W (visible, hidden); a (visible,); rng.
    Returns: probabilities (N, visible), and samples of 0 and 1 in the same shape.
    Source: as for `rbm_sample_hidden`.
    """
    return rbm_sample_hidden(h, np.transpose(W), a, rng)


def rbm_free_energy(v: ArrayLike, W: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """Give the energy of a visible state with all hidden states taken together: F(v) = −log Σₕ e^(−E(v, h)).

    The sum has 2^hidden terms, but splits into one factor per hidden unit: F(v) = −a·v − Σ softplus(vW + b).

    Arguments: v (N, visible); W (visible, hidden); a (visible,); b (hidden,).
    Returns: (N,) free energies; the probability of v is proportional to e^(−F(v)).
    Source: Freund and Haussler, "Unsupervised learning of distributions on binary vectors using two layer networks",
    1992.
    """
    return -np.matmul(v, a) - np.sum(softplus(np.matmul(v, W) + b), axis=1)


def rbm_cd1_step(
    v: ArrayLike, W: ArrayLike, a: ArrayLike, b: ArrayLike, lr: float, rng: np.random.Generator
) -> tuple[Array, Array, Array]:
    """Make one step of contrastive divergence: lower the energy of data, raise that of what the machine makes of it.

    Data v draws hidden states h, these give a reconstruction v′, and that gives h′. Then W ← W + η·⟨vᵀh − v′ᵀh′⟩,
    a ← a + η·⟨v − v′⟩, b ← b + η·⟨h − h′⟩, means over the batch.

    Arguments: v (N, visible), from 0 to 1; W (visible, hidden); a (visible,); b (hidden,); lr the learning rate η; rng.
    Returns: the new W, a, b.
    Source: Hinton, 2002; v′ and h′ are probabilities, as in his "A practical guide to training restricted Boltzmann
    machines", 2010.
    """
    v = np.asarray(v)
    _, h = rbm_sample_hidden(v, W, b, rng)
    v_new, _ = rbm_sample_visible(h, W, a, rng)
    h_new, _ = rbm_sample_hidden(v_new, W, b, rng)
    dW = (v.T @ h - v_new.T @ h_new) / len(v)
    return W + lr * dW, a + lr * np.mean(v - v_new, axis=0), b + lr * np.mean(h - h_new, axis=0)


def som_best_matching_unit(weights: ArrayLike, x: ArrayLike) -> tuple[int, int]:
    """Find the unit of a map whose weights are nearest to x.

    Arguments: weights (rows, columns, features); x (features,).
    Returns: its row and column on the grid.
    Source: Kohonen, "Self-organized formation of topologically correct feature maps", 1982.
    """
    distances = np.linalg.norm(np.subtract(weights, x), axis=2)
    row, column = np.unravel_index(np.argmin(distances), distances.shape)
    return int(row), int(column)


def som_update(weights: ArrayLike, x: ArrayLike, lr: float, sigma: float) -> Array:
    """Pull the best matching unit towards x, and with it its neighbours on the grid: w ← w + η·e^(−d²/2σ²)·(x − w).

    Arguments: weights (rows, columns, features); x (features,); lr the learning rate η; sigma > 0, how far a pull
    reaches, in steps of the grid.
    Returns: new weights. d is the straight distance to the best matching unit on the grid, not among the weights.
    Source: Kohonen, 1982; the bell-shaped neighbourhood after Ritter and Schulten, 1986.
    """
    weights = np.asarray(weights)
    row, column = som_best_matching_unit(weights, x)
    rows, columns = np.indices(weights.shape[:2])
    d_squared = (rows - row) ** 2 + (columns - column) ** 2
    pull = lr * np.exp(-d_squared / (2 * sigma**2))
    return weights + pull[:, :, np.newaxis].astype(weights.dtype) * (x - weights)


def gan_losses(real_logits: ArrayLike, fake_logits: ArrayLike) -> tuple[np.floating, np.floating]:
    """Give what discriminator and generator each want to make small.

    The discriminator's loss is −mean log σ(real) − mean log(1 − σ(fake)). The generator's is −mean log σ(fake), the
    non-saturating form. Both are written with softplus(z) = log(1 + e^z), which no logit overflows.

    Arguments: real_logits, fake_logits: the discriminator's logits for real and for generated examples, any shape.
    Returns: discriminator loss, generator loss.
    Source: Goodfellow and others, "Generative adversarial nets", 2014.
    """
    real, fake = np.asarray(real_logits), np.asarray(fake_logits)
    return np.mean(softplus(-real)) + np.mean(softplus(fake)), np.mean(softplus(-fake))


def gan_gradients(real_logits: ArrayLike, fake_logits: ArrayLike) -> tuple[Array, Array, Array]:
    """Differentiate the losses of both players by the logits.

    Arguments: as for `gan_losses`.
    Returns: gradient of the discriminator's loss by the real logits, and by the fake ones; gradient of the generator's
    loss by the fake logits.
    Source: Goodfellow and others, 2014.
    """
    real, fake = np.asarray(real_logits), np.asarray(fake_logits)
    return -sigmoid(-real) / real.size, sigmoid(fake) / fake.size, -sigmoid(-fake) / fake.size


def map_flowers(X: ArrayLike, rows: int, columns: int, rng: np.random.Generator) -> Array:
    """Spread a map over a table, so that neighbours on the grid get similar rows of it.

    The map starts from rows drawn at random. Over 20 epochs the neighbourhood shrinks from half the map's longer side
    to half a step, and the learning rate falls from 0.5 to 0.05, both by an equal factor per step.

    Arguments: X (N, features), columns of similar spread; rows, columns of the map; rng.
    Returns: weights (rows, columns, features).
    Source: Kohonen, "Self-Organizing Maps", 1995.
    """
    X = np.asarray(X)
    weights = X[rng.integers(len(X), size=(rows, columns))]
    visits = np.concatenate([rng.permutation(len(X)) for _ in range(20)])
    rates = np.geomspace(0.5, 0.05, len(visits))
    reaches = np.geomspace(max(rows, columns) / 2, 0.5, len(visits))
    for i, lr, sigma in zip(visits, rates, reaches, strict=True):
        weights = som_update(weights, X[i], lr, sigma)
    return weights
