# %% right: pieces of a permutation, yielded
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for i in range(0, len(X), batch_size):
        yield X[order[i : i + batch_size]], y[order[i : i + batch_size]]


# %% right: shuffled first, then sliced
def minibatches(X, y, batch_size, rng):
    order = np.arange(len(X))
    rng.shuffle(order)
    X, y = np.asarray(X)[order], np.asarray(y)[order]
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(X), batch_size)]


# %% right: array_split and sorted random keys
def minibatches(X, y, batch_size, rng):
    order = np.argsort(rng.random(len(X)))
    pieces = np.array_split(order, range(batch_size, len(X), batch_size))
    return [(np.take(X, piece, axis=0), np.take(y, piece, axis=0)) for piece in pieces]


# %% right: a loop over single examples
def minibatches(X, y, batch_size, rng):
    batches, rows = [], []
    for i in rng.permutation(len(X)):
        rows.append(int(i))
        if len(rows) == batch_size:
            batches.append((X[rows], y[rows]))
            rows = []
    if rows:
        batches.append((X[rows], y[rows]))
    return batches


# %% wrong: the rest is dropped
# hint: The examples that don't fill a whole batch are missing. They make a smaller last batch.
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    return [
        (X[order[i : i + batch_size]], y[order[i : i + batch_size]])
        for i in range(0, len(X) - batch_size + 1, batch_size)
    ]


# %% wrong: nothing is shuffled
# hint: Your batches come in the old order of the examples. An epoch should deal them out at random.
def minibatches(X, y, batch_size, rng):
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(X), batch_size)]


# %% wrong: drawn with replacement
# hint: Some examples come twice in an epoch and others not at all. Shuffle them once and cut the order into pieces.
def minibatches(X, y, batch_size, rng):
    batches = []
    for i in range(0, len(X), batch_size):
        rows = rng.integers(0, len(X), size=min(batch_size, len(X) - i))
        batches.append((X[rows], y[rows]))
    return batches


# %% wrong: X and y are shuffled apart
# hint: A row of X stands beside the target of another row. Use one and the same order for X and y.
def minibatches(X, y, batch_size, rng):
    X, y = rng.permutation(X), rng.permutation(y)
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(X), batch_size)]


# %% wrong: only the batches are shuffled
# hint: You shuffle whole batches: the same neighbours stay together in every epoch. Shuffle the examples.
def minibatches(X, y, batch_size, rng):
    starts = list(range(0, len(X), batch_size))
    whole, rest = starts[: len(X) // batch_size], starts[len(X) // batch_size :]
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in [*rng.permutation(whole).tolist(), *rest]]


# %% wrong: a seed of its own
# hint: Your order is the same in every epoch. Draw from the rng that you are given, as it comes.
def minibatches(X, y, batch_size, rng):
    order = np.random.default_rng(0).permutation(len(X))
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(X), batch_size)]


# %% wrong: batch_size is the number of batches
# hint: You make batch_size batches. It says how many examples each batch has.
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    pieces = np.array_split(order, batch_size)
    return [(X[piece], y[piece]) for piece in pieces]


# %% wrong: the arguments are shuffled in place
# hint: You shuffle X and y themselves, so the caller's arrays are in another order afterwards. Shuffle the numbers of the rows.
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    X[:], y[:] = X[order], y[order]
    return [(X[i : i + batch_size].copy(), y[i : i + batch_size].copy()) for i in range(0, len(X), batch_size)]
