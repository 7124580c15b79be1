# %% right: field and distance
def receptive_field(layers):
    field, apart = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * apart
        apart *= stride
    return field


# %% right: backwards
def receptive_field(layers):
    field = 1
    for kernel, stride in reversed(layers):
        field = (field - 1) * stride + kernel
    return field


# %% right: a sum of products
def receptive_field(layers):
    total = 1
    for i in range(len(layers)):
        total += (layers[i][0] - 1) * math.prod(stride for _, stride in layers[:i])
    return total


# %% wrong: strides ignored
# hint: Your answer never looks at the strides. After a stride of 2 each step of the next kernel is two pixels long.
def receptive_field(layers):
    return 1 + sum(kernel - 1 for kernel, _ in layers)


# %% wrong: the own stride counts
# hint: A layer's own stride widens only the layers after it, not its own window.
def receptive_field(layers):
    field, apart = 1, 1
    for kernel, stride in layers:
        apart *= stride
        field += (kernel - 1) * apart
    return field


# %% wrong: kernels added
# hint: Kernels overlap: a kernel adds one less than its size.
def receptive_field(layers):
    field, apart = 1, 1
    for kernel, stride in layers:
        field += kernel * apart
        apart *= stride
    return field


# %% wrong: strides added
# hint: Distances multiply: after two layers of stride 2, neighbours are four pixels apart; after three, eight.
def receptive_field(layers):
    field, apart = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * apart
        apart += stride - 1
    return field


# %% wrong: only the last stride
# hint: You remember only the stride of the layer just before. All strides before it count together.
def receptive_field(layers):
    field, apart = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * apart
        apart = stride
    return field


# %% wrong: backwards with the order lost
# hint: The order of the layers matters: you go through them from the last to the first, but count as if from the first.
def receptive_field(layers):
    field, apart = 1, 1
    for kernel, stride in reversed(layers):
        field += (kernel - 1) * apart
        apart *= stride
    return field
