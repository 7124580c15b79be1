# %% right: with the earlier answers
def fit_softmax(X, labels, classes, lr, steps):
    W, b = np.zeros((X.shape[1], classes)), np.zeros(classes)
    history = [sparse_categorical_crossentropy_from_logits(labels, X @ W + b)]
    for _ in range(steps):
        dz = softmax_crossentropy_grad(labels, X @ W + b)
        W = W - lr * X.T @ dz
        b = b - lr * dz.sum(axis=0)
        history.append(sparse_categorical_crossentropy_from_logits(labels, X @ W + b))
    return W, b, history


# %% right: the bias as one more weight
def fit_softmax(X, labels, classes, lr, steps):
    ones = np.column_stack([X, np.ones(len(X))])
    theta, history = np.zeros((ones.shape[1], classes)), []
    for _ in range(steps):
        z = ones @ theta
        history.append(sparse_categorical_crossentropy_from_logits(labels, z))
        theta -= lr * np.einsum("nf,nk->fk", ones, softmax_crossentropy_grad(labels, z))
    history.append(sparse_categorical_crossentropy_from_logits(labels, ones @ theta))
    return theta[:-1], theta[-1], np.array(history)


# %% right: nothing reused, a list of parts
def fit_softmax(X, labels, classes, lr, steps):
    X, y = np.asarray(X, dtype=np.float64), np.eye(classes)[labels]
    W, b, history = np.zeros((X.shape[1], classes)), np.zeros((1, classes)), []
    for step in range(steps + 1):
        z = X @ W + b
        z -= z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        history.append(float(-(y * log_p).sum() / len(X)))
        if step < steps:
            dz = (np.exp(log_p) - y) / len(X)
            W, b = W - lr * (X.T @ dz), b - lr * dz.sum(axis=0, keepdims=True)
    return [W.tolist(), b.ravel().tolist(), history]


# %% right: an outer product per example
def fit_softmax(X, labels, classes, lr, steps):
    W, b = np.zeros((X.shape[1], classes), X.dtype), np.zeros(classes, X.dtype)
    history = [sparse_categorical_crossentropy_from_logits(labels, X @ W + b)]
    for _ in range(steps):
        dz = softmax_crossentropy_grad(labels, X @ W + b)
        W = W - lr * np.tensordot(X, dz, axes=(0, 0))
        b = b - lr * np.ones(len(X), X.dtype) @ dz
        history += [sparse_categorical_crossentropy_from_logits(labels, X @ W + b)]
    return W, b, history


# %% wrong: up the hill
# hint: The losses grow: you add the gradient. The step goes against it.
def fit_softmax(X, labels, classes, lr, steps):
    W, b = np.zeros((X.shape[1], classes)), np.zeros(classes)
    history = [sparse_categorical_crossentropy_from_logits(labels, X @ W + b)]
    for _ in range(steps):
        dz = softmax_crossentropy_grad(labels, X @ W + b)
        W, b = W + lr * X.T @ dz, b + lr * dz.sum(axis=0)
        history.append(sparse_categorical_crossentropy_from_logits(labels, X @ W + b))
    return W, b, history


# %% wrong: the bias never learns
# hint: Your bias stays 0. It has a gradient too: the sum of dz over the rows.
def fit_softmax(X, labels, classes, lr, steps):
    W, b = np.zeros((X.shape[1], classes)), np.zeros(classes)
    history = [sparse_categorical_crossentropy_from_logits(labels, X @ W + b)]
    for _ in range(steps):
        W = W - lr * X.T @ softmax_crossentropy_grad(labels, X @ W + b)
        history.append(sparse_categorical_crossentropy_from_logits(labels, X @ W + b))
    return W, b, history


# %% wrong: the first loss is missing
# hint: Your history has one loss too few: the loss at zeros, before any update, comes first.
def fit_softmax(X, labels, classes, lr, steps):
    W, b, history = np.zeros((X.shape[1], classes)), np.zeros(classes), []
    for _ in range(steps):
        dz = softmax_crossentropy_grad(labels, X @ W + b)
        W, b = W - lr * X.T @ dz, b - lr * dz.sum(axis=0)
        history.append(sparse_categorical_crossentropy_from_logits(labels, X @ W + b))
    return W, b, history


# %% wrong: divided by N a second time
# hint: Your steps are N times too small. The gradient by the logits is divided by N already.
def fit_softmax(X, labels, classes, lr, steps):
    W, b = np.zeros((X.shape[1], classes)), np.zeros(classes)
    history = [sparse_categorical_crossentropy_from_logits(labels, X @ W + b)]
    for _ in range(steps):
        dz = softmax_crossentropy_grad(labels, X @ W + b) / len(X)
        W, b = W - lr * X.T @ dz, b - lr * dz.sum(axis=0)
        history.append(sparse_categorical_crossentropy_from_logits(labels, X @ W + b))
    return W, b, history


# %% wrong: the bias gets the mean
# hint: Your bias moves N times too slowly: you take the mean of dz over the rows, but dz is divided by N already. Sum it.
def fit_softmax(X, labels, classes, lr, steps):
    W, b = np.zeros((X.shape[1], classes)), np.zeros(classes)
    history = [sparse_categorical_crossentropy_from_logits(labels, X @ W + b)]
    for _ in range(steps):
        dz = softmax_crossentropy_grad(labels, X @ W + b)
        W, b = W - lr * X.T @ dz, b - lr * dz.mean(axis=0)
        history.append(sparse_categorical_crossentropy_from_logits(labels, X @ W + b))
    return W, b, history


# %% wrong: b sees the new W
# hint: The bias is updated with a gradient at the new W. Compute the gradient once per step and use it for both.
def fit_softmax(X, labels, classes, lr, steps):
    W, b = np.zeros((X.shape[1], classes)), np.zeros(classes)
    history = [sparse_categorical_crossentropy_from_logits(labels, X @ W + b)]
    for _ in range(steps):
        W = W - lr * X.T @ softmax_crossentropy_grad(labels, X @ W + b)
        b = b - lr * softmax_crossentropy_grad(labels, X @ W + b).sum(axis=0)
        history.append(sparse_categorical_crossentropy_from_logits(labels, X @ W + b))
    return W, b, history


# %% wrong: starts at small random weights
# hint: Your first loss is not log K. Start at zeros: with cross-entropy that is fine for a single layer.
def fit_softmax(X, labels, classes, lr, steps):
    W, b = np.random.default_rng(0).normal(0, 0.1, (X.shape[1], classes)), np.zeros(classes)
    history = [sparse_categorical_crossentropy_from_logits(labels, X @ W + b)]
    for _ in range(steps):
        dz = softmax_crossentropy_grad(labels, X @ W + b)
        W, b = W - lr * X.T @ dz, b - lr * dz.sum(axis=0)
        history.append(sparse_categorical_crossentropy_from_logits(labels, X @ W + b))
    return W, b, history


# %% wrong: a learning rate of its own
# hint: Your steps do not depend on lr: use the learning rate that you are given.
def fit_softmax(X, labels, classes, lr, steps):
    W, b = np.zeros((X.shape[1], classes)), np.zeros(classes)
    history = [sparse_categorical_crossentropy_from_logits(labels, X @ W + b)]
    for _ in range(steps):
        dz = softmax_crossentropy_grad(labels, X @ W + b)
        W, b = W - 0.1 * X.T @ dz, b - 0.1 * dz.sum(axis=0)
        history.append(sparse_categorical_crossentropy_from_logits(labels, X @ W + b))
    return W, b, history
