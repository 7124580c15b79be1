# %% right: the stride in the 3×3
def bottleneck_block(x, filters, stride=1):
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 1)(x)))
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 3, strides=stride, padding="same")(y)))
    y = layers.BatchNormalization()(layers.Conv2D(4 * filters, 1)(y))
    if stride != 1 or x.shape[-1] != 4 * filters:
        x = layers.BatchNormalization()(layers.Conv2D(4 * filters, 1, strides=stride)(x))
    return layers.ReLU()(layers.Add()([x, y]))


# %% right: a loop, without biases, by +
def bottleneck_block(x, filters, stride=1):
    y = x
    for count, side, step in ((filters, 1, stride), (filters, 3, 1), (4 * filters, 1, 1)):
        y = layers.Conv2D(count, side, step, "same", use_bias=False)(y)
        y = layers.BatchNormalization(epsilon=1e-5)(y)
        if count == filters:
            y = layers.Activation("relu")(y)
    if y.shape != x.shape:
        x = layers.BatchNormalization()(layers.Conv2D(4 * filters, 1, stride, use_bias=False)(x))
    return layers.Activation("relu")(y + x)


# %% right: models in the graph
def bottleneck_block(x, filters, stride=1):
    def conv(count, side, step=1):
        return [layers.Conv2D(count, side, strides=step, padding="same"), layers.BatchNormalization()]

    way = [*conv(filters, 1, stride), layers.ReLU(), *conv(filters, 3), layers.ReLU(), *conv(4 * filters, 1)]
    short = x
    if stride > 1 or x.shape[-1] != 4 * filters:
        short = keras.Sequential(conv(4 * filters, 1, stride))(x)
    return layers.ReLU()(layers.add([keras.Sequential(way)(x), short]))


# %% wrong: the last convolution not widened
# hint: Your block ends in as many channels as it squeezes to. The last 1×1 has four times as many.
def bottleneck_block(x, filters, stride=1):
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 1, strides=stride)(x)))
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same")(y)))
    y = layers.BatchNormalization()(layers.Conv2D(filters, 1)(y))
    if stride != 1 or x.shape[-1] != filters:
        x = layers.BatchNormalization()(layers.Conv2D(filters, 1, strides=stride)(x))
    return layers.ReLU()(layers.Add()([x, y]))


# %% wrong: two 3×3
# hint: Your block has two 3×3 convolutions, as the residual block of the last exercise. Here it is 1×1, 3×3, 1×1.
def bottleneck_block(x, filters, stride=1):
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 3, strides=stride, padding="same")(x)))
    y = layers.BatchNormalization()(layers.Conv2D(4 * filters, 3, padding="same")(y))
    if stride != 1 or x.shape[-1] != 4 * filters:
        x = layers.BatchNormalization()(layers.Conv2D(4 * filters, 1, strides=stride)(x))
    return layers.ReLU()(layers.Add()([x, y]))


# %% wrong: a projection for channels = filters
# hint: Your shortcut compares x's channels with filters. What comes out has 4·filters: compare with that.
def bottleneck_block(x, filters, stride=1):
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 1, strides=stride)(x)))
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same")(y)))
    y = layers.BatchNormalization()(layers.Conv2D(4 * filters, 1)(y))
    if stride != 1 or x.shape[-1] != filters:
        x = layers.BatchNormalization()(layers.Conv2D(4 * filters, 1, strides=stride)(x))
    return layers.ReLU()(layers.Add()([x, y]))


# %% wrong: the middle ReLU forgotten
# hint: After the 3×3 convolution a ReLU is missing: it and the last 1×1 are one linear map.
def bottleneck_block(x, filters, stride=1):
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 1, strides=stride)(x)))
    y = layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same")(y))
    y = layers.BatchNormalization()(layers.Conv2D(4 * filters, 1)(y))
    if stride != 1 or x.shape[-1] != 4 * filters:
        x = layers.BatchNormalization()(layers.Conv2D(4 * filters, 1, strides=stride)(x))
    return layers.ReLU()(layers.Add()([x, y]))


# %% wrong: ReLU before the sum
# hint: Your F(x) ends in a ReLU, so it can only add. The last ReLU comes after the sum.
def bottleneck_block(x, filters, stride=1):
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 1, strides=stride)(x)))
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same")(y)))
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(4 * filters, 1)(y)))
    if stride != 1 or x.shape[-1] != 4 * filters:
        x = layers.BatchNormalization()(layers.Conv2D(4 * filters, 1, strides=stride)(x))
    return layers.Add()([x, y])


# %% wrong: no shortcut
# hint: Nothing is added in your block: x goes the long way only.
def bottleneck_block(x, filters, stride=1):
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 1, strides=stride)(x)))
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same")(y)))
    return layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(4 * filters, 1)(y)))


# %% wrong: the shortcut takes another stride
# hint: Your projection keeps the size while F(x) shrinks, so they can't be added. It needs the same stride.
def bottleneck_block(x, filters, stride=1):
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 1, strides=stride)(x)))
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same")(y)))
    y = layers.BatchNormalization()(layers.Conv2D(4 * filters, 1)(y))
    if stride != 1 or x.shape[-1] != 4 * filters:
        x = layers.BatchNormalization()(layers.Conv2D(4 * filters, 1)(x))
    return layers.ReLU()(layers.Add()([x, y]))


# %% wrong: no ReLU at the end
# hint: After the sum a ReLU is missing.
def bottleneck_block(x, filters, stride=1):
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 1, strides=stride)(x)))
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same")(y)))
    y = layers.BatchNormalization()(layers.Conv2D(4 * filters, 1)(y))
    if stride != 1 or x.shape[-1] != 4 * filters:
        x = layers.BatchNormalization()(layers.Conv2D(4 * filters, 1, strides=stride)(x))
    return layers.Add()([x, y])
