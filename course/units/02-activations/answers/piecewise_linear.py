# %% right: clip
def piecewise_linear(z):
    return np.clip(np.asarray(z) + 0.5, 0.0, 1.0)


# %% right: maximum of minimum
def piecewise_linear(z):
    return np.maximum(0, np.minimum(1, z + 0.5))


# %% right: where, on a copy
def piecewise_linear(z):
    ramp = z + 0.5
    ramp[ramp < 0] = 0
    ramp[ramp > 1] = 1
    return ramp


# %% right: a loop, returning nested lists
def piecewise_linear(z):
    if np.ndim(z) == 0:
        return min(1.0, max(0.0, float(z) + 0.5))
    return [piecewise_linear(part) for part in z]


# %% wrong: the ramp starts at 0
# hint: Your ramp has the right form, but it starts at z = 0. In its middle, at z = 0, it should already give one
# hint: half.
def piecewise_linear(z):
    return np.clip(z, 0, 1)


# %% wrong: not cut off
# hint: Your line goes on for ever. Below 0 and above 1 the ramp is flat.
def piecewise_linear(z):
    return z + 0.5


# %% wrong: cut off before moving
# hint: You cut first and move afterwards, so the result can leave the range from 0 to 1. Which of the two comes
# hint: first?
def piecewise_linear(z):
    return np.clip(z, 0, 1) + 0.5


# %% wrong: runs from minus one to one
# hint: Your ramp runs from −1 to 1 and passes through 0: that is a hard tanh. This one runs from 0 to 1.
def piecewise_linear(z):
    return np.clip(z, -1, 1)


# %% wrong: another hard sigmoid
# hint: That is a ramp with a gentler slope, which some libraries call hard sigmoid. Here the slope is 1.
def piecewise_linear(z):
    return np.clip(z / 6 + 0.5, 0, 1)


# %% wrong: a step
# hint: Your answer jumps. Between its two flats the ramp rises with slope 1.
def piecewise_linear(z):
    return np.where(z > 0, 1.0, np.where(z < 0, 0.0, 0.5))


# %% wrong: only the top is cut off
# hint: Large sums are right. Very negative sums should give 0, not a negative number.
def piecewise_linear(z):
    return np.minimum(z + 0.5, 1)
