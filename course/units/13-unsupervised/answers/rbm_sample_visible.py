# %% right: the machine from its other side
def rbm_sample_visible(h, W, a, rng):
    return rbm_sample_hidden(h, W.T, a, rng)


# %% right: written out
def rbm_sample_visible(h, W, a, rng):
    p = activations.sigmoid(h @ W.T + a)
    return p, (rng.random(p.shape) < p).astype(float)


# %% right: einsum and binomial draws
def rbm_sample_visible(h, W, a, rng):
    p = activations.sigmoid(np.einsum("nj,ij->ni", h, W) + a)
    return [p, rng.binomial(1, p).astype(h.dtype)]


# %% wrong: W reshaped
# hint: The entries of W are mixed up: reshape does not exchange axes. Take W.T.
def rbm_sample_visible(h, W, a, rng):
    p = activations.sigmoid(h @ W.reshape(W.shape[::-1]) + a)
    return p, (rng.random(p.shape) < p).astype(float)


# %% wrong: W as it is
# hint: h has one entry per hidden unit, and the first axis of W counts visible ones. Exchange its axes.
def rbm_sample_visible(h, W, a, rng):
    return rbm_sample_hidden(h, W, a, rng)


# %% wrong: no bias
# hint: a has no effect on your probabilities.
def rbm_sample_visible(h, W, a, rng):
    return rbm_sample_hidden(h, W.T, np.zeros_like(a), rng)


# %% wrong: rounded, not drawn
# hint: Your samples are rounded probabilities: always the same. Draw them.
def rbm_sample_visible(h, W, a, rng):
    p = activations.sigmoid(h @ W.T + a)
    return p, np.round(p)


# %% wrong: one draw per row
# hint: All units of a row share one draw, so they are tied together. Each needs a draw of its own.
def rbm_sample_visible(h, W, a, rng):
    p = activations.sigmoid(h @ W.T + a)
    return p, (rng.random((len(p), 1)) < p).astype(float)


# %% wrong: samples first
# hint: You return the samples first. The probabilities come first, then the samples.
def rbm_sample_visible(h, W, a, rng):
    return rbm_sample_hidden(h, W.T, a, rng)[::-1]
