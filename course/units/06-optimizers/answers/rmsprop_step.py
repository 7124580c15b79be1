# %% right: the formula
def rmsprop_step(param, grad, state, lr=0.001, rho=0.9, eps=1e-8):
    s = np.zeros_like(param) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    return param - lr * grad / (s**0.5 + eps), s


# %% right: a step of the average towards the square
def rmsprop_step(param, grad, state, lr=0.001, rho=0.9, eps=1e-8):
    old = 0.0 * param if state is None else state["average"]
    average = old + (1 - rho) * (grad * grad - old)
    return param - lr * grad / (np.sqrt(average) + eps), {"average": average}


# %% right: entry by entry
def rmsprop_step(param, grad, state, lr=0.001, rho=0.9, eps=1e-8):
    new, s = np.array(param, copy=True), np.zeros(np.shape(param)) if state is None else np.copy(state)
    for i in np.ndindex(new.shape):
        s[i] = rho * s[i] + (1 - rho) * float(grad[i]) ** 2
        new[i] = new[i] - lr * grad[i] / (math.sqrt(s[i]) + eps)
    return new, s


# %% wrong: epsilon inside of the root
# hint: Your ε stands inside of the root, as in Keras. Here it is added to the root.
def rmsprop_step(param, grad, state, lr=0.001, rho=0.9, eps=1e-8):
    s = np.zeros_like(param) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    return param - lr * grad / np.sqrt(s + eps), s


# %% wrong: AdaGrad
# hint: Your sum only grows: that is AdaGrad. RMSProp keeps ρ of the old average and takes 1 − ρ of the new square.
def rmsprop_step(param, grad, state, lr=0.001, rho=0.9, eps=1e-8):
    s = (0 if state is None else state) + grad**2
    return param - lr * grad / (np.sqrt(s) + eps), s


# %% wrong: the whole square is added
# hint: The new square counts in full. It should get the weight 1 − ρ, so that old and new together weigh 1.
def rmsprop_step(param, grad, state, lr=0.001, rho=0.9, eps=1e-8):
    s = np.zeros_like(param) if state is None else state
    s = rho * s + grad**2
    return param - lr * grad / (np.sqrt(s) + eps), s


# %% wrong: rho and 1 - rho exchanged
# hint: You keep 1 − ρ of the old average and take ρ of the new square. It is the other way round.
def rmsprop_step(param, grad, state, lr=0.001, rho=0.9, eps=1e-8):
    s = np.zeros_like(param) if state is None else state
    s = (1 - rho) * s + rho * grad**2
    return param - lr * grad / (np.sqrt(s) + eps), s


# %% wrong: bias correction
# hint: You correct the average for its start at 0. Adam does that; RMSProp does not.
def rmsprop_step(param, grad, state, lr=0.001, rho=0.9, eps=1e-8):
    s, t = (0, 0) if state is None else state
    s, t = rho * s + (1 - rho) * grad**2, t + 1
    return param - lr * grad / (np.sqrt(s / (1 - rho**t)) + eps), (s, t)


# %% wrong: starts at the first square
# hint: Your average starts with the whole first square. It starts at 0, so the first one, too, gets only the weight 1 − ρ.
def rmsprop_step(param, grad, state, lr=0.001, rho=0.9, eps=1e-8):
    s = grad**2 if state is None else rho * state + (1 - rho) * grad**2
    return param - lr * grad / (np.sqrt(s) + eps), s


# %% wrong: no root
# hint: You divide by the average of the squares. The root is missing.
def rmsprop_step(param, grad, state, lr=0.001, rho=0.9, eps=1e-8):
    s = np.zeros_like(param) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    return param - lr * grad / (s + eps), s
