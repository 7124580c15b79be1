# %% right: largest taken off
def softmax(z, axis=-1):
    powers = np.exp(z - z.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


# %% right: through the logarithm of the sum
def softmax(z, axis=-1):
    log_sum = np.logaddexp.reduce(z, axis=axis, keepdims=True)
    return np.exp(z - log_sum)


# %% right: the axis moved to the end
def softmax(z, axis=-1):
    scores = np.moveaxis(z, axis, -1)
    powers = np.exp(scores - scores.max(axis=-1)[..., None])
    shares = powers / np.einsum("...k->...", powers)[..., None]
    return np.moveaxis(shares, -1, axis)


# %% right: a loop over the groups
def softmax(z, axis=-1):
    def one_group(scores):
        powers = np.exp(scores - max(scores))
        return powers / sum(powers)

    return np.apply_along_axis(one_group, axis, z)


# %% right: in place on a copy
def softmax(z, axis=-1):
    out = np.array(z, dtype=float)
    out -= np.expand_dims(out.max(axis=axis), axis)
    np.exp(out, out=out)
    out /= np.expand_dims(out.sum(axis=axis), axis)
    return out


# %% right: returning lists
def softmax(z, axis=-1):
    powers = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return (powers / np.sum(powers, axis=axis, keepdims=True)).tolist()


# %% wrong: overflows
# hint: The shares are right for small scores, but e to a large score overflows. Take the largest competing score
# hint: off first.
def softmax(z, axis=-1):
    powers = np.exp(z)
    return powers / powers.sum(axis=axis, keepdims=True)


# %% wrong: one largest score for all
# hint: You take off the largest score of the whole array. A row that lies far below it loses all its powers, and
# hint: 0/0 is left: each group needs its own largest score.
def softmax(z, axis=-1):
    powers = np.exp(z - z.max())
    return powers / powers.sum(axis=axis, keepdims=True)


# %% wrong: one sum for all
# hint: Your shares sum to 1 over the whole array. They should sum to 1 along the axis, in each row by itself.
def softmax(z, axis=-1):
    powers = np.exp(z - z.max(axis=axis, keepdims=True))
    return powers / powers.sum()


# %% wrong: always the last axis
# hint: You always use the last axis, whatever is asked for. Use the argument `axis`.
def softmax(z, axis=-1):
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


# %% wrong: the first axis
# hint: Your shares sum to 1 down the columns even if no axis is given. Without an axis it is the last one.
def softmax(z, axis=0):
    powers = np.exp(z - z.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


# %% wrong: sigmoids
# hint: Each of your numbers is between 0 and 1, but they don't sum to 1: those are sigmoids, which don't compete.
def softmax(z, axis=-1):
    return (1 + np.tanh(z / 2)) / 2


# %% wrong: shares of the scores themselves
# hint: You divide the scores by their sum. Take e to their powers first, so that negative scores give shares too.
def softmax(z, axis=-1):
    return z / z.sum(axis=axis, keepdims=True)


# %% wrong: the winner takes all
# hint: You give everything to the largest score. Softmax leaves the others a share.
def softmax(z, axis=-1):
    return (z == z.max(axis=axis, keepdims=True)).astype(float)


# %% wrong: the logarithm of the shares
# hint: Your numbers are not positive: you return the logarithms of the shares. Take e to their powers at the end.
def softmax(z, axis=-1):
    return z - np.logaddexp.reduce(z, axis=axis, keepdims=True)


# %% wrong: shape of the sums
# hint: The sums lost their axis, so they don't match row by row (it fails, or divides the wrong numbers). Keep it:
# hint: keepdims=True.
def softmax(z, axis=-1):
    powers = np.exp(z - z.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis)
