# %% right: pairs of width and stride, the first convolution without a bias
def resnet(depth, input_shape=(32, 32, 3), classes=10):
    n = (depth - 2) // 6
    image = keras.Input(input_shape)
    x = layers.Conv2D(16, 3, padding="same", use_bias=False)(image)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    for width, stride in ((16, 1), (32, 2), (64, 2)):
        x = residual_block(x, width, stride)
        for _ in range(n - 1):
            x = residual_block(x, width)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(classes, activation="softmax")(x), name=f"resnet{depth}")


# %% right: one list of all blocks
def resnet(depth, input_shape=(32, 32, 3), classes=10):
    widths = np.repeat([16, 32, 64], (depth - 2) // 6).tolist()
    x = image = keras.Input(input_shape)
    x = layers.Activation("relu")(layers.BatchNormalization()(layers.Conv2D(16, (3, 3), padding="same")(x)))
    before = 16
    for width in widths:
        x = residual_block(x, width, 1 if width == before else 2)
        before = width
    x = layers.Flatten()(layers.GlobalAveragePooling2D(keepdims=True)(x))
    return keras.Model(image, layers.Softmax()(layers.Dense(classes)(x)))


# %% right: its own block
def resnet(depth, input_shape=(32, 32, 3), classes=10):
    def norm_conv(x, count, side, stride):
        return layers.BatchNormalization()(layers.Conv2D(count, side, strides=stride, padding="same")(x))

    image = keras.Input(input_shape)
    x = layers.ReLU()(norm_conv(image, 16, 3, 1))
    for stage in range(3):
        for block in range((depth - 2) // 6):
            stride = 2 if stage and not block else 1
            y = norm_conv(layers.ReLU()(norm_conv(x, 16 * 2**stage, 3, stride)), 16 * 2**stage, 3, 1)
            if stride == 2:
                x = norm_conv(x, 16 * 2**stage, 1, 2)
            x = layers.ReLU()(layers.Add()([x, y]))
    x = layers.GlobalAvgPool2D()(x)
    return keras.Model(image, layers.Dense(classes, activation="softmax")(x))


# %% wrong: a stride in the first stage, too
# hint: Your maps shrink once too often: the first stage keeps the size of the image.
def resnet(depth, input_shape=(32, 32, 3), classes=10):
    image = keras.Input(input_shape)
    x = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(16, 3, padding="same")(image)))
    for width in (16, 32, 64):
        for block in range((depth - 2) // 6):
            x = residual_block(x, width, 2 if block == 0 else 1)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(classes, activation="softmax")(x))


# %% wrong: never a stride
# hint: Your maps never shrink. The first block of the second and of the third stage has stride 2.
def resnet(depth, input_shape=(32, 32, 3), classes=10):
    image = keras.Input(input_shape)
    x = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(16, 3, padding="same")(image)))
    for width in (16, 32, 64):
        for _ in range((depth - 2) // 6):
            x = residual_block(x, width)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(classes, activation="softmax")(x))


# %% wrong: stride 2 in every block
# hint: Every block of your later stages shrinks the maps. Only the first block of a stage does.
def resnet(depth, input_shape=(32, 32, 3), classes=10):
    image = keras.Input(input_shape)
    x = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(16, 3, padding="same")(image)))
    for width in (16, 32, 64):
        for _ in range((depth - 2) // 6):
            x = residual_block(x, width, 1 if width == 16 else 2)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(classes, activation="softmax")(x))


# %% wrong: twice as many blocks
# hint: Your network is too deep: each block has two layers with weights, so a stage has (depth − 2)/6 blocks.
def resnet(depth, input_shape=(32, 32, 3), classes=10):
    image = keras.Input(input_shape)
    x = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(16, 3, padding="same")(image)))
    for width in (16, 32, 64):
        for block in range((depth - 2) // 3):
            x = residual_block(x, width, 2 if width > 16 and block == 0 else 1)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(classes, activation="softmax")(x))


# %% wrong: flattened
# hint: Your last maps are flattened. Take the mean of each map: 64 numbers, whatever the size of the image.
def resnet(depth, input_shape=(32, 32, 3), classes=10):
    image = keras.Input(input_shape)
    x = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(16, 3, padding="same")(image)))
    for width in (16, 32, 64):
        for block in range((depth - 2) // 6):
            x = residual_block(x, width, 2 if width > 16 and block == 0 else 1)
    x = layers.Flatten()(x)
    return keras.Model(image, layers.Dense(classes, activation="softmax")(x))


# %% wrong: no first convolution
# hint: The first convolution, with its normalisation and ReLU, is missing before the blocks.
def resnet(depth, input_shape=(32, 32, 3), classes=10):
    image = keras.Input(input_shape)
    x = image
    for width in (16, 32, 64):
        for block in range((depth - 2) // 6):
            x = residual_block(x, width, 2 if width > 16 and block == 0 else 1)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(classes, activation="softmax")(x))


# %% wrong: nothing normalised before the first block
# hint: Your first convolution has a ReLU, but no normalisation before it.
def resnet(depth, input_shape=(32, 32, 3), classes=10):
    image = keras.Input(input_shape)
    x = layers.Conv2D(16, 3, padding="same", activation="relu")(image)
    for width in (16, 32, 64):
        for block in range((depth - 2) // 6):
            x = residual_block(x, width, 2 if width > 16 and block == 0 else 1)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(classes, activation="softmax")(x))


# %% wrong: logits
# hint: Your model gives logits, which don't add up to 1. The exercise asks for probabilities: softmax.
def resnet(depth, input_shape=(32, 32, 3), classes=10):
    image = keras.Input(input_shape)
    x = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(16, 3, padding="same")(image)))
    for width in (16, 32, 64):
        for block in range((depth - 2) // 6):
            x = residual_block(x, width, 2 if width > 16 and block == 0 else 1)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(classes)(x))
