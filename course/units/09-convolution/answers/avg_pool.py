# %% right: a view of the windows
def avg_pool(x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    down, right = np.broadcast_to(size if stride is None else stride, 2)
    return sliding_window_view(x, (kh, kw), axis=(1, 2))[:, ::down, ::right].mean(axis=(-2, -1))


# %% right: loops
def avg_pool(x, size, stride=None):
    kh, kw = (size, size) if np.ndim(size) == 0 else size
    stride = size if stride is None else stride
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    n, height, width, channels = x.shape
    out = np.zeros((n, output_size(height, kh, down), output_size(width, kw, right), channels))
    for i in range(out.shape[1]):
        for j in range(out.shape[2]):
            out[:, i, j] = x[:, i * down : i * down + kh, j * right : j * right + kw].mean(axis=(1, 2))
    return out


# %% right: shifted images added up
def avg_pool(x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    down, right = np.broadcast_to(stride or size, 2)
    oh, ow = output_size(x.shape[1], kh, down), output_size(x.shape[2], kw, right)
    total = 0
    for u in range(kh):
        for v in range(kw):
            total = total + x[:, u::down, v::right][:, :oh, :ow]
    return total / (kh * kw)


# %% right: a convolution with equal weights, one channel at a time
def avg_pool(x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    w = np.full((kh, kw, 1, 1), 1 / (kh * kw))
    step = tuple(int(s) for s in np.broadcast_to(stride or size, 2))
    maps = [conv2d(x[..., c : c + 1], w, np.zeros(1), step) for c in range(x.shape[-1])]
    return np.concatenate(maps, axis=-1)


# %% wrong: the sum
# hint: You add up each window and forget to divide by the number of its pixels.
def avg_pool(x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    down, right = np.broadcast_to(stride or size, 2)
    return sliding_window_view(x, (kh, kw), axis=(1, 2))[:, ::down, ::right].sum(axis=(-2, -1))


# %% wrong: stride ignored
# hint: Your windows never overlap: you move on by the size, whatever the stride says.
def avg_pool(x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    return sliding_window_view(x, (kh, kw), axis=(1, 2))[:, ::kh, ::kw].mean(axis=(-2, -1))


# %% wrong: over the channels, too
# hint: You take the mean over all channels together. Each channel is pooled by itself.
def avg_pool(x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    down, right = np.broadcast_to(stride or size, 2)
    return sliding_window_view(x, (kh, kw), axis=(1, 2))[:, ::down, ::right].mean(axis=(3, 4, 5))[..., None]


# %% wrong: divided by the height squared
# hint: You divide by the square of the window's height. A window need not be square.
def avg_pool(x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    down, right = np.broadcast_to(stride or size, 2)
    return sliding_window_view(x, (kh, kw), axis=(1, 2))[:, ::down, ::right].sum(axis=(-2, -1)) / kh**2


# %% wrong: the largest
# hint: You take the largest of each window. That is max-pooling.
def avg_pool(x, size, stride=None):
    return max_pool(x, size, stride)
