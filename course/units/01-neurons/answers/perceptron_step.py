# %% right: the rule as it stands
def perceptron_step(w, b, x, y, lr):
    error = y - int(np.dot(w, x) + b >= 0)
    return w + lr * error * x, b + lr * error


# %% right: three cases
def perceptron_step(w, b, x, y, lr):
    fired = sum(wi * xi for wi, xi in zip(w, x)) + b >= 0
    if fired and y == 0:
        return w - lr * x, b - lr
    if not fired and y == 1:
        return w + lr * x, b + lr
    return w.copy(), b


# %% right: loops and lists
def perceptron_step(w, b, x, y, lr):
    z = b
    for wi, xi in zip(w, x):
        z += wi * xi
    change = lr * (y - (1 if z >= 0 else 0))
    return [float(wi) + change * float(xi) for wi, xi in zip(w, x)], b + change


# %% right: in place on a copy, with the bias as one more weight
def perceptron_step(w, b, x, y, lr):
    both, given = np.append(w, b).astype(float), np.append(x, 1.0)
    both += lr * (y - (both @ given >= 0)) * given
    return both[:-1], both[-1]


# %% wrong: the sign of the error is the other way round
# hint: Your step goes the wrong way: it makes the mistake worse. The rule adds lr · (y − ŷ) · x, target minus answer.
def perceptron_step(w, b, x, y, lr):
    error = int(np.dot(w, x) + b >= 0) - y
    return w + lr * error * x, b + lr * error


# %% wrong: the bias does not learn
# hint: Your weights are right, but the bias stays as it was. It learns like a weight whose input is always 1.
def perceptron_step(w, b, x, y, lr):
    error = y - int(np.dot(w, x) + b >= 0)
    return w + lr * error * x, b


# %% wrong: the learning rate is left out
# hint: Your step has the right direction, but not the length that lr gives it: lr is missing.
def perceptron_step(w, b, x, y, lr):
    error = y - int(np.dot(w, x) + b >= 0)
    return w + error * x, b + error


# %% wrong: the error is taken from the sum
# hint: You take the error from the weighted sum. The perceptron compares its decision, 0 or 1, with the target.
def perceptron_step(w, b, x, y, lr):
    error = y - (np.dot(w, x) + b)
    return w + lr * error * x, b + lr * error


# %% wrong: learns from right decisions too
# hint: Your step changes the weights after a right decision as well. Where ŷ equals y there is nothing to learn.
def perceptron_step(w, b, x, y, lr):
    return w + lr * (2 * y - 1) * x, b + lr * (2 * y - 1)


# %% wrong: silent at exactly 0
# hint: Your step treats a sum of exactly 0 as "silent". In this course the unit fires there.
def perceptron_step(w, b, x, y, lr):
    error = y - int(np.dot(w, x) + b > 0)
    return w + lr * error * x, b + lr * error


# %% wrong: changes the old weights
# hint: The new weights are right, but the array w that was passed in has been changed too. `w = w + step` makes a new array.
def perceptron_step(w, b, x, y, lr):
    error = y - int(np.dot(w, x) + b >= 0)
    w += (lr * error * x).astype(w.dtype)
    return w, b + lr * error
