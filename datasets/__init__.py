"""The course's data sets: measured ones with a card and a hash, made-up ones from a generator.

Measured, with nothing to fetch: `iris`, `digits`, `diabetes`, `breast_cancer`, `photographs`, `stock`.
Each is checked against the hash on its card, `cards/NAME.md`, at every load.

Made up, drawn from `rng`: `xor`, `rings`, `moons`, `separable_blobs`, `gaussian_ring`, `shapes`,
`first_symbol`, `sine_mixtures`, `harmonic_words` (their card: `cards/made_up.md`).

Published, where their files can be had: `mnist`, `cifar10`; `mnist_or_digits` takes what there is.
"""

from datasets.breast_cancer_cells import BreastCancer, breast_cancer
from datasets.cifar_images import cifar10
from datasets.diabetes_progression import Diabetes, diabetes
from datasets.handwritten_digits import Digits, digits
from datasets.integrity import DataChanged
from datasets.iris_flowers import Iris, iris
from datasets.mnist_digits import mnist, mnist_or_digits
from datasets.published import DataMissing, LabelledImages
from datasets.sample_photographs import Photographs, photographs
from datasets.sequences import first_symbol, harmonic_words, sine_mixtures
from datasets.small_shapes import SHAPE_NAMES, shapes
from datasets.stock_prices import Stock, stock
from datasets.toy_points import gaussian_ring, moons, rings, separable_blobs, xor

__all__ = [
    "SHAPE_NAMES",
    "BreastCancer",
    "DataChanged",
    "DataMissing",
    "Diabetes",
    "Digits",
    "Iris",
    "LabelledImages",
    "Photographs",
    "Stock",
    "breast_cancer",
    "cifar10",
    "diabetes",
    "digits",
    "first_symbol",
    "gaussian_ring",
    "harmonic_words",
    "iris",
    "mnist",
    "mnist_or_digits",
    "moons",
    "photographs",
    "rings",
    "separable_blobs",
    "shapes",
    "sine_mixtures",
    "stock",
    "xor",
]
