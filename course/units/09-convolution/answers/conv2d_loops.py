# %% right: four loops
def conv2d_loops(x, w, b, stride=1, padding="valid"):
    x, w = np.asarray(x), np.asarray(w)
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    if padding == "same":
        rows, columns = same_padding(x.shape[1], kh, down), same_padding(x.shape[2], kw, right)
    else:
        p = 0 if padding == "valid" else padding
        rows = columns = (p, p)
    x = np.pad(x, ((0, 0), rows, columns, (0, 0)))
    n, height, width, _ = x.shape
    out = np.zeros((n, output_size(height, kh, down), output_size(width, kw, right), c_out))
    for m in range(n):
        for i in range(out.shape[1]):
            for j in range(out.shape[2]):
                for k in range(c_out):
                    window = x[m, i * down : i * down + kh, j * right : j * right + kw]
                    out[m, i, j, k] = (window * w[..., k]).sum() + b[k]
    return out


# %% right: two loops and tensordot
def conv2d_loops(x, w, b, stride=1, padding="valid"):
    down, right = np.broadcast_to(stride, 2)
    kh, kw = w.shape[:2]
    pads = [(0, 0)] * 4
    for axis, (f, s) in enumerate(((kh, down), (kw, right)), 1):
        pads[axis] = {"valid": (0, 0), "same": same_padding(x.shape[axis], f, s)}.get(padding, (padding, padding))
    x = np.pad(x, pads)
    rows = []
    for top in range(0, x.shape[1] - kh + 1, down):
        row = []
        for left in range(0, x.shape[2] - kw + 1, right):
            row.append(np.tensordot(x[:, top : top + kh, left : left + kw], w, axes=3) + b)
        rows.append(np.stack(row, axis=1))
    return np.stack(rows, axis=1)


# %% right: every product by itself
def conv2d_loops(x, w, b, stride=1, padding="valid"):
    down, right = (stride, stride) if isinstance(stride, int) else stride
    (n, height, width, _), (kh, kw, _, c_out) = x.shape, w.shape
    above = left = below = after = 0
    if padding == "same":
        (above, below), (left, after) = same_padding(height, kh, down), same_padding(width, kw, right)
    elif padding != "valid":
        above = below = left = after = padding
    oh = (height + above + below - kh) // down + 1
    ow = (width + left + after - kw) // right + 1
    out = np.zeros((n, oh, ow, c_out), x.dtype) + b
    for i, j, u, v in np.ndindex(oh, ow, kh, kw):
        y, z = i * down + u - above, j * right + v - left
        if 0 <= y < height and 0 <= z < width:
            out[:, i, j] += x[:, y, z] @ w[u, v]
    return out


# %% wrong: the kernel turned round
# hint: You turn the kernel by 180 degrees before you multiply. Mathematicians call that convolution; networks don't turn it.
def conv2d_loops(x, w, b, stride=1, padding="valid"):
    return solved(x, w[::-1, ::-1], b, stride, padding)


def solved(x, w, b, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    rows = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    columns = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    x = np.pad(x, ((0, 0), rows, columns, (0, 0)))
    out = np.zeros((len(x), output_size(x.shape[1], kh, down), output_size(x.shape[2], kw, right), c_out))
    for n, i, j, k in np.ndindex(out.shape):
        window = x[n, i * down : i * down + kh, j * right : j * right + kw]
        out[n, i, j, k] = np.sum(window * w[..., k]) + b[k]
    return out


# %% wrong: an average
# hint: You divide by the number of products. A convolution sums; it never averages, unless the weights do.
def conv2d_loops(x, w, b, stride=1, padding="valid"):
    return solved(x, w / w[..., 0].size, b, stride, padding)


def solved(x, w, b, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    rows = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    columns = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    x = np.pad(x, ((0, 0), rows, columns, (0, 0)))
    out = np.zeros((len(x), output_size(x.shape[1], kh, down), output_size(x.shape[2], kw, right), c_out))
    for n, i, j, k in np.ndindex(out.shape):
        window = x[n, i * down : i * down + kh, j * right : j * right + kw]
        out[n, i, j, k] = np.sum(window * w[..., k]) + b[k]
    return out


# %% wrong: no bias
# hint: The biases are missing: every filter adds its own to each of its numbers.
def conv2d_loops(x, w, b, stride=1, padding="valid"):
    return solved(x, w, 0 * b, stride, padding)


def solved(x, w, b, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    rows = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    columns = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    x = np.pad(x, ((0, 0), rows, columns, (0, 0)))
    out = np.zeros((len(x), output_size(x.shape[1], kh, down), output_size(x.shape[2], kw, right), c_out))
    for n, i, j, k in np.ndindex(out.shape):
        window = x[n, i * down : i * down + kh, j * right : j * right + kw]
        out[n, i, j, k] = np.sum(window * w[..., k]) + b[k]
    return out


# %% wrong: the stride moves nothing
# hint: You count fewer places for a larger stride, but the windows still move on by one pixel.
def conv2d_loops(x, w, b, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    rows = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    columns = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    x = np.pad(x, ((0, 0), rows, columns, (0, 0)))
    out = np.zeros((len(x), output_size(x.shape[1], kh, down), output_size(x.shape[2], kw, right), c_out))
    for n, i, j, k in np.ndindex(out.shape):
        window = x[n, i : i + kh, j : j + kw]
        out[n, i, j, k] = np.sum(window * w[..., k]) + b[k]
    return out


# %% wrong: only the first channel
# hint: Only the first input channel counts in your sums. A kernel reaches through all of them.
def conv2d_loops(x, w, b, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    rows = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    columns = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    x = np.pad(x, ((0, 0), rows, columns, (0, 0)))
    out = np.zeros((len(x), output_size(x.shape[1], kh, down), output_size(x.shape[2], kw, right), c_out))
    for n, i, j, k in np.ndindex(out.shape):
        window = x[n, i * down : i * down + kh, j * right : j * right + kw, 0]
        out[n, i, j, k] = np.sum(window * w[:, :, 0, k]) + b[k]
    return out


# %% wrong: half the kernel all round for same
# hint: For 'same' you put half a kernel of zeros on every side. With even kernels or strides that is not what same_padding says.
def conv2d_loops(x, w, b, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    rows = (kh // 2, kh // 2) if padding == "same" else (p, p)
    columns = (kw // 2, kw // 2) if padding == "same" else (p, p)
    x = np.pad(x, ((0, 0), rows, columns, (0, 0)))
    out = np.zeros((len(x), output_size(x.shape[1], kh, down), output_size(x.shape[2], kw, right), c_out))
    for n, i, j, k in np.ndindex(out.shape):
        window = x[n, i * down : i * down + kh, j * right : j * right + kw]
        out[n, i, j, k] = np.sum(window * w[..., k]) + b[k]
    return out


# %% wrong: strides exchanged
# hint: You take the second stride downwards and the first to the right. The pair is (down, right).
def conv2d_loops(x, w, b, stride=1, padding="valid"):
    right, down = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    rows = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    columns = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    x = np.pad(x, ((0, 0), rows, columns, (0, 0)))
    out = np.zeros((len(x), output_size(x.shape[1], kh, down), output_size(x.shape[2], kw, right), c_out))
    for n, i, j, k in np.ndindex(out.shape):
        window = x[n, i * down : i * down + kh, j * right : j * right + kw]
        out[n, i, j, k] = np.sum(window * w[..., k]) + b[k]
    return out
