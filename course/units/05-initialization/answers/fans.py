# %% right: slices
def fans(shape):
    field = math.prod(shape[:-2])
    return field * shape[-2], field * shape[-1]


# %% right: a loop
def fans(shape):
    *places, fan_in, fan_out = shape
    for n in places:
        fan_in *= n
        fan_out *= n
    return [fan_in, fan_out]


# %% right: from the number of weights
def fans(shape):
    weights = np.prod(shape)
    return weights // shape[-1], weights // shape[-2]


# %% right: floats in an array
def fans(shape):
    return np.prod(shape[:-2]) * np.array(shape[-2:], dtype=np.float32)


# %% wrong: dense only
# hint: Your fans of a convolution are too small: each unit looks at all places of the field, so the field's size is a factor of both.
def fans(shape):
    return shape[-2], shape[-1]


# %% wrong: the first two numbers
# hint: You take the first two numbers of the shape. In a convolution kernel the channels come last, the field first.
def fans(shape):
    return shape[0], shape[1]


# %% wrong: swapped
# hint: Your two numbers have changed places: fan_in comes first, and inputs stand before outputs in a kernel.
def fans(shape):
    field = math.prod(shape[:-2])
    return field * shape[-1], field * shape[-2]


# %% wrong: the field counts for fan_in only
# hint: Your fan_out of a convolution is too small. One input value, too, is used at all places of the field.
def fans(shape):
    return math.prod(shape[:-1]), shape[-1]


# %% wrong: the sides of the field are added
# hint: You add the sides of the field. A 3×5 field has 15 places, not 8.
def fans(shape):
    field = sum(shape[:-2]) or 1
    return field * shape[-2], field * shape[-1]


# %% wrong: only one side of the field
# hint: You use one side of the field only. All numbers before the channels multiply.
def fans(shape):
    field = shape[0] if len(shape) > 2 else 1
    return field * shape[-2], field * shape[-1]


# %% wrong: at most two sides
# hint: A kernel may have more than two sides before its channels, and fewer: multiply all numbers before the last two.
def fans(shape):
    field = shape[0] * shape[1] if len(shape) > 3 else math.prod(shape[:-2])
    return field * shape[-2], field * shape[-1]
