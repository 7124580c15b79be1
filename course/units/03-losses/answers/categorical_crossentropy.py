# %% right: sum over the classes, mean over the rows
def categorical_crossentropy(y, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(np.sum(y * np.log(p), axis=-1))


# %% right: loops with math.log
import math


def categorical_crossentropy(y, p):
    total = 0.0
    for target, forecast in zip(y, p):
        for a, q in zip(target, forecast):
            total -= a * math.log(min(max(float(q), 1e-7), 1 - 1e-7))
    return float(total / len(y))


# %% right: einsum in double precision
def categorical_crossentropy(y, p):
    log_p = np.log(np.minimum(np.maximum(np.asarray(p, dtype=np.float64), 1e-7), 1 - 1e-7))
    return -np.einsum("nk,nk->", np.asarray(y, dtype=np.float64), log_p) / len(log_p)


# %% right: total divided by the rows
def categorical_crossentropy(y, p):
    cost = -np.log(np.array(p).clip(1e-7, 1 - 1e-7)) * y
    return cost.sum() / cost.shape[0]


# %% wrong: the mean over all entries
# hint: You divide by the number of entries, not of rows: your loss is K times too small. Sum over the classes, mean over the rows.
def categorical_crossentropy(y, p):
    return -np.mean(y * np.log(np.clip(p, 1e-7, 1 - 1e-7)))


# %% wrong: no clip
# hint: A probability of exactly 0 makes your loss infinite or NaN. Clip p before the logarithm.
def categorical_crossentropy(y, p):
    with np.errstate(all="ignore"):
        return -np.mean(np.sum(y * np.log(p), axis=-1))


# %% wrong: clipped from below only
# hint: You clip p from below only. At p = 1 the loss should be about 1e-7, not 0.
def categorical_crossentropy(y, p):
    return -np.mean(np.sum(y * np.log(np.maximum(p, 1e-7)), axis=-1))


# %% wrong: no minus
# hint: Your loss is negative: the minus is missing.
def categorical_crossentropy(y, p):
    return np.mean(np.sum(y * np.log(np.clip(p, 1e-7, 1 - 1e-7)), axis=-1))


# %% wrong: the sum over the rows
# hint: You add up the rows. A loss is their mean: it must not grow with the number of examples.
def categorical_crossentropy(y, p):
    return -np.sum(y * np.log(np.clip(p, 1e-7, 1 - 1e-7)))


# %% wrong: binary cross-entropy of each column
# hint: You also charge for the probabilities of the wrong classes. That is binary cross-entropy per class; here only the
# hint: classes that y marks count.
def categorical_crossentropy(y, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(np.sum(y * np.log(p) + (1 - y) * np.log(1 - p), axis=-1))


# %% wrong: only the largest entry of y counts
# hint: You pick one class per row. The rows of y may also be shares, such as (0.7, 0.2, 0.1): every class counts with its weight.
def categorical_crossentropy(y, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(np.log(p[np.arange(len(p)), np.argmax(y, axis=-1)]))


# %% wrong: the forecast's own favourite
# hint: You take the probability of the class that the forecast likes best. What counts is the class that is right.
def categorical_crossentropy(y, p):
    return -np.mean(np.log(np.clip(np.max(p, axis=-1), 1e-7, 1 - 1e-7)))


# %% wrong: epsilon is added
# hint: You add a small number to p instead of clipping. That changes every loss a little.
def categorical_crossentropy(y, p):
    return -np.mean(np.sum(y * np.log(p + 1e-7), axis=-1))


# %% wrong: softmax once more
# hint: You apply a softmax to p. These are probabilities already; the softmax belongs to logits.
def categorical_crossentropy(y, p):
    p = np.clip(np.exp(p) / np.exp(p).sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)
    return -np.mean(np.sum(y * np.log(p), axis=-1))
