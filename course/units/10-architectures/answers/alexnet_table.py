# %% right: written out
def alexnet_table():
    return [
        ("conv1", (55, 55, 96), 11 * 11 * 3 * 96 + 96, 55 * 55 * 11 * 11 * 3 * 96),
        ("conv2", (27, 27, 256), 5 * 5 * 96 * 256 + 256, 27 * 27 * 5 * 5 * 96 * 256),
        ("conv3", (13, 13, 384), 3 * 3 * 256 * 384 + 384, 13 * 13 * 3 * 3 * 256 * 384),
        ("conv4", (13, 13, 384), 3 * 3 * 384 * 384 + 384, 13 * 13 * 3 * 3 * 384 * 384),
        ("conv5", (13, 13, 256), 3 * 3 * 384 * 256 + 256, 13 * 13 * 3 * 3 * 384 * 256),
        ("fc6", (4096,), 6 * 6 * 256 * 4096, 6 * 6 * 256 * 4096),
        ("fc7", (4096,), 4096 * 4096, 4096 * 4096),
        ("fc8", (1000,), 4096 * 1000, 4096 * 1000),
    ]


# %% right: lists, units as plain numbers, sides by hand
def alexnet_table():
    rows, before = [], 3
    for name, side, kernel, filters in (
        ["conv1", 55, 11, 96],
        ["conv2", 27, 5, 256],
        ["conv3", 13, 3, 384],
        ["conv4", 13, 3, 384],
        ["conv5", 13, 3, 256],
    ):
        weights = kernel**2 * before * filters
        rows.append([name, [side, side, filters], weights + filters, side**2 * weights])
        before = filters
    for name, inputs, units in (["fc6", 9216, 4096], ["fc7", 4096, 4096], ["fc8", 4096, 1000]):
        rows.append([name, units, inputs * units, inputs * units])
    return rows


# %% right: from a Keras model
def alexnet_table():
    stack = [keras.Input((227, 227, 3)), layers.Conv2D(96, 11, 4, name="conv1"), layers.MaxPooling2D(3, 2)]
    stack += [layers.Conv2D(256, 5, padding="same", name="conv2"), layers.MaxPooling2D(3, 2)]
    for name, filters in (("conv3", 384), ("conv4", 384), ("conv5", 256)):
        stack.append(layers.Conv2D(filters, 3, padding="same", name=name))
    net = keras.Sequential([*stack, layers.MaxPooling2D(3, 2)])
    rows = []
    for layer in net.layers:
        if layer.weights:
            kernel, shape = layer.kernel, layer.output.shape[1:]
            rows.append((layer.name, shape, layer.count_params(), shape[0] * shape[1] * int(np.prod(kernel.shape))))
    inputs = int(np.prod(net.output_shape[1:]))
    for name, units in (("fc6", 4096), ("fc7", 4096), ("fc8", 1000)):
        rows.append((name, (units,), inputs * units, inputs * units))
        inputs = units
    return rows


# %% wrong: padding 'same' in the first layer
# hint: Your first maps are too large: on 227 pixels conv1 is 'valid', (227 − 11)/4 + 1 = 55.
def alexnet_table():
    side, channels, rows = 227, 3, []
    for name, filters, kernel, stride, zeros in (
        ("conv1", 96, 11, 4, 5),
        ("conv2", 256, 5, 1, 2),
        ("conv3", 384, 3, 1, 1),
        ("conv4", 384, 3, 1, 1),
        ("conv5", 256, 3, 1, 1),
    ):
        side = convolution.output_size(side, kernel, stride, zeros)
        weights = kernel * kernel * channels * filters
        rows.append((name, (side, side, filters), weights + filters, side * side * weights))
        channels = filters
        if name in ("conv1", "conv2", "conv5"):
            side = convolution.output_size(side, 3, 2)
    inputs = side * side * channels
    for name, units in (("fc6", 4096), ("fc7", 4096), ("fc8", 1000)):
        rows.append((name, (units,), inputs * units, inputs * units))
        inputs = units
    return rows


