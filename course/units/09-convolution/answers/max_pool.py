# %% right: a view of the windows
def max_pool(x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    down, right = np.broadcast_to(size if stride is None else stride, 2)
    return sliding_window_view(x, (kh, kw), axis=(1, 2))[:, ::down, ::right].max(axis=(-2, -1))


# %% right: loops
def max_pool(x, size, stride=None):
    kh, kw = (size, size) if np.ndim(size) == 0 else size
    stride = size if stride is None else stride
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    n, height, width, channels = x.shape
    out = np.zeros((n, output_size(height, kh, down), output_size(width, kw, right), channels))
    for m, i, j, c in np.ndindex(out.shape):
        out[m, i, j, c] = x[m, i * down : i * down + kh, j * right : j * right + kw, c].max()
    return out


# %% right: the largest of shifted images
def max_pool(x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    down, right = np.broadcast_to(stride or size, 2)
    oh, ow = output_size(x.shape[1], kh, down), output_size(x.shape[2], kw, right)
    parts = []
    for u in range(kh):
        for v in range(kw):
            parts.append(x[:, u::down, v::right][:, :oh, :ow])
    return np.max(parts, axis=0)


# %% wrong: stride ignored
# hint: Your windows never overlap: you move on by the size, whatever the stride says.
def max_pool(x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    return sliding_window_view(x, (kh, kw), axis=(1, 2))[:, ::kh, ::kw].max(axis=(-2, -1))


# %% wrong: never below zero
# hint: Where all numbers of a window are negative you give 0: you compare with zeros that are not in the image.
def max_pool(x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    down, right = np.broadcast_to(stride or size, 2)
    return np.maximum(0, sliding_window_view(x, (kh, kw), axis=(1, 2))[:, ::down, ::right].max(axis=(-2, -1)))


# %% wrong: over the channels, too
# hint: You take the largest over all channels together. Each channel is pooled by itself.
def max_pool(x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    down, right = np.broadcast_to(stride or size, 2)
    return sliding_window_view(x, (kh, kw), axis=(1, 2))[:, ::down, ::right].max(axis=(3, 4, 5))[..., None]


# %% wrong: one pixel each time
# hint: Without a stride your windows move on by one pixel. They should move on by their own size then.
def max_pool(x, size, stride=1):
    kh, kw = np.broadcast_to(size, 2)
    down, right = np.broadcast_to(stride or 1, 2)
    return sliding_window_view(x, (kh, kw), axis=(1, 2))[:, ::down, ::right].max(axis=(-2, -1))


# %% wrong: the mean
# hint: You take the mean of each window. That is average pooling.
def max_pool(x, size, stride=None):
    kh, kw = np.broadcast_to(size, 2)
    down, right = np.broadcast_to(stride or size, 2)
    return sliding_window_view(x, (kh, kw), axis=(1, 2))[:, ::down, ::right].mean(axis=(-2, -1))


# %% wrong: height for both
# hint: Your windows are square: you use the height of the size for the width, too.
def max_pool(x, size, stride=None):
    kh = np.broadcast_to(size, 2)[0]
    down, right = np.broadcast_to(stride or size, 2)
    return sliding_window_view(x, (kh, kh), axis=(1, 2))[:, ::down, ::right].max(axis=(-2, -1))
