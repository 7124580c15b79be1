# %% right: dropout and new pictures
def win_back(X, y, X_new, rng):
    start = [
        (initialization.he_normal((64, 128), rng), np.zeros(128)),
        (initialization.he_normal((128, 10), rng), np.zeros(10)),
    ]

    def moved(X):
        return augment(X.reshape(-1, 8, 8, 1), rng).reshape(-1, 64)

    def read(params, X):
        return backprop.mlp_forward(X, params, "relu")[0].argmax(axis=1)

    first = train_regularized(X, y, start, 0.8, 300, 0.0, 0.0, lambda X: X, rng)
    second = train_regularized(X, y, start, 0.5, 250, 0.0, 0.5, moved, rng)
    return read(first, X), read(first, X_new), read(second, X_new)


# %% right: new pictures alone
def win_back(X, y, X_new, rng):
    start = [
        (initialization.he_normal((64, 128), rng), np.zeros(128)),
        (initialization.he_normal((128, 10), rng), np.zeros(10)),
    ]

    def moved(X):
        return augment(X.reshape(-1, 8, 8, 1), rng).reshape(-1, 64)

    def read(params, X):
        return backprop.mlp_forward(X, params, "relu")[0].argmax(axis=1)

    first = train_regularized(X, y, start, 0.8, 300, 0.0, 0.0, lambda X: X, rng)
    second = train_regularized(X, y, start, 0.5, 300, 0.0, 0.0, moved, rng)
    return read(first, X), read(first, X_new), read(second, X_new)


# %% right: dropout, half of the pixels, and early enough
def win_back(X, y, X_new, rng):
    start = [(rng.normal(0, 0.15, (64, 150)), np.zeros(150)), (rng.normal(0, 0.1, (150, 10)), np.zeros(10))]
    first = train_regularized(X, y, start, 1.0, 300, 0.0, 0.0, lambda X: X, rng)
    noisy = lambda X: X * (rng.random(X.shape) < 0.5) * 2
    second = train_regularized(X, y, start, 0.5, 150, 0.0, 0.3, noisy, rng)
    labels = []
    for params, pictures in ((first, X), (first, X_new), (second, X_new)):
        logits, _ = backprop.mlp_forward(pictures, params, "relu")
        labels.append(np.argmax(logits, axis=1))
    return labels


# %% wrong: a penalty that is far too strong
# hint: Your second network hardly learns anything. Is its penalty, or its dropout, too strong?
def win_back(X, y, X_new, rng):
    start = [
        (initialization.he_normal((64, 80), rng), np.zeros(80)),
        (initialization.he_normal((80, 10), rng), np.zeros(10)),
    ]

    def read(params, X):
        return backprop.mlp_forward(X, params, "relu")[0].argmax(axis=1)

    first = train_regularized(X, y, start, 1.0, 250, 0.0, 0.0, lambda X: X, rng)
    second = train_regularized(X, y, start, 0.5, 80, 60.0, 0.5, lambda X: X, rng)
    return read(first, X), read(first, X_new), read(second, X_new)


# %% wrong: not by heart
# hint: Your first network doesn't know its labels by heart: let it learn longer, with more hidden units.
def win_back(X, y, X_new, rng):
    start = [
        (initialization.he_normal((64, 80), rng), np.zeros(80)),
        (initialization.he_normal((80, 10), rng), np.zeros(10)),
    ]

    def read(params, X):
        return backprop.mlp_forward(X, params, "relu")[0].argmax(axis=1)

    first = train_regularized(X, y, start, 0.3, 30, 0.0, 0.0, lambda X: X, rng)
    second = train_regularized(X, y, start, 0.5, 80, 0.0, 0.5, lambda X: X, rng)
    return read(first, X), read(first, X_new), read(second, X_new)


# %% wrong: the two answers exchanged
# hint: Your last two answers are exchanged: the first network's comes first.
def win_back(X, y, X_new, rng):
    start = [
        (initialization.he_normal((64, 80), rng), np.zeros(80)),
        (initialization.he_normal((80, 10), rng), np.zeros(10)),
    ]

    def read(params, X):
        return backprop.mlp_forward(X, params, "relu")[0].argmax(axis=1)

    first = train_regularized(X, y, start, 1.0, 250, 0.0, 0.0, lambda X: X, rng)
    second = train_regularized(X, y, start, 0.5, 80, 0.0, 0.5, lambda X: X, rng)
    return read(first, X), read(second, X_new), read(first, X_new)


# %% wrong: the first network spoiled
# hint: Your first network reads the new digits hardly better than by guessing. It should overfit, not be broken.
def win_back(X, y, X_new, rng):
    start = [
        (initialization.he_normal((64, 80), rng), np.zeros(80)),
        (initialization.he_normal((80, 10), rng), np.zeros(10)),
    ]

    def read(params, X):
        return backprop.mlp_forward(X, params, "relu")[0].argmax(axis=1)

    first = train_regularized(X, y, start, 1.0, 250, 0.0, 0.0, lambda X: X, rng)
    second = train_regularized(X, y, start, 0.5, 80, 0.0, 0.5, lambda X: X, rng)
    first = [(-W, b) for W, b in first]
    return y, read(first, X_new), read(second, X_new)


# %% wrong: the labels mixed up
# hint: Your networks don't learn the labels in y: they come in another order than the pictures.
def win_back(X, y, X_new, rng):
    start = [
        (initialization.he_normal((64, 80), rng), np.zeros(80)),
        (initialization.he_normal((80, 10), rng), np.zeros(10)),
    ]

    def read(params, X):
        return backprop.mlp_forward(X, params, "relu")[0].argmax(axis=1)

    y = rng.permutation(y)
    first = train_regularized(X, y, start, 1.0, 100, 0.0, 0.0, lambda X: X, rng)
    second = train_regularized(X, y, start, 0.5, 80, 0.0, 0.5, lambda X: X, rng)
    return read(first, X), read(first, X_new), read(second, X_new)


# %% wrong: the same network twice
# hint: Your second network is trained like the first. Give it something that makes learning by heart hard.
def win_back(X, y, X_new, rng):
    start = [
        (initialization.he_normal((64, 80), rng), np.zeros(80)),
        (initialization.he_normal((80, 10), rng), np.zeros(10)),
    ]

    def read(params, X):
        return backprop.mlp_forward(X, params, "relu")[0].argmax(axis=1)

    first = train_regularized(X, y, start, 1.0, 250, 0.0, 0.0, lambda X: X, rng)
    second = train_regularized(X, y, start, 1.0, 250, 0.0, 0.0, lambda X: X, rng)
    return read(first, X), read(first, X_new), read(second, X_new)
