# %% right: from the last layer to the first
def mlp_backward(dout, cache):
    grads = []
    for dense_cache, z, name in reversed(cache):
        dz = activation_backward(dout, z, name)
        dout, dW, db = dense_backward(dz, dense_cache)
        grads.append((dW, db))
    return grads[::-1]


# %% right: put in front, as lists
def mlp_backward(dout, cache):
    grads = []
    for i in range(len(cache) - 1, -1, -1):
        dense_cache, z, name = cache[i]
        dout, dW, db = dense_backward(activation_backward(dout, z, name), dense_cache)
        grads.insert(0, [dW, db])
    return tuple(grads)


# %% right: recursion
def mlp_backward(dout, cache):
    if not cache:
        return []
    *before, (dense_cache, z, name) = cache
    dx, dW, db = dense_backward(activation_backward(dout, z, name), dense_cache)
    return [*mlp_backward(dx, before), (dW, db)]


# %% wrong: the last layer first
# hint: Your pairs come in the order in which you found them, the last layer first. Return the first layer first.
def mlp_backward(dout, cache):
    grads = []
    for dense_cache, z, name in reversed(cache):
        dout, dW, db = dense_backward(activation_backward(dout, z, name), dense_cache)
        grads.append((dW, db))
    return grads


# %% wrong: activations skipped
# hint: The way back leaves out the activations. Each layer's dout goes through its activation before it meets the weights.
def mlp_backward(dout, cache):
    grads = []
    for dense_cache, _, _ in reversed(cache):
        dout, dW, db = dense_backward(dout, dense_cache)
        grads.append((dW, db))
    return grads[::-1]


# %% wrong: the same dout for every layer
# hint: Every layer gets the gradient of the output. The dout of a layer is the dx of the layer after it.
def mlp_backward(dout, cache):
    grads, first = [], dout
    for dense_cache, z, name in reversed(cache):
        try:
            dout, dW, db = dense_backward(activation_backward(first, z, name), dense_cache)
        except ValueError:
            first = np.resize(first, z.shape)
            dout, dW, db = dense_backward(activation_backward(first, z, name), dense_cache)
        grads.append((dW, db))
    return grads[::-1]


# %% wrong: dx first, activation after
# hint: Activation and dense layer are taken in the wrong order: the last thing that happened on the way forward comes first on the way back.
def mlp_backward(dout, cache):
    grads = []
    zs = [z for _, z, _ in cache]
    for i in range(len(cache) - 1, -1, -1):
        dense_cache, _, name = cache[i]
        dout, dW, db = dense_backward(dout, dense_cache)
        grads.append((dW, db))
        if i and cache[i - 1][2] != "linear":
            dout = dout * zs[i - 1]
    return grads[::-1]


# %% wrong: forgets the biases
# hint: Pairs are asked for: (dW, db) for every layer. Your db is always 0.
def mlp_backward(dout, cache):
    grads = []
    for dense_cache, z, name in reversed(cache):
        dout, dW, db = dense_backward(activation_backward(dout, z, name), dense_cache)
        grads.append((dW, 0 * db))
    return grads[::-1]


# %% wrong: eats its cache
# hint: The first call is right, but it uses up the cache. Leave the cache as it is.
def mlp_backward(dout, cache):
    grads = []
    while cache:
        dense_cache, z, name = cache.pop()
        dout, dW, db = dense_backward(activation_backward(dout, z, name), dense_cache)
        grads.append((dW, db))
    return grads[::-1]
