# %% right: as in the hints
def train_regularized(X, y, params, lr, steps, lam, rate, change, rng):
    (W1, b1), (W2, b2) = params
    for _ in range(steps):
        z, kept_1 = backprop.dense_forward(change(X), W1, b1)
        h, mask = dropout_forward(activations.relu(z), rate, rng, True)
        logits, kept_2 = backprop.dense_forward(h, W2, b2)
        dh, dW2, db2 = backprop.dense_backward(losses.softmax_crossentropy_grad(y, logits), kept_2)
        dz = backprop.activation_backward(dropout_backward(dh, mask), z, "relu")
        _, dW1, db1 = backprop.dense_backward(dz, kept_1)
        W1 = W1 - lr * (dW1 + l2_penalty_grad(W1, lam, len(y)))
        W2 = W2 - lr * (dW2 + l2_penalty_grad(W2, lam, len(y)))
        b1, b2 = b1 - lr * db1, b2 - lr * db2
    return [(W1, b1), (W2, b2)]


# %% right: everything by hand
def train_regularized(X, y, params, lr, steps, lam, rate, change, rng):
    (W1, b1), (W2, b2) = [(W.copy(), b.copy()) for W, b in params]
    n, rows = len(y), np.arange(len(y))
    for _ in range(steps):
        pictures = change(X)
        h = np.maximum(pictures @ W1 + b1, 0)
        mask = (rng.random(h.shape) >= rate) / (1 - rate)
        dropped = h * mask
        logits = dropped @ W2 + b2
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        p[rows, y] -= 1
        p /= n
        dz = p @ W2.T * mask * (h > 0)
        W2 -= lr * (dropped.T @ p + lam / n * W2)
        b2 -= lr * p.sum(axis=0)
        W1 -= lr * (pictures.T @ dz + lam / n * W1)
        b1 -= lr * dz.sum(axis=0)
    return [(W1, b1), (W2, b2)]


# %% right: dropout before the ReLU, which is the same for masks of 0 and above, and weight decay as a factor
def train_regularized(X, y, params, lr, steps, lam, rate, change, rng):
    (W1, b1), (W2, b2) = params
    decay = 1 - lr * lam / len(y)
    for _ in range(steps):
        pictures = change(X)
        z, mask = dropout_forward(pictures @ W1 + b1, rate, rng, True)
        h = activations.relu(z)
        d = losses.softmax_crossentropy_grad(y, h @ W2 + b2)
        dz = dropout_backward(d @ W2.T * (z > 0), mask)
        W2, b2 = decay * W2 - lr * h.T @ d, b2 - lr * d.sum(axis=0)
        W1, b1 = decay * W1 - lr * pictures.T @ dz, b1 - lr * dz.sum(axis=0)
    return [[W1, b1], [W2, b2]]


# %% wrong: biases pay, too
# hint: Your biases pay for their size as well. Only W1 and W2 are charged.
def train_regularized(X, y, params, lr, steps, lam, rate, change, rng):
    (W1, b1), (W2, b2) = params
    for _ in range(steps):
        z, kept_1 = backprop.dense_forward(change(X), W1, b1)
        h, mask = dropout_forward(activations.relu(z), rate, rng, True)
        logits, kept_2 = backprop.dense_forward(h, W2, b2)
        dh, dW2, db2 = backprop.dense_backward(losses.softmax_crossentropy_grad(y, logits), kept_2)
        dz = backprop.activation_backward(dropout_backward(dh, mask), z, "relu")
        _, dW1, db1 = backprop.dense_backward(dz, kept_1)
        W1 = W1 - lr * (dW1 + l2_penalty_grad(W1, lam, len(y)))
        W2 = W2 - lr * (dW2 + l2_penalty_grad(W2, lam, len(y)))
        b1 = b1 - lr * (db1 + l2_penalty_grad(b1, lam, len(y)))
        b2 = b2 - lr * (db2 + l2_penalty_grad(b2, lam, len(y)))
    return [(W1, b1), (W2, b2)]


