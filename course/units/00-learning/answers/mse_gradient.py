# %% right: matrix product
def mse_gradient(X, y, theta):
    return 2 / len(X) * X.T @ (predict(X, theta) - y)


# %% right: loops
def mse_gradient(X, y, theta):
    m, n = X.shape
    slopes = [0.0] * n
    for i in range(m):
        error = sum(float(X[i, k]) * float(theta[k]) for k in range(n)) - float(y[i])
        for j in range(n):
            slopes[j] += 2 * error * float(X[i, j]) / m
    return slopes


# %% right: mean of error times input
def mse_gradient(X, y, theta):
    errors = X @ theta - y
    return (2 * errors[:, np.newaxis] * X).mean(axis=0)


# %% right: multiplied out
def mse_gradient(X, y, theta):
    m = X.shape[0]
    return 2 * (X.T @ X @ theta - X.T @ y) / m


# %% right: einsum
def mse_gradient(X, y, theta):
    return 2 * np.einsum("mn,m->n", X, X @ theta - y) / y.size


# %% wrong: forgets the 2
# hint: Your slopes are half as steep as they should be. The derivative of a square is 2 times what is squared.
def mse_gradient(X, y, theta):
    return X.T @ (predict(X, theta) - y) / len(X)


# %% wrong: sum instead of mean
# hint: Your slopes grow with the number of examples. The cost is a mean, so its gradient is divided by m too.
def mse_gradient(X, y, theta):
    return 2 * X.T @ (predict(X, theta) - y)


# %% wrong: points downhill
# hint: Your sign is the other way round: this points downhill. The gradient points uphill; the step subtracts it.
def mse_gradient(X, y, theta):
    return 2 / len(X) * X.T @ (y - predict(X, theta))


# %% wrong: divides by the number of weights
# hint: You divided by the number of columns. m is the number of examples, that is of rows.
def mse_gradient(X, y, theta):
    return 2 / X.shape[1] * X.T @ (predict(X, theta) - y)


# %% wrong: no slope for the bias
# hint: Your slope for the bias is always 0. Its input is the column of ones: treat it as every other column.
def mse_gradient(X, y, theta):
    slopes = 2 / len(X) * X.T @ (predict(X, theta) - y)
    return np.append(0.0, slopes[1:])


# %% wrong: forgets the inputs
# hint: You averaged the errors without their inputs. A weight's slope is the error times that weight's input, on
# hint: average.
def mse_gradient(X, y, theta):
    return np.full(X.shape[1], 2 * np.mean(predict(X, theta) - y))


# %% wrong: gradient of the squared errors' squares
# hint: The errors stand in the gradient as they are, not squared: the derivative of e² is 2e.
def mse_gradient(X, y, theta):
    return 2 / len(X) * X.T @ (predict(X, theta) - y) ** 2


# %% wrong: nudges every weight
# hint: You nudge every weight and look. That is a good check, but rounding leaves it only a few digits: use the formula
# hint: 2/m · Xᵀ(Xθ − y).
def mse_gradient(X, y, theta):
    nudges = 1e-6 * np.eye(len(theta))
    return np.array([(mse(X, y, theta + nudge) - mse(X, y, theta - nudge)) / 2e-6 for nudge in nudges])
