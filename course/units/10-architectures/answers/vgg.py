# %% right: functional, ReLU as layers
def vgg(blocks, classes, input_shape=(224, 224, 3), units=4096):
    x = image = keras.Input(input_shape)
    for count, width in blocks:
        for _ in range(count):
            x = layers.ReLU()(layers.Conv2D(width, (3, 3), padding="same")(x))
        x = layers.MaxPooling2D((2, 2), strides=(2, 2))(x)
    x = layers.Flatten()(x)
    for _ in range(2):
        x = layers.Dense(units, activation="relu")(x)
    return keras.Model(image, layers.Softmax()(layers.Dense(classes)(x)))


# %% right: a list of layers, with dropout
def vgg(blocks, classes, input_shape=(224, 224, 3), units=4096):
    stack = [keras.Input(input_shape)]
    for count, width in blocks:
        stack += [layers.Conv2D(width, 3, padding="same", activation="relu") for _ in range(count)]
        stack += [layers.MaxPooling2D(2)]
    stack += [layers.Flatten(), layers.Dense(units, "relu"), layers.Dropout(0.5), layers.Dense(units, "relu")]
    return keras.Sequential([*stack, layers.Dropout(0.5), layers.Dense(classes, "softmax")])


# %% right: one model for each block
def vgg(blocks, classes, input_shape=(224, 224, 3), units=4096):
    image = keras.Input(input_shape)
    x = image
    for count, width in blocks:
        block = keras.Sequential()
        for _ in range(count):
            block.add(layers.Conv2D(width, 3, padding="same", activation="relu", kernel_initializer="he_normal"))
        block.add(layers.MaxPooling2D(2))
        x = block(x)
    head = [layers.Dense(units, "relu"), layers.Dense(units, "relu"), layers.Dense(classes, "softmax")]
    for layer in [layers.Flatten(), *head]:
        x = layer(x)
    return keras.Model(image, x)


# %% wrong: a pool after every convolution
# hint: You pool after each convolution. VGG pools once per block, after all its convolutions.
def vgg(blocks, classes, input_shape=(224, 224, 3), units=4096):
    net = keras.Sequential([keras.Input(input_shape)])
    for count, width in blocks:
        for _ in range(count):
            net.add(layers.Conv2D(width, 3, padding="same", activation="relu"))
            net.add(layers.MaxPooling2D(2))
    for layer in (layers.Flatten(), layers.Dense(units, "relu"), layers.Dense(units, "relu")):
        net.add(layer)
    net.add(layers.Dense(classes, "softmax"))
    return net


# %% wrong: one convolution per block
# hint: Your blocks have one convolution each. The first number of each pair says how many there are.
def vgg(blocks, classes, input_shape=(224, 224, 3), units=4096):
    net = keras.Sequential([keras.Input(input_shape)])
    for _, width in blocks:
        net.add(layers.Conv2D(width, 3, padding="same", activation="relu"))
        net.add(layers.MaxPooling2D(2))
    for layer in (layers.Flatten(), layers.Dense(units, "relu"), layers.Dense(units, "relu")):
        net.add(layer)
    net.add(layers.Dense(classes, "softmax"))
    return net


# %% wrong: padding 'valid'
# hint: Your convolutions make the maps smaller. VGG's keep the size ('same'); only pools shrink.
def vgg(blocks, classes, input_shape=(224, 224, 3), units=4096):
    net = keras.Sequential([keras.Input(input_shape)])
    for count, width in blocks:
        for _ in range(count):
            net.add(layers.Conv2D(width, 3, activation="relu"))
        net.add(layers.MaxPooling2D(2))
    for layer in (layers.Flatten(), layers.Dense(units, "relu"), layers.Dense(units, "relu")):
        net.add(layer)
    net.add(layers.Dense(classes, "softmax"))
    return net


# %% wrong: one hidden dense layer
# hint: Your head has one hidden dense layer. VGG has two of `units` before the softmax.
def vgg(blocks, classes, input_shape=(224, 224, 3), units=4096):
    net = keras.Sequential([keras.Input(input_shape)])
    for count, width in blocks:
        for _ in range(count):
            net.add(layers.Conv2D(width, 3, padding="same", activation="relu"))
        net.add(layers.MaxPooling2D(2))
    for layer in (layers.Flatten(), layers.Dense(units, "relu"), layers.Dense(classes, "softmax")):
        net.add(layer)
    return net


# %% wrong: average pooling at the end in place of flatten
# hint: You take the mean of each map before the dense layers. That came with GoogLeNet; VGG flattens.
def vgg(blocks, classes, input_shape=(224, 224, 3), units=4096):
    net = keras.Sequential([keras.Input(input_shape)])
    for count, width in blocks:
        for _ in range(count):
            net.add(layers.Conv2D(width, 3, padding="same", activation="relu"))
        net.add(layers.MaxPooling2D(2))
    for layer in (layers.GlobalAveragePooling2D(), layers.Dense(units, "relu"), layers.Dense(units, "relu")):
        net.add(layer)
    net.add(layers.Dense(classes, "softmax"))
    return net


# %% wrong: average pooling
# hint: You pool with the mean of each window. VGG takes the largest number.
def vgg(blocks, classes, input_shape=(224, 224, 3), units=4096):
    net = keras.Sequential([keras.Input(input_shape)])
    for count, width in blocks:
        for _ in range(count):
            net.add(layers.Conv2D(width, 3, padding="same", activation="relu"))
        net.add(layers.AveragePooling2D(2))
    for layer in (layers.Flatten(), layers.Dense(units, "relu"), layers.Dense(units, "relu")):
        net.add(layer)
    net.add(layers.Dense(classes, "softmax"))
    return net


# %% wrong: dense layers without an activation
# hint: Your hidden dense layers have no activation: two of them in a row are only one linear map. They end in a ReLU.
def vgg(blocks, classes, input_shape=(224, 224, 3), units=4096):
    net = keras.Sequential([keras.Input(input_shape)])
    for count, width in blocks:
        for _ in range(count):
            net.add(layers.Conv2D(width, 3, padding="same", activation="relu"))
        net.add(layers.MaxPooling2D(2))
    for layer in (layers.Flatten(), layers.Dense(units), layers.Dense(units)):
        net.add(layer)
    net.add(layers.Dense(classes, "softmax"))
    return net


# %% wrong: convolutions without an activation
# hint: Your convolutions have no activation, so a stack of them is one linear map. Each ends in a ReLU.
def vgg(blocks, classes, input_shape=(224, 224, 3), units=4096):
    net = keras.Sequential([keras.Input(input_shape)])
    for count, width in blocks:
        for _ in range(count):
            net.add(layers.Conv2D(width, 3, padding="same"))
        net.add(layers.MaxPooling2D(2))
    for layer in (layers.Flatten(), layers.Dense(units, "relu"), layers.Dense(units, "relu")):
        net.add(layer)
    net.add(layers.Dense(classes, "softmax"))
    return net