# %% wrong: no penalty
# hint: Your steps don't depend on λ.
def train_regularized(X, y, params, lr, steps, lam, rate, change, rng):
    (W1, b1), (W2, b2) = params
    for _ in range(steps):
        z, kept_1 = backprop.dense_forward(change(X), W1, b1)
        h, mask = dropout_forward(activations.relu(z), rate, rng, True)
        logits, kept_2 = backprop.dense_forward(h, W2, b2)
        dh, dW2, db2 = backprop.dense_backward(losses.softmax_crossentropy_grad(y, logits), kept_2)
        dz = backprop.activation_backward(dropout_backward(dh, mask), z, "relu")
        _, dW1, db1 = backprop.dense_backward(dz, kept_1)
        W1 = W1 - lr * dW1
        W2 = W2 - lr * dW2
        b1, b2 = b1 - lr * db1, b2 - lr * db2
    return [(W1, b1), (W2, b2)]


# %% wrong: only the first layer pays
# hint: Only W1 pays. The penalty is on both W.
def train_regularized(X, y, params, lr, steps, lam, rate, change, rng):
    (W1, b1), (W2, b2) = params
    for _ in range(steps):
        z, kept_1 = backprop.dense_forward(change(X), W1, b1)
        h, mask = dropout_forward(activations.relu(z), rate, rng, True)
        logits, kept_2 = backprop.dense_forward(h, W2, b2)
        dh, dW2, db2 = backprop.dense_backward(losses.softmax_crossentropy_grad(y, logits), kept_2)
        dz = backprop.activation_backward(dropout_backward(dh, mask), z, "relu")
        _, dW1, db1 = backprop.dense_backward(dz, kept_1)
        W1 = W1 - lr * (dW1 + l2_penalty_grad(W1, lam, len(y)))
        W2 = W2 - lr * dW2
        b1, b2 = b1 - lr * db1, b2 - lr * db2
    return [(W1, b1), (W2, b2)]


# %% wrong: the penalty pushes away from 0
# hint: Your penalty makes weights grow: its slope has the wrong sign.
def train_regularized(X, y, params, lr, steps, lam, rate, change, rng):
    (W1, b1), (W2, b2) = params
    for _ in range(steps):
        z, kept_1 = backprop.dense_forward(change(X), W1, b1)
        h, mask = dropout_forward(activations.relu(z), rate, rng, True)
        logits, kept_2 = backprop.dense_forward(h, W2, b2)
        dh, dW2, db2 = backprop.dense_backward(losses.softmax_crossentropy_grad(y, logits), kept_2)
        dz = backprop.activation_backward(dropout_backward(dh, mask), z, "relu")
        _, dW1, db1 = backprop.dense_backward(dz, kept_1)
        W1 = W1 - lr * (dW1 - l2_penalty_grad(W1, lam, len(y)))
        W2 = W2 - lr * (dW2 - l2_penalty_grad(W2, lam, len(y)))
        b1, b2 = b1 - lr * db1, b2 - lr * db2
    return [(W1, b1), (W2, b2)]


# %% wrong: lambda as the learning rate
# hint: You use λ as the learning rate. λ weighs the penalty, η is the length of the step.
def train_regularized(X, y, params, lr, steps, lam, rate, change, rng):
    (W1, b1), (W2, b2) = params
    for _ in range(steps):
        z, kept_1 = backprop.dense_forward(change(X), W1, b1)
        h, mask = dropout_forward(activations.relu(z), rate, rng, True)
        logits, kept_2 = backprop.dense_forward(h, W2, b2)
        dh, dW2, db2 = backprop.dense_backward(losses.softmax_crossentropy_grad(y, logits), kept_2)
        dz = backprop.activation_backward(dropout_backward(dh, mask), z, "relu")
        _, dW1, db1 = backprop.dense_backward(dz, kept_1)
        W1 = W1 - lam * dW1
        W2 = W2 - lam * dW2
        b1, b2 = b1 - lr * db1, b2 - lr * db2
    return [(W1, b1), (W2, b2)]


# %% wrong: Keras's penalty
# hint: Your penalty has the slope 2λ·W, Keras's. Here it is divided by 2m.
def train_regularized(X, y, params, lr, steps, lam, rate, change, rng):
    (W1, b1), (W2, b2) = params
    for _ in range(steps):
        z, kept_1 = backprop.dense_forward(change(X), W1, b1)
        h, mask = dropout_forward(activations.relu(z), rate, rng, True)
        logits, kept_2 = backprop.dense_forward(h, W2, b2)
        dh, dW2, db2 = backprop.dense_backward(losses.softmax_crossentropy_grad(y, logits), kept_2)
        dz = backprop.activation_backward(dropout_backward(dh, mask), z, "relu")
        _, dW1, db1 = backprop.dense_backward(dz, kept_1)
        W1 = W1 - lr * (dW1 + 2 * lam * W1)
        W2 = W2 - lr * (dW2 + 2 * lam * W2)
        b1, b2 = b1 - lr * db1, b2 - lr * db2
    return [(W1, b1), (W2, b2)]


