# %% right: best and count
class EarlyStopping:
    def __init__(self, patience, min_delta):
        self.patience, self.min_delta = patience, min_delta
        self.best, self.count = float("inf"), 0

    def update(self, loss):
        if loss < self.best - self.min_delta:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        return self.count >= self.patience


# %% right: the epoch of the best loss
class EarlyStopping:
    def __init__(self, patience, min_delta):
        self.patience, self.min_delta = patience, min_delta
        self.epoch, self.best_epoch, self.best = 0, 0, None

    def update(self, loss):
        self.epoch += 1
        if self.best is None or self.best - loss > self.min_delta:
            self.best, self.best_epoch = loss, self.epoch
        return self.epoch - self.best_epoch >= self.patience


# %% right: the whole history
class EarlyStopping:
    def __init__(self, patience, min_delta):
        self.patience, self.min_delta = patience, min_delta
        self.history = []

    def update(self, loss):
        self.history.append(loss)
        best, waited = self.history[0], 0
        for value in self.history[1:]:
            waited += 1
            if value + self.min_delta < best:
                best, waited = value, 0
        return waited >= self.patience


# %% wrong: better than the loss before
# hint: You compare with the loss before. A loss must be below the best one so far.
class EarlyStopping:
    def __init__(self, patience, min_delta):
        self.patience, self.min_delta = patience, min_delta
        self.last, self.count = float("inf"), 0

    def update(self, loss):
        self.count = 0 if loss < self.last - self.min_delta else self.count + 1
        self.last = loss
        return self.count >= self.patience


# %% wrong: one update too late
# hint: You stop one update too late: the patience is over when as many updates in a row brought nothing, not one more.
class EarlyStopping:
    def __init__(self, patience, min_delta):
        self.patience, self.min_delta = patience, min_delta
        self.best, self.count = float("inf"), 0

    def update(self, loss):
        if loss < self.best - self.min_delta:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        return self.count > self.patience


# %% wrong: the count never starts again
# hint: You count all updates without a better loss. A better one should set the count back to 0: in a row is meant.
class EarlyStopping:
    def __init__(self, patience, min_delta):
        self.patience, self.min_delta = patience, min_delta
        self.best, self.count = float("inf"), 0

    def update(self, loss):
        if loss < self.best - self.min_delta:
            self.best = loss
        else:
            self.count += 1
        return self.count >= self.patience


# %% wrong: min_delta ignored
# hint: You take every loss below the best one as better, however little. It must be below by more than min_delta.
class EarlyStopping:
    def __init__(self, patience, min_delta):
        self.patience = patience
        self.best, self.count = float("inf"), 0

    def update(self, loss):
        if loss < self.best:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        return self.count >= self.patience


# %% wrong: equal counts as better
# hint: You take a loss that equals the best one as better. With min_delta 0 it must be below it.
class EarlyStopping:
    def __init__(self, patience, min_delta):
        self.patience, self.min_delta = patience, min_delta
        self.best, self.count = float("inf"), 0

    def update(self, loss):
        if loss <= self.best - self.min_delta:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        return self.count >= self.patience


# %% wrong: min_delta with the other sign
# hint: You count a loss as better even when it is a little above the best one. min_delta makes it harder to be better, not easier.
class EarlyStopping:
    def __init__(self, patience, min_delta):
        self.patience, self.min_delta = patience, min_delta
        self.best, self.count = float("inf"), 0

    def update(self, loss):
        if loss < self.best + self.min_delta:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        return self.count >= self.patience


# %% wrong: every smaller loss becomes the best
# hint: A loss that is only a little smaller becomes your new best, so a slow descent never counts as better. Keep the best one until it is beaten by more than min_delta.
class EarlyStopping:
    def __init__(self, patience, min_delta):
        self.patience, self.min_delta = patience, min_delta
        self.best, self.count = float("inf"), 0

    def update(self, loss):
        self.count = 0 if loss < self.best - self.min_delta else self.count + 1
        self.best = min(self.best, loss)
        return self.count >= self.patience


# %% wrong: larger is better
# hint: You wait for the loss to grow. A smaller loss is better.
class EarlyStopping:
    def __init__(self, patience, min_delta):
        self.patience, self.min_delta = patience, min_delta
        self.best, self.count = -float("inf"), 0

    def update(self, loss):
        if loss > self.best + self.min_delta:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        return self.count >= self.patience


# %% wrong: the best starts at 1
# hint: Your best loss starts at a number that real losses may never reach. Start at infinity.
class EarlyStopping:
    def __init__(self, patience, min_delta):
        self.patience, self.min_delta = patience, min_delta
        self.best, self.count = 1.0, 0

    def update(self, loss):
        if loss < self.best - self.min_delta:
            self.best, self.count = loss, 0
        else:
            self.count += 1
        return self.count >= self.patience


# %% wrong: shared by all objects
# hint: Two of your objects share one memory. Keep best and count in `self`, set in __init__.
class EarlyStopping:
    memory = {"best": float("inf"), "count": 0}

    def __init__(self, patience, min_delta):
        self.patience, self.min_delta = patience, min_delta
        self.memory.update(best=float("inf"), count=0)

    def update(self, loss):
        if loss < self.memory["best"] - self.min_delta:
            self.memory.update(best=loss, count=0)
        else:
            self.memory["count"] += 1
        return self.memory["count"] >= self.patience
