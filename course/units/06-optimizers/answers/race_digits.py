# %% right: race, then every k-th place
def race_digits(X, y, sizes, start, contestants, epochs, rng):
    slope = lambda theta, rows: network(theta, X[rows], y[rows], sizes)[1]
    paths = race(start, slope, len(X), contestants, epochs, rng)
    histories = {}
    for name, (_, size, _) in contestants.items():
        k = -(-len(X) // size)
        histories[name] = [network(paths[name][e * k], X, y, sizes)[0] for e in range(epochs + 1)]
    return histories


# %% right: places counted from the path
def race_digits(X, y, sizes, start, contestants, epochs, rng):
    def slope(theta, rows):
        loss, grad = network(theta, np.take(X, rows, axis=0), np.take(y, rows), sizes)
        return grad

    histories = {}
    for name, path in race(start, slope, np.shape(X)[0], contestants, epochs, rng).items():
        marks = np.linspace(0, len(path) - 1, epochs + 1).round().astype(int)
        histories[name] = np.array([network(path[mark], X, y, sizes)[0] for mark in marks])
    return histories


# %% right: epoch by epoch
def race_digits(X, y, sizes, start, contestants, epochs, rng):
    rows_of = np.arange(len(X))
    result = {}
    for name, (rule, size, hyper) in contestants.items():
        batches, ends = [], [0]
        for _ in range(epochs):
            batches.extend(rows for rows, _ in minibatches(rows_of, rows_of, size, rng))
            ends.append(len(batches))
        path = descend(rule, start, lambda theta, rows: network(theta, X[rows], y[rows], sizes)[1], batches, hyper)
        result[name] = [network(path[end], X, y, sizes)[0] for end in ends]
    return result


# %% wrong: a loss for every step
# hint: You note the loss after every step. One per epoch is asked for, and the one at the start.
def race_digits(X, y, sizes, start, contestants, epochs, rng):
    slope = lambda theta, rows: network(theta, X[rows], y[rows], sizes)[1]
    paths = race(start, slope, len(X), contestants, epochs, rng)
    return {name: [network(theta, X, y, sizes)[0] for theta in path] for name, path in paths.items()}


# %% wrong: the start is missing
# hint: Your lists begin after the first epoch. The loss at the start comes first.
def race_digits(X, y, sizes, start, contestants, epochs, rng):
    slope = lambda theta, rows: network(theta, X[rows], y[rows], sizes)[1]
    paths = race(start, slope, len(X), contestants, epochs, rng)
    histories = {}
    for name, (_, size, _) in contestants.items():
        histories[name] = [network(theta, X, y, sizes)[0] for theta in paths[name][:: math.ceil(len(X) / size)][1:]]
    return histories


# %% wrong: all rows in every step
# hint: Your gradient always uses all rows, whatever the batch. Take X[rows] and y[rows].
def race_digits(X, y, sizes, start, contestants, epochs, rng):
    slope = lambda theta, rows: network(theta, X, y, sizes)[1]
    paths = race(start, slope, len(X), contestants, epochs, rng)
    histories = {}
    for name, (_, size, _) in contestants.items():
        histories[name] = [network(theta, X, y, sizes)[0] for theta in paths[name][:: math.ceil(len(X) / size)]]
    return histories


# %% wrong: the smaller last batch is not counted
# hint: Your epochs are too short: the smaller last batch is a step, too. Round N / batch size up.
def race_digits(X, y, sizes, start, contestants, epochs, rng):
    slope = lambda theta, rows: network(theta, X[rows], y[rows], sizes)[1]
    paths = race(start, slope, len(X), contestants, epochs, rng)
    histories = {}
    for name, (_, size, _) in contestants.items():
        k = max(1, len(X) // size)
        histories[name] = [network(theta, X, y, sizes)[0] for theta in paths[name][::k][: epochs + 1]]
    return histories


# %% wrong: the same number of steps for all
# hint: You look at the first steps of everybody. After an epoch stochastic gradient descent has made N steps, batch gradient descent one.
def race_digits(X, y, sizes, start, contestants, epochs, rng):
    slope = lambda theta, rows: network(theta, X[rows], y[rows], sizes)[1]
    paths = race(start, slope, len(X), contestants, epochs, rng)
    return {n: [network(theta, X, y, sizes)[0] for theta in path[: epochs + 1]] for n, path in paths.items()}


# %% wrong: the loss of one example
# hint: Your losses are those of the first example alone. Measure over all examples.
def race_digits(X, y, sizes, start, contestants, epochs, rng):
    slope = lambda theta, rows: network(theta, X[rows], y[rows], sizes)[1]
    paths = race(start, slope, len(X), contestants, epochs, rng)
    histories = {}
    for name, (_, size, _) in contestants.items():
        places = paths[name][:: math.ceil(len(X) / size)]
        histories[name] = [network(theta, X[:1], y[:1], sizes)[0] for theta in places]
    return histories


# %% wrong: a start of its own
# hint: Your contestants don't begin at the start that is given, so nobody can compare them.
def race_digits(X, y, sizes, start, contestants, epochs, rng):
    slope = lambda theta, rows: network(theta, X[rows], y[rows], sizes)[1]
    paths = race(network_start(sizes, rng), slope, len(X), contestants, epochs, rng)
    histories = {}
    for name, (_, size, _) in contestants.items():
        histories[name] = [network(theta, X, y, sizes)[0] for theta in paths[name][:: math.ceil(len(X) / size)]]
    return histories


# %% wrong: a seed of its own
# hint: The order of the examples does not change with the seed. Pass the rng on that you are given.
def race_digits(X, y, sizes, start, contestants, epochs, rng):
    slope = lambda theta, rows: network(theta, X[rows], y[rows], sizes)[1]
    paths = race(start, slope, len(X), contestants, epochs, np.random.default_rng(0))
    histories = {}
    for name, (_, size, _) in contestants.items():
        histories[name] = [network(theta, X, y, sizes)[0] for theta in paths[name][:: math.ceil(len(X) / size)]]
    return histories
