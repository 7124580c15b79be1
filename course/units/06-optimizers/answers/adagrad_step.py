# %% right: the formula
def adagrad_step(param, grad, state, lr, eps=1e-8):
    s = grad**2 if state is None else state + grad**2
    return param - lr * grad / (s**0.5 + eps), s


# %% right: a dict and np.power
def adagrad_step(param, grad, state, lr, eps=1e-8):
    total = np.power(grad, 2) + (state or {"total": 0})["total"]
    rate = lr / (np.sqrt(total) + eps)
    return param - rate * grad, {"total": total}


# %% right: all gradients kept
def adagrad_step(param, grad, state, lr, eps=1e-8):
    every = [*(state or []), grad]
    length = np.sqrt(np.sum(np.square(every), axis=0))
    return param - lr * grad / (length + eps), every


# %% wrong: epsilon inside of the root
# hint: Your ε stands inside of the root, as in Keras. Here it is added to the root; that changes the numbers where gradients are small.
def adagrad_step(param, grad, state, lr, eps=1e-8):
    s = (0 if state is None else state) + grad**2
    return param - lr * grad / np.sqrt(s + eps), s


# %% wrong: no root
# hint: You divide by the sum of the squares. The root is missing: only then the first step is η, however large the gradient.
def adagrad_step(param, grad, state, lr, eps=1e-8):
    s = (0 if state is None else state) + grad**2
    return param - lr * grad / (s + eps), s


# %% wrong: the sum is not kept
# hint: Your sum starts anew in every step, so all steps have the length η. Add to the state that comes in.
def adagrad_step(param, grad, state, lr, eps=1e-8):
    s = grad**2
    return param - lr * grad / (np.sqrt(s) + eps), s


# %% wrong: one rate for all
# hint: You sum the squares over all entries: then all parameters share one rate. Every entry has its own sum.
def adagrad_step(param, grad, state, lr, eps=1e-8):
    s = (0 if state is None else state) + np.sum(grad**2)
    return param - lr * grad / (np.sqrt(s) + eps), s


# %% wrong: the sum starts at 0.1
# hint: Your sum starts at 0.1, as Keras's does. Here it starts at 0.
def adagrad_step(param, grad, state, lr, eps=1e-8):
    s = (0.1 if state is None else state) + grad**2
    return param - lr * grad / (np.sqrt(s) + eps), s


# %% wrong: the sum of sizes
# hint: You add up the sizes of the gradients. Add up their squares and take the root of the sum.
def adagrad_step(param, grad, state, lr, eps=1e-8):
    s = (0 if state is None else state) + np.abs(grad)
    return param - lr * grad / (s + eps), s


# %% wrong: the old sum
# hint: You divide by the sum of the gradients before this one, so the first step is divided by ε alone. This gradient belongs to the sum.
def adagrad_step(param, grad, state, lr, eps=1e-8):
    s = np.zeros_like(param) if state is None else state
    return param - lr * grad / (np.sqrt(s) + eps), s + grad**2


# %% wrong: the mean of the squares
# hint: You take the mean of all squares so far. AdaGrad takes their sum: its steps shrink.
def adagrad_step(param, grad, state, lr, eps=1e-8):
    s, t = (0, 0) if state is None else state
    s, t = s + grad**2, t + 1
    return param - lr * grad / (np.sqrt(s / t) + eps), (s, t)
