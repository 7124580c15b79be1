# %% right: rng.uniform
def he_uniform(shape, rng):
    r = np.sqrt(6 / fans(shape)[0])
    return rng.uniform(-r, r, shape)


# %% right: rng.random, moved and scaled
def he_uniform(shape, rng):
    return (rng.random(shape) - 0.5) * 2 * (6 / math.prod(shape[:-1])) ** 0.5


# %% right: from σ, float32
def he_uniform(shape, rng):
    r = math.sqrt(3) * math.sqrt(2 / fans(shape)[0])
    return rng.uniform(low=-r, high=r, size=shape).astype(np.float32)


# %% right: one draw at a time
def he_uniform(shape, rng):
    r = math.sqrt(6 / fans(shape)[0])
    return np.array([r - 2 * r * rng.random() for _ in range(math.prod(shape))]).reshape(shape)


# %% wrong: Glorot's limit
# hint: Your limit takes both fans: that is Glorot's. He looks at the connections into a unit only.
def he_uniform(shape, rng):
    r = np.sqrt(6 / sum(fans(shape)))
    return rng.uniform(-r, r, shape)


# %% wrong: σ where r belongs
# hint: Your limit is the standard deviation √(2/fan_in). A uniform distribution needs a limit √3 times as large.
def he_uniform(shape, rng):
    r = np.sqrt(2 / fans(shape)[0])
    return rng.uniform(-r, r, shape)


# %% wrong: from 0 to r
# hint: None of your weights is negative. The low limit is −r.
def he_uniform(shape, rng):
    return rng.uniform(0, np.sqrt(6 / fans(shape)[0]), shape)


# %% wrong: fan_out
# hint: You divide by the connections out of a unit. What a unit adds up are those that come in.
def he_uniform(shape, rng):
    r = np.sqrt(6 / fans(shape)[1])
    return rng.uniform(-r, r, shape)


# %% wrong: a normal distribution
# hint: Some of your weights are beyond r: they come from a normal distribution.
def he_uniform(shape, rng):
    return rng.normal(0, np.sqrt(2 / fans(shape)[0]), shape)


# %% wrong: the field is forgotten
# hint: Dense kernels are right, convolutions are not: use fans(shape), which counts the places of the field too.
def he_uniform(shape, rng):
    r = np.sqrt(6 / shape[-2])
    return rng.uniform(-r, r, shape)


# %% wrong: the variance of LeCun
# hint: Your limit is √(3/fan_in), which gives the variance 1/fan_in. He needs twice that variance.
def he_uniform(shape, rng):
    r = np.sqrt(3 / fans(shape)[0])
    return rng.uniform(-r, r, shape)


# %% wrong: ±1/√fan_in
# hint: ±1/√fan_in is an old rule; its variance is a sixth of what ReLU needs.
def he_uniform(shape, rng):
    r = 1 / np.sqrt(fans(shape)[0])
    return rng.uniform(-r, r, shape)


# %% wrong: a generator of its own
# hint: Your weights are the same at every call: you made a generator of your own. Use the rng that you are given.
def he_uniform(shape, rng):
    r = np.sqrt(6 / fans(shape)[0])
    return np.random.default_rng(0).uniform(-r, r, shape)
