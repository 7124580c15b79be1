# %% right: a loop over the variables
def trainable_parameters(model):
    total = 0
    for variable in model.trainable_variables:
        count = 1
        for side in variable.shape:
            count *= side
        total += count
    return total


# %% right: sizes of arrays
def trainable_parameters(model):
    return sum(weight.numpy().size for weight in model.trainable_weights)


# %% right: all minus the frozen ones
def trainable_parameters(model):
    frozen = sum(math.prod(weight.shape) for weight in model.non_trainable_weights)
    return model.count_params() - frozen


# %% right: an array's number
def trainable_parameters(model):
    return np.sum([np.prod(weight.shape) for weight in model.trainable_weights]).astype(int)


# %% wrong: all parameters
# hint: You count all parameters, frozen ones too. Which of them may training change?
def trainable_parameters(model):
    return model.count_params()


# %% wrong: arrays instead of numbers
# hint: You count arrays: a kernel and a bias are 2. How many numbers are in each?
def trainable_parameters(model):
    return len(model.trainable_weights)


# %% wrong: layers by their own flag
# hint: You look at the flag of each layer only. Batch norm has moving statistics that never train, and a layer inside an inner model, or inside a frozen one, has a say too.
def trainable_parameters(model):
    return sum(layer.count_params() for layer in model.layers if layer.trainable)


# %% wrong: kernels without biases
# hint: You count the kernels only. Biases, and the scale and shift of batch norm, are learned as well.
def trainable_parameters(model):
    return sum(math.prod(weight.shape) for weight in model.trainable_weights if len(weight.shape) > 1)


# %% wrong: the frozen ones
# hint: You count what training can't change. The other ones are asked for.
def trainable_parameters(model):
    return sum(math.prod(weight.shape) for weight in model.non_trainable_weights)


# %% wrong: forgets that a frozen model trains nothing
# hint: You go from layer to layer and forget the model around them: where it is frozen itself, nothing in it trains, whatever a layer's flag says.
def trainable_parameters(model):
    return sum(math.prod(weight.shape) for layer in model.layers for weight in layer.trainable_weights)
