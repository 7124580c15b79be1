# %% right: three products
def dense_backward(dout, cache):
    x, W = cache
    return dout @ W.T, x.T @ dout, dout.sum(axis=0)


# %% right: einsum
def dense_backward(dout, cache):
    x, W = cache
    dx = np.einsum("no,io->ni", dout, W)
    dW = np.einsum("ni,no->io", x, dout)
    db = np.einsum("no->o", dout)
    return dx, dW, db


# %% right: one example at a time
def dense_backward(dout, cache):
    x, W = cache
    dx, dW, db = np.zeros(x.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for n in range(len(x)):
        dx[n] = W @ dout[n]
        dW += np.outer(x[n], dout[n])
        db += dout[n]
    return [dx, dW, db]


# %% right: ones for the sum
def dense_backward(dout, cache):
    x, W = cache
    return np.dot(dout, W.T), (dout.T @ x).T, np.ones(len(x)) @ dout


# %% wrong: the mean over the batch
# hint: You average over the examples. The mean is already in dout; here gradients of the examples add.
def dense_backward(dout, cache):
    x, W = cache
    return dout @ W.T, x.T @ dout / len(x), dout.mean(axis=0)


# %% wrong: db keeps an axis
# hint: db has one axis too many. It has the shape of b: (outputs,).
def dense_backward(dout, cache):
    x, W = cache
    return dout @ W.T, x.T @ dout, dout.sum(axis=0, keepdims=True)


# %% wrong: db over the units
# hint: db is summed along the other axis. Each unit has one bias, used by all examples.
def dense_backward(dout, cache):
    x, W = cache
    return dout @ W.T, x.T @ dout, dout.sum(axis=1)


# %% wrong: W not transposed
# hint: dx fits only when there are as many inputs as units. On the way back the weights are used the other way round.
def dense_backward(dout, cache):
    x, W = cache
    return dout @ W, x.T @ dout, dout.sum(axis=0)


# %% wrong: dW transposed
# hint: dW is transposed. A gradient has the shape of its array: (inputs, outputs).
def dense_backward(dout, cache):
    x, W = cache
    return dout @ W.T, dout.T @ x, dout.sum(axis=0)


# %% wrong: db never summed
# hint: db still has one row per example. A bias is used by all of them, so their gradients add.
def dense_backward(dout, cache):
    x, W = cache
    return dout @ W.T, x.T @ dout, dout


# %% wrong: x and W exchanged
# hint: dx and dW use each other's partner: dx is made with W, dW with x.
def dense_backward(dout, cache):
    x, W = cache
    return x.T @ dout, dout @ W.T, dout.sum(axis=0)


# %% wrong: the answers in another order
# hint: The three gradients come in another order than asked: dx, dW, db.
def dense_backward(dout, cache):
    x, W = cache
    return x.T @ dout, dout.sum(axis=0), dout @ W.T
