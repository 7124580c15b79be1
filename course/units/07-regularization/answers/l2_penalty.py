# %% right: one line
def l2_penalty(w, lam, m):
    return lam / (2 * m) * np.square(w).sum()


# %% right: a product with itself
def l2_penalty(w, lam, m):
    flat = np.ravel(w)
    return lam * (flat @ flat) / 2 / m


# %% right: a loop
def l2_penalty(w, lam, m):
    total = 0.0
    for value in np.ravel(w):
        total += float(value) ** 2
    return 0.5 * lam * total / m


# %% wrong: brackets forgotten
# hint: Your penalty grows with m: λ / 2·m divides by 2 and multiplies by m. The whole 2m is below the line.
def l2_penalty(w, lam, m):
    return lam / 2 * m * np.sum(np.square(w))


# %% wrong: as Keras does it
# hint: Your penalty is λ·Σw², without the 2m: Keras's form. Here it is divided by 2m.
def l2_penalty(w, lam, m):
    return lam * np.sum(np.square(w))


# %% wrong: without the half
# hint: Your penalty is twice what it should be: the 2 below the line is missing.
def l2_penalty(w, lam, m):
    return lam / m * np.sum(np.square(w))


# %% wrong: without m
# hint: Your penalty doesn't depend on the number of examples.
def l2_penalty(w, lam, m):
    return lam / 2 * np.sum(np.square(w))


# %% wrong: divided by the number of weights
# hint: You take the mean over the weights. m is the number of training examples; the squares are summed.
def l2_penalty(w, lam, m):
    return lam / (2 * m) * np.mean(np.square(w))


# %% wrong: the square of the sum
# hint: You add first and square then, so that weights of opposite sign cancel. Square each weight first.
def l2_penalty(w, lam, m):
    return lam / (2 * m) * np.sum(w) ** 2


# %% wrong: the length
# hint: You charge for the length of the vector, the root of the sum of squares. L2 has no root.
def l2_penalty(w, lam, m):
    return lam / (2 * m) * np.sqrt(np.sum(np.square(w)))
