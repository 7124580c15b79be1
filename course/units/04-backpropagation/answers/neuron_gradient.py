# %% right: the three factors
def neuron_gradient(x, w, y):
    yhat = activations.sigmoid(w * x)
    return (yhat - y) * yhat * (1 - yhat) * x


# %% right: with the slope of unit 02
def neuron_gradient(x, w, y):
    z = w * x
    dL_dyhat = activations.sigmoid(z) - y
    dyhat_dz = activations.sigmoid_grad(z)
    return float(dL_dyhat * dyhat_dz * x)


# %% right: a sigmoid of its own, stable on both sides
def neuron_gradient(x, w, y):
    z = w * x
    if z >= 0:
        yhat = 1 / (1 + math.exp(-z))
    else:
        yhat = math.exp(z) / (1 + math.exp(z))
    return -(y - yhat) * yhat * (1 - yhat) * x


# %% right: arrays inside
def neuron_gradient(x, w, y):
    z = np.array([w * x])
    with np.errstate(over="ignore"):
        yhat = 1 / (1 + np.exp(-z))
    return np.prod([yhat - y, yhat, 1 - yhat, np.array([x])])


# %% wrong: the sign turned
# hint: The sign is the other way round. The loss is ½(y − ŷ)²: its slope in ŷ is ŷ − y.
def neuron_gradient(x, w, y):
    yhat = activations.sigmoid(w * x)
    return (y - yhat) * yhat * (1 - yhat) * x


# %% wrong: the slope of the sigmoid forgotten
# hint: One factor of the chain is missing: how does ŷ change when the sum changes?
def neuron_gradient(x, w, y):
    return (activations.sigmoid(w * x) - y) * x


# %% wrong: the input forgotten
# hint: That is the slope in the sum. How does the sum w·x change when w changes?
def neuron_gradient(x, w, y):
    yhat = activations.sigmoid(w * x)
    return (yhat - y) * yhat * (1 - yhat)


# %% wrong: the weight in place of the input
# hint: You differentiate by x. By w the last factor is the other one of the product w·x.
def neuron_gradient(x, w, y):
    yhat = activations.sigmoid(w * x)
    return (yhat - y) * yhat * (1 - yhat) * w


# %% wrong: twice as large
# hint: Your slope is twice too large: the loss has a ½ in front, and it meets the 2 of the square.
def neuron_gradient(x, w, y):
    yhat = activations.sigmoid(w * x)
    return 2 * (yhat - y) * yhat * (1 - yhat) * x


# %% wrong: the slope of the sigmoid taken at its own output
# hint: The sigmoid's slope is taken in the wrong place: `sigmoid_grad` wants the sum z, not ŷ.
def neuron_gradient(x, w, y):
    yhat = activations.sigmoid(w * x)
    return (yhat - y) * activations.sigmoid_grad(yhat) * x
