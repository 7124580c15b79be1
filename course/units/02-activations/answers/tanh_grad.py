# %% right: one minus the square
def tanh_grad(z):
    return 1 - np.tanh(z) ** 2


# %% right: two factors
def tanh_grad(z):
    t = np.tanh(z)
    return (1 - t) * (1 + t)


# %% right: from the sigmoid's slope
def tanh_grad(z):
    return 4 * sigmoid_grad(2 * z)


# %% right: one over cosh squared, cut off far out
def tanh_grad(z):
    return 1 / np.cosh(np.clip(z, -40, 40)) ** 2


# %% right: a loop over the flattened array
def tanh_grad(z):
    return np.array([1 - np.tanh(v) ** 2 for v in z.ravel()]).reshape(z.shape)


# %% wrong: takes z for the output
# hint: You put z where tanh(z) belongs. The function gets the sums, so take their tanh first.
def tanh_grad(z):
    return 1 - z**2


# %% wrong: the square is missing
# hint: One square is missing. Your slope is 2 far to the left and 0 far to the right, but tanh is flat on both sides.
def tanh_grad(z):
    return 1 - np.tanh(z)


# %% wrong: the curve instead of its slope
# hint: Those are the values of tanh, not its slopes. The slope is 1 at z = 0 and fades on both sides.
def tanh_grad(z):
    return np.tanh(z)


# %% wrong: the sigmoid's slope
# hint: That is the slope of the sigmoid. The slope of tanh reaches 1 at z = 0, four times as much.
def tanh_grad(z):
    return sigmoid_grad(z)


# %% wrong: the sigmoid's formula
# hint: t·(1 − t) is the sigmoid's formula, with t for its output. For tanh the formula is another one.
def tanh_grad(z):
    t = np.tanh(z)
    return t * (1 - t)


# %% wrong: cosh overflows
# hint: Right in principle, but cosh of a large sum is larger than any float, and NumPy warns. Use tanh, which stays
# hint: between −1 and 1.
def tanh_grad(z):
    return 1 / np.cosh(z) ** 2


# %% wrong: plus instead of minus
# hint: Your slope grows towards the sides. tanh gets flat there: subtract the square from 1.
def tanh_grad(z):
    return 1 + np.tanh(z) ** 2


# %% wrong: one over cosh squared, cut off for float64 only
# hint: Right in float64, but in float32 the cosh of 300 is too large a number, and so is its square. Use tanh, which
# hint: stays between −1 and 1.
def tanh_grad(z):
    return 1 / np.cosh(np.clip(z, -300, 300)) ** 2
