# %% right: ptp finds constant columns
def standardize(train, *others):
    mu, sigma = np.mean(train, axis=0), np.std(train, axis=0)
    sigma = np.where(np.ptp(train, axis=0) == 0, 1.0, sigma)
    return tuple((table - mu) / sigma for table in [train, *others])


# %% right: column by column
def standardize(train, *others):
    tables = [np.array(table, dtype=float) for table in (train, *others)]
    for j in range(tables[0].shape[1]):
        column = tables[0][:, j].copy()
        mu = column.sum() / len(column)
        sigma = (((column - mu) ** 2).sum() / len(column)) ** 0.5
        for table in tables:
            table[:, j] -= mu
            if not (column == column[0]).all():
                table[:, j] /= sigma
    return tuple(tables)


# %% right: a tolerance for the rounding
def standardize(train, *others):
    mu = train.mean(axis=0, keepdims=True)
    sigma = train.std(axis=0, keepdims=True)
    sigma = np.where(sigma <= 1e-12 * (1 + np.abs(mu)), 1, sigma)
    return [(table - mu) / sigma for table in (train,) + others]


# %% wrong: every table by its own mean and deviation
# hint: You measure every table on its own. Use μ and σ of the training rows for all: the new rows must not have a say.
def standardize(train, *others):
    scaled = []
    for table in (train, *others):
        sigma = np.where(np.ptp(table, axis=0) == 0, 1, table.std(axis=0))
        scaled.append((table - table.mean(axis=0)) / sigma)
    return tuple(scaled)


# %% wrong: measured on all rows together
# hint: You measure μ and σ on all rows together. That lets the test rows leak into training: measure on train alone.
def standardize(train, *others):
    rows = np.concatenate([train, *others])
    sigma = np.where(np.ptp(rows, axis=0) == 0, 1, rows.std(axis=0))
    return tuple((table - rows.mean(axis=0)) / sigma for table in (train, *others))


# %% wrong: sample standard deviation
# hint: Your σ divides by N − 1. Here the population σ is asked for, which divides by N.
def standardize(train, *others):
    sigma = np.where(np.ptp(train, axis=0) == 0, 1, train.std(axis=0, ddof=len(train) > 1))
    return tuple((table - train.mean(axis=0)) / sigma for table in (train, *others))


# %% wrong: one number for all columns
# hint: You scale all columns with the same two numbers. Each column needs its own: which axis holds the examples?
def standardize(train, *others):
    sigma = train.std() if np.ptp(train) else 1
    return tuple((table - train.mean()) / sigma for table in (train, *others))


# %% wrong: the variance
# hint: You divide by the variance. Take its root.
def standardize(train, *others):
    sigma = np.where(np.ptp(train, axis=0) == 0, 1, train.var(axis=0))
    return tuple((table - train.mean(axis=0)) / sigma for table in (train, *others))


# %% wrong: constant columns found by σ == 0
# hint: A column of 0.1 has, by rounding, σ = 1e-17 and not 0, and you divide by it. Find constant columns by their values.
def standardize(train, *others):
    sigma = train.std(axis=0)
    sigma[sigma == 0] = 1
    return tuple((table - train.mean(axis=0)) / sigma for table in (train, *others))


# %% wrong: a small number added to σ
# hint: A small number added to σ changes every column a little, and columns of tiny numbers a lot. Treat constant columns on their own.
def standardize(train, *others):
    sigma = train.std(axis=0) + 1e-8
    return tuple((table - train.mean(axis=0)) / sigma for table in (train, *others))


# %% wrong: min-max scaling
# hint: Your columns run from 0 to 1. That is min-max scaling; here mean 0 and standard deviation 1 are asked for.
def standardize(train, *others):
    low, width = train.min(axis=0), np.ptp(train, axis=0)
    return tuple((table - low) / np.where(width == 0, 1, width) for table in (train, *others))
