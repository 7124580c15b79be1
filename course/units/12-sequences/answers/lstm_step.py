# %% right: a product per gate
def lstm_step(x, h, c, Wx, Wh, b):
    n = h.shape[1]

    def sums(k):
        block = np.s_[..., k * n : (k + 1) * n]
        return x @ Wx[block] + h @ Wh[block] + b[block]

    cell = activations.sigmoid(sums(1)) * c + activations.sigmoid(sums(0)) * np.tanh(sums(2))
    return activations.sigmoid(sums(3)) * np.tanh(cell), cell


# %% right: blocks as an axis, a list
def lstm_step(x, h, c, Wx, Wh, b):
    z = (np.einsum("bi,iu->bu", x, Wx) + np.einsum("bv,vu->bu", h, Wh) + b).reshape(len(x), 4, -1)
    half = 0.5 * (1 + np.tanh(0.5 * z))
    new = c.copy()
    new *= half[:, 1]
    new += half[:, 0] * np.tanh(z[:, 2])
    return [half[:, 3] * np.tanh(new), new]


# %% right: one sequence after the other
def lstm_step(x, h, c, Wx, Wh, b):
    new_h, new_c = np.zeros(h.shape), np.zeros(c.shape)
    for row in range(len(x)):
        i, f, g, o = (x[row] @ Wx + h[row] @ Wh + b).reshape(4, -1)
        new_c[row] = activations.sigmoid(f) * c[row] + activations.sigmoid(i) * np.tanh(g)
        new_h[row] = activations.sigmoid(o) * np.tanh(new_c[row])
    return new_h, new_c


# %% wrong: the gates' order i, f, o, g
# hint: Your blocks stand in the order i, f, o, g. Here it is i, f, g, o: the candidate comes third.
def lstm_step(x, h, c, Wx, Wh, b):
    i, f, o, g = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f), activations.sigmoid(o), np.tanh(g)
    c = f * c + i * g
    return o * np.tanh(c), c


# %% wrong: input and forget gate exchanged
# hint: The input gate and the forget gate have changed places.
def lstm_step(x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f), activations.sigmoid(o), np.tanh(g)
    c = i * c + f * g
    return o * np.tanh(c), c


# %% wrong: the state shows the old cell
# hint: Your state shows the old cell. The cell changes first; then the state shows it.
def lstm_step(x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f), activations.sigmoid(o), np.tanh(g)
    return o * np.tanh(c), f * c + i * g


# %% wrong: the candidate through a sigmoid
# hint: Your candidate lies between 0 and 1. With tanh it could also take something away from the cell.
def lstm_step(x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f), activations.sigmoid(o), activations.sigmoid(g)
    c = f * c + i * g
    return o * np.tanh(c), c


# %% wrong: the cell shown without tanh
# hint: Your state is o times the cell. The cell goes through tanh before it is shown.
def lstm_step(x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f), activations.sigmoid(o), np.tanh(g)
    c = f * c + i * g
    return o * c, c


# %% wrong: one added to the forget gate
# hint: The forget gate is more open than its sums say: did you add 1 to its bias? Starting with a bias of 1 is a
# hint: matter of b, not of the step.
def lstm_step(x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f + 1), activations.sigmoid(o), np.tanh(g)
    c = f * c + i * g
    return o * np.tanh(c), c


# %% wrong: cell and state exchanged
# hint: You return the cell first. The state h comes first, then c.
def lstm_step(x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f), activations.sigmoid(o), np.tanh(g)
    c = f * c + i * g
    return c, o * np.tanh(c)


# %% wrong: 1 − i for the forget gate
# hint: Your forget gate is 1 minus the input gate. An LSTM has a gate of its own for it.
def lstm_step(x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f), activations.sigmoid(o), np.tanh(g)
    c = (1 - i) * c + i * g
    return o * np.tanh(c), c


# %% wrong: a sigmoid that overflows
# hint: Your numbers are right, but your own σ overflows where a sum is far below 0, and NumPy warns.
# hint: `activations.sigmoid` does not.
def lstm_step(x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o = (1 / (1 + np.exp(-gate)) for gate in (i, f, o))
    c = f * c + i * np.tanh(g)
    return o * np.tanh(c), c
