# %% right: where with a safe power
def elu_grad(z, alpha):
    return np.where(z > 0, 1, alpha * np.exp(np.minimum(z, 0)))


# %% right: from the output
def elu_grad(z, alpha):
    return np.where(z > 0, 1.0, elu(z, alpha) + alpha)


# %% right: masks on a new array
def elu_grad(z, alpha):
    slopes = np.ones(z.shape)
    slopes[z < 0] = alpha * np.exp(z[z < 0])
    return slopes


# %% right: a loop
def elu_grad(z, alpha):
    values = [1.0 if v > 0 else alpha * float(np.exp(v)) for v in z.ravel()]
    return np.reshape(values, z.shape)


# %% wrong: the minus one stays
# hint: A constant disappears when you differentiate: the slope of α(e^z − 1) has no −1 left.
def elu_grad(z, alpha):
    return np.where(z > 0, 1, alpha * (np.exp(np.minimum(z, 0)) - 1))


# %% wrong: alpha is missing
# hint: A factor stays when you differentiate: on the negative side alpha is missing.
def elu_grad(z, alpha):
    return np.where(z > 0, 1, np.exp(np.minimum(z, 0)))


# %% wrong: a constant slope
# hint: Your negative side has the same slope everywhere: that is a leaky ReLU. ELU gets flatter and flatter.
def elu_grad(z, alpha):
    return np.where(z > 0, 1, alpha)


# %% wrong: the slope of ReLU
# hint: Your negative side is flat: that is plain ReLU. ELU still has a slope there.
def elu_grad(z, alpha):
    return (z > 0).astype(float)


# %% wrong: overflows in the branch that is thrown away
# hint: The result is right, but NumPy warns: np.where works out e^z for the large positive sums too. Give the
# hint: exponential only numbers that are not positive.
def elu_grad(z, alpha):
    return np.where(z > 0, 1, alpha * np.exp(z))


# %% wrong: the curve instead of its slope
# hint: Those are the values of ELU. Its slope is never negative, and it is 1 wherever the sum is positive.
def elu_grad(z, alpha):
    return elu(z, alpha)


# %% wrong: z instead of 1
# hint: On the positive side ELU is z. What is the slope of z?
def elu_grad(z, alpha):
    return np.where(z > 0, z, alpha * np.exp(np.minimum(z, 0)))


# %% wrong: alpha on both sides
# hint: On the positive side the slope is 1, whatever alpha is.
def elu_grad(z, alpha):
    return alpha * np.exp(np.minimum(z, 0))
