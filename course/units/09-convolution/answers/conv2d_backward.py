# %% right: a loop over the places of the output
def conv2d_backward(dout, x, w, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    above, below = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    left, after = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    padded = np.pad(x, ((0, 0), (above, below), (left, after), (0, 0)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i, j in np.ndindex(dout.shape[1:3]):
        here = np.s_[:, i * down : i * down + kh, j * right : j * right + kw]
        dw += np.tensordot(padded[here], dout[:, i, j], axes=(0, 0))
        dpadded[here] += np.tensordot(dout[:, i, j], w, axes=(1, 3))
    dx = dpadded[:, above : above + x.shape[1], left : left + x.shape[2]]
    return dx, dw, dout.sum(axis=(0, 1, 2))


# %% right: a loop over the places of the kernel
def conv2d_backward(dout, x, w, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    above, below = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    left, after = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    padded = np.pad(x, ((0, 0), (above, below), (left, after), (0, 0)))
    _, oh, ow, _ = dout.shape
    flat = dout.reshape(-1, c_out)
    dpadded, dw = np.zeros(padded.shape, dout.dtype), np.zeros(w.shape, dout.dtype)
    for u in range(kh):
        for v in range(kw):
            met = np.s_[:, u : u + down * (oh - 1) + 1 : down, v : v + right * (ow - 1) + 1 : right]
            dw[u, v] = padded[met].reshape(len(flat), -1).T @ flat
            dpadded[met] += dout @ w[u, v].T
    dx = dpadded[:, above : above + x.shape[1], left : left + x.shape[2]]
    return dx, dw, flat.sum(axis=0)


# %% right: dx as a convolution with the kernel turned round
def conv2d_backward(dout, x, w, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    above, below = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    left, after = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    padded = np.pad(x, ((0, 0), (above, below), (left, after), (0, 0)))
    n, oh, ow, _ = dout.shape
    _, height, width, _ = padded.shape
    spread = np.zeros((n, height + kh - 1, width + kw - 1, c_out))
    spread[:, kh - 1 : kh - 1 + oh * down : down, kw - 1 : kw - 1 + ow * right : right] = dout
    dpadded = conv2d(spread, w[::-1, ::-1].swapaxes(2, 3), np.zeros(w.shape[2]))
    windows = sliding_window_view(padded, (kh, kw), axis=(1, 2))[:, ::down, ::right]
    dw = np.einsum("nijcuv,nijk->uvck", windows, dout)
    return dpadded[:, above : above + x.shape[1], left : left + x.shape[2]], dw, np.einsum("nijk->k", dout)


# %% right: one number at a time, as a list
def conv2d_backward(dout, x, w, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    above, below = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    left, after = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    padded = np.pad(x, ((0, 0), (above, below), (left, after), (0, 0)))
    dpadded, dw, db = np.zeros(padded.shape), np.zeros(w.shape), np.zeros(c_out)
    for n, i, j, k in np.ndindex(dout.shape):
        here = np.s_[n, i * down : i * down + kh, j * right : j * right + kw]
        db[k] += dout[n, i, j, k]
        dw[..., k] += dout[n, i, j, k] * padded[here]
        dpadded[here] += dout[n, i, j, k] * w[..., k]
    return [dpadded[:, above : above + x.shape[1], left : left + x.shape[2]], dw, db]


# %% wrong: dx replaced where windows overlap
# hint: Where windows overlap, dx keeps only the last window's share. A pixel lies in many windows: shares add.
def conv2d_backward(dout, x, w, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    above, below = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    left, after = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    padded = np.pad(x, ((0, 0), (above, below), (left, after), (0, 0)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i, j in np.ndindex(dout.shape[1:3]):
        here = np.s_[:, i * down : i * down + kh, j * right : j * right + kw]
        dw += np.tensordot(padded[here], dout[:, i, j], axes=(0, 0))
        dpadded[here] = np.tensordot(dout[:, i, j], w, axes=(1, 3))
    dx = dpadded[:, above : above + x.shape[1], left : left + x.shape[2]]
    return dx, dw, dout.sum(axis=(0, 1, 2))


# %% wrong: dw of the last place only
# hint: dw keeps only the last window's share. A weight is used at every place: shares add.
def conv2d_backward(dout, x, w, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    above, below = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    left, after = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    padded = np.pad(x, ((0, 0), (above, below), (left, after), (0, 0)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i, j in np.ndindex(dout.shape[1:3]):
        here = np.s_[:, i * down : i * down + kh, j * right : j * right + kw]
        dw = np.tensordot(padded[here], dout[:, i, j], axes=(0, 0))
        dpadded[here] += np.tensordot(dout[:, i, j], w, axes=(1, 3))
    dx = dpadded[:, above : above + x.shape[1], left : left + x.shape[2]]
    return dx, dw, dout.sum(axis=(0, 1, 2))


# %% wrong: the kernel turned round once too often
# hint: dx gets the kernel turned round. Each window receives g times the kernel as it is.
def conv2d_backward(dout, x, w, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    above, below = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    left, after = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    padded = np.pad(x, ((0, 0), (above, below), (left, after), (0, 0)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i, j in np.ndindex(dout.shape[1:3]):
        here = np.s_[:, i * down : i * down + kh, j * right : j * right + kw]
        dw += np.tensordot(padded[here], dout[:, i, j], axes=(0, 0))
        dpadded[here] += np.tensordot(dout[:, i, j], w[::-1, ::-1], axes=(1, 3))
    dx = dpadded[:, above : above + x.shape[1], left : left + x.shape[2]]
    return dx, dw, dout.sum(axis=(0, 1, 2))


# %% wrong: the border left on
# hint: dx still has the zeros' places around it. It should have the shape of x.
def conv2d_backward(dout, x, w, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    above, below = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    left, after = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    padded = np.pad(x, ((0, 0), (above, below), (left, after), (0, 0)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i, j in np.ndindex(dout.shape[1:3]):
        here = np.s_[:, i * down : i * down + kh, j * right : j * right + kw]
        dw += np.tensordot(padded[here], dout[:, i, j], axes=(0, 0))
        dpadded[here] += np.tensordot(dout[:, i, j], w, axes=(1, 3))
    dx = dpadded
    return dx, dw, dout.sum(axis=(0, 1, 2))


# %% wrong: the border cut off as if it were even
# hint: You cut the same border off on either side of dx. For 'same' there may be one zero more after than before.
def conv2d_backward(dout, x, w, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    above, below = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    left, after = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    padded = np.pad(x, ((0, 0), (above, below), (left, after), (0, 0)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i, j in np.ndindex(dout.shape[1:3]):
        here = np.s_[:, i * down : i * down + kh, j * right : j * right + kw]
        dw += np.tensordot(padded[here], dout[:, i, j], axes=(0, 0))
        dpadded[here] += np.tensordot(dout[:, i, j], w, axes=(1, 3))
    dx = dpadded[:, below : below + x.shape[1], after : after + x.shape[2]]
    return dx, dw, dout.sum(axis=(0, 1, 2))


# %% wrong: stride forgotten on the way back
# hint: On the way back your windows move on by one pixel, whatever the stride was.
def conv2d_backward(dout, x, w, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    above, below = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    left, after = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    padded = np.pad(x, ((0, 0), (above, below), (left, after), (0, 0)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i, j in np.ndindex(dout.shape[1:3]):
        here = np.s_[:, i * down : i * down + kh, j * right : j * right + kw]
        here = np.s_[:, i : i + kh, j : j + kw]
        dw += np.tensordot(padded[here], dout[:, i, j], axes=(0, 0))
        dpadded[here] += np.tensordot(dout[:, i, j], w, axes=(1, 3))
    dx = dpadded[:, above : above + x.shape[1], left : left + x.shape[2]]
    return dx, dw, dout.sum(axis=(0, 1, 2))


# %% wrong: db averaged
# hint: db is averaged. The mean is already in dout; here the shares of all places and images add.
def conv2d_backward(dout, x, w, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    above, below = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    left, after = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    padded = np.pad(x, ((0, 0), (above, below), (left, after), (0, 0)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i, j in np.ndindex(dout.shape[1:3]):
        here = np.s_[:, i * down : i * down + kh, j * right : j * right + kw]
        dw += np.tensordot(padded[here], dout[:, i, j], axes=(0, 0))
        dpadded[here] += np.tensordot(dout[:, i, j], w, axes=(1, 3))
    dx = dpadded[:, above : above + x.shape[1], left : left + x.shape[2]]
    return dx, dw, dout.mean(axis=(0, 1, 2))


# %% wrong: db per image
# hint: db still has one row per image. A bias is used by all images and at all places.
def conv2d_backward(dout, x, w, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    above, below = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    left, after = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    padded = np.pad(x, ((0, 0), (above, below), (left, after), (0, 0)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i, j in np.ndindex(dout.shape[1:3]):
        here = np.s_[:, i * down : i * down + kh, j * right : j * right + kw]
        dw += np.tensordot(padded[here], dout[:, i, j], axes=(0, 0))
        dpadded[here] += np.tensordot(dout[:, i, j], w, axes=(1, 3))
    dx = dpadded[:, above : above + x.shape[1], left : left + x.shape[2]]
    return dx, dw, dout.sum(axis=(1, 2))


# %% wrong: averaged over the images
# hint: dw is averaged over the images. The mean is already in dout; here the images' shares add.
def conv2d_backward(dout, x, w, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    above, below = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    left, after = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    padded = np.pad(x, ((0, 0), (above, below), (left, after), (0, 0)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i, j in np.ndindex(dout.shape[1:3]):
        here = np.s_[:, i * down : i * down + kh, j * right : j * right + kw]
        dw += np.tensordot(padded[here], dout[:, i, j], axes=(0, 0))
        dpadded[here] += np.tensordot(dout[:, i, j], w, axes=(1, 3))
    dx = dpadded[:, above : above + x.shape[1], left : left + x.shape[2]]
    return dx, dw / len(x), dout.sum(axis=(0, 1, 2))


# %% wrong: another order of answers
# hint: The three gradients come in another order than asked: dx, dw, db.
def conv2d_backward(dout, x, w, stride=1, padding="valid"):
    down, right = (stride, stride) if np.ndim(stride) == 0 else stride
    kh, kw, _, c_out = w.shape
    p = 0 if padding == "valid" else padding
    above, below = same_padding(x.shape[1], kh, down) if padding == "same" else (p, p)
    left, after = same_padding(x.shape[2], kw, right) if padding == "same" else (p, p)
    padded = np.pad(x, ((0, 0), (above, below), (left, after), (0, 0)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i, j in np.ndindex(dout.shape[1:3]):
        here = np.s_[:, i * down : i * down + kh, j * right : j * right + kw]
        dw += np.tensordot(padded[here], dout[:, i, j], axes=(0, 0))
        dpadded[here] += np.tensordot(dout[:, i, j], w, axes=(1, 3))
    dx = dpadded[:, above : above + x.shape[1], left : left + x.shape[2]]
    return dw, dx, dout.sum(axis=(0, 1, 2))
