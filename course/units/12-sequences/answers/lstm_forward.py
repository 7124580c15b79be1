# %% right: step by step
def lstm_forward(x, h0, c0, Wx, Wh, b):
    h, c, states = h0, c0, []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, Wx, Wh, b)
        states.append(h)
    return np.stack(states, axis=1), c


# %% right: all inputs in one product
def lstm_forward(x, h0, c0, Wx, Wh, b):
    sums, (h, c) = x @ Wx + b, (h0, c0)
    out = np.zeros((*x.shape[:2], h0.shape[1]))
    for t in range(x.shape[1]):
        i, f, g, o = np.split(sums[:, t] + h @ Wh, 4, axis=-1)
        c = activations.sigmoid(f) * c + activations.sigmoid(i) * np.tanh(g)
        h = out[:, t] = activations.sigmoid(o) * np.tanh(c)
    return out, c


# %% right: one sequence after the other, lists
def lstm_forward(x, h0, c0, Wx, Wh, b):
    all_h, last_c = [], []
    for row in range(len(x)):
        h, c, states = h0[row : row + 1], c0[row : row + 1], []
        for step in x[row]:
            h, c = lstm_step(step[None], h, c, Wx, Wh, b)
            states.append(np.asarray(h)[0])
        all_h.append(states)
        last_c.append(np.asarray(c)[0])
    return [np.array(all_h), np.array(last_c)]


# %% wrong: the cell is not handed on
# hint: Every step begins with the cell c0. The cell must be handed on, like the state.
def lstm_forward(x, h0, c0, Wx, Wh, b):
    h, c, states = h0, c0, []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c0, Wx, Wh, b)
        states.append(h)
    return np.stack(states, axis=1), c


# %% wrong: the state is not handed on
# hint: Every step begins with the state h0. The state must be handed on, like the cell.
def lstm_forward(x, h0, c0, Wx, Wh, b):
    h, c, states = h0, c0, []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h0, c, Wx, Wh, b)
        states.append(h)
    return np.stack(states, axis=1), c


# %% wrong: time first
# hint: Time comes before the batch in your states. The shape is (batch, time, units).
def lstm_forward(x, h0, c0, Wx, Wh, b):
    h, c, states = h0, c0, []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, Wx, Wh, b)
        states.append(h)
    return np.stack(states, axis=0), c


# %% wrong: the last state in place of the last cell
# hint: Your second answer is the last state. The last cell is asked for.
def lstm_forward(x, h0, c0, Wx, Wh, b):
    h, c, states = h0, c0, []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, Wx, Wh, b)
        states.append(h)
    return np.stack(states, axis=1), h


# %% wrong: the cells in place of the states
# hint: You keep the cells of all steps. All states are asked for, and of the cells the last one.
def lstm_forward(x, h0, c0, Wx, Wh, b):
    h, c, states = h0, c0, []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, Wx, Wh, b)
        states.append(c)
    return np.stack(states, axis=1), c


# %% wrong: zeros at the start
# hint: Your sequences always begin with zeros, whatever h0 and c0 are.
def lstm_forward(x, h0, c0, Wx, Wh, b):
    h, c, states = 0 * h0, 0 * c0, []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, Wx, Wh, b)
        states.append(h)
    return np.stack(states, axis=1), c
