# %% right: as in the hints
def som_best_matching_unit(weights, x):
    squares = ((weights - x) ** 2).sum(axis=2)
    row, column = np.unravel_index(squares.argmin(), squares.shape)
    return int(row), int(column)


# %% right: two loops
def som_best_matching_unit(weights, x):
    best, nearest = None, np.inf
    for row in range(weights.shape[0]):
        for column in range(weights.shape[1]):
            distance = np.linalg.norm(weights[row, column] - x)
            if distance < nearest:
                best, nearest = (row, column), distance
    return best


# %% right: a flat list, divided again
def som_best_matching_unit(weights, x):
    flat = weights.reshape(-1, weights.shape[-1])
    place = np.argmin(np.linalg.norm(flat - x, axis=1))
    return np.array(divmod(place, weights.shape[1]))


# %% right: min over a list of places, the last one of equals
def som_best_matching_unit(weights, x):
    places = list(np.ndindex(weights.shape[:2]))[::-1]
    return min(places, key=lambda place: float(np.sum((weights[place] - x) ** 2)))


# %% wrong: the farthest
# hint: You give the unit that is farthest away. Take the smallest distance.
def som_best_matching_unit(weights, x):
    squares = ((weights - x) ** 2).sum(axis=2)
    row, column = np.unravel_index(squares.argmax(), squares.shape)
    return int(row), int(column)


# %% wrong: column before row
# hint: You give the column first. The row comes first.
def som_best_matching_unit(weights, x):
    squares = ((weights - x) ** 2).sum(axis=2)
    row, column = np.unravel_index(squares.argmin(), squares.shape)
    return int(column), int(row)


# %% wrong: the place in the flat list
# hint: You give one number, the place when the map is counted through. np.unravel_index turns it into row and column.
def som_best_matching_unit(weights, x):
    return int(((weights - x) ** 2).sum(axis=2).argmin())


# %% wrong: the largest product
# hint: You look for the largest product w·x. That favours long weight vectors; here the distance counts.
def som_best_matching_unit(weights, x):
    products = weights @ x
    row, column = np.unravel_index(products.argmax(), products.shape)
    return int(row), int(column)


# %% wrong: differences that cancel
# hint: You add up differences with their signs, so they cancel. Square them first.
def som_best_matching_unit(weights, x):
    differences = np.abs((weights - x).sum(axis=2))
    row, column = np.unravel_index(differences.argmin(), differences.shape)
    return int(row), int(column)


# %% wrong: the sum of sizes
# hint: You add up the sizes of the differences. The straight distance adds up their squares, and that can choose another unit.
def som_best_matching_unit(weights, x):
    sizes = np.abs(weights - x).sum(axis=2)
    row, column = np.unravel_index(sizes.argmin(), sizes.shape)
    return int(row), int(column)


# %% wrong: the largest difference
# hint: You judge a unit by its largest difference alone. All features count: sum the squares.
def som_best_matching_unit(weights, x):
    largest = np.abs(weights - x).max(axis=2)
    row, column = np.unravel_index(largest.argmin(), largest.shape)
    return int(row), int(column)


# %% wrong: divided by the number of rows
# hint: Right only on some maps: a flat place is divided by the number of columns, not of rows.
def som_best_matching_unit(weights, x):
    place = int(((weights - x) ** 2).sum(axis=2).argmin())
    return divmod(place, weights.shape[0])
