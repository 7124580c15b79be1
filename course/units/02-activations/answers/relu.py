# %% right: maximum
def relu(z):
    return np.maximum(0, z)


# %% right: where
def relu(z):
    return np.where(z > 0, z, 0.0)


# %% right: times the decision
def relu(z):
    return z * (z > 0)


# %% right: in place on a copy
def relu(z):
    out = z.copy()
    out[out < 0] = 0
    return out


# %% right: half of z plus its size
def relu(z):
    return (z + np.abs(z)) / 2


# %% right: a loop, returning lists
def relu(z):
    if np.ndim(z) == 0:
        return max(0.0, float(z))
    return [relu(part) for part in z]


# %% wrong: keeps the wrong side
# hint: Your output is 0 where the sum is positive. Which side does ReLU keep?
def relu(z):
    return np.minimum(z, 0)


# %% wrong: absolute value
# hint: You turn negative sums positive. ReLU makes them 0.
def relu(z):
    return np.abs(z)


# %% wrong: decides instead of passing on
# hint: You answer 1 for every positive sum: that is the step (and ReLU's slope). ReLU passes the sum itself on.
def relu(z):
    return (z > 0).astype(float)


# %% wrong: changes the caller's array
# hint: The numbers are right, but the caller's array is changed. Make a new array.
def relu(z):
    z[z < 0] = 0
    return z


# %% wrong: one number for all
# hint: You give one number for the whole array. np.max looks for the largest entry of all; np.maximum compares
# hint: entry by entry.
def relu(z):
    return max(0.0, float(np.max(z)))


# %% wrong: drops the negative entries
# hint: You leave the negative entries out, so the shape is lost. They should stay in their places, as zeros.
def relu(z):
    return z[z > 0]


# %% wrong: cut off at 1
# hint: You cut off at 1 as well. ReLU has no ceiling.
def relu(z):
    return np.clip(z, 0, 1)


# %% wrong: leaks
# hint: Negative sums still leak through. In plain ReLU they give exactly 0.
def relu(z):
    return np.where(z > 0, z, 0.01 * z)
