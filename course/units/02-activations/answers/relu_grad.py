# %% right: the comparison as numbers
def relu_grad(z):
    return (z > 0).astype(float)


# %% right: the comparison itself
def relu_grad(z):
    return z > 0


# %% right: where
def relu_grad(z):
    return np.where(z <= 0, 0, 1)


# %% right: heaviside with 0 at 0
def relu_grad(z):
    return np.heaviside(z, 0.0)


# %% right: filled by a mask
def relu_grad(z):
    slopes = np.zeros_like(z)
    slopes[z > 0] = 1
    return slopes


# %% wrong: one at zero
# hint: Everything is right but the corner: at exactly 0 we choose the slope 0.
def relu_grad(z):
    return (z >= 0).astype(float)


# %% wrong: a half at zero
# hint: Everything is right but the corner. ½ would be the middle of both slopes; this course chooses 0 there.
def relu_grad(z):
    return np.heaviside(z, 0.5)


# %% wrong: the curve instead of its slope
# hint: Those are the values of ReLU. Its slope is 1 wherever the sum is positive, however large.
def relu_grad(z):
    return np.maximum(z, 0)


# %% wrong: the other side
# hint: You have the sides the wrong way round: the slope is 1 where the sum is positive.
def relu_grad(z):
    return (z < 0).astype(float)


# %% wrong: sign
# hint: On the negative side ReLU is flat, so its slope is 0 there, not −1.
def relu_grad(z):
    return np.sign(z)


# %% wrong: one everywhere
# hint: You say that the slope is 1 everywhere. On the negative side ReLU is flat.
def relu_grad(z):
    return np.ones_like(z)
