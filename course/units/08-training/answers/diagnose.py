# %% right: a table of two truth values
def diagnose(train_error, validation_error, human_error=0):
    names = {
        (True, True): "both",
        (True, False): "high bias",
        (False, True): "high variance",
        (False, False): "neither",
    }
    return names[train_error - human_error > 5, validation_error - train_error > 5]


# %% right: nested ifs, another line
def diagnose(train_error, validation_error, human_error=0):
    if train_error - human_error >= 4:
        if validation_error - train_error >= 4:
            return "both"
        return "high bias"
    elif validation_error - train_error >= 4:
        return "high variance"
    else:
        return "neither"


# %% right: built from a list
def diagnose(train_error, validation_error, human_error=0):
    gaps = np.diff([human_error, train_error, validation_error])
    found = [name for name, gap in zip(["high bias", "high variance"], gaps) if gap > 7]
    return {0: "neither", 2: "both"}.get(len(found), *found[:1]) if len(found) != 1 else found[0]


# %% wrong: the unavoidable error is forgotten
# hint: You compare the training error with 0. Where people err 14 % of the time, 15 % is good: subtract human_error.
def diagnose(train_error, validation_error, human_error=0):
    bias, variance = train_error > 5, validation_error - train_error > 5
    return "both" if bias and variance else "high bias" if bias else "high variance" if variance else "neither"


# %% wrong: variance from the validation error alone
# hint: You call a large validation error high variance. What counts is how far it lies above the training error.
def diagnose(train_error, validation_error, human_error=0):
    bias, variance = train_error - human_error > 5, validation_error - human_error > 5
    return "both" if bias and variance else "high bias" if bias else "high variance" if variance else "neither"


# %% wrong: bias and variance exchanged
# hint: You have the two names the wrong way round: bias is the trouble with the training rows, variance with new ones.
def diagnose(train_error, validation_error, human_error=0):
    bias, variance = train_error - human_error > 5, validation_error - train_error > 5
    return "both" if bias and variance else "high variance" if bias else "high bias" if variance else "neither"


# %% wrong: never both
# hint: A model can have both troubles at once: ask for "both" before you ask for one of them.
def diagnose(train_error, validation_error, human_error=0):
    if train_error - human_error > 5:
        return "high bias"
    return "high variance" if validation_error - train_error > 5 else "neither"


# %% wrong: the size of the gap without its sign
# hint: A validation error far below the training error is not high variance. Don't take the absolute value of the gap.
def diagnose(train_error, validation_error, human_error=0):
    bias, variance = abs(train_error - human_error) > 5, abs(validation_error - train_error) > 5
    return "both" if bias and variance else "high bias" if bias else "high variance" if variance else "neither"
