# %% right: highest sum per unit
def dead_fraction(pre_activations):
    return np.mean(pre_activations.max(axis=0) <= 0)


# %% right: all examples
def dead_fraction(pre_activations):
    return float((pre_activations <= 0).all(axis=0).mean())


# %% right: one minus the live share
def dead_fraction(pre_activations):
    return 1 - np.any(pre_activations > 0, axis=0).mean()


# %% right: a loop over the units
def dead_fraction(pre_activations):
    dead = 0
    for unit in pre_activations.T:
        dead += not any(value > 0 for value in unit)
    return dead / pre_activations.shape[1]


# %% right: the outputs are all zero
def dead_fraction(pre_activations):
    outputs = relu(pre_activations)
    return np.count_nonzero(outputs.sum(axis=0) == 0) / outputs.shape[1]


# %% wrong: share of silent entries
# hint: You count silent entries. A unit is dead only if it is silent for every example: ask per column first, then
# hint: take the share of columns.
def dead_fraction(pre_activations):
    return np.mean(pre_activations <= 0)


# %% wrong: per example instead of per unit
# hint: You look along the rows: that finds examples which wake no unit. Units are columns.
def dead_fraction(pre_activations):
    return np.mean(pre_activations.max(axis=1) <= 0)


# %% wrong: the count instead of the share
# hint: You count the dead units. The answer is their share: a number from 0 to 1.
def dead_fraction(pre_activations):
    return np.sum(pre_activations.max(axis=0) <= 0)


# %% wrong: alive at zero
# hint: A unit whose highest sum is exactly 0 never fires either: 0 is not above 0, so it is dead.
def dead_fraction(pre_activations):
    return np.mean(pre_activations.max(axis=0) < 0)


# %% wrong: silent once is enough
# hint: You call a unit dead as soon as it is silent for one example. It is dead only if it is silent for all of them.
def dead_fraction(pre_activations):
    return np.mean(pre_activations.min(axis=0) <= 0)


# %% wrong: the share that is alive
# hint: That is the share of units that are alive. Asked for is the rest.
def dead_fraction(pre_activations):
    return np.mean(pre_activations.max(axis=0) > 0)


# %% wrong: judged by the mean
# hint: You judge a unit by the mean of its sums. A unit that fires for a few examples only is alive.
def dead_fraction(pre_activations):
    return np.mean(pre_activations.mean(axis=0) <= 0)
