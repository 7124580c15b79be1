# %% right: ceil
def same_padding(n, f, s=1):
    places = math.ceil(n / s)
    missing = max((places - 1) * s + f - n, 0)
    return missing // 2, missing - missing // 2


# %% right: by the rest, as TensorFlow's documentation has it
def same_padding(n, f, s=1):
    missing = max(f - s, 0) if n % s == 0 else max(f - n % s, 0)
    return [missing // 2, (missing + 1) // 2]


# %% right: adding zeros until it fits
def same_padding(n, f, s=1):
    before = after = 0
    while n + before + after < f or (n + before + after - f) // s + 1 < -(-n // s):
        if before == after:
            after += 1
        else:
            before += 1
    return before, after


# %% wrong: the extra zero before
# hint: When the number of zeros is odd, TensorFlow puts the extra one after, not before.
def same_padding(n, f, s=1):
    missing = max((math.ceil(n / s) - 1) * s + f - n, 0)
    return missing - missing // 2, missing // 2


# %% wrong: stride ignored
# hint: You pad as for stride 1. With a larger stride fewer zeros are enough for n/s places, rounded up.
def same_padding(n, f, s=1):
    return (f - 1) // 2, f // 2


# %% wrong: half the kernel on both sides
# hint: You put the same number on both sides. For an even kernel that is one zero too few, and the stride is not looked at.
def same_padding(n, f, s=1):
    return (f - 1) // 2, (f - 1) // 2


# %% wrong: negative padding
# hint: Where the stride is larger than the kernel, you ask for a negative number of zeros. None is the least.
def same_padding(n, f, s=1):
    missing = (math.ceil(n / s) - 1) * s + f - n
    return missing // 2, missing - missing // 2


# %% wrong: places rounded down
# hint: The number of places is n/s rounded up; you round down, so pixels at the end are left out.
def same_padding(n, f, s=1):
    missing = max((n // s - 1) * s + f - n, 0)
    return missing // 2, missing - missing // 2


# %% wrong: the image stays as large
# hint: You pad until the output is as large as the image. With a stride the output shrinks to n/s all the same.
def same_padding(n, f, s=1):
    missing = (n - 1) * s + f - n
    return missing // 2, missing - missing // 2
