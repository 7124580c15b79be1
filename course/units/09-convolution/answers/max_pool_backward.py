# %% right: loops over every window
def max_pool_backward(dout, x, size, stride=None):
    kh, kw = (size, size) if np.ndim(size) == 0 else size
    stride = size if stride is None else stride
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    dx = np.zeros(x.shape)
    for n, i, j, c in np.ndindex(dout.shape):
        window = x[n, i * down : i * down + kh, j * right : j * right + kw, c]
        u, v = np.unravel_index(window.argmax(), window.shape)
        dx[n, i * down + u, j * right + v, c] += dout[n, i, j, c]
    return dx


# %% right: the last of equal winners
def max_pool_backward(dout, x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    down, right = np.broadcast_to(stride or size, 2)
    dx = np.zeros(x.shape, dout.dtype)
    for n, i, j, c in np.ndindex(dout.shape):
        best, place = -np.inf, None
        for u in range(i * down, i * down + kh):
            for v in range(j * right, j * right + kw):
                if x[n, u, v, c] >= best:
                    best, place = x[n, u, v, c], (n, u, v, c)
        dx[place] += dout[n, i, j, c]
    return dx


# %% right: all windows at once
def max_pool_backward(dout, x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    down, right = np.broadcast_to(stride or size, 2)
    windows = sliding_window_view(x, (kh, kw), axis=(1, 2))[:, ::down, ::right]
    u, v = np.divmod(windows.reshape(*windows.shape[:4], -1).argmax(axis=-1), kw)
    n, i, j, c = np.indices(dout.shape)
    dx = np.zeros(x.shape)
    np.add.at(dx, (n, i * down + u, j * right + v, c), dout)
    return dx


# %% wrong: all equal winners
# hint: Where pixels of a window are equal, you give the gradient to each of them: the sum of dx becomes larger than that of dout.
def max_pool_backward(dout, x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    down, right = np.broadcast_to(stride or size, 2)
    dx = np.zeros(x.shape)
    for n, i, j, c in np.ndindex(dout.shape):
        here = np.s_[n, i * down : i * down + kh, j * right : j * right + kw, c]
        dx[here] += (x[here] == x[here].max()) * dout[n, i, j, c]
    return dx


# %% wrong: replaced where windows overlap
# hint: A pixel that wins several windows gets only the last one's gradient. Shares add.
def max_pool_backward(dout, x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    down, right = np.broadcast_to(stride or size, 2)
    dx = np.zeros(x.shape)
    for n, i, j, c in np.ndindex(dout.shape):
        window = x[n, i * down : i * down + kh, j * right : j * right + kw, c]
        u, v = np.unravel_index(window.argmax(), window.shape)
        dx[n, i * down + u, j * right + v, c] = dout[n, i, j, c]
    return dx


# %% wrong: to every pixel
# hint: You give the gradient to all pixels of a window. Only the winner made a difference.
def max_pool_backward(dout, x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    down, right = np.broadcast_to(stride or size, 2)
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(dout.shape[1:3]):
        dx[:, i * down : i * down + kh, j * right : j * right + kw] += dout[:, i : i + 1, j : j + 1]
    return dx


# %% wrong: shared evenly
# hint: You share the gradient evenly among the pixels of a window. That is the way back of average pooling.
def max_pool_backward(dout, x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    down, right = np.broadcast_to(stride or size, 2)
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(dout.shape[1:3]):
        dx[:, i * down : i * down + kh, j * right : j * right + kw] += dout[:, i : i + 1, j : j + 1] / (kh * kw)
    return dx


# %% wrong: stride ignored
# hint: Your windows begin where they would without overlap: you move on by the size, whatever the stride says.
def max_pool_backward(dout, x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    dx = np.zeros(x.shape)
    for n, i, j, c in np.ndindex(dout.shape):
        window = x[n, i * kh : i * kh + kh, j * kw : j * kw + kw, c]
        if window.size:
            u, v = np.unravel_index(window.argmax(), window.shape)
            dx[n, i * kh + u, j * kw + v, c] += dout[n, i, j, c]
    return dx


# %% wrong: the value, not the gradient
# hint: You put the winner's value into dx. What belongs there is the window's gradient.
def max_pool_backward(dout, x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    down, right = np.broadcast_to(stride or size, 2)
    dx = np.zeros(x.shape)
    for n, i, j, c in np.ndindex(dout.shape):
        window = x[n, i * down : i * down + kh, j * right : j * right + kw, c]
        u, v = np.unravel_index(window.argmax(), window.shape)
        dx[n, i * down + u, j * right + v, c] += window[u, v]
    return dx
