# %% right: a loop
def confusion_matrix(y_true, y_pred, classes=None):
    if classes is None:
        classes = max(max(y_true), max(y_pred)) + 1
    counts = [[0] * classes for _ in range(classes)]
    for t, p in zip(y_true, y_pred):
        counts[t][p] += 1
    return counts


# %% right: bincount of pairs
def confusion_matrix(y_true, y_pred, classes=None):
    k = classes or int(np.concatenate([y_true, y_pred]).max()) + 1
    return np.bincount(np.asarray(y_true) * k + y_pred, minlength=k * k).reshape(k, k)


# %% right: a product of one-hot rows, counts as floats
def confusion_matrix(y_true, y_pred, classes=None):
    if classes is None:
        classes = 1 + max(np.max(y_true), np.max(y_pred))
    eye = np.eye(classes)
    return eye[y_true].T @ eye[y_pred]


# %% wrong: rows and columns exchanged
# hint: Your matrix is transposed: the truth says the row, the answer the column.
def confusion_matrix(y_true, y_pred, classes=None):
    if classes is None:
        classes = max(np.max(y_true), np.max(y_pred)) + 1
    matrix = np.zeros((classes, classes), int)
    np.add.at(matrix, (y_pred, y_true), 1)
    return matrix


# %% wrong: += with index arrays
# hint: Your counts are never above 1: `matrix[a, b] += 1` with arrays counts a place that comes up twice only once. Use np.add.at or a loop.
def confusion_matrix(y_true, y_pred, classes=None):
    if classes is None:
        classes = max(np.max(y_true), np.max(y_pred)) + 1
    matrix = np.zeros((classes, classes), int)
    matrix[y_true, y_pred] += 1
    return matrix


# %% wrong: classes counted in the truth alone
# hint: A class may turn up in the answers alone. Take the largest label of both lists.
def confusion_matrix(y_true, y_pred, classes=None):
    if classes is None:
        classes = np.max(y_true) + 1
    matrix = np.zeros((classes, classes), int)
    for t, p in zip(y_true, y_pred):
        matrix[t, p] += 1
    return matrix


# %% wrong: as many classes as different labels
# hint: You count the different labels. If a class does not occur, the matrix still needs its row and column: the size is the largest label plus one.
def confusion_matrix(y_true, y_pred, classes=None):
    found = np.union1d(y_true, y_pred)
    k = classes or len(found)
    matrix = np.zeros((k, k), int)
    for t, p in zip(y_true, y_pred):
        matrix[min(t, k - 1), min(p, k - 1)] += 1
    return matrix


# %% wrong: shares in place of counts
# hint: Your rows are divided by their sums. Counts are asked for.
def confusion_matrix(y_true, y_pred, classes=None):
    if classes is None:
        classes = max(np.max(y_true), np.max(y_pred)) + 1
    matrix = np.zeros((classes, classes))
    np.add.at(matrix, (y_true, y_pred), 1)
    return matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)


# %% wrong: the argument classes is ignored
# hint: You never look at `classes`: with classes=3 the matrix is 3 by 3, whatever labels occur.
def confusion_matrix(y_true, y_pred, classes=None):
    k = max(np.max(y_true), np.max(y_pred)) + 1
    return np.bincount(np.asarray(y_true) * k + y_pred, minlength=k * k).reshape(k, k)
