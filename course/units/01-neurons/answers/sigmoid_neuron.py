# %% right: by the hyperbolic tangent
def sigmoid_neuron(X, w, b):
    return (1 + np.tanh((X @ w + b) / 2)) / 2


# %% right: the formula, with the overflow let go
def sigmoid_neuron(X, w, b):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-(np.asarray(X) @ np.asarray(w) + b)))


# %% right: loops, each sign with the formula that suits it
import math


def sigmoid_neuron(X, w, b):
    answers = []
    for row in X:
        z = float(sum(float(value) * float(weight) for value, weight in zip(row, w)) + b)
        answers.append(1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z)))
    return answers


# %% right: only the magnitude goes into exp
def sigmoid_neuron(X, w, b):
    z = X @ w + b
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + small), small / (1 + small))


# %% wrong: decides
# hint: Your neuron answers 0 or 1 only. A sigmoid neuron answers with σ of the sum, anything from 0 to 1.
def sigmoid_neuron(X, w, b):
    return (X @ w + b >= 0).astype(float)


# %% wrong: the sign in the exponent is missing
# hint: Your answers fall where they should rise. In 1 / (1 + e^(−z)) the exponent has a minus.
def sigmoid_neuron(X, w, b):
    return (1 - np.tanh((X @ w + b) / 2)) / 2


# %% wrong: no bias
# hint: Your answers are those of a neuron without a bias. Add b before σ.
def sigmoid_neuron(X, w, b):
    return (1 + np.tanh(X @ w / 2)) / 2


# %% wrong: the bias added after σ
# hint: You add the bias to the answer. It belongs into the sum, before σ.
def sigmoid_neuron(X, w, b):
    return (1 + np.tanh(X @ w / 2)) / 2 + b


# %% wrong: tanh
# hint: Your answers run from −1 to 1: that is tanh. σ runs from 0 to 1.
def sigmoid_neuron(X, w, b):
    return np.tanh(X @ w + b)


# %% wrong: not a number for large sums
# hint: Where the sum is large your answer is not a number: e^z became infinite above and below the line. Let only numbers grow that end as 1/∞.
def sigmoid_neuron(X, w, b):
    z = X @ w + b
    with np.errstate(all="ignore"):
        return np.exp(z) / (1 + np.exp(z))
