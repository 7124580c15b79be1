# %% right: one loop
def activation_std_by_layer(X, depth, width, activation, init, rng):
    out, stds = X, []
    for _ in range(depth):
        out = activation(out @ init((out.shape[1], width), rng))
        stds.append(float(np.std(out)))
    return stds


# %% right: all kernels first
def activation_std_by_layer(X, depth, width, activation, init, rng):
    sizes = [np.shape(X)[1]] + [width] * depth
    kernels = [init((n, m), rng) for n, m in zip(sizes[:-1], sizes[1:])]
    stds = np.zeros(depth)
    for i, W in enumerate(kernels):
        X = activation(np.dot(X, W))
        stds[i] = X.std()
    return stds


# %% right: einsum and the formula of the variance
def activation_std_by_layer(X, depth, width, activation, init, rng):
    a, stds = np.array(X, dtype=np.float64), []
    while len(stds) < depth:
        W = np.asarray(init((a.shape[-1], width), rng))
        a = np.asarray(activation(np.einsum("nf,fu->nu", a, W)))
        stds.append(np.sqrt(np.mean((a - a.mean()) ** 2)))
    return stds


# %% right: calls itself
def activation_std_by_layer(X, depth, width, activation, init, rng):
    if depth == 0:
        return []
    a = activation(X @ init((X.shape[1], width), rng))
    return [np.std(a).item(), *activation_std_by_layer(a, depth - 1, width, activation, init, rng)]


# %% wrong: the sums are measured
# hint: You measure the sums z. The question is about what a layer gives: activation(z).
def activation_std_by_layer(X, depth, width, activation, init, rng):
    out, stds = X, []
    for _ in range(depth):
        z = out @ init((out.shape[1], width), rng)
        stds.append(float(np.std(z)))
        out = activation(z)
    return stds


# %% wrong: every layer gets X
# hint: All your layers get X. Each one should get the outputs of the layer before.
def activation_std_by_layer(X, depth, width, activation, init, rng):
    stds = []
    for layer in range(depth):
        n = X.shape[1] if layer == 0 else width
        W = init((n, width), rng)
        if layer == 0:
            first = activation(X @ W)
        stds.append(float(np.std(first if layer == 0 else activation(first @ W))))
    return stds


# %% wrong: one kernel for all layers
# hint: You draw one kernel and use it in all layers. Each layer needs weights of its own: call init once per layer.
def activation_std_by_layer(X, depth, width, activation, init, rng):
    out = activation(X @ init((X.shape[1], width), rng))
    stds = [float(np.std(out))]
    W = init((width, width), rng)
    for _ in range(depth - 1):
        out = activation(out @ W)
        stds.append(float(np.std(out)))
    return stds


# %% wrong: the activation is left out
# hint: The activation is missing between your layers, so they make one linear layer together.
def activation_std_by_layer(X, depth, width, activation, init, rng):
    out, stds = X, []
    for _ in range(depth):
        out = out @ init((out.shape[1], width), rng)
        stds.append(float(np.std(out)))
    return stds


# %% wrong: the spread of X comes first
# hint: Your list begins with the spread of X itself. It should begin with the outputs of the first layer.
def activation_std_by_layer(X, depth, width, activation, init, rng):
    out, stds = X, []
    for _ in range(depth):
        stds.append(float(np.std(out)))
        out = activation(out @ init((out.shape[1], width), rng))
    return stds


# %% wrong: the variance
# hint: You give variances. The standard deviation is their root.
def activation_std_by_layer(X, depth, width, activation, init, rng):
    out, stds = X, []
    for _ in range(depth):
        out = activation(out @ init((out.shape[1], width), rng))
        stds.append(float(np.var(out)))
    return stds


# %% wrong: mean of the units' stds
# hint: You take a std per unit and their mean. Wanted is one std over all rows and units of a layer.
def activation_std_by_layer(X, depth, width, activation, init, rng):
    out, stds = X, []
    for _ in range(depth):
        out = activation(out @ init((out.shape[1], width), rng))
        stds.append(float(out.std(axis=0).mean()))
    return stds


# %% wrong: the sample's std
# hint: You divide by one less than the number of outputs (ddof=1). Here the std is the population's.
def activation_std_by_layer(X, depth, width, activation, init, rng):
    out, stds = X, []
    for _ in range(depth):
        out = activation(out @ init((out.shape[1], width), rng))
        stds.append(float(np.std(out, ddof=1)) if out.size > 1 else 0.0)
    return stds


# %% wrong: a generator of its own
# hint: You hand init a generator of your own. Hand on the rng that you are given.
def activation_std_by_layer(X, depth, width, activation, init, rng):
    own, out, stds = np.random.default_rng(0), X, []
    for _ in range(depth):
        out = activation(out @ init((out.shape[1], width), own))
        stds.append(float(np.std(out)))
    return stds


# %% wrong: outputs are rescaled on the way
# hint: You scale the outputs to the same spread after each layer, so nothing can fade or explode. Only measure.
def activation_std_by_layer(X, depth, width, activation, init, rng):
    out, stds = X, []
    for _ in range(depth):
        out = activation(out @ init((out.shape[1], width), rng))
        stds.append(float(np.std(out)))
        out = out / (np.std(out) + 1e-12)
    return stds
