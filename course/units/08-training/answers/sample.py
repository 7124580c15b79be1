# %% right: three cases
def sample(space, n, rng):
    def draw_one(values):
        if isinstance(values, list):
            return values[rng.integers(len(values))]
        low, high = values[:2]
        if len(values) == 3:
            return np.exp(rng.uniform(np.log(low), np.log(high)))
        return rng.uniform(low, high)

    return [{name: draw_one(values) for name, values in space.items()} for _ in range(n)]


# %% right: column by column
def sample(space, n, rng):
    columns = {}
    for name, values in space.items():
        if isinstance(values, list):
            columns[name] = [values[i] for i in rng.integers(0, len(values), size=n)]
        elif values[-1] == "log":
            columns[name] = 10 ** rng.uniform(math.log10(values[0]), math.log10(values[1]), size=n)
        else:
            columns[name] = values[0] + (values[1] - values[0]) * rng.random(n)
    return [{name: columns[name][i] for name in space} for i in range(n)]


# %% right: rng.choice and log-uniform by a ratio, a generator
def sample(space, n, rng):
    for _ in range(n):
        point = {}
        for name, values in space.items():
            if type(values) is list:
                point[name] = rng.choice(np.array(values, dtype=object))
            elif len(values) == 2:
                point[name] = float(rng.uniform(*values))
            else:
                point[name] = float(values[0] * (values[1] / values[0]) ** rng.random())
        yield point


# %% wrong: log ignored
# hint: Your ranges with "log" are drawn evenly: nearly all draws are near the upper end. Draw the logarithm evenly, then take exp.
def sample(space, n, rng):
    return [
        {
            name: values[rng.integers(len(values))] if isinstance(values, list) else rng.uniform(*values[:2])
            for name, values in space.items()
        }
        for _ in range(n)
    ]


# %% wrong: lists of two numbers taken for ranges
# hint: [1, 10] is a list of two choices, (1, 10) a range. You draw between the two numbers of a list.
def sample(space, n, rng):
    def draw_one(values):
        if len(values) == 3 and values[2] == "log":
            return np.exp(rng.uniform(np.log(values[0]), np.log(values[1])))
        if len(values) == 2 and not isinstance(values[0], str):
            return rng.uniform(*values)
        return values[rng.integers(len(values))]

    return [{name: draw_one(values) for name, values in space.items()} for _ in range(n)]


# %% wrong: whole numbers
# hint: Your ranges give whole numbers only. A range is drawn evenly among all numbers in it: rng.uniform, not rng.integers.
def sample(space, n, rng):
    def draw_one(values):
        if isinstance(values, list):
            return values[rng.integers(len(values))]
        if len(values) == 3:
            return np.exp(rng.uniform(np.log(values[0]), np.log(values[1])))
        return int(rng.integers(math.floor(values[0]), math.ceil(values[1]) + 1))

    return [{name: draw_one(values) for name, values in space.items()} for _ in range(n)]


# %% wrong: one draw for all names
# hint: The values of a point depend on each other: you use one random number for all names. Draw each on its own.
def sample(space, n, rng):
    points = []
    for _ in range(n):
        u, point = rng.random(), {}
        for name, values in space.items():
            if isinstance(values, list):
                point[name] = values[int(u * len(values))]
            elif len(values) == 3:
                point[name] = values[0] * (values[1] / values[0]) ** u
            else:
                point[name] = values[0] + (values[1] - values[0]) * u
        points.append(point)
    return points


# %% wrong: one point, n times
# hint: All your points are the same one. Draw anew for every point.
def sample(space, n, rng):
    point = {}
    for name, values in space.items():
        if isinstance(values, list):
            point[name] = values[rng.integers(len(values))]
        elif len(values) == 3:
            point[name] = np.exp(rng.uniform(np.log(values[0]), np.log(values[1])))
        else:
            point[name] = rng.uniform(*values)
    return [dict(point) for _ in range(n)]


# %% wrong: the logarithm is returned
# hint: Your ranges with "log" give the logarithm itself, so numbers outside of the range. Take exp at the end.
def sample(space, n, rng):
    def draw_one(values):
        if isinstance(values, list):
            return values[rng.integers(len(values))]
        if len(values) == 3:
            return rng.uniform(np.log(values[0]), np.log(values[1]))
        return rng.uniform(*values)

    return [{name: draw_one(values) for name, values in space.items()} for _ in range(n)]


# %% wrong: the choices of a list in turn
# hint: The choices of your lists come in turn, not at random: each point follows from the one before.
def sample(space, n, rng):
    points = []
    for i in range(n):
        point = {}
        for name, values in space.items():
            if isinstance(values, list):
                point[name] = values[i % len(values)]
            elif len(values) == 3:
                point[name] = np.exp(rng.uniform(np.log(values[0]), np.log(values[1])))
            else:
                point[name] = rng.uniform(*values)
        points.append(point)
    return points
