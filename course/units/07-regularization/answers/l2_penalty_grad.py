# %% right: one line
def l2_penalty_grad(w, lam, m):
    return lam / m * np.asarray(w)


# %% right: with the 2 that goes away
def l2_penalty_grad(w, lam, m):
    return 2 * np.asarray(w) * lam / (2 * m)


# %% right: a loop
def l2_penalty_grad(w, lam, m):
    w = np.array(w, dtype=float)
    for place in np.ndindex(w.shape):
        w[place] = w[place] * lam / m
    return w


# %% wrong: the half stays
# hint: Your slopes are half of what they should be: differentiating w² brings a 2 down.
def l2_penalty_grad(w, lam, m):
    return lam / (2 * m) * np.asarray(w)


# %% wrong: the 2 stays
# hint: Your slopes are twice what they should be: there is a 2 below the line as well.
def l2_penalty_grad(w, lam, m):
    return 2 * lam / m * np.asarray(w)


# %% wrong: without m
# hint: Your slopes don't depend on the number of examples.
def l2_penalty_grad(w, lam, m):
    return lam * np.asarray(w)


# %% wrong: the slope of L1
# hint: All your slopes have the same size. That is L1; the slope of w² grows with w.
def l2_penalty_grad(w, lam, m):
    return lam / m * np.sign(w)


# %% wrong: summed up
# hint: Your answer is one number. Every weight has a slope of its own.
def l2_penalty_grad(w, lam, m):
    return lam / m * np.sum(w)


# %% wrong: in place
# hint: Your function changes the weights that it is given. Make a new array.
def l2_penalty_grad(w, lam, m):
    w = np.asarray(w)
    w[...] = lam / m * w
    return w


# %% wrong: times m
# hint: Your slopes grow with m. More examples make the penalty count less.
def l2_penalty_grad(w, lam, m):
    return lam * m * np.asarray(w)
