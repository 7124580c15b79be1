# %% right: a division
def power_decay(step, eta0, r, c):
    return eta0 / (1 + step / r) ** c


# %% right: r taken out of the bracket
def power_decay(step, eta0, r, c):
    return eta0 * (r / (r + step)) ** c


# %% right: by logarithms
def power_decay(step, eta0, r, c):
    return eta0 * math.exp(-c * math.log1p(step / r))


# %% wrong: the power of the fraction alone
# hint: The power takes only t/r with you. It belongs to the whole bracket, 1 + t/r.
def power_decay(step, eta0, r, c):
    return eta0 / (1 + (step / r) ** c)


# %% wrong: the power of the rate, too
# hint: You raise η₀ to the power, too. It stands in front of the bracket.
def power_decay(step, eta0, r, c):
    return (eta0 / (1 + step / r)) ** c


# %% wrong: it grows
# hint: Your rate grows: the exponent is −c.
def power_decay(step, eta0, r, c):
    return eta0 * (1 + step / r) ** c


# %% wrong: c is a factor
# hint: You use c as a factor in the bracket. It is the exponent.
def power_decay(step, eta0, r, c):
    return eta0 / (1 + c * step / r)


# %% wrong: c is ignored
# hint: Your answer is right for c = 1 only.
def power_decay(step, eta0, r, c):
    return eta0 / (1 + step / r)


# %% wrong: without the 1
# hint: At step 0 you divide by 0, or nearly: the 1 in the bracket is missing.
def power_decay(step, eta0, r, c):
    return eta0 * (max(step, 1e-300) / r) ** -c


# %% wrong: whole multiples of r
# hint: Your rate falls only every r steps. Use the fraction t/r.
def power_decay(step, eta0, r, c):
    return eta0 / (1 + step // r) ** c
