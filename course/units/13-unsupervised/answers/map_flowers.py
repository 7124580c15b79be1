# %% right: as in the hints
def map_flowers(X, rows, columns, rng):
    weights = X[rng.integers(len(X), size=(rows, columns))]
    order = np.concatenate([rng.permutation(len(X)) for _ in range(20)])
    for step, example in enumerate(order):
        share = step / len(order)
        weights = som_update(
            weights, X[example], 0.5 * 0.1**share, max(rows, columns) / 2 * (1 / max(rows, columns)) ** share
        )
    return weights


# %% right: small random weights around the middle, straight schedules
def map_flowers(X, rows, columns, rng):
    weights = X.mean(axis=0) + 0.1 * rng.normal(size=(rows, columns, X.shape[1]))
    steps = 2500
    for step in range(steps):
        left = 1 - step / steps
        weights = som_update(weights, X[rng.integers(len(X))], 0.02 + 0.5 * left, 0.5 + 3 * left)
    return weights


# %% right: all examples at once, each unit the mean of what lands near it
def map_flowers(X, rows, columns, rng):
    grid = np.stack(np.indices((rows, columns)), axis=2).reshape(-1, 2)
    apart = ((grid[:, None] - grid) ** 2).sum(axis=2)
    weights = X[rng.integers(len(X), size=rows * columns)]
    for sigma in np.geomspace(max(rows, columns) / 2, 0.6, 30):
        best = ((X[:, None] - weights) ** 2).sum(axis=2).argmin(axis=1)
        near = np.exp(-apart[best] / (2 * sigma**2))
        weights = near.T @ X / near.sum(axis=0)[:, None]
    return weights.reshape(rows, columns, -1)


# %% right: laid out along two directions of the data, then a short training
def map_flowers(X, rows, columns, rng):
    centre = X.mean(axis=0)
    _, size, directions = np.linalg.svd(X - centre, full_matrices=False)
    spread = size / np.sqrt(len(X))
    long, short = np.linspace(-1.5, 1.5, max(rows, columns)), np.linspace(-1.5, 1.5, min(rows, columns))
    grid = centre + long[:, None, None] * spread[0] * directions[0] + short[None, :, None] * spread[1] * directions[1]
    weights = grid if rows >= columns else grid.transpose(1, 0, 2)
    order = np.concatenate([rng.permutation(len(X)) for _ in range(12)])
    for example, sigma in zip(order, np.linspace(2, 0.5, len(order)), strict=True):
        weights = som_update(weights, X[example], 0.1, sigma)
    return weights


# %% wrong: no neighbours
# hint: Your units find the flowers, but neighbours on the grid have nothing in common: σ is too small from the start. Begin with about half of the map.
def map_flowers(X, rows, columns, rng):
    weights = X[rng.integers(len(X), size=(rows, columns))]
    for example in np.concatenate([rng.permutation(len(X)) for _ in range(10)]):
        weights = som_update(weights, X[example], 0.2, 0.05)
    return weights


# %% wrong: σ never shrinks
# hint: Your map huddles in the middle: with a wide σ to the end every unit is pulled everywhere. Let σ shrink to about half a step.
def map_flowers(X, rows, columns, rng):
    weights = X[rng.integers(len(X), size=(rows, columns))]
    for example in np.concatenate([rng.permutation(len(X)) for _ in range(10)]):
        weights = som_update(weights, X[example], 0.2, max(rows, columns) / 2)
    return weights


# %% wrong: hardly trained
# hint: Your map has hardly moved from its random start: it sees too few examples, or the learning rate is too small.
def map_flowers(X, rows, columns, rng):
    weights = rng.normal(size=(rows, columns, X.shape[1]))
    for example in rng.permutation(len(X)):
        weights = som_update(weights, X[example], 0.001, 2.0)
    return weights


# %% wrong: rows and columns exchanged
# hint: Your map has as many rows as it should have columns. Its shape is (rows, columns, features).
def map_flowers(X, rows, columns, rng):
    weights = X[rng.integers(len(X), size=(columns, rows))]
    order = np.concatenate([rng.permutation(len(X)) for _ in range(10)])
    for example, sigma in zip(order, np.geomspace(4, 0.5, len(order)), strict=True):
        weights = som_update(weights, X[example], 0.2, sigma)
    return weights


# %% wrong: chance of its own
# hint: Your map can't be repeated: draw from the rng that you were given.
def map_flowers(X, rows, columns, rng):
    own = np.random.default_rng()
    weights = X[own.integers(len(X), size=(rows, columns))]
    order = np.concatenate([own.permutation(len(X)) for _ in range(20)])
    for example, lr, sigma in zip(
        order, np.geomspace(0.5, 0.05, len(order)), np.geomspace(max(rows, columns) / 2, 0.5, len(order)), strict=True
    ):
        weights = som_update(weights, X[example], lr, sigma)
    return weights
