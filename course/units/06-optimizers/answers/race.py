# %% right: loops
def race(start, gradient, examples, contestants, epochs, rng):
    numbers = np.arange(examples)
    paths = {}
    for name in contestants:
        rule, batch_size, hyper = contestants[name]
        batches = []
        for _ in range(epochs):
            for rows, _ in minibatches(numbers, numbers, batch_size, rng):
                batches.append(rows)
        paths[name] = descend(rule, start, gradient, batches, hyper)
    return paths


# %% right: permutations of its own
def race(start, gradient, examples, contestants, epochs, rng):
    def deal(size):
        for _ in range(epochs):
            order = rng.permutation(examples)
            yield from (order[i : i + size] for i in range(0, examples, size))

    return {
        name: descend(rule, np.array(start, copy=True), gradient, list(deal(size)), dict(hyper))
        for name, (rule, size, hyper) in contestants.items()
    }


# %% right: all batches dealt before anybody starts
def race(start, gradient, examples, contestants, epochs, rng):
    numbers = np.arange(examples)
    plans = {}
    for name, (_, size, _) in contestants.items():
        plans[name] = [rows for _ in range(epochs) for rows, _ in minibatches(numbers, numbers, size, rng)]
    return {name: descend(c[0], start, gradient, plans[name], c[2]) for name, c in contestants.items()}


# %% wrong: the same order in every epoch
# hint: You deal once and use the same batches in every epoch. Deal anew each time.
def race(start, gradient, examples, contestants, epochs, rng):
    numbers = np.arange(examples)
    paths = {}
    for name, (rule, size, hyper) in contestants.items():
        batches = [rows for rows, _ in minibatches(numbers, numbers, size, rng)] * epochs
        paths[name] = descend(rule, start, gradient, batches, hyper)
    return paths


# %% wrong: one epoch only
# hint: Your contestants run a single epoch.
def race(start, gradient, examples, contestants, epochs, rng):
    numbers = np.arange(examples)
    paths = {}
    for name, (rule, size, hyper) in contestants.items():
        batches = [rows for rows, _ in minibatches(numbers, numbers, size, rng)]
        paths[name] = descend(rule, start, gradient, batches, hyper)
    return paths


# %% wrong: the next one starts where the last one stopped
# hint: Your contestants run a relay: each starts where the one before stopped. All begin at start.
def race(start, gradient, examples, contestants, epochs, rng):
    numbers, place, paths = np.arange(examples), start, {}
    for name, (rule, size, hyper) in contestants.items():
        batches = [rows for _ in range(epochs) for rows, _ in minibatches(numbers, numbers, size, rng)]
        paths[name] = descend(rule, place, gradient, batches, hyper)
        place = paths[name][-1]
    return paths


# %% wrong: epochs are steps
# hint: You make one step per epoch. An epoch has as many steps as batches.
def race(start, gradient, examples, contestants, epochs, rng):
    numbers, paths = np.arange(examples), {}
    for name, (rule, size, hyper) in contestants.items():
        batches = [list(minibatches(numbers, numbers, size, rng))[0][0] for _ in range(epochs)]
        paths[name] = descend(rule, start, gradient, batches, hyper)
    return paths


# %% wrong: the batch size is not looked at
# hint: All your contestants use all examples in every step. The batch size is the second entry of a contestant.
def race(start, gradient, examples, contestants, epochs, rng):
    paths = {}
    for name, (rule, _, hyper) in contestants.items():
        batches = [rng.permutation(examples) for _ in range(epochs)]
        paths[name] = descend(rule, start, gradient, batches, hyper)
    return paths


# %% wrong: nothing is shuffled
# hint: Your batches come in the same fixed order. Deal the examples at random, with rng.
def race(start, gradient, examples, contestants, epochs, rng):
    numbers, paths = np.arange(examples), {}
    for name, (rule, size, hyper) in contestants.items():
        batches = [numbers[i : i + size] for _ in range(epochs) for i in range(0, examples, size)]
        paths[name] = descend(rule, start, gradient, batches, hyper)
    return paths


# %% wrong: the same batches for all
# hint: All contestants get the same order of examples. Deal anew for each of them, and let rng move on.
def race(start, gradient, examples, contestants, epochs, rng):
    numbers, paths = np.arange(examples), {}
    seed = int(rng.integers(2**32))
    for name, (rule, size, hyper) in contestants.items():
        own = np.random.default_rng(seed)
        batches = [rows for _ in range(epochs) for rows, _ in minibatches(numbers, numbers, size, own)]
        paths[name] = descend(rule, start, gradient, batches, hyper)
    return paths


# %% wrong: only the last places
# hint: You keep only where everybody ends. The whole paths are asked for.
def race(start, gradient, examples, contestants, epochs, rng):
    numbers, paths = np.arange(examples), {}
    for name, (rule, size, hyper) in contestants.items():
        batches = [rows for _ in range(epochs) for rows, _ in minibatches(numbers, numbers, size, rng)]
        paths[name] = descend(rule, start, gradient, batches, hyper)[-1]
    return paths
