# %% right: step by step
def lstm_backward(dh, dc_last, x, h0, c0, Wx, Wh, b):
    hs, cs = [h0], [c0]
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], hs[-1], cs[-1], Wx, Wh, b)
        hs.append(h)
        cs.append(c)
    dx, later, dc = np.zeros(x.shape), np.zeros(h0.shape), dc_last
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in reversed(range(x.shape[1])):
        dx[:, t], later, dc, a, w, s = lstm_step_backward(dh[:, t] + later, dc, x[:, t], hs[t], cs[t], Wx, Wh, b)
        dWx += a
        dWh += w
        db += s
    return dx, later, dc, dWx, dWh, db


# %% right: the products once, at the end
def lstm_backward(dh, dc_last, x, h0, c0, Wx, Wh, b):
    h, c, kept = h0, c0, []
    sig = activations.sigmoid
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ Wx + h @ Wh + b, 4, axis=1)
        i, f, g, o = sig(i), sig(f), np.tanh(g), sig(o)
        kept.append((h, c, i, f, g, o))
        c = f * c + i * g
        h = o * np.tanh(c)
    dzs, back, dc = [], 0.0, dc_last
    for t in range(x.shape[1] - 1, -1, -1):
        h, c, i, f, g, o = kept[t]
        seen = np.tanh(f * c + i * g)
        d = dh[:, t] + back
        dc = dc + d * o * (1 - seen**2)
        dz = np.hstack([dc * g * i * (1 - i), dc * c * f * (1 - f), dc * i * (1 - g**2), d * seen * o * (1 - o)])
        dzs.insert(0, dz)
        back, dc = dz @ Wh.T, dc * f
    dz, before = np.stack(dzs, axis=1), np.stack([one[0] for one in kept], axis=1)
    return (
        dz @ Wx.T,
        back,
        dc,
        np.einsum("bti,btz->iz", x, dz),
        np.einsum("btu,btz->uz", before, dz),
        dz.sum(axis=(0, 1)),
    )


# %% right: by recursion over the steps, as a list
def lstm_backward(dh, dc_last, x, h0, c0, Wx, Wh, b):
    if x.shape[1] == 0:
        return [np.zeros(x.shape), np.zeros(h0.shape), dc_last, 0, 0, 0]
    h1, c1 = (np.asarray(one) for one in lstm_step(x[:, 0], h0, c0, Wx, Wh, b))
    rest = lstm_backward(dh[:, 1:], dc_last, x[:, 1:], h1, c1, Wx, Wh, b)
    first = lstm_step_backward(dh[:, 0] + rest[1], rest[2], x[:, 0], h0, c0, Wx, Wh, b)
    dx = np.concatenate([np.asarray(first[0])[:, None], rest[0]], axis=1)
    return [dx, first[1], first[2], first[3] + rest[3], first[4] + rest[4], first[5] + rest[5]]


# %% wrong: no gradient between cells
# hint: From step to step only the state's gradient is handed on. The cell's is, too: it is the way that lasts.
def lstm_backward(dh, dc_last, x, h0, c0, Wx, Wh, b):
    hs, cs = [h0], [c0]
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], hs[-1], cs[-1], Wx, Wh, b)
        hs.append(h)
        cs.append(c)
    dx, later, dc = np.zeros(x.shape), np.zeros(h0.shape), dc_last
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in reversed(range(x.shape[1])):
        reaching = dc if t == x.shape[1] - 1 else np.zeros_like(c0)
        dx[:, t], later, dc, a, w, s = lstm_step_backward(dh[:, t] + later, reaching, x[:, t], hs[t], cs[t], Wx, Wh, b)
        dWx += a
        dWh += w
        db += s
    return dx, later, dc, dWx, dWh, db


# %% wrong: no gradient between states
# hint: From step to step only the cell's gradient is handed on. What the next step sends back by the state must be
# hint: added to dh.
def lstm_backward(dh, dc_last, x, h0, c0, Wx, Wh, b):
    hs, cs = [h0], [c0]
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], hs[-1], cs[-1], Wx, Wh, b)
        hs.append(h)
        cs.append(c)
    dx, later, dc = np.zeros(x.shape), np.zeros(h0.shape), dc_last
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in reversed(range(x.shape[1])):
        dx[:, t], later, dc, a, w, s = lstm_step_backward(dh[:, t], dc, x[:, t], hs[t], cs[t], Wx, Wh, b)
        dWx += a
        dWh += w
        db += s
    return dx, later, dc, dWx, dWh, db


