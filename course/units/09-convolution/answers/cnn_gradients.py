# %% right: layer by layer
def cnn_gradients(x, y, params):
    w, b, W, c = params
    z = conv2d(x, w, b, padding="same")
    maps = activations.relu(z)
    small = max_pool(maps, 2)
    flat = small.reshape(len(x), -1)
    logits = flat @ W + c
    loss = losses.sparse_categorical_crossentropy_from_logits(y, logits)
    dlogits = losses.softmax_crossentropy_grad(y, logits)
    dsmall = (dlogits @ W.T).reshape(small.shape)
    dz = max_pool_backward(dsmall, maps, 2) * (z > 0)
    _, dw, db = conv2d_backward(dz, x, w, 1, "same")
    return loss, (dw, db, flat.T @ dlogits, dlogits.sum(axis=0))


# %% right: ReLU after the pool on both ways
def cnn_gradients(x, y, params):
    w, b, W, c = params
    z = conv2d(x, w, b, padding="same")
    top = max_pool(z, 2)
    flat = np.maximum(top, 0).reshape(len(x), -1)
    p = activations.softmax(flat @ W + c)
    rows = np.arange(len(x))
    loss = float(np.mean(-np.log(p[rows, y])))
    p[rows, y] -= 1
    p = p / len(x)
    dtop = (p @ W.T).reshape(top.shape) * activations.relu_grad(top)
    _, dw, db = conv2d_backward(max_pool_backward(dtop, z, 2), x, w, 1, "same")
    return loss, [dw, db, flat.T @ p, p.sum(axis=0)]


# %% right: einsum in the head
def cnn_gradients(x, y, params):
    w, b, W, c = params
    z = conv2d(x, w, b, padding="same")
    maps = activations.relu(z)
    small = max_pool(maps, 2)
    flat = small.reshape(len(x), -1)
    logits = flat @ W + c
    loss = losses.sparse_categorical_crossentropy_from_logits(y, logits)
    dlogits = losses.softmax_crossentropy_grad(y, logits)
    dsmall = (dlogits @ W.T).reshape(small.shape)
    dz = max_pool_backward(dsmall, maps, 2) * (z > 0)
    _, dw, db = conv2d_backward(dz, x, w, 1, "same")
    return loss, (dw, db, np.einsum("ni,nk->ik", flat, dlogits), np.ones(len(x)) @ dlogits)


# %% wrong: ReLU's gate left out
# hint: The gradient passes ReLU where the sum was negative. There its slope is 0.
def cnn_gradients(x, y, params):
    w, b, W, c = params
    z = conv2d(x, w, b, padding="same")
    maps = activations.relu(z)
    small = max_pool(maps, 2)
    flat = small.reshape(len(x), -1)
    logits = flat @ W + c
    loss = losses.sparse_categorical_crossentropy_from_logits(y, logits)
    dlogits = losses.softmax_crossentropy_grad(y, logits)
    dsmall = (dlogits @ W.T).reshape(small.shape)
    dz = max_pool_backward(dsmall, maps, 2)
    _, dw, db = conv2d_backward(dz, x, w, 1, "same")
    return loss, (dw, db, flat.T @ dlogits, dlogits.sum(axis=0))


# %% wrong: a sum over the batch
# hint: Your gradients are those of the sum over the batch. The loss is the mean.
def cnn_gradients(x, y, params):
    w, b, W, c = params
    z = conv2d(x, w, b, padding="same")
    maps = activations.relu(z)
    small = max_pool(maps, 2)
    flat = small.reshape(len(x), -1)
    logits = flat @ W + c
    loss = losses.sparse_categorical_crossentropy_from_logits(y, logits)
    dlogits = losses.softmax_crossentropy_grad(y, logits) * len(x)
    dsmall = (dlogits @ W.T).reshape(small.shape)
    dz = max_pool_backward(dsmall, maps, 2) * (z > 0)
    _, dw, db = conv2d_backward(dz, x, w, 1, "same")
    return loss, (dw, db, flat.T @ dlogits, dlogits.sum(axis=0))