# %% wrong: dropout made and not used
# hint: You make a mask, but the network goes on without it: dropout that is not between the layers does nothing.
def train_regularized(X, y, params, lr, steps, lam, rate, change, rng):
    (W1, b1), (W2, b2) = params
    for _ in range(steps):
        z, kept_1 = backprop.dense_forward(change(X), W1, b1)
        h = activations.relu(z)
        _, mask = dropout_forward(h, rate, rng, True)
        logits, kept_2 = backprop.dense_forward(h, W2, b2)
        dh, dW2, db2 = backprop.dense_backward(losses.softmax_crossentropy_grad(y, logits), kept_2)
        dz = backprop.activation_backward(dh, z, "relu")
        _, dW1, db1 = backprop.dense_backward(dz, kept_1)
        W1 = W1 - lr * (dW1 + l2_penalty_grad(W1, lam, len(y)))
        W2 = W2 - lr * (dW2 + l2_penalty_grad(W2, lam, len(y)))
        b1, b2 = b1 - lr * db1, b2 - lr * db2
    return [(W1, b1), (W2, b2)]


# %% wrong: no dropout on the way back
# hint: Your gradient passes through dropped units: dropout_backward is missing.
def train_regularized(X, y, params, lr, steps, lam, rate, change, rng):
    (W1, b1), (W2, b2) = params
    for _ in range(steps):
        z, kept_1 = backprop.dense_forward(change(X), W1, b1)
        h, mask = dropout_forward(activations.relu(z), rate, rng, True)
        logits, kept_2 = backprop.dense_forward(h, W2, b2)
        dh, dW2, db2 = backprop.dense_backward(losses.softmax_crossentropy_grad(y, logits), kept_2)
        dz = backprop.activation_backward(dh, z, "relu")
        _, dW1, db1 = backprop.dense_backward(dz, kept_1)
        W1 = W1 - lr * (dW1 + l2_penalty_grad(W1, lam, len(y)))
        W2 = W2 - lr * (dW2 + l2_penalty_grad(W2, lam, len(y)))
        b1, b2 = b1 - lr * db1, b2 - lr * db2
    return [(W1, b1), (W2, b2)]


# %% wrong: one mask for all steps
# hint: You drop the same units in every step. Draw a new mask each time.
def train_regularized(X, y, params, lr, steps, lam, rate, change, rng):
    (W1, b1), (W2, b2) = params
    seed = rng.integers(2**32)
    for _ in range(steps):
        z, kept_1 = backprop.dense_forward(change(X), W1, b1)
        h, mask = dropout_forward(activations.relu(z), rate, np.random.default_rng(seed), True)
        logits, kept_2 = backprop.dense_forward(h, W2, b2)
        dh, dW2, db2 = backprop.dense_backward(losses.softmax_crossentropy_grad(y, logits), kept_2)
        dz = backprop.activation_backward(dropout_backward(dh, mask), z, "relu")
        _, dW1, db1 = backprop.dense_backward(dz, kept_1)
        W1 = W1 - lr * (dW1 + l2_penalty_grad(W1, lam, len(y)))
        W2 = W2 - lr * (dW2 + l2_penalty_grad(W2, lam, len(y)))
        b1, b2 = b1 - lr * db1, b2 - lr * db2
    return [(W1, b1), (W2, b2)]


# %% wrong: changed only once
# hint: You change the pictures once, before the loop. Every step needs new ones.
def train_regularized(X, y, params, lr, steps, lam, rate, change, rng):
    (W1, b1), (W2, b2) = params
    X = change(X)
    for _ in range(steps):
        z, kept_1 = backprop.dense_forward(X, W1, b1)
        h, mask = dropout_forward(activations.relu(z), rate, rng, True)
        logits, kept_2 = backprop.dense_forward(h, W2, b2)
        dh, dW2, db2 = backprop.dense_backward(losses.softmax_crossentropy_grad(y, logits), kept_2)
        dz = backprop.activation_backward(dropout_backward(dh, mask), z, "relu")
        _, dW1, db1 = backprop.dense_backward(dz, kept_1)
        W1 = W1 - lr * (dW1 + l2_penalty_grad(W1, lam, len(y)))
        W2 = W2 - lr * (dW2 + l2_penalty_grad(W2, lam, len(y)))
        b1, b2 = b1 - lr * db1, b2 - lr * db2
    return [(W1, b1), (W2, b2)]


