# %% right: a loop
def factorized_cost(height, width, channels, kernels):
    total = 0
    for down, across in kernels:
        total += height * width * down * across * channels * channels
    return total


# %% right: with unit 09's counter
def factorized_cost(height, width, channels, kernels):
    counted = [convolution.count_multiplications(height, width, kh, kw, channels, channels) for kh, kw in kernels]
    return int(np.sum(counted))


# %% right: whole arrays
def factorized_cost(height, width, channels, kernels):
    return int(height * width * channels**2 * np.asarray(kernels).prod(axis=1).sum())


# %% wrong: the channels count once
# hint: Every channel that goes out looks at every channel that comes in: channels count twice.
def factorized_cost(height, width, channels, kernels):
    return sum(height * width * kh * kw * channels for kh, kw in kernels)


# %% wrong: costs multiplied
# hint: Your costs multiply. Convolutions in a row cost one after the other: they add up.
def factorized_cost(height, width, channels, kernels):
    total = height * width * channels**2
    for kh, kw in kernels:
        total *= kh * kw
    return total


# %% wrong: only the rows of the kernels
# hint: You use one side of each kernel only. A kernel of 1×7 has 7 weights per channel, one of 7×7 has 49.
def factorized_cost(height, width, channels, kernels):
    return sum(height * width * kh * kh * channels**2 for kh, kw in kernels)


# %% wrong: parameters
# hint: You count weights. Each weight multiplies once at every place of the maps.
def factorized_cost(height, width, channels, kernels):
    return sum(kh * kw * channels**2 for kh, kw in kernels)


# %% wrong: sides added
# hint: A kernel of kh×kw has kh·kw places, not kh + kw.
def factorized_cost(height, width, channels, kernels):
    return sum(height * width * (kh + kw) * channels**2 for kh, kw in kernels)


# %% wrong: only the last kernel
# hint: Your answer has the cost of the last convolution only. Add them all up.
def factorized_cost(height, width, channels, kernels):
    for kh, kw in kernels:
        total = height * width * kh * kw * channels**2
    return total
