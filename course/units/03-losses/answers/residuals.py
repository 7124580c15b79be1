# %% right: arrays
def residuals(y, yhat):
    y, yhat = np.asarray(y), np.asarray(yhat)
    if y.shape != yhat.shape:
        raise ValueError(f"shapes differ: {y.shape} and {yhat.shape}")
    return y - yhat


# %% right: np.subtract on a copy
def residuals(y, yhat):
    if np.shape(y) != np.shape(yhat):
        raise ValueError("shapes differ")
    result = np.array(y)
    result -= yhat
    return result


# %% right: a loop over all entries, a list comes back
def residuals(y, yhat):
    y, yhat = np.array(y), np.array(yhat)
    if y.ndim != yhat.ndim or any(a != b for a, b in zip(y.shape, yhat.shape)):
        raise ValueError("expected the same shape")
    flat = [a - b for a, b in zip(y.ravel(), yhat.ravel())]
    return np.array(flat).reshape(y.shape).tolist()


# %% wrong: the shapes are not compared
# hint: Your function subtracts whatever NumPy can fit together. Shapes (4,) and (4, 1) fit, and give 16 differences:
# hint: compare the shapes first and raise ValueError.
def residuals(y, yhat):
    return y - yhat


# %% wrong: prediction minus truth
# hint: The sign is the other way round: residuals are truth minus prediction.
def residuals(y, yhat):
    if np.shape(y) != np.shape(yhat):
        raise ValueError("shapes differ")
    return yhat - y


# %% wrong: only the number of rows is compared
# hint: You compare how many rows there are, not the whole shape. (5, 1) and (5,) both have five rows.
def residuals(y, yhat):
    if np.size(y, 0) != (np.size(yhat, 0) if np.ndim(yhat) else 1):
        raise ValueError("lengths differ")
    return y - yhat


# %% wrong: flattened
# hint: Both arguments are flattened. That hides a wrong shape, and the answer loses its own: keep the shape and refuse
# hint: arguments whose shapes differ.
def residuals(y, yhat):
    y, yhat = np.ravel(y), np.ravel(yhat)
    if y.shape != yhat.shape:
        raise ValueError("sizes differ")
    return y - yhat


# %% wrong: only the sizes are compared
# hint: You compare how many entries there are. (5, 1) and (5,) have the same number, and NumPy still makes a table of
# hint: them: compare the shapes.
def residuals(y, yhat):
    if np.size(y) != np.size(yhat):
        raise ValueError("sizes differ")
    return y - yhat


# %% wrong: absolute differences
# hint: Your differences have lost their signs. Taking the size is the next step, not this one.
def residuals(y, yhat):
    if np.shape(y) != np.shape(yhat):
        raise ValueError("shapes differ")
    return np.abs(y - yhat)


# %% wrong: the shapes are made to fit
# hint: You reshape the prediction until it fits. A wrong shape should be an error that somebody sees.
def residuals(y, yhat):
    return y - np.resize(yhat, np.shape(y))
