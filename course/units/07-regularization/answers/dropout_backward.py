# %% right: times the mask
def dropout_backward(dout, mask):
    return dout * mask


# %% right: a loop
def dropout_backward(dout, mask):
    dout, mask = np.asarray(dout), np.asarray(mask)
    dx = np.zeros(dout.shape)
    for place in np.ndindex(dout.shape):
        dx[place] = dout[place] * mask[place]
    return dx


# %% right: in place on a copy
def dropout_backward(dout, mask):
    dx = np.array(dout, dtype=float)
    dx *= mask
    return dx


# %% wrong: not masked
# hint: Your gradient passes through dropped entries, too. They had no influence on the loss.
def dropout_backward(dout, mask):
    return np.array(dout)


# %% wrong: only zeroed
# hint: You set the dropped entries to 0, but forget the factor with which the others went forward.
def dropout_backward(dout, mask):
    return dout * (np.asarray(mask) != 0)


# %% wrong: scaled twice
# hint: You scale once more than forward: the factor 1/(1 − rate) is in your gradient twice.
def dropout_backward(dout, mask):
    return dout * np.square(mask)


# %% wrong: divided
# hint: Your kept entries get smaller where they should get larger: dx is dout times the mask, not divided by it.
def dropout_backward(dout, mask):
    mask = np.asarray(mask)
    return np.where(mask != 0, dout / np.where(mask != 0, mask, 1), 0)


# %% wrong: the mask itself
# hint: Your answer doesn't depend on dout.
def dropout_backward(dout, mask):
    return np.array(mask)


# %% wrong: in place
# hint: Your function changes dout. Make a new array.
def dropout_backward(dout, mask):
    dout *= np.asarray(mask, dtype=dout.dtype)
    return dout


# %% wrong: the dropped ones
# hint: You let the gradient through where entries were dropped, and stop it where they were kept.
def dropout_backward(dout, mask):
    mask = np.asarray(mask)
    return dout * (mask.max() - mask)
