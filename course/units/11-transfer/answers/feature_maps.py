# %% right: by the model's input list
def feature_maps(model, layer, images):
    upto = keras.Model(inputs=model.inputs, outputs=model.get_layer(layer).output)
    return upto([np.asarray(images, "float32")], training=False).numpy()


# %% right: layer after layer where there are no branches, predict elsewhere
def feature_maps(model, layer, images):
    wanted = model.get_layer(layer)
    if isinstance(model, keras.Sequential):
        x = tf.constant(np.asarray(images), tf.float32)
        for step in model.layers:
            x = step(x, training=False) if not isinstance(step, keras.layers.Flatten) else step(x)
            if step is wanted:
                return np.array(x)
    return keras.Model(model.inputs[0], wanted.output).predict(np.asarray(images), verbose=0)


# %% right: predict_on_batch
def feature_maps(model, layer, images):
    found = next(one for one in model.layers if one.name == layer)
    return keras.Model(model.inputs[0], found.output).predict_on_batch(np.asarray(images, np.float32))


# %% wrong: in training mode
# hint: Your maps are those of training: dropout throws values away, and batch norm measures the batch. Call the model with training=False.
def feature_maps(model, layer, images):
    upto = keras.Model(model.inputs[0], model.get_layer(layer).output)
    return np.asarray(upto(np.asarray(images), training=True))


# %% wrong: what goes into the layer
# hint: You give what goes into the layer. What comes out of it is asked for.
def feature_maps(model, layer, images):
    upto = keras.Model(model.inputs[0], model.get_layer(layer).input)
    return np.asarray(upto(np.asarray(images), training=False))


# %% wrong: the whole model's answer
# hint: You give the last layer's answer, whichever layer is asked for.
def feature_maps(model, layer, images):
    return np.asarray(model(np.asarray(images), training=False))


# %% wrong: the mean over the batch
# hint: You average over the images. Each image has maps of its own.
def feature_maps(model, layer, images):
    upto = keras.Model(model.inputs[0], model.get_layer(layer).output)
    return np.asarray(upto(np.asarray(images), training=False)).mean(axis=0, keepdims=True)


# %% wrong: the weights
# hint: You give the layer's weights. They are the same for every picture; its maps are what they make of one.
def feature_maps(model, layer, images):
    weights = model.get_layer(layer).get_weights()
    return weights[0] if weights else np.zeros(1)


# %% wrong: layer after layer
# hint: You call the layers one after the other. Where a network forks, a layer gets something else than what the one before it gave.
def feature_maps(model, layer, images):
    out = np.asarray(images, "float32")
    for one in model.layers:
        out = one(out)
        if one.name == layer:
            return np.asarray(out)
