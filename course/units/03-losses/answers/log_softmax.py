# %% right: the largest logit first
def log_softmax(logits):
    shifted = logits - np.max(logits, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


# %% right: loops
import math


def log_softmax(logits):
    rows = []
    for row in np.asarray(logits, dtype=float).tolist():
        m = max(row)
        log_sum = math.log(sum(math.exp(z - m) for z in row))
        rows.append([z - m - log_sum for z in row])
    return rows


# %% right: np.logaddexp
def log_softmax(logits):
    logits = np.asarray(logits, dtype=np.float64)
    return logits - np.logaddexp.reduce(logits, axis=1)[:, np.newaxis]


# %% right: in place on a copy
def log_softmax(logits):
    out = np.array(logits)
    out -= out.max(axis=1).reshape(-1, 1)
    out -= np.log(np.exp(out).sum(axis=1)).reshape(-1, 1)
    return out


# %% wrong: softmax, then the logarithm
# hint: You form the probabilities first. A tiny one becomes exactly 0, and its logarithm is −∞: never leave the logarithms.
def log_softmax(logits):
    e = np.exp(logits - np.max(logits, axis=-1, keepdims=True))
    with np.errstate(all="ignore"):
        return np.log(e / e.sum(axis=-1, keepdims=True))


# %% wrong: the maximum is not subtracted
# hint: Large logits overflow in your version: e to the 1000 is more than a float can hold. Subtract each row's largest logit first.
def log_softmax(logits):
    with np.errstate(all="ignore"):
        return logits - np.log(np.sum(np.exp(logits), axis=-1, keepdims=True))


# %% wrong: the probability is clipped
# hint: You clip the probabilities, so no answer goes below about −16. In the stable form nothing needs a clip.
def log_softmax(logits):
    e = np.exp(logits - np.max(logits, axis=-1, keepdims=True))
    return np.log(np.clip(e / e.sum(axis=-1, keepdims=True), 1e-7, 1))


# %% wrong: one maximum for the whole batch
# hint: You subtract the largest logit of the whole batch. In a row that lies far below it, every power of e becomes 0: each row has
# hint: its own largest logit.
def log_softmax(logits):
    shifted = logits - np.max(logits)
    with np.errstate(all="ignore"):
        return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


# %% wrong: over the columns
# hint: You normalise over the examples (axis 0). The classes of one row compete: that is the last axis.
def log_softmax(logits):
    shifted = logits - np.max(logits, axis=0, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=0, keepdims=True))


# %% wrong: the shift is forgotten in the sum
# hint: You take the maximum out of the sum but not out of the first term: your rows are off by their largest logit.
def log_softmax(logits):
    shifted = logits - np.max(logits, axis=-1, keepdims=True)
    return logits - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


# %% wrong: softmax itself
# hint: Those are the probabilities. The logarithm is missing.
def log_softmax(logits):
    e = np.exp(logits - np.max(logits, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


# %% wrong: one sum for the whole batch
# hint: You divide by one sum for the whole batch. Each row has its own.
def log_softmax(logits):
    shifted = logits - np.max(logits, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted)))


# %% wrong: only the maximum is subtracted
# hint: You only subtract the largest logit. That is close when one class leads by far, but the logarithm of the sum is missing.
def log_softmax(logits):
    return logits - np.max(logits, axis=-1, keepdims=True)
