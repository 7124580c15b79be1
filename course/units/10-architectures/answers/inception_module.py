# %% right: layer by layer, ReLU as layers
def inception_module(x, filters):
    f1, f3r, f3, f5r, f5, fp = filters
    one = layers.ReLU()(layers.Conv2D(f1, 1)(x))
    three = layers.Conv2D(f3r, (1, 1), activation="relu")(x)
    three = layers.Conv2D(f3, (3, 3), padding="same", activation="relu")(three)
    five = layers.Activation("relu")(layers.Conv2D(f5r, 1)(x))
    five = layers.Activation("relu")(layers.Conv2D(f5, 5, padding="same")(five))
    pool = layers.MaxPooling2D((3, 3), strides=(1, 1), padding="same")(x)
    pool = layers.Conv2D(fp, 1, activation="relu")(pool)
    return layers.concatenate([one, three, five, pool], axis=-1)


# %% right: branches in a table, built from the last to the first
def inception_module(x, filters):
    f1, f3r, f3, f5r, f5, fp = filters
    branches = []
    for steps in ([(fp, 1)], [(f5r, 1), (f5, 5)], [(f3r, 1), (f3, 3)], [(f1, 1)]):
        branch = x if branches else layers.MaxPool2D(3, 1, "same")(x)
        for count, side in steps:
            branch = layers.Conv2D(count, side, padding="same", activation="relu")(branch)
        branches.append(branch)
    return layers.Concatenate()(branches[::-1])


# %% right: a model for each branch, one ReLU for all at the end
def inception_module(x, filters):
    f1, f3r, f3, f5r, f5, fp = filters

    def branch(*stack):
        return keras.Sequential([*stack])(x)

    maps = [
        branch(layers.Conv2D(f1, 1)),
        branch(layers.Conv2D(f3r, 1, activation="relu"), layers.Conv2D(f3, 3, padding="same")),
        branch(layers.Conv2D(f5r, 1, activation="relu"), layers.Conv2D(f5, 5, padding="same")),
        branch(layers.MaxPooling2D(3, strides=1, padding="same"), layers.Conv2D(fp, 1)),
    ]
    return layers.ReLU()(layers.Concatenate()(maps))


# %% wrong: no bottlenecks
# hint: Your 3×3 and 5×5 look at all channels. Put the 1×1 convolution before each of them.
def inception_module(x, filters):
    f1, _, f3, _, f5, fp = filters
    conv = {"padding": "same", "activation": "relu"}
    pool = layers.Conv2D(fp, 1, **conv)(layers.MaxPooling2D(3, strides=1, padding="same")(x))
    return layers.Concatenate()(
        [layers.Conv2D(f1, 1, **conv)(x), layers.Conv2D(f3, 3, **conv)(x), layers.Conv2D(f5, 5, **conv)(x), pool]
    )


# %% wrong: the 1×1 before the pool
# hint: In your fourth branch the 1×1 convolution comes before the pool. The pool looks at the input itself.
def inception_module(x, filters):
    f1, f3r, f3, f5r, f5, fp = filters
    conv = {"padding": "same", "activation": "relu"}
    three = layers.Conv2D(f3, 3, **conv)(layers.Conv2D(f3r, 1, **conv)(x))
    five = layers.Conv2D(f5, 5, **conv)(layers.Conv2D(f5r, 1, **conv)(x))
    pool = layers.MaxPooling2D(3, strides=1, padding="same")(layers.Conv2D(fp, 1, **conv)(x))
    return layers.Concatenate()([layers.Conv2D(f1, 1, **conv)(x), three, five, pool])


# %% wrong: branches in another order
# hint: Your maps are right, but stand in another order: 1×1, 3×3, 5×5, pool.
def inception_module(x, filters):
    f1, f3r, f3, f5r, f5, fp = filters
    conv = {"padding": "same", "activation": "relu"}
    three = layers.Conv2D(f3, 3, **conv)(layers.Conv2D(f3r, 1, **conv)(x))
    five = layers.Conv2D(f5, 5, **conv)(layers.Conv2D(f5r, 1, **conv)(x))
    pool = layers.Conv2D(fp, 1, **conv)(layers.MaxPooling2D(3, strides=1, padding="same")(x))
    return layers.Concatenate()([pool, layers.Conv2D(f1, 1, **conv)(x), three, five])


