# %% right: plain loop
def gradient_descent(X, y, lr, steps, theta0):
    theta = theta0
    history = [mse(X, y, theta)]
    for _ in range(steps):
        theta = theta - lr * mse_gradient(X, y, theta)
        history.append(mse(X, y, theta))
    return theta, history


# %% right: in place on a copy, history as an array
def gradient_descent(X, y, lr, steps, theta0):
    theta = theta0.copy()
    history = np.empty(steps + 1)
    for step in range(steps):
        history[step] = mse(X, y, theta)
        theta -= lr * mse_gradient(X, y, theta)
    history[steps] = mse(X, y, theta)
    return theta, history


# %% right: without the earlier functions
def gradient_descent(X, y, lr, steps, theta0):
    path = [np.array(theta0)]
    while len(path) <= steps:
        errors = X @ path[-1] - y
        path.append(path[-1] - lr * 2 * (errors @ X) / len(X))
    return path[-1], [np.mean((X @ theta - y) ** 2) for theta in path]


# %% right: recursion
def gradient_descent(X, y, lr, steps, theta0):
    cost = float(np.mean((X @ theta0 - y) ** 2))
    if steps == 0:
        return list(theta0), [cost]
    better = theta0 - lr * 2 / len(y) * (X.T @ (X @ theta0 - y))
    theta, history = gradient_descent(X, y, lr, steps - 1, better)
    return theta, [cost] + history


# %% wrong: climbs
# hint: You walk uphill: the cost rises. The gradient points up, so subtract it.
def gradient_descent(X, y, lr, steps, theta0):
    theta, history = theta0, [mse(X, y, theta0)]
    for _ in range(steps):
        theta = theta + lr * mse_gradient(X, y, theta)
        history.append(mse(X, y, theta))
    return theta, history


# %% wrong: forgets the first cost
# hint: Your history lacks the cost at the start. It has steps + 1 entries: the first before any step.
def gradient_descent(X, y, lr, steps, theta0):
    theta, history = theta0, []
    for _ in range(steps):
        theta = theta - lr * mse_gradient(X, y, theta)
        history.append(mse(X, y, theta))
    return theta, history


# %% wrong: forgets the last cost
# hint: Your history ends before the last step. Its last entry is the cost at the theta that you return.
def gradient_descent(X, y, lr, steps, theta0):
    theta, history = theta0, []
    for _ in range(steps):
        history.append(mse(X, y, theta))
        theta = theta - lr * mse_gradient(X, y, theta)
    return theta, history


# %% wrong: the same gradient in every step
# hint: You work out the gradient only once, at the start. After a step you stand elsewhere: the slope there is
# hint: another.
def gradient_descent(X, y, lr, steps, theta0):
    slopes = mse_gradient(X, y, theta0)
    thetas = [theta0 - k * lr * slopes for k in range(steps + 1)]
    return thetas[-1], [mse(X, y, theta) for theta in thetas]


# %% wrong: ignores the start
# hint: You start at zeros, whatever theta0 is. Start where you are told.
def gradient_descent(X, y, lr, steps, theta0):
    theta = np.zeros(X.shape[1])
    history = [mse(X, y, theta)]
    for _ in range(steps):
        theta = theta - lr * mse_gradient(X, y, theta)
        history.append(mse(X, y, theta))
    return theta, history


# %% wrong: changes theta0
# hint: Your function changes theta0, because -= works on the same array. Write theta = theta - …, or begin with a
# hint: copy.
def gradient_descent(X, y, lr, steps, theta0):
    theta, history = theta0, [mse(X, y, theta0)]
    for _ in range(steps):
        theta -= lr * mse_gradient(X, y, theta)
        history.append(mse(X, y, theta))
    return theta, history


# %% wrong: one example at a time
# hint: You step after every single example. Here one step uses all rows at once (unit 06 has the other way).
def gradient_descent(X, y, lr, steps, theta0):
    theta, history = theta0, [mse(X, y, theta0)]
    for _ in range(steps):
        for i in range(len(X)):
            theta = theta - lr * mse_gradient(X[i : i + 1], y[i : i + 1], theta)
        history.append(mse(X, y, theta))
    return theta, history


# %% wrong: stops when the cost rises
# hint: You stop as soon as the cost rises. Make all the steps: a rising history is how one sees that the rate is
# hint: too large.
def gradient_descent(X, y, lr, steps, theta0):
    theta, history = theta0, [mse(X, y, theta0)]
    for _ in range(steps):
        theta = theta - lr * mse_gradient(X, y, theta)
        history.append(mse(X, y, theta))
        if history[-1] > history[-2]:
            break
    return theta, history


# %% wrong: repeats the first cost
# hint: Your history holds the same cost again and again. Measure the cost of the new theta after every step.
def gradient_descent(X, y, lr, steps, theta0):
    theta, history = theta0, [mse(X, y, theta0)]
    for _ in range(steps):
        theta = theta - lr * mse_gradient(X, y, theta)
        history.append(mse(X, y, theta0))
    return theta, history
