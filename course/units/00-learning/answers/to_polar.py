# %% right: vectorised
def to_polar(points):
    x, y = points[:, 0], points[:, 1]
    return np.column_stack([np.hypot(x, y), np.arctan2(y, x)])


# %% right: loops
def to_polar(points):
    import math

    return [[math.sqrt(float(x) ** 2 + float(y) ** 2), math.atan2(float(y), float(x))] for x, y in points]


# %% right: complex numbers
def to_polar(points):
    z = points[:, 0] + 1j * points[:, 1]
    return np.stack([np.abs(z), np.angle(z)], axis=1)


# %% right: in place on a copy
def to_polar(points):
    polar = np.array(points, dtype=float)
    polar[:, 0] = np.linalg.norm(points, axis=1)
    polar[:, 1] = np.arctan2(points[:, 1], points[:, 0])
    return polar


# %% wrong: forgets the root
# hint: Your r is the square of the distance. Take its root.
def to_polar(points):
    x, y = points[:, 0], points[:, 1]
    return np.column_stack([x**2 + y**2, np.arctan2(y, x)])


# %% wrong: columns swapped
# hint: Your columns are the angle and the distance. The distance r comes first.
def to_polar(points):
    x, y = points[:, 0], points[:, 1]
    return np.column_stack([np.arctan2(y, x), np.hypot(x, y)])


# %% wrong: arctangent of the quotient
# hint: Your angle is right on the right-hand side only: y/x is the same for opposite points. Use np.arctan2(y, x).
def to_polar(points):
    x, y = points[:, 0], points[:, 1]
    with np.errstate(all="ignore"):
        return np.column_stack([np.hypot(x, y), np.arctan(y / x)])


# %% wrong: arctan2 the other way round
# hint: Your angle starts at the y axis and turns clockwise. np.arctan2 takes y first.
def to_polar(points):
    x, y = points[:, 0], points[:, 1]
    return np.column_stack([np.hypot(x, y), np.arctan2(x, y)])


# %% wrong: degrees
# hint: Your angle is in degrees. Half a turn is π radians, not 180.
def to_polar(points):
    x, y = points[:, 0], points[:, 1]
    return np.column_stack([np.hypot(x, y), np.degrees(np.arctan2(y, x))])


# %% wrong: angles from 0 to a full turn
# hint: Your angles run from 0 to 2π. Below the x axis they should be negative: −π < θ ≤ π.
def to_polar(points):
    x, y = points[:, 0], points[:, 1]
    return np.column_stack([np.hypot(x, y), np.arctan2(y, x) % (2 * np.pi)])


# %% wrong: distance along the axes
# hint: Your r adds the steps along the two axes. The distance is the straight way: Pythagoras.
def to_polar(points):
    x, y = points[:, 0], points[:, 1]
    return np.column_stack([np.abs(x) + np.abs(y), np.arctan2(y, x)])


# %% wrong: two rows
# hint: Your answer has r in one row and θ in the next. Every point keeps its own row: shape (m, 2).
def to_polar(points):
    x, y = points[:, 0], points[:, 1]
    return np.array([np.hypot(x, y), np.arctan2(y, x)])
