# %% right: where with a safe power
def elu(z, alpha):
    return np.where(z > 0, z, alpha * (np.exp(np.minimum(z, 0)) - 1))


# %% right: expm1
def elu(z, alpha):
    return np.where(z > 0, z, alpha * np.expm1(-np.abs(z)))


# %% right: two parts added
def elu(z, alpha):
    return relu(z) + alpha * (np.exp(-relu(-z)) - 1)


# %% right: in place on a copy
def elu(z, alpha):
    out = z.astype(float)
    negative = out < 0
    out[negative] = alpha * (np.exp(out[negative]) - 1)
    return out


# %% right: a loop over the entries
def elu(z, alpha):
    out = np.zeros(z.shape)
    for place, value in np.ndenumerate(z):
        out[place] = value if value > 0 else alpha * (np.exp(value) - 1)
    return out


# %% wrong: overflows in the branch that is thrown away
# hint: The result is right, but NumPy warns: np.where works out e^z for the large positive sums too. Give the
# hint: exponential only numbers that are not positive.
def elu(z, alpha):
    return np.where(z > 0, z, alpha * (np.exp(z) - 1))


# %% wrong: alpha ignored
# hint: Your negative side always levels off at −1. It should level off at −alpha.
def elu(z, alpha):
    return np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1)


# %% wrong: the minus one is missing
# hint: Your negative side is positive and jumps at 0: after e^z something is still to be taken off.
def elu(z, alpha):
    return np.where(z > 0, z, alpha * np.exp(np.minimum(z, 0)))


# %% wrong: the minus one outside the brackets
# hint: Alpha multiplies the whole bracket (e^z − 1), not e^z alone.
def elu(z, alpha):
    return np.where(z > 0, z, alpha * np.exp(np.minimum(z, 0)) - 1)


# %% wrong: alpha on both sides
# hint: Alpha belongs to the negative side only; the positive side is z itself.
def elu(z, alpha):
    return alpha * np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1)


# %% wrong: sides swapped
# hint: You bend the positive side and leave the negative one straight. It is the other way round.
def elu(z, alpha):
    return np.where(z < 0, z, alpha * (np.exp(np.minimum(z, 0)) - 1))


# %% wrong: leaky instead
# hint: Your negative side is a straight line. ELU bends: it levels off at −alpha.
def elu(z, alpha):
    return np.where(z > 0, z, alpha * z)


# %% wrong: alpha in the exponent
# hint: You put alpha into the exponent: then the curve still levels off at −1. Alpha multiplies the bracket.
def elu(z, alpha):
    return np.where(z > 0, z, np.exp(alpha * np.minimum(z, 0)) - 1)
