# %% right: written from the end
def gradient_norm_through_time(dh_last, x, h0, Wx, Wh, b):
    states = np.asarray(rnn_forward(x, h0, Wx, Wh, b))
    norms, dh = np.zeros(x.shape[1]), dh_last
    for t in range(x.shape[1] - 1, -1, -1):
        norms[t] = np.sqrt(np.sum(np.square(dh)))
        dh = np.einsum("bu,vu->bv", dh * (1 - states[:, t]) * (1 + states[:, t]), Wh)
    return norms


# %% right: with the step's backward function, a list
def gradient_norm_through_time(dh_last, x, h0, Wx, Wh, b):
    began = [h0]
    for t in range(x.shape[1] - 1):
        began.append(rnn_step(x[:, t], began[-1], Wx, Wh, b))
    dh, norms = dh_last, [float(np.linalg.norm(dh_last))]
    for t in range(x.shape[1] - 1, 0, -1):
        dh = rnn_step_backward(dh, x[:, t], began[t], Wx, Wh, b)[1]
        norms.insert(0, float(np.linalg.norm(dh)))
    return norms


# %% right: each sequence's Jacobians multiplied
def gradient_norm_through_time(dh_last, x, h0, Wx, Wh, b):
    states = np.asarray(rnn_forward(x, h0, Wx, Wh, b))
    squares = np.zeros(x.shape[1])
    for row in range(len(x)):
        product = np.eye(len(Wh))
        for t in range(x.shape[1] - 1, -1, -1):
            squares[t] += np.sum((product @ dh_last[row]) ** 2)
            product = Wh @ np.diag(1 - states[row, t] ** 2) @ product
    return np.sqrt(squares)


# %% wrong: the other way round in time
# hint: Your norms run from the last state to the first.
def gradient_norm_through_time(dh_last, x, h0, Wx, Wh, b):
    states = np.asarray(rnn_forward(x, h0, Wx, Wh, b))
    dh, norms = dh_last, []
    for t in reversed(range(x.shape[1])):
        norms.append(np.linalg.norm(dh))
        dh = (dh * (1 - states[:, t] ** 2)) @ Wh.T
    return np.array(norms)


# %% wrong: the slope forgotten
# hint: Every step multiplies by Whᵀ in your answer, but the slope of tanh is missing.
def gradient_norm_through_time(dh_last, x, h0, Wx, Wh, b):
    states = np.asarray(rnn_forward(x, h0, Wx, Wh, b))
    dh, norms = dh_last, []
    for t in reversed(range(x.shape[1])):
        norms.append(np.linalg.norm(dh))
        dh = (dh * np.ones_like(states[:, t])) @ Wh.T
    return np.array(norms[::-1])


# %% wrong: measured after the step
# hint: Your norms are one step too early: the last one should be that of dh_last itself.
def gradient_norm_through_time(dh_last, x, h0, Wx, Wh, b):
    states = np.asarray(rnn_forward(x, h0, Wx, Wh, b))
    dh, norms = dh_last, []
    for t in reversed(range(x.shape[1])):
        dh = (dh * (1 - states[:, t] ** 2)) @ Wh.T
        norms.append(np.linalg.norm(dh))
    return np.array(norms[::-1])


# %% wrong: Wh not transposed
# hint: The gradient goes through Wh the way it came. Going back, the matrix is transposed.
def gradient_norm_through_time(dh_last, x, h0, Wx, Wh, b):
    states = np.asarray(rnn_forward(x, h0, Wx, Wh, b))
    dh, norms = dh_last, []
    for t in reversed(range(x.shape[1])):
        norms.append(np.linalg.norm(dh))
        dh = (dh * (1 - states[:, t] ** 2)) @ Wh
    return np.array(norms[::-1])


# %% wrong: squares without the root
# hint: These are sums of squares. The norm is the root of that.
def gradient_norm_through_time(dh_last, x, h0, Wx, Wh, b):
    states = np.asarray(rnn_forward(x, h0, Wx, Wh, b))
    dh, norms = dh_last, []
    for t in reversed(range(x.shape[1])):
        norms.append(np.sum(dh**2))
        dh = (dh * (1 - states[:, t] ** 2)) @ Wh.T
    return np.array(norms[::-1])


# %% wrong: the mean over the batch
# hint: The squares are averaged over the batch. The norm takes all entries, of all sequences.
def gradient_norm_through_time(dh_last, x, h0, Wx, Wh, b):
    states = np.asarray(rnn_forward(x, h0, Wx, Wh, b))
    dh, norms = dh_last, []
    for t in reversed(range(x.shape[1])):
        norms.append(np.sqrt(np.sum(dh**2) / len(dh)))
        dh = (dh * (1 - states[:, t] ** 2)) @ Wh.T
    return np.array(norms[::-1])


# %% wrong: the slope of the step before
# hint: The slope of tanh is taken at the state that a step began with. It belongs to the state that the step made.
def gradient_norm_through_time(dh_last, x, h0, Wx, Wh, b):
    states = np.asarray(rnn_forward(x, h0, Wx, Wh, b))
    dh, norms = dh_last, []
    for t in reversed(range(x.shape[1])):
        norms.append(np.linalg.norm(dh))
        dh = (dh * (1 - (states[:, t - 1] if t else h0) ** 2)) @ Wh.T
    return np.array(norms[::-1])
