# %% right: two branches
def descend(rule, start, gradient, batches, hyper):
    rules = {
        "sgd": sgd_step,
        "momentum": momentum_step,
        "adagrad": adagrad_step,
        "adadelta": adadelta_step,
        "rmsprop": rmsprop_step,
        "adam": adam_step,
    }
    theta, state = np.asarray(start), None
    places = [theta]
    for rows in batches:
        if rule == "nesterov":
            theta, state = nesterov_step(theta, lambda place: gradient(place, rows), state, **hyper)
        else:
            theta, state = rules[rule](theta, gradient(theta, rows), state, **hyper)
        places.append(theta)
    return np.stack(places)


# %% right: match, a list
def descend(rule, start, gradient, batches, hyper):
    match rule:
        case "sgd":
            step = sgd_step
        case "momentum":
            step = momentum_step
        case "nesterov":
            step = nesterov_step
        case "adagrad":
            step = adagrad_step
        case "adadelta":
            step = adadelta_step
        case "rmsprop":
            step = rmsprop_step
        case "adam":
            step = adam_step
        case _:
            raise ValueError(f"unknown rule {rule}")
    path, state = [np.array(start, copy=True)], None
    for rows in batches:
        here = lambda theta, rows=rows: np.asarray(gradient(theta, rows))
        theta, state = step(path[-1], here if step is nesterov_step else here(path[-1]), state, **dict(hyper))
        path.append(theta)
    return [np.asarray(theta).tolist() for theta in path]


# %% right: an empty path that is filled
def descend(rule, start, gradient, batches, hyper):
    step = {
        "sgd": sgd_step,
        "momentum": momentum_step,
        "nesterov": nesterov_step,
        "adagrad": adagrad_step,
        "adadelta": adadelta_step,
        "rmsprop": rmsprop_step,
        "adam": adam_step,
    }[rule]
    path = np.empty((len(batches) + 1, len(start)), np.result_type(np.asarray(start), np.float32))
    path[0], state = start, None
    for t, rows in enumerate(batches):
        grad = gradient(path[t].copy(), rows) if rule != "nesterov" else lambda theta: gradient(theta, rows)
        path[t + 1], state = step(path[t].copy(), grad, state, **hyper)
    return path


# %% wrong: the state is forgotten
# hint: Every step of yours starts with an empty memory. The state that comes out of one step goes into the next.
def descend(rule, start, gradient, batches, hyper):
    step = {
        "sgd": sgd_step,
        "momentum": momentum_step,
        "nesterov": nesterov_step,
        "adagrad": adagrad_step,
        "adadelta": adadelta_step,
        "rmsprop": rmsprop_step,
        "adam": adam_step,
    }[rule]
    path = [np.asarray(start)]
    for rows in batches:
        given = (lambda theta: gradient(theta, rows)) if rule == "nesterov" else gradient(path[-1], rows)
        theta, _ = step(path[-1], given, None, **hyper)
        path.append(theta)
    return np.array(path)


# %% wrong: the start is missing
# hint: Your path begins after the first step. The start is its first place.
def descend(rule, start, gradient, batches, hyper):
    step = {
        "sgd": sgd_step,
        "momentum": momentum_step,
        "nesterov": nesterov_step,
        "adagrad": adagrad_step,
        "adadelta": adadelta_step,
        "rmsprop": rmsprop_step,
        "adam": adam_step,
    }[rule]
    path, theta, state = [], np.asarray(start), None
    for rows in batches:
        given = (lambda place: gradient(place, rows)) if rule == "nesterov" else gradient(theta, rows)
        theta, state = step(theta, given, state, **hyper)
        path.append(theta)
    return np.array(path).reshape(-1, len(start))


# %% wrong: always the gradient at the start
# hint: You ask for the gradient at the start again and again. Ask where you are.
def descend(rule, start, gradient, batches, hyper):
    step = {
        "sgd": sgd_step,
        "momentum": momentum_step,
        "nesterov": nesterov_step,
        "adagrad": adagrad_step,
        "adadelta": adadelta_step,
        "rmsprop": rmsprop_step,
        "adam": adam_step,
    }[rule]
    path, state = [np.asarray(start)], None
    for rows in batches:
        given = (lambda theta: gradient(theta, rows)) if rule == "nesterov" else gradient(path[0], rows)
        theta, state = step(path[-1], given, state, **hyper)
        path.append(theta)
    return np.array(path)


# %% wrong: always the first batch
# hint: All your steps use the first batch. Each step has its own rows.
def descend(rule, start, gradient, batches, hyper):
    step = {
        "sgd": sgd_step,
        "momentum": momentum_step,
        "nesterov": nesterov_step,
        "adagrad": adagrad_step,
        "adadelta": adadelta_step,
        "rmsprop": rmsprop_step,
        "adam": adam_step,
    }[rule]
    path, state = [np.asarray(start)], None
    for _ in batches:
        rows = batches[0]
        given = (lambda theta: gradient(theta, rows)) if rule == "nesterov" else gradient(path[-1], rows)
        theta, state = step(path[-1], given, state, **hyper)
        path.append(theta)
    return np.array(path)


# %% wrong: only the last place
# hint: You return only the last place. The whole path is asked for.
def descend(rule, start, gradient, batches, hyper):
    step = {
        "sgd": sgd_step,
        "momentum": momentum_step,
        "nesterov": nesterov_step,
        "adagrad": adagrad_step,
        "adadelta": adadelta_step,
        "rmsprop": rmsprop_step,
        "adam": adam_step,
    }[rule]
    theta, state = np.asarray(start), None
    for rows in batches:
        given = (lambda place: gradient(place, rows)) if rule == "nesterov" else gradient(theta, rows)
        theta, state = step(theta, given, state, **hyper)
    return theta


# %% wrong: only the rate is passed on
# hint: You pass on the learning rate only. All entries of hyper belong to the rule: `**hyper`.
def descend(rule, start, gradient, batches, hyper):
    step = {
        "sgd": sgd_step,
        "momentum": momentum_step,
        "nesterov": nesterov_step,
        "adagrad": adagrad_step,
        "adadelta": adadelta_step,
        "rmsprop": rmsprop_step,
        "adam": adam_step,
    }[rule]
    path, state = [np.asarray(start)], None
    for rows in batches:
        given = (lambda theta: gradient(theta, rows)) if rule == "nesterov" else gradient(path[-1], rows)
        rate = {"lr": hyper["lr"]} if "lr" in hyper else {}
        theta, state = step(path[-1], given, state, **rate)
        path.append(theta)
    return np.array(path)


# %% wrong: Nesterov looks nowhere
# hint: Your Nesterov walks like plain momentum: it only ever gets the gradient of the present place. Give it a function that can be asked anywhere.
def descend(rule, start, gradient, batches, hyper):
    step = {
        "sgd": sgd_step,
        "momentum": momentum_step,
        "nesterov": nesterov_step,
        "adagrad": adagrad_step,
        "adadelta": adadelta_step,
        "rmsprop": rmsprop_step,
        "adam": adam_step,
    }[rule]
    path, state = [np.asarray(start)], None
    for rows in batches:
        here = gradient(path[-1], rows)
        given = (lambda theta: here) if rule == "nesterov" else here
        theta, state = step(path[-1], given, state, **hyper)
        path.append(theta)
    return np.array(path)
