# %% right: divisors of 0 replaced
def precision_recall_f1(matrix):
    hits = np.diag(matrix)
    named, real = np.sum(matrix, axis=0), np.sum(matrix, axis=1)
    precision, recall = hits / np.maximum(named, 1), hits / np.maximum(real, 1)
    both = precision + recall
    return precision, recall, 2 * precision * recall / np.where(both == 0, 1, both)


# %% right: loops and lists
def precision_recall_f1(matrix):
    scores = []
    for k in range(len(matrix)):
        tp = matrix[k][k]
        fp = sum(row[k] for row in matrix) - tp
        fn = sum(matrix[k]) - tp
        p = tp / (tp + fp) if tp + fp else 0
        r = tp / (tp + fn) if tp + fn else 0
        scores.append((p, r, 2 * p * r / (p + r) if p + r else 0))
    return [list(column) for column in zip(*scores)]


# %% right: nan_to_num where warnings are silenced
def precision_recall_f1(matrix):
    with np.errstate(all="ignore"):
        tp = np.einsum("ii->i", matrix)
        p, r = tp / np.einsum("ij->j", matrix), tp / np.einsum("ij->i", matrix)
        f1 = 2 / (1 / p + 1 / r)
    return np.nan_to_num(p), np.nan_to_num(r), np.nan_to_num(f1)


# %% wrong: precision and recall exchanged
# hint: You have precision and recall the wrong way round. Precision: of all that were called so. The columns are what was called.
def precision_recall_f1(matrix):
    hits = np.diag(matrix)
    p = hits / np.maximum(matrix.sum(axis=1), 1)
    r = hits / np.maximum(matrix.sum(axis=0), 1)
    return p, r, 2 * p * r / np.where(p + r == 0, 1, p + r)


# %% wrong: the plain mean for F1
# hint: Your F1 is the plain mean of precision and recall. It is their harmonic mean: 2PR/(P + R), near the smaller of both.
def precision_recall_f1(matrix):
    hits = np.diag(matrix)
    p, r = hits / np.maximum(matrix.sum(axis=0), 1), hits / np.maximum(matrix.sum(axis=1), 1)
    return p, r, (p + r) / 2


# %% wrong: the 2 of F1 is forgotten
# hint: Your F1 is half as large as it should be: 2PR/(P + R).
def precision_recall_f1(matrix):
    hits = np.diag(matrix)
    p, r = hits / np.maximum(matrix.sum(axis=0), 1), hits / np.maximum(matrix.sum(axis=1), 1)
    return p, r, p * r / np.where(p + r == 0, 1, p + r)


# %% wrong: 0/0 left as it is
# hint: Where a class was never named or never occurs, you divide 0 by 0. There the value should be 0, without a warning.
def precision_recall_f1(matrix):
    hits = np.diag(matrix)
    p, r = hits / matrix.sum(axis=0), hits / matrix.sum(axis=1)
    return p, r, 2 * p * r / (p + r)


# %% wrong: divided by all examples
# hint: You divide by the number of all examples. Precision divides by how often the class was named, recall by how often it occurs.
def precision_recall_f1(matrix):
    share = np.diag(matrix) / max(np.sum(matrix), 1)
    return share, share, share


# %% wrong: one number for all classes
# hint: You give one number for all classes together. Each class needs its own precision, recall and F1.
def precision_recall_f1(matrix):
    right = np.trace(matrix) / max(np.sum(matrix), 1)
    return [right], [right], [right]


# %% wrong: a small number in the divisor
# hint: A small number added to a divisor changes the result a little everywhere. Treat a divisor of 0 on its own.
def precision_recall_f1(matrix):
    hits = np.diag(matrix)
    p, r = hits / (matrix.sum(axis=0) + 1e-7), hits / (matrix.sum(axis=1) + 1e-7)
    return p, r, 2 * p * r / (p + r + 1e-7)
