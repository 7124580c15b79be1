# %% right: m in the state
def momentum_step(param, grad, state, lr, beta=0.9):
    m = lr * grad if state is None else beta * state + lr * grad
    return param - m, m


# %% right: the rate outside, in a dict
def momentum_step(param, grad, state, lr, beta=0.9):
    velocity = grad + (0 if state is None else beta * state["velocity"])
    return param - lr * velocity, {"velocity": velocity}


# %% right: a velocity that points downhill
def momentum_step(param, grad, state, lr, beta=0.9):
    if state is None:
        state = np.zeros(np.shape(param), np.asarray(param).dtype)
    v = beta * state - lr * grad
    return param + v, v


# %% right: entry by entry
def momentum_step(param, grad, state, lr, beta=0.9):
    m = np.zeros_like(param) if state is None else np.copy(state)
    new = np.array(param, copy=True)
    for place in np.ndindex(new.shape):
        m[place] = beta * m[place] + lr * grad[place]
        new[place] = new[place] - m[place]
    return new, m


# %% wrong: a moving average
# hint: You take only 1 − β of the gradient. That is an average, as in Adam; here the whole push η·g is added, and the ball gets up to 1/(1−β) times faster.
def momentum_step(param, grad, state, lr, beta=0.9):
    m = np.zeros_like(param) if state is None else state
    m = beta * m + (1 - beta) * lr * grad
    return param - m, m


# %% wrong: uphill
# hint: Your ball rolls uphill. With m ← β·m + η·g the step is minus m.
def momentum_step(param, grad, state, lr, beta=0.9):
    m = np.zeros_like(param) if state is None else state
    m = beta * m + lr * grad
    return param + m, m


# %% wrong: nothing is remembered
# hint: Your ball starts anew in every step. Return the new m as the state, and use the state that comes in.
def momentum_step(param, grad, state, lr, beta=0.9):
    m = beta * np.zeros_like(param) + lr * grad
    return param - m, m


# %% wrong: the step by the old m
# hint: Your step uses the old m, so a push acts one step too late. First the new m, then the step.
def momentum_step(param, grad, state, lr, beta=0.9):
    m = np.zeros_like(param) if state is None else state
    return param - m, beta * m + lr * grad


# %% wrong: the first gradient is lost
# hint: Your first step goes nowhere. Zeros take the place of the state in the first call, and then it goes on as in every other.
def momentum_step(param, grad, state, lr, beta=0.9):
    if state is None:
        return param, np.zeros_like(param)
    m = beta * state + lr * grad
    return param - m, m


# %% wrong: no friction
# hint: β plays no part: your ball never loses speed. Multiply the old m by β.
def momentum_step(param, grad, state, lr, beta=0.9):
    m = np.zeros_like(param) if state is None else state
    m = m + lr * grad
    return param - m, m


# %% wrong: the state is changed in place
# hint: `m *= …` and `m += …` change the state that you were given. Make a new array: `m = beta * m + …`.
def momentum_step(param, grad, state, lr, beta=0.9):
    m = np.zeros_like(param) if state is None else state
    m *= beta
    m += lr * grad
    return param - m, m


# %% wrong: beta on the push
# hint: β multiplies the gradient too. Friction acts on the old speed only, not on the new push.
def momentum_step(param, grad, state, lr, beta=0.9):
    m = np.zeros_like(param) if state is None else state
    m = beta * (m + lr * grad)
    return param - m, m
