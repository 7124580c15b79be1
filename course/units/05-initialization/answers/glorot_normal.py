# %% right: rng.normal
def glorot_normal(shape, rng):
    fan_in, fan_out = fans(shape)
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), shape)


# %% right: standard normal, scaled
def glorot_normal(shape, rng):
    return rng.standard_normal(shape) * np.sqrt(2 / sum(fans(shape)))


# %% right: the fans again, one draw at a time, float32
def glorot_normal(shape, rng):
    field = int(np.prod(shape[:-2]))
    sigma = (2 / (field * (shape[-2] + shape[-1]))) ** 0.5
    draws = [rng.normal(scale=sigma) for _ in range(int(np.prod(shape)))]
    return np.array(draws, dtype=np.float32).reshape(shape)


# %% right: truncated at two sigma, as Keras does it
def glorot_normal(shape, rng):
    z = rng.normal(size=shape)
    while (np.abs(z) > 2).any():
        z = np.where(np.abs(z) > 2, rng.normal(size=shape), z)
    return z / 0.87962566103423978 * np.sqrt(2 / sum(fans(shape)))


# %% wrong: the variance where σ belongs
# hint: Your weights are far too small: rng.normal wants the standard deviation. Take the root of the variance.
def glorot_normal(shape, rng):
    fan_in, fan_out = fans(shape)
    return rng.normal(0, 2 / (fan_in + fan_out), shape)


# %% wrong: fan_in only, as He
# hint: Your σ looks at the inputs of a unit only: that is He's. Glorot's is a compromise of both fans.
def glorot_normal(shape, rng):
    return rng.normal(0, np.sqrt(2 / fans(shape)[0]), shape)


# %% wrong: the 2 is missing
# hint: Your σ is too small by √2 everywhere. The variance is 1 over the mean of the two fans, not over their sum.
def glorot_normal(shape, rng):
    return rng.normal(0, np.sqrt(1 / sum(fans(shape))), shape)


# %% wrong: a uniform distribution
# hint: Your weights have a sharp edge: they come from a uniform distribution. Here a normal one is wanted.
def glorot_normal(shape, rng):
    r = np.sqrt(6 / sum(fans(shape)))
    return rng.uniform(-r, r, shape)


# %% wrong: the 6 of the uniform form
# hint: Your σ is too large by √3. The 6 belongs to the limit of the uniform form.
def glorot_normal(shape, rng):
    return rng.normal(0, np.sqrt(6 / sum(fans(shape))), shape)


# %% wrong: the shape instead of the fans
# hint: Dense kernels are right, convolutions are not: use fans(shape), which counts the places of the field too.
def glorot_normal(shape, rng):
    return rng.normal(0, np.sqrt(2 / (shape[-2] + shape[-1])), shape)


# %% wrong: LeCun's
# hint: Your variance is 1/fan_in. Glorot's takes the mean of fan_in and fan_out.
def glorot_normal(shape, rng):
    return rng.normal(0, np.sqrt(1 / fans(shape)[0]), shape)


# %% wrong: always the same seed
# hint: Your weights are the same at every call: you made a generator of your own. Use the rng that you are given.
def glorot_normal(shape, rng):
    return np.random.default_rng(0).normal(0, np.sqrt(2 / sum(fans(shape))), shape)


# %% wrong: the σ of a truncated normal is not corrected
# hint: You cut off the ends, and the spread shrinks: your σ is about 12 % too small. Divide by the σ of what is left.
def glorot_normal(shape, rng):
    z = rng.normal(size=shape)
    while (np.abs(z) > 2).any():
        z = np.where(np.abs(z) > 2, rng.normal(size=shape), z)
    return z * np.sqrt(2 / sum(fans(shape)))
