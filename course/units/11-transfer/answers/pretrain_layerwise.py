# %% right: with indices
def pretrain_layerwise(X, sizes, epochs, lr, rng):
    stack, seen = [], np.asarray(X)
    for i in range(len(sizes) - 1):
        W = initialization.glorot_uniform((sizes[i], sizes[i + 1]), rng)
        V = initialization.glorot_uniform((sizes[i + 1], sizes[i]), rng)
        b, c = np.zeros(sizes[i + 1]), np.zeros(sizes[i])
        for _ in range(epochs):
            W, b, V, c, _ = autoencoder_step(seen, W, b, V, c, lr)
        stack += [(W, b)]
        seen = activations.sigmoid(seen @ W + b)
    return stack


# %% right: one layer, then the rest
def pretrain_layerwise(X, sizes, epochs, lr, rng):
    if len(sizes) < 2:
        return []
    below, units, *_ = sizes
    parts = [initialization.glorot_uniform((below, units), rng), np.zeros(units)]
    parts += [initialization.glorot_uniform((units, below), rng), np.zeros(below)]
    for _ in range(epochs):
        *parts, _ = autoencoder_step(X, *parts, lr)
    codes = activations.sigmoid(np.asarray(X) @ parts[0] + parts[1])
    return [(parts[0], parts[1]), *pretrain_layerwise(codes, sizes[1:], epochs, lr, rng)]


# %% right: the gradients written out, lists in the end
def pretrain_layerwise(X, sizes, epochs, lr, rng):
    seen, stack = np.array(X, float), []
    for below, units in zip(sizes[:-1], sizes[1:]):
        W = initialization.glorot_uniform((below, units), rng)
        V = initialization.glorot_uniform((units, below), rng)
        b, c = np.zeros((1, units)), np.zeros((1, below))
        for _ in range(epochs):
            h = 1 / (1 + np.exp(-(seen @ W + b)))
            d = 2 * (h @ V + c - seen) / len(seen)
            g = d @ V.T * h * (1 - h)
            W, b, V, c = W - lr * seen.T @ g, b - lr * g.sum(0), V - lr * h.T @ d, c - lr * d.sum(0)
        stack.append([W, b[0]])
        seen = 1 / (1 + np.exp(-(seen @ W + b)))
    return stack


# %% wrong: codes without the sigmoid
# hint: The next layer gets input·W + b. The codes go through the sigmoid first.
def pretrain_layerwise(X, sizes, epochs, lr, rng):
    stack = []
    for below, units in zip(sizes, sizes[1:]):
        W = initialization.glorot_uniform((below, units), rng)
        V = initialization.glorot_uniform((units, below), rng)
        b, c = np.zeros(units), np.zeros(below)
        for _ in range(epochs):
            W, b, V, c, _ = autoencoder_step(X, W, b, V, c, lr)
        stack.append((W, b))
        X = X @ W + b
    return stack


# %% wrong: nothing is trained
# hint: Your layers stay as they begin. Take `epochs` steps with each before you go on.
def pretrain_layerwise(X, sizes, epochs, lr, rng):
    stack = []
    for below, units in zip(sizes, sizes[1:]):
        W = initialization.glorot_uniform((below, units), rng)
        initialization.glorot_uniform((units, below), rng)
        stack.append((W, np.zeros(units)))
    return stack


# %% wrong: one step only
# hint: Each layer takes a single step, however many epochs are asked for. Does every step begin where the one before ended?
def pretrain_layerwise(X, sizes, epochs, lr, rng):
    stack = []
    for below, units in zip(sizes, sizes[1:]):
        W = initialization.glorot_uniform((below, units), rng)
        V = initialization.glorot_uniform((units, below), rng)
        b, c = np.zeros(units), np.zeros(below)
        new = (W, b, V, c, 0)
        for _ in range(epochs):
            new = autoencoder_step(X, W, b, V, c, lr)
        stack.append((new[0], new[1]))
        X = activations.sigmoid(X @ new[0] + new[1])
    return stack


# %% wrong: the decoder first
# hint: You draw the decoder's weights V before W. With the same generator that gives another stack: W comes first.
def pretrain_layerwise(X, sizes, epochs, lr, rng):
    stack = []
    for below, units in zip(sizes, sizes[1:]):
        V = initialization.glorot_uniform((units, below), rng)
        W = initialization.glorot_uniform((below, units), rng)
        b, c = np.zeros(units), np.zeros(below)
        for _ in range(epochs):
            W, b, V, c, _ = autoencoder_step(X, W, b, V, c, lr)
        stack.append((W, b))
        X = activations.sigmoid(X @ W + b)
    return stack


# %% wrong: the decoder is kept
# hint: You keep the decoders. It is the encoder, W and b, that turns an input into a code.
def pretrain_layerwise(X, sizes, epochs, lr, rng):
    stack = []
    for below, units in zip(sizes, sizes[1:]):
        W = initialization.glorot_uniform((below, units), rng)
        V = initialization.glorot_uniform((units, below), rng)
        b, c = np.zeros(units), np.zeros(below)
        for _ in range(epochs):
            W, b, V, c, _ = autoencoder_step(X, W, b, V, c, lr)
        stack.append((V, c))
        X = activations.sigmoid(X @ W + b)
    return stack


# %% wrong: all layers see the random codes
# hint: The second layer is trained on codes that the first one gave before its training. Train the first one, then compute its codes.
def pretrain_layerwise(X, sizes, epochs, lr, rng):
    stack = []
    for below, units in zip(sizes, sizes[1:]):
        W = initialization.glorot_uniform((below, units), rng)
        V = initialization.glorot_uniform((units, below), rng)
        b, c = np.zeros(units), np.zeros(below)
        codes = activations.sigmoid(X @ W + b)
        for _ in range(epochs):
            W, b, V, c, _ = autoencoder_step(X, W, b, V, c, lr)
        stack.append((W, b))
        X = codes
    return stack


# %% wrong: one layer is missing
# hint: Your stack is one layer too short. Three widths are two layers: 64 → 32 and 32 → 16.
def pretrain_layerwise(X, sizes, epochs, lr, rng):
    stack = []
    for below, units in zip(sizes[:-2], sizes[1:-1]):
        W = initialization.glorot_uniform((below, units), rng)
        V = initialization.glorot_uniform((units, below), rng)
        b, c = np.zeros(units), np.zeros(below)
        for _ in range(epochs):
            W, b, V, c, _ = autoencoder_step(X, W, b, V, c, lr)
        stack.append((W, b))
        X = activations.sigmoid(X @ W + b)
    return stack
