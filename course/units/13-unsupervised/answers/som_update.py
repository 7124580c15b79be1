# %% right: as in the hints
def som_update(weights, x, lr, sigma):
    row, column = som_best_matching_unit(weights, x)
    i, j = np.indices(weights.shape[:2])
    squared = (i - row) ** 2 + (j - column) ** 2
    pull = lr * np.exp(-squared / (2 * sigma**2))
    return weights + pull[..., None] * (x - weights)


# %% right: two loops on a copy
def som_update(weights, x, lr, sigma):
    row, column = som_best_matching_unit(weights, x)
    new = np.array(weights)
    for i in range(len(new)):
        for j in range(new.shape[1]):
            d = np.hypot(i - row, j - column)
            new[i, j] += lr * np.exp(-(d**2) / (2 * sigma**2)) * (x - new[i, j])
    return new


# %% right: a bell per axis, multiplied
def som_update(weights, x, lr, sigma):
    rows, columns, _ = weights.shape
    row, column = som_best_matching_unit(weights, x)
    down = np.exp(-0.5 * ((np.arange(rows) - row) / sigma) ** 2)
    along = np.exp(-0.5 * ((np.arange(columns) - column) / sigma) ** 2)
    pull = lr * np.outer(down, along)[:, :, np.newaxis]
    return (1 - pull) * weights + pull * x


# %% wrong: the winner alone
# hint: Only the best matching unit moves. Its neighbours on the grid move with it, the less the farther away.
def som_update(weights, x, lr, sigma):
    new = weights.copy()
    place = som_best_matching_unit(weights, x)
    new[place] += lr * (x - weights[place])
    return new


# %% wrong: the distance among the weights
# hint: You measure how far the weights are from the winner's weights. What counts is the distance on the grid: rows and columns.
def som_update(weights, x, lr, sigma):
    winner = weights[som_best_matching_unit(weights, x)]
    squared = ((weights - winner) ** 2).sum(axis=2)
    return weights + lr * np.exp(-squared / (2 * sigma**2))[..., None] * (x - weights)


# %% wrong: away from x
# hint: Your units move away from the example. The step is x − w, not w − x.
def som_update(weights, x, lr, sigma):
    row, column = som_best_matching_unit(weights, x)
    i, j = np.indices(weights.shape[:2])
    pull = lr * np.exp(-((i - row) ** 2 + (j - column) ** 2) / (2 * sigma**2))
    return weights + pull[..., None] * (weights - x)


# %% wrong: the distance is not squared
# hint: You put the distance into the exponent, not its square: farther units are pulled too much.
def som_update(weights, x, lr, sigma):
    row, column = som_best_matching_unit(weights, x)
    i, j = np.indices(weights.shape[:2])
    pull = lr * np.exp(-np.hypot(i - row, j - column) / (2 * sigma**2))
    return weights + pull[..., None] * (x - weights)


# %% wrong: the 2 is missing
# hint: Your pull fades too fast: the exponent is −d²/(2σ²). The 2 is missing.
def som_update(weights, x, lr, sigma):
    row, column = som_best_matching_unit(weights, x)
    i, j = np.indices(weights.shape[:2])
    pull = lr * np.exp(-((i - row) ** 2 + (j - column) ** 2) / sigma**2)
    return weights + pull[..., None] * (x - weights)


# %% wrong: σ is not squared
# hint: Right only for σ = 1: the σ in the exponent is squared.
def som_update(weights, x, lr, sigma):
    row, column = som_best_matching_unit(weights, x)
    i, j = np.indices(weights.shape[:2])
    pull = lr * np.exp(-((i - row) ** 2 + (j - column) ** 2) / (2 * sigma))
    return weights + pull[..., None] * (x - weights)


# %% wrong: steps around the block
# hint: You count steps along rows and columns. Here the straight distance counts: √2 along a diagonal.
def som_update(weights, x, lr, sigma):
    row, column = som_best_matching_unit(weights, x)
    i, j = np.indices(weights.shape[:2])
    pull = lr * np.exp(-((np.abs(i - row) + np.abs(j - column)) ** 2) / (2 * sigma**2))
    return weights + pull[..., None] * (x - weights)


# %% wrong: all units alike
# hint: All your units are pulled alike, so the map shrinks to a point. The pull fades with the distance on the grid.
def som_update(weights, x, lr, sigma):
    return weights + lr * (x - weights)


# %% wrong: the learning rate is ignored
# hint: The learning rate has no effect on your step.
def som_update(weights, x, lr, sigma):
    row, column = som_best_matching_unit(weights, x)
    i, j = np.indices(weights.shape[:2])
    pull = np.exp(-((i - row) ** 2 + (j - column) ** 2) / (2 * sigma**2))
    return weights + pull[..., None] * (x - weights)


# %% wrong: in place
# hint: Your function changes the map it was given. Make a new one: weights + step, not weights += step.
def som_update(weights, x, lr, sigma):
    row, column = som_best_matching_unit(weights, x)
    i, j = np.indices(weights.shape[:2])
    pull = lr * np.exp(-((i - row) ** 2 + (j - column) ** 2) / (2 * sigma**2))
    weights += (pull[..., None] * (x - weights)).astype(weights.dtype)
    return weights
