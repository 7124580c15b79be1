# %% right: new pairs in every epoch
def train_mlp(X, y, sizes, lr, epochs, rng):
    params = [(rng.normal(0, 1 / np.sqrt(n), (n, m)), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(epochs):
        logits, cache = mlp_forward(X, params, "tanh")
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, history


# %% right: in place on its own arrays
def train_mlp(X, y, sizes, lr, epochs, rng):
    params = []
    for n, m in zip(sizes[:-1], sizes[1:]):
        params.append([rng.standard_normal((n, m)) / n**0.5, np.zeros(m)])
    history = np.zeros(epochs)
    for epoch in range(epochs):
        logits, cache = mlp_forward(X, params, "tanh")
        history[epoch] = losses.sparse_categorical_crossentropy_from_logits(y, logits)
        for (W, b), (dW, db) in zip(params, mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)):
            W -= lr * dW
            b -= lr * db
    return params, history


# %% right: softmax by hand, loss after the step
def train_mlp(X, y, sizes, lr, epochs, rng):
    params = [(rng.normal(scale=n**-0.5, size=(n, m)), np.zeros(m)) for n, m in zip(sizes, sizes[1:])]
    truth = losses.one_hot(y, sizes[-1])
    history = []
    logits, cache = mlp_forward(X, params, "tanh")
    for _ in range(epochs):
        dlogits = (activations.softmax(logits) - truth) / len(X)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, mlp_backward(dlogits, cache))]
        logits, cache = mlp_forward(X, params, "tanh")
        p = activations.softmax(logits)[np.arange(len(X)), y]
        history.append(-float(np.mean(np.log(p))))
    return params, history


# %% wrong: uphill
# hint: The loss grows: you step up the gradient. Subtract it.
def train_mlp(X, y, sizes, lr, epochs, rng):
    params = [(rng.normal(0, 1 / np.sqrt(n), (n, m)), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(epochs):
        logits, cache = mlp_forward(X, params, "tanh")
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W + lr * dW, b + lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, history


# %% wrong: biases stay
# hint: The biases never learn: they step down their own gradient, as the weights do.
def train_mlp(X, y, sizes, lr, epochs, rng):
    params = [(rng.normal(0, 1 / np.sqrt(n), (n, m)), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(epochs):
        logits, cache = mlp_forward(X, params, "tanh")
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W - lr * dW, b) for (W, b), (dW, db) in zip(params, grads)]
    return params, history


# %% wrong: starts at zeros
# hint: All weights start alike, so all hidden units stay alike. Draw them from rng.
def train_mlp(X, y, sizes, lr, epochs, rng):
    params = [(np.zeros((n, m)), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(epochs):
        logits, cache = mlp_forward(X, params, "tanh")
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, history


# %% wrong: starts too large
# hint: The first weights have another spread than asked for: the standard deviation is 1/√(inputs of the layer).
def train_mlp(X, y, sizes, lr, epochs, rng):
    params = [(rng.normal(size=(n, m)), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(epochs):
        logits, cache = mlp_forward(X, params, "tanh")
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, history


# %% wrong: the spread from the outputs
# hint: The spread of your first weights follows the layer's outputs. It is 1/√(inputs).
def train_mlp(X, y, sizes, lr, epochs, rng):
    params = [(rng.normal(0, 1 / np.sqrt(m), (n, m)), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(epochs):
        logits, cache = mlp_forward(X, params, "tanh")
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, history


# %% wrong: variance and spread exchanged
# hint: The spread of your first weights is too small: 1/inputs is the variance, its root the standard deviation.
def train_mlp(X, y, sizes, lr, epochs, rng):
    params = [(rng.normal(0, 1 / n, (n, m)), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(epochs):
        logits, cache = mlp_forward(X, params, "tanh")
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, history


# %% wrong: the same start every time
# hint: Two trainings with one rng begin alike: draw from the rng that you are given, don't make a new one.
def train_mlp(X, y, sizes, lr, epochs, rng):
    rng = np.random.default_rng(0)
    params = [(rng.normal(0, 1 / np.sqrt(n), (n, m)), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(epochs):
        logits, cache = mlp_forward(X, params, "tanh")
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        rng = np.random.default_rng(0)
    params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, history


# %% wrong: one step only
# hint: You make one step, however many epochs are asked for.
def train_mlp(X, y, sizes, lr, epochs, rng):
    params = [(rng.normal(0, 1 / np.sqrt(n), (n, m)), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(min(epochs, 1)):
        logits, cache = mlp_forward(X, params, "tanh")
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, history


# %% wrong: sum in place of mean
# hint: Your steps grow with the number of rows. The gradient is that of the mean loss.
def train_mlp(X, y, sizes, lr, epochs, rng):
    params = [(rng.normal(0, 1 / np.sqrt(n), (n, m)), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(epochs):
        logits, cache = mlp_forward(X, params, "tanh")
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = mlp_backward(len(X) * losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, history


# %% wrong: a ReLU network
# hint: The hidden layers should use tanh.
def train_mlp(X, y, sizes, lr, epochs, rng):
    params = [(rng.normal(0, 1 / np.sqrt(n), (n, m)), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(epochs):
        logits, cache = mlp_forward(X, params, "relu")
        history.append(float(losses.sparse_categorical_crossentropy_from_logits(y, logits)))
        grads = mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, history


# %% wrong: a step per row
# hint: You make one step per row. Here an epoch is one step with the gradient over all rows.
def train_mlp(X, y, sizes, lr, epochs, rng):
    params = [(rng.normal(0, 1 / np.sqrt(n), (n, m)), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(epochs):
        total = 0.0
        for i in range(len(X)):
            row, label = X[i : i + 1], y[i : i + 1]
            logits, cache = mlp_forward(row, params, "tanh")
            total += float(losses.sparse_categorical_crossentropy_from_logits(label, logits))
            grads = mlp_backward(losses.softmax_crossentropy_grad(label, logits), cache)
            params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
        history.append(total / len(X))
    return params, history


# %% wrong: no history
# hint: The history is empty: note the loss in every epoch.
def train_mlp(X, y, sizes, lr, epochs, rng):
    params = [(rng.normal(0, 1 / np.sqrt(n), (n, m)), np.zeros(m)) for n, m in zip(sizes[:-1], sizes[1:])]
    history = []
    for _ in range(epochs):
        logits, cache = mlp_forward(X, params, "tanh")
        grads = mlp_backward(losses.softmax_crossentropy_grad(y, logits), cache)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, history
