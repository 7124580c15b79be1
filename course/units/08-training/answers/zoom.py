# %% right: three cases
def zoom(space, best):
    closer = {}
    for name, values in space.items():
        if isinstance(values, list):
            closer[name] = values
        elif len(values) == 3:
            f = (values[1] / values[0]) ** 0.25
            closer[name] = (max(values[0], best[name] / f), min(values[1], best[name] * f), "log")
        else:
            w = (values[1] - values[0]) / 4
            closer[name] = (max(values[0], best[name] - w), min(values[1], best[name] + w))
    return closer


# %% right: in the logarithm, clipped
def zoom(space, best):
    def shrink(low, high, middle):
        return np.clip([middle - (high - low) / 4, middle + (high - low) / 4], low, high)

    closer = {name: list(values) for name, values in space.items() if isinstance(values, list)}
    for name, values in space.items():
        if isinstance(values, tuple) and values[-1] == "log":
            a, b = np.exp(shrink(*np.log(values[:2]), np.log(best[name])))
            closer[name] = (a, b, "log")
        elif isinstance(values, tuple):
            closer[name] = tuple(shrink(*values, best[name]))
    return closer


# %% right: a copy, changed; log10
def zoom(space, best):
    closer = space.copy()
    for name in space:
        if type(space[name]) is tuple:
            low, high, *rest = space[name]
            to, back = (math.log10, lambda v: 10**v) if rest else (lambda v: v, lambda v: v)
            quarter = (to(high) - to(low)) / 4
            ends = back(to(best[name]) - quarter), back(to(best[name]) + quarter)
            closer[name] = (max(low, ends[0]), min(high, ends[1]), *rest)
    return closer


# %% wrong: not cut off
# hint: Your range sticks out of the old one where the best value is near an end. Cut it off there.
def zoom(space, best):
    closer = dict(space)
    for name, values in space.items():
        if isinstance(values, tuple) and len(values) == 3:
            f = (values[1] / values[0]) ** 0.25
            closer[name] = (best[name] / f, best[name] * f, "log")
        elif isinstance(values, tuple):
            w = (values[1] - values[0]) / 4
            closer[name] = (best[name] - w, best[name] + w)
    return closer


# %% wrong: half the width on each side
# hint: Your range is not halved: half of the old width on either side makes the whole width. Take a quarter on each side.
def zoom(space, best):
    closer = dict(space)
    for name, values in space.items():
        if isinstance(values, tuple) and len(values) == 3:
            f = (values[1] / values[0]) ** 0.5
            closer[name] = (max(values[0], best[name] / f), min(values[1], best[name] * f), "log")
        elif isinstance(values, tuple):
            w = (values[1] - values[0]) / 2
            closer[name] = (max(values[0], best[name] - w), min(values[1], best[name] + w))
    return closer


# %% wrong: log ranges treated like the others
# hint: A range with "log" is halved in its logarithm: divide and multiply the best value by a factor, in place of adding a width.
def zoom(space, best):
    closer = dict(space)
    for name, values in space.items():
        if isinstance(values, tuple):
            w = (values[1] - values[0]) / 4
            closer[name] = (max(values[0], best[name] - w), min(values[1], best[name] + w), *values[2:])
    return closer


# %% wrong: "log" is lost
# hint: The word "log" is missing from your new range: the next round would draw evenly.
def zoom(space, best):
    closer = dict(space)
    for name, values in space.items():
        if isinstance(values, tuple) and len(values) == 3:
            f = (values[1] / values[0]) ** 0.25
            closer[name] = (max(values[0], best[name] / f), min(values[1], best[name] * f))
        elif isinstance(values, tuple):
            w = (values[1] - values[0]) / 4
            closer[name] = (max(values[0], best[name] - w), min(values[1], best[name] + w))
    return closer


# %% wrong: the space itself is changed
# hint: Your function changes the space that it was given. Fill a new dict.
def zoom(space, best):
    for name, values in space.items():
        if isinstance(values, tuple) and len(values) == 3:
            f = (values[1] / values[0]) ** 0.25
            space[name] = (max(values[0], best[name] / f), min(values[1], best[name] * f), "log")
        elif isinstance(values, tuple):
            w = (values[1] - values[0]) / 4
            space[name] = (max(values[0], best[name] - w), min(values[1], best[name] + w))
    return space


# %% wrong: around the middle of the range
# hint: Your new range lies around the middle of the old one. It should lie around the best value.
def zoom(space, best):
    closer = dict(space)
    for name, values in space.items():
        if isinstance(values, tuple) and len(values) == 3:
            f = (values[1] / values[0]) ** 0.25
            closer[name] = (values[0] * f, values[1] / f, "log")
        elif isinstance(values, tuple):
            w = (values[1] - values[0]) / 4
            closer[name] = (values[0] + w, values[1] - w)
    return closer
