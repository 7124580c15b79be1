# %% right: as in the hints
def rbm_energy(v, h, W, a, b):
    both_on = (v @ W * h).sum(axis=1)
    return -(v @ a) - h @ b - both_on


# %% right: einsum
def rbm_energy(v, h, W, a, b):
    return -(np.einsum("ni,i->n", v, a) + np.einsum("nj,j->n", h, b) + np.einsum("ni,ij,nj->n", v, W, h))


# %% right: state by state
def rbm_energy(v, h, W, a, b):
    return [-a.dot(one) - b.dot(other) - one.dot(W).dot(other) for one, other in zip(v, h, strict=True)]


# %% right: the diagonal of all pairs
def rbm_energy(v, h, W, a, b):
    return -np.diag(v @ W @ h.T) - v @ a - h @ b


# %% wrong: the sign
# hint: All signs are the other way round: units that are on and like it make the energy low.
def rbm_energy(v, h, W, a, b):
    return v @ a + h @ b + (v @ W * h).sum(axis=1)


# %% wrong: the pairs have the wrong sign
# hint: Your biases are right. The pairs come with a minus, too: a positive weight makes "both on" likely.
def rbm_energy(v, h, W, a, b):
    return -(v @ a) - h @ b + (v @ W * h).sum(axis=1)


# %% wrong: no biases
# hint: The biases have no effect in your energy.
def rbm_energy(v, h, W, a, b):
    return -(v @ W * h).sum(axis=1)


# %% wrong: the visible biases are missing
# hint: a has no effect in your energy.
def rbm_energy(v, h, W, a, b):
    return -(h @ b) - (v @ W * h).sum(axis=1)


# %% wrong: the hidden biases are missing
# hint: b has no effect in your energy.
def rbm_energy(v, h, W, a, b):
    return -(v @ a) - (v @ W * h).sum(axis=1)


# %% wrong: every state with every other
# hint: You compute a table (N, N): every v with every h. Row n of v belongs to row n of h only.
def rbm_energy(v, h, W, a, b):
    return -(v @ a)[:, None] - h @ b - v @ W @ h.T


# %% wrong: one number for the batch
# hint: You return one number for the whole batch. Each row has an energy of its own.
def rbm_energy(v, h, W, a, b):
    return -np.sum(v @ a) - np.sum(h @ b) - np.sum(v @ W * h)


# %% wrong: the mean over hidden units
# hint: You average the pairs over the hidden units. They add up.
def rbm_energy(v, h, W, a, b):
    return -(v @ a) - h @ b - (v @ W * h).mean(axis=1)


# %% wrong: half of the pairs
# hint: Your pairs count half. Each pair of a visible and a hidden unit occurs once, so there is no ½.
def rbm_energy(v, h, W, a, b):
    return -(v @ a) - h @ b - (v @ W * h).sum(axis=1) / 2
