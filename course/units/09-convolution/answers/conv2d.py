# %% right: windows as rows
def conv2d(x, w, b, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, c_in, c_out = w.shape
    p = 0 if padding == "valid" else padding
    rows = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    columns = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    x = np.pad(x, ((0, 0), rows, columns, (0, 0)))
    windows = sliding_window_view(x, (kh, kw), axis=(1, 2))[:, ::down, ::right]
    n, oh, ow = windows.shape[:3]
    flat = np.moveaxis(windows, 3, 5).reshape(n * oh * ow, kh * kw * c_in)
    return (flat @ w.reshape(-1, c_out) + b).reshape(n, oh, ow, c_out)


# %% right: einsum
def conv2d(x, w, b, stride=1, padding="valid"):
    down, right = np.broadcast_to(stride, 2)
    pads = [(0, 0)] * 4
    for axis, (f, s) in enumerate(((w.shape[0], down), (w.shape[1], right)), 1):
        pads[axis] = {"valid": (0, 0), "same": same_padding(x.shape[axis], f, s)}.get(padding, (padding, padding))
    windows = sliding_window_view(np.pad(x, pads), w.shape[:2], axis=(1, 2))[:, ::down, ::right]
    return np.einsum("nijcuv,uvck->nijk", windows, w) + b


# %% right: a loop over the kernel's places
def conv2d(x, w, b, stride=1, padding="valid"):
    down, right = (stride, stride) if isinstance(stride, int) else stride
    kh, kw, _, c_out = w.shape
    above, left = 0, 0
    if padding == "same":
        (above, below), (left, after) = same_padding(x.shape[1], kh, down), same_padding(x.shape[2], kw, right)
        x = np.pad(x, ((0, 0), (above, below), (left, after), (0, 0)))
    elif padding != "valid":
        x = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    oh, ow = output_size(x.shape[1], kh, down), output_size(x.shape[2], kw, right)
    out = np.zeros((len(x), oh, ow, c_out))
    for u in range(kh):
        for v in range(kw):
            out += x[:, u : u + down * (oh - 1) + 1 : down, v : v + right * (ow - 1) + 1 : right] @ w[u, v]
    return out + b


# %% right: channels first in the rows and in the kernels
def conv2d(x, w, b, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, c_in, c_out = w.shape
    p = 0 if padding == "valid" else padding
    rows = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    columns = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    x = np.pad(x, ((0, 0), rows, columns, (0, 0)))
    windows = sliding_window_view(x, (kh, kw), axis=(1, 2))[:, ::down, ::right]
    return np.tensordot(windows, w.transpose(2, 0, 1, 3), axes=3) + b


# %% wrong: rows in another order than kernels
# hint: The numbers of a window come in another order than the weights: in the view the channels stand before the window. With one channel you can't see it.
def conv2d(x, w, b, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, c_in, c_out = w.shape
    p = 0 if padding == "valid" else padding
    rows = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    columns = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    x = np.pad(x, ((0, 0), rows, columns, (0, 0)))
    windows = sliding_window_view(x, (kh, kw), axis=(1, 2))[:, ::down, ::right]
    flat = windows.reshape(-1, kh * kw * c_in)
    return (flat @ w.reshape(-1, c_out) + b).reshape(*windows.shape[:3], c_out)


# %% wrong: the kernel turned round
# hint: You turn the kernel by 180 degrees before you multiply. Networks slide it as it is.
def conv2d(x, w, b, stride=1, padding="valid"):
    down, right = np.broadcast_to(stride, 2)
    pads = [(0, 0)] * 4
    for axis, (f, s) in enumerate(((w.shape[0], down), (w.shape[1], right)), 1):
        pads[axis] = {"valid": (0, 0), "same": same_padding(x.shape[axis], f, s)}.get(padding, (padding, padding))
    windows = sliding_window_view(np.pad(x, pads), w.shape[:2], axis=(1, 2))[:, ::down, ::right]
    return np.einsum("nijcuv,uvck->nijk", windows, w[::-1, ::-1], optimize=True) + b


# %% wrong: loops again
# hint: Right numbers, but one window at a time. All windows at once are one matrix product.
def conv2d(x, w, b, stride=1, padding="valid"):
    return conv2d_loops(x, w, b, stride, padding)


# %% wrong: no bias
# hint: The biases are missing: every filter adds its own to each of its numbers.
def conv2d(x, w, b, stride=1, padding="valid"):
    down, right = np.broadcast_to(stride, 2)
    pads = [(0, 0)] * 4
    for axis, (f, s) in enumerate(((w.shape[0], down), (w.shape[1], right)), 1):
        pads[axis] = {"valid": (0, 0), "same": same_padding(x.shape[axis], f, s)}.get(padding, (padding, padding))
    windows = sliding_window_view(np.pad(x, pads), w.shape[:2], axis=(1, 2))[:, ::down, ::right]
    return np.einsum("nijcuv,uvck->nijk", windows, w, optimize=True)


# %% wrong: strides exchanged
# hint: You take the second stride downwards and the first to the right. The pair is (down, right).
def conv2d(x, w, b, stride=1, padding="valid"):
    down, right = np.broadcast_to(stride, 2)[::-1]
    pads = [(0, 0)] * 4
    for axis, (f, s) in enumerate(((w.shape[0], down), (w.shape[1], right)), 1):
        pads[axis] = {"valid": (0, 0), "same": same_padding(x.shape[axis], f, s)}.get(padding, (padding, padding))
    windows = sliding_window_view(np.pad(x, pads), w.shape[:2], axis=(1, 2))[:, ::down, ::right]
    return np.einsum("nijcuv,uvck->nijk", windows, w, optimize=True) + b


# %% wrong: stride ignored
# hint: You give every place, as for stride 1. Take every stride-th place, down and to the right.
def conv2d(x, w, b, stride=1, padding="valid"):
    down, right = 1, 1
    pads = [(0, 0)] * 4
    for axis, (f, s) in enumerate(((w.shape[0], down), (w.shape[1], right)), 1):
        pads[axis] = {"valid": (0, 0), "same": same_padding(x.shape[axis], f, s)}.get(padding, (padding, padding))
    windows = sliding_window_view(np.pad(x, pads), w.shape[:2], axis=(1, 2))[:, ::down, ::right]
    return np.einsum("nijcuv,uvck->nijk", windows, w, optimize=True) + b


# %% wrong: an average
# hint: You divide by the number of products. A convolution sums; it never averages, unless the weights do.
def conv2d(x, w, b, stride=1, padding="valid"):
    down, right = np.broadcast_to(stride, 2)
    pads = [(0, 0)] * 4
    for axis, (f, s) in enumerate(((w.shape[0], down), (w.shape[1], right)), 1):
        pads[axis] = {"valid": (0, 0), "same": same_padding(x.shape[axis], f, s)}.get(padding, (padding, padding))
    windows = sliding_window_view(np.pad(x, pads), w.shape[:2], axis=(1, 2))[:, ::down, ::right]
    return np.einsum("nijcuv,uvck->nijk", windows, w / w[..., 0].size, optimize=True) + b
