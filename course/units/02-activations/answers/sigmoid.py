# %% right: tanh
def sigmoid(z):
    return (1 + np.tanh(z / 2)) / 2


# %% right: logaddexp
def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


# %% right: two sides, each where it is safe
def sigmoid(z):
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, small) / (1 + small)


# %% right: masks on a new array
def sigmoid(z):
    out = np.empty(np.shape(z))
    positive = z >= 0
    out[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    out[~positive] = e / (1 + e)
    return out


# %% right: clipped far out, where nothing is left to see
def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -80, 80)))


# %% right: the overflow silenced on purpose
def sigmoid(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


# %% right: a loop over all entries
def sigmoid(z):
    import math

    values = [1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v)) for v in np.ravel(z).tolist()]
    return np.array(values).reshape(np.shape(z))


# %% wrong: overflows for very negative sums
# hint: The curve is right, but for very negative sums e^(−z) is larger than any float, and NumPy warns. Write the
# hint: same curve so that e never gets a large power.
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# %% wrong: infinity divided by infinity
# hint: For large positive sums this becomes infinity divided by infinity, which is NaN. This form is only safe for
# hint: negative sums.
def sigmoid(z):
    return np.exp(z) / (1 + np.exp(z))


# %% wrong: where works out both formulas
# hint: np.where takes the right numbers, but it works out both formulas for all entries first, so one of them
# hint: overflows. Give the exponential only powers that are not positive.
def sigmoid(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


# %% wrong: turned around
# hint: Your curve falls from 1 to 0. Check the sign in the exponent: a large positive sum should give a number near
# hint: 1.
def sigmoid(z):
    return (1 - np.tanh(z / 2)) / 2


# %% wrong: twice as steep
# hint: Your curve is tanh moved up and halved, but too steep: it reaches 0.88 at z = 1, where the sigmoid is at
# hint: 0.73. The sum inside the tanh needs a factor.
def sigmoid(z):
    return (1 + np.tanh(z)) / 2


# %% wrong: from minus one to one
# hint: Your numbers run from −1 to 1. The sigmoid runs from 0 to 1: it still has to be moved up and made half as
# hint: high.
def sigmoid(z):
    return np.tanh(z / 2)


# %% wrong: a hard decision
# hint: You decide between 0 and 1. The sigmoid gives the numbers in between, too.
def sigmoid(z):
    return (z >= 0).astype(float)


# %% wrong: clipped too early
# hint: You cut off the sums so early that the result can still be seen to differ. Far out, the sigmoid comes closer
# hint: to 0 and 1 than that.
def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -10, 10)))


# %% wrong: clipped, but for float64 only
# hint: e^500 fits into a float64, but not into a float32, where e^89 is too much already. Clip nearer to 0, or write
# hint: the curve in a form that never needs a large power.
def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))
