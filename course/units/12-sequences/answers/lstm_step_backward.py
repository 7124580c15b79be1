# %% right: all gates at once
def lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f), activations.sigmoid(o), np.tanh(g)
    shown = np.tanh(f * c + i * g)
    total = dc + dh * o * (1 - shown**2)
    dz = np.concatenate(
        [total * g * i * (1 - i), total * c * f * (1 - f), total * i * (1 - g**2), dh * shown * o * (1 - o)], axis=1
    )
    return dz @ Wx.T, dz @ Wh.T, total * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


# %% right: the slopes of unit 02, block by block
def lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b):
    n = h.shape[1]
    z = [x @ Wx[:, k * n : (k + 1) * n] + h @ Wh[:, k * n : (k + 1) * n] + b[k * n : (k + 1) * n] for k in range(4)]
    i, f, g, o = activations.sigmoid(z[0]), activations.sigmoid(z[1]), np.tanh(z[2]), activations.sigmoid(z[3])
    cell = f * c + i * g
    dcell = dc + dh * o * activations.tanh_grad(cell)
    slope = activations.sigmoid_grad
    parts = (
        dcell * g * slope(z[0]),
        dcell * c * slope(z[1]),
        dcell * i * activations.tanh_grad(z[2]),
        dh * np.tanh(cell) * slope(z[3]),
    )
    dx, dh_old = np.zeros(x.shape), np.zeros(h.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for k, part in enumerate(parts):
        block = np.s_[..., k * n : (k + 1) * n]
        dx += part @ Wx[block].T
        dh_old += part @ Wh[block].T
        dWx[block], dWh[block], db[block] = x.T @ part, h.T @ part, part.sum(axis=0)
    return dx, dh_old, dcell * f, dWx, dWh, db


# %% right: one sequence after the other, a list
def lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b):
    dx, dh_old, dc_old = np.zeros(x.shape), np.zeros(h.shape), np.zeros(c.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for row in range(len(x)):
        z = (x[row] @ Wx + h[row] @ Wh + b).reshape(4, -1)
        i, f, o = activations.sigmoid(z[[0, 1, 3]])
        g = np.tanh(z[2])
        t = np.tanh(f * c[row] + i * g)
        d = dc[row] + dh[row] * o * (1 - t * t)
        dz = np.concatenate(
            [d * g * (i - i * i), d * c[row] * (f - f * f), d * i * (1 - g * g), dh[row] * t * (o - o * o)]
        )
        dx[row], dh_old[row], dc_old[row] = Wx @ dz, Wh @ dz, d * f
        dWx += np.outer(x[row], dz)
        dWh += np.outer(h[row], dz)
        db += dz
    return [dx, dh_old, dc_old, dWx, dWh, db]


# %% wrong: dc from the next step forgotten
# hint: dc plays no part in your answer. The cell's gradient has two sources: the next step, and the new state.
def lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f), activations.sigmoid(o), np.tanh(g)
    shown = np.tanh(f * c + i * g)
    total = dh * o * (1 - shown**2)
    dz = np.concatenate(
        [total * g * i * (1 - i), total * c * f * (1 - f), total * i * (1 - g**2), dh * shown * o * (1 - o)], axis=1
    )
    return dz @ Wx.T, dz @ Wh.T, total * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


# %% wrong: the share through the state forgotten
# hint: Through the new state nothing reaches the cell in your answer. But h = o·tanh(c) shows it: add that share to
# hint: dc.
def lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f), activations.sigmoid(o), np.tanh(g)
    shown = np.tanh(f * c + i * g)
    total = dc
    dz = np.concatenate(
        [total * g * i * (1 - i), total * c * f * (1 - f), total * i * (1 - g**2), dh * shown * o * (1 - o)], axis=1
    )
    return dz @ Wx.T, dz @ Wh.T, total * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


# %% wrong: the new cell at the forget gate
# hint: The forget gate's gradient is made with the new cell. f multiplied the old one.
def lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f), activations.sigmoid(o), np.tanh(g)
    shown = np.tanh(f * c + i * g)
    total = dc + dh * o * (1 - shown**2)
    dz = np.concatenate(
        [
            total * g * i * (1 - i),
            total * (f * c + i * g) * f * (1 - f),
            total * i * (1 - g**2),
            dh * shown * o * (1 - o),
        ],
        axis=1,
    )
    return dz @ Wx.T, dz @ Wh.T, total * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


