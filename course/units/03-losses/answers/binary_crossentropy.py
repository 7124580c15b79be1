# %% right: both terms in one line
def binary_crossentropy(y, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


# %% right: loops with math.log
import math


def binary_crossentropy(y, p):
    total = 0.0
    for a, q in zip(np.ravel(y).tolist(), np.ravel(p).tolist()):
        q = min(max(q, 1e-7), 1 - 1e-7)
        total -= a * math.log(q) + (1 - a) * math.log(1 - q)
    return total / np.size(y)


# %% right: log1p, double precision inside
def binary_crossentropy(y, p):
    y = np.asarray(y, dtype=np.float64)
    p = np.minimum(np.maximum(np.asarray(p, dtype=np.float64), 1e-7), 1 - 1e-7)
    return float(np.average(-y * np.log(p) - (1 - y) * np.log1p(-p)))


# %% right: clipped in place, on a copy
def binary_crossentropy(y, p):
    q = np.array(p, dtype=float)
    q[q < 1e-7] = 1e-7
    q[q > 1 - 1e-7] = 1 - 1e-7
    losses = np.log(q) * y + np.log(1 - q) * np.subtract(1, y)
    return -losses.sum() / losses.size


# %% wrong: no clip
# hint: A forecast of exactly 0 or 1 makes your loss infinite or NaN. Keep p a little away from both ends before the logarithm.
def binary_crossentropy(y, p):
    with np.errstate(all="ignore"):
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


# %% wrong: the second term is missing
# hint: What did not happen (y = 0) costs nothing in your version, however high p was. The second term is missing.
def binary_crossentropy(y, p):
    return -np.mean(y * np.log(np.clip(p, 1e-7, 1 - 1e-7)))


# %% wrong: no minus
# hint: Your loss is negative. Logarithms of probabilities are negative, so a minus makes a cost of them.
def binary_crossentropy(y, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


# %% wrong: base 2
# hint: Your numbers are all larger by a factor of about 1.44: that is a logarithm with base 2. Use the natural one.
def binary_crossentropy(y, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p))


# %% wrong: epsilon is added
# hint: You add a small number to p instead of clipping. That changes every loss a little, and p = 1 + 1e-7 is no probability.
def binary_crossentropy(y, p):
    eps = 1e-7
    return -np.mean(y * np.log(p + eps) + (1 - y) * np.log(1 - p + eps))


# %% wrong: another epsilon
# hint: You clip at another place. Very small probabilities should count down to 1e-7, and not further.
def binary_crossentropy(y, p):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


# %% wrong: the sum
# hint: That is the sum over the entries. A loss is their mean.
def binary_crossentropy(y, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))


# %% wrong: summed over the labels
# hint: With several labels per row you add them up and divide by the rows. The mean is over all entries.
def binary_crossentropy(y, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / len(p)


# %% wrong: truth and forecast exchanged
# hint: The logarithm is taken of the truth. It belongs to the forecast p.
def binary_crossentropy(y, p):
    y = np.clip(y, 1e-7, 1 - 1e-7)
    return -np.mean(p * np.log(y) + (1 - p) * np.log(1 - y))


# %% wrong: y is rounded
# hint: Targets between 0 and 1 are treated as a plain yes or no. Both terms count, with weights y and 1 − y.
def binary_crossentropy(y, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(np.where(y > 0.5, np.log(p), np.log(1 - p)))


# %% wrong: only y = 1 counts as yes
# hint: A target of 0.3 is treated as a plain no. y may be a share: both terms count, with weights y and 1 − y.
def binary_crossentropy(y, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(np.log(np.where(y == 1, p, 1 - p)))


# %% wrong: p is changed in place
# hint: Your function clips the caller's own array. Make a new one.
def binary_crossentropy(y, p):
    np.clip(p, 1e-7, 1 - 1e-7, out=p)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
