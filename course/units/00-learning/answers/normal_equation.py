# %% right: pseudo-inverse
def normal_equation(X, y):
    return np.linalg.pinv(X) @ y


# %% right: pseudo-inverse of the square matrix
def normal_equation(X, y):
    return np.linalg.pinv(X.T @ X) @ X.T @ y


# %% right: least squares
def normal_equation(X, y):
    theta, residuals, rank, singular_values = np.linalg.lstsq(X, y, rcond=None)
    return theta


# %% right: by singular values
def normal_equation(X, y):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    keep = s > 1e-6 * s[0]
    return Vt[keep].T @ ((U.T @ y)[keep] / s[keep])


# %% right: by eigenvalues
def normal_equation(X, y):
    values, V = np.linalg.eigh(np.float64(X).T @ np.float64(X))
    keep = values > 1e-10 * values.max()
    return list(V[:, keep] @ ((V[:, keep].T @ X.T @ y) / values[keep]))


# %% wrong: plain inverse
# hint: Your formula needs an inverse of XᵀX. When columns repeat each other there is none: use a pseudo-inverse or
# hint: least squares.
def normal_equation(X, y):
    return np.linalg.inv(X.T @ X) @ X.T @ y


# %% wrong: something added to the diagonal
# hint: You added something to the diagonal so that an inverse exists. That changes the answer a little (it has its
# hint: use: unit 07), and here the least cost is asked for.
def normal_equation(X, y):
    return np.linalg.solve(X.T @ X + 1e-3 * np.eye(X.shape[1]), X.T @ y)


# %% wrong: forgets the inverse
# hint: Xᵀy alone is not θ yet: it has to be multiplied by the (pseudo-)inverse of XᵀX.
def normal_equation(X, y):
    return X.T @ y


# %% wrong: each feature by itself
# hint: You fitted every column by itself. The columns share the work: solve for all weights together.
def normal_equation(X, y):
    return X.T @ y / (X**2).sum(axis=0)


# %% wrong: returns the fit
# hint: You return the predictions. The weights θ are asked for, one per column.
def normal_equation(X, y):
    return X @ (np.linalg.pinv(X) @ y)


# %% wrong: too few steps
# hint: You walk downhill and stop before the bottom. The closed form gets there at once.
def normal_equation(X, y):
    theta = np.zeros(X.shape[1])
    for _ in range(200):
        theta = theta - X.T @ (X @ theta - y) / (X**2).sum()
    return theta
