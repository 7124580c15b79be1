# %% right: one line
def smooth_labels(y, eps):
    return np.asarray(y) * (1 - eps) + eps / np.shape(y)[1]


# %% right: towards the uniform row
def smooth_labels(y, eps):
    y = np.array(y, dtype=float)
    even = np.ones_like(y) / y.shape[-1]
    return y + eps * (even - y)


# %% right: loops
def smooth_labels(y, eps):
    rows = []
    for row in y:
        rows.append([(1 - eps) * float(value) + eps / len(row) for value in row])
    return rows


# %% wrong: shared by the other classes only
# hint: Your right class gets nothing of the share back: you spread it over the K − 1 others. It is spread over all K.
def smooth_labels(y, eps):
    y = np.asarray(y, dtype=float)
    return (1 - eps) * y + eps / (y.shape[1] - 1) * (1 - y)


# %% wrong: not taken away
# hint: Your rows sum to more than 1: the share that you spread has to be taken away first.
def smooth_labels(y, eps):
    y = np.asarray(y)
    return y + eps / y.shape[1]


# %% wrong: not given back
# hint: Your rows sum to less than 1: the share that you take away is not spread.
def smooth_labels(y, eps):
    return (1 - eps) * np.asarray(y)


# %% wrong: divided by the rows
# hint: You divide by the number of rows. K is the number of classes, the columns.
def smooth_labels(y, eps):
    y = np.asarray(y)
    return (1 - eps) * y + eps / y.shape[0]


# %% wrong: eps to every class
# hint: Every class gets the whole ε. It is shared: ε/K each.
def smooth_labels(y, eps):
    return (1 - eps) * np.asarray(y) + eps


# %% wrong: 1 − ε and ε
# hint: Your wrong classes get ε each, your right one 1 − ε: with more than two classes that is more than 1 in all.
def smooth_labels(y, eps):
    return np.where(np.asarray(y) > 0.5, 1 - eps, eps)


# %% wrong: in place
# hint: Your function changes the labels that it is given. Make a new array.
def smooth_labels(y, eps):
    y = np.asarray(y)
    y[...] = (1 - eps) * y + eps / y.shape[1]
    return y


# %% wrong: eps and 1 − eps exchanged
# hint: You keep the share ε and spread the rest. It is the other way round.
def smooth_labels(y, eps):
    y = np.asarray(y)
    return eps * y + (1 - eps) / y.shape[1]
