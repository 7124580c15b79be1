# %% right: as in the formulas
def autoencoder_step(x, W, b, V, c, lr):
    x, W, b, V, c = (np.asarray(part) for part in (x, W, b, V, c))
    n = len(x)
    h = activations.sigmoid(x @ W + b)
    r = h @ V + c
    loss = ((r - x) ** 2).sum() / n
    dr = 2 * (r - x) / n
    dV, dc = h.T @ dr, dr.sum(0)
    dz = (dr @ V.T) * h * (1 - h)
    dW, db = x.T @ dz, dz.sum(0)
    return [W - lr * dW, b - lr * db, V - lr * dV, c - lr * dc, loss]


# %% right: row by row
def autoencoder_step(x, W, b, V, c, lr):
    W, b, V, c = (np.array(part, float) for part in (W, b, V, c))
    dW, db, dV, dc, loss = np.zeros_like(W), np.zeros_like(b), np.zeros_like(V), np.zeros_like(c), 0.0
    for row in np.asarray(x, float):
        h = activations.sigmoid(row @ W + b)
        error = h @ V + c - row
        loss += error @ error
        dz = 2 * (V @ error) * activations.sigmoid_grad(row @ W + b)
        dW += np.outer(row, dz)
        db += dz
        dV += 2 * np.outer(h, error)
        dc += 2 * error
    n = len(x)
    return W - lr * dW / n, b - lr * db / n, V - lr * dV / n, c - lr * dc / n, loss / n


# %% right: einsum, a step in place on copies
def autoencoder_step(x, W, b, V, c, lr):
    x = np.asarray(x)
    new = [np.array(part, dtype=np.result_type(x, np.float32)) for part in (W, b, V, c)]
    h = 0.5 * (1 + np.tanh((x @ new[0] + new[1]) / 2))
    d = 2 * (h @ new[2] + new[3] - x) / x.shape[0]
    loss = float(np.einsum("nd,nd->", d, d)) * x.shape[0] / 4
    g = np.einsum("nd,kd->nk", d, new[2]) * (h - h**2)
    grads = np.einsum("nd,nk->dk", x, g), g.sum(axis=0), np.einsum("nk,nd->kd", h, d), d.sum(axis=0)
    for part, grad in zip(new, grads):
        part -= lr * grad
    return *new, loss


# %% wrong: a mean over columns as well
# hint: Your loss is a mean over columns too. Here the squares of a row are summed, and only rows are averaged.
def autoencoder_step(x, W, b, V, c, lr):
    x, W, V = np.asarray(x), np.asarray(W), np.asarray(V)
    h = activations.sigmoid(x @ W + b)
    e = h @ V + c - x
    d = 2 * e / e.size
    g = (d @ V.T) * h * (1 - h)
    return W - lr * x.T @ g, b - lr * g.sum(0), V - lr * h.T @ d, c - lr * d.sum(0), np.mean(e**2)


# %% wrong: forgets the slope of the sigmoid
# hint: On the way back to the encoder you go past the sigmoid: its slope is h·(1 − h).
def autoencoder_step(x, W, b, V, c, lr):
    x, W, V = np.asarray(x), np.asarray(W), np.asarray(V)
    h = activations.sigmoid(x @ W + b)
    e = h @ V + c - x
    d = 2 * e / len(x)
    g = d @ V.T
    return W - lr * x.T @ g, b - lr * g.sum(0), V - lr * h.T @ d, c - lr * d.sum(0), np.mean(np.sum(e**2, axis=1))


# %% wrong: the slope of the sigmoid at the code
# hint: The slope of the sigmoid is h·(1 − h), and h is its output already. You take the sigmoid of the code once more.
def autoencoder_step(x, W, b, V, c, lr):
    x, W, V = np.asarray(x), np.asarray(W), np.asarray(V)
    h = activations.sigmoid(x @ W + b)
    e = h @ V + c - x
    d = 2 * e / len(x)
    g = (d @ V.T) * activations.sigmoid_grad(h)
    return W - lr * x.T @ g, b - lr * g.sum(0), V - lr * h.T @ d, c - lr * d.sum(0), np.mean(np.sum(e**2, axis=1))


