# %% right: layer by layer
def cnn_forward(x, params):
    w, b, W, c = params
    maps = activations.relu(conv2d(x, w, b, padding="same"))
    small = max_pool(maps, 2)
    return small.reshape(len(x), -1) @ W + c


# %% right: ReLU after the pool
def cnn_forward(x, params):
    w, b, W, c = params
    small = activations.relu(max_pool(conv2d(x, w, b, 1, "same"), (2, 2)))
    return np.dot(small.reshape(small.shape[0], W.shape[0]), W) + c


# %% right: with the slow convolution and a sum over places
def cnn_forward(x, params):
    w, b, W, c = params
    small = max_pool(np.maximum(conv2d_loops(x, w, b, 1, "same"), 0), 2)
    _, height, width, filters = small.shape
    return np.einsum("nijk,ijkl->nl", small, W.reshape(height, width, filters, -1)) + c


# %% wrong: no ReLU
# hint: The ReLU between convolution and pool is missing.
def cnn_forward(x, params):
    w, b, W, c = params
    return max_pool(conv2d(x, w, b, padding="same"), 2).reshape(len(x), -1) @ W + c


# %% wrong: the average pooled
# hint: You pool by the mean of each window. Here the largest is asked.
def cnn_forward(x, params):
    w, b, W, c = params
    maps = activations.relu(conv2d(x, w, b, padding="same"))
    return avg_pool(maps, 2).reshape(len(x), -1) @ W + c


# %% wrong: probabilities
# hint: You give probabilities. The logits are the sums before the softmax.
def cnn_forward(x, params):
    w, b, W, c = params
    maps = activations.relu(conv2d(x, w, b, padding="same"))
    return activations.softmax(max_pool(maps, 2).reshape(len(x), -1) @ W + c)


# %% wrong: channels first
# hint: You flatten one whole map after the other. `reshape` as it is keeps the channels of a pixel side by side.
def cnn_forward(x, params):
    w, b, W, c = params
    small = max_pool(activations.relu(conv2d(x, w, b, padding="same")), 2)
    return small.transpose(0, 3, 1, 2).reshape(len(x), -1) @ W + c


# %% wrong: ReLU after the dense layer
# hint: Your logits are never negative: a ReLU follows the dense layer.
def cnn_forward(x, params):
    w, b, W, c = params
    maps = activations.relu(conv2d(x, w, b, padding="same"))
    return activations.relu(max_pool(maps, 2).reshape(len(x), -1) @ W + c)


# %% wrong: no bias in the head
# hint: The biases c of the dense layer are missing.
def cnn_forward(x, params):
    w, b, W, c = params
    maps = activations.relu(conv2d(x, w, b, padding="same"))
    return max_pool(maps, 2).reshape(len(x), -1) @ W


# %% wrong: a tanh
# hint: You use another activation than ReLU after the convolution.
def cnn_forward(x, params):
    w, b, W, c = params
    maps = np.tanh(conv2d(x, w, b, padding="same"))
    return max_pool(maps, 2).reshape(len(x), -1) @ W + c
