# %% right: a loop over neighbouring layers
def count_dense_parameters(sizes, bias=True):
    total = 0
    for i in range(len(sizes) - 1):
        total += sizes[i] * sizes[i + 1]
        if bias:
            total += sizes[i + 1]
    return total


# %% right: vectorised
def count_dense_parameters(sizes, bias=True):
    sizes = np.asarray(sizes)
    return int(np.sum((sizes[:-1] + (1 if bias else 0)) * sizes[1:]))


# %% right: recursion
def count_dense_parameters(sizes, bias=True):
    if len(sizes) < 2:
        return 0
    return (sizes[0] + bool(bias)) * sizes[1] + count_dense_parameters(sizes[1:], bias)


# %% wrong: the input layer has biases too
# hint: You count biases for the inputs as well. Inputs are not neurons: only the layers after them have biases.
def count_dense_parameters(sizes, bias=True):
    weights = sum(n * m for n, m in zip(sizes[:-1], sizes[1:]))
    return weights + (sum(sizes) if bias else 0)


# %% wrong: bias is never looked at
# hint: Your count has biases also when bias=False.
def count_dense_parameters(sizes, bias=True):
    return sum((n + 1) * m for n, m in zip(sizes[:-1], sizes[1:]))


# %% wrong: weights only
# hint: Your count has the weights, but not the biases: one for each neuron.
def count_dense_parameters(sizes, bias=True):
    return sum(n * m for n, m in zip(sizes[:-1], sizes[1:]))


# %% wrong: one bias per layer
# hint: You count one bias per layer. Each neuron of a layer has its own.
def count_dense_parameters(sizes, bias=True):
    return sum(n * m + bool(bias) for n, m in zip(sizes[:-1], sizes[1:]))


# %% wrong: the last layer is forgotten
# hint: Your count ends one layer too early: the connections into the last layer are missing.
def count_dense_parameters(sizes, bias=True):
    return sum((n + bool(bias)) * m for n, m in zip(sizes[:-2], sizes[1:-1]))
