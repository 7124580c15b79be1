# %% right: scipy, picture by picture
def augment(images, rng, flip=False):
    from scipy import ndimage

    n, height, width, channels = images.shape
    middle = np.array([height - 1, width - 1]) / 2
    new = np.zeros(images.shape)
    for k in range(n):
        angle = np.deg2rad(rng.uniform(-10, 10))
        back = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        if flip and rng.random() < 0.5:
            back[1] *= -1
        offset = middle - back @ (middle + rng.uniform(-1, 1, size=2))
        for c in range(channels):
            new[k, ..., c] = ndimage.affine_transform(images[k, ..., c], back, offset, order=1)
    return new


# %% right: the nearest pixel, whole shifts
def augment(images, rng, flip=False):
    n, height, width, _ = images.shape
    middle_y, middle_x = (height - 1) / 2, (width - 1) / 2
    new = np.zeros_like(images)
    for k in range(n):
        down, right = rng.integers(-1, 2, size=2)
        angle = rng.uniform(-1, 1) * math.pi / 18
        side = -1 if flip and rng.random() < 0.5 else 1
        y, x = np.mgrid[:height, :width]
        y, x = y - middle_y - down, x - middle_x - right
        i = np.rint(math.cos(angle) * y - math.sin(angle) * x + middle_y).astype(int)
        j = np.rint(side * (math.sin(angle) * y + math.cos(angle) * x) + middle_x).astype(int)
        inside = (i >= 0) & (i < height) & (j >= 0) & (j < width)
        new[k][inside] = images[k][i[inside], j[inside]]
    return new


# %% right: the nearest pixel, shifts by fractions
def augment(images, rng, flip=False):
    from scipy import ndimage

    n, height, width, channels = images.shape
    middle = np.array([height - 1, width - 1]) / 2
    new = np.zeros_like(images)
    for k in range(n):
        angle = np.deg2rad(rng.uniform(-10, 10))
        back = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        if flip and rng.random() < 0.5:
            back[1] *= -1
        offset = middle - back @ (middle + rng.uniform(-1, 1, size=2))
        for c in range(channels):
            new[k, ..., c] = ndimage.affine_transform(images[k, ..., c], back, offset, order=0)
    return new


# %% right: turned, shifted and mirrored one after the other
def augment(images, rng, flip=False):
    from scipy import ndimage

    new = []
    for picture in images:
        picture = ndimage.rotate(picture, rng.uniform(-10, 10), axes=(1, 0), reshape=False, order=1)
        picture = ndimage.shift(picture, (*rng.uniform(-1, 1, size=2), 0), order=1)
        new.append(picture[:, ::-1] if flip and rng.random() < 0.5 else picture)
    return np.array(new)


# %% wrong: one change for all
# hint: All your pictures get the same change. Draw anew for each picture.
def augment(images, rng, flip=False):
    from scipy import ndimage

    new = ndimage.rotate(images, rng.uniform(-10, 10), axes=(2, 1), reshape=False, order=1)
    new = ndimage.shift(new, (0, *rng.uniform(-1, 1, size=2), 0), order=1)
    return new[:, :, ::-1] if flip and rng.random() < 0.5 else new


# %% wrong: always mirrors
# hint: You mirror pictures without being asked to. A mirrored digit is no digit: only with flip=True.
def augment(images, rng, flip=False):
    from scipy import ndimage

    new = []
    for picture in images:
        picture = ndimage.rotate(picture, rng.uniform(-10, 10), axes=(1, 0), reshape=False, order=1)
        picture = ndimage.shift(picture, (*rng.uniform(-1, 1, size=2), 0), order=1)
        new.append(picture[:, ::-1] if rng.random() < 0.5 else picture)
    return np.array(new)


# %% wrong: mirrors every picture when asked
# hint: With flip=True you mirror every picture. Half of them: a draw for each decides.
def augment(images, rng, flip=False):
    from scipy import ndimage

    new = []
    for picture in images:
        picture = ndimage.rotate(picture, rng.uniform(-10, 10), axes=(1, 0), reshape=False, order=1)
        picture = ndimage.shift(picture, (*rng.uniform(-1, 1, size=2), 0), order=1)
        new.append(picture[:, ::-1] if flip else picture)
    return np.array(new)


# %% wrong: upside down
# hint: With flip=True some of your pictures stand on their heads. Mirror left to right: along the width, axis 2 of all pictures.
def augment(images, rng, flip=False):
    from scipy import ndimage

    new = []
    for picture in images:
        picture = ndimage.rotate(picture, rng.uniform(-10, 10), axes=(1, 0), reshape=False, order=1)
        picture = ndimage.shift(picture, (*rng.uniform(-1, 1, size=2), 0), order=1)
        new.append(picture[::-1] if flip and rng.random() < 0.5 else picture)
    return np.array(new)


