# %% right: layer after layer
def mlp_forward(x, params, activation):
    functions = {"sigmoid": activations.sigmoid, "tanh": np.tanh, "relu": activations.relu, "linear": lambda z: z}
    caches = []
    for i, (W, b) in enumerate(params):
        z, dense_cache = dense_forward(x, W, b)
        name = "linear" if i == len(params) - 1 else activation
        caches.append((dense_cache, z, name))
        x = functions[name](z)
    return x, caches


# %% right: the last layer by itself, with names for mlp_backward
def mlp_forward(x, params, activation):
    layers, (last_W, last_b) = params[:-1], params[-1]
    caches = []
    for W, b in layers:
        z, dense_cache = dense_forward(x, W, b)
        caches.append((dense_cache, z, activation))
        if activation == "sigmoid":
            x = 0.5 + 0.5 * np.tanh(z / 2)
        elif activation == "tanh":
            x = np.tanh(z)
        elif activation == "relu":
            x = z * (z > 0)
        else:
            x = z
    out, dense_cache = dense_forward(x, last_W, last_b)
    caches.append((dense_cache, out, "linear"))
    return out, caches


# %% right: recursion over the layers
def mlp_forward(x, params, activation):
    z, dense_cache = dense_forward(x, *params[0])
    if len(params) == 1:
        return z, [(dense_cache, z, "linear")]
    hidden = {"sigmoid": activations.sigmoid, "tanh": np.tanh, "relu": activations.relu}.get(activation, np.array)(z)
    out, rest = mlp_forward(hidden, params[1:], activation)
    return out, [(dense_cache, z, activation), *rest]


# %% wrong: an activation at the end
# hint: The last layer stays linear: its outputs are logits, the activation stands only between layers.
def mlp_forward(x, params, activation):
    functions = {"sigmoid": activations.sigmoid, "tanh": np.tanh, "relu": activations.relu, "linear": lambda z: z}
    caches = []
    for W, b in params:
        z, dense_cache = dense_forward(x, W, b)
        caches.append((dense_cache, z, activation))
        x = functions[activation](z)
    return x, caches


# %% wrong: no activation at all
# hint: Your network is linear all the way. Between the layers stands the activation.
def mlp_forward(x, params, activation):
    caches = []
    for W, b in params:
        x, dense_cache = dense_forward(x, W, b)
        caches.append((dense_cache, x, "linear"))
    return x, caches


# %% wrong: always tanh
# hint: Your network uses one and the same activation, whatever name it is given.
def mlp_forward(x, params, activation):
    caches = []
    for i, (W, b) in enumerate(params):
        z, dense_cache = dense_forward(x, W, b)
        name = "linear" if i == len(params) - 1 else "tanh"
        caches.append((dense_cache, z, name))
        x = z if name == "linear" else np.tanh(z)
    return x, caches


# %% wrong: exactly two layers
# hint: You take two layers for granted. params may hold one, two or ten pairs.
def mlp_forward(x, params, activation):
    functions = {"sigmoid": activations.sigmoid, "tanh": np.tanh, "relu": activations.relu, "linear": lambda z: z}
    z, first = dense_forward(x, *params[0])
    out, last = dense_forward(functions[activation](z), *params[-1])
    return out, [(first, z, activation), (last, out, "linear")]


# %% wrong: the activation on the input, too
# hint: The inputs go into the first layer as they are; the activation comes after a layer's sums.
def mlp_forward(x, params, activation):
    functions = {"sigmoid": activations.sigmoid, "tanh": np.tanh, "relu": activations.relu, "linear": lambda z: z}
    caches = []
    for W, b in params:
        z, dense_cache = dense_forward(functions[activation](x), W, b)
        caches.append((dense_cache, z, activation))
        x = z
    return x, caches


# %% wrong: biases forgotten
# hint: Your layers have lost their biases.
def mlp_forward(x, params, activation):
    functions = {"sigmoid": activations.sigmoid, "tanh": np.tanh, "relu": activations.relu, "linear": lambda z: z}
    caches = []
    for i, (W, b) in enumerate(params):
        z, dense_cache = dense_forward(x, W, 0 * b)
        name = "linear" if i == len(params) - 1 else activation
        caches.append((dense_cache, z, name))
        x = functions[name](z)
    return x, caches
