# %% right: as in the hints
def rbm_free_energy(v, W, a, b):
    sums = v @ W + b
    return -(v @ a) - activations.softplus(sums).sum(axis=1)


# %% right: logaddexp
def rbm_free_energy(v, W, a, b):
    return -(np.logaddexp(0, v @ W + b).sum(axis=1) + v @ a)


# %% right: a stable softplus of one's own
def rbm_free_energy(v, W, a, b):
    z = v @ W + b
    one_by_one = np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))
    return -np.einsum("ni,i->n", v, a) - one_by_one.sum(-1)


# %% right: all hidden states, with the largest term taken out
def rbm_free_energy(v, W, a, b):
    out = []
    for row in v:
        terms = np.zeros(1)
        for z in row @ W + b:
            terms = np.concatenate([terms, terms + z])
        top = terms.max()
        smaller = np.delete(terms, terms.argmax()) - top
        out.append(-(row @ a) - top - np.log1p(np.exp(smaller).sum()))
    return np.array(out)


# %% wrong: log(1 + e^z) that overflows
# hint: e^z overflows for sums of 10,000. activations.softplus is the same and never does.
def rbm_free_energy(v, W, a, b):
    return -(v @ a) - np.log(1 + np.exp(v @ W + b)).sum(axis=1)


# %% wrong: the sign
# hint: All signs are the other way round: likely states have a low free energy.
def rbm_free_energy(v, W, a, b):
    return v @ a + activations.softplus(v @ W + b).sum(axis=1)


# %% wrong: the softplus has the wrong sign
# hint: The visible biases are right; the hidden units lower the free energy, too: their softplus comes with a minus.
def rbm_free_energy(v, W, a, b):
    return -(v @ a) + activations.softplus(v @ W + b).sum(axis=1)


# %% wrong: the visible biases are missing
# hint: a has no effect in your free energy.
def rbm_free_energy(v, W, a, b):
    return -activations.softplus(v @ W + b).sum(axis=1)


# %% wrong: the hidden biases are missing
# hint: b has no effect in your free energy.
def rbm_free_energy(v, W, a, b):
    return -(v @ a) - activations.softplus(v @ W).sum(axis=1)


# %% wrong: the energy of the most likely hidden state
# hint: You take the best hidden state only. All hidden states count: each unit adds log(1 + e^z), also where z is negative.
def rbm_free_energy(v, W, a, b):
    return -(v @ a) - np.maximum(v @ W + b, 0).sum(axis=1)


# %% wrong: the mean energy
# hint: You put the probabilities of the hidden units into the energy. That is the mean energy; the free energy is −log of a sum of e^(−E).
def rbm_free_energy(v, W, a, b):
    z = v @ W + b
    return -(v @ a) - (activations.sigmoid(z) * z).sum(axis=1)


# %% wrong: one number for the batch
# hint: You return one number for the whole batch. Each row has a free energy of its own.
def rbm_free_energy(v, W, a, b):
    return -(v @ a).sum() - activations.softplus(v @ W + b).sum()


# %% wrong: the mean over hidden units
# hint: You average over the hidden units. Their logarithms add up.
def rbm_free_energy(v, W, a, b):
    return -(v @ a) - activations.softplus(v @ W + b).mean(axis=1)
