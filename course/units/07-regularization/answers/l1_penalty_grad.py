# %% right: np.sign
def l1_penalty_grad(w, lam):
    return lam * np.sign(w)


# %% right: comparisons
def l1_penalty_grad(w, lam):
    w = np.asarray(w)
    return lam * ((w > 0).astype(float) - (w < 0))


# %% right: a loop
def l1_penalty_grad(w, lam):
    w = np.array(w, dtype=float)
    slopes = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        if w[place] != 0:
            slopes[place] = lam if w[place] > 0 else -lam
    return slopes


# %% wrong: the slope of L2
# hint: Your slopes grow with the weights. The slope of |w| is the same for small and large weights.
def l1_penalty_grad(w, lam):
    return lam * np.asarray(w)


# %% wrong: divided by the size
# hint: At w = 0 you compute 0/0. Take the slope 0 there.
def l1_penalty_grad(w, lam):
    w = np.asarray(w)
    return lam * w / np.abs(w)


# %% wrong: a small number below the line
# hint: For tiny weights your slope fades. The push of L1 is the same down to the last bit.
def l1_penalty_grad(w, lam):
    w = np.asarray(w)
    return lam * w / (np.abs(w) + 1e-8)


# %% wrong: 1 at zero
# hint: At w = 0 your slope is λ. A weight that has come to 0 should be left in peace: 0 there.
def l1_penalty_grad(w, lam):
    return lam * np.where(np.asarray(w) >= 0, 1.0, -1.0)


# %% wrong: −1 at zero
# hint: At w = 0 your slope is −λ. A weight that has come to 0 should be left in peace: 0 there.
def l1_penalty_grad(w, lam):
    return lam * np.where(np.asarray(w) > 0, 1.0, -1.0)


# %% wrong: always positive
# hint: Your slopes are all positive, so negative weights would grow in size. Which way is towards 0?
def l1_penalty_grad(w, lam):
    return lam * np.abs(np.sign(w))


# %% wrong: the step instead of the slope
# hint: Your signs are the other way round: you give the push, and the gradient points uphill.
def l1_penalty_grad(w, lam):
    return -lam * np.sign(w)


# %% wrong: the strength left out
# hint: Your slopes don't depend on λ.
def l1_penalty_grad(w, lam):
    return np.sign(np.asarray(w, dtype=float))
