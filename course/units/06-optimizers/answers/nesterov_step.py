# %% right: the formula
def nesterov_step(param, grad_fn, state, lr, beta=0.9):
    m = np.zeros_like(param) if state is None else state
    m = beta * m + lr * np.asarray(grad_fn(param - beta * m))
    return param - m, m


# %% right: the rate outside
def nesterov_step(param, grad_fn, state, lr, beta=0.9):
    v = 0 * param if state is None else state[0]
    g = grad_fn(param - lr * beta * v)
    v = beta * v + g
    return param - lr * v, (v,)


# %% right: first roll, then correct
def nesterov_step(param, grad_fn, state, lr, beta=0.9):
    rolled = param if state is None else param + beta * state
    new = rolled - lr * grad_fn(rolled)
    return new, new - param


# %% wrong: plain momentum
# hint: You take the gradient where the ball is. Nesterov takes it where the ball is about to be, at param − β·m.
def nesterov_step(param, grad_fn, state, lr, beta=0.9):
    m = np.zeros_like(param) if state is None else state
    m = beta * m + lr * grad_fn(param)
    return param - m, m


# %% wrong: looks back
# hint: You look behind the ball. It will move by −β·m, so the place to look at is param − β·m.
def nesterov_step(param, grad_fn, state, lr, beta=0.9):
    m = np.zeros_like(param) if state is None else state
    m = beta * m + lr * grad_fn(param + beta * m)
    return param - m, m


# %% wrong: looks ahead by the whole m
# hint: You look too far ahead: friction leaves only β·m of the old speed.
def nesterov_step(param, grad_fn, state, lr, beta=0.9):
    m = np.zeros_like(param) if state is None else state
    m = beta * m + lr * grad_fn(param - m)
    return param - m, m


# %% wrong: moves from the look-ahead point
# hint: You make the step from the point where you looked, so the old speed counts twice. Only the gradient is taken there; the step starts at param.
def nesterov_step(param, grad_fn, state, lr, beta=0.9):
    m = np.zeros_like(param) if state is None else state
    ahead = param - beta * m
    m = beta * m + lr * grad_fn(ahead)
    return ahead - m, m


# %% wrong: returns the look-ahead point
# hint: You return the point at which the next step would look. Keras stores that one; here param is where the ball is.
def nesterov_step(param, grad_fn, state, lr, beta=0.9):
    m = np.zeros_like(param) if state is None else state
    m = beta * m + lr * grad_fn(param)
    return param - beta * m - lr * grad_fn(param), m


# %% wrong: a plain step there
# hint: You forget the speed: the step is only η times the gradient. The old m, times β, belongs to it.
def nesterov_step(param, grad_fn, state, lr, beta=0.9):
    m = np.zeros_like(param) if state is None else state
    m = lr * grad_fn(param - beta * m)
    return param - m, m


# %% wrong: an average
# hint: You take only 1 − β of the gradient. The whole push η·g is added to β·m.
def nesterov_step(param, grad_fn, state, lr, beta=0.9):
    m = np.zeros_like(param) if state is None else state
    m = beta * m + (1 - beta) * lr * grad_fn(param - beta * m)
    return param - m, m


# %% wrong: two gradients per step
# hint: You ask for the gradient twice in one step. Keep it in a variable: one call is enough, and gradients are what costs.
def nesterov_step(param, grad_fn, state, lr, beta=0.9):
    m = np.zeros_like(param) if state is None else state
    ahead = param - beta * m
    return ahead - lr * grad_fn(ahead), beta * m + lr * grad_fn(ahead)
