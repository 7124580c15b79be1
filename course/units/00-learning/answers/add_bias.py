# %% right: hstack
def add_bias(X):
    return np.hstack([np.ones((len(X), 1)), X])


# %% right: loops
def add_bias(X):
    rows = []
    for x in X:
        rows.append([1.0] + [value for value in x])
    return rows


# %% right: fill a new table
def add_bias(X):
    m, n = np.shape(X)
    table = np.empty((m, n + 1))
    table[:, 0] = 1
    table[:, 1:] = X
    return table


# %% right: padding
def add_bias(X):
    return np.pad(np.asarray(X), ((0, 0), (1, 0)), constant_values=1)


# %% wrong: ones at the end
# hint: Your column of ones stands last. It belongs in front, so that theta[0] is the bias.
def add_bias(X):
    return np.hstack([X, np.ones((len(X), 1))])


# %% wrong: a row of ones
# hint: You added a row of ones, as if it were one more example. Every example needs one more feature: a column.
def add_bias(X):
    return np.vstack([np.ones((1, X.shape[1])), X])


# %% wrong: overwrites the first feature
# hint: Your ones have replaced the first feature. The table must become one column wider.
def add_bias(X):
    table = np.array(X)
    table[:, 0] = 1
    return table


# %% wrong: zeros
# hint: Your new column is all zeros. Then its weight never counts, whatever it is: x₀ must be 1.
def add_bias(X):
    return np.hstack([np.zeros((len(X), 1)), X])


# %% wrong: adds one to everything
# hint: You added 1 to every number of the table. A column of ones stands beside the table, which stays as it is.
def add_bias(X):
    return X + 1
