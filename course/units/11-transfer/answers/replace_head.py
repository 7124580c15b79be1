# %% right: Keras copies, a new end
def replace_head(model, classes):
    twin = keras.models.clone_model(model)
    twin.set_weights(model.get_weights())
    out = keras.layers.Dense(classes, activation="softmax", name="fresh")(twin.layers[-1].input)
    return keras.Model(inputs=twin.inputs, outputs=out)


# %% right: logits and a softmax layer, weights copied layer by layer
def replace_head(model, classes):
    twin = keras.models.clone_model(model)
    for old, new in zip(model.layers, twin.layers):
        new.set_weights(old.get_weights())
    x = keras.layers.Dense(classes, name="logits")(twin.layers[-1].input)
    return keras.Model(twin.inputs, keras.layers.Softmax(name="probabilities")(x))


# %% right: compiled, small first weights
def replace_head(model, classes):
    twin = type(model).from_config(model.get_config())
    twin.set_weights(model.get_weights())
    head = keras.layers.Dense(classes, "softmax", kernel_initializer="he_normal", name="head_of_mine")
    net = keras.Model(twin.inputs[0], head(twin.layers[-1].input))
    net.compile("adam", "sparse_categorical_crossentropy")
    return net


# %% wrong: on top of the old head
# hint: Your new layer sits on top of the old head. Take the old one off: what goes into it goes into the new one.
def replace_head(model, classes):
    twin = keras.models.clone_model(model)
    twin.set_weights(model.get_weights())
    head = keras.layers.Dense(classes, activation="softmax", name="fresh")
    return keras.Model(twin.inputs[0], head(twin.layers[-1].output))


# %% wrong: the weights are forgotten
# hint: The layers of your model have fresh weights: clone_model copies what the layers are, not what they have learned.
def replace_head(model, classes):
    twin = keras.models.clone_model(model)
    head = keras.layers.Dense(classes, activation="softmax", name="fresh")
    return keras.Model(twin.inputs[0], head(twin.layers[-1].input))


# %% wrong: freezes the old model
# hint: Your function freezes the old network while it makes the new one. Leave the old one as it was.
def replace_head(model, classes):
    model.trainable = False
    twin = keras.models.clone_model(model)
    twin.set_weights(model.get_weights())
    head = keras.layers.Dense(classes, activation="softmax", name="fresh")
    return keras.Model(twin.inputs[0], head(twin.layers[-1].input))


# %% wrong: no softmax
# hint: Your outputs don't add up to 1: the new layer has no softmax.
def replace_head(model, classes):
    twin = keras.models.clone_model(model)
    twin.set_weights(model.get_weights())
    return keras.Model(twin.inputs[0], keras.layers.Dense(classes, name="fresh")(twin.layers[-1].input))


# %% wrong: everything trains again
# hint: Layers that were frozen in the old network train in the new one. Keep their flags.
def replace_head(model, classes):
    twin = keras.models.clone_model(model)
    twin.set_weights(model.get_weights())
    net = keras.Model(
        twin.inputs[0], keras.layers.Dense(classes, activation="softmax", name="fresh")(twin.layers[-1].input)
    )
    for layer in net.layers:
        layer.trainable = True
    return net


# %% wrong: freezes the body
# hint: You freeze the body. Here it keeps the flags that it has; freezing is another step.
def replace_head(model, classes):
    twin = keras.models.clone_model(model)
    twin.set_weights(model.get_weights())
    twin.trainable = False
    head = keras.layers.Dense(classes, activation="softmax", name="fresh")
    return keras.Model(twin.inputs[0], head(twin.layers[-1].input))


# %% wrong: as many classes as before
# hint: Your model has as many outputs as the old one, not as many as there are new classes.
def replace_head(model, classes):
    twin = keras.models.clone_model(model)
    twin.set_weights(model.get_weights())
    head = keras.layers.Dense(model.output_shape[-1], activation="softmax", name="fresh")
    return keras.Model(twin.inputs[0], head(twin.layers[-1].input))
