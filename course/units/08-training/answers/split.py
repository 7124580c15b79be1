# %% right: pieces per class, joined
def split(X, y, fractions, rng):
    pieces = [[] for _ in fractions]
    for label in np.unique(y):
        numbers = rng.permutation(np.flatnonzero(y == label))
        places = np.round(np.cumsum(fractions) * len(numbers)).astype(int)[:-1]
        for piece, some in zip(pieces, np.split(numbers, places)):
            piece.append(some)
    return [(X[np.concatenate(piece)], y[np.concatenate(piece)]) for piece in pieces]


# %% right: loops, rounded down, the last part takes the rest
def split(X, y, fractions, rng):
    parts = [[] for _ in fractions]
    for label in sorted(set(y.tolist())):
        rows = [i for i in range(len(y)) if y[i] == label]
        rng.shuffle(rows)
        start = 0
        for k, f in enumerate(fractions):
            end = len(rows) if k == len(fractions) - 1 else start + int(f * len(rows))
            parts[k] += rows[start:end]
            start = end
    return [(X[np.array(rows, int)], y[np.array(rows, int)]) for rows in parts]


# %% right: shuffle all, sort by class, deal by a fraction of the place; parts shuffled again
def split(X, y, fractions, rng):
    order = rng.permutation(len(y))
    order = order[np.argsort(y[order], kind="stable")]
    part = np.empty(len(y), int)
    for label in np.unique(y):
        rows = order[y[order] == label]
        place = (np.arange(len(rows)) + 0.5) / len(rows)
        part[rows] = np.minimum(np.searchsorted(np.cumsum(fractions), place), len(fractions) - 1)
    chosen = [rng.permutation(np.flatnonzero(part == k)) for k in range(len(fractions))]
    return tuple([X[rows], y[rows]] for rows in chosen)


# %% wrong: all rows at once, not class by class
# hint: Your parts have the right size, but not the right share of every class. Shuffle and cut each class on its own.
def split(X, y, fractions, rng):
    order = rng.permutation(len(y))
    cuts = np.round(np.cumsum(fractions)[:-1] * len(y)).astype(int)
    return [(X[rows], y[rows]) for rows in np.split(order, cuts)]


# %% wrong: not shuffled
# hint: Your parts are the same at every call: the first rows always come into the first part. Shuffle before you cut.
def split(X, y, fractions, rng):
    parts = [[] for _ in fractions]
    for label in np.unique(y):
        rows = np.flatnonzero(y == label)
        cuts = np.round(np.cumsum(fractions)[:-1] * len(rows)).astype(int)
        for part, some in zip(parts, np.split(rows, cuts)):
            part.append(some)
    return [(X[np.concatenate(part)], y[np.concatenate(part)]) for part in parts]


# %% wrong: X and y are shuffled apart
# hint: Your rows and labels no longer belong together. Shuffle the row numbers once, and use them for X and for y.
def split(X, y, fractions, rng):
    cuts = np.round(np.cumsum(fractions)[:-1] * len(y)).astype(int)
    return list(zip(np.split(rng.permutation(X), cuts), np.split(rng.permutation(y), cuts)))


# %% wrong: drawn with replacement
# hint: Some rows are in your parts twice and others in none. A permutation has every number once; rng.choice and rng.integers don't.
def split(X, y, fractions, rng):
    parts = [[] for _ in fractions]
    for label in np.unique(y):
        rows = np.flatnonzero(y == label)
        for part, f in zip(parts, fractions):
            part.append(rng.choice(rows, size=round(f * len(rows))))
    return [(X[np.concatenate(part)], y[np.concatenate(part)]) for part in parts]


# %% wrong: rows left over by rounding are lost
# hint: Some rows are in no part: each share was rounded down. Let the cuts be rounded sums, or give the last part what is left.
def split(X, y, fractions, rng):
    parts = [[] for _ in fractions]
    for label in np.unique(y):
        rows = rng.permutation(np.flatnonzero(y == label))
        start = 0
        for part, f in zip(parts, fractions):
            part.append(rows[start : start + int(f * len(rows))])
            start += int(f * len(rows))
    return [(X[np.concatenate(part)], y[np.concatenate(part)]) for part in parts]


# %% wrong: a generator of its own
# hint: Your parts don't change with rng: you made a generator of your own. Use the one that you are given.
def split(X, y, fractions, rng):
    rng = np.random.default_rng(42)
    parts = [[] for _ in fractions]
    for label in np.unique(y):
        rows = rng.permutation(np.flatnonzero(y == label))
        cuts = np.round(np.cumsum(fractions)[:-1] * len(rows)).astype(int)
        for part, some in zip(parts, np.split(rows, cuts)):
            part.append(some)
    return [(X[np.concatenate(part)], y[np.concatenate(part)]) for part in parts]


# %% wrong: cut at the fractions, not at their sums
# hint: From the third part on your parts have the wrong sizes, or you cut at the fractions themselves. Cut at their running sums.
def split(X, y, fractions, rng):
    parts = [[] for _ in fractions]
    for label in np.unique(y):
        rows = rng.permutation(np.flatnonzero(y == label))
        cuts = np.sort(np.round(np.array(fractions[:-1]) * len(rows)).astype(int))
        for part, some in zip(parts, np.split(rows, cuts)):
            part.append(some)
    return [(X[np.concatenate(part)], y[np.concatenate(part)]) for part in parts]
