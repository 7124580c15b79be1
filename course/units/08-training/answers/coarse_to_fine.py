# %% right: two loops
def coarse_to_fine(objective, space, n, rounds, rng):
    best, lowest = None, np.inf
    for _ in range(rounds):
        for point in sample(space, n, rng):
            s = objective(point)
            if s < lowest:
                best, lowest = point, s
        space = zoom(space, best)
    return best, lowest


# %% right: a list of everything that was tried
def coarse_to_fine(objective, space, n, rounds, rng):
    tried = []
    for _ in range(rounds):
        tried += [(point, objective(point)) for point in sample(space, n, rng)]
        best = min(tried, key=lambda pair: math.inf if math.isnan(pair[1]) else pair[1])
        space = zoom(space, best[0])
    return best


# %% right: recursion
def coarse_to_fine(objective, space, n, rounds, rng, best=None, score=float("inf")):
    if rounds == 0:
        return [best, score]
    points = list(sample(space, n, rng))
    scores = np.array([objective(point) for point in points], dtype=float)
    k = int(np.nanargmin(np.where(np.isnan(scores), np.inf, scores)))
    if scores[k] < score:
        best, score = points[k], float(scores[k])
    return coarse_to_fine(objective, zoom(space, best), n, rounds - 1, rng, best, score)


# %% wrong: never zooms in
# hint: Every round of yours searches the whole space. After a round, zoom in on the best point so far.
def coarse_to_fine(objective, space, n, rounds, rng):
    best, lowest = None, np.inf
    for _ in range(rounds):
        for point in sample(space, n, rng):
            s = objective(point)
            if s < lowest:
                best, lowest = point, s
    return best, lowest


# %% wrong: the largest score
# hint: You keep the largest score. Here smaller is better.
def coarse_to_fine(objective, space, n, rounds, rng):
    best, highest = None, -np.inf
    for _ in range(rounds):
        for point in sample(space, n, rng):
            s = objective(point)
            if s > highest:
                best, highest = point, s
        space = zoom(space, best)
    return best, highest


# %% wrong: the best of the last round
# hint: You return the best point of the last round. An earlier round may have had a better one: keep it.
def coarse_to_fine(objective, space, n, rounds, rng):
    for _ in range(rounds):
        best, lowest = None, np.inf
        for point in sample(space, n, rng):
            s = objective(point)
            if s < lowest:
                best, lowest = point, s
        space = zoom(space, best)
    return best, lowest


# %% wrong: zooms in on the last point
# hint: Your next round looks around the last point that was tried. Zoom in on the best one so far.
def coarse_to_fine(objective, space, n, rounds, rng):
    best, lowest = None, np.inf
    for _ in range(rounds):
        for point in sample(space, n, rng):
            s = objective(point)
            if s < lowest:
                best, lowest = point, s
        space = zoom(space, point)
    return best, lowest


# %% wrong: zooms in after every point
# hint: Your space shrinks while a round is still going on. Zoom in once per round, after its last point.
def coarse_to_fine(objective, space, n, rounds, rng):
    best, lowest = None, np.inf
    for _ in range(rounds):
        for point in sample(space, n, rng):
            s = objective(point)
            if s < lowest:
                best, lowest = point, s
                space = zoom(space, best)
    return best, lowest


# %% wrong: the whole space is zoomed, round after round
# hint: From the second round on your space no longer gets smaller: you zoom the first space again and again. Zoom the last one.
def coarse_to_fine(objective, space, n, rounds, rng):
    best, lowest, now = None, np.inf, space
    for _ in range(rounds):
        for point in sample(now, n, rng):
            s = objective(point)
            if s < lowest:
                best, lowest = point, s
        now = zoom(space, best)
    return best, lowest


# %% wrong: the objective is asked once more
# hint: You ask the objective again for points that it has judged already. Each call may be hours of training: keep the score.
def coarse_to_fine(objective, space, n, rounds, rng):
    best = None
    for _ in range(rounds):
        for point in sample(space, n, rng):
            if best is None or objective(point) < objective(best):
                best = point
        space = zoom(space, best)
    return best, objective(best)


# %% wrong: starts with a score of 0
# hint: Scores may all be above 0, so nothing beats your first score of 0. Start with infinity.
def coarse_to_fine(objective, space, n, rounds, rng):
    best, lowest = sample(space, 1, np.random.default_rng(0))[0], 0
    for _ in range(rounds):
        for point in sample(space, n, rng):
            s = objective(point)
            if s < lowest:
                best, lowest = point, s
        space = zoom(space, best)
    return best, lowest


# %% wrong: a first score of NaN is never beaten
# hint: If the first score is NaN, nothing can beat it in your comparison. NaN must never become the best.
def coarse_to_fine(objective, space, n, rounds, rng):
    best, lowest = None, None
    for _ in range(rounds):
        for point in sample(space, n, rng):
            s = objective(point)
            if best is None or s < lowest:
                best, lowest = point, s
        space = zoom(space, best)
    return best, lowest
