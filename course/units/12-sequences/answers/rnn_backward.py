# %% right: step by step
def rnn_backward(dh, x, h0, Wx, Wh, b):
    states = np.asarray(rnn_forward(x, h0, Wx, Wh, b))
    dx, later = np.zeros(x.shape), np.zeros(h0.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in reversed(range(x.shape[1])):
        began = states[:, t - 1] if t else h0
        dx[:, t], later, dWx_t, dWh_t, db_t = rnn_step_backward(dh[:, t] + later, x[:, t], began, Wx, Wh, b)
        dWx += dWx_t
        dWh += dWh_t
        db += db_t
    return dx, later, dWx, dWh, db


# %% right: the weights' products once, at the end
def rnn_backward(dh, x, h0, Wx, Wh, b):
    began, h = [], h0
    for t in range(x.shape[1]):
        began.append(h)
        h = np.tanh(x[:, t] @ Wx + h @ Wh + b)
    began = np.stack([*began, h], axis=1)
    dz, back = np.zeros(dh.shape), 0
    for t in range(x.shape[1] - 1, -1, -1):
        dz[:, t] = (dh[:, t] + back) * (1 - began[:, t + 1] ** 2)
        back = dz[:, t] @ Wh.T
    return (
        dz @ Wx.T,
        back,
        np.einsum("bti,btu->iu", x, dz),
        np.einsum("btv,btu->vu", began[:, :-1], dz),
        dz.sum(axis=(0, 1)),
    )


# %% right: by recursion over the steps, as a list
def rnn_backward(dh, x, h0, Wx, Wh, b):
    h1 = np.asarray(rnn_step(x[:, 0], h0, Wx, Wh, b))
    if x.shape[1] == 1:
        rest = [np.zeros((len(x), 0, x.shape[2])), 0, 0, 0, 0]
    else:
        rest = rnn_backward(dh[:, 1:], x[:, 1:], h1, Wx, Wh, b)
    first = rnn_step_backward(dh[:, 0] + rest[1], x[:, 0], h0, Wx, Wh, b)
    dx = np.concatenate([np.asarray(first[0])[:, None], rest[0]], axis=1)
    return [dx, first[1], first[2] + rest[2], first[3] + rest[3], first[4] + rest[4]]


# %% wrong: nothing from the next step
# hint: What the next step sends back is never added: every step looks at its own output alone. A state is used
# hint: twice.
def rnn_backward(dh, x, h0, Wx, Wh, b):
    states = np.asarray(rnn_forward(x, h0, Wx, Wh, b))
    dx, later = np.zeros(x.shape), np.zeros(h0.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in reversed(range(x.shape[1])):
        began = states[:, t - 1] if t else h0
        dx[:, t], later, dWx_t, dWh_t, db_t = rnn_step_backward(dh[:, t], x[:, t], began, Wx, Wh, b)
        dWx += dWx_t
        dWh += dWh_t
        db += db_t
    return dx, later, dWx, dWh, db


# %% wrong: only what the next step sends
# hint: Only the last output's gradient counts in your answer. Every step adds its own dh[:, t].
def rnn_backward(dh, x, h0, Wx, Wh, b):
    states = np.asarray(rnn_forward(x, h0, Wx, Wh, b))
    dx, later = np.zeros(x.shape), np.zeros(h0.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in reversed(range(x.shape[1])):
        began = states[:, t - 1] if t else h0
        dx[:, t], later, dWx_t, dWh_t, db_t = rnn_step_backward(
            (dh[:, t] if t == x.shape[1] - 1 else later), x[:, t], began, Wx, Wh, b
        )
        dWx += dWx_t
        dWh += dWh_t
        db += db_t
    return dx, later, dWx, dWh, db


# %% wrong: the new state in place of the old
# hint: Each step back is given the state that it ended with. It needs the one that it began with.
def rnn_backward(dh, x, h0, Wx, Wh, b):
    states = np.asarray(rnn_forward(x, h0, Wx, Wh, b))
    dx, later = np.zeros(x.shape), np.zeros(h0.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in reversed(range(x.shape[1])):
        began = states[:, t]
        dx[:, t], later, dWx_t, dWh_t, db_t = rnn_step_backward(dh[:, t] + later, x[:, t], began, Wx, Wh, b)
        dWx += dWx_t
        dWh += dWh_t
        db += db_t
    return dx, later, dWx, dWh, db


# %% wrong: weights of the first step only
# hint: dWx, dWh and db hold a single step's share. The weights are used at every step: shares add up.
def rnn_backward(dh, x, h0, Wx, Wh, b):
    states = np.asarray(rnn_forward(x, h0, Wx, Wh, b))
    dx, later = np.zeros(x.shape), np.zeros(h0.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in reversed(range(x.shape[1])):
        began = states[:, t - 1] if t else h0
        dx[:, t], later, dWx_t, dWh_t, db_t = rnn_step_backward(dh[:, t] + later, x[:, t], began, Wx, Wh, b)
        dWx = dWx_t
        dWh = dWh_t
        db = db_t
    return dx, later, dWx, dWh, db


# %% wrong: averaged over time
# hint: The weights' gradients are averaged over the steps. Shares add up; there is no mean.
def rnn_backward(dh, x, h0, Wx, Wh, b):
    states = np.asarray(rnn_forward(x, h0, Wx, Wh, b))
    dx, later = np.zeros(x.shape), np.zeros(h0.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in reversed(range(x.shape[1])):
        began = states[:, t - 1] if t else h0
        dx[:, t], later, dWx_t, dWh_t, db_t = rnn_step_backward(dh[:, t] + later, x[:, t], began, Wx, Wh, b)
        dWx += dWx_t
        dWh += dWh_t
        db += db_t
    return dx, later, *(g / x.shape[1] for g in (dWx, dWh, db))


# %% wrong: zeros before the first step
# hint: At the first step you take a state of zeros in place of h0.
def rnn_backward(dh, x, h0, Wx, Wh, b):
    states = np.asarray(rnn_forward(x, h0, Wx, Wh, b))
    dx, later = np.zeros(x.shape), np.zeros(h0.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in reversed(range(x.shape[1])):
        began = states[:, t - 1] if t else np.zeros_like(h0)
        dx[:, t], later, dWx_t, dWh_t, db_t = rnn_step_backward(dh[:, t] + later, x[:, t], began, Wx, Wh, b)
        dWx += dWx_t
        dWh += dWh_t
        db += db_t
    return dx, later, dWx, dWh, db


# %% wrong: forwards in time
# hint: You go from the first step to the last. What a later step sends back is not known yet then: begin at the
# hint: end.
def rnn_backward(dh, x, h0, Wx, Wh, b):
    states = np.asarray(rnn_forward(x, h0, Wx, Wh, b))
    dx, later = np.zeros(x.shape), np.zeros(h0.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in range(x.shape[1]):
        began = states[:, t - 1] if t else h0
        dx[:, t], later, dWx_t, dWh_t, db_t = rnn_step_backward(dh[:, t] + later, x[:, t], began, Wx, Wh, b)
        dWx += dWx_t
        dWh += dWh_t
        db += db_t
    return dx, later, dWx, dWh, db


# %% wrong: dh0 without the first step
# hint: dh0 is what reaches the first step's new state. It must pass the first step, too.
def rnn_backward(dh, x, h0, Wx, Wh, b):
    states = np.asarray(rnn_forward(x, h0, Wx, Wh, b))
    dx, later = np.zeros(x.shape), np.zeros(h0.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in reversed(range(x.shape[1])):
        began = states[:, t - 1] if t else h0
        dh0 = dh[:, t] + later
        dx[:, t], later, dWx_t, dWh_t, db_t = rnn_step_backward(dh[:, t] + later, x[:, t], began, Wx, Wh, b)
        dWx += dWx_t
        dWh += dWh_t
        db += db_t
    return dx, dh0, dWx, dWh, db
