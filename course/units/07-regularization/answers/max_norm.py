# %% right: a factor per column
def max_norm(W, r):
    lengths = np.sqrt(np.square(W).sum(axis=0))
    return W * np.where(lengths > r, r / np.maximum(lengths, r), 1.0)


# %% right: a loop over the units, on a copy
def max_norm(W, r):
    W = np.array(W, dtype=float)
    for unit in range(W.shape[1]):
        length = np.linalg.norm(W[:, unit])
        if length > r:
            W[:, unit] *= r / length
    return W


# %% right: einsum
def max_norm(W, r):
    W = np.asarray(W)
    lengths = np.sqrt(np.einsum("iu,iu->u", W, W))
    return np.einsum("iu,u->iu", W, r / np.clip(lengths, r, None))


# %% right: a small number below the line, as Keras does it
def max_norm(W, r):
    lengths = np.linalg.norm(W, axis=0, keepdims=True)
    return W * np.clip(lengths, 0, r) / (1e-7 + lengths)


# %% wrong: all units to length r
# hint: Your short units grow: every column ends with length r. Only those that are longer change.
def max_norm(W, r):
    lengths = np.linalg.norm(W, axis=0)
    return W * (r / np.where(lengths > 0, lengths, 1))


# %% wrong: rows
# hint: You shorten rows. A unit is a column: its weights run over axis 0.
def max_norm(W, r):
    lengths = np.linalg.norm(W, axis=1, keepdims=True)
    return W * (r / np.maximum(lengths, r))


# %% wrong: the whole matrix
# hint: You measure one length for the whole matrix. Every unit has its own.
def max_norm(W, r):
    length = np.linalg.norm(W)
    return np.asarray(W) * (r / max(length, r))


# %% wrong: clipped entries
# hint: You cut off single weights, which changes the direction. Shorten the whole column by one factor.
def max_norm(W, r):
    return np.clip(W, -r, r)


# %% wrong: divided by zero
# hint: A column of zeros gives you 0/0. It is short enough and stays as it is.
def max_norm(W, r):
    lengths = np.linalg.norm(W, axis=0)
    return W * np.where(lengths > r, r / lengths, 1)


# %% wrong: in place
# hint: Your function changes the weights that it is given. Work on a copy.
def max_norm(W, r):
    W = np.asarray(W)
    lengths = np.linalg.norm(W, axis=0)
    W[...] = W * r / np.maximum(lengths, r)
    return W


# %% wrong: the squared length
# hint: You compare and divide by the squared length. Take the root first.
def max_norm(W, r):
    squared = np.square(W).sum(axis=0)
    return W * (r / np.maximum(squared, r))


# %% wrong: the sum of sizes as length
# hint: Your length is the sum of the sizes. Here it is the root of the sum of squares.
def max_norm(W, r):
    lengths = np.abs(W).sum(axis=0)
    return W * (r / np.maximum(lengths, r))
