# %% right: a step array
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


# %% right: in place on a copy
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.empty(x.shape)
    it = np.nditer(x, flags=["multi_index"])
    for value in it:
        i, old = it.multi_index, float(value)
        x[i] = old + h
        above = f(x.copy())
        x[i] = old - h
        below = f(x.copy())
        x[i] = old
        gradient[i] = (above - below) / (2 * h)
    return gradient


# %% right: rows of the identity
def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x).astype(np.float64)
    steps = h * np.eye(x.size).reshape((x.size,) + x.shape)
    slopes = [0.5 * (f(x + step) - f(x - step)) / h for step in steps]
    return np.array(slopes).reshape(x.shape)


# %% wrong: one-sided
# hint: That is the one-sided difference. Use both sides: its error shrinks with h², not with h.
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        gradient[i] = (f(x + step) - f(x)) / h
    return gradient


# %% wrong: divided by h
# hint: Your slopes are twice too large. How far apart are x + h and x − h?
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / h
    return gradient


# %% wrong: all entries at once
# hint: You move all entries together. Move one at a time; the others stay.
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


# %% wrong: changes x
# hint: Your answer changes the caller's x, or measures in its precision. Work on a float64 copy.
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        gradient[i] = (above - f(x)) / (2 * h)
    return gradient


# %% wrong: in float32
# hint: You measure in float32. A step of 1e-5 drowns in its rounding; go to float64.
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=np.float32)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


# %% wrong: in the type of x
# hint: Whole numbers or float32 come in and stay so. Turn x into float64 first, whatever it is.
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


# %% wrong: a step of its own
# hint: You don't use the h that you are given.
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = 1e-5
        gradient[i] = (f(x + step) - f(x - step)) / 2e-5
    return gradient


# %% wrong: flat
# hint: You return a flat list of slopes. The gradient has the shape of x.
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    slopes = []
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        slopes.append((f(x + step) - f(x - step)) / (2 * h))
    return np.array(slopes)
