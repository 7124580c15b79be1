# %% right: matrix product
def predict(X, theta):
    return X @ theta


# %% right: loops
def predict(X, theta):
    yhat = []
    for x in X:
        total = 0.0
        for value, weight in zip(x, theta, strict=True):
            total += float(value) * float(weight)
        yhat.append(total)
    return yhat


# %% right: sum of products
def predict(X, theta):
    return (np.asarray(X) * np.asarray(theta)).sum(axis=1)


# %% right: einsum
def predict(X, theta):
    return np.einsum("mn,n->m", X, theta)


# %% wrong: forgets the bias
# hint: Your predictions leave theta[0] out. The first column of X is all ones, so its weight counts for every row.
def predict(X, theta):
    return X[:, 1:] @ theta[1:]


# %% wrong: sums over the examples
# hint: You added up over the examples (down the columns). Add up over the features, so that every row gets one
# hint: number.
def predict(X, theta):
    return (X * theta).sum(axis=0)


# %% wrong: one column instead of a flat answer
# hint: Your numbers stand in a table of one column, shape (m, 1). Give them as (m,), or errors will broadcast to
# hint: (m, m) later.
def predict(X, theta):
    return X @ theta[:, np.newaxis]


# %% wrong: mean instead of sum
# hint: You took the mean of feature times weight. The hypothesis is their sum.
def predict(X, theta):
    return (X * theta).mean(axis=1)


# %% wrong: adds the bias twice
# hint: You added theta[0] once more. The column of ones in X has brought it in already.
def predict(X, theta):
    return X @ theta + theta[0]


# %% wrong: nothing is added up
# hint: You multiplied, but did not add up: the answer is still a table. Each row should give a single number.
def predict(X, theta):
    return X * theta
