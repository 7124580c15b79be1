# %% right: with residuals
def mse(y, yhat):
    return np.mean(residuals(y, yhat) ** 2)


# %% right: loops, a Python number
def mse(y, yhat):
    total = 0.0
    for a, b in zip(np.ravel(y).tolist(), np.ravel(yhat).tolist()):
        total += (a - b) ** 2
    return total / np.size(y)


# %% right: a scalar product
def mse(y, yhat):
    r = (np.asarray(y, dtype=float) - np.asarray(yhat, dtype=float)).ravel()
    return r @ r / r.size


# %% right: einsum over all entries
def mse(y, yhat):
    r = residuals(y, yhat).reshape(-1).astype(np.float64)
    return float(np.einsum("i,i->", r, r)) / len(r)


# %% wrong: half of it
# hint: Your loss is half of what is asked. The factor ½ belongs to another convention; here MSE has none.
def mse(y, yhat):
    return np.mean((y - yhat) ** 2) / 2


# %% wrong: the sum
# hint: That is the sum of the squares. The M stands for mean.
def mse(y, yhat):
    return np.sum((y - yhat) ** 2)


# %% wrong: the smallest square
# hint: The M stands for mean, not for minimum: every error counts.
def mse(y, yhat):
    return np.min((y - yhat) ** 2)


# %% wrong: the square of the mean
# hint: You square after the mean, when errors of opposite sign have already cancelled.
def mse(y, yhat):
    return np.mean(y - yhat) ** 2


# %% wrong: absolute values
# hint: That is the mean of the sizes, the MAE. Here each error counts with its square.
def mse(y, yhat):
    return np.mean(np.abs(y - yhat))


# %% wrong: with the root
# hint: You take the root at the end. That is the RMSE, the next exercise.
def mse(y, yhat):
    return np.sqrt(np.mean((y - yhat) ** 2))


# %% wrong: the squares subtracted
# hint: You subtract squares. The difference comes first, then the square.
def mse(y, yhat):
    return np.mean(y**2 - yhat**2)


# %% wrong: divided by the rows only
# hint: You divide by the number of rows. The mean is over all entries of the table.
def mse(y, yhat):
    return np.sum((y - yhat) ** 2) / len(y)


# %% wrong: one number per column
# hint: You give one mean per column. The loss is one number for the whole table.
def mse(y, yhat):
    return np.mean((y - yhat) ** 2, axis=0)
