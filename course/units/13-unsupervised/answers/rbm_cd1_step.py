# %% right: reconstruction and last hidden state as probabilities
def rbm_cd1_step(v, W, a, b, lr, rng):
    _, h = rbm_sample_hidden(v, W, b, rng)
    rebuilt, _ = rbm_sample_visible(h, W, a, rng)
    again, _ = rbm_sample_hidden(rebuilt, W, b, rng)
    change = (v.T @ h - rebuilt.T @ again) / len(v)
    return W + lr * change, a + lr * (v - rebuilt).mean(axis=0), b + lr * (h - again).mean(axis=0)


# %% right: everything sampled
def rbm_cd1_step(v, W, a, b, lr, rng):
    h = rbm_sample_hidden(v, W, b, rng)[1]
    rebuilt = rbm_sample_visible(h, W, a, rng)[1]
    again = rbm_sample_hidden(rebuilt, W, b, rng)[1]
    n = v.shape[0]
    return (
        W + lr / n * (v.T @ h - rebuilt.T @ again),
        a + lr / n * (v - rebuilt).sum(axis=0),
        b + lr / n * (h - again).sum(axis=0),
    )


# %% right: probabilities wherever they are allowed, a sampled reconstruction
def rbm_cd1_step(v, W, a, b, lr, rng):
    p, h = rbm_sample_hidden(v, W, b, rng)
    _, rebuilt = rbm_sample_visible(h, W, a, rng)
    again, _ = rbm_sample_hidden(rebuilt, W, b, rng)
    dW = np.einsum("ni,nj->ij", v, p) - np.einsum("ni,nj->ij", rebuilt, again)
    return [W + lr * dW / len(v), a + lr * np.mean(v - rebuilt, axis=0), b + lr * np.mean(p - again, axis=0)]


# %% right: the reconstruction is sampled to go on, its probabilities are counted
def rbm_cd1_step(v, W, a, b, lr, rng):
    p, h = rbm_sample_hidden(v, W, b, rng)
    q, rebuilt = rbm_sample_visible(h, W, a, rng)
    again, _ = rbm_sample_hidden(rebuilt, W, b, rng)
    return W + lr * (v.T @ p - q.T @ again) / len(v), a + lr * (v - q).mean(0), b + lr * (p - again).mean(0)


# %% right: row by row
def rbm_cd1_step(v, W, a, b, lr, rng):
    dW, da, db = np.zeros(W.shape), np.zeros(a.shape), np.zeros(b.shape)
    for row in v:
        h = (rng.random(len(b)) < activations.sigmoid(row @ W + b)) * 1.0
        q = activations.sigmoid(W @ h + a)
        again = activations.sigmoid(q @ W + b)
        dW += np.outer(row, h) - np.outer(q, again)
        da += row - q
        db += h - again
    return W + lr * dW / len(v), a + lr * da / len(v), b + lr * db / len(v)


# %% wrong: the sign
# hint: Every change has the wrong sign: add what the data did, subtract what the machine made of it.
def rbm_cd1_step(v, W, a, b, lr, rng):
    _, h = rbm_sample_hidden(v, W, b, rng)
    rebuilt, _ = rbm_sample_visible(h, W, a, rng)
    again, _ = rbm_sample_hidden(rebuilt, W, b, rng)
    change = (v.T @ h - rebuilt.T @ again) / len(v)
    return W - lr * change, a - lr * (v - rebuilt).mean(axis=0), b - lr * (h - again).mean(axis=0)


# %% wrong: the hidden state is not sampled
# hint: What you do is right where the hidden units are sure. But the reconstruction has to come from a sample of them: you hand on the probabilities, which carry more than one bit each.
def rbm_cd1_step(v, W, a, b, lr, rng):
    h, _ = rbm_sample_hidden(v, W, b, rng)
    rebuilt, _ = rbm_sample_visible(h, W, a, rng)
    again, _ = rbm_sample_hidden(rebuilt, W, b, rng)
    change = (v.T @ h - rebuilt.T @ again) / len(v)
    return W + lr * change, a + lr * (v - rebuilt).mean(axis=0), b + lr * (h - again).mean(axis=0)


# %% wrong: no data phase
# hint: You only push away what the machine made up. The data comes in with a plus.
def rbm_cd1_step(v, W, a, b, lr, rng):
    _, h = rbm_sample_hidden(v, W, b, rng)
    rebuilt, _ = rbm_sample_visible(h, W, a, rng)
    again, _ = rbm_sample_hidden(rebuilt, W, b, rng)
    change = -rebuilt.T @ again / len(v)
    return W + lr * change, a - lr * rebuilt.mean(axis=0), b - lr * again.mean(axis=0)


# %% wrong: no reconstruction phase
# hint: You only pull towards the data (Hebb). Without the second terms nothing stops the weights from growing.
def rbm_cd1_step(v, W, a, b, lr, rng):
    _, h = rbm_sample_hidden(v, W, b, rng)
    rebuilt, _ = rbm_sample_visible(h, W, a, rng)
    again, _ = rbm_sample_hidden(rebuilt, W, b, rng)
    change = v.T @ h / len(v)
    return W + lr * change, a + lr * v.mean(axis=0), b + lr * h.mean(axis=0)


