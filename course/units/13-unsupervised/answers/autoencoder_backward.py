# %% right: as in the hints
def autoencoder_backward(x, W1, b1, W2, b2):
    code, rebuilt = autoencoder_forward(x, W1, b1, W2, b2)
    d_rebuilt = 2 * (rebuilt - x) / x.size
    d_sums = (d_rebuilt @ W2.T) * code * (1 - code)
    return x.T @ d_sums, d_sums.sum(axis=0), code.T @ d_rebuilt, d_rebuilt.sum(axis=0)


# %% right: example by example, nothing called
def autoencoder_backward(x, W1, b1, W2, b2):
    dW1, db1, dW2, db2 = (np.zeros(p.shape) for p in (W1, b1, W2, b2))
    n, features = x.shape
    for row in x:
        z = row @ W1 + b1
        code = activations.sigmoid(z)
        d_out = 2 / (n * features) * (code @ W2 + b2 - row)
        d_z = W2 @ d_out * activations.sigmoid_grad(z)
        dW1 += np.outer(row, d_z)
        db1 += d_z
        dW2 += np.outer(code, d_out)
        db2 += d_out
    return dW1, db1, dW2, db2


# %% right: with the network of unit 04
def autoencoder_backward(x, W1, b1, W2, b2):
    from solutions import backprop

    out, cache = backprop.mlp_forward(x, [(W1, b1), (W2, b2)], "sigmoid")
    first, second = backprop.mlp_backward(2 * (out - x) / x.size, cache)
    return [*first, *second]


# %% right: einsum
def autoencoder_backward(x, W1, b1, W2, b2):
    code = activations.sigmoid(x @ W1 + b1)
    error = (code @ W2 + b2 - x) * (2 / np.prod(x.shape))
    back = np.einsum("nf,uf->nu", error, W2) * (code - code**2)
    return (
        np.einsum("nf,nu->fu", x, back),
        np.einsum("nu->u", back),
        np.einsum("nu,nf->uf", code, error),
        np.einsum("nf->f", error),
    )


# %% wrong: the mean over examples only
# hint: All your gradients are too large by the number of features. The mean goes over all entries: N times the features.
def autoencoder_backward(x, W1, b1, W2, b2):
    code, rebuilt = autoencoder_forward(x, W1, b1, W2, b2)
    d_rebuilt = 2 * (rebuilt - x) / len(x)
    d_sums = (d_rebuilt @ W2.T) * code * (1 - code)
    return x.T @ d_sums, d_sums.sum(axis=0), code.T @ d_rebuilt, d_rebuilt.sum(axis=0)


# %% wrong: the sum in place of the mean
# hint: All your gradients are too large by the number of entries: that is the gradient of the sum. The loss is a mean.
def autoencoder_backward(x, W1, b1, W2, b2):
    code, rebuilt = autoencoder_forward(x, W1, b1, W2, b2)
    d_rebuilt = 2 * (rebuilt - x)
    d_sums = (d_rebuilt @ W2.T) * code * (1 - code)
    return x.T @ d_sums, d_sums.sum(axis=0), code.T @ d_rebuilt, d_rebuilt.sum(axis=0)


# %% wrong: the 2 is missing
# hint: All your gradients are too small by 2. The derivative of a square brings a 2; there is no ½ in this loss.
def autoencoder_backward(x, W1, b1, W2, b2):
    code, rebuilt = autoencoder_forward(x, W1, b1, W2, b2)
    d_rebuilt = (rebuilt - x) / x.size
    d_sums = (d_rebuilt @ W2.T) * code * (1 - code)
    return x.T @ d_sums, d_sums.sum(axis=0), code.T @ d_rebuilt, d_rebuilt.sum(axis=0)


# %% wrong: the sign
# hint: All signs are the other way round: the derivative of (reconstruction − x)² by the reconstruction is +2·(reconstruction − x).
def autoencoder_backward(x, W1, b1, W2, b2):
    code, rebuilt = autoencoder_forward(x, W1, b1, W2, b2)
    d_rebuilt = 2 * (x - rebuilt) / x.size
    d_sums = (d_rebuilt @ W2.T) * code * (1 - code)
    return x.T @ d_sums, d_sums.sum(axis=0), code.T @ d_rebuilt, d_rebuilt.sum(axis=0)


# %% wrong: no slope of the sigmoid
# hint: The decoder's gradients are right, the encoder's are too large: on its way back the gradient passes the slope of the sigmoid.
def autoencoder_backward(x, W1, b1, W2, b2):
    code, rebuilt = autoencoder_forward(x, W1, b1, W2, b2)
    d_rebuilt = 2 * (rebuilt - x) / x.size
    d_sums = d_rebuilt @ W2.T
    return x.T @ d_sums, d_sums.sum(axis=0), code.T @ d_rebuilt, d_rebuilt.sum(axis=0)


# %% wrong: the slope of the sigmoid of the code
# hint: You take the sigmoid of the code once more before you form its slope. With the code at hand, the slope is code·(1 − code).
def autoencoder_backward(x, W1, b1, W2, b2):
    code, rebuilt = autoencoder_forward(x, W1, b1, W2, b2)
    d_rebuilt = 2 * (rebuilt - x) / x.size
    d_sums = (d_rebuilt @ W2.T) * activations.sigmoid_grad(code)
    return x.T @ d_sums, d_sums.sum(axis=0), code.T @ d_rebuilt, d_rebuilt.sum(axis=0)


# %% wrong: the biases get means
# hint: The weights are right, your bias gradients are too small by the number of examples: the loss is divided already. Sum over the rows.
def autoencoder_backward(x, W1, b1, W2, b2):
    code, rebuilt = autoencoder_forward(x, W1, b1, W2, b2)
    d_rebuilt = 2 * (rebuilt - x) / x.size
    d_sums = (d_rebuilt @ W2.T) * code * (1 - code)
    return x.T @ d_sums, d_sums.mean(axis=0), code.T @ d_rebuilt, d_rebuilt.mean(axis=0)


# %% wrong: the slope of tanh
# hint: Your slope 1 − code² belongs to tanh. The sigmoid's is code·(1 − code).
def autoencoder_backward(x, W1, b1, W2, b2):
    code, rebuilt = autoencoder_forward(x, W1, b1, W2, b2)
    d_rebuilt = 2 * (rebuilt - x) / x.size
    d_sums = (d_rebuilt @ W2.T) * (1 - code**2)
    return x.T @ d_sums, d_sums.sum(axis=0), code.T @ d_rebuilt, d_rebuilt.sum(axis=0)


# %% wrong: the target moves as well
# hint: The encoder's gradients are off: you also went back through the target. The target is the input as it is given, a constant.
def autoencoder_backward(x, W1, b1, W2, b2):
    code, rebuilt = autoencoder_forward(x, W1, b1, W2, b2)
    d_rebuilt = 2 * (rebuilt - x) / x.size
    d_sums = ((d_rebuilt - d_rebuilt.mean()) @ W2.T) * code * (1 - code)
    return x.T @ d_sums, d_sums.sum(axis=0), code.T @ d_rebuilt, d_rebuilt.sum(axis=0)
