# %% right: as in the hints
def rbm_sample_hidden(v, W, b, rng):
    p = activations.sigmoid(v @ W + b)
    return p, (rng.random(p.shape) < p).astype(float)


# %% right: binomial draws, truth values made whole numbers
def rbm_sample_hidden(v, W, b, rng):
    p = 0.5 * (1 + np.tanh(0.5 * (v @ W + b)))
    return p, rng.binomial(1, p)


# %% right: a loop
def rbm_sample_hidden(v, W, b, rng):
    p = activations.sigmoid(v @ W + b)
    samples = np.zeros_like(p)
    for place in np.ndindex(p.shape):
        samples[place] = 1 if rng.random() < p[place] else 0
    return [p, samples]


# %% right: logistic noise on the sums
def rbm_sample_hidden(v, W, b, rng):
    z = v @ W + b
    return activations.sigmoid(z), (z + rng.logistic(size=z.shape) > 0).astype(v.dtype)


# %% right: truth values
def rbm_sample_hidden(v, W, b, rng):
    p = activations.sigmoid(v @ W + b)
    return p, rng.uniform(size=p.shape) < p


# %% wrong: rounded, not drawn
# hint: Your samples are rounded probabilities: always the same. A unit with probability 0.7 should be 0 in three of ten draws.
def rbm_sample_hidden(v, W, b, rng):
    p = activations.sigmoid(v @ W + b)
    return p, (p > 0.5).astype(float)


# %% wrong: 1 where it should be 0
# hint: Your samples are 1 where they should be 0: a unit is on when the draw falls below its probability.
def rbm_sample_hidden(v, W, b, rng):
    p = activations.sigmoid(v @ W + b)
    return p, (rng.random(p.shape) > p).astype(float)


# %% wrong: one draw per row
# hint: All units of a row share one draw, so they are tied together. Each needs a draw of its own.
def rbm_sample_hidden(v, W, b, rng):
    p = activations.sigmoid(v @ W + b)
    return p, (rng.random((len(p), 1)) < p).astype(float)


# %% wrong: one draw per unit
# hint: All rows share the draws of the units. Each row needs draws of its own.
def rbm_sample_hidden(v, W, b, rng):
    p = activations.sigmoid(v @ W + b)
    return p, (rng.random(p.shape[1]) < p).astype(float)


# %% wrong: no bias
# hint: b has no effect on your probabilities.
def rbm_sample_hidden(v, W, b, rng):
    p = activations.sigmoid(v @ W)
    return p, (rng.random(p.shape) < p).astype(float)


# %% wrong: a softmax
# hint: Your probabilities sum to 1 over the hidden units. Each unit decides by itself: a sigmoid, not a softmax.
def rbm_sample_hidden(v, W, b, rng):
    p = activations.softmax(v @ W + b)
    return p, (rng.random(p.shape) < p).astype(float)


# %% wrong: the energy's sign
# hint: Your units are on where they should be off: the larger the sum, the more likely is 1.
def rbm_sample_hidden(v, W, b, rng):
    p = activations.sigmoid(-(v @ W + b))
    return p, (rng.random(p.shape) < p).astype(float)


# %% wrong: normal draws
# hint: You compare the probabilities with draws from a bell curve. rng.random draws evenly from 0 to 1.
def rbm_sample_hidden(v, W, b, rng):
    p = activations.sigmoid(v @ W + b)
    return p, (rng.normal(size=p.shape) < p).astype(float)


# %% wrong: only the samples
# hint: Return two things: first the probabilities, then the samples.
def rbm_sample_hidden(v, W, b, rng):
    p = activations.sigmoid(v @ W + b)
    return (rng.random(p.shape) < p).astype(float)


# %% wrong: chance of its own
# hint: Your draws don't come from the rng that you were given: with one seed twice, the samples differ.
def rbm_sample_hidden(v, W, b, rng):
    p = activations.sigmoid(v @ W + b)
    return p, (np.random.default_rng().random(p.shape) < p).astype(float)


# %% wrong: e^(−z) that overflows
# hint: Your sigmoid overflows for large weights. activations.sigmoid doesn't.
def rbm_sample_hidden(v, W, b, rng):
    p = 1 / (1 + np.exp(-(v @ W + b)))
    return p, (rng.random(p.shape) < p).astype(float)