# %% wrong: the slope of the output's tanh forgotten
# hint: On the way from the new state to the cell the slope of tanh is missing.
def lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f), activations.sigmoid(o), np.tanh(g)
    shown = np.tanh(f * c + i * g)
    total = dc + dh * o
    dz = np.concatenate(
        [total * g * i * (1 - i), total * c * f * (1 - f), total * i * (1 - g**2), dh * shown * o * (1 - o)], axis=1
    )
    return dz @ Wx.T, dz @ Wh.T, total * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


# %% wrong: the candidate's slope of a sigmoid
# hint: The candidate's slope is that of a sigmoid in your answer. The candidate is a tanh.
def lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f), activations.sigmoid(o), np.tanh(g)
    shown = np.tanh(f * c + i * g)
    total = dc + dh * o * (1 - shown**2)
    dz = np.concatenate(
        [total * g * i * (1 - i), total * c * f * (1 - f), total * i * g * (1 - g), dh * shown * o * (1 - o)], axis=1
    )
    return dz @ Wx.T, dz @ Wh.T, total * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


# %% wrong: the gates' slopes forgotten
# hint: The gates hand on what reaches them without their own slopes, s·(1 − s).
def lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f), activations.sigmoid(o), np.tanh(g)
    shown = np.tanh(f * c + i * g)
    total = dc + dh * o * (1 - shown**2)
    dz = np.concatenate([total * g, total * c, total * i * (1 - g**2), dh * shown], axis=1)
    return dz @ Wx.T, dz @ Wh.T, total * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


# %% wrong: dc_old without the forget gate
# hint: dc_old is what reaches the new cell. On its way to the old one it passes the forget gate.
def lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f), activations.sigmoid(o), np.tanh(g)
    shown = np.tanh(f * c + i * g)
    total = dc + dh * o * (1 - shown**2)
    dz = np.concatenate(
        [total * g * i * (1 - i), total * c * f * (1 - f), total * i * (1 - g**2), dh * shown * o * (1 - o)], axis=1
    )
    return dz @ Wx.T, dz @ Wh.T, total, x.T @ dz, h.T @ dz, dz.sum(axis=0)


# %% wrong: the cell at the output gate
# hint: The output gate's gradient is made with the cell itself. What o multiplied is tanh of it.
def lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f), activations.sigmoid(o), np.tanh(g)
    shown = np.tanh(f * c + i * g)
    total = dc + dh * o * (1 - shown**2)
    dz = np.concatenate(
        [total * g * i * (1 - i), total * c * f * (1 - f), total * i * (1 - g**2), dh * (f * c + i * g) * o * (1 - o)],
        axis=1,
    )
    return dz @ Wx.T, dz @ Wh.T, total * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


# %% wrong: the blocks as i, f, o, g
# hint: The gradients of the candidate and the output gate have changed places: the order is i, f, g, o.
def lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f), activations.sigmoid(o), np.tanh(g)
    shown = np.tanh(f * c + i * g)
    total = dc + dh * o * (1 - shown**2)
    dz = np.concatenate(
        [total * g * i * (1 - i), total * c * f * (1 - f), dh * shown * o * (1 - o), total * i * (1 - g**2)], axis=1
    )
    return dz @ Wx.T, dz @ Wh.T, total * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


# %% wrong: db averaged
# hint: db is averaged over the batch. The shares of all sequences add up.
def lstm_step_backward(dh, dc, x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = activations.sigmoid(i), activations.sigmoid(f), activations.sigmoid(o), np.tanh(g)
    shown = np.tanh(f * c + i * g)
    total = dc + dh * o * (1 - shown**2)
    dz = np.concatenate(
        [total * g * i * (1 - i), total * c * f * (1 - f), total * i * (1 - g**2), dh * shown * o * (1 - o)], axis=1
    )
    return dz @ Wx.T, dz @ Wh.T, total * f, x.T @ dz, h.T @ dz, dz.mean(axis=0)
