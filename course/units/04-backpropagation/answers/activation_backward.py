# %% right: the slopes of unit 02
def activation_backward(dout, z, name):
    if name == "sigmoid":
        return dout * activations.sigmoid_grad(z)
    if name == "tanh":
        return dout * activations.tanh_grad(z)
    if name == "relu":
        return dout * activations.relu_grad(z)
    return dout * 1


# %% right: a table
def activation_backward(dout, z, name):
    slopes = {
        "sigmoid": lambda z: activations.sigmoid(z) * (1 - activations.sigmoid(z)),
        "tanh": lambda z: 1 - np.tanh(z) ** 2,
        "relu": lambda z: z > 0,
        "linear": np.ones_like,
    }
    return np.multiply(dout, slopes[name](z))


# %% right: from e to the minus size of z
def activation_backward(dout, z, name):
    if name == "relu":
        return np.where(z > 0, dout, 0.0)
    if name == "linear":
        return dout.copy()
    e = np.exp(-np.abs(z) * (2 if name == "tanh" else 1))
    return dout * (4 if name == "tanh" else 1) * e / (1 + e) ** 2


# %% right: number by number
def activation_backward(dout, z, name):
    def slope(v):
        if name == "relu":
            return float(v > 0)
        if name == "linear":
            return 1.0
        s = float(np.tanh(v)) if name == "tanh" else float(activations.sigmoid(v))
        return 1 - s * s if name == "tanh" else s * (1 - s)

    return np.array([d * slope(v) for d, v in zip(dout.ravel(), z.ravel(), strict=True)]).reshape(z.shape)


# %% wrong: the slope alone
# hint: That is the slope of the activation alone. Multiply by what comes from above, dout.
def activation_backward(dout, z, name):
    slopes = {
        "sigmoid": activations.sigmoid_grad,
        "tanh": activations.tanh_grad,
        "relu": activations.relu_grad,
        "linear": np.ones_like,
    }
    return slopes[name](z)


# %% wrong: z taken for the output
# hint: Sigmoid and tanh are wrong: s(1 − s) and 1 − t² want the activation's output, and you put the sum z into them.
def activation_backward(dout, z, name):
    slopes = {
        "sigmoid": lambda s: s * (1 - s),
        "tanh": lambda t: 1 - t**2,
        "relu": lambda z: z > 0,
        "linear": np.ones_like,
    }
    return dout * slopes[name](z)


# %% wrong: ReLU open at 0
# hint: At exactly 0 ReLU passes your gradient on. The course counts its slope there as 0.
def activation_backward(dout, z, name):
    slopes = {
        "sigmoid": activations.sigmoid_grad,
        "tanh": activations.tanh_grad,
        "relu": lambda z: z >= 0,
        "linear": np.ones_like,
    }
    return dout * slopes[name](z)


# %% wrong: ReLU of the gradient
# hint: Your ReLU looks at the sign of dout. It is the sign of z that decides whether the unit was open.
def activation_backward(dout, z, name):
    if name == "relu":
        return np.maximum(dout, 0)
    slopes = {"sigmoid": activations.sigmoid_grad, "tanh": activations.tanh_grad, "linear": np.ones_like}
    return dout * slopes[name](z)


# %% wrong: the activation in place of its slope
# hint: You multiply by the activation itself. The way back needs its slope.
def activation_backward(dout, z, name):
    functions = {"sigmoid": activations.sigmoid, "tanh": np.tanh, "relu": activations.relu, "linear": lambda z: z}
    return dout * functions[name](z)


# %% wrong: tanh like the sigmoid
# hint: Your tanh has the slope of the sigmoid. Its own is 1 − tanh², at most 1 and not ¼.
def activation_backward(dout, z, name):
    slopes = {
        "sigmoid": activations.sigmoid_grad,
        "tanh": activations.sigmoid_grad,
        "relu": activations.relu_grad,
        "linear": np.ones_like,
    }
    return dout * slopes[name](z)


# %% wrong: linear stops everything
# hint: A linear unit passes on everything: its slope is 1, not 0.
def activation_backward(dout, z, name):
    slopes = {
        "sigmoid": activations.sigmoid_grad,
        "tanh": activations.tanh_grad,
        "relu": activations.relu_grad,
        "linear": np.zeros_like,
    }
    return dout * slopes[name](z)
