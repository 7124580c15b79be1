# %% right: the perceptron from before
def fit_setosa(petals, is_setosa, rng):
    w, b, _ = fit_perceptron(petals, is_setosa, 0.1, 100, rng)
    return w, b


# %% right: until an epoch has no mistake
def fit_setosa(petals, is_setosa, rng):
    rows = np.column_stack([petals, np.ones(len(petals))]).astype(float)
    w, mistakes = np.zeros(3), 1
    while mistakes:
        mistakes = 0
        for i in rng.permutation(len(rows)):
            error = is_setosa[i] - (rows[i] @ w >= 0)
            w = w + error * rows[i]
            mistakes += error != 0
    return w[:2], w[2]


# %% right: many small steps of its own, scaled inputs
def fit_setosa(petals, is_setosa, rng):
    rows = np.asarray(petals, dtype=float)
    middle = rows.mean(axis=0)
    w, b, _ = fit_perceptron(rows - middle, np.asarray(is_setosa), 0.5, 200, rng)
    return w, float(b - w @ middle)


# %% wrong: learns from the first five rows
# hint: Your unit is wrong about many flowers that it was given. Let it learn from all rows, not only from the first ones.
def fit_setosa(petals, is_setosa, rng):
    w, b, _ = fit_perceptron(petals[:5], is_setosa[:5], 0.1, 100, rng)
    return w, b


# %% wrong: numbers found by hand
# hint: Your weights never change with the data: the same line for every question. Learn them from the rows and targets that you are given.
def fit_setosa(petals, is_setosa, rng):
    return np.array([-1.0, -1.0]), 3.3


# %% wrong: learns the opposite
# hint: Your unit fires for the flowers marked 0 and is silent for those marked 1.
def fit_setosa(petals, is_setosa, rng):
    w, b, _ = fit_perceptron(petals, 1 - is_setosa, 0.1, 100, rng)
    return w, b


# %% wrong: gives the mistakes back as well
# hint: You return three things. The weights and the bias are wanted, without the list of mistakes.
def fit_setosa(petals, is_setosa, rng):
    return fit_perceptron(petals, is_setosa, 0.1, 100, rng)
