# %% right: np.unique
def breaks_symmetry(W):
    return np.unique(W, axis=1).shape[1] == np.shape(W)[1]


# %% right: a set of columns
def breaks_symmetry(W):
    columns = [tuple(column) for column in np.asarray(W).T.tolist()]
    return len(set(columns)) == len(columns)


# %% right: loops over pairs
def breaks_symmetry(W):
    for i in range(W.shape[1]):
        for j in range(i):
            if all(W[k, i] == W[k, j] for k in range(W.shape[0])):
                return False
    return True


# %% right: all pairs at once
def breaks_symmetry(W):
    same = (W[:, :, None] == W[:, None, :]).all(axis=0)
    return int(same.sum() == W.shape[1])


# %% wrong: rows instead of columns
# hint: You compare rows. A unit is a column: all weights that lead into it. Equal rows are fine.
def breaks_symmetry(W):
    return np.unique(W, axis=0).shape[0] == W.shape[0]


# %% wrong: all entries must differ
# hint: You ask that all single weights differ. Two units may share some weights; they are alike only if all of them agree.
def breaks_symmetry(W):
    return np.unique(W).size == W.size


# %% wrong: only neighbours are compared
# hint: You compare only neighbours. Twins may stand far apart, such as the first and the last unit.
def breaks_symmetry(W):
    return not bool((W[:, 1:] == W[:, :-1]).all(axis=0).any())


# %% wrong: nearly equal counts as equal
# hint: With tiny weights you call units alike that are not. np.allclose has an absolute tolerance; here only exact equality counts.
def breaks_symmetry(W):
    return not any(np.allclose(W[:, i], W[:, j]) for i in range(W.shape[1]) for j in range(i))


# %% wrong: not all weights are equal
# hint: You only ask whether the whole layer is one number. Two twins among many different units are enough to say False.
def breaks_symmetry(W):
    return bool((W != W.flat[0]).any()) or W.shape[1] == 1


# %% wrong: the sums of the columns
# hint: You compare sums of weights. Units with the same sum can have quite different weights.
def breaks_symmetry(W):
    return len(set(W.sum(axis=0).round(12).tolist())) == W.shape[1]


# %% wrong: the other way round
# hint: You say True where units are alike. The question is whether the symmetry is broken: True when all units differ.
def breaks_symmetry(W):
    return np.unique(W, axis=1).shape[1] != W.shape[1]


# %% wrong: sizes without signs
# hint: You leave the signs out. Units with opposite weights are different: one fires where the other is silent.
def breaks_symmetry(W):
    return np.unique(np.abs(W), axis=1).shape[1] == W.shape[1]


# %% wrong: every weight of two units must differ
# hint: You call units alike as soon as they share one weight. They are alike only when all their weights agree.
def breaks_symmetry(W):
    return not any((W[:, i] == W[:, j]).any() for i in range(W.shape[1]) for j in range(i))
