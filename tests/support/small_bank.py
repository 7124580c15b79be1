"""An answer bank for the small unit's three exercises, good enough to qualify it."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Course

BANK = {
    "double": """\
# %% right: a sum
def double(x):
    return np.asarray(x) + np.asarray(x)


# %% right: loops
def double(x):
    x = np.asarray(x)
    return np.array([2 * v for v in x.flat]).reshape(x.shape)


# %% right: einsum
def double(x):
    return np.einsum("...,->...", np.asarray(x), 2.0)


# %% wrong: squares
# hint: Your answer is the square of x. Twice x is wanted.
def double(x):
    return np.asarray(x) ** 2


# %% wrong: in place
# hint: You changed x itself.
def double(x):
    x *= 2
    return x


# %% wrong: only vectors
# hint: Your answer forgets matrices.
def double(x):
    x = np.asarray(x)
    return 2 * x if x.ndim == 1 else x


# %% wrong: three times
# hint: That is three times x.
def double(x):
    return 3 * np.asarray(x)
""",
    "quadruple": """\
# %% right: with double
def quadruple(x):
    return double(double(x))


# %% right: four times
def quadruple(x):
    return 4 * np.asarray(x)


# %% right: a list
def quadruple(x):
    return [4 * v for v in x]


# %% wrong: once
# hint: You doubled once.
def quadruple(x):
    return double(x)


# %% wrong: thrice
# hint: You doubled three times.
def quadruple(x):
    return double(double(double(x)))


# %% wrong: to the fourth
# hint: That is the fourth power.
def quadruple(x):
    return np.asarray(x) ** 4


# %% wrong: a number
# hint: Every number is wanted, not their sum.
def quadruple(x):
    return 4 * np.sum(x)
""",
    "apply": """\
# %% right: in another order
def apply(f, x, rng):
    noise = rng.normal()
    return noise + f(x)


# %% right: by size
def apply(f, x, rng):
    return f(x) + rng.normal(size=1)[0]


# %% right: standard normal
def apply(f, x, rng):
    return f(x) + rng.standard_normal()


# %% wrong: no noise
# hint: The noise is missing.
def apply(f, x, rng):
    return f(x)


# %% wrong: f of noise
# hint: The noise comes after f.
def apply(f, x, rng):
    return f(x + rng.normal())


# %% wrong: another generator
# hint: You draw from a generator of your own.
def apply(f, x, rng):
    return f(x) + np.random.default_rng(0).normal()


# %% wrong: twice
# hint: You draw twice.
def apply(f, x, rng):
    rng.normal()
    return f(x) + rng.normal()
""",
}


def add_bank(course: Course, bank: dict[str, str] | None = None) -> Path:
    """Write a bank into the small unit of a course; the folder of the answers."""
    folder = course.units / "01-small" / "answers"
    folder.mkdir(exist_ok=True)
    for name, text in (BANK if bank is None else bank).items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return folder
