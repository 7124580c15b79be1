# %% right: closed form
def predict_progression(X, y, X_new):
    theta = normal_equation(add_bias(X), y)
    return predict(add_bias(X_new), theta)


# %% right: gradient descent on standardised columns
def predict_progression(X, y, X_new):
    center, scale = X.mean(axis=0), X.std(axis=0)
    A, B = ((table - center) / scale for table in (X, X_new))
    theta, _ = gradient_descent(add_bias(A), y, 0.1, 500, np.zeros(A.shape[1] + 1))
    return predict(add_bias(B), theta)


# %% right: scikit-learn's ridge regression
def predict_progression(X, y, X_new):
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), Ridge(alpha=10.0)).fit(X, y).predict(X_new)


# %% right: without earlier answers, as a list
def predict_progression(X, y, X_new):
    A = np.c_[np.ones(len(X)), X].astype(float)
    theta = np.linalg.lstsq(A, y, rcond=None)[0]
    return [float(theta[0] + x @ theta[1:]) for x in X_new]


# %% right: gradient descent, patient by patient
def predict_progression(X, y, X_new):
    def sizes(table):
        return add_bias((table - X.mean(axis=0)) / X.std(axis=0))

    theta, known = np.zeros(X.shape[1] + 1), sizes(X)
    for _ in range(100):
        foreseen = [sum(a * b for a, b in zip(row, theta, strict=True)) for row in known]
        theta = theta - 0.1 * 2 / len(y) * known.T @ (np.array(foreseen) - y)
    return np.array([row @ theta for row in sizes(X_new)])


# %% wrong: always the mean
# hint: You give everybody the mean of the known patients. That is the guess to beat: use the measurements.
def predict_progression(X, y, X_new):
    return np.full(len(X_new), np.mean(y))


# %% wrong: new patients scaled by themselves, others not
# hint: The weights were learned from scaled columns, but the new patients come unscaled. Scale both, by what the
# hint: known patients show.
def predict_progression(X, y, X_new):
    theta = normal_equation(add_bias((X - X.mean(axis=0)) / (X.std(axis=0) + 1e-9)), y)
    return predict(add_bias(X_new), theta)


# %% wrong: the bias is missing
# hint: Your predictions are near 0 on average. Give the tables their column of ones, for both the known and the new
# hint: patients.
def predict_progression(X, y, X_new):
    A, B = X - X.mean(axis=0), X_new - X.mean(axis=0)
    return predict(B, normal_equation(A, y))


# %% wrong: answers for the known patients
# hint: You predict the patients that you know already. Predict those in X_new: one number for each.
def predict_progression(X, y, X_new):
    return predict(add_bias(X), normal_equation(add_bias(X), y))


# %% wrong: each new batch is scaled by itself
# hint: You scale the new patients by their own mean. A batch of one then is always 0: scale by what the known
# hint: patients show.
def predict_progression(X, y, X_new):
    A = (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-9)
    B = (X_new - X_new.mean(axis=0)) / X_new.std(axis=0)
    return predict(add_bias(B), normal_equation(add_bias(A), y))


# %% wrong: far too few steps
# hint: Your weights have hardly moved from their start. Look at the history: make more steps, or larger ones on
# hint: scaled columns.
def predict_progression(X, y, X_new):
    theta, _ = gradient_descent(add_bias(X), y, 1e-6, 100, np.zeros(X.shape[1] + 1))
    return predict(add_bias(X_new), theta)
