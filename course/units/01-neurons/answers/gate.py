# %% right: a table of weights and biases
def gate(name):
    table = {
        "AND": (np.array([1.0, 1.0]), -1.5),
        "OR": (np.array([2.0, 2.0]), -1.0),
        "NOT": (np.array([-1.0]), 0.0),
        "NAND": (np.array([-2.0, -2.0]), 3.0),
    }
    return table[name]


# %% right: lists instead of arrays
def gate(name):
    if name == "NOT":
        return [-2], 1
    if name == "AND":
        return [1, 1], -2
    if name == "OR":
        return [1, 1], -1
    return [-1, -1], 1


# %% right: NAND as the opposite of AND, in float32
def gate(name):
    ones = np.ones(2, dtype=np.float32)
    w, b = {"AND": (ones, -1.5), "OR": (ones, -0.5), "NOT": (-np.ones(1), 0.5)}.get(name, (-ones, 1.5))
    return w, b


# %% wrong: silent at equality
# hint: Your gates are right for a unit that fires only above 0. Here it fires at 0 too: look at the rows whose sum is exactly 0.
def gate(name):
    if name == "AND":
        return np.array([1.0, 1.0]), -1.0
    if name == "OR":
        return np.array([1.0, 1.0]), 0.0
    if name == "NOT":
        return np.array([-1.0]), 1.0
    return np.array([-1.0, -1.0]), 2.0


# %% wrong: NAND fires where AND fires
# hint: Your NAND is silent or fires in the wrong rows. NAND is the opposite of AND: it is silent only for (1, 1).
def gate(name):
    if name == "NOT":
        return np.array([-0.6]), 0.5
    return np.array([1.0, 1.0]), -0.5 if name == "OR" else -2.0


# %% wrong: NOT gives back its input
# hint: Your NOT fires for 1. It should fire for 0: what sign must its weight have?
def gate(name):
    if name == "NOT":
        return np.array([1.0]), -0.5
    w, b = {"AND": ((1.0, 1.0), -2.0), "OR": ((1.0, 1.0), -0.5), "NAND": ((-1.0, -1.0), 1.5)}[name]
    return np.array(w), b


# %% wrong: AND and OR exchanged
# hint: Your AND fires when one input is 1, your OR only when both are. The two are exchanged.
def gate(name):
    w, b = {
        "OR": ((1.0, 1.0), -2.0),
        "AND": ((1.0, 1.0), -0.5),
        "NAND": ((-1.0, -1.0), 1.5),
        "NOT": ((-0.6,), 0.5),
    }[name]
    return np.array(w), b


# %% wrong: NOT with two weights
# hint: Your NOT has two weights. It has one input, so it needs one weight.
def gate(name):
    w, b = {
        "AND": ((1.0, 1.0), -2.0),
        "OR": ((1.0, 1.0), -0.5),
        "NAND": ((-1.0, -1.0), 1.5),
        "NOT": ((-0.6, 0.0), 0.5),
    }[name]
    return np.array(w), b