# %% wrong: the learning rate is ignored
# hint: The learning rate has no effect on your step.
def rbm_cd1_step(v, W, a, b, lr, rng):
    _, h = rbm_sample_hidden(v, W, b, rng)
    rebuilt, _ = rbm_sample_visible(h, W, a, rng)
    again, _ = rbm_sample_hidden(rebuilt, W, b, rng)
    change = (v.T @ h - rebuilt.T @ again) / len(v)
    return W + change, a + (v - rebuilt).mean(axis=0), b + (h - again).mean(axis=0)


# %% wrong: the biases stay
# hint: Your W is right. The biases a and b learn, too.
def rbm_cd1_step(v, W, a, b, lr, rng):
    _, h = rbm_sample_hidden(v, W, b, rng)
    rebuilt, _ = rbm_sample_visible(h, W, a, rng)
    again, _ = rbm_sample_hidden(rebuilt, W, b, rng)
    change = (v.T @ h - rebuilt.T @ again) / len(v)
    return W + lr * change, a, b


# %% wrong: the hidden biases stay
# hint: Your W and a are right. b learns, too.
def rbm_cd1_step(v, W, a, b, lr, rng):
    _, h = rbm_sample_hidden(v, W, b, rng)
    rebuilt, _ = rbm_sample_visible(h, W, a, rng)
    again, _ = rbm_sample_hidden(rebuilt, W, b, rng)
    change = (v.T @ h - rebuilt.T @ again) / len(v)
    return W + lr * change, a + lr * (v - rebuilt).mean(axis=0), b


# %% wrong: the sum over the batch
# hint: Your step is too large by the number of rows: take the mean over the batch.
def rbm_cd1_step(v, W, a, b, lr, rng):
    _, h = rbm_sample_hidden(v, W, b, rng)
    rebuilt, _ = rbm_sample_visible(h, W, a, rng)
    again, _ = rbm_sample_hidden(rebuilt, W, b, rng)
    change = v.T @ h - rebuilt.T @ again
    return W + lr * change, a + lr * (v - rebuilt).sum(axis=0), b + lr * (h - again).sum(axis=0)


# %% wrong: the weights get the sum
# hint: Your biases are right, the step of W is too large by the number of rows: divide by N.
def rbm_cd1_step(v, W, a, b, lr, rng):
    _, h = rbm_sample_hidden(v, W, b, rng)
    rebuilt, _ = rbm_sample_visible(h, W, a, rng)
    again, _ = rbm_sample_hidden(rebuilt, W, b, rng)
    change = v.T @ h - rebuilt.T @ again
    return W + lr * change, a + lr * (v - rebuilt).mean(axis=0), b + lr * (h - again).mean(axis=0)


# %% wrong: the data with the last hidden state
# hint: In your second term the data meets the last hidden state. There it is the reconstruction that belongs to it.
def rbm_cd1_step(v, W, a, b, lr, rng):
    _, h = rbm_sample_hidden(v, W, b, rng)
    rebuilt, _ = rbm_sample_visible(h, W, a, rng)
    again, _ = rbm_sample_hidden(rebuilt, W, b, rng)
    change = (v.T @ h - v.T @ again) / len(v)
    return W + lr * change, a + lr * (v - rebuilt).mean(axis=0), b + lr * (h - again).mean(axis=0)


# %% wrong: the last hidden state is the first one
# hint: Your reconstruction is paired with the hidden state that the data had. Compute the hidden units once more, from the reconstruction.
def rbm_cd1_step(v, W, a, b, lr, rng):
    _, h = rbm_sample_hidden(v, W, b, rng)
    rebuilt, _ = rbm_sample_visible(h, W, a, rng)
    again = h
    change = (v.T @ h - rebuilt.T @ again) / len(v)
    return W + lr * change, a + lr * (v - rebuilt).mean(axis=0), b + lr * (h - again).mean(axis=0)


# %% wrong: the changes, not the new parameters
# hint: You return the changes. Add them to W, a and b.
def rbm_cd1_step(v, W, a, b, lr, rng):
    _, h = rbm_sample_hidden(v, W, b, rng)
    rebuilt, _ = rbm_sample_visible(h, W, a, rng)
    again, _ = rbm_sample_hidden(rebuilt, W, b, rng)
    change = (v.T @ h - rebuilt.T @ again) / len(v)
    return lr * change, lr * (v - rebuilt).mean(axis=0), lr * (h - again).mean(axis=0)


# %% wrong: in place
# hint: Your function changes the arrays it was given. Make new ones: W + step, not W += step.
def rbm_cd1_step(v, W, a, b, lr, rng):
    _, h = rbm_sample_hidden(v, W, b, rng)
    rebuilt, _ = rbm_sample_visible(h, W, a, rng)
    again, _ = rbm_sample_hidden(rebuilt, W, b, rng)
    change = (v.T @ h - rebuilt.T @ again) / len(v)
    W += (lr * change).astype(W.dtype)
    a += (lr * (v - rebuilt).mean(axis=0)).astype(a.dtype)
    b += (lr * (h - again).mean(axis=0)).astype(b.dtype)
    return W, a, b


# %% wrong: chance of its own
# hint: Your draws don't come from the rng that you were given: with one seed twice, the steps differ.
def rbm_cd1_step(v, W, a, b, lr, rng):
    _, h = rbm_sample_hidden(v, W, b, np.random.default_rng())
    rebuilt, _ = rbm_sample_visible(h, W, a, rng)
    again, _ = rbm_sample_hidden(rebuilt, W, b, rng)
    change = (v.T @ h - rebuilt.T @ again) / len(v)
    return W + lr * change, a + lr * (v - rebuilt).mean(axis=0), b + lr * (h - again).mean(axis=0)
