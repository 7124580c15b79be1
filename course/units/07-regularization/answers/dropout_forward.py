# %% right: as in the hints
def dropout_forward(x, rate, rng, training):
    x = np.asarray(x)
    mask = (rng.random(x.shape) >= rate) / (1 - rate) if training else np.ones(x.shape)
    return x * mask, mask


# %% right: binomial draws
def dropout_forward(x, rate, rng, training):
    x = np.asarray(x, dtype=float)
    if not training:
        return x.copy(), np.ones_like(x)
    mask = rng.binomial(1, 1 - rate, size=x.shape) / (1 - rate)
    return x * mask, mask


# %% right: a loop
def dropout_forward(x, rate, rng, training):
    x = np.array(x, dtype=float)
    mask = np.ones_like(x)
    if training:
        for place in np.ndindex(x.shape):
            mask[place] = 0.0 if rng.random() < rate else 1.0 / (1.0 - rate)
    return x * mask, mask


# %% right: dropped on a copy, the mask a pair
def dropout_forward(x, rate, rng, training):
    out = np.array(x, dtype=float)
    if not training:
        return out, (np.ones(out.shape, dtype=bool), 1.0)
    kept = rng.choice([False, True], size=out.shape, p=[rate, 1 - rate])
    out[~kept] = 0
    return out / (1 - rate), (kept, 1 - rate)


def dropout_backward(dout, mask):
    kept, share = mask
    return dout * kept / share


# %% wrong: kept at the rate
# hint: You keep with the probability with which you should drop. `rate` is the probability of being dropped.
def dropout_forward(x, rate, rng, training):
    mask = (rng.random(x.shape) < rate) / rate if training and rate else np.ones(x.shape)
    return x * mask, mask


# %% wrong: not scaled
# hint: Your kept entries stay as they were, so the next layer gets less while training than in use.
# hint: Divide them by the probability of being kept.
def dropout_forward(x, rate, rng, training):
    mask = (rng.random(x.shape) >= rate).astype(float) if training else np.ones(x.shape)
    return x * mask, mask


# %% wrong: scaled by the rate of dropping
# hint: You divide what is kept by the probability of dropping. It is the probability of keeping, 1 − rate.
def dropout_forward(x, rate, rng, training):
    if not training or rate == 0:
        return x, np.ones(x.shape)
    mask = (rng.random(x.shape) >= rate) / rate
    return x * mask, mask


# %% wrong: scaled in use, not in training
# hint: You scale when the network is used. That is the first form of dropout; here it is inverted: scale while training, and leave x alone in use.
def dropout_forward(x, rate, rng, training):
    mask = (rng.random(x.shape) >= rate).astype(float) if training else np.full(x.shape, 1 - rate)
    return x * mask, mask


# %% wrong: dropped in use as well
# hint: You drop entries with training=False, too. Then x passes as it is.
def dropout_forward(x, rate, rng, training):
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return x * mask, mask


# %% wrong: one mask for all rows
# hint: All your rows lose the same columns. Every entry needs a draw of its own.
def dropout_forward(x, rate, rng, training):
    mask = (rng.random(x.shape[-1]) >= rate) / (1 - rate) if training else np.ones(x.shape)
    return x * mask, mask * np.ones(x.shape)


# %% wrong: whole rows
# hint: You drop whole rows. Every entry needs a draw of its own.
def dropout_forward(x, rate, rng, training):
    keep = (rng.random((len(x),) + (1,) * (x.ndim - 1)) >= rate) / (1 - rate)
    mask = keep * np.ones(x.shape) if training else np.ones(x.shape)
    return x * mask, mask


# %% wrong: NumPy's own chance
# hint: Your draws don't come from the rng that you were given: with one seed twice, other entries are dropped.
def dropout_forward(x, rate, rng, training):
    mask = (np.random.default_rng().random(x.shape) >= rate) / (1 - rate) if training else np.ones(x.shape)
    return x * mask, mask


# %% wrong: normal draws
# hint: You compare the rate with draws that are not even from 0 to 1. Use rng.random.
def dropout_forward(x, rate, rng, training):
    mask = (rng.normal(size=x.shape) >= rate) / (1 - rate) if training else np.ones(x.shape)
    return x * mask, mask


# %% wrong: in place
# hint: Your function changes x. Work on a copy.
def dropout_forward(x, rate, rng, training):
    mask = (rng.random(x.shape) >= rate) / (1 - rate) if training else np.ones(x.shape)
    x *= mask.astype(x.dtype)
    return x, mask
