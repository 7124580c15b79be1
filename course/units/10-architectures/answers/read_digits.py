# %% right: like LeNet, tanh and average pooling
def read_digits(images, y, new, seed):
    keras.utils.set_random_seed(seed)
    net = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Conv2D(24, 3, padding="same", activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Conv2D(48, 3, activation="tanh"),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )
    net.compile(keras.optimizers.Adam(0.004), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    net.fit(images, y, batch_size=32, epochs=14, verbose=0)
    return net(new).numpy().argmax(axis=1)


# %% right: an Inception module
def read_digits(images, y, new, seed):
    keras.utils.set_random_seed(seed)
    x = keras.Input((8, 8, 1))
    h = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    h = layers.MaxPooling2D(2)(h)
    h = layers.MaxPooling2D(2)(inception_module(h, (8, 8, 16, 4, 8, 8)))
    net = keras.Model(x, layers.Dense(10, activation="softmax")(layers.Flatten()(h)))
    net.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy")
    net.fit(images, y, epochs=12, verbose=0)
    return np.asarray(net(new)).argmax(axis=1)


# %% right: VGG in small, one-hot labels
def read_digits(images, y, new, seed):
    keras.utils.set_random_seed(seed)
    net = vgg([(1, 16), (1, 32)], 10, (8, 8, 1), 48)
    net.compile(keras.optimizers.Adam(0.003), "categorical_crossentropy")
    net.fit(images, np.eye(10)[y], batch_size=32, epochs=14, verbose=0)
    return [int(row.argmax()) for row in np.asarray(net(new))]


# %% wrong: not trained
# hint: Your network is never trained, so it guesses. Call fit.
def read_digits(images, y, new, seed):
    keras.utils.set_random_seed(seed)
    net = vgg([(1, 16), (1, 32)], 10, (8, 8, 1), 48)
    return np.asarray(net(new)).argmax(axis=1)


# %% wrong: one epoch
# hint: Your network has learned a little, not enough: pass over the images more often, or take larger steps.
def read_digits(images, y, new, seed):
    keras.utils.set_random_seed(seed)
    net = vgg([(1, 16), (1, 32)], 10, (8, 8, 1), 48)
    net.compile("adam", "sparse_categorical_crossentropy")
    net.fit(images, y, verbose=0)
    return np.asarray(net(new)).argmax(axis=1)


# %% wrong: probabilities in place of labels
# hint: You return ten probabilities for each image. A label is the place of the largest.
def read_digits(images, y, new, seed):
    keras.utils.set_random_seed(seed)
    net = vgg([(1, 16), (1, 32)], 10, (8, 8, 1), 48)
    net.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy")
    net.fit(images, y, epochs=2, verbose=0)
    return np.asarray(net(new))


# %% wrong: the largest along the wrong axis
# hint: You look for the largest number along the images, not along the ten classes of each image.
def read_digits(images, y, new, seed):
    keras.utils.set_random_seed(seed)
    net = vgg([(1, 16), (1, 32)], 10, (8, 8, 1), 48)
    net.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy")
    net.fit(images, y, epochs=2, verbose=0)
    return np.asarray(net(new)).argmax(axis=0)


# %% wrong: trained on fixed images
# hint: Your network learns the course's digits, whatever images and labels your function gets. Train on `images` and `y`.
def read_digits(images, y, new, seed):
    keras.utils.set_random_seed(seed)
    net = vgg([(1, 16), (1, 32)], 10, (8, 8, 1), 48)
    net.compile(keras.optimizers.Adam(0.004), "sparse_categorical_crossentropy")
    net.fit(images_train, y_train, epochs=12, verbose=0)
    return np.asarray(net(new)).argmax(axis=1)
