# %% right: growing dicts
def grid(space):
    points = [{}]
    for name, choices in space.items():
        points = [{**point, name: choice} for point in points for choice in choices]
    return points


# %% right: itertools, a generator
def grid(space):
    import itertools

    for values in itertools.product(*space.values()):
        yield dict(zip(space.keys(), values))


# %% right: recursion
def grid(space):
    if not space:
        return [{}]
    *names, last = space
    before = grid({name: space[name] for name in names})
    return tuple({last: choice} | point for choice in space[last] for point in before)


# %% right: counting like an odometer
def grid(space):
    total = math.prod(len(choices) for choices in space.values())
    points = []
    for i in range(total):
        point = {}
        for name, choices in space.items():
            i, place = divmod(i, len(choices))
            point[name] = choices[place]
        points.append(point)
    return points


# %% wrong: side by side, not crossed
# hint: You pair the first choices, the second ones, and so on. A grid has every choice with every other one.
def grid(space):
    return [dict(zip(space, values)) for values in zip(*space.values())]


# %% wrong: one and the same dict
# hint: All your points are the same: you put one dict into the list many times. Make a new dict for each.
def grid(space):
    import itertools

    points, point = [], {}
    for values in itertools.product(*space.values()):
        point.update(zip(space, values))
        points.append(point)
    return points


# %% wrong: one name at a time
# hint: You change one name at a time and leave the others at their first choice. A grid has all combinations.
def grid(space):
    first = {name: choices[0] for name, choices in space.items()}
    return [{**first, name: choice} for name, choices in space.items() for choice in choices]


# %% wrong: the last choice is missing
# hint: The last choice of every list is missing. range(len(…) − 1) ends too early.
def grid(space):
    points = [{}]
    for name, choices in space.items():
        points = [{**p, name: choices[i]} for p in points for i in range(max(1, len(choices) - 1))]
    return points


# %% wrong: tuples without names
# hint: Your points are lists of values. A point is a dict: name → choice.
def grid(space):
    import itertools

    return [list(values) for values in itertools.product(*space.values())]
