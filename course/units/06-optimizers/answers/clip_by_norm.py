# %% right: np.linalg.norm
def clip_by_norm(g, c):
    length = np.linalg.norm(g)
    return g if length < c else g * (c / length)


# %% right: the smaller of two factors
def clip_by_norm(g, c):
    length = math.sqrt(sum(float(v) ** 2 for v in g.ravel()))
    factor = min(1.0, c / length) if length > 0 else 1.0
    return factor * g


# %% right: einsum on a flat copy
def clip_by_norm(g, c):
    flat = np.array(g).ravel()
    length = np.sqrt(np.einsum("i,i->", flat, flat))
    return g / max(1.0, length / c)


# %% wrong: by value
# hint: You cut every entry by itself: that turns the gradient. Clipping by norm scales all entries alike.
def clip_by_norm(g, c):
    return np.clip(g, -c, c)


# %% wrong: always scaled to c
# hint: You scale short gradients up to length c, too. What is short enough stays as it is.
def clip_by_norm(g, c):
    length = np.linalg.norm(g)
    return c * g / length if length > 0 else g


# %% wrong: the factor c is missing
# hint: A clipped gradient has the length 1 with you. It should have the length c.
def clip_by_norm(g, c):
    length = np.linalg.norm(g)
    return g / length if length >= c else g


# %% wrong: the square of the length
# hint: You compare with the sum of squares. The length is its root.
def clip_by_norm(g, c):
    length = np.sum(g**2)
    return c * g / length if length >= c else g


# %% wrong: every row by itself
# hint: You clip every row of the array by itself. There is one length for the whole array.
def clip_by_norm(g, c):
    length = np.sqrt(np.sum(g**2, axis=-1, keepdims=True))
    return np.where(length >= c, c * g / np.maximum(length, 1e-300), g)


# %% wrong: the largest entry
# hint: You measure the gradient by its largest entry. Its length is the root of the sum of all squares.
def clip_by_norm(g, c):
    length = np.max(np.abs(g))
    return c * g / length if length >= c else g


# %% wrong: the sum of sizes
# hint: You add up the sizes of the entries. The length is the root of the sum of their squares.
def clip_by_norm(g, c):
    length = np.sum(np.abs(g))
    return c * g / length if length >= c else g


# %% wrong: in place
# hint: You change the array g itself. Return a new one.
def clip_by_norm(g, c):
    length = np.linalg.norm(g)
    if length >= c:
        g *= c / length
    return g