# %% wrong: kernels of 11×11 in the second layer
# hint: Your second layer is far too dear: its kernels are 5×5. Only the first layer has 11×11.
def alexnet_table():
    rows, before = [], 3
    for name, side, kernel, filters in (
        ("conv1", 55, 11, 96),
        ("conv2", 27, 11, 256),
        ("conv3", 13, 3, 384),
        ("conv4", 13, 3, 384),
        ("conv5", 13, 3, 256),
    ):
        weights = kernel**2 * before * filters
        rows.append((name, (side, side, filters), weights + filters, side**2 * weights))
        before = filters
    for name, inputs, units in (("fc6", 9216, 4096), ("fc7", 4096, 4096), ("fc8", 4096, 1000)):
        rows.append((name, (units,), inputs * units, inputs * units))
    return rows


# %% wrong: biases in the dense layers, too
# hint: You count biases in the dense layers as well. Here only the convolutions have them.
def alexnet_table():
    rows, before = [], 3
    for name, side, kernel, filters in (
        ("conv1", 55, 11, 96),
        ("conv2", 27, 5, 256),
        ("conv3", 13, 3, 384),
        ("conv4", 13, 3, 384),
        ("conv5", 13, 3, 256),
    ):
        weights = kernel**2 * before * filters
        rows.append((name, (side, side, filters), weights + filters, side**2 * weights))
        before = filters
    for name, inputs, units in (("fc6", 9216, 4096), ("fc7", 4096, 4096), ("fc8", 4096, 1000)):
        rows.append((name, (units,), inputs * units + units, inputs * units))
    return rows


# %% wrong: no biases at all
# hint: Your convolutions lack their biases: one for each filter.
def alexnet_table():
    rows, before = [], 3
    for name, side, kernel, filters in (
        ("conv1", 55, 11, 96),
        ("conv2", 27, 5, 256),
        ("conv3", 13, 3, 384),
        ("conv4", 13, 3, 384),
        ("conv5", 13, 3, 256),
    ):
        weights = kernel**2 * before * filters
        rows.append((name, (side, side, filters), weights, side**2 * weights))
        before = filters
    for name, inputs, units in (("fc6", 9216, 4096), ("fc7", 4096, 4096), ("fc8", 4096, 1000)):
        rows.append((name, (units,), inputs * units, inputs * units))
    return rows


# %% wrong: shapes after pooling
# hint: Your shapes are those after the pool. The table asks for what the layer itself gives: 55×55×96 for conv1.
def alexnet_table():
    rows, before = [], 3
    for name, side, pooled, kernel, filters in (
        ("conv1", 55, 27, 11, 96),
        ("conv2", 27, 13, 5, 256),
        ("conv3", 13, 13, 3, 384),
        ("conv4", 13, 13, 3, 384),
        ("conv5", 13, 6, 3, 256),
    ):
        weights = kernel**2 * before * filters
        rows.append((name, (pooled, pooled, filters), weights + filters, side**2 * weights))
        before = filters
    for name, inputs, units in (("fc6", 9216, 4096), ("fc7", 4096, 4096), ("fc8", 4096, 1000)):
        rows.append((name, (units,), inputs * units, inputs * units))
    return rows


# %% wrong: the last pool forgotten
# hint: fc6 gets too many inputs: conv5's maps are pooled once more before they are laid out in a row.
def alexnet_table():
    rows, before = [], 3
    for name, side, kernel, filters in (
        ("conv1", 55, 11, 96),
        ("conv2", 27, 5, 256),
        ("conv3", 13, 3, 384),
        ("conv4", 13, 3, 384),
        ("conv5", 13, 3, 256),
    ):
        weights = kernel**2 * before * filters
        rows.append((name, (side, side, filters), weights + filters, side**2 * weights))
        before = filters
    for name, inputs, units in (("fc6", 13 * 13 * 256, 4096), ("fc7", 4096, 4096), ("fc8", 4096, 1000)):
        rows.append((name, (units,), inputs * units, inputs * units))
    return rows
