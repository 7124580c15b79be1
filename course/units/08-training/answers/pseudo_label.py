# %% right: a mask
def pseudo_label(probabilities, threshold):
    sure = np.max(probabilities, axis=1) >= threshold
    return np.flatnonzero(sure), np.argmax(probabilities, axis=1)[sure]


# %% right: a loop
def pseudo_label(probabilities, threshold):
    indices, labels = [], []
    for i, p in enumerate(probabilities):
        k = int(np.argmax(p))
        if p[k] >= threshold:
            indices.append(i)
            labels.append(k)
    return indices, labels


# %% right: any column above
def pseudo_label(probabilities, threshold):
    rows = np.where((probabilities >= threshold).any(axis=1))[0]
    return [rows, np.argsort(probabilities[rows], axis=1)[:, -1]]


# %% wrong: labels for all rows
# hint: Your labels are those of all rows. There should be one for each row that is kept.
def pseudo_label(probabilities, threshold):
    return np.flatnonzero(probabilities.max(axis=1) >= threshold), probabilities.argmax(axis=1)


# %% wrong: above the threshold only
# hint: A row whose largest probability is exactly the threshold should be kept.
def pseudo_label(probabilities, threshold):
    sure = probabilities.max(axis=1) > threshold
    return np.flatnonzero(sure), probabilities.argmax(axis=1)[sure]


# %% wrong: the mask itself
# hint: You return True and False for every row. The numbers of the rows are asked for: np.flatnonzero.
def pseudo_label(probabilities, threshold):
    sure = probabilities.max(axis=1) >= threshold
    return sure, probabilities.argmax(axis=1)[sure]


# %% wrong: along the rows
# hint: You look for the largest probability of each class, down the columns. Look for that of each row.
def pseudo_label(probabilities, threshold):
    sure = probabilities.max(axis=0) >= threshold
    return np.flatnonzero(sure), probabilities.argmax(axis=0)[sure]


# %% wrong: the unsure rows
# hint: You keep the rows of which the model is not sure.
def pseudo_label(probabilities, threshold):
    unsure = probabilities.max(axis=1) < threshold
    return np.flatnonzero(unsure), probabilities.argmax(axis=1)[unsure]


# %% wrong: probabilities as labels
# hint: Your labels are probabilities. A label is the number of the most likely class.
def pseudo_label(probabilities, threshold):
    top = probabilities.max(axis=1)
    return np.flatnonzero(top >= threshold), top[top >= threshold]


# %% wrong: the surest first
# hint: You have the right rows, but the surest first. They should stand in rising order of their numbers.
def pseudo_label(probabilities, threshold):
    top = probabilities.max(axis=1)
    rows = [i for i in np.argsort(-top) if top[i] >= threshold]
    return rows, [int(probabilities[i].argmax()) for i in rows]
