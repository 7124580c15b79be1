# %% right: if by if
def output_layer_for(problem):
    if problem == "regression":
        return "linear", "mse"
    if problem in ("binary", "multilabel"):
        return "sigmoid", "binary_crossentropy"
    if problem == "multiclass":
        return "softmax", "categorical_crossentropy"
    raise ValueError(f"unknown problem {problem}")


# %% right: a dictionary, long and sparse names, lists
def output_layer_for(problem):
    return {
        "regression": ["linear", "mean_squared_error"],
        "binary": ["sigmoid", "BinaryCrossentropy"],
        "multiclass": ["softmax", "sparse_categorical_crossentropy"],
        "multilabel": ["sigmoid", "binary_crossentropy"],
    }[problem]


# %% right: no activation is linear, too
def output_layer_for(problem):
    known = ["regression", "binary", "multiclass", "multilabel"]
    if problem not in known:
        raise ValueError(problem)
    losses = ["MeanSquaredError", "bce", "SparseCategoricalCrossentropy", "bce"]
    return [None, "sigmoid", "softmax", "sigmoid"][known.index(problem)], losses[known.index(problem)]


# %% right: match
def output_layer_for(problem):
    match problem:
        case "regression":
            return ("Linear", "MSE")
        case "multiclass":
            return ("Softmax", "categorical crossentropy")
        case "binary" | "multilabel":
            return ("Sigmoid", "binary crossentropy")
    raise ValueError("expected regression, binary, multiclass or multilabel")


# %% wrong: softmax for many labels
# hint: For many labels you use a softmax. Its outputs compete and sum to 1, but several labels may be true at once.
def output_layer_for(problem):
    return {
        "regression": ("linear", "mse"),
        "binary": ("sigmoid", "binary_crossentropy"),
        "multiclass": ("softmax", "categorical_crossentropy"),
        "multilabel": ("softmax", "categorical_crossentropy"),
    }[problem]


# %% wrong: sigmoids for one of K
# hint: For one of K you use sigmoids with categorical cross-entropy: a mismatch. That loss expects one distribution over the classes.
def output_layer_for(problem):
    return {
        "regression": ("linear", "mse"),
        "binary": ("sigmoid", "binary_crossentropy"),
        "multiclass": ("sigmoid", "sparse_categorical_crossentropy"),
        "multilabel": ("sigmoid", "binary_crossentropy"),
    }[problem]


# %% wrong: a softmax with one output
# hint: For yes or no with one output you use a softmax. With nothing to compete against it always says 1.
def output_layer_for(problem):
    return {
        "regression": ("linear", "mse"),
        "binary": ("softmax", "binary_crossentropy"),
        "multiclass": ("softmax", "categorical_crossentropy"),
        "multilabel": ("sigmoid", "binary_crossentropy"),
    }[problem]


# %% wrong: a ReLU for regression
# hint: For regression you use an activation that can't give negative numbers. The answer may be any real number.
def output_layer_for(problem):
    return {
        "regression": ("relu", "mse"),
        "binary": ("sigmoid", "binary_crossentropy"),
        "multiclass": ("softmax", "categorical_crossentropy"),
        "multilabel": ("sigmoid", "binary_crossentropy"),
    }[problem]


# %% wrong: MSE for yes or no
# hint: For yes or no you use MSE. Through a saturated sigmoid its gradient is almost 0, however wrong the answer is.
def output_layer_for(problem):
    return {
        "regression": ("linear", "mse"),
        "binary": ("sigmoid", "mse"),
        "multiclass": ("softmax", "categorical_crossentropy"),
        "multilabel": ("sigmoid", "binary_crossentropy"),
    }[problem]


# %% wrong: categorical cross-entropy for many labels
# hint: For many labels the activation is right but the loss is not: each label is a yes or no of its own.
def output_layer_for(problem):
    return {
        "regression": ("linear", "mse"),
        "binary": ("sigmoid", "binary_crossentropy"),
        "multiclass": ("softmax", "categorical_crossentropy"),
        "multilabel": ("sigmoid", "categorical_crossentropy"),
    }[problem]


# %% wrong: a problem it does not know gets regression
# hint: A problem that is none of the four gets an answer in your version. Raise ValueError: a typing error should not choose a loss.
def output_layer_for(problem):
    return {
        "binary": ("sigmoid", "binary_crossentropy"),
        "multiclass": ("softmax", "categorical_crossentropy"),
        "multilabel": ("sigmoid", "binary_crossentropy"),
    }.get(problem, ("linear", "mse"))


# %% wrong: loss and activation exchanged
# hint: You return the loss first. The activation comes first, then the loss.
def output_layer_for(problem):
    return {
        "regression": ("mse", "linear"),
        "binary": ("binary_crossentropy", "sigmoid"),
        "multiclass": ("categorical_crossentropy", "softmax"),
        "multilabel": ("binary_crossentropy", "sigmoid"),
    }[problem]
