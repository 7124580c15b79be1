# %% right: one line
def l1_penalty(w, lam):
    return lam * np.abs(w).sum()


# %% right: a loop
def l1_penalty(w, lam):
    total = 0.0
    for value in np.ravel(w):
        total += abs(float(value))
    return lam * total


# %% right: positive and negative weights apart
def l1_penalty(w, lam):
    w = np.asarray(w)
    return float(lam * (w[w > 0].sum() - w[w < 0].sum()))


# %% wrong: the sum without the sizes
# hint: Negative weights earn you money: they lower your penalty. Each weight should pay for its size.
def l1_penalty(w, lam):
    return lam * np.sum(w)


# %% wrong: the mean
# hint: Your penalty gets cheaper the more weights there are. It is a sum over them, not a mean.
def l1_penalty(w, lam):
    return lam * np.mean(np.abs(w))


# %% wrong: squares
# hint: You charge for squares. That is L2; L1 charges for the sizes themselves.
def l1_penalty(w, lam):
    return lam * np.sum(np.square(w))


# %% wrong: the root of the squares
# hint: You charge for the length of the whole vector. L1 adds up the sizes of its entries.
def l1_penalty(w, lam):
    return lam * np.sqrt(np.sum(np.square(w)))


# %% wrong: half of it
# hint: Your penalty is half of what it should be: the ½ belongs to L2.
def l1_penalty(w, lam):
    return lam / 2 * np.sum(np.abs(w))


# %% wrong: one sum per column
# hint: Your answer is not one number: add up over all axes.
def l1_penalty(w, lam):
    return lam * np.sum(np.abs(w), axis=0)
