# %% right: the formula
def batchnorm_backward(dout, cache):
    z, gamma, std = cache
    dz = dout * gamma
    dx = (dz - dz.mean(axis=0) - z * (dz * z).mean(axis=0)) / std
    return dx, (dout * z).sum(axis=0), dout.sum(axis=0)


# %% right: multiplied out by N
def batchnorm_backward(dout, cache):
    z, gamma, std = cache
    n = len(dout)
    dbeta = np.sum(dout, axis=0)
    dgamma = np.einsum("nf,nf->f", dout, z)
    dx = gamma / (n * std) * (n * dout - dbeta - z * dgamma)
    return [dx, dgamma, dbeta]


# %% right: the three ways one by one
def batchnorm_backward(dout, cache):
    z, gamma, std = cache
    n = dout.shape[0]
    dz = dout * gamma
    centred = z * std
    dvar = (-0.5 * dz * centred / std**3).sum(axis=0)
    dcentred = dz / std + 2 * centred * dvar / n
    dmu = -dcentred.sum(axis=0)
    return dcentred + dmu / n, (dout * z).sum(axis=0), dout.sum(axis=0)


# %% wrong: only the direct way
# hint: Your dx takes mean and variance as fixed numbers. They depend on x, so each row changes all others.
def batchnorm_backward(dout, cache):
    z, gamma, std = cache
    return dout * gamma / std, (dout * z).sum(axis=0), dout.sum(axis=0)


# %% wrong: the way through the mean is missing
# hint: In your dx the way through μ is missing: minus the mean of dz.
def batchnorm_backward(dout, cache):
    z, gamma, std = cache
    dz = dout * gamma
    dx = (dz - z * (dz * z).mean(axis=0)) / std
    return dx, (dout * z).sum(axis=0), dout.sum(axis=0)


# %% wrong: the way through the variance is missing
# hint: In your dx the way through σ² is missing: minus z times the mean of dz·z.
def batchnorm_backward(dout, cache):
    z, gamma, std = cache
    dz = dout * gamma
    dx = (dz - dz.mean(axis=0)) / std
    return dx, (dout * z).sum(axis=0), dout.sum(axis=0)


# %% wrong: gamma forgotten in dx
# hint: Your dx doesn't know γ: start from dz = dout·γ.
def batchnorm_backward(dout, cache):
    z, gamma, std = cache
    dx = (dout - dout.mean(axis=0) - z * (dout * z).mean(axis=0)) / std
    return dx, (dout * z).sum(axis=0), dout.sum(axis=0)


# %% wrong: not divided by the standard deviation
# hint: Your dx is not divided by √(σ² + ε).
def batchnorm_backward(dout, cache):
    z, gamma, std = cache
    dz = dout * gamma
    dx = dz - dz.mean(axis=0) - z * (dz * z).mean(axis=0)
    return dx, (dout * z).sum(axis=0), dout.sum(axis=0)


# %% wrong: means for gamma and beta
# hint: Your dgamma and dbeta are means over the batch. Every row adds its share: take sums.
def batchnorm_backward(dout, cache):
    z, gamma, std = cache
    dz = dout * gamma
    dx = (dz - dz.mean(axis=0) - z * (dz * z).mean(axis=0)) / std
    return dx, (dout * z).mean(axis=0), dout.mean(axis=0)


# %% wrong: dgamma and dbeta exchanged
# hint: Your dgamma and dbeta have changed places: dx, dgamma, dbeta is the order.
def batchnorm_backward(dout, cache):
    z, gamma, std = cache
    dz = dout * gamma
    dx = (dz - dz.mean(axis=0) - z * (dz * z).mean(axis=0)) / std
    return dx, dout.sum(axis=0), (dout * z).sum(axis=0)


# %% wrong: gamma in dgamma
# hint: Your dgamma has a factor γ. The output is γ·z + β: its slope by γ is z alone.
def batchnorm_backward(dout, cache):
    z, gamma, std = cache
    dz = dout * gamma
    dx = (dz - dz.mean(axis=0) - z * (dz * z).mean(axis=0)) / std
    return dx, (dz * z).sum(axis=0), dout.sum(axis=0)


# %% wrong: sums in dx
# hint: In your dx there are sums over the batch where means belong.
def batchnorm_backward(dout, cache):
    z, gamma, std = cache
    dz = dout * gamma
    dx = (dz - dz.sum(axis=0) - z * (dz * z).sum(axis=0)) / std
    return dx, (dout * z).sum(axis=0), dout.sum(axis=0)


# %% wrong: over the features
# hint: You take means and sums over the features. They run over the batch, axis 0.
def batchnorm_backward(dout, cache):
    z, gamma, std = cache
    dz = dout * gamma
    dx = (dz - dz.mean(axis=1, keepdims=True) - z * (dz * z).mean(axis=1, keepdims=True)) / std
    return dx, (dout * z).sum(axis=1), dout.sum(axis=1)
