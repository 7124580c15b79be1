# %% right: vectorised
def threshold_unit(X, w, b):
    return (np.asarray(X) @ np.asarray(w) + b >= 0).astype(int)


# %% right: loops over rows and features
def threshold_unit(X, w, b):
    decisions = []
    for row in X:
        total = b
        for value, weight in zip(row, w):
            total += value * weight
        decisions.append(1 if total >= 0 else 0)
    return decisions


# %% right: einsum, and a decision made by where
def threshold_unit(X, w, b):
    z = np.einsum("nf,f->n", X, w) + b
    return np.where(z >= 0, 1, 0)


# %% right: a decision as 1.0 and 0.0
def threshold_unit(X, w, b):
    return np.heaviside(np.dot(X, w) + b, 1.0)


# %% wrong: silent at exactly 0
# hint: Your unit is silent where the sum is exactly 0. In this course a unit fires at w·x + b ≥ 0, so it fires there.
def threshold_unit(X, w, b):
    return (X @ w + b > 0).astype(int)


# %% wrong: the bias is left out
# hint: Your unit decides as if its bias were 0. Add b to the weighted sum before you compare.
def threshold_unit(X, w, b):
    return (X @ w >= 0).astype(int)


# %% wrong: the bias is subtracted
# hint: Your unit behaves as if b were a threshold to reach (w·x ≥ b). Here b is a bias: it is added to the sum.
def threshold_unit(X, w, b):
    return (X @ w - b >= 0).astype(int)


# %% wrong: gives the weighted sum
# hint: You return the weighted sum itself. A threshold unit answers with its decision: 1 where the sum is 0 or more, else 0.
def threshold_unit(X, w, b):
    return X @ w + b


# %% wrong: answers −1 and 1
# hint: Your unit answers −1 where it should answer 0. The sign of the sum is not yet the decision 0 or 1.
def threshold_unit(X, w, b):
    return np.where(X @ w + b >= 0, 1, -1)
