# %% right: block by block
def gru_step(x, h, Wx, Wh, b):
    n = h.shape[1]
    xs = x @ Wx + b
    z = activations.sigmoid(xs[:, :n] + h @ Wh[:, :n])
    r = activations.sigmoid(xs[:, n : 2 * n] + h @ Wh[:, n : 2 * n])
    new = np.tanh(xs[:, 2 * n :] + (r * h) @ Wh[:, 2 * n :])
    return z * h + (1 - z) * new


# %% right: split matrices, moved by a share
def gru_step(x, h, Wx, Wh, b):
    (xz, xr, xn), (Uz, Ur, Un), (bz, br, bn) = np.split(Wx, 3, axis=1), np.split(Wh, 3, axis=1), np.split(b, 3)
    z = activations.sigmoid(np.dot(x, xz) + np.dot(h, Uz) + bz)
    r = activations.sigmoid(np.dot(x, xr) + np.dot(h, Ur) + br)
    proposed = np.tanh(np.dot(x, xn) + np.dot(r * h, Un) + bn)
    return proposed + z * (h - proposed)


# %% right: one sequence after the other, a list
def gru_step(x, h, Wx, Wh, b):
    out = []
    for one, old in zip(x, h):
        a = np.reshape(one @ Wx + b, (3, -1))
        U = np.reshape(Wh, (len(old), 3, -1))
        z, r = (activations.sigmoid(a[k] + old @ U[:, k]) for k in (0, 1))
        out.append((z * old + (1 - z) * np.tanh(a[2] + (r * old) @ U[:, 2])).tolist())
    return out


# %% wrong: 1 − z keeps the old state
# hint: Your z lets the new in. In the convention of this course, and of Keras, z keeps the old state.
def gru_step(x, h, Wx, Wh, b):
    n = h.shape[1]
    xs = x @ Wx + b
    z = activations.sigmoid(xs[:, :n] + h @ Wh[:, :n])
    r = activations.sigmoid(xs[:, n : 2 * n] + h @ Wh[:, n : 2 * n])
    new = np.tanh(xs[:, 2 * n :] + (r * h) @ Wh[:, 2 * n :])
    return (1 - z) * h + z * new


# %% wrong: reset after the product
# hint: You multiply by r after the product with Wh. Here r hides the old state before it: (r·h) @ Wh.
def gru_step(x, h, Wx, Wh, b):
    n = h.shape[1]
    xs = x @ Wx + b
    z = activations.sigmoid(xs[:, :n] + h @ Wh[:, :n])
    r = activations.sigmoid(xs[:, n : 2 * n] + h @ Wh[:, n : 2 * n])
    new = np.tanh(xs[:, 2 * n :] + r * (h @ Wh[:, 2 * n :]))
    return z * h + (1 - z) * new


# %% wrong: the reset gate forgotten
# hint: The candidate always sees the whole old state in your answer: r has no effect.
def gru_step(x, h, Wx, Wh, b):
    n = h.shape[1]
    xs = x @ Wx + b
    z = activations.sigmoid(xs[:, :n] + h @ Wh[:, :n])
    new = np.tanh(xs[:, 2 * n :] + h @ Wh[:, 2 * n :])
    return z * h + (1 - z) * new


# %% wrong: z and r exchanged
# hint: The blocks of z and r have changed places: z comes first.
def gru_step(x, h, Wx, Wh, b):
    n = h.shape[1]
    xs = x @ Wx + b
    other = activations.sigmoid(xs[:, :n] + h @ Wh[:, :n])
    z = activations.sigmoid(xs[:, n : 2 * n] + h @ Wh[:, n : 2 * n])
    r = other
    new = np.tanh(xs[:, 2 * n :] + (r * h) @ Wh[:, 2 * n :])
    return z * h + (1 - z) * new


# %% wrong: the candidate through a sigmoid
# hint: Your candidate lies between 0 and 1. It is a tanh.
def gru_step(x, h, Wx, Wh, b):
    n = h.shape[1]
    xs = x @ Wx + b
    z = activations.sigmoid(xs[:, :n] + h @ Wh[:, :n])
    r = activations.sigmoid(xs[:, n : 2 * n] + h @ Wh[:, n : 2 * n])
    new = activations.sigmoid(xs[:, 2 * n :] + (r * h) @ Wh[:, 2 * n :])
    return z * h + (1 - z) * new


# %% wrong: reset on the old state that is kept
# hint: You keep z times the reset state. r only decides what the candidate sees; what is kept is the old state
# hint: itself.
def gru_step(x, h, Wx, Wh, b):
    n = h.shape[1]
    xs = x @ Wx + b
    z = activations.sigmoid(xs[:, :n] + h @ Wh[:, :n])
    r = activations.sigmoid(xs[:, n : 2 * n] + h @ Wh[:, n : 2 * n])
    new = np.tanh(xs[:, 2 * n :] + (r * h) @ Wh[:, 2 * n :])
    return z * r * h + (1 - z) * new


# %% wrong: a sigmoid that overflows
# hint: Your numbers are right, but your own σ overflows where a sum is far below 0, and NumPy warns.
# hint: `activations.sigmoid` does not.
def gru_step(x, h, Wx, Wh, b):
    n = h.shape[1]
    xs = x @ Wx + b
    z = 1 / (1 + np.exp(-xs[:, :n] - h @ Wh[:, :n]))
    r = 1 / (1 + np.exp(-xs[:, n : 2 * n] - h @ Wh[:, n : 2 * n]))
    new = np.tanh(xs[:, 2 * n :] + (r * h) @ Wh[:, 2 * n :])
    return z * h + (1 - z) * new
