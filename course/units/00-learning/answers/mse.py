# %% right: one line
def mse(X, y, theta):
    return np.mean((predict(X, theta) - y) ** 2)


# %% right: loops
def mse(X, y, theta):
    total = 0.0
    for x, target in zip(X, y, strict=True):
        yhat = sum(float(v) * float(w) for v, w in zip(x, theta, strict=True))
        total += (yhat - float(target)) ** 2
    return total / len(y)


# %% right: dot product of the errors with themselves
def mse(X, y, theta):
    e = y - X @ theta
    return e @ e / len(e)


# %% right: squared length
def mse(X, y, theta):
    return np.linalg.norm(X @ theta - y) ** 2 / X.shape[0]


# %% wrong: half the cost
# hint: Your cost is half as large as asked. Some books put ½ in front; here the cost is the plain mean of the
# hint: squares.
def mse(X, y, theta):
    return np.mean((predict(X, theta) - y) ** 2) / 2


# %% wrong: sum instead of mean
# hint: Your cost grows with the number of examples: it is the sum of the squares. The M in MSE is "mean".
def mse(X, y, theta):
    return np.sum((predict(X, theta) - y) ** 2)


# %% wrong: takes the root
# hint: You took the square root at the end (that is the RMSE). The cost here is the mean of the squares itself.
def mse(X, y, theta):
    return np.sqrt(np.mean((predict(X, theta) - y) ** 2))


# %% wrong: absolute errors
# hint: You averaged the sizes of the errors. Each error has to be squared first.
def mse(X, y, theta):
    return np.mean(np.abs(predict(X, theta) - y))


# %% wrong: squares the mean error
# hint: You took the mean first and squared it. Then errors of +5 and −5 cancel. Square every error, then take the
# hint: mean.
def mse(X, y, theta):
    return np.mean(predict(X, theta) - y) ** 2


# %% wrong: forgets the square
# hint: Your errors are not squared, so positive and negative ones cancel, and the cost can even be negative.
def mse(X, y, theta):
    return np.mean(predict(X, theta) - y)


# %% wrong: divides by the number of weights
# hint: You divided by the number of columns. The mean is over the examples: divide by the number of rows.
def mse(X, y, theta):
    return np.sum((predict(X, theta) - y) ** 2) / X.shape[1]


# %% wrong: one prediction for all
# hint: Every target seems to be compared with every prediction. Subtract arrays of the same shape, (m,) and (m,).
def mse(X, y, theta):
    return np.mean((predict(X, theta)[:, np.newaxis] - y) ** 2)
