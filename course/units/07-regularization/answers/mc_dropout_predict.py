# %% right: a list
def mc_dropout_predict(predict, x, samples):
    answers = np.array([predict(x) for _ in range(samples)])
    return answers.mean(axis=0), answers.std(axis=0)


# %% right: filled in
def mc_dropout_predict(predict, x, samples):
    first = np.asarray(predict(x), dtype=float)
    pile = np.empty((samples, *first.shape))
    pile[0] = first
    for i in range(1, samples):
        pile[i] = predict(x)
    mean = pile.sum(axis=0) / samples
    return mean, np.sqrt(((pile - mean) ** 2).mean(axis=0))


# %% right: Welford's running moments
def mc_dropout_predict(predict, x, samples):
    mean, squares = 0.0, 0.0
    for i in range(1, samples + 1):
        answer = np.asarray(predict(x), dtype=float)
        step = answer - mean
        mean = mean + step / i
        squares = squares + step * (answer - mean)
    return [mean, np.sqrt(squares / samples)]


# %% wrong: asked once
# hint: You ask predict once and use the same answer again and again. Each sample needs a call of its own.
def mc_dropout_predict(predict, x, samples):
    pile = np.stack([predict(x)] * samples)
    return pile.mean(axis=0), pile.std(axis=0)


# %% wrong: over all entries
# hint: Your mean and std are single numbers: take them over the samples only, axis 0 of the pile.
def mc_dropout_predict(predict, x, samples):
    pile = np.stack([predict(x) for _ in range(samples)])
    return pile.mean(), pile.std()


# %% wrong: over the last axis
# hint: You average over the outputs of each answer. The samples are the first axis of the pile.
def mc_dropout_predict(predict, x, samples):
    pile = np.stack([predict(x) for _ in range(samples)])
    return pile.mean(axis=-1), pile.std(axis=-1)


# %% wrong: the variance
# hint: Your second answer is the variance. Its root is the standard deviation.
def mc_dropout_predict(predict, x, samples):
    pile = np.stack([predict(x) for _ in range(samples)])
    return pile.mean(axis=0), pile.var(axis=0)


# %% wrong: the sample standard deviation
# hint: You divide by samples − 1. The population standard deviation divides by samples.
def mc_dropout_predict(predict, x, samples):
    pile = np.stack([predict(x) for _ in range(samples)])
    return pile.mean(axis=0), pile.std(axis=0, ddof=1) if samples > 1 else np.zeros_like(pile[0])


# %% wrong: the standard error
# hint: You divide the standard deviation by the root of samples. That is the error of the mean; asked for is the spread of the answers.
def mc_dropout_predict(predict, x, samples):
    pile = np.stack([predict(x) for _ in range(samples)])
    return pile.mean(axis=0), pile.std(axis=0) / np.sqrt(samples)


# %% wrong: mean of squares minus square of the mean
# hint: For answers far from 0 your spread is noise: the mean of the squares minus the square of the mean loses its digits.
def mc_dropout_predict(predict, x, samples):
    total, squares = 0.0, 0.0
    for _ in range(samples):
        answer = np.asarray(predict(x))
        total, squares = total + answer, squares + answer**2
    mean = total / samples
    return mean, np.sqrt(np.maximum(squares / samples - mean**2, 0))


# %% wrong: the median
# hint: Your first answer is the middle one of the answers, not their mean.
def mc_dropout_predict(predict, x, samples):
    pile = np.stack([predict(x) for _ in range(samples)])
    return np.median(pile, axis=0), pile.std(axis=0)
