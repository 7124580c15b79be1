# %% right: the formula
def adadelta_step(param, grad, state, lr=1.0, rho=0.95, eps=1e-6):
    s, d = (0 * param, 0 * param) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    change = np.sqrt((d + eps) / (s + eps)) * grad
    d = rho * d + (1 - rho) * change**2
    return param - lr * change, (s, d)


# %% right: a change with a minus, in a dict
def adadelta_step(param, grad, state, lr=1.0, rho=0.95, eps=1e-6):
    old = state or {"squares": np.zeros_like(param), "changes": np.zeros_like(param)}
    squares = old["squares"] + (1 - rho) * (grad**2 - old["squares"])
    change = -grad * np.sqrt(old["changes"] + eps) / np.sqrt(squares + eps)
    changes = rho * old["changes"] + (1 - rho) * change**2
    return param + lr * change, {"squares": squares, "changes": changes}


# %% right: one array for both memories
def adadelta_step(param, grad, state, lr=1.0, rho=0.95, eps=1e-6):
    memory = np.zeros((2, *np.shape(param)), np.asarray(param).dtype) if state is None else np.array(state, copy=True)
    memory[0] = rho * memory[0] + (1 - rho) * np.square(grad)
    delta = grad * (memory[1] + eps) ** 0.5 * (memory[0] + eps) ** -0.5
    memory[1] = rho * memory[1] + (1 - rho) * np.square(delta)
    return param - lr * delta, memory


# %% wrong: epsilon outside of the roots
# hint: Your ε stands outside of the roots. In AdaDelta it stands inside of both.
def adadelta_step(param, grad, state, lr=1.0, rho=0.95, eps=1e-6):
    s, d = (0 * param, 0 * param) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    change = (np.sqrt(d) + eps) / (np.sqrt(s) + eps) * grad
    d = rho * d + (1 - rho) * change**2
    return param - lr * change, (s, d)


# %% wrong: epsilon only below
# hint: Without ε in the upper root your first step is 0, and so are all others: d never gets started.
def adadelta_step(param, grad, state, lr=1.0, rho=0.95, eps=1e-6):
    s, d = (0 * param, 0 * param) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    change = np.sqrt(d) / np.sqrt(s + eps) * grad
    d = rho * d + (1 - rho) * change**2
    return param - lr * change, (s, d)


# %% wrong: d remembers the gradient
# hint: Your second memory takes in squares of gradients. It remembers the squares of the steps Δ.
def adadelta_step(param, grad, state, lr=1.0, rho=0.95, eps=1e-6):
    s, d = (0 * param, 0 * param) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    change = np.sqrt(d + eps) / np.sqrt(s + eps) * grad
    d = rho * d + (1 - rho) * grad**2
    return param - lr * change, (s, d)


# %% wrong: d remembers the step with the rate
# hint: Your d takes in the step after it was multiplied by η. It remembers Δ itself.
def adadelta_step(param, grad, state, lr=1.0, rho=0.95, eps=1e-6):
    s, d = (0 * param, 0 * param) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    change = lr * np.sqrt(d + eps) / np.sqrt(s + eps) * grad
    d = rho * d + (1 - rho) * change**2
    return param - change, (s, d)


# %% wrong: the roots are exchanged
# hint: Your fraction is upside down: the steps before stand above, the gradients below.
def adadelta_step(param, grad, state, lr=1.0, rho=0.95, eps=1e-6):
    s, d = (0 * param, 0 * param) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    change = np.sqrt(s + eps) / np.sqrt(d + eps) * grad
    d = rho * d + (1 - rho) * change**2
    return param - lr * change, (s, d)


# %% wrong: the old s
# hint: Your step uses the old s. The square of this gradient belongs to it before the step.
def adadelta_step(param, grad, state, lr=1.0, rho=0.95, eps=1e-6):
    s, d = (0 * param, 0 * param) if state is None else state
    change = np.sqrt(d + eps) / np.sqrt(s + eps) * grad
    s = rho * s + (1 - rho) * grad**2
    d = rho * d + (1 - rho) * change**2
    return param - lr * change, (s, d)


# %% wrong: d is never updated
# hint: Your steps never grow: d stays at 0. After each step it takes in the square of Δ.
def adadelta_step(param, grad, state, lr=1.0, rho=0.95, eps=1e-6):
    s, d = (0 * param, 0 * param) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    change = np.sqrt(d + eps) / np.sqrt(s + eps) * grad
    return param - lr * change, (s, d)


# %% wrong: RMSProp
# hint: The upper root is missing: you divide η·g by the root of s, as RMSProp does.
def adadelta_step(param, grad, state, lr=1.0, rho=0.95, eps=1e-6):
    s = 0 * param if state is None else state
    s = rho * s + (1 - rho) * grad**2
    return param - lr * grad / np.sqrt(s + eps), s
