# %% right: rng.normal
def he_normal(shape, rng):
    return rng.normal(0, np.sqrt(2 / fans(shape)[0]), shape)


# %% right: standard normal, scaled
def he_normal(shape, rng):
    fan_in = math.prod(shape[:-1])
    return rng.standard_normal(shape) * (2 / fan_in) ** 0.5


# %% right: row by row, float32
def he_normal(shape, rng):
    fan_in, _ = fans(shape)
    rows = [rng.normal(scale=math.sqrt(2 / fan_in), size=shape[1:]) for _ in range(shape[0])]
    return np.stack(rows).astype(np.float32)


# %% right: truncated at two sigma, as Keras does it
def he_normal(shape, rng):
    z = rng.normal(size=shape)
    while (np.abs(z) > 2).any():
        z = np.where(np.abs(z) > 2, rng.normal(size=shape), z)
    return z / 0.87962566103423978 * np.sqrt(2 / fans(shape)[0])


# %% wrong: Glorot's
# hint: Your σ takes both fans: that is Glorot's. He looks at the connections into a unit only.
def he_normal(shape, rng):
    return rng.normal(0, np.sqrt(2 / sum(fans(shape))), shape)


# %% wrong: fan_out
# hint: You divide by the connections out of a unit. What a unit adds up are those that come in.
def he_normal(shape, rng):
    return rng.normal(0, np.sqrt(2 / fans(shape)[1]), shape)


# %% wrong: the variance where σ belongs
# hint: rng.normal wants the standard deviation, and you give it the variance. Take the root.
def he_normal(shape, rng):
    return rng.normal(0, 2 / fans(shape)[0], shape)


# %% wrong: LeCun's, without the 2
# hint: Your σ is too small by √2. ReLU silences half of the sums; the 2 makes up for it.
def he_normal(shape, rng):
    return rng.normal(0, np.sqrt(1 / fans(shape)[0]), shape)


# %% wrong: a uniform distribution
# hint: Your weights have a sharp edge: they come from a uniform distribution. Here a normal one is wanted.
def he_normal(shape, rng):
    r = np.sqrt(6 / fans(shape)[0])
    return rng.uniform(-r, r, shape)


# %% wrong: the field is forgotten
# hint: Dense kernels are right, convolutions are not: use fans(shape), which counts the places of the field too.
def he_normal(shape, rng):
    return rng.normal(0, np.sqrt(2 / shape[-2]), shape)


# %% wrong: the first number of the shape
# hint: You divide by the first number of the shape. In a convolution kernel that is a side of the field, not the fan-in.
def he_normal(shape, rng):
    return rng.normal(0, np.sqrt(2 / shape[0]), shape)


# %% wrong: the root of the 2 is missing
# hint: Your σ is too large by √2: the 2 stands under the root, too.
def he_normal(shape, rng):
    return rng.normal(0, 2 / np.sqrt(fans(shape)[0]), shape)


# %% wrong: a generator of its own
# hint: Your weights are the same at every call: you made a generator of your own. Use the rng that you are given.
def he_normal(shape, rng):
    return np.random.default_rng(0).normal(0, np.sqrt(2 / fans(shape)[0]), shape)
