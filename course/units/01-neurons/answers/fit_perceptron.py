# %% right: with the step from before
def fit_perceptron(X, y, lr, epochs, rng):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        count = 0
        for i in rng.permutation(len(X)):
            if threshold_unit(X[i : i + 1], w, b)[0] != y[i]:
                count += 1
            w, b = perceptron_step(w, b, X[i], y[i], lr)
        mistakes.append(count)
    return w, b, mistakes


# %% right: shuffles a list of indices, updates only on a mistake
def fit_perceptron(X, y, lr, epochs, rng):
    w, b = np.zeros(X.shape[1]), 0.0
    order = np.arange(len(X))
    mistakes = np.zeros(epochs, dtype=int)
    for epoch in range(epochs):
        rng.shuffle(order)
        for i in order:
            error = int(y[i]) - int(X[i] @ w + b >= 0)
            if error:
                mistakes[epoch] += 1
                w = w + lr * error * X[i]
                b = b + lr * error
    return w, b, mistakes


# %% right: the bias as one more weight, orders by sorting random numbers
def fit_perceptron(X, y, lr, epochs, rng):
    rows = np.column_stack([X, np.ones(len(X))]).astype(float)
    w = np.zeros(rows.shape[1])
    mistakes = []
    for _ in range(epochs):
        errors = []
        for i in np.argsort(rng.random(len(rows))):
            error = y[i] - (rows[i] @ w >= 0)
            w = w + lr * error * rows[i]
            errors.append(abs(error))
        mistakes.append(int(sum(errors)))
    return w[:-1], w[-1], mistakes


# %% wrong: rows in their own order
# hint: Your epochs visit the rows in the order in which they stand. Draw an order from rng for every epoch.
def fit_perceptron(X, y, lr, epochs, rng):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        count = 0
        for i in range(len(X)):
            error = int(y[i]) - int(X[i] @ w + b >= 0)
            count += error != 0
            w, b = w + lr * error * X[i], b + lr * error
        mistakes.append(count)
    return w, b, mistakes


# %% wrong: one order for all epochs
# hint: Your function draws one order and keeps it. Each epoch needs a new one.
def fit_perceptron(X, y, lr, epochs, rng):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    order = rng.permutation(len(X))
    for _ in range(epochs):
        count = 0
        for i in order:
            error = int(y[i]) - int(X[i] @ w + b >= 0)
            count += error != 0
            w, b = w + lr * error * X[i], b + lr * error
        mistakes.append(count)
    return w, b, mistakes


# %% wrong: stops at the first epoch without a mistake
# hint: Your training ends at the first epoch without a mistake. All epochs are run, and each has a count, also when it is 0.
def fit_perceptron(X, y, lr, epochs, rng):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        count = 0
        for i in rng.permutation(len(X)):
            error = int(y[i]) - int(X[i] @ w + b >= 0)
            count += error != 0
            w, b = w + lr * error * X[i], b + lr * error
        mistakes.append(count)
        if count == 0:
            break
    return w, b, mistakes


# %% wrong: mistakes counted after the update
# hint: Your weights are right, the mistakes are not: you look whether a row is right after its update. Count it when it is visited, before.
def fit_perceptron(X, y, lr, epochs, rng):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        count = 0
        for i in rng.permutation(len(X)):
            error = int(y[i]) - int(X[i] @ w + b >= 0)
            w, b = w + lr * error * X[i], b + lr * error
            count += int(X[i] @ w + b >= 0) != y[i]
        mistakes.append(int(count))
    return w, b, mistakes


# %% wrong: the count goes on from epoch to epoch
# hint: Your mistakes add up over the epochs. Each epoch's count starts at 0.
def fit_perceptron(X, y, lr, epochs, rng):
    w, b, mistakes, count = np.zeros(X.shape[1]), 0.0, [], 0
    for _ in range(epochs):
        for i in rng.permutation(len(X)):
            error = int(y[i]) - int(X[i] @ w + b >= 0)
            count += error != 0
            w, b = w + lr * error * X[i], b + lr * error
        mistakes.append(count)
    return w, b, mistakes


# %% wrong: rows drawn with replacement
# hint: Some rows are visited twice in an epoch and others not at all. Each row's turn comes exactly once per epoch.
def fit_perceptron(X, y, lr, epochs, rng):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        count = 0
        for i in rng.integers(len(X), size=len(X)):
            error = int(y[i]) - int(X[i] @ w + b >= 0)
            count += error != 0
            w, b = w + lr * error * X[i], b + lr * error
        mistakes.append(count)
    return w, b, mistakes
