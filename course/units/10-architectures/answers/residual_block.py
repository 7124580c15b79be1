# %% right: the sum by +, activations by name
def residual_block(x, filters, stride=1):
    y = layers.Conv2D(filters, 3, stride, "same", use_bias=False)(x)
    y = layers.Activation("relu")(layers.BatchNormalization()(y))
    y = layers.BatchNormalization()(layers.Conv2D(filters, (3, 3), padding="same", use_bias=False)(y))
    if stride != 1 or x.shape[-1] != filters:
        x = layers.BatchNormalization()(layers.Conv2D(filters, 1, stride, use_bias=False)(x))
    return layers.Activation("relu")(x + y)


# %% right: biases, other settings of the normalisation
def residual_block(x, filters, stride=1):
    def norm(t):
        return layers.BatchNormalization(momentum=0.9, epsilon=1e-5)(t)

    shortcut = x
    if stride > 1 or x.shape[-1] != filters:
        shortcut = norm(layers.Conv2D(filters, 1, strides=stride, padding="same")(x))
    y = layers.ReLU()(
        norm(layers.Conv2D(filters, 3, strides=stride, padding="same", kernel_initializer="he_normal")(x))
    )
    y = norm(layers.Conv2D(filters, 3, padding="same", kernel_initializer="he_normal")(y))
    return layers.ReLU()(layers.Add()([y, shortcut]))


# %% right: the long way as a model of its own
def residual_block(x, filters, stride=1):
    way = keras.Sequential(
        [
            layers.Conv2D(filters, 3, strides=stride, padding="same"),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Conv2D(filters, 3, padding="same"),
            layers.BatchNormalization(),
        ]
    )
    y = way(x)
    if y.shape != x.shape:
        x = keras.Sequential([layers.Conv2D(filters, 1, strides=stride), layers.BatchNormalization()])(x)
    return layers.ReLU()(layers.add([x, y]))


# %% wrong: no shortcut
# hint: Nothing is added in your block: x goes the long way only. That is a plain network.
def residual_block(x, filters, stride=1):
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 3, strides=stride, padding="same")(x)))
    return layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same")(y)))


# %% wrong: always a projection
# hint: You project x in every block. Where the shape stays, x is added as it is.
def residual_block(x, filters, stride=1):
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 3, strides=stride, padding="same")(x)))
    y = layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same")(y))
    x = layers.BatchNormalization()(layers.Conv2D(filters, 1, strides=stride)(x))
    return layers.ReLU()(layers.Add()([x, y]))


# %% wrong: ReLU before the sum
# hint: Your F(x) ends in a ReLU, so it can only add, never take away. The ReLU comes after the sum.
def residual_block(x, filters, stride=1):
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 3, strides=stride, padding="same")(x)))
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same")(y)))
    if stride != 1 or x.shape[-1] != filters:
        x = layers.BatchNormalization()(layers.Conv2D(filters, 1, strides=stride)(x))
    return layers.Add()([x, y])


# %% wrong: no ReLU at the end
# hint: After the sum a ReLU is missing.
def residual_block(x, filters, stride=1):
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 3, strides=stride, padding="same")(x)))
    y = layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same")(y))
    if stride != 1 or x.shape[-1] != filters:
        x = layers.BatchNormalization()(layers.Conv2D(filters, 1, strides=stride)(x))
    return layers.Add()([x, y])


# %% wrong: the projection only where the stride is not 1
# hint: Your shortcut forgets that also the number of channels may change, with stride 1: then x doesn't fit, either.
def residual_block(x, filters, stride=1):
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 3, strides=stride, padding="same")(x)))
    y = layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same")(y))
    if stride != 1:
        x = layers.BatchNormalization()(layers.Conv2D(filters, 1, strides=stride)(x))
    return layers.ReLU()(layers.Add()([x, y]))


# %% wrong: the stride in both convolutions
# hint: Your long way shrinks twice. Only the first convolution has the stride.
def residual_block(x, filters, stride=1):
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 3, strides=stride, padding="same")(x)))
    y = layers.BatchNormalization()(layers.Conv2D(filters, 3, strides=stride, padding="same")(y))
    if stride != 1 or x.shape[-1] != filters:
        x = layers.BatchNormalization()(layers.Conv2D(filters, 1, strides=stride)(x))
    return layers.ReLU()(layers.Add()([x, y]))


# %% wrong: no normalisation
# hint: Your block has no batch normalisation: one belongs after each convolution.
def residual_block(x, filters, stride=1):
    y = layers.Conv2D(filters, 3, strides=stride, padding="same", activation="relu")(x)
    y = layers.Conv2D(filters, 3, padding="same")(y)
    if stride != 1 or x.shape[-1] != filters:
        x = layers.Conv2D(filters, 1, strides=stride)(x)
    return layers.ReLU()(layers.Add()([x, y]))


# %% wrong: put side by side
# hint: You put x beside F(x). The block adds them, number by number.
def residual_block(x, filters, stride=1):
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(filters, 3, strides=stride, padding="same")(x)))
    y = layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same")(y))
    if stride != 1 or x.shape[-1] != filters:
        x = layers.BatchNormalization()(layers.Conv2D(filters, 1, strides=stride)(x))
    return layers.ReLU()(layers.Concatenate()([x, y]))


# %% wrong: ReLU before the normalisation
# hint: Your first ReLU comes before the normalisation. The order is convolution, normalisation, ReLU.
def residual_block(x, filters, stride=1):
    y = layers.BatchNormalization()(layers.ReLU()(layers.Conv2D(filters, 3, strides=stride, padding="same")(x)))
    y = layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same")(y))
    if stride != 1 or x.shape[-1] != filters:
        x = layers.BatchNormalization()(layers.Conv2D(filters, 1, strides=stride)(x))
    return layers.ReLU()(layers.Add()([x, y]))
