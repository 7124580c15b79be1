# %% right: all inputs in one product
def rnn_forward(x, h0, Wx, Wh, b):
    sums = x @ Wx + b
    out, h = np.empty(sums.shape), h0
    for t in range(sums.shape[1]):
        out[:, t] = h = np.tanh(sums[:, t] + h @ Wh)
    return out


# %% right: one sequence after the other, a list
def rnn_forward(x, h0, Wx, Wh, b):
    out = []
    for row in range(len(x)):
        h, states = h0[row : row + 1], []
        for step in x[row]:
            h = np.asarray(rnn_step(step[None], h, Wx, Wh, b))
            states.append(h[0].tolist())
        out.append(states)
    return out


# %% right: by recursion
def rnn_forward(x, h0, Wx, Wh, b):
    new = np.tanh(np.einsum("bi,iu->bu", x[:, 0], Wx) + np.einsum("bv,vu->bu", h0, Wh) + b)
    if x.shape[1] == 1:
        return new[:, None]
    return np.concatenate([new[:, None], rnn_forward(x[:, 1:], new, Wx, Wh, b)], axis=1)


# %% wrong: every step begins with h0
# hint: Every step begins with h0: nothing is remembered. The new state must go into the next step.
def rnn_forward(x, h0, Wx, Wh, b):
    h, states = h0, []
    for t in range(x.shape[1]):
        states.append(rnn_step(x[:, t], h, Wx, Wh, b))
    return np.stack(states, axis=1)


# %% wrong: time first
# hint: Time comes before the batch in your answer. The shape is (batch, time, units).
def rnn_forward(x, h0, Wx, Wh, b):
    h, states = h0, []
    for t in range(x.shape[1]):
        h = rnn_step(x[:, t], h, Wx, Wh, b)
        states.append(h)
    return np.stack(states, axis=0)


# %% wrong: only the last state
# hint: You give one state per sequence, the last one. All of them are asked for.
def rnn_forward(x, h0, Wx, Wh, b):
    h, states = h0, []
    for t in range(x.shape[1]):
        h = rnn_step(x[:, t], h, Wx, Wh, b)
        states.append(h)
    return h


# %% wrong: zeros in place of h0
# hint: Your sequences always begin with a state of zeros, whatever h0 is.
def rnn_forward(x, h0, Wx, Wh, b):
    h, states = np.zeros_like(h0), []
    for t in range(x.shape[1]):
        h = rnn_step(x[:, t], h, Wx, Wh, b)
        states.append(h)
    return np.stack(states, axis=1)


# %% wrong: h0 kept and the last state dropped
# hint: Your states are one step too early: the first is h0 itself, and the last is missing.
def rnn_forward(x, h0, Wx, Wh, b):
    h, states = h0, []
    for t in range(x.shape[1]):
        states.append(h)
        h = rnn_step(x[:, t], h, Wx, Wh, b)
    return np.stack(states, axis=1)


# %% wrong: read from the end
# hint: You read the sequences from the last step to the first.
def rnn_forward(x, h0, Wx, Wh, b):
    h, states = h0, []
    for t in range(x.shape[1]):
        h = rnn_step(x[:, -1 - t], h, Wx, Wh, b)
        states.append(h)
    return np.stack(states, axis=1)
