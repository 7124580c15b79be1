# %% right: two formulas and np.where
def huber(y, yhat, delta=1.0):
    size = np.abs(residuals(y, yhat))
    return np.mean(np.where(size <= delta, 0.5 * size**2, delta * (size - 0.5 * delta)))


# %% right: loops
def huber(y, yhat, delta=1.0):
    total = 0.0
    for a, b in zip(np.ravel(y).tolist(), np.ravel(yhat).tolist()):
        r = abs(a - b)
        total += r * r / 2 if r < delta else delta * r - delta * delta / 2
    return total / np.size(y)


# %% right: parabola of the clipped error plus the rest
def huber(y, yhat, delta=1.0):
    r = np.asarray(y, dtype=float) - np.asarray(yhat, dtype=float)
    q = np.clip(r, -delta, delta)
    return float((q**2 / 2 + q * (r - q)).mean())


# %% right: masks on a copy
def huber(y, yhat, delta=1.0):
    loss = np.array(np.abs(y - yhat), dtype=float)
    far = loss > delta
    loss[far] = delta * (loss[far] - delta / 2)
    loss[~far] = loss[~far] ** 2 / 2
    return loss.sum() / loss.size


# %% wrong: no half in the parabola
# hint: Near zero your loss is twice too large, and the two pieces don't meet at |r| = δ. The parabola has a ½.
def huber(y, yhat, delta=1.0):
    size = np.abs(y - yhat)
    return np.mean(np.where(size <= delta, size**2, delta * (size - 0.5 * delta)))


# %% wrong: the line is not moved down
# hint: At |r| = δ your loss jumps from ½δ² to δ². The line has to be lowered so that the two pieces meet.
def huber(y, yhat, delta=1.0):
    size = np.abs(y - yhat)
    return np.mean(np.where(size <= delta, 0.5 * size**2, delta * size))


# %% wrong: delta is always 1
# hint: Your answer does not depend on delta as it should: it is right for δ = 1 only.
def huber(y, yhat, delta=1.0):
    size = np.abs(y - yhat)
    return np.mean(np.where(size <= 1, 0.5 * size**2, size - 0.5))


# %% wrong: the slope of the line is 1
# hint: Far away your line has slope 1. Its slope should be that of the parabola at the place where they meet, δ.
def huber(y, yhat, delta=1.0):
    size = np.abs(y - yhat)
    return np.mean(np.where(size <= delta, 0.5 * size**2, size - delta + 0.5 * delta**2))


# %% wrong: negative errors are always small
# hint: You compare the error itself with delta, so a large negative error counts as a small one. Compare its size.
def huber(y, yhat, delta=1.0):
    r = y - yhat
    return np.mean(np.where(r <= delta, 0.5 * r**2, delta * (r - 0.5 * delta)))


# %% wrong: the pieces are exchanged
# hint: The two formulas are exchanged: small errors should get the parabola, large ones the line.
def huber(y, yhat, delta=1.0):
    size = np.abs(y - yhat)
    return np.mean(np.where(size > delta, 0.5 * size**2, delta * (size - 0.5 * delta)))


# %% wrong: one decision for the whole batch
# hint: One formula is chosen for all entries together. Each entry picks its own.
def huber(y, yhat, delta=1.0):
    size = np.abs(y - yhat)
    if size.max() <= delta:
        return np.mean(0.5 * size**2)
    return np.mean(delta * (size - 0.5 * delta))


# %% wrong: the sum
# hint: That is the sum over the entries. A loss is their mean.
def huber(y, yhat, delta=1.0):
    size = np.abs(y - yhat)
    return np.sum(np.where(size <= delta, 0.5 * size**2, delta * (size - 0.5 * delta)))


# %% wrong: another default
# hint: Without a delta your function does not use δ = 1.
def huber(y, yhat, delta=1.35):
    size = np.abs(y - yhat)
    return np.mean(np.where(size <= delta, 0.5 * size**2, delta * (size - 0.5 * delta)))


# %% wrong: divided by delta
# hint: Your loss is the right one divided by δ (a variant called smooth L1). Here the parabola is ½r² for every δ.
def huber(y, yhat, delta=1.0):
    size = np.abs(y - yhat)
    return np.mean(np.where(size <= delta, 0.5 * size**2 / delta, size - 0.5 * delta))
