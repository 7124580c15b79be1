# %% right: places and names
def freeze(model, until):
    names = [layer.name for layer in model.layers]
    for i in range(names.index(until) + 1):
        model.layers[i].trainable = False


# %% right: stop at the layer
def freeze(model, until):
    end = model.get_layer(until)
    for layer in model.layers:
        layer.trainable = False
        if layer is end:
            return model


# %% right: an error of its own
def freeze(model, until):
    if until not in [layer.name for layer in model.layers]:
        raise ValueError(f"no layer is called {until}")
    frozen = False
    for layer in reversed(model.layers):
        frozen = frozen or layer.name == until
        if frozen:
            layer.trainable = False


# %% wrong: stops before the layer
# hint: The named layer itself still trains. It is to be frozen, too.
def freeze(model, until):
    model.get_layer(until)
    for layer in model.layers:
        if layer.name == until:
            break
        layer.trainable = False


# %% wrong: only the layer
# hint: You freeze the named layer alone. Those before it are to be frozen as well.
def freeze(model, until):
    model.get_layer(until).trainable = False


# %% wrong: freezes what comes after
# hint: You freeze what comes after the named layer. It is the lower part that is to stay as it is.
def freeze(model, until):
    found = model.layers.index(model.get_layer(until))
    for layer in model.layers[found + 1 :]:
        layer.trainable = False


# %% wrong: thaws the rest
# hint: Layers after the named one begin to train although they were frozen before. Leave them as they are.
def freeze(model, until):
    found = model.layers.index(model.get_layer(until))
    for i, layer in enumerate(model.layers):
        layer.trainable = i > found


# %% wrong: everything
# hint: You freeze the whole model. Then nothing is left to learn.
def freeze(model, until):
    model.get_layer(until)
    model.trainable = False


# %% wrong: a name that is not there freezes everything
# hint: With a name that is not there you freeze all layers and say nothing. Raise a ValueError.
def freeze(model, until):
    for layer in model.layers:
        layer.trainable = False
        if layer.name == until:
            break


# %% wrong: works on a copy
# hint: The model that you are given doesn't change: you freeze a copy of it.
def freeze(model, until):
    twin = keras.models.clone_model(model)
    found = twin.layers.index(twin.get_layer(until))
    for layer in twin.layers[: found + 1]:
        layer.trainable = False
    return twin
