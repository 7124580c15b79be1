# %% right: rows of the identity
def one_hot(labels, classes):
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= classes):
        raise ValueError(f"labels must be from 0 to {classes - 1}")
    return np.eye(classes)[labels]


# %% right: loops, lists of whole numbers
def one_hot(labels, classes):
    rows = []
    for label in labels:
        if label not in range(classes):
            raise ValueError("label outside")
        rows.append([int(k == label) for k in range(classes)])
    return rows


# %% right: comparison with all columns
def one_hot(labels, classes):
    labels = np.array(labels).reshape(-1, 1)
    if labels.min() < 0 or labels.max() > classes - 1:
        raise ValueError("label outside")
    return (labels == np.arange(classes)).astype(np.float32)


# %% right: writing ones into zeros
def one_hot(labels, classes):
    if min(labels) < 0 or max(labels) >= classes:
        raise ValueError("label outside")
    rows = np.zeros((len(labels), classes), dtype=bool)
    rows[np.arange(len(labels)), labels] = True
    return rows


# %% wrong: nothing is refused
# hint: Your function accepts a label of −1 and takes it for the last class. Check the labels first and raise ValueError.
def one_hot(labels, classes):
    return np.eye(classes)[labels]


# %% wrong: only large labels are refused
# hint: Labels that are too large are refused, negative ones are not: NumPy counts those from the end.
def one_hot(labels, classes):
    if np.max(labels) >= classes:
        raise ValueError("label too large")
    return np.eye(classes)[labels]


# %% wrong: only negative labels are refused
# hint: A label as large as the number of classes must raise ValueError, too (an IndexError by accident does not say what is wrong).
def one_hot(labels, classes):
    if np.min(labels) < 0:
        raise ValueError("negative label")
    return np.eye(classes)[labels]


# %% wrong: counted from 1
# hint: You count classes from 1. Label 0 is the first class and has its 1 in the first column.
def one_hot(labels, classes):
    labels = np.asarray(labels)
    if np.any(labels < 1) or np.any(labels > classes):
        raise ValueError("label outside")
    return np.eye(classes)[labels - 1]


# %% wrong: as many columns as occur
# hint: Your number of columns depends on which labels occur. It is always `classes`, also when the last classes are missing.
def one_hot(labels, classes):
    if np.min(labels) < 0 or np.max(labels) >= classes:
        raise ValueError("label outside")
    return np.eye(int(np.max(labels)) + 1)[labels]


# %% wrong: one column per example
# hint: Your table lies on its side: (classes, N). Each example is a row.
def one_hot(labels, classes):
    if np.min(labels) < 0 or np.max(labels) >= classes:
        raise ValueError("label outside")
    return np.eye(classes)[labels].T


# %% wrong: a label equal to the number of classes is let through
# hint: With K classes the largest label is K − 1, since counting starts at 0. Your check lets K through.
def one_hot(labels, classes):
    labels = np.asarray(labels)
    if np.any((labels < 0) | (labels > classes)):
        raise ValueError("label outside")
    return np.eye(classes + 1)[labels][:, :classes]


# %% wrong: labels outside are clipped
# hint: A label outside is moved to the nearest class. That hides the mistake: raise ValueError.
def one_hot(labels, classes):
    return np.eye(classes)[np.clip(labels, 0, classes - 1)]


# %% wrong: the label's own value in its column
# hint: The column holds the label's value. It should hold a 1, whichever class it is.
def one_hot(labels, classes):
    if np.min(labels) < 0 or np.max(labels) >= classes:
        raise ValueError("label outside")
    return np.eye(classes)[labels] * np.arange(classes)