# %% wrong: changed again and again
# hint: You change pictures that are changed already. Every step starts from the original X.
def train_regularized(X, y, params, lr, steps, lam, rate, change, rng):
    (W1, b1), (W2, b2) = params
    for _ in range(steps):
        X = change(X)
        z, kept_1 = backprop.dense_forward(X, W1, b1)
        h, mask = dropout_forward(activations.relu(z), rate, rng, True)
        logits, kept_2 = backprop.dense_forward(h, W2, b2)
        dh, dW2, db2 = backprop.dense_backward(losses.softmax_crossentropy_grad(y, logits), kept_2)
        dz = backprop.activation_backward(dropout_backward(dh, mask), z, "relu")
        _, dW1, db1 = backprop.dense_backward(dz, kept_1)
        W1 = W1 - lr * (dW1 + l2_penalty_grad(W1, lam, len(y)))
        W2 = W2 - lr * (dW2 + l2_penalty_grad(W2, lam, len(y)))
        b1, b2 = b1 - lr * db1, b2 - lr * db2
    return [(W1, b1), (W2, b2)]


# %% wrong: never changed
# hint: You never call change.
def train_regularized(X, y, params, lr, steps, lam, rate, change, rng):
    (W1, b1), (W2, b2) = params
    for _ in range(steps):
        z, kept_1 = backprop.dense_forward(X, W1, b1)
        h, mask = dropout_forward(activations.relu(z), rate, rng, True)
        logits, kept_2 = backprop.dense_forward(h, W2, b2)
        dh, dW2, db2 = backprop.dense_backward(losses.softmax_crossentropy_grad(y, logits), kept_2)
        dz = backprop.activation_backward(dropout_backward(dh, mask), z, "relu")
        _, dW1, db1 = backprop.dense_backward(dz, kept_1)
        W1 = W1 - lr * (dW1 + l2_penalty_grad(W1, lam, len(y)))
        W2 = W2 - lr * (dW2 + l2_penalty_grad(W2, lam, len(y)))
        b1, b2 = b1 - lr * db1, b2 - lr * db2
    return [(W1, b1), (W2, b2)]


# %% wrong: up the hill
# hint: Your steps go up the hill: the gradient is subtracted.
def train_regularized(X, y, params, lr, steps, lam, rate, change, rng):
    (W1, b1), (W2, b2) = params
    for _ in range(steps):
        z, kept_1 = backprop.dense_forward(change(X), W1, b1)
        h, mask = dropout_forward(activations.relu(z), rate, rng, True)
        logits, kept_2 = backprop.dense_forward(h, W2, b2)
        dh, dW2, db2 = backprop.dense_backward(losses.softmax_crossentropy_grad(y, logits), kept_2)
        dz = backprop.activation_backward(dropout_backward(dh, mask), z, "relu")
        _, dW1, db1 = backprop.dense_backward(dz, kept_1)
        W1 = W1 + lr * (dW1 + l2_penalty_grad(W1, lam, len(y)))
        W2 = W2 + lr * (dW2 + l2_penalty_grad(W2, lam, len(y)))
        b1, b2 = b1 + lr * db1, b2 + lr * db2
    return [(W1, b1), (W2, b2)]


# %% wrong: dropout on the inputs
# hint: You drop pixels. Dropout belongs behind the ReLU here.
def train_regularized(X, y, params, lr, steps, lam, rate, change, rng):
    (W1, b1), (W2, b2) = params
    for _ in range(steps):
        z, kept_1 = backprop.dense_forward(dropout_forward(change(X), rate, rng, True)[0], W1, b1)
        h = activations.relu(z)
        logits, kept_2 = backprop.dense_forward(h, W2, b2)
        dh, dW2, db2 = backprop.dense_backward(losses.softmax_crossentropy_grad(y, logits), kept_2)
        dz = backprop.activation_backward(dh, z, "relu")
        _, dW1, db1 = backprop.dense_backward(dz, kept_1)
        W1 = W1 - lr * (dW1 + l2_penalty_grad(W1, lam, len(y)))
        W2 = W2 - lr * (dW2 + l2_penalty_grad(W2, lam, len(y)))
        b1, b2 = b1 - lr * db1, b2 - lr * db2
    return [(W1, b1), (W2, b2)]
