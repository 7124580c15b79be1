"""The course's data sets: measured ones with a card and a hash, made-up ones from a generator.

`iris()` is measured (its card: `cards/iris.md`); `xor` and `separable_blobs` are drawn from `rng`.
"""

from datasets.integrity import DataChanged
from datasets.iris_flowers import Iris, iris
from datasets.toy_points import separable_blobs, xor

__all__ = ["DataChanged", "Iris", "iris", "separable_blobs", "xor"]
