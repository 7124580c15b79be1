# %% right: as in the hints
def corrupt(x, rate, rng):
    lost = rng.random(x.shape) < rate
    return np.where(lost, 0, x)


# %% right: a mask that multiplies
def corrupt(x, rate, rng):
    return x * (rng.random(x.shape) >= rate)


# %% right: a loop on a copy
def corrupt(x, rate, rng):
    noisy = np.array(x)
    for place in np.ndindex(noisy.shape):
        if rng.random() < rate:
            noisy[place] = 0
    return noisy


# %% right: binomial draws
def corrupt(x, rate, rng):
    noisy = x.copy()
    noisy[rng.binomial(1, rate, size=x.shape) == 1] = 0.0
    return noisy


# %% wrong: keeps at the rate
# hint: You keep entries with the probability with which they should be lost.
def corrupt(x, rate, rng):
    return np.where(rng.random(x.shape) < rate, x, 0)


# %% wrong: scaled like dropout
# hint: What you keep is not what it was: you scale it, as dropout does. Here the entries that are not lost stay as they are.
def corrupt(x, rate, rng):
    return x * (rng.random(x.shape) >= rate) / max(1 - rate, 1e-9)


# %% wrong: whole rows
# hint: You lose whole rows. Every entry needs a draw of its own.
def corrupt(x, rate, rng):
    lost = rng.random((len(x),) + (1,) * (x.ndim - 1)) < rate
    return np.where(lost, 0, x)


# %% wrong: the same entries of every row
# hint: All rows lose the same entries. Every entry needs a draw of its own.
def corrupt(x, rate, rng):
    return np.where(rng.random(x.shape[1:]) < rate, 0, x)


# %% wrong: normal draws
# hint: You compare the rate with draws from a bell curve. rng.random draws evenly from 0 to 1.
def corrupt(x, rate, rng):
    return np.where(rng.normal(size=x.shape) < rate, 0, x)


# %% wrong: in place
# hint: Your function changes x. The whole example is still needed, as the target: work on a copy.
def corrupt(x, rate, rng):
    x[rng.random(x.shape) < rate] = 0
    return x


# %% wrong: noise is added
# hint: You add noise to the entries. Here the damage is: some entries become 0, the others stay as they are.
def corrupt(x, rate, rng):
    return x + rate * rng.normal(size=x.shape)


# %% wrong: chance of its own
# hint: Your draws don't come from the rng that you were given: with one seed twice, other entries are lost.
def corrupt(x, rate, rng):
    return np.where(np.random.default_rng().random(x.shape) < rate, 0, x)


# %% wrong: a fixed number of entries
# hint: You always lose the same number of entries. Each entry should be lost by itself, whatever happens to the others, so the number varies.
def corrupt(x, rate, rng):
    noisy = x.copy()
    lost = rng.permutation(x.size)[: round(rate * x.size)]
    noisy[np.unravel_index(lost, x.shape)] = 0
    return noisy
