# %% right: as in the hints
def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum, eps):
    mu, var = running_mean, running_var
    if training:
        mu, var = x.mean(axis=0), x.var(axis=0)
        running_mean = momentum * running_mean + (1 - momentum) * mu
        running_var = momentum * running_var + (1 - momentum) * var
    std = np.sqrt(var + eps)
    z = (x - mu) / std
    return gamma * z + beta, (z, gamma, std), running_mean, running_var


# %% right: column by column
def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum, eps):
    n, features = x.shape
    out, z = np.zeros((n, features)), np.zeros((n, features))
    std = np.zeros(features)
    new_mean, new_var = np.array(running_mean, dtype=float), np.array(running_var, dtype=float)
    for j in range(features):
        column = np.asarray(x[:, j], dtype=float)
        mu, var = new_mean[j], new_var[j]
        if training:
            mu = sum(column) / n
            var = sum((column - mu) ** 2) / n
            new_mean[j] += (1 - momentum) * (mu - new_mean[j])
            new_var[j] += (1 - momentum) * (var - new_var[j])
        std[j] = math.sqrt(var + eps)
        z[:, j] = (column - mu) / std[j]
        out[:, j] = gamma[j] * z[:, j] + beta[j]
    return out, (z, gamma, std), new_mean, new_var


# %% right: one slope and one offset per feature, a cache of its own
def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum, eps):
    stats = np.stack([running_mean, running_var]).astype(float)
    used = stats
    if training:
        centre = x.mean(axis=0, keepdims=True, dtype=float)
        used = np.stack([centre[0], np.square(x - centre).mean(axis=0)])
        stats = momentum * stats + (1 - momentum) * used
    scale = (used[1] + eps) ** -0.5
    out = (x - used[0]) * (gamma * scale) + beta
    return [out, {"z": (x - used[0]) * scale, "gamma": gamma, "scale": scale}, stats[0], stats[1]]


def batchnorm_backward(dout, cache):
    z, slope = cache["z"], cache["gamma"] * cache["scale"]
    dx = slope * (dout - dout.mean(axis=0) - z * (dout * z).mean(axis=0))
    return dx, (dout * z).sum(axis=0), dout.sum(axis=0)


# %% wrong: over the features
# hint: You take mean and variance of each row. They belong to each feature: over the batch, axis 0.
def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum, eps):
    mu, var = running_mean, running_var
    if training:
        mu, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
        running_mean = momentum * running_mean + (1 - momentum) * mu.mean()
        running_var = momentum * running_var + (1 - momentum) * var.mean()
    std = np.sqrt(var + eps)
    z = (x - mu) / std
    return gamma * z + beta, (z, gamma, std), running_mean, running_var


# %% wrong: the batch's statistics in use, too
# hint: In use you still take mean and variance of the batch. With training=False the running ones count.
def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum, eps):
    mu, var = x.mean(axis=0), x.var(axis=0)
    if training:
        running_mean = momentum * running_mean + (1 - momentum) * mu
        running_var = momentum * running_var + (1 - momentum) * var
    std = np.sqrt(var + eps)
    z = (x - mu) / std
    return gamma * z + beta, (z, gamma, std), running_mean, running_var


# %% wrong: the running statistics in training, too
# hint: In training you normalise with the running statistics. They only watch there; the batch's own ones count.
def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum, eps):
    if training:
        running_mean = momentum * running_mean + (1 - momentum) * x.mean(axis=0)
        running_var = momentum * running_var + (1 - momentum) * x.var(axis=0)
    std = np.sqrt(running_var + eps)
    z = (x - running_mean) / std
    return gamma * z + beta, (z, gamma, std), running_mean, running_var