# %% wrong: rolls around
# hint: Ink that leaves your picture on one side comes in on the other, as np.roll does it. What comes in is 0.
def augment(images, rng, flip=False):
    from scipy import ndimage

    new = []
    for picture in images:
        picture = np.roll(picture, tuple(rng.integers(-1, 2, size=2)), axis=(0, 1))
        picture = ndimage.rotate(picture, rng.uniform(-10, 10), axes=(1, 0), reshape=False, order=1)
        new.append(picture[:, ::-1] if flip and rng.random() < 0.5 else picture)
    return np.array(new)


# %% wrong: degrees taken for radians
# hint: Your pictures are turned by any angle at all: np.sin and np.cos take radians. np.deg2rad turns degrees into them.
def augment(images, rng, flip=False):
    from scipy import ndimage

    n, height, width, channels = images.shape
    middle = np.array([height - 1, width - 1]) / 2
    new = np.zeros(images.shape)
    for k in range(n):
        angle = rng.uniform(-10, 10)
        back = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        if flip and rng.random() < 0.5:
            back[1] *= -1
        offset = middle - back @ (middle + rng.uniform(-1, 1, size=2))
        for c in range(channels):
            new[k, ..., c] = ndimage.affine_transform(images[k, ..., c], back, offset, order=1)
    return new


# %% wrong: turned about the corner
# hint: You turn about the corner of the picture, so far pixels move a long way. Turn about the middle.
def augment(images, rng, flip=False):
    from scipy import ndimage

    n, height, width, channels = images.shape
    new = np.zeros(images.shape)
    for k in range(n):
        angle = np.deg2rad(rng.uniform(-10, 10))
        back = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        offset = -back @ rng.uniform(-1, 1, size=2)
        mirror = flip and rng.random() < 0.5
        for c in range(channels):
            turned = ndimage.affine_transform(images[k, ..., c], back, offset, order=1)
            new[k, ..., c] = turned[:, ::-1] if mirror else turned
    return new


# %% wrong: no turn
# hint: Your pictures are shifted, but never turned.
def augment(images, rng, flip=False):
    from scipy import ndimage

    new = []
    for picture in images:
        picture = ndimage.shift(picture, (*rng.uniform(-1, 1, size=2), 0), order=1)
        new.append(picture[:, ::-1] if flip and rng.random() < 0.5 else picture)
    return np.array(new)


# %% wrong: no shift
# hint: Your pictures are turned, but never shifted.
def augment(images, rng, flip=False):
    from scipy import ndimage

    new = []
    for picture in images:
        picture = ndimage.rotate(picture, rng.uniform(-10, 10), axes=(1, 0), reshape=False, order=1)
        new.append(picture[:, ::-1] if flip and rng.random() < 0.5 else picture)
    return np.array(new)


# %% wrong: one shift for both axes
# hint: Your shift to the right always equals your shift down. Draw two numbers.
def augment(images, rng, flip=False):
    from scipy import ndimage

    new = []
    for picture in images:
        shift = rng.uniform(-1, 1)
        picture = ndimage.rotate(picture, rng.uniform(-10, 10), axes=(1, 0), reshape=False, order=1)
        picture = ndimage.shift(picture, (shift, shift, 0), order=1)
        new.append(picture[:, ::-1] if flip and rng.random() < 0.5 else picture)
    return np.array(new)


# %% wrong: only down and right
# hint: Your pictures move only down and to the right. Draw from −1 to 1.
def augment(images, rng, flip=False):
    from scipy import ndimage

    new = []
    for picture in images:
        picture = ndimage.rotate(picture, rng.uniform(-10, 10), axes=(1, 0), reshape=False, order=1)
        picture = ndimage.shift(picture, (*rng.uniform(0, 1, size=2), 0), order=1)
        new.append(picture[:, ::-1] if flip and rng.random() < 0.5 else picture)
    return np.array(new)


# %% wrong: the edge is repeated
# hint: Around your pictures the edge goes on. What comes in from outside is 0.
def augment(images, rng, flip=False):
    from scipy import ndimage

    new = []
    for picture in images:
        picture = ndimage.rotate(picture, rng.uniform(-10, 10), axes=(1, 0), reshape=False, order=1, mode="nearest")
        picture = ndimage.shift(picture, (*rng.uniform(-1, 1, size=2), 0), order=1, mode="nearest")
        new.append(picture[:, ::-1] if flip and rng.random() < 0.5 else picture)
    return np.array(new)


# %% wrong: NumPy's own chance
# hint: Your draws don't come from the rng that you were given: with one seed twice, the pictures differ.
def augment(images, rng, flip=False):
    from scipy import ndimage

    rng, new = np.random.default_rng(), []
    for picture in images:
        picture = ndimage.rotate(picture, rng.uniform(-10, 10), axes=(1, 0), reshape=False, order=1)
        picture = ndimage.shift(picture, (*rng.uniform(-1, 1, size=2), 0), order=1)
        new.append(picture[:, ::-1] if flip and rng.random() < 0.5 else picture)
    return np.array(new)
