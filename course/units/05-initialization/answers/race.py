# %% right: NaN is left out
def race(X, y, sizes, activation, inits, lr, steps, rng):
    histories = {}
    for name, init in inits.items():
        histories[name] = train_from(X, y, sizes, activation, init, lr, steps, rng)
    finished = [name for name in histories if not np.isnan(histories[name][-1])]
    return histories, min(finished, key=lambda name: histories[name][-1])


# %% right: np.nanargmin
def race(X, y, sizes, activation, inits, lr, steps, rng):
    names = list(inits)
    curves = [list(train_from(X, y, sizes, activation, inits[name], lr, steps, rng)) for name in names]
    return dict(zip(names, curves)), names[int(np.nanargmin([curve[-1] for curve in curves]))]


# %% right: keep the best so far
def race(X, y, sizes, activation, inits, lr, steps, rng):
    histories, best, winner = {}, np.inf, None
    for name in inits:
        histories[name] = np.array(train_from(X, y, sizes, activation, inits[name], lr, steps, rng))
        if histories[name][-1] < best:
            best, winner = histories[name][-1], name
    return [histories, winner]


# %% wrong: NaN may win
# hint: A run that ended with NaN can win: min compares, and every comparison with NaN is False. Leave such runs out first.
def race(X, y, sizes, activation, inits, lr, steps, rng):
    histories = {name: train_from(X, y, sizes, activation, init, lr, steps, rng) for name, init in inits.items()}
    return histories, min(histories, key=lambda name: histories[name][-1])


# %% wrong: the largest loss wins
# hint: You choose the largest last loss. The smallest wins.
def race(X, y, sizes, activation, inits, lr, steps, rng):
    histories = {name: train_from(X, y, sizes, activation, init, lr, steps, rng) for name, init in inits.items()}
    finished = [name for name in histories if not np.isnan(histories[name][-1])]
    return histories, max(finished, key=lambda name: histories[name][-1])


# %% wrong: the smallest loss on the way
# hint: You look at the smallest loss of the whole run. What counts is where it ends.
def race(X, y, sizes, activation, inits, lr, steps, rng):
    histories = {name: train_from(X, y, sizes, activation, init, lr, steps, rng) for name, init in inits.items()}
    finished = [name for name in histories if not np.isnan(histories[name][-1])]
    return histories, min(finished, key=lambda name: min(histories[name]))


# %% wrong: the best start wins
# hint: You compare the first losses, before any step. What counts is the last one.
def race(X, y, sizes, activation, inits, lr, steps, rng):
    histories = {name: train_from(X, y, sizes, activation, init, lr, steps, rng) for name, init in inits.items()}
    finished = [name for name in histories if not np.isnan(histories[name][-1])]
    return histories, min(finished, key=lambda name: histories[name][0])


# %% wrong: the largest gain wins
# hint: You compare how much each run gained. A run that starts high gains a lot and may still end high: compare the last losses.
def race(X, y, sizes, activation, inits, lr, steps, rng):
    histories = {name: train_from(X, y, sizes, activation, init, lr, steps, rng) for name, init in inits.items()}
    finished = [name for name in histories if not np.isnan(histories[name][-1])]
    return histories, max(finished, key=lambda name: histories[name][0] - histories[name][-1])


# %% wrong: the first start for all
# hint: All your runs start from the same init. Each name has its own.
def race(X, y, sizes, activation, inits, lr, steps, rng):
    init = next(iter(inits.values()))
    histories = {name: train_from(X, y, sizes, activation, init, lr, steps, rng) for name in inits}
    finished = [name for name in histories if not np.isnan(histories[name][-1])] or list(histories)
    return histories, min(finished, key=lambda name: histories[name][-1])


# %% wrong: only the last losses are kept
# hint: Your histories hold only the last loss of each run. The picture needs all of them.
def race(X, y, sizes, activation, inits, lr, steps, rng):
    last = {name: train_from(X, y, sizes, activation, init, lr, steps, rng)[-1] for name, init in inits.items()}
    return last, min((name for name in last if not np.isnan(last[name])), key=last.get)
