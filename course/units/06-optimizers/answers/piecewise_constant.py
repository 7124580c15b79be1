# %% right: a loop
def piecewise_constant(step, boundaries, values):
    for boundary, value in zip(boundaries, values):
        if step <= boundary:
            return value
    return values[-1]


# %% right: searchsorted
def piecewise_constant(step, boundaries, values):
    return float(np.asarray(values)[np.searchsorted(boundaries, step, side="left")])


# %% right: bisect
def piecewise_constant(step, boundaries, values):
    from bisect import bisect_left

    return values[bisect_left(boundaries, step)]


# %% wrong: the later value at a boundary
# hint: At a boundary itself you have changed already. There the earlier value still holds.
def piecewise_constant(step, boundaries, values):
    return values[sum(step >= boundary for boundary in boundaries)]


# %% wrong: only the first boundary
# hint: You look at the first boundary only. Count all that the step has behind it.
def piecewise_constant(step, boundaries, values):
    return values[1] if len(boundaries) and step > boundaries[0] else values[0]


# %% wrong: the values in reverse
# hint: Your staircase runs from the last value to the first.
def piecewise_constant(step, boundaries, values):
    return values[sum(step <= boundary for boundary in boundaries)]


# %% wrong: never the last value
# hint: After the last boundary you still give the value before it. There is one value more than boundaries.
def piecewise_constant(step, boundaries, values):
    return values[max(0, min(sum(step > boundary for boundary in boundaries), len(boundaries) - 1))]


# %% wrong: a ramp
# hint: Your rate changes little by little. Between two boundaries it is constant.
def piecewise_constant(step, boundaries, values):
    return float(np.interp(step, [0, *boundaries], values))


# %% wrong: boundaries are lengths
# hint: You take the boundaries for lengths of the stairs. They are step numbers, counted from 0.
def piecewise_constant(step, boundaries, values):
    ends = np.cumsum(boundaries)
    return values[int(np.sum(step > ends))]