# %% wrong: momentum the other way round
# hint: Your running statistics jump to the batch's. `momentum` is the share of the old ones that stays.
def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum, eps):
    mu, var = running_mean, running_var
    if training:
        mu, var = x.mean(axis=0), x.var(axis=0)
        running_mean = (1 - momentum) * running_mean + momentum * mu
        running_var = (1 - momentum) * running_var + momentum * var
    std = np.sqrt(var + eps)
    z = (x - mu) / std
    return gamma * z + beta, (z, gamma, std), running_mean, running_var


# %% wrong: the running statistics never move
# hint: Your running statistics stay as they were in training. They should move towards the batch's.
def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum, eps):
    mu, var = (x.mean(axis=0), x.var(axis=0)) if training else (running_mean, running_var)
    std = np.sqrt(var + eps)
    z = (x - mu) / std
    return gamma * z + beta, (z, gamma, std), running_mean, running_var


# %% wrong: they move in use, too
# hint: Your running statistics move with training=False as well. In use they stay.
def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum, eps):
    batch_mean, batch_var = x.mean(axis=0), x.var(axis=0)
    mu, var = (batch_mean, batch_var) if training else (running_mean, running_var)
    running_mean = momentum * running_mean + (1 - momentum) * batch_mean
    running_var = momentum * running_var + (1 - momentum) * batch_var
    std = np.sqrt(var + eps)
    z = (x - mu) / std
    return gamma * z + beta, (z, gamma, std), running_mean, running_var


# %% wrong: eps outside of the root
# hint: Your ε is added to the root. It belongs below it, to the variance.
def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum, eps):
    mu, var = running_mean, running_var
    if training:
        mu, var = x.mean(axis=0), x.var(axis=0)
        running_mean = momentum * running_mean + (1 - momentum) * mu
        running_var = momentum * running_var + (1 - momentum) * var
    std = np.sqrt(var) + eps
    z = (x - mu) / std
    return gamma * z + beta, (z, gamma, std), running_mean, running_var


# %% wrong: without the root
# hint: You divide by the variance. Take the root: the standard deviation has the unit of x.
def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum, eps):
    mu, var = running_mean, running_var
    if training:
        mu, var = x.mean(axis=0), x.var(axis=0)
        running_mean = momentum * running_mean + (1 - momentum) * mu
        running_var = momentum * running_var + (1 - momentum) * var
    std = var + eps
    z = (x - mu) / std
    return gamma * z + beta, (z, gamma, std), running_mean, running_var


# %% wrong: the sample variance
# hint: You divide by N − 1. Batch norm takes the population variance, divided by N.
def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum, eps):
    mu, var = running_mean, running_var
    if training:
        mu, var = x.mean(axis=0), x.var(axis=0, ddof=1 if len(x) > 1 else 0)
        running_mean = momentum * running_mean + (1 - momentum) * mu
        running_var = momentum * running_var + (1 - momentum) * var
    std = np.sqrt(var + eps)
    z = (x - mu) / std
    return gamma * z + beta, (z, gamma, std), running_mean, running_var


# %% wrong: without gain and offset
# hint: Your output has neither gain nor offset: γ and β are missing.
def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum, eps):
    mu, var = running_mean, running_var
    if training:
        mu, var = x.mean(axis=0), x.var(axis=0)
        running_mean = momentum * running_mean + (1 - momentum) * mu
        running_var = momentum * running_var + (1 - momentum) * var
    std = np.sqrt(var + eps)
    z = (x - mu) / std
    return z, (z, gamma, std), running_mean, running_var


# %% wrong: in place
# hint: Your function changes the running statistics that it is given. Make new arrays: `a = a + b`, not `a += b`.
def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum, eps):
    mu, var = running_mean, running_var
    if training:
        mu, var = x.mean(axis=0), x.var(axis=0)
        running_mean *= momentum
        running_mean += (1 - momentum) * mu
        running_var *= momentum
        running_var += (1 - momentum) * var
    std = np.sqrt(var + eps)
    z = (x - mu) / std
    return gamma * z + beta, (z, gamma, std), running_mean, running_var
