# %% right: logaddexp
def softplus(z):
    return np.logaddexp(0, z)


# %% right: positive part plus a harmless logarithm
def softplus(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


# %% right: plain logarithm of the harmless power
def softplus(z):
    return np.where(z > 0, z, 0) + np.log(1 + np.exp(-np.abs(z)))


# %% right: z itself far to the right
def softplus(z):
    return np.where(z > 40, z, np.log1p(np.exp(np.minimum(z, 40))))


# %% right: a loop over the entries
def softplus(z):
    import math

    values = [max(v, 0.0) + math.log1p(math.exp(-abs(v))) for v in np.ravel(z).tolist()]
    return np.array(values).reshape(np.shape(z))


# %% wrong: overflows
# hint: The formula is right, but e^z overflows for large sums, where softplus is as good as z itself. Take z out of
# hint: the logarithm first.
def softplus(z):
    return np.log(1 + np.exp(z))


# %% wrong: where works out both formulas
# hint: The result is right, but NumPy warns: np.where works out e^z for the large sums too. Give the exponential
# hint: only powers that are not positive.
def softplus(z):
    return np.where(z > 20, z + np.exp(-np.abs(z)), np.log1p(np.exp(z)))


# %% wrong: cut off far to the right
# hint: You cut the sums off, so the curve gets flat far to the right. There softplus goes on rising like z.
def softplus(z):
    return np.log1p(np.exp(np.minimum(z, 50)))


# %% wrong: turned around
# hint: Your curve falls. The sign in the exponent is the other way round: softplus rises with z.
def softplus(z):
    return np.logaddexp(0, -z)


# %% wrong: the 1 is missing
# hint: Without the 1 the logarithm undoes the exponential, and z comes back. Negative sums should give small
# hint: positive numbers.
def softplus(z):
    return z * 1.0


# %% wrong: plain ReLU
# hint: That has a corner at 0: it is ReLU. Softplus is rounder, and gives ln 2 at 0.
def softplus(z):
    return np.maximum(z, 0)


# %% wrong: logarithm to base 2
# hint: At 0 you get 1, softplus is ln 2, about 0.693. The logarithm is the natural one.
def softplus(z):
    return np.logaddexp(0, z) / np.log(2)


# %% wrong: the power of z instead of its size
# hint: Far to the right you are correct, but to the left of 0 you count twice: in the form with the positive part
# hint: taken out, the power of e is −|z|.
def softplus(z):
    return np.maximum(z, 0) + np.logaddexp(0, -z)
