# %% right: a loop over channels
def local_response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    out = np.empty_like(x)
    for i in range(x.shape[-1]):
        near = x[..., max(i - n // 2, 0) : i + n // 2 + 1]
        out[..., i] = x[..., i] / (k + alpha * (near**2).sum(axis=-1)) ** beta
    return out


# %% right: shifted copies
def local_response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    x = np.array(x)
    total = np.zeros_like(x)
    for shift in range(-(n // 2), n // 2 + 1):
        for i in range(x.shape[-1]):
            if 0 <= i + shift < x.shape[-1]:
                total[..., i] += x[..., i + shift] ** 2
    return x * (k + alpha * total) ** -beta


# %% right: a band matrix
def local_response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    x = np.asarray(x)
    place = np.arange(x.shape[-1])
    near = (np.abs(place[:, None] - place) <= n // 2).astype(x.dtype)
    return x / (k + alpha * (x * x) @ near) ** beta


# %% right: sums from the beginning on
def local_response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    x = np.asarray(x)
    reach, channels = n // 2, x.shape[-1]
    before = np.concatenate([np.zeros((*x.shape[:-1], 1)), np.cumsum(x.astype(float) ** 2, axis=-1)], axis=-1)
    low, high = np.maximum(np.arange(channels) - reach, 0), np.minimum(np.arange(channels) + reach + 1, channels)
    return x / (k + alpha * (before[..., high] - before[..., low])) ** beta


# %% wrong: α divided by n
# hint: You divide the sum of squares by n, as some libraries do. In the paper α multiplies the sum itself.
def local_response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    x = np.asarray(x)
    place = np.arange(x.shape[-1])
    near = np.abs(place[:, None] - place) <= n // 2
    return x / (k + alpha / n * x**2 @ near) ** beta


# %% wrong: n channels on either side
# hint: Your window is too wide: n channels in all, n // 2 on either side.
def local_response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    x = np.asarray(x)
    place = np.arange(x.shape[-1])
    near = np.abs(place[:, None] - place) <= n
    return x / (k + alpha * x**2 @ near) ** beta


# %% wrong: over all channels
# hint: You sum over all channels. Only n of them, around each one, compete with it.
def local_response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    x = np.asarray(x)
    return x / (k + alpha * (x**2).sum(axis=-1, keepdims=True)) ** beta


# %% wrong: values, not squares
# hint: You add up the numbers themselves. The formula adds up their squares.
def local_response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    x = np.asarray(x)
    place = np.arange(x.shape[-1])
    near = np.abs(place[:, None] - place) <= n // 2
    return x / (k + alpha * np.abs(x) @ near) ** beta


# %% wrong: the power is forgotten
# hint: The sum with k is taken to the power of β before you divide by it.
def local_response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    x = np.asarray(x)
    place = np.arange(x.shape[-1])
    near = np.abs(place[:, None] - place) <= n // 2
    return x / (k + alpha * x**2 @ near)


# %% wrong: only channels before
# hint: Your window ends at the channel itself. It reaches as far after it as before it.
def local_response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    x = np.asarray(x)
    way = np.arange(x.shape[-1]) - np.arange(x.shape[-1])[:, None]
    near = (way >= 0) & (way < n)
    return x / (k + alpha * x**2 @ near) ** beta


# %% wrong: channels go round
# hint: At the first and the last channel you take others from the far end. There are simply fewer neighbours there.
def local_response_norm(x, n=5, k=2.0, alpha=1e-4, beta=0.75):
    x = np.asarray(x)
    total = sum(np.roll(x**2, shift, axis=-1) for shift in range(-(n // 2), n // 2 + 1))
    return x / (k + alpha * total) ** beta