# %% wrong: the loss added up
# hint: Your loss is added up over the batch. It should be the mean.
def cnn_gradients(x, y, params):
    w, b, W, c = params
    z = conv2d(x, w, b, padding="same")
    maps = activations.relu(z)
    small = max_pool(maps, 2)
    flat = small.reshape(len(x), -1)
    logits = flat @ W + c
    loss = losses.sparse_categorical_crossentropy_from_logits(y, logits)
    dlogits = losses.softmax_crossentropy_grad(y, logits)
    dsmall = (dlogits @ W.T).reshape(small.shape)
    dz = max_pool_backward(dsmall, maps, 2) * (z > 0)
    _, dw, db = conv2d_backward(dz, x, w, 1, "same")
    return loss * len(x), (dw, db, flat.T @ dlogits, dlogits.sum(axis=0))


# %% wrong: shared evenly by the pool
# hint: On the way back through the pool you share the gradient evenly. All of it belongs to the winner.
def cnn_gradients(x, y, params):
    w, b, W, c = params
    z = conv2d(x, w, b, padding="same")
    maps = activations.relu(z)
    small = max_pool(maps, 2)
    flat = small.reshape(len(x), -1)
    logits = flat @ W + c
    loss = losses.sparse_categorical_crossentropy_from_logits(y, logits)
    dlogits = losses.softmax_crossentropy_grad(y, logits)
    dsmall = (dlogits @ W.T).reshape(small.shape)
    dz = np.zeros_like(z)
    _, height, width, _ = small.shape
    spread = dsmall.repeat(2, axis=1).repeat(2, axis=2) / 4
    dz[:, : 2 * height, : 2 * width] = spread * (z > 0)[:, : 2 * height, : 2 * width]
    _, dw, db = conv2d_backward(dz, x, w, 1, "same")
    return loss, (dw, db, flat.T @ dlogits, dlogits.sum(axis=0))


# %% wrong: the sign turned
# hint: All gradients have the sign turned: they point uphill or downhill the wrong way round.
def cnn_gradients(x, y, params):
    w, b, W, c = params
    z = conv2d(x, w, b, padding="same")
    maps = activations.relu(z)
    small = max_pool(maps, 2)
    flat = small.reshape(len(x), -1)
    logits = flat @ W + c
    loss = losses.sparse_categorical_crossentropy_from_logits(y, logits)
    dlogits = -losses.softmax_crossentropy_grad(y, logits)
    dsmall = (dlogits @ W.T).reshape(small.shape)
    dz = max_pool_backward(dsmall, maps, 2) * (z > 0)
    _, dw, db = conv2d_backward(dz, x, w, 1, "same")
    return loss, (dw, db, flat.T @ dlogits, dlogits.sum(axis=0))


# %% wrong: dw and db of the wrong padding
# hint: On the way back through the convolution you forget that it was padded 'same'.
def cnn_gradients(x, y, params):
    w, b, W, c = params
    z = conv2d(x, w, b, padding="same")
    maps = activations.relu(z)
    small = max_pool(maps, 2)
    flat = small.reshape(len(x), -1)
    logits = flat @ W + c
    loss = losses.sparse_categorical_crossentropy_from_logits(y, logits)
    dlogits = losses.softmax_crossentropy_grad(y, logits)
    dsmall = (dlogits @ W.T).reshape(small.shape)
    dz = max_pool_backward(dsmall, maps, 2) * (z > 0)
    _, dw, db = conv2d_backward(dz[:, : x.shape[1] - w.shape[0] + 1, : x.shape[2] - w.shape[1] + 1], x, w)
    return loss, (dw, db, flat.T @ dlogits, dlogits.sum(axis=0))


# %% wrong: another order of answers
# hint: The gradients come in another order than the params: w, b, W, c.
def cnn_gradients(x, y, params):
    w, b, W, c = params
    z = conv2d(x, w, b, padding="same")
    maps = activations.relu(z)
    small = max_pool(maps, 2)
    flat = small.reshape(len(x), -1)
    logits = flat @ W + c
    loss = losses.sparse_categorical_crossentropy_from_logits(y, logits)
    dlogits = losses.softmax_crossentropy_grad(y, logits)
    dsmall = (dlogits @ W.T).reshape(small.shape)
    dz = max_pool_backward(dsmall, maps, 2) * (z > 0)
    _, dw, db = conv2d_backward(dz, x, w, 1, "same")
    return loss, (flat.T @ dlogits, dlogits.sum(axis=0), dw, db)
