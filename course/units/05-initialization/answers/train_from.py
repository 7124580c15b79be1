# %% right: as in unit 04
def train_from(X, y, sizes, activation, init, lr, steps, rng):
    params = [(init((n, m), rng), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(steps + 1):
        logits, cache = backprop.mlp_forward(X, params, activation)
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = backprop.mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return history


# %% right: in place on its own copies, the last loss at the end
def train_from(X, y, sizes, activation, init, lr, steps, rng):
    Ws = [np.array(init((n, m), rng), dtype=float) for n, m in zip(sizes, sizes[1:])]
    bs = [np.zeros(m) for m in sizes[1:]]
    history = np.zeros(steps + 1)
    for step in range(steps):
        logits, cache = backprop.mlp_forward(X, list(zip(Ws, bs)), activation)
        history[step] = losses.sparse_categorical_crossentropy_from_logits(y, logits)
        for i, (dW, db) in enumerate(backprop.mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)):
            Ws[i] -= lr * dW
            bs[i] -= lr * db
    logits, _ = backprop.mlp_forward(X, list(zip(Ws, bs)), activation)
    history[steps] = losses.sparse_categorical_crossentropy_from_logits(y, logits)
    return history


# %% right: its own softmax and cross-entropy
def train_from(X, y, sizes, activation, init, lr, steps, rng):
    params, history, rows = [], [], np.arange(len(y))
    for i in range(len(sizes) - 1):
        params.append((init((sizes[i], sizes[i + 1]), rng), np.zeros(sizes[i + 1])))
    while True:
        logits, cache = backprop.mlp_forward(X, params, activation)
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        p = p / p.sum(axis=1, keepdims=True)
        history.append(float(-np.log(p[rows, y]).mean()))
        if len(history) > steps:
            return history
        p[rows, y] -= 1
        grads = backprop.mlp_backward(p / len(y), cache)
        params = [(W - lr * g[0], b - lr * g[1]) for (W, b), g in zip(params, grads)]


# %% wrong: up the hill
# hint: Your losses grow: you add the gradient. The step goes against it.
def train_from(X, y, sizes, activation, init, lr, steps, rng):
    params = [(init((n, m), rng), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(steps + 1):
        logits, cache = backprop.mlp_forward(X, params, activation)
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = backprop.mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W + lr * dW, b + lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return history


# %% wrong: the last loss is missing
# hint: Your list ends before the last step. It should hold one loss more than there are steps.
def train_from(X, y, sizes, activation, init, lr, steps, rng):
    params = [(init((n, m), rng), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(steps):
        logits, cache = backprop.mlp_forward(X, params, activation)
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = backprop.mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return history


# %% wrong: biases never move
# hint: Your biases stay at 0 for ever. They start there, and learn like the weights.
def train_from(X, y, sizes, activation, init, lr, steps, rng):
    params = [(init((n, m), rng), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(steps + 1):
        logits, cache = backprop.mlp_forward(X, params, activation)
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = backprop.mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W - lr * dW, b) for (W, b), (dW, _) in zip(params, grads)]
    return history


# %% wrong: always tanh
# hint: Your network always has the same activation. Hand on the one that you are given.
def train_from(X, y, sizes, activation, init, lr, steps, rng):
    params = [(init((n, m), rng), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(steps + 1):
        logits, cache = backprop.mlp_forward(X, params, "tanh")
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = backprop.mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return history


# %% wrong: biases from init, too
# hint: Your biases come from init. They start at 0; init is called once per layer, for the weights.
def train_from(X, y, sizes, activation, init, lr, steps, rng):
    params = [(init((n, m), rng), init((1, m), rng)[0]) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(steps + 1):
        logits, cache = backprop.mlp_forward(X, params, activation)
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = backprop.mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return history


# %% wrong: only the last layer learns
# hint: Only your last layer learns. All layers take a step.
def train_from(X, y, sizes, activation, init, lr, steps, rng):
    params = [(init((n, m), rng), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(steps + 1):
        logits, cache = backprop.mlp_forward(X, params, activation)
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        dW, db = backprop.mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)[-1]
        params = [*params[:-1], (params[-1][0] - lr * dW, params[-1][1] - lr * db)]
    return history


# %% wrong: divided by the rows once more
# hint: Your steps are too short by the number of rows: the gradient from losses is divided by it already.
def train_from(X, y, sizes, activation, init, lr, steps, rng):
    params = [(init((n, m), rng), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(steps + 1):
        logits, cache = backprop.mlp_forward(X, params, activation)
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = backprop.mlp_backward(losses.softmax_crossentropy_grad(y, logits) / len(y), cache)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return history


# %% wrong: a generator of its own
# hint: You hand init a generator of your own. Hand on the rng that you are given.
def train_from(X, y, sizes, activation, init, lr, steps, rng):
    own = np.random.default_rng(0)
    params = [(init((n, m), own), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(steps + 1):
        logits, cache = backprop.mlp_forward(X, params, activation)
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = backprop.mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return history
