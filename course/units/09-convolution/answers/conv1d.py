# %% right: an image one pixel high
def conv1d(x, w, b, stride=1, padding="valid"):
    before, after = same_padding(x.shape[1], len(w), stride) if padding == "same" else (0, 0)
    if padding not in ("same", "valid"):
        before = after = padding
    x = np.pad(x, ((0, 0), (before, after), (0, 0)))
    return conv2d(x[:, None], w[None], b, (1, stride))[:, 0]


# %% right: a loop over time
def conv1d(x, w, b, stride=1, padding="valid"):
    k = len(w)
    before, after = {"same": same_padding(x.shape[1], k, stride), "valid": (0, 0)}.get(padding, (padding, padding))
    x = np.pad(x, ((0, 0), (before, after), (0, 0)))
    steps = range(0, x.shape[1] - k + 1, stride)
    return np.stack([np.tensordot(x[:, t : t + k], w, axes=2) + b for t in steps], axis=1)


# %% right: windows and einsum
def conv1d(x, w, b, stride=1, padding="valid"):
    p = same_padding(x.shape[1], len(w), stride) if padding == "same" else 2 * [0 if padding == "valid" else padding]
    windows = sliding_window_view(np.pad(x, ((0, 0), tuple(p), (0, 0))), len(w), axis=1)[:, ::stride]
    return np.einsum("ntck,kco->nto", windows, w) + b


# %% wrong: the kernel turned round
# hint: Your kernel runs backwards in time. Slide it as it is: its first weight meets the earliest step of the window.
def conv1d(x, w, b, stride=1, padding="valid"):
    p = same_padding(x.shape[1], len(w), stride) if padding == "same" else 2 * [0 if padding == "valid" else padding]
    windows = sliding_window_view(np.pad(x, ((0, 0), tuple(p), (0, 0))), len(w), axis=1)[:, ::stride]
    return np.einsum("ntck,kco->nto", windows, w[::-1]) + b


# %% wrong: all zeros before
# hint: You put all the zeros before the sequence (a causal convolution). 'same' puts half of them before, half after.
def conv1d(x, w, b, stride=1, padding="valid"):
    p = same_padding(x.shape[1], len(w), stride) if padding == "same" else 2 * [0 if padding == "valid" else padding]
    windows = sliding_window_view(np.pad(x, ((0, 0), (sum(p), 0), (0, 0))), len(w), axis=1)[:, ::stride]
    return np.einsum("ntck,kco->nto", windows, w) + b


# %% wrong: no bias
# hint: The biases are missing: every filter adds its own at each time.
def conv1d(x, w, b, stride=1, padding="valid"):
    p = same_padding(x.shape[1], len(w), stride) if padding == "same" else 2 * [0 if padding == "valid" else padding]
    windows = sliding_window_view(np.pad(x, ((0, 0), tuple(p), (0, 0))), len(w), axis=1)[:, ::stride]
    return np.einsum("ntck,kco->nto", windows, w)


# %% wrong: stride ignored
# hint: You give every time step, as for stride 1. Take every stride-th window.
def conv1d(x, w, b, stride=1, padding="valid"):
    p = same_padding(x.shape[1], len(w), stride) if padding == "same" else 2 * [0 if padding == "valid" else padding]
    windows = sliding_window_view(np.pad(x, ((0, 0), tuple(p), (0, 0))), len(w), axis=1)
    return np.einsum("ntck,kco->nto", windows, w) + b


# %% wrong: padded for stride one
# hint: For 'same' you count the zeros as if the stride were 1. A larger stride may need fewer of them.
def conv1d(x, w, b, stride=1, padding="valid"):
    p = same_padding(x.shape[1], len(w)) if padding == "same" else 2 * [0 if padding == "valid" else padding]
    windows = sliding_window_view(np.pad(x, ((0, 0), tuple(p), (0, 0))), len(w), axis=1)[:, ::stride]
    return np.einsum("ntck,kco->nto", windows, w) + b


# %% wrong: time and channels exchanged
# hint: You slide along the channels. The axes are (N, time, channels), and the kernel slides along time.
def conv1d(x, w, b, stride=1, padding="valid"):
    p = same_padding(x.shape[1], len(w), stride) if padding == "same" else 2 * [0 if padding == "valid" else padding]
    windows = sliding_window_view(np.pad(x, ((0, 0), tuple(p), (0, 0))), w.shape[1], axis=2)[:, ::stride]
    return np.einsum("ntuc,kco->nto", windows, w) + b
