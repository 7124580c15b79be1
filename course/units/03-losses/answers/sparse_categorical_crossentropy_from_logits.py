# %% right: one-hot rows switch off the other classes
def sparse_categorical_crossentropy_from_logits(labels, logits):
    log_p = log_softmax(logits)
    return -np.mean(np.sum(one_hot(labels, log_p.shape[-1]) * log_p, axis=-1))


# %% right: picked by index
def sparse_categorical_crossentropy_from_logits(labels, logits):
    n, classes = logits.shape
    if np.min(labels) < 0 or np.max(labels) >= classes:
        raise ValueError("label outside")
    return -log_softmax(logits)[np.arange(n), labels].mean()


# %% right: loops, nothing reused
import math


def sparse_categorical_crossentropy_from_logits(labels, logits):
    total = 0.0
    for label, row in zip(np.asarray(labels).tolist(), np.asarray(logits, dtype=float).tolist()):
        if not 0 <= label < len(row):
            raise ValueError("label outside")
        m = max(row)
        total += m + math.log(sum(math.exp(z - m) for z in row)) - row[label]
    return total / len(labels)


# %% right: log of the sum of gaps
def sparse_categorical_crossentropy_from_logits(labels, logits):
    labels, logits = np.asarray(labels), np.asarray(logits, dtype=np.float64)
    if np.any(labels < 0):
        raise ValueError("label outside")
    right = np.take_along_axis(logits, labels[:, None], axis=1)
    return float(np.mean(np.logaddexp.reduce(logits - right, axis=1)))


# %% wrong: through probabilities
# hint: You form the probabilities first. For large gaps the right class's becomes 0 and the loss infinite: use your log_softmax.
def sparse_categorical_crossentropy_from_logits(labels, logits):
    p = activations.softmax(logits)
    y = one_hot(labels, logits.shape[1])
    with np.errstate(all="ignore"):
        return -np.mean(np.log(p[y == 1]))


# %% wrong: the clipped two-step form
# hint: You clip the probabilities, so the loss never exceeds 16, and a wildly wrong answer costs no more than a wrong one. Stay with
# hint: the logarithms: log_softmax.
def sparse_categorical_crossentropy_from_logits(labels, logits):
    y = one_hot(labels, logits.shape[1])
    return categorical_crossentropy(y, activations.softmax(logits))


# %% wrong: nothing is refused
# hint: A label of −1 is taken for the last class in your version. Labels outside 0 … K−1 should raise ValueError.
def sparse_categorical_crossentropy_from_logits(labels, logits):
    return -log_softmax(logits)[np.arange(len(labels)), labels].mean()


# %% wrong: labels counted from 1
# hint: You take labels as counted from 1. Class 0 is the first column.
def sparse_categorical_crossentropy_from_logits(labels, logits):
    labels = np.asarray(labels)
    if np.any(labels > logits.shape[1]) or np.any(labels < 0):
        raise ValueError("label outside")
    return -log_softmax(logits)[np.arange(len(labels)), labels - 1].mean()


# %% wrong: no minus
# hint: Your loss is negative: the minus is missing.
def sparse_categorical_crossentropy_from_logits(labels, logits):
    log_p = log_softmax(logits)
    return np.mean(np.sum(one_hot(labels, log_p.shape[-1]) * log_p, axis=-1))


# %% wrong: the mean over all entries
# hint: You divide by the number of entries. The other classes contribute nothing: divide by the number of rows.
def sparse_categorical_crossentropy_from_logits(labels, logits):
    log_p = log_softmax(logits)
    return -np.mean(one_hot(labels, log_p.shape[-1]) * log_p)


# %% wrong: the sum over the rows
# hint: You add up the rows. A loss is their mean.
def sparse_categorical_crossentropy_from_logits(labels, logits):
    log_p = log_softmax(logits)
    return -np.sum(one_hot(labels, log_p.shape[-1]) * log_p)


# %% wrong: the logits taken for probabilities
# hint: You take the logarithm of the logits. They are not probabilities, and may be negative: softmax comes first, in its logarithmic form.
def sparse_categorical_crossentropy_from_logits(labels, logits):
    return categorical_crossentropy(one_hot(labels, logits.shape[1]), logits)


# %% wrong: all rows against all labels
# hint: You pick every label's column from every row. Row i goes with label i.
def sparse_categorical_crossentropy_from_logits(labels, logits):
    one_hot(labels, logits.shape[1])
    return -np.mean(log_softmax(logits)[:, labels])


# %% wrong: the logit of the right class only
# hint: You use the right class's logit alone. A loss must also know how large the other logits are.
def sparse_categorical_crossentropy_from_logits(labels, logits):
    return -np.mean(np.sum(one_hot(labels, logits.shape[1]) * logits, axis=-1))
