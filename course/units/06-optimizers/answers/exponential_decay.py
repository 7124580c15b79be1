# %% right: a division
def exponential_decay(step, eta0, r):
    return eta0 / 10 ** (step / r)


# %% right: the natural exponential
def exponential_decay(step, eta0, r):
    return eta0 * math.exp(-math.log(10) * step / r)


# %% right: a power of a tenth
def exponential_decay(step, eta0, r):
    return float(eta0 * np.power(0.1, step / r))


# %% wrong: a staircase
# hint: Your rate falls only every r steps. It falls a little in every step: use the fraction t/r.
def exponential_decay(step, eta0, r):
    return eta0 * 10.0 ** -(step // r)


# %% wrong: base e
# hint: Your rate falls by a factor of e in r steps. It is a factor of 10.
def exponential_decay(step, eta0, r):
    return eta0 * math.exp(-step / r)


# %% wrong: it grows
# hint: Your rate grows. The exponent is negative.
def exponential_decay(step, eta0, r):
    return eta0 * 10 ** (step / r)


# %% wrong: a factor of 2
# hint: Your rate is halved every r steps. It should become ten times smaller.
def exponential_decay(step, eta0, r):
    return eta0 * 0.5 ** (step / r)


# %% wrong: r times the step
# hint: You multiply the step by r. A larger r means a slower decay: divide.
def exponential_decay(step, eta0, r):
    return eta0 * 10.0 ** (-step * r)


# %% wrong: power decay
# hint: That is power decay, 1/(1 + t/r). Here the step stands in the exponent.
def exponential_decay(step, eta0, r):
    return eta0 / (1 + step / r)
