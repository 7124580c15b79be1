# %% right: with unit 09's counter
def inception_cost(height, width, c_in, c_out, kernel, bottleneck=None):
    if bottleneck is None:
        return convolution.count_multiplications(height, width, kernel, kernel, c_in, c_out)
    first = convolution.count_multiplications(height, width, 1, 1, c_in, bottleneck)
    return first + convolution.count_multiplications(height, width, kernel, kernel, bottleneck, c_out)


# %% right: a list of layers
def inception_cost(height, width, c_in, c_out, kernel, bottleneck=None):
    steps = [(kernel, c_in, c_out)]
    if bottleneck is not None:
        steps = [(1, c_in, bottleneck), (kernel, bottleneck, c_out)]
    return sum(height * width * side * side * before * after for side, before, after in steps)


# %% right: number by number, from weights of ones
def inception_cost(height, width, c_in, c_out, kernel, bottleneck=None):
    seen, cost = c_in, 0
    if bottleneck:
        cost += np.prod([height, width, c_in, bottleneck], dtype=np.int64)
        seen = bottleneck
    return int(cost + np.prod([height, width, kernel, kernel, seen, c_out], dtype=np.int64))


# %% wrong: the 1×1 convolution costs nothing
# hint: You forget what the bottleneck itself costs: a 1×1 convolution multiplies, too.
def inception_cost(height, width, c_in, c_out, kernel, bottleneck=None):
    seen = c_in if bottleneck is None else bottleneck
    return height * width * kernel * kernel * seen * c_out


# %% wrong: kernel not squared
# hint: Your kernel has one row only. A window of a k×k kernel has k·k places.
def inception_cost(height, width, c_in, c_out, kernel, bottleneck=None):
    if bottleneck is None:
        return height * width * kernel * c_in * c_out
    return height * width * (c_in * bottleneck + kernel * bottleneck * c_out)


# %% wrong: parameters in place of multiplications
# hint: You count weights. Each weight multiplies once at every place: height · width times.
def inception_cost(height, width, c_in, c_out, kernel, bottleneck=None):
    if bottleneck is None:
        return kernel * kernel * c_in * c_out
    return c_in * bottleneck + kernel * kernel * bottleneck * c_out


# %% wrong: the large kernel still sees all channels
# hint: After the bottleneck your large kernel still sees all channels. It sees those that the bottleneck leaves.
def inception_cost(height, width, c_in, c_out, kernel, bottleneck=None):
    cost = height * width * kernel * kernel * c_in * c_out
    if bottleneck is not None:
        cost += height * width * c_in * bottleneck
    return cost


# %% wrong: the bottleneck is ignored
# hint: Your answer never looks at `bottleneck`.
def inception_cost(height, width, c_in, c_out, kernel, bottleneck=None):
    return height * width * kernel * kernel * c_in * c_out


# %% wrong: with the biases
# hint: Your number is slightly too large: a bias is added, not multiplied.
def inception_cost(height, width, c_in, c_out, kernel, bottleneck=None):
    if bottleneck is None:
        return height * width * (kernel * kernel * c_in + 1) * c_out
    return height * width * ((c_in + 1) * bottleneck + (kernel * kernel * bottleneck + 1) * c_out)
