# %% right: the median moves to 0
def revive_units(X, W, b):
    z = X @ W + b
    return np.where(z.max(axis=0) <= 0, b - np.median(z, axis=0), b)


# %% right: from the sums without a bias
def revive_units(X, W, b):
    sums = X @ W
    dead = ~(sums + b > 0).any(axis=0)
    new = b.copy()
    new[dead] = -np.median(sums[:, dead], axis=0)
    return new


# %% right: the mean moves to 0
def revive_units(X, W, b):
    z = X @ W + b
    return b - z.mean(axis=0) * (z.max(axis=0) <= 0)


# %% right: a loop, returning a list
def revive_units(X, W, b):
    new = []
    for w, bias in zip(W.T, b, strict=True):
        z = X @ w + bias
        new.append(bias - sorted(z)[len(z) // 2] if max(z) <= 0 else bias)
    return new


# %% wrong: all units get a new bias
# hint: The dead units are back, but you gave new biases to the others, too. What is alive keeps its bias.
def revive_units(X, W, b):
    return b - np.median(X @ W + b, axis=0)


# %% wrong: just to the edge
# hint: You lift a dead unit until its highest sum is 0. That isn't above 0 yet: it still fires for no example. It
# hint: should fire for about half of them.
def revive_units(X, W, b):
    z = X @ W + b
    return np.where(z.max(axis=0) <= 0, b - z.max(axis=0), b)


# %% wrong: lifted until it always fires
# hint: The revived units now fire for all examples. A unit that always fires tells nothing apart: aim for half of
# hint: the examples.
def revive_units(X, W, b):
    z = X @ W + b
    return np.where(z.max(axis=0) <= 0, b - z.min(axis=0) + 1, b)


# %% wrong: bias zero
# hint: You set the dead units' biases to 0. That helps only where the sums without a bias are positive for about
# hint: half of the examples. Look at the sums of each unit.
def revive_units(X, W, b):
    z = X @ W + b
    return np.where(z.max(axis=0) <= 0, 0.0, b)


# %% wrong: the shift without the old bias
# hint: You return how far the bias must move, not where it ends up. The old bias is missing.
def revive_units(X, W, b):
    z = X @ W + b
    return np.where(z.max(axis=0) <= 0, -np.median(z, axis=0), b)


# %% wrong: pushed the other way
# hint: You move the biases of dead units further down. Their sums are negative: which way do they have to go?
def revive_units(X, W, b):
    z = X @ W + b
    return np.where(z.max(axis=0) <= 0, b + np.median(z, axis=0), b)


# %% wrong: one median for all
# hint: You take one median for all units. Each unit has its own sums: one median per column.
def revive_units(X, W, b):
    z = X @ W + b
    return np.where(z.max(axis=0) <= 0, b - np.median(z), b)


# %% wrong: a sum of 0 counts as alive
# hint: A unit whose highest sum is exactly 0 never fires either. It is dead, and you left it so.
def revive_units(X, W, b):
    z = X @ W + b
    return np.where(z.max(axis=0) < 0, b - np.median(z, axis=0), b)


# %% wrong: units that rarely fire are moved, too
# hint: You also move units that fire for few examples. A unit that fires for any example at all is alive: leave it
# hint: alone.
def revive_units(X, W, b):
    z = X @ W + b
    return np.where((z > 0).mean(axis=0) < 0.3, b - np.median(z, axis=0), b)
