# %% right: the slope from unit 02, as a list
def rnn_step_backward(dh, x, h, Wx, Wh, b):
    dz = activations.tanh_grad(x @ Wx + h @ Wh + b) * dh
    return [
        np.dot(dz, np.transpose(Wx)),
        np.dot(dz, np.transpose(Wh)),
        np.dot(x.T, dz),
        np.dot(h.T, dz),
        np.sum(dz, axis=0),
    ]


# %% right: one sequence after the other
def rnn_step_backward(dh, x, h, Wx, Wh, b):
    new = np.asarray(rnn_step(x, h, Wx, Wh, b))
    dx, dh_old = np.zeros(x.shape), np.zeros(h.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for row in range(len(x)):
        dz = dh[row] * (1 - new[row] * new[row])
        dx[row], dh_old[row] = Wx @ dz, Wh @ dz
        dWx += np.outer(x[row], dz)
        dWh += np.outer(h[row], dz)
        db += dz
    return dx, dh_old, dWx, dWh, db


# %% right: einsum on joined inputs
def rnn_step_backward(dh, x, h, Wx, Wh, b):
    both, W = np.hstack([x, h]), np.vstack([Wx, Wh])
    dz = dh / np.cosh(np.clip(both @ W + b, -300, 300)) ** 2
    dboth, dW = np.einsum("bu,iu->bi", dz, W), np.einsum("bi,bu->iu", both, dz)
    n = x.shape[1]
    return dboth[:, :n], dboth[:, n:], dW[:n], dW[n:], np.einsum("bu->u", dz)


# %% wrong: the slope forgotten
# hint: dh goes on as if there were no tanh. Multiply by its slope first.
def rnn_step_backward(dh, x, h, Wx, Wh, b):
    dz = dh * np.ones_like(h)
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, h.T @ dz, dz.sum(axis=0)


# %% wrong: the slope of the old state
# hint: The slope of tanh is taken at the old state. It belongs to the state that this step made.
def rnn_step_backward(dh, x, h, Wx, Wh, b):
    dz = dh * (1 - h**2)
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, h.T @ dz, dz.sum(axis=0)


# %% wrong: 1 − h in place of 1 − h²
# hint: The slope of tanh is 1 − tanh², not 1 − tanh.
def rnn_step_backward(dh, x, h, Wx, Wh, b):
    dz = dh * (1 - rnn_step(x, h, Wx, Wh, b))
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, h.T @ dz, dz.sum(axis=0)


# %% wrong: the sigmoid's slope
# hint: h·(1 − h) is the slope of a sigmoid. That of tanh is 1 − h².
def rnn_step_backward(dh, x, h, Wx, Wh, b):
    dz = dh * rnn_step(x, h, Wx, Wh, b) * (1 - rnn_step(x, h, Wx, Wh, b))
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, h.T @ dz, dz.sum(axis=0)


# %% wrong: Wh not transposed
# hint: dh_old is sent through Wh the way it came. On the way back the matrix is transposed.
def rnn_step_backward(dh, x, h, Wx, Wh, b):
    dz = dh * (1 - rnn_step(x, h, Wx, Wh, b) ** 2)
    return dz @ Wx.T, dz @ Wh, x.T @ dz, h.T @ dz, dz.sum(axis=0)


# %% wrong: db averaged
# hint: db is averaged over the batch. The mean, if there is one, is already in dh: shares add up.
def rnn_step_backward(dh, x, h, Wx, Wh, b):
    dz = dh * (1 - rnn_step(x, h, Wx, Wh, b) ** 2)
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, h.T @ dz, dz.mean(axis=0)


# %% wrong: dh_old and dx change places
# hint: dx and dh_old have changed places.
def rnn_step_backward(dh, x, h, Wx, Wh, b):
    dz = dh * (1 - rnn_step(x, h, Wx, Wh, b) ** 2)
    return dz @ Wh.T, dz @ Wx.T, x.T @ dz, h.T @ dz, dz.sum(axis=0)


# %% wrong: dWh from the new state
# hint: dWh is made with the new state. Wh met the old one.
def rnn_step_backward(dh, x, h, Wx, Wh, b):
    dz = dh * (1 - rnn_step(x, h, Wx, Wh, b) ** 2)
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, rnn_step(x, h, Wx, Wh, b).T @ dz, dz.sum(axis=0)
