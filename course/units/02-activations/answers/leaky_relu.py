# %% right: where
def leaky_relu(z, alpha):
    return np.where(z > 0, z, alpha * z)


# %% right: the larger of both
def leaky_relu(z, alpha):
    return np.maximum(z, alpha * z)


# %% right: positive part and leak
def leaky_relu(z, alpha):
    return np.maximum(z, 0) + alpha * np.minimum(z, 0)


# %% right: in place on a copy
def leaky_relu(z, alpha):
    out = np.array(z)
    out[out < 0] *= alpha
    return out


# %% right: a loop over the entries
def leaky_relu(z, alpha):
    out = np.zeros(z.shape)
    for place in np.ndindex(*z.shape):
        out[place] = z[place] if z[place] > 0 else alpha * z[place]
    return out


# %% wrong: always 0.01
# hint: Your leak is 0.01 whatever alpha is. Use the argument.
def leaky_relu(z, alpha):
    return np.where(z > 0, z, 0.01 * z)


# %% wrong: the leak on the wrong side
# hint: You weaken the positive side and keep the negative one. It is the other way round.
def leaky_relu(z, alpha):
    return np.where(z > 0, alpha * z, z)


# %% wrong: no leak
# hint: Your negative side is 0: that is plain ReLU. Let alpha·z through there.
def leaky_relu(z, alpha):
    return np.maximum(z, 0)


# %% wrong: both sides
# hint: You multiply both sides by alpha. The positive side stays as it is.
def leaky_relu(z, alpha):
    return alpha * z


# %% wrong: a constant leak
# hint: Your negative side is the constant alpha. The leak is a slope: alpha times the sum.
def leaky_relu(z, alpha):
    return np.where(z > 0, z, alpha)


# %% wrong: the leak upside down
# hint: Your leak comes out positive. A negative sum should give a small negative number.
def leaky_relu(z, alpha):
    return np.where(z > 0, z, -alpha * z)


# %% wrong: never below minus alpha
# hint: You cut the negative side off at −alpha. It goes on falling, with the slope alpha.
def leaky_relu(z, alpha):
    return np.maximum(z, -alpha)


# %% wrong: changes the caller's array
# hint: The numbers are right, but the caller's array is changed. Make a new array.
def leaky_relu(z, alpha):
    z[z < 0] *= alpha
    return z
