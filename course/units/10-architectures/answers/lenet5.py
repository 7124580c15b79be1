# %% right: functional, activations as layers, C5 as a dense layer
def lenet5():
    x = keras.Input((32, 32, 1))
    y = layers.Activation("tanh")(layers.Conv2D(6, (5, 5))(x))
    y = layers.AveragePooling2D(2)(y)
    y = layers.Activation("tanh")(layers.Conv2D(16, (5, 5), padding="valid")(y))
    y = layers.AveragePooling2D(2)(y)
    y = layers.Dense(120, "tanh")(layers.Flatten()(y))
    y = layers.Dense(84, "tanh")(y)
    return keras.Model(x, layers.Softmax()(layers.Dense(10)(y)))


# %% right: add, and compiled
def lenet5():
    net = keras.Sequential(name="today")
    net.add(layers.InputLayer(shape=(32, 32, 1)))
    for filters in 6, 16:
        net.add(layers.Conv2D(filters, 5, activation="tanh", kernel_initializer="glorot_normal"))
        net.add(layers.AveragePooling2D((2, 2), strides=(2, 2)))
    net.add(layers.Conv2D(120, 5, activation="tanh"))
    net.add(layers.Reshape((120,)))
    net.add(layers.Dense(84, activation="tanh"))
    net.add(layers.Dense(10, activation="softmax"))
    net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return net


# %% right: two models, one in the other
def lenet5():
    eye = keras.Sequential(
        [
            keras.Input((32, 32, 1)),
            layers.Conv2D(6, 5, activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Conv2D(16, 5, activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Conv2D(120, 5, activation="tanh"),
            layers.GlobalAveragePooling2D(),
        ]
    )
    image = keras.Input((32, 32, 1))
    hidden = layers.Dense(84, activation="tanh")(eye(image))
    return keras.Model(image, layers.Dense(10, activation="softmax")(hidden))


# %% wrong: ReLU
# hint: Your hidden layers end in a ReLU. LeNet-5 is from 1998: tanh.
def lenet5():
    return keras.Sequential(
        [
            keras.Input((32, 32, 1)),
            layers.Conv2D(6, 5, activation="relu"),
            layers.AveragePooling2D(2),
            layers.Conv2D(16, 5, activation="relu"),
            layers.AveragePooling2D(2),
            layers.Conv2D(120, 5, activation="relu"),
            layers.Flatten(),
            layers.Dense(84, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% wrong: max-pooling
# hint: You pool with the largest number. LeNet-5 takes the mean of each window.
def lenet5():
    return keras.Sequential(
        [
            keras.Input((32, 32, 1)),
            layers.Conv2D(6, 5, activation="tanh"),
            layers.MaxPooling2D(2),
            layers.Conv2D(16, 5, activation="tanh"),
            layers.MaxPooling2D(2),
            layers.Conv2D(120, 5, activation="tanh"),
            layers.Flatten(),
            layers.Dense(84, activation="tanh"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% wrong: padding 'same'
# hint: Your convolutions keep the size of their maps. In LeNet-5 they are 'valid': 32 pixels become 28, and C5's maps 1×1.
def lenet5():
    return keras.Sequential(
        [
            keras.Input((32, 32, 1)),
            layers.Conv2D(6, 5, padding="same", activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Conv2D(16, 5, padding="same", activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Conv2D(120, 5, padding="same", activation="tanh"),
            layers.Flatten(),
            layers.Dense(84, activation="tanh"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% wrong: no activations in the convolutions
# hint: Your convolutions have no activation: without tanh two of them in a row are only one linear map.
def lenet5():
    return keras.Sequential(
        [
            keras.Input((32, 32, 1)),
            layers.Conv2D(6, 5),
            layers.AveragePooling2D(2),
            layers.Conv2D(16, 5),
            layers.AveragePooling2D(2),
            layers.Conv2D(120, 5),
            layers.Flatten(),
            layers.Dense(84, activation="tanh"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% wrong: sigmoids at the end
# hint: Your ten outputs don't add up to 1: each has a sigmoid of its own. Softmax makes them one distribution.
def lenet5():
    return keras.Sequential(
        [
            keras.Input((32, 32, 1)),
            layers.Conv2D(6, 5, activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Conv2D(16, 5, activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Conv2D(120, 5, activation="tanh"),
            layers.Flatten(),
            layers.Dense(84, activation="tanh"),
            layers.Dense(10, activation="sigmoid"),
        ]
    )


# %% wrong: MNIST's 28×28 with padding in the first layer
# hint: Your network takes images of 28×28. LeNet-5 takes 32×32: the digits have a border, so that strokes at their edge are seen from all sides.
def lenet5():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(6, 5, padding="same", activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Conv2D(16, 5, activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Conv2D(120, 5, activation="tanh"),
            layers.Flatten(),
            layers.Dense(84, activation="tanh"),
            layers.Dense(10, activation="softmax"),
        ]
    )
