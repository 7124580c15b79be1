# %% right: a variable, NumPy for the step
def activation_maximization(model, layer, filter, steps, rng):
    upto = keras.Model(model.inputs[0], model.get_layer(layer).output)
    image = rng.uniform(0.4, 0.6, model.input_shape[1:])
    for _ in range(steps):
        x = tf.Variable(image[None].astype("float32"))
        with tf.GradientTape() as tape:
            score = tf.reduce_mean(upto(x, training=False)[..., filter])
        g = tape.gradient(score, x).numpy()[0]
        size = np.sqrt((g**2).sum())
        if size > 0:
            image = np.clip(image + 0.5 * g / size, 0, 1)
    return image


# %% right: a sum for the mean, unit vector by tf.math
def activation_maximization(model, layer, filter, steps, rng):
    upto = keras.Model(model.inputs, model.get_layer(layer).output)
    image = tf.constant(rng.uniform(0.4, 0.6, (1, *model.input_shape[1:])).astype("float32"))
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(image)
            score = tf.reduce_sum(upto([image], training=False)[..., filter]) * 1000.0
        direction = tf.reshape(
            tf.math.l2_normalize(tf.reshape(tape.gradient(score, image), [-1]), epsilon=1e-20), image.shape
        )
        image = tf.clip_by_value(image + direction / 2, 0.0, 1.0)
    return image.numpy()[0]


# %% right: descent on the negative
def activation_maximization(model, layer, filter, steps, rng):
    upto = keras.Model(model.inputs[0], model.get_layer(layer).output)
    picture = tf.Variable(rng.uniform(0.4, 0.6, model.input_shape[1:]), dtype=tf.float32)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = -tf.reduce_mean(upto(picture[tf.newaxis], training=False)[..., filter])
        g = tape.gradient(loss, picture)
        picture.assign(tf.clip_by_value(picture - 0.5 * g / tf.maximum(tf.norm(g), 1e-9), 0.0, 1.0))
    return np.array(picture)


# %% wrong: downhill
# hint: Your image makes the filter answer less: you go downhill. Add the gradient.
def activation_maximization(model, layer, filter, steps, rng):
    upto = keras.Model(model.inputs[0], model.get_layer(layer).output)
    x = tf.constant(rng.uniform(0.4, 0.6, (1, *model.input_shape[1:])), tf.float32)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(x)
            score = tf.reduce_mean(upto(x, training=False)[..., filter])
        g = tape.gradient(score, x)
        x = tf.clip_by_value(x - 0.5 * g / (tf.norm(g) + 1e-8), 0, 1)
    return x[0].numpy()


# %% wrong: all filters together
# hint: Your image pleases all filters of the layer together. Take the map of the one that is asked for.
def activation_maximization(model, layer, filter, steps, rng):
    upto = keras.Model(model.inputs[0], model.get_layer(layer).output)
    x = tf.constant(rng.uniform(0.4, 0.6, (1, *model.input_shape[1:])), tf.float32)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(x)
            score = tf.reduce_mean(upto(x, training=False))
        g = tape.gradient(score, x)
        x = tf.clip_by_value(x + 0.5 * g / (tf.norm(g) + 1e-8), 0, 1)
    return x[0].numpy()


# %% wrong: the gradient as it is
# hint: Your steps are as long as the gradient is large. Divide it by its norm: then each step is 0.5 long, before cutting off.
def activation_maximization(model, layer, filter, steps, rng):
    upto = keras.Model(model.inputs[0], model.get_layer(layer).output)
    x = tf.constant(rng.uniform(0.4, 0.6, (1, *model.input_shape[1:])), tf.float32)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(x)
            score = tf.reduce_mean(upto(x, training=False)[..., filter])
        x = tf.clip_by_value(x + 0.5 * tape.gradient(score, x), 0, 1)
    return x[0].numpy()


# %% wrong: pixels of any size
# hint: Your pixels leave the range from 0 to 1. Cut them off after each step.
def activation_maximization(model, layer, filter, steps, rng):
    upto = keras.Model(model.inputs[0], model.get_layer(layer).output)
    x = tf.constant(rng.uniform(0.4, 0.6, (1, *model.input_shape[1:])), tf.float32)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(x)
            score = tf.reduce_mean(upto(x, training=False)[..., filter])
        g = tape.gradient(score, x)
        x = x + 0.5 * g / (tf.norm(g) + 1e-8)
    return x[0].numpy()


# %% wrong: a division by zero
# hint: Where the filter doesn't answer at all, the gradient is 0 and you divide by its norm: the image becomes NaN.
def activation_maximization(model, layer, filter, steps, rng):
    upto = keras.Model(model.inputs[0], model.get_layer(layer).output)
    x = tf.constant(rng.uniform(0.4, 0.6, (1, *model.input_shape[1:])), tf.float32)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(x)
            score = tf.reduce_mean(upto(x, training=False)[..., filter])
        g = tape.gradient(score, x)
        x = tf.clip_by_value(x + 0.5 * g / tf.norm(g), 0, 1)
    return x[0].numpy()


# %% wrong: in training mode
# hint: You look at the network while it trains: dropout hides some of it, and batch norm measures your single image. Call it with training=False.
def activation_maximization(model, layer, filter, steps, rng):
    upto = keras.Model(model.inputs[0], model.get_layer(layer).output)
    x = tf.constant(rng.uniform(0.4, 0.6, (1, *model.input_shape[1:])), tf.float32)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(x)
            score = tf.reduce_mean(upto(x, training=True)[..., filter])
        g = tape.gradient(score, x)
        x = tf.clip_by_value(x + 0.5 * g / (tf.norm(g) + 1e-8), 0, 1)
    return x[0].numpy()


# %% wrong: the sign instead of the direction
# hint: You use only the signs of the gradient, so that each pixel moves equally far. Divide the gradient by its norm.
def activation_maximization(model, layer, filter, steps, rng):
    upto = keras.Model(model.inputs[0], model.get_layer(layer).output)
    x = tf.constant(rng.uniform(0.4, 0.6, (1, *model.input_shape[1:])), tf.float32)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(x)
            score = tf.reduce_mean(upto(x, training=False)[..., filter])
        x = tf.clip_by_value(x + 0.5 * tf.sign(tape.gradient(score, x)), 0, 1)
    return x[0].numpy()
