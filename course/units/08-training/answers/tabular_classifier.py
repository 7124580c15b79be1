# %% right: functional, two hidden layers
def tabular_classifier(inputs, classes):
    x = keras.Input((inputs,))
    h = keras.layers.Dense(32, activation="tanh")(x)
    h = keras.layers.Dense(16, activation="relu")(h)
    net = keras.Model(x, keras.layers.Dense(classes, activation="softmax")(h))
    net.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return net


# %% right: objects in place of names, SGD with momentum, an L2 penalty
def tabular_classifier(inputs, classes):
    net = keras.Sequential()
    net.add(keras.layers.Input(shape=(inputs,)))
    net.add(keras.layers.Dense(24, kernel_initializer="he_uniform", kernel_regularizer=keras.regularizers.L2(0.001)))
    net.add(keras.layers.ReLU())
    net.add(keras.layers.Dense(classes))
    net.add(keras.layers.Softmax())
    net.compile(
        keras.optimizers.SGD(0.1, momentum=0.9),
        keras.losses.SparseCategoricalCrossentropy(),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="acc")],
    )
    return net


# %% right: batch normalization and dropout, RMSprop
def tabular_classifier(inputs, classes):
    layers = keras.layers
    net = keras.Sequential(
        [
            keras.Input((inputs,)),
            layers.Dense(64, "elu"),
            layers.BatchNormalization(),
            layers.Dropout(0.1),
            layers.Dense(classes, activation="softmax"),
        ]
    )
    net.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["acc"])
    return net


# %% wrong: not compiled
# hint: Your model has no loss and no optimizer yet: call compile before you return it.
def tabular_classifier(inputs, classes):
    return keras.Sequential(
        [keras.Input((inputs,)), keras.layers.Dense(32, "relu"), keras.layers.Dense(classes, "softmax")]
    )


# %% wrong: the squared error
# hint: Your loss is the squared error, which takes the labels for numbers. Classes need a cross-entropy.
def tabular_classifier(inputs, classes):
    net = keras.Sequential(
        [keras.Input((inputs,)), keras.layers.Dense(32, "relu"), keras.layers.Dense(classes, "softmax")]
    )
    net.compile("adam", "mse", metrics=["accuracy"])
    return net


# %% wrong: one output too few for two classes
# hint: Your model has one output. The exercise asks for one probability per class, also for two classes.
def tabular_classifier(inputs, classes):
    net = keras.Sequential([keras.Input((inputs,)), keras.layers.Dense(32, "relu"), keras.layers.Dense(1, "sigmoid")])
    net.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return net


# %% wrong: sigmoids at the end
# hint: Your outputs don't add up to 1: each class has a sigmoid of its own. Softmax makes them one distribution.
def tabular_classifier(inputs, classes):
    net = keras.Sequential(
        [keras.Input((inputs,)), keras.layers.Dense(32, "relu"), keras.layers.Dense(classes, "sigmoid")]
    )
    net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return net


# %% wrong: logits
# hint: Your model gives logits: any numbers, which don't add up to 1. The exercise asks for probabilities: softmax on the last layer.
def tabular_classifier(inputs, classes):
    net = keras.Sequential([keras.Input((inputs,)), keras.layers.Dense(32, "relu"), keras.layers.Dense(classes)])
    net.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    return net


# %% wrong: no accuracy
# hint: Your model reports only its loss. Give compile metrics=["accuracy"].
def tabular_classifier(inputs, classes):
    net = keras.Sequential(
        [keras.Input((inputs,)), keras.layers.Dense(32, "relu"), keras.layers.Dense(classes, "softmax")]
    )
    net.compile("adam", "sparse_categorical_crossentropy")
    return net


# %% wrong: no hidden layer
# hint: Your model is a linear one: a softmax on the inputs. Put a hidden layer with an activation between.
def tabular_classifier(inputs, classes):
    net = keras.Sequential([keras.Input((inputs,)), keras.layers.Dense(classes, "softmax")])
    net.compile(keras.optimizers.Adam(0.05), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return net


# %% wrong: a learning rate that is far too small
# hint: Your model hardly learns: its learning rate is far too small. Adam's usual one is 0.001.
def tabular_classifier(inputs, classes):
    net = keras.Sequential(
        [keras.Input((inputs,)), keras.layers.Dense(32, "relu"), keras.layers.Dense(classes, "softmax")]
    )
    net.compile(keras.optimizers.SGD(1e-6), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return net