# %% wrong: dc_last forgotten
# hint: dc_last plays no part in your answer. It is where the cell's gradient begins.
def lstm_backward(dh, dc_last, x, h0, c0, Wx, Wh, b):
    hs, cs = [h0], [c0]
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], hs[-1], cs[-1], Wx, Wh, b)
        hs.append(h)
        cs.append(c)
    dx, later, dc = np.zeros(x.shape), np.zeros(h0.shape), 0 * dc_last
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in reversed(range(x.shape[1])):
        dx[:, t], later, dc, a, w, s = lstm_step_backward(dh[:, t] + later, dc, x[:, t], hs[t], cs[t], Wx, Wh, b)
        dWx += a
        dWh += w
        db += s
    return dx, later, dc, dWx, dWh, db


# %% wrong: dc_last at every step
# hint: dc_last is added at every step. It belongs to the last cell alone.
def lstm_backward(dh, dc_last, x, h0, c0, Wx, Wh, b):
    hs, cs = [h0], [c0]
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], hs[-1], cs[-1], Wx, Wh, b)
        hs.append(h)
        cs.append(c)
    dx, later, dc = np.zeros(x.shape), np.zeros(h0.shape), dc_last
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in reversed(range(x.shape[1])):
        dx[:, t], later, dc, a, w, s = lstm_step_backward(
            dh[:, t] + later, dc + (0 if t == x.shape[1] - 1 else 1) * dc_last, x[:, t], hs[t], cs[t], Wx, Wh, b
        )
        dWx += a
        dWh += w
        db += s
    return dx, later, dc, dWx, dWh, db


# %% wrong: the new cell in place of the old
# hint: Each step back is given the cell that it ended with. It needs the one that it began with.
def lstm_backward(dh, dc_last, x, h0, c0, Wx, Wh, b):
    hs, cs = [h0], [c0]
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], hs[-1], cs[-1], Wx, Wh, b)
        hs.append(h)
        cs.append(c)
    dx, later, dc = np.zeros(x.shape), np.zeros(h0.shape), dc_last
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in reversed(range(x.shape[1])):
        dx[:, t], later, dc, a, w, s = lstm_step_backward(dh[:, t] + later, dc, x[:, t], hs[t], cs[t + 1], Wx, Wh, b)
        dWx += a
        dWh += w
        db += s
    return dx, later, dc, dWx, dWh, db


# %% wrong: the new state in place of the old
# hint: Each step back is given the state that it ended with. It needs the one that it began with.
def lstm_backward(dh, dc_last, x, h0, c0, Wx, Wh, b):
    hs, cs = [h0], [c0]
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], hs[-1], cs[-1], Wx, Wh, b)
        hs.append(h)
        cs.append(c)
    dx, later, dc = np.zeros(x.shape), np.zeros(h0.shape), dc_last
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in reversed(range(x.shape[1])):
        dx[:, t], later, dc, a, w, s = lstm_step_backward(dh[:, t] + later, dc, x[:, t], hs[t + 1], cs[t], Wx, Wh, b)
        dWx += a
        dWh += w
        db += s
    return dx, later, dc, dWx, dWh, db


# %% wrong: weights of the first step only
# hint: dWx, dWh and db hold a single step's share. The weights are used at every step: shares add up.
def lstm_backward(dh, dc_last, x, h0, c0, Wx, Wh, b):
    hs, cs = [h0], [c0]
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], hs[-1], cs[-1], Wx, Wh, b)
        hs.append(h)
        cs.append(c)
    dx, later, dc = np.zeros(x.shape), np.zeros(h0.shape), dc_last
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in reversed(range(x.shape[1])):
        dx[:, t], later, dc, a, w, s = lstm_step_backward(dh[:, t] + later, dc, x[:, t], hs[t], cs[t], Wx, Wh, b)
        dWx = a
        dWh = w
        db = s
    return dx, later, dc, dWx, dWh, db


# %% wrong: dh0 and dc0 exchanged
# hint: dh0 and dc0 have changed places.
def lstm_backward(dh, dc_last, x, h0, c0, Wx, Wh, b):
    hs, cs = [h0], [c0]
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], hs[-1], cs[-1], Wx, Wh, b)
        hs.append(h)
        cs.append(c)
    dx, later, dc = np.zeros(x.shape), np.zeros(h0.shape), dc_last
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for t in reversed(range(x.shape[1])):
        dx[:, t], later, dc, a, w, s = lstm_step_backward(dh[:, t] + later, dc, x[:, t], hs[t], cs[t], Wx, Wh, b)
        dWx += a
        dWh += w
        db += s
    return dx, dc, later, dWx, dWh, db