# %% wrong: the new decoder teaches the encoder
# hint: You change the decoder first and use the new one for the encoder's gradient. All gradients belong to the old parameters.
def autoencoder_step(x, W, b, V, c, lr):
    x, W, V = np.asarray(x), np.asarray(W), np.asarray(V)
    h = activations.sigmoid(x @ W + b)
    e = h @ V + c - x
    d = 2 * e / len(x)
    V, c = V - lr * h.T @ d, c - lr * d.sum(0)
    g = (d @ V.T) * h * (1 - h)
    return W - lr * x.T @ g, b - lr * g.sum(0), V, c, np.mean(np.sum(e**2, axis=1))


# %% wrong: only the decoder learns
# hint: Your encoder stays as it was. It learns too, through the decoder.
def autoencoder_step(x, W, b, V, c, lr):
    x, W, V = np.asarray(x), np.asarray(W), np.asarray(V)
    h = activations.sigmoid(x @ W + b)
    e = h @ V + c - x
    d = 2 * e / len(x)
    return W, b, V - lr * h.T @ d, c - lr * d.sum(0), np.mean(np.sum(e**2, axis=1))


# %% wrong: uphill
# hint: Your step makes the loss larger. Descent is minus the gradient.
def autoencoder_step(x, W, b, V, c, lr):
    x, W, V = np.asarray(x), np.asarray(W), np.asarray(V)
    h = activations.sigmoid(x @ W + b)
    e = h @ V + c - x
    d = 2 * e / len(x)
    g = (d @ V.T) * h * (1 - h)
    return W + lr * x.T @ g, b + lr * g.sum(0), V + lr * h.T @ d, c + lr * d.sum(0), np.mean(np.sum(e**2, axis=1))


# %% wrong: a sigmoid at the output
# hint: Your decoder ends in a sigmoid. Here it is linear: r = h·V + c.
def autoencoder_step(x, W, b, V, c, lr):
    x, W, V = np.asarray(x), np.asarray(W), np.asarray(V)
    h = activations.sigmoid(x @ W + b)
    r = activations.sigmoid(h @ V + c)
    e = r - x
    d = 2 * e / len(x) * r * (1 - r)
    g = (d @ V.T) * h * (1 - h)
    return W - lr * x.T @ g, b - lr * g.sum(0), V - lr * h.T @ d, c - lr * d.sum(0), np.mean(np.sum(e**2, axis=1))


# %% wrong: a sum over rows
# hint: Your gradient grows with the number of rows: the loss is a mean over rows, so divide by N.
def autoencoder_step(x, W, b, V, c, lr):
    x, W, V = np.asarray(x), np.asarray(W), np.asarray(V)
    h = activations.sigmoid(x @ W + b)
    e = h @ V + c - x
    d = 2 * e
    g = (d @ V.T) * h * (1 - h)
    return W - lr * x.T @ g, b - lr * g.sum(0), V - lr * h.T @ d, c - lr * d.sum(0), np.mean(np.sum(e**2, axis=1))


# %% wrong: the loss after the step
# hint: The loss that you return is that after the step. It is the one before that is asked for.
def autoencoder_step(x, W, b, V, c, lr):
    x, W, V = np.asarray(x), np.asarray(W), np.asarray(V)
    h = activations.sigmoid(x @ W + b)
    d = 2 * (h @ V + c - x) / len(x)
    g = (d @ V.T) * h * (1 - h)
    W, b, V, c = W - lr * x.T @ g, b - lr * g.sum(0), V - lr * h.T @ d, c - lr * d.sum(0)
    e = activations.sigmoid(x @ W + b) @ V + c - x
    return W, b, V, c, np.mean(np.sum(e**2, axis=1))
