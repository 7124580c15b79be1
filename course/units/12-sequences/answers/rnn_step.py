# %% right: one product of joined inputs
def rnn_step(x, h, Wx, Wh, b):
    return np.tanh(np.concatenate([x, h], axis=1) @ np.concatenate([Wx, Wh]) + b)


# %% right: loops over sequences and units, a list
def rnn_step(x, h, Wx, Wh, b):
    out = []
    for row in range(len(x)):
        out.append([np.tanh(sum(x[row] * Wx[:, k]) + sum(h[row] * Wh[:, k]) + b[k]) for k in range(len(b))])
    return out


# %% right: einsum, added in place on a copy
def rnn_step(x, h, Wx, Wh, b):
    sums = np.einsum("bi,iu->bu", x, Wx)
    sums += np.einsum("bv,vu->bu", h, Wh)
    sums += b
    return np.tanh(sums, out=sums)


# %% right: tanh from the sigmoid
def rnn_step(x, h, Wx, Wh, b):
    return 2 * activations.sigmoid(2 * (x @ Wx + h @ Wh + b)) - 1


# %% wrong: Wh transposed
# hint: The share of the old state is wrong, as if Wh were transposed: row v of Wh belongs to unit v of the old
# hint: state.
def rnn_step(x, h, Wx, Wh, b):
    return np.tanh(x @ Wx + h @ Wh.T + b)


# %% wrong: no activation
# hint: Your state is the sum itself. What squashes it to between −1 and 1?
def rnn_step(x, h, Wx, Wh, b):
    return x @ Wx + h @ Wh + b


# %% wrong: a sigmoid
# hint: Your state lies between 0 and 1: that is the sigmoid. Here the activation is tanh.
def rnn_step(x, h, Wx, Wh, b):
    return activations.sigmoid(x @ Wx + h @ Wh + b)


# %% wrong: the old state forgotten
# hint: The old state plays no part in your new one.
def rnn_step(x, h, Wx, Wh, b):
    return np.tanh(x @ Wx + b)


# %% wrong: the bias forgotten
# hint: The bias is missing in the sum.
def rnn_step(x, h, Wx, Wh, b):
    return np.tanh(x @ Wx + h @ Wh)


# %% wrong: the old state added without weights
# hint: The old state is added as it is. It goes through weights of its own, Wh.
def rnn_step(x, h, Wx, Wh, b):
    return np.tanh(x @ Wx + h + b)
