# %% right: improvement or not
class ReduceOnPlateau:
    def __init__(self, lr, factor, patience, min_delta, min_lr):
        self.lr, self.factor, self.patience = lr, factor, patience
        self.min_delta, self.min_lr = min_delta, min_lr
        self.best, self.waited = math.inf, 0

    def update(self, loss):
        if loss < self.best - self.min_delta:
            self.best, self.waited = loss, 0
        else:
            self.waited += 1
            if self.waited >= self.patience:
                self.lr = max(self.lr * self.factor, self.min_lr)
                self.waited = 0
        return self.lr


# %% right: the whole history
class ReduceOnPlateau:
    def __init__(self, lr, factor, patience, min_delta, min_lr):
        self.start, self.settings, self.losses = lr, (factor, patience, min_delta, min_lr), []

    def update(self, loss):
        factor, patience, min_delta, min_lr = self.settings
        self.losses.append(loss)
        lr, best, waited = self.start, None, 0
        for one in self.losses:
            if best is None or one < best - min_delta:
                best, waited = one, 0
                continue
            waited += 1
            if waited == patience:
                lr, waited = max(lr * factor, min_lr), 0
        return lr


# %% right: counting down
class ReduceOnPlateau:
    def __init__(self, lr, factor, patience, min_delta, min_lr):
        self.__dict__.update(lr=lr, factor=factor, patience=patience, min_delta=min_delta, min_lr=min_lr)
        self.best, self.left = np.inf, patience

    def update(self, loss):
        improved = loss < self.best - self.min_delta
        self.left = self.patience if improved else self.left - 1
        if improved:
            self.best = loss
        if self.left == 0:
            self.lr = self.min_lr if self.lr * self.factor < self.min_lr else self.lr * self.factor
            self.left = self.patience
        return float(self.lr)


# %% wrong: one update too late
# hint: You wait one update too long. The rate falls in the very update that makes `patience` without improvement.
class ReduceOnPlateau:
    def __init__(self, lr, factor, patience, min_delta, min_lr):
        self.lr, self.factor, self.patience = lr, factor, patience
        self.min_delta, self.min_lr = min_delta, min_lr
        self.best, self.waited = math.inf, 0

    def update(self, loss):
        if loss < self.best - self.min_delta:
            self.best, self.waited = loss, 0
        else:
            self.waited += 1
            if self.waited > self.patience:
                self.lr = max(self.lr * self.factor, self.min_lr)
                self.waited = 0
        return self.lr


# %% wrong: it never stops reducing
# hint: After the first reduction your rate falls in every update. The counting begins anew.
class ReduceOnPlateau:
    def __init__(self, lr, factor, patience, min_delta, min_lr):
        self.lr, self.factor, self.patience = lr, factor, patience
        self.min_delta, self.min_lr = min_delta, min_lr
        self.best, self.waited = math.inf, 0

    def update(self, loss):
        if loss < self.best - self.min_delta:
            self.best, self.waited = loss, 0
        else:
            self.waited += 1
            if self.waited >= self.patience:
                self.lr = max(self.lr * self.factor, self.min_lr)
        return self.lr


# %% wrong: compared with the loss before
# hint: You compare with the loss just before. Compare with the best one so far.
class ReduceOnPlateau:
    def __init__(self, lr, factor, patience, min_delta, min_lr):
        self.lr, self.factor, self.patience = lr, factor, patience
        self.min_delta, self.min_lr = min_delta, min_lr
        self.last, self.waited = math.inf, 0

    def update(self, loss):
        if loss < self.last - self.min_delta:
            self.waited = 0
        else:
            self.waited += 1
            if self.waited == self.patience:
                self.lr = max(self.lr * self.factor, self.min_lr)
                self.waited = 0
        self.last = loss
        return self.lr


