# %% right: one line
def sgd_step(param, grad, state, lr):
    return param - lr * grad, None


# %% right: entry by entry
def sgd_step(param, grad, state, lr):
    new = np.array(param, copy=True)
    for place in np.ndindex(new.shape):
        new[place] -= lr * grad[place]
    return new, state


# %% right: a list of two
def sgd_step(param, grad, state, lr):
    return [np.add(param, np.multiply(grad, -lr)), state]


# %% wrong: uphill
# hint: You walk uphill: the gradient points to where the loss grows. Subtract it.
def sgd_step(param, grad, state, lr):
    return param + lr * grad, None


# %% wrong: no learning rate
# hint: Your step is the whole gradient. It has to be multiplied by the learning rate.
def sgd_step(param, grad, state, lr):
    return param - grad, None


# %% wrong: only the sign of the gradient
# hint: All your steps are equally long. A steep place makes a longer step than a flat one.
def sgd_step(param, grad, state, lr):
    return param - lr * np.sign(grad), None


# %% wrong: param is changed
# hint: You change the array param itself (`param -= …` does). Make a new one: `param - …`.
def sgd_step(param, grad, state, lr):
    param -= lr * grad
    return param, None


# %% wrong: the step instead of the place
# hint: You return the step. The new parameters are the old ones minus the step.
def sgd_step(param, grad, state, lr):
    return lr * grad, None


# %% wrong: divided by the number of entries
# hint: Your step shrinks with the number of parameters. The gradient is a mean over examples already; take it as it is.
def sgd_step(param, grad, state, lr):
    return param - lr * grad / np.size(grad), None
