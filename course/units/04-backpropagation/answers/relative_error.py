# %% right: maximum
def relative_error(a, b):
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    scale = np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-12)
    return np.max(np.abs(a - b) / scale)


# %% right: a loop over the entries
def relative_error(a, b):
    worst = 0.0
    for one, other in zip(np.ravel(a).tolist(), np.ravel(b).tolist(), strict=True):
        worst = max(worst, abs(one - other) / max(abs(one), abs(other), 1e-12))
    return worst


# %% right: reduce over a stack
def relative_error(a, b):
    scale = np.stack([np.abs(a), np.abs(b), np.full(np.shape(a), 1e-12)]).max(axis=0)
    return float((np.abs(np.subtract(a, b)) / scale).max())


# %% wrong: absolute
# hint: You take the plain difference. Divide each entry's difference by the size of that entry.
def relative_error(a, b):
    return np.max(np.abs(a - b))


# %% wrong: one scale for all
# hint: A small entry hides behind a large one: each entry has its own scale.
def relative_error(a, b):
    return np.max(np.abs(a - b)) / max(np.max(np.abs(a)), np.max(np.abs(b)), 1e-12)


# %% wrong: the mean entry
# hint: You average. One wrong entry among many right ones must show, so take the worst.
def relative_error(a, b):
    scale = np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-12)
    return np.mean(np.abs(a - b) / scale)


# %% wrong: the sum of both sizes
# hint: Your scale is the sum of both sizes; the exercise takes the larger of the two.
def relative_error(a, b):
    scale = np.maximum(np.abs(a) + np.abs(b), 1e-12)
    return np.max(np.abs(a - b) / scale)


# %% wrong: no floor under the scale
# hint: Where both entries are 0 you divide 0 by 0. That is what the 10⁻¹² is for.
def relative_error(a, b):
    with np.errstate(all="ignore"):
        return np.max(np.abs(a - b) / np.maximum(np.abs(a), np.abs(b)))


# %% wrong: only one of the two sizes
# hint: Your answer changes when a and b are exchanged. The scale is the larger of the two sizes.
def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(np.abs(a), 1e-12))


# %% wrong: signs kept
# hint: Take sizes without signs: a difference below 0 counts, and so do negative entries.
def relative_error(a, b):
    return np.max((a - b) / np.maximum(np.maximum(a, b), 1e-12))
