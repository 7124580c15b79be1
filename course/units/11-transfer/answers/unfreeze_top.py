# %% right: a helper that calls itself
def mark(layer, trains):
    layer.trainable = trains and not isinstance(layer, keras.layers.BatchNormalization)
    if isinstance(layer, keras.Model):
        for part in layer.layers:
            mark(part, trains)


def unfreeze_top(model, n):
    model.trainable = True
    for i, layer in enumerate(model.layers):
        mark(layer, i >= len(model.layers) - n)


# %% right: off and on, then the lower ones off, then batch norm
def all_layers(model):
    for layer in model.layers:
        yield layer
        if isinstance(layer, keras.Model):
            yield from all_layers(layer)


def unfreeze_top(model, n):
    for flag in (False, True):
        model.trainable = flag
        for layer in all_layers(model):
            layer.trainable = flag
    for layer in model.layers[: max(len(model.layers) - n, 0)]:
        layer.trainable = False
    for layer in all_layers(model):
        if type(layer) is keras.layers.BatchNormalization:
            layer.trainable = False


# %% right: with a stack
def unfreeze_top(model, n):
    model.trainable = True
    waiting = [(layer, place < n) for place, layer in enumerate(reversed(model.layers))]
    while waiting:
        layer, flag = waiting.pop()
        layer.trainable = flag and type(layer).__name__ != "BatchNormalization"
        waiting += [(inner, flag) for inner in getattr(layer, "layers", [])]


# %% wrong: the model's flag alone thaws
# hint: After a second call with a larger n, layers are still frozen. Keras passes a flag down only where it changes: set the flag of each layer yourself.
def unfreeze_top(model, n):
    model.trainable = True
    for layer in model.layers[: max(len(model.layers) - n, 0)]:
        layer.trainable = False
    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False


# %% wrong: batch norm thaws as well
# hint: Batch norm trains too. Whatever else you thaw, it stays frozen.
def unfreeze_top(model, n):
    model.trainable = True
    for i, layer in enumerate(model.layers):
        layer.trainable = i >= len(model.layers) - n


# %% wrong: batch norm in inner models is forgotten
# hint: Batch norm inside of an inner model trains. Thawing the inner model sets the flags of all that is in it: look there as well.
def unfreeze_top(model, n):
    model.trainable = True
    for i, layer in enumerate(model.layers):
        layer.trainable = i >= len(model.layers) - n and not isinstance(layer, keras.layers.BatchNormalization)


# %% wrong: the model itself stays frozen
# hint: When the whole model was frozen before, nothing trains after your call: the model has a flag of its own, above those of its layers.
def unfreeze_top(model, n):
    for i, layer in enumerate(model.layers):
        layer.trainable = i >= len(model.layers) - n
    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False


# %% wrong: n = 0 thaws all
# hint: With n = 0 everything thaws: layers[-0:] is the whole list.
def unfreeze_top(model, n):
    model.trainable = True
    for layer in model.layers:
        layer.trainable = False
    for layer in model.layers[-n:]:
        layer.trainable = True
    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False


# %% wrong: leaves the lower layers as they are
# hint: Layers below the last n still train if they did before. Freeze all others.
def unfreeze_top(model, n):
    model.trainable = True
    for layer in list(reversed(model.layers))[:n]:
        layer.trainable = True
    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False


# %% wrong: the first n
# hint: You thaw the first n layers. The top of a network is at its output.
def unfreeze_top(model, n):
    model.trainable = True
    for i, layer in enumerate(model.layers):
        layer.trainable = i < n
    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False


# %% wrong: does not count batch norm
# hint: You leave out batch norm when you count the last n layers. All kinds count, only batch norm doesn't train.
def unfreeze_top(model, n):
    model.trainable = True
    counted = [layer for layer in model.layers if not isinstance(layer, keras.layers.BatchNormalization)]
    for layer in model.layers:
        layer.trainable = False
    for layer in counted[max(len(counted) - n, 0) :]:
        layer.trainable = True
    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False


# %% wrong: n = 0 thaws all, and inner models are not looked into
# hint: With n = 0 everything thaws: layers[-0:] is the whole list. And batch norm inside of inner models trains: look there as well.
def unfreeze_top(model, n):
    model.trainable = True
    for layer in model.layers:
        layer.trainable = False
    for layer in model.layers[-n:]:
        layer.trainable = not isinstance(layer, keras.layers.BatchNormalization)


# %% wrong: inner layers keep their own flags
# hint: A layer inside of an inner model that was frozen by itself stays frozen. Set the flag of each layer there, not of batch norm alone.
def unfreeze_top(model, n):
    model.trainable = True
    for i, layer in enumerate(model.layers):
        layer.trainable = i >= len(model.layers) - n and not isinstance(layer, keras.layers.BatchNormalization)
        for part in getattr(layer, "layers", []):
            if isinstance(part, keras.layers.BatchNormalization):
                part.trainable = False
