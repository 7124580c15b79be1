# %% right: a mask on a copy
def prune(weights, threshold):
    kept = np.array(weights, copy=True)
    kept[np.abs(kept) < threshold] = 0
    return kept


# %% right: times a mask
def prune(weights, threshold):
    return weights * (np.abs(weights) >= threshold)


# %% right: entry by entry, as lists
def prune(weights, threshold):
    flat = [w if w <= -threshold or w >= threshold else 0.0 for w in np.ravel(weights)]
    return np.reshape(flat, np.shape(weights))


# %% wrong: negative weights go
# hint: All negative weights are gone. A weight of −5 is far from 0: look at its size.
def prune(weights, threshold):
    return np.where(weights < threshold, 0, weights)


# %% wrong: the threshold itself goes
# hint: Weights of exactly the size of the threshold stay.
def prune(weights, threshold):
    return np.where(np.abs(weights) <= threshold, 0, weights)


# %% wrong: the large ones go
# hint: You keep the small weights and throw away the large ones.
def prune(weights, threshold):
    return np.where(np.abs(weights) < threshold, weights, 0)


# %% wrong: only the mask
# hint: You say which weights stay (1 and 0). Return the weights themselves.
def prune(weights, threshold):
    return (np.abs(weights) >= threshold).astype(float)


# %% wrong: small weights are left out
# hint: Your array has lost entries. Pruned weights become 0; the shape stays.
def prune(weights, threshold):
    return weights[np.abs(weights) >= threshold]


# %% wrong: soft threshold
# hint: You move the large weights towards 0 as well (L1 does that). They stay as they are.
def prune(weights, threshold):
    return np.sign(weights) * np.maximum(np.abs(weights) - threshold, 0)


# %% wrong: in place
# hint: You change the array weights itself. Work on a copy.
def prune(weights, threshold):
    weights[np.abs(weights) < threshold] = 0
    return weights


# %% wrong: a share of the weights
# hint: You prune a share of the weights. The threshold is a size: every |w| below it goes.
def prune(weights, threshold):
    return np.where(np.abs(weights) < np.quantile(np.abs(weights), min(threshold, 1)), 0, weights)
