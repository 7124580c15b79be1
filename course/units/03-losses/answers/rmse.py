# %% right: the root of mse
def rmse(y, yhat):
    return np.sqrt(mse(y, yhat))


# %% right: loops, a Python number
def rmse(y, yhat):
    total, count = 0.0, 0
    for a, b in zip(np.ravel(y).tolist(), np.ravel(yhat).tolist()):
        total += (a - b) ** 2
        count += 1
    return (total / count) ** 0.5


# %% right: a norm
def rmse(y, yhat):
    r = np.asarray(y, dtype=float) - np.asarray(yhat, dtype=float)
    return np.linalg.norm(r) / np.sqrt(r.size)


# %% right: mean square from spread and centre
def rmse(y, yhat):
    r = np.subtract(y, yhat, dtype=float)
    return float(np.hypot(np.std(r), np.mean(r)))


# %% wrong: no root
# hint: That is the MSE still. Its root is missing: the answer should have the units of y.
def rmse(y, yhat):
    return np.mean((y - yhat) ** 2)


# %% wrong: the root of each square
# hint: The root of each single square is just the size of that error, so your mean is the MAE. First the mean, then one root.
def rmse(y, yhat):
    return np.mean(np.sqrt((y - yhat) ** 2))


# %% wrong: the root of the sum
# hint: You take the root of the sum. Without the mean the number grows with the number of examples.
def rmse(y, yhat):
    return np.sqrt(np.sum((y - yhat) ** 2))


# %% wrong: one root per row
# hint: You take a root per row and average them. There is one mean over all entries, and one root of it.
def rmse(y, yhat):
    return np.mean(np.sqrt(np.mean((np.atleast_2d(y) - np.atleast_2d(yhat)) ** 2, axis=-1)))


# %% wrong: the root divided by n
# hint: The root has come before the division. Divide the sum of squares by how many there are, then take the root.
def rmse(y, yhat):
    return np.sqrt(np.sum((y - yhat) ** 2)) / np.size(y)


# %% wrong: the standard deviation
# hint: That is the spread of the errors around their own mean. A prediction that is always 5 too low would look perfect.
def rmse(y, yhat):
    return np.std(y - yhat)


# %% wrong: the root of the MAE
# hint: The root is taken of the mean size. Under the root belongs the mean of the squares.
def rmse(y, yhat):
    return np.sqrt(np.mean(np.abs(y - yhat)))
