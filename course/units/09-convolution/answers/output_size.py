# %% right: the formula
def output_size(n, f, s=1, p=0):
    return (n - f + 2 * p) // s + 1


# %% right: counting
def output_size(n, f, s=1, p=0):
    return len(range(0, n + 2 * p - f + 1, s))


# %% right: floor
def output_size(n, f, s=1, p=0):
    return math.floor((n + 2 * p - f) / s + 1)


# %% right: walking
def output_size(n, f, s=1, p=0):
    places, end = 0, f
    while end <= n + 2 * p:
        places += 1
        end += s
    return places


# %% wrong: the first place forgotten
# hint: You are one short: the place where the kernel begins counts, too.
def output_size(n, f, s=1, p=0):
    return (n - f + 2 * p) // s


# %% wrong: padding once
# hint: The zeros are put on either side, so they count twice.
def output_size(n, f, s=1, p=0):
    return (n - f + p) // s + 1


# %% wrong: rounded up
# hint: A last step that has no room for the whole kernel is not taken: round down, not up.
def output_size(n, f, s=1, p=0):
    return math.ceil((n - f + 2 * p) / s) + 1


# %% wrong: not rounded
# hint: You get fractions of a place where the stride leaves a rest. A place is there or it isn't.
def output_size(n, f, s=1, p=0):
    return (n - f + 2 * p) / s + 1


# %% wrong: the one inside the division
# hint: Only the way that is left after the first place is divided by the stride; the first place is added afterwards.
def output_size(n, f, s=1, p=0):
    return (n - f + 2 * p + 1) // s


# %% wrong: stride ignored
# hint: Your answer is that of stride 1. With a larger stride there are fewer places.
def output_size(n, f, s=1, p=0):
    return n - f + 2 * p + 1
