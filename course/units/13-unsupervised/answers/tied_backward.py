# %% right: as in the hints
def tied_backward(x, W, b, c):
    d_encoder, db, d_decoder, dc = autoencoder_backward(x, W, b, W.T, c)
    return d_encoder + d_decoder.T, db, dc


# %% right: by itself
def tied_backward(x, W, b, c):
    code = activations.sigmoid(x @ W + b)
    error = 2 * (code @ W.T + c - x) / x.size
    d_sums = error @ W * code * (1 - code)
    return x.T @ d_sums + error.T @ code, d_sums.sum(axis=0), error.sum(axis=0)


# %% right: example by example
def tied_backward(x, W, b, c):
    dW, db, dc = np.zeros(W.shape), np.zeros(b.shape), np.zeros(c.shape)
    for row in x:
        code = activations.sigmoid(row @ W + b)
        error = 2 * (W @ code + c - row) / x.size
        back = (error @ W) * code * (1 - code)
        dW += np.outer(row, back) + np.outer(error, code)
        db, dc = db + back, dc + error
    return [dW, db, dc]


# %% wrong: only the encoder's share
# hint: Your dW is the encoder's share only. W also stands in the decoder, and both gradients add.
def tied_backward(x, W, b, c):
    d_encoder, db, d_decoder, dc = autoencoder_backward(x, W, b, W.T, c)
    return d_encoder, db, dc


# %% wrong: only the decoder's share
# hint: Your dW is the decoder's share only. W also stands in the encoder, and both gradients add.
def tied_backward(x, W, b, c):
    d_encoder, db, d_decoder, dc = autoencoder_backward(x, W, b, W.T, c)
    return d_decoder.T, db, dc


# %% wrong: the mean of both
# hint: Your dW is half of what it should be: the two gradients add, nothing is averaged.
def tied_backward(x, W, b, c):
    d_encoder, db, d_decoder, dc = autoencoder_backward(x, W, b, W.T, c)
    return (d_encoder + d_decoder.T) / 2, db, dc


# %% wrong: the difference
# hint: You subtract the decoder's share. Both gradients add.
def tied_backward(x, W, b, c):
    d_encoder, db, d_decoder, dc = autoencoder_backward(x, W, b, W.T, c)
    return d_encoder - d_decoder.T, db, dc


# %% wrong: the biases exchanged
# hint: You return dc before db. The order is dW, db, dc: b is the bias of the code, c that of the reconstruction.
def tied_backward(x, W, b, c):
    d_encoder, db, d_decoder, dc = autoencoder_backward(x, W, b, W.T, c)
    return d_encoder + d_decoder.T, dc, db


# %% wrong: the decoder's share is reshaped, not transposed
# hint: You bring the decoder's share into shape with reshape, which mixes its entries up. Exchange the axes: .T.
def tied_backward(x, W, b, c):
    d_encoder, db, d_decoder, dc = autoencoder_backward(x, W, b, W.T, c)
    return d_encoder + d_decoder.reshape(W.shape), db, dc
