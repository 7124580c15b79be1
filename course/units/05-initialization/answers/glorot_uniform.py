# %% right: rng.uniform
def glorot_uniform(shape, rng):
    fan_in, fan_out = fans(shape)
    r = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-r, r, shape)


# %% right: rng.random, moved and scaled
def glorot_uniform(shape, rng):
    return (2 * rng.random(shape) - 1) * (6 / sum(fans(shape))) ** 0.5


# %% right: one draw at a time, float32
def glorot_uniform(shape, rng):
    r = math.sqrt(6 / sum(fans(shape)))
    W = np.empty(shape, dtype=np.float32)
    for i in np.ndindex(*shape):
        W[i] = rng.uniform(-r, r)
    return W


# %% right: from σ, the size and the sign apart
def glorot_uniform(shape, rng):
    sigma = np.sqrt(2 / sum(fans(shape)))
    return rng.random(shape) * np.sqrt(3) * sigma * rng.choice([-1, 1], size=shape)


# %% wrong: from 0 to r
# hint: None of your weights is negative: rng.uniform starts at the low limit that you give it. The low limit is −r.
def glorot_uniform(shape, rng):
    return rng.uniform(0, np.sqrt(6 / sum(fans(shape))), shape)


# %% wrong: σ where r belongs
# hint: Your limit is the standard deviation √(2/(fan_in + fan_out)). A uniform distribution needs a limit √3 times as large.
def glorot_uniform(shape, rng):
    r = np.sqrt(2 / sum(fans(shape)))
    return rng.uniform(-r, r, shape)


# %% wrong: a normal distribution
# hint: Some of your weights are beyond r: they come from a normal distribution.
def glorot_uniform(shape, rng):
    return rng.normal(0, np.sqrt(2 / sum(fans(shape))), shape)


# %% wrong: no root
# hint: Your limit is far too small: the root is missing.
def glorot_uniform(shape, rng):
    r = 6 / sum(fans(shape))
    return rng.uniform(-r, r, shape)


# %% wrong: He's limit
# hint: Your limit looks at the inputs of a unit only: that is He's. Glorot's takes both fans.
def glorot_uniform(shape, rng):
    r = np.sqrt(6 / fans(shape)[0])
    return rng.uniform(-r, r, shape)


# %% wrong: ±1/√fan_in
# hint: ±1/√fan_in is an old rule with a third of the variance 1/fan_in. Glorot's limit is √(6/(fan_in + fan_out)).
def glorot_uniform(shape, rng):
    r = 1 / np.sqrt(fans(shape)[0])
    return rng.uniform(-r, r, shape)


# %% wrong: the shape instead of the fans
# hint: Dense kernels are right, convolutions are not: use fans(shape), which counts the places of the field too.
def glorot_uniform(shape, rng):
    r = np.sqrt(6 / (shape[-2] + shape[-1]))
    return rng.uniform(-r, r, shape)


# %% wrong: one row for all
# hint: You draw one row and repeat it. Every weight needs a draw of its own.
def glorot_uniform(shape, rng):
    r = np.sqrt(6 / sum(fans(shape)))
    return np.broadcast_to(rng.uniform(-r, r, shape[1:]), shape).copy()


# %% wrong: always the same seed
# hint: Your weights are the same at every call: you made a generator of your own. Use the rng that you are given.
def glorot_uniform(shape, rng):
    r = np.sqrt(6 / sum(fans(shape)))
    return np.random.default_rng(1).uniform(-r, r, shape)
