# %% right: with residuals
def mae(y, yhat):
    return np.mean(np.abs(residuals(y, yhat)))


# %% right: loops, a Python number
def mae(y, yhat):
    total = 0.0
    for a, b in zip(np.ravel(y).tolist(), np.ravel(yhat).tolist()):
        total += abs(a - b)
    return total / np.size(y)


# %% right: root of the square, an array of one number
def mae(y, yhat):
    r = np.asarray(y, dtype=float) - np.asarray(yhat, dtype=float)
    return np.sqrt(r * r).sum(keepdims=True) / r.size


# %% right: the larger minus the smaller
def mae(y, yhat):
    return float(np.average(np.maximum(y, yhat) - np.minimum(y, yhat)))


# %% wrong: no absolute value
# hint: Errors of opposite sign cancel in your mean. Take the size of each difference before the mean.
def mae(y, yhat):
    return np.mean(y - yhat)


# %% wrong: absolute value of the mean
# hint: You take the absolute value after the mean, when errors of opposite sign have already cancelled.
def mae(y, yhat):
    return np.abs(np.mean(y - yhat))


# %% wrong: the sum
# hint: That is the sum of the sizes. A loss is a mean: it must not grow with the number of examples.
def mae(y, yhat):
    return np.sum(np.abs(y - yhat))


# %% wrong: the squares
# hint: That is the mean of the squares. Here each error counts with its size.
def mae(y, yhat):
    return np.mean((y - yhat) ** 2)


# %% wrong: divided by the rows only
# hint: You divide by the number of rows. The mean is over all entries of the table.
def mae(y, yhat):
    return np.sum(np.abs(y - yhat)) / len(y)


# %% wrong: one number per column
# hint: You give one mean per column. The loss is one number for the whole table.
def mae(y, yhat):
    return np.mean(np.abs(y - yhat), axis=0)


# %% wrong: the median
# hint: That is the median of the sizes, not their mean.
def mae(y, yhat):
    return np.median(np.abs(y - yhat))


# %% wrong: whole numbers
# hint: The errors are cut to whole numbers somewhere. Keep their digits.
def mae(y, yhat):
    return np.mean(np.abs(y - yhat).astype(int))
