# %% right: as in the hints
def autoencoder_forward(x, W1, b1, W2, b2):
    code = activations.sigmoid(x @ W1 + b1)
    return code, code @ W2 + b2


# %% right: einsum, a list
def autoencoder_forward(x, W1, b1, W2, b2):
    z = np.einsum("nf,fu->nu", x, W1) + b1
    code = 0.5 + 0.5 * np.tanh(0.5 * z)
    return [code, np.einsum("nu,uf->nf", code, W2) + b2]


# %% right: example by example
def autoencoder_forward(x, W1, b1, W2, b2):
    codes, rebuilt = [], []
    for row in x:
        codes.append(activations.sigmoid(W1.T.dot(row) + b1))
        rebuilt.append(W2.T.dot(codes[-1]) + b2)
    return np.array(codes), np.array(rebuilt)


# %% wrong: a sigmoid on the way out
# hint: Your reconstruction stays between 0 and 1. Here only the code has a sigmoid.
def autoencoder_forward(x, W1, b1, W2, b2):
    code = activations.sigmoid(x @ W1 + b1)
    return code, activations.sigmoid(code @ W2 + b2)


# %% wrong: no activation
# hint: Your code is the bare sum. It goes through a sigmoid before it is decoded.
def autoencoder_forward(x, W1, b1, W2, b2):
    code = x @ W1 + b1
    return code, code @ W2 + b2


# %% wrong: tanh
# hint: Your code has entries below 0: that is tanh. Here the code is a sigmoid, from 0 to 1.
def autoencoder_forward(x, W1, b1, W2, b2):
    code = np.tanh(x @ W1 + b1)
    return code, code @ W2 + b2


# %% wrong: decodes the sums
# hint: The code that you return is right, but you decode the sums from before the sigmoid.
def autoencoder_forward(x, W1, b1, W2, b2):
    z = x @ W1 + b1
    return activations.sigmoid(z), z @ W2 + b2


# %% wrong: the bias of the reconstruction is missing
# hint: b2 has no effect. The decoder adds its bias, too.
def autoencoder_forward(x, W1, b1, W2, b2):
    code = activations.sigmoid(x @ W1 + b1)
    return code, code @ W2


# %% wrong: the bias of the code is missing
# hint: b1 has no effect. It belongs into the sigmoid.
def autoencoder_forward(x, W1, b1, W2, b2):
    code = activations.sigmoid(x @ W1)
    return code, code @ W2 + b2


# %% wrong: the bias outside of the sigmoid
# hint: You add b1 after the sigmoid, so the code can leave the range from 0 to 1. It belongs inside.
def autoencoder_forward(x, W1, b1, W2, b2):
    code = activations.sigmoid(x @ W1) + b1
    return code, code @ W2 + b2


# %% wrong: e^(−z) that overflows
# hint: Your sigmoid overflows for sums far below 0. activations.sigmoid doesn't.
def autoencoder_forward(x, W1, b1, W2, b2):
    code = 1 / (1 + np.exp(-(x @ W1 + b1)))
    return code, code @ W2 + b2


# %% wrong: the two results exchanged
# hint: You return the reconstruction first. The code comes first, then the reconstruction.
def autoencoder_forward(x, W1, b1, W2, b2):
    code = activations.sigmoid(x @ W1 + b1)
    return code @ W2 + b2, code
