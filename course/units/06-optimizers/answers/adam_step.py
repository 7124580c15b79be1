# %% right: the formula
def adam_step(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (0.0, 0.0, 0) if state is None else state
    t += 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return param - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), (m, v, t)


# %% right: the correction in the rate
def adam_step(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    old = state or {"m": np.zeros_like(param), "v": np.zeros_like(param), "t": 0}
    t = old["t"] + 1
    m = old["m"] + (1 - beta1) * (grad - old["m"])
    v = old["v"] + (1 - beta2) * (grad**2 - old["v"])
    root = math.sqrt(1 - beta2**t)
    new = param - lr * root / (1 - beta1**t) * m / (np.sqrt(v) + eps * root)
    return new, {"m": m, "v": v, "t": t}


# %% right: running powers
def adam_step(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    if state is None:
        state = [np.zeros_like(param), np.zeros_like(param), 1.0, 1.0]
    m, v, power1, power2 = state
    power1, power2 = power1 * beta1, power2 * beta2
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * np.square(grad)
    m_hat, v_hat = m / (1 - power1), v / (1 - power2)
    return param - lr * m_hat / (v_hat**0.5 + eps), [m, v, power1, power2]


# %% wrong: no bias correction
# hint: The hats are missing. Without bias correction it is not Adam: your first step is too large by more than a factor of 3, for the usual β.
def adam_step(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = (0 * param, 0 * param) if state is None else state
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return param - lr * m / (np.sqrt(v) + eps), (m, v)


# %% wrong: t starts at 0
# hint: Your t is one too small: in the first step it is 1. At 0 you divide by 1 − β⁰ = 0.
def adam_step(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (0 * param, 0 * param, 0) if state is None else state
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    with np.errstate(all="ignore"):
        new = param - lr * m / (1 - np.float64(beta1) ** t) / (np.sqrt(v / (1 - np.float64(beta2) ** t)) + eps)
    return new, (m, v, t + 1)


# %% wrong: the hats are kept
# hint: You keep the corrected averages as the state, so the correction is applied again and again. Keep m and v as they are.
def adam_step(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (0 * param, 0 * param, 0) if state is None else state
    t += 1
    m = (beta1 * m + (1 - beta1) * grad) / (1 - beta1**t)
    v = (beta2 * v + (1 - beta2) * grad**2) / (1 - beta2**t)
    return param - lr * m / (np.sqrt(v) + eps), (m, v, t)


# %% wrong: epsilon hat
# hint: You add ε before the correction of v, as Keras does (the paper calls that "epsilon hat"). Here ε is added to √v̂.
def adam_step(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (0 * param, 0 * param, 0) if state is None else state
    t += 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    rate = lr * math.sqrt(1 - beta2**t) / (1 - beta1**t)
    return param - rate * m / (np.sqrt(v) + eps), (m, v, t)


# %% wrong: epsilon inside of the root
# hint: Your ε stands inside of the root. In Adam it is added to the root.
def adam_step(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (0 * param, 0 * param, 0) if state is None else state
    t += 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return param - lr * (m / (1 - beta1**t)) / np.sqrt(v / (1 - beta2**t) + eps), (m, v, t)


# %% wrong: t never grows
# hint: Your t is 1 in every step, so the correction never fades. Keep the counter in the state.
def adam_step(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = (0 * param, 0 * param) if state is None else state
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return param - lr * (m / (1 - beta1)) / (np.sqrt(v / (1 - beta2)) + eps), (m, v)


# %% wrong: only v is corrected
# hint: Only one of your averages is corrected. m starts at 0 as well.
def adam_step(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (0 * param, 0 * param, 0) if state is None else state
    t += 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return param - lr * m / (np.sqrt(v / (1 - beta2**t)) + eps), (m, v, t)


# %% wrong: whole gradients are added
# hint: The new gradient and its square count in full in your averages. Their weights are 1 − β₁ and 1 − β₂.
def adam_step(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (0 * param, 0 * param, 0) if state is None else state
    t += 1
    m = beta1 * m + grad
    v = beta2 * v + grad**2
    return param - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), (m, v, t)


# %% wrong: the betas are exchanged
# hint: Your betas have changed places: β₁ belongs to the gradients, β₂ to their squares.
def adam_step(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, t = (0 * param, 0 * param, 0) if state is None else state
    t += 1
    m = beta2 * m + (1 - beta2) * grad
    v = beta1 * v + (1 - beta1) * grad**2
    return param - lr * (m / (1 - beta2**t)) / (np.sqrt(v / (1 - beta1**t)) + eps), (m, v, t)


# %% wrong: the direction is the gradient
# hint: You divide the bare gradient: the average m is never used for the step. That is RMSProp with a correction.
def adam_step(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    v, t = (0 * param, 0) if state is None else state
    t += 1
    v = beta2 * v + (1 - beta2) * grad**2
    return param - lr * grad / (np.sqrt(v / (1 - beta2**t)) + eps), (v, t)
