# %% right: np.maximum
def hinge(y, scores):
    return np.mean(np.maximum(0, 1 - np.asarray(y) * np.asarray(scores)))


# %% right: loops
def hinge(y, scores):
    total = 0.0
    for a, s in zip(np.ravel(y).tolist(), np.ravel(scores).tolist()):
        total += max(0.0, 1.0 - a * s)
    return total / np.size(y)


# %% right: a mask on a copy
def hinge(y, scores):
    cost = 1.0 - np.multiply(y, scores, dtype=float)
    cost[cost < 0] = 0
    return cost.mean(keepdims=True)


# %% right: half of a plus its size
def hinge(y, scores):
    cost = 1 - y * scores
    return float(np.sum(np.where(y == 1, 1 - scores, 1 + scores) * (cost > 0)) / cost.size)


# %% wrong: no margin
# hint: A score that is right but close to 0 costs nothing in your version. The hinge wants a distance of 1.
def hinge(y, scores):
    return np.mean(np.maximum(0, -y * scores))


# %% wrong: no maximum
# hint: Scores beyond the margin get a negative cost in your version and pay for the bad ones. Nothing is below 0.
def hinge(y, scores):
    return np.mean(1 - y * scores)


# %% wrong: the maximum of the mean
# hint: You take the mean first, so good scores pay for bad ones. First cut each entry off at 0, then take the mean.
def hinge(y, scores):
    return np.maximum(0, np.mean(1 - y * scores))


# %% wrong: targets 0 and 1
# hint: You treat the targets as 0 and 1 and convert them again. They are −1 and +1 already.
def hinge(y, scores):
    return np.mean(np.maximum(0, 1 - (2 * y - 1) * scores))


# %% wrong: squared
# hint: Your costs are squared. The hinge grows in a straight line.
def hinge(y, scores):
    return np.mean(np.maximum(0, 1 - y * scores) ** 2)


# %% wrong: decisions instead of scores
# hint: Only the sign of the score counts in your version. The hinge uses the score itself: how far on which side.
def hinge(y, scores):
    return np.mean(np.maximum(0, 1 - y * np.sign(scores)))


# %% wrong: the sign turned around
# hint: In your version a score on the right side costs and one on the wrong side doesn't: look at the sign.
def hinge(y, scores):
    return np.mean(np.maximum(0, 1 + y * scores))


# %% wrong: the difference instead of the product
# hint: You subtract score and target. What says whether they agree is their product.
def hinge(y, scores):
    return np.mean(np.maximum(0, 1 - np.abs(y - scores)))


# %% wrong: the sum
# hint: That is the sum over the entries. A loss is their mean.
def hinge(y, scores):
    return np.sum(np.maximum(0, 1 - y * scores))
