# %% right: functional
def tabular_regressor(inputs):
    x = keras.Input((inputs,))
    y = keras.layers.Dense(1)(keras.layers.Dense(32, activation="tanh")(x))
    net = keras.Model(x, y)
    net.compile(optimizer=keras.optimizers.Adam(0.01), loss="mean_squared_error", metrics=["mean_absolute_error"])
    return net


# %% right: objects in place of names, dropout, a penalty
def tabular_regressor(inputs):
    net = keras.Sequential()
    net.add(keras.Input((inputs,)))
    net.add(keras.layers.Dense(64, activation="relu", kernel_regularizer="l2"))
    net.add(keras.layers.Dropout(0.2))
    net.add(keras.layers.Dense(1, activation="linear"))
    net.compile(
        keras.optimizers.RMSprop(0.005), keras.losses.MeanSquaredError(), metrics=[keras.metrics.MeanAbsoluteError()]
    )
    return net


# %% right: two hidden layers, SGD
def tabular_regressor(inputs):
    dense = keras.layers.Dense
    net = keras.Sequential([keras.Input((inputs,)), dense(16, "selu"), dense(8, "selu"), dense(1)])
    net.compile(keras.optimizers.SGD(0.01), "mse", metrics=["mae", "mse"])
    return net


# %% wrong: not compiled
# hint: Your model has no loss and no optimizer yet: call compile before you return it.
def tabular_regressor(inputs):
    return keras.Sequential([keras.Input((inputs,)), keras.layers.Dense(32, "relu"), keras.layers.Dense(1)])


# %% wrong: ReLU at the end
# hint: Your model can't predict a negative number: its last layer has a ReLU. Leave the activation of the last layer out.
def tabular_regressor(inputs):
    net = keras.Sequential([keras.Input((inputs,)), keras.layers.Dense(32, "relu"), keras.layers.Dense(1, "relu")])
    net.compile("adam", "mse", metrics=["mae"])
    return net


# %% wrong: sigmoid at the end
# hint: Your outputs lie between 0 and 1: the last layer has a sigmoid. Targets may be any number, so leave the activation out.
def tabular_regressor(inputs):
    net = keras.Sequential([keras.Input((inputs,)), keras.layers.Dense(32, "relu"), keras.layers.Dense(1, "sigmoid")])
    net.compile("adam", "mse", metrics=["mae"])
    return net


# %% wrong: trained on the absolute error
# hint: Your loss is the mean absolute error. That is the metric; the loss should be the mean squared error.
def tabular_regressor(inputs):
    net = keras.Sequential([keras.Input((inputs,)), keras.layers.Dense(32, "relu"), keras.layers.Dense(1)])
    net.compile("adam", "mae", metrics=["mae"])
    return net


# %% wrong: accuracy for numbers
# hint: Accuracy counts equal answers, and a predicted number is never quite equal. Report the mean absolute error.
def tabular_regressor(inputs):
    net = keras.Sequential([keras.Input((inputs,)), keras.layers.Dense(32, "relu"), keras.layers.Dense(1)])
    net.compile("adam", "mse", metrics=["accuracy"])
    return net


# %% wrong: no hidden layer
# hint: Your model is a linear one. Put a hidden layer with an activation between input and output.
def tabular_regressor(inputs):
    net = keras.Sequential([keras.Input((inputs,)), keras.layers.Dense(1)])
    net.compile(keras.optimizers.Adam(0.05), "mse", metrics=["mae"])
    return net
