# %% right: probabilities minus truth
def softmax_crossentropy_grad(labels, logits):
    p = activations.softmax(logits)
    return (p - one_hot(labels, p.shape[1])) / len(p)


# %% right: one subtracted where the label is
def softmax_crossentropy_grad(labels, logits):
    p = np.exp(log_softmax(logits))
    p[np.arange(len(labels)), labels] -= 1
    p /= len(labels)
    return p


# %% right: loops, nothing reused
import math


def softmax_crossentropy_grad(labels, logits):
    rows = []
    for label, row in zip(labels, np.asarray(logits, dtype=float).tolist()):
        m = max(row)
        powers = [math.exp(z - m) for z in row]
        rows.append([(e / sum(powers) - (k == label)) / len(labels) for k, e in enumerate(powers)])
    return rows


# %% right: through the whole Jacobian of softmax
def softmax_crossentropy_grad(labels, logits):
    p = activations.softmax(np.asarray(logits, dtype=np.float64))
    jacobian = np.eye(p.shape[1]) - p[:, np.newaxis, :]
    return -np.einsum("nk,nkj->nj", one_hot(labels, p.shape[1]), jacobian) / p.shape[0]


# %% wrong: not divided by N
# hint: Your gradient is N times too large. The loss is a mean over the rows, so its gradient is divided by N.
def softmax_crossentropy_grad(labels, logits):
    return activations.softmax(logits) - one_hot(labels, logits.shape[1])


# %% wrong: truth minus probabilities
# hint: The sign is the other way round. Raising the right class's logit lowers the loss, so its gradient is negative.
def softmax_crossentropy_grad(labels, logits):
    return (one_hot(labels, logits.shape[1]) - activations.softmax(logits)) / len(logits)


# %% wrong: divided by all entries
# hint: You divide by N·K, the number of entries. The loss is a mean over the N rows only.
def softmax_crossentropy_grad(labels, logits):
    return (activations.softmax(logits) - one_hot(labels, logits.shape[1])) / logits.size


# %% wrong: logits minus truth
# hint: You subtract the truth from the logits. Softmax makes probabilities of them first.
def softmax_crossentropy_grad(labels, logits):
    return (logits - one_hot(labels, logits.shape[1])) / len(logits)


# %% wrong: the softmax over the rows
# hint: Your softmax runs over the examples (axis 0). The classes of one row compete.
def softmax_crossentropy_grad(labels, logits):
    return (activations.softmax(logits, axis=0) - one_hot(labels, logits.shape[1])) / len(logits)


# %% wrong: softmax that overflows
# hint: Your softmax breaks for large logits. Use the stable one: subtract the row's largest logit first.
def softmax_crossentropy_grad(labels, logits):
    with np.errstate(all="ignore"):
        e = np.exp(logits)
        return (e / e.sum(axis=1, keepdims=True) - one_hot(labels, logits.shape[1])) / len(logits)


# %% wrong: only the right class has a gradient
# hint: Only the right class's logit gets a gradient in your version. The loss falls, too, when the others go down.
def softmax_crossentropy_grad(labels, logits):
    y = one_hot(labels, logits.shape[1])
    return y * (activations.softmax(logits) - 1) / len(logits)


# %% wrong: sigmoids instead of softmax
# hint: You use a sigmoid per class. With one of K the scores compete: softmax.
def softmax_crossentropy_grad(labels, logits):
    return (activations.sigmoid(logits) - one_hot(labels, logits.shape[1])) / len(logits)


# %% wrong: the gradient of the squared error
# hint: That is the gradient of the squared error through the softmax. With cross-entropy the softmax's slope cancels.
def softmax_crossentropy_grad(labels, logits):
    p = activations.softmax(logits)
    r = p - one_hot(labels, logits.shape[1])
    return 2 * p * (r - np.sum(r * p, axis=1, keepdims=True)) / len(logits)


# %% wrong: divided by the number of classes
# hint: You divide by the number of classes. N is the number of rows.
def softmax_crossentropy_grad(labels, logits):
    return (activations.softmax(logits) - one_hot(labels, logits.shape[1])) / logits.shape[1]


# %% wrong: the slope is multiplied in
# hint: You multiply by p·(1 − p), the sigmoid's slope. In this pair of softmax and logarithm the slope has cancelled already.
def softmax_crossentropy_grad(labels, logits):
    p = activations.softmax(logits)
    return (p - one_hot(labels, logits.shape[1])) * p * (1 - p) / len(logits)