# %% wrong: updates without improvement need not be in a row
# hint: An improvement does not stop your counting. Only updates without improvement in a row count.
class ReduceOnPlateau:
    def __init__(self, lr, factor, patience, min_delta, min_lr):
        self.lr, self.factor, self.patience = lr, factor, patience
        self.min_delta, self.min_lr = min_delta, min_lr
        self.best, self.waited = math.inf, 0

    def update(self, loss):
        if loss < self.best - self.min_delta:
            self.best = loss
        else:
            self.waited += 1
            if self.waited == self.patience:
                self.lr = max(self.lr * self.factor, self.min_lr)
                self.waited = 0
        return self.lr


# %% wrong: no floor
# hint: Your rate falls below min_lr.
class ReduceOnPlateau:
    def __init__(self, lr, factor, patience, min_delta, min_lr):
        self.lr, self.factor, self.patience = lr, factor, patience
        self.min_delta, self.min_lr = min_delta, min_lr
        self.best, self.waited = math.inf, 0

    def update(self, loss):
        if loss < self.best - self.min_delta:
            self.best, self.waited = loss, 0
        else:
            self.waited += 1
            if self.waited == self.patience:
                self.lr *= self.factor
                self.waited = 0
        return self.lr


# %% wrong: min_delta is not looked at
# hint: Every smaller loss is an improvement with you. It has to be smaller by more than min_delta.
class ReduceOnPlateau:
    def __init__(self, lr, factor, patience, min_delta, min_lr):
        self.lr, self.factor, self.patience = lr, factor, patience
        self.min_delta, self.min_lr = min_delta, min_lr
        self.best, self.waited = math.inf, 0

    def update(self, loss):
        if loss < self.best:
            self.best, self.waited = loss, 0
        else:
            self.waited += 1
            if self.waited == self.patience:
                self.lr = max(self.lr * self.factor, self.min_lr)
                self.waited = 0
        return self.lr


# %% wrong: every smaller loss becomes the best
# hint: Your best loss creeps down in steps that are too small to count, so a slow fall never adds up. Only an improvement becomes the new best.
class ReduceOnPlateau:
    def __init__(self, lr, factor, patience, min_delta, min_lr):
        self.lr, self.factor, self.patience = lr, factor, patience
        self.min_delta, self.min_lr = min_delta, min_lr
        self.best, self.waited = math.inf, 0

    def update(self, loss):
        improved = loss < self.best - self.min_delta
        self.best = min(self.best, loss)
        self.waited = 0 if improved else self.waited + 1
        if self.waited == self.patience:
            self.lr = max(self.lr * self.factor, self.min_lr)
            self.waited = 0
        return self.lr


# %% wrong: the best is forgotten with a reduction
# hint: You forget the best loss when the rate falls, so the next loss counts as an improvement. The best stays.
class ReduceOnPlateau:
    def __init__(self, lr, factor, patience, min_delta, min_lr):
        self.lr, self.factor, self.patience = lr, factor, patience
        self.min_delta, self.min_lr = min_delta, min_lr
        self.best, self.waited = math.inf, 0

    def update(self, loss):
        if loss < self.best - self.min_delta:
            self.best, self.waited = loss, 0
        else:
            self.waited += 1
            if self.waited == self.patience:
                self.lr = max(self.lr * self.factor, self.min_lr)
                self.best, self.waited = math.inf, 0
        return self.lr


# %% wrong: shared by all schedules
# hint: Two schedules share one memory: it belongs to the class. Set it in __init__, on self.
class ReduceOnPlateau:
    def __init__(self, lr, factor, patience, min_delta, min_lr):
        self.lr, self.factor, self.patience = lr, factor, patience
        self.min_delta, self.min_lr = min_delta, min_lr
        ReduceOnPlateau.best, ReduceOnPlateau.waited = math.inf, 0

    def update(self, loss):
        if loss < self.best - self.min_delta:
            ReduceOnPlateau.best, ReduceOnPlateau.waited = loss, 0
        else:
            ReduceOnPlateau.waited += 1
            if self.waited >= self.patience:
                self.lr = max(self.lr * self.factor, self.min_lr)
                ReduceOnPlateau.waited = 0
        return self.lr