# %% wrong: the bottlenecks without an activation
# hint: Your bottlenecks have no activation. In this module every convolution ends in a ReLU.
def inception_module(x, filters):
    f1, f3r, f3, f5r, f5, fp = filters
    conv = {"padding": "same", "activation": "relu"}
    three = layers.Conv2D(f3, 3, **conv)(layers.Conv2D(f3r, 1)(x))
    five = layers.Conv2D(f5, 5, **conv)(layers.Conv2D(f5r, 1)(x))
    pool = layers.Conv2D(fp, 1, **conv)(layers.MaxPooling2D(3, strides=1, padding="same")(x))
    return layers.Concatenate()([layers.Conv2D(f1, 1, **conv)(x), three, five, pool])


# %% wrong: the pool shrinks
# hint: Your pool halves the maps, so the branches don't fit side by side. Give it strides=1 and padding 'same'.
def inception_module(x, filters):
    f1, f3r, f3, f5r, f5, fp = filters
    conv = {"padding": "same", "activation": "relu"}
    three = layers.Conv2D(f3, 3, **conv)(layers.Conv2D(f3r, 1, **conv)(x))
    five = layers.Conv2D(f5, 5, **conv)(layers.Conv2D(f5r, 1, **conv)(x))
    pool = layers.Conv2D(fp, 1, **conv)(layers.MaxPooling2D(3, padding="same")(x))
    return layers.Concatenate()([layers.Conv2D(f1, 1, **conv)(x), three, five, pool])


# %% wrong: average pooling
# hint: Your fourth branch takes means. In this module it is a max-pool.
def inception_module(x, filters):
    f1, f3r, f3, f5r, f5, fp = filters
    conv = {"padding": "same", "activation": "relu"}
    three = layers.Conv2D(f3, 3, **conv)(layers.Conv2D(f3r, 1, **conv)(x))
    five = layers.Conv2D(f5, 5, **conv)(layers.Conv2D(f5r, 1, **conv)(x))
    pool = layers.Conv2D(fp, 1, **conv)(layers.AveragePooling2D(3, strides=1, padding="same")(x))
    return layers.Concatenate()([layers.Conv2D(f1, 1, **conv)(x), three, five, pool])


# %% wrong: one after the other
# hint: Your branches stand in a row: each gets what the one before gives. All four look at the same x.
def inception_module(x, filters):
    f1, f3r, f3, f5r, f5, fp = filters
    conv = {"padding": "same", "activation": "relu"}
    one = layers.Conv2D(f1, 1, **conv)(x)
    three = layers.Conv2D(f3, 3, **conv)(layers.Conv2D(f3r, 1, **conv)(one))
    five = layers.Conv2D(f5, 5, **conv)(layers.Conv2D(f5r, 1, **conv)(three))
    pool = layers.Conv2D(fp, 1, **conv)(layers.MaxPooling2D(3, strides=1, padding="same")(five))
    return layers.Concatenate()([one, three, five, pool])


# %% wrong: the 5×5 branch before the 3×3
# hint: Your 5×5 maps come before the 3×3 maps. The order is that of the table: 1×1, 3×3, 5×5, pool.
def inception_module(x, filters):
    f1, f3r, f3, f5r, f5, fp = filters
    conv = {"padding": "same", "activation": "relu"}
    three = layers.Conv2D(f3, 3, **conv)(layers.Conv2D(f3r, 1, **conv)(x))
    five = layers.Conv2D(f5, 5, **conv)(layers.Conv2D(f5r, 1, **conv)(x))
    pool = layers.Conv2D(fp, 1, **conv)(layers.MaxPooling2D(3, strides=1, padding="same")(x))
    return layers.Concatenate()([layers.Conv2D(f1, 1, **conv)(x), five, three, pool])
