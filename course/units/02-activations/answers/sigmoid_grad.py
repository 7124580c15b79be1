# %% right: from the output
def sigmoid_grad(z):
    s = sigmoid(z)
    return s * (1 - s)


# %% right: symmetric product
def sigmoid_grad(z):
    return sigmoid(z) * sigmoid(-z)


# %% right: from tanh
def sigmoid_grad(z):
    return (1 - np.tanh(z / 2) ** 2) / 4


# %% right: exponentials of −|z|
def sigmoid_grad(z):
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


# %% right: a loop
def sigmoid_grad(z):
    out = np.zeros(np.shape(z))
    for place, value in np.ndenumerate(z):
        s = float(sigmoid(np.array([value]))[0])
        out[place] = s * (1 - s)
    return out


# %% wrong: takes z for the output
# hint: You put z where σ(z) belongs. The function gets the sums, so it must squash them first.
def sigmoid_grad(z):
    return z * (1 - z)


# %% wrong: the curve instead of its slope
# hint: Those are the values of the sigmoid, not its slopes. The slope is at most 0.25, and it fades on both sides.
def sigmoid_grad(z):
    return sigmoid(z)


# %% wrong: the slope of tanh
# hint: That is the slope of tanh, up to 1. The sigmoid is flatter: its slope is at most 0.25.
def sigmoid_grad(z):
    return 1 - np.tanh(z) ** 2


# %% wrong: half as large as the maximum of one half
# hint: Your slope is 0.5 at z = 0, twice what it should be. ½ · ½ is ¼.
def sigmoid_grad(z):
    s = sigmoid(z)
    return 2 * s * (1 - s)


# %% wrong: squashed twice
# hint: You squash a second time: the slope is made from σ(z) itself, not from the sigmoid of it.
def sigmoid_grad(z):
    s = sigmoid(sigmoid(z))
    return s * (1 - s)


# %% wrong: overflows
# hint: The formula is right, but e^(−z) overflows for very negative sums. Your sigmoid of exercise 2 knows how to
# hint: avoid that: use it.
def sigmoid_grad(z):
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


# %% wrong: only one factor squared
# hint: The second factor is 1 − σ(z), not σ(z) again: the slope fades on the right-hand side as well.
def sigmoid_grad(z):
    return sigmoid(z) ** 2


# %% wrong: the sign turned
# hint: Your slope is negative everywhere, but the sigmoid rises everywhere. Look at the order in the subtraction.
def sigmoid_grad(z):
    s = sigmoid(z)
    return s * (s - 1)
