"""LeNet-5: two rounds of convolution and subsampling, then dense layers, for digits on 32×32 pixels.

Source: LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition", 1998.
"""

from __future__ import annotations

import math
from typing import Any

import keras
import numpy as np
from keras import layers, ops
from numpy.typing import ArrayLike, NDArray

#: the digits 0 to 9 side by side, 7 pixels wide and 12 high each
BITMAPS = """
..###.. ...#... .#####. .#####. .....#. ####### ..####. ####### ..###.. ..###..
.#...#. ..##... #.....# #.....# ....##. #...... .#..... ......# .#...#. .#...#.
.#...#. .#.#... #.....# ......# ...#.#. #...... #...... ......# #.....# #.....#
#.....# ...#... ......# ......# ..#..#. #...... #...... .....#. #.....# #.....#
#.....# ...#... .....#. ......# .#...#. #.####. #.####. .....#. .#...#. #.....#
#.....# ...#... ....#.. ..####. #....#. ##....# ##....# ....#.. ..###.. #....##
#.....# ...#... ...#... ......# #....#. ......# #.....# ....#.. .#...#. .####.#
#.....# ...#... ..#.... ......# ####### ......# #.....# ...#... #.....# ......#
#.....# ...#... .#..... ......# .....#. ......# #.....# ...#... #.....# ......#
.#...#. ...#... #...... ......# .....#. ......# #.....# ..#.... #.....# ......#
.#...#. ...#... #...... #.....# .....#. #.....# .#...#. ..#.... .#...#. .....#.
..###.. .#####. ####### .#####. .....#. .#####. ..###.. ..#.... ..###.. .####..
"""


def lenet5_c3_connections() -> NDArray[np.int64]:
    """Say which of the six maps of S2 each of the sixteen maps of C3 looks at.

    The first six see three neighbours, the next six see four, the next three see two pairs with a gap between them,
    the last one sees all. Neighbours go round: after map 5 comes map 0.

    Returns: (6, 16), in row i and column j a 1 where map j of C3 looks at map i of S2, else 0; 60 ones.
    Source: LeCun et al., 1998, table I.
    """
    three = [(i, i + 1, i + 2) for i in range(6)]
    four = [(i, i + 1, i + 2, i + 3) for i in range(6)]
    two_pairs = [(i, i + 1, i + 3, i + 4) for i in range(3)]
    table = np.zeros((6, 16), int)
    for column, seen in enumerate([*three, *four, *two_pairs, range(6)]):
        table[np.mod(seen, 6), column] = 1
    return table


def lenet5() -> keras.Model:
    """Build LeNet-5 in today's form: every map sees all maps before it, plain average pooling, softmax.

    Returns: a model (N, 32, 32, 1) → (N, 10) of 61,706 parameters, not compiled.
    Source: LeCun et al., 1998, simplified.
    """
    return keras.Sequential(
        [
            keras.Input((32, 32, 1)),
            layers.Conv2D(6, 5, activation="tanh", name="C1"),
            layers.AveragePooling2D(2, name="S2"),
            layers.Conv2D(16, 5, activation="tanh", name="C3"),
            layers.AveragePooling2D(2, name="S4"),
            layers.Conv2D(120, 5, activation="tanh", name="C5"),
            layers.Flatten(),
            layers.Dense(84, "tanh", name="F6"),
            layers.Dense(10, "softmax", name="output"),
        ],
        name="lenet5",
    )


def squash(a: keras.KerasTensor) -> keras.KerasTensor:
    """Squash activations to ±1.7159: 1.7159 · tanh(2a/3), so that ±1 stays ±1 and is where the curve bends most.

    Arguments: a, of any shape.
    Returns: the shape of a.
    Source: LeCun et al., 1998, equation 6 and appendix A.
    """
    return 1.7159 * ops.tanh(a * 2 / 3)


class Subsampling(layers.Layer):
    """Halve each map: the sum of 2×2 pixels, times one trainable coefficient per map, plus one bias, squashed.

    Coefficients start at ¼, which makes the sum a mean.
    """

    def build(self, shape: tuple[int | None, ...]) -> None:
        self.coefficient = self.add_weight((shape[-1],), keras.initializers.Constant(0.25), name="coefficient")
        self.bias = self.add_weight((shape[-1],), "zeros", name="bias")

    def call(self, x: keras.KerasTensor) -> keras.KerasTensor:
        return squash(4 * ops.average_pool(x, 2) * self.coefficient + self.bias)


class PartialConvolution(layers.Layer):
    """A 5×5 convolution in which each map looks at some of the maps before it, squashed.

    Weights exist for the connected pairs of maps only: `kernel` (5, 5, pairs), in the order of the table's ones.

    Arguments: connections (maps before, maps), 1 where two maps are connected.
    """

    def __init__(self, connections: ArrayLike, **settings: Any) -> None:
        super().__init__(**settings)
        self.connections = np.asarray(connections)

    def build(self, shape: tuple[int | None, ...]) -> None:
        before, maps = self.connections.shape
        pairs = np.flatnonzero(self.connections)
        self.kernel = self.add_weight((5, 5, len(pairs)), name="kernel")
        self.bias = self.add_weight((maps,), "zeros", name="bias")
        self.place = np.eye(before * maps, dtype=self.dtype)[pairs]

    def call(self, x: keras.KerasTensor) -> keras.KerasTensor:
        kernel = ops.reshape(ops.matmul(self.kernel, self.place), (5, 5, *self.connections.shape))
        return squash(ops.conv(x, kernel) + self.bias)

    def get_config(self) -> dict[str, Any]:
        return super().get_config() | {"connections": self.connections.tolist()}


class Penalties(layers.Layer):
    """Compare what is seen with a fixed picture of each digit: Σ (x − w)², the argument of a radial basis function.

    The pictures are `BITMAPS`, a pixel as +1 or −1. They don't train. The paper shows its own only as a figure.
    """

    def build(self, shape: tuple[int | None, ...]) -> None:
        self.pictures = self.add_weight((10, 84), _pictures, trainable=False, name="pictures")

    def call(self, x: keras.KerasTensor) -> keras.KerasTensor:
        return ops.sum((x[:, np.newaxis] - self.pictures) ** 2, axis=-1)


def lenet5_original() -> keras.Model:
    """Build LeNet-5 as published: partly connected C3, trainable subsampling, and a distance to a picture per digit.

    It has 60,000 trainable parameters, and 840 fixed ones in the pictures. Weights start as Keras starts them, not as
    in the paper (uniform within ±2.4/fan-in).

    Returns: a model (N, 32, 32, 1) → (N, 10) of penalties, the smallest of which is the answer, not compiled.
    Source: LeCun et al., 1998, section II.B.
    """
    return keras.Sequential(
        [
            keras.Input((32, 32, 1)),
            layers.Conv2D(6, 5, activation=squash, name="C1"),
            Subsampling(name="S2"),
            PartialConvolution(lenet5_c3_connections(), name="C3"),
            Subsampling(name="S4"),
            layers.Conv2D(120, 5, activation=squash, name="C5"),
            layers.Flatten(),
            layers.Dense(84, squash, name="F6"),
            Penalties(name="output"),
        ],
        name="lenet5_original",
    )


def penalty_loss(y_true: keras.KerasTensor, penalties: keras.KerasTensor, j: float = 1.0) -> keras.KerasTensor:
    """Pull the right penalty down and push the others up, those above j hardly: y_right + log(e^−j + Σ e^−y_i).

    Arguments: y_true (N,) or (N, 1), labels 0 to 9; penalties (N, 10); j, a positive number that the paper leaves open.
    Returns: (N,) losses.
    Source: LeCun et al., 1998, equation 9.
    """
    right = ops.take_along_axis(penalties, ops.reshape(ops.cast(y_true, "int32"), (-1, 1)), axis=1)
    rest = ops.concatenate([-penalties, ops.full_like(right, -j)], axis=1)
    return right[:, 0] + ops.logsumexp(rest, axis=1)


def connections(layer: keras.Layer) -> int:
    """Count the connections of a layer of the original: what each of its units is fed by, a bias included.

    Arguments: layer of `lenet5_original`.
    Returns: a whole number; of shared weights every use counts.
    Source: LeCun et al., 1998, section II.B.
    """
    *places, maps = layer.output.shape[1:]
    if isinstance(layer, Subsampling):
        return math.prod(places) * maps * (2 * 2 + 1)
    return math.prod(places) * layer.count_params()


def _pictures(shape: tuple[int, int], dtype: Any = None) -> keras.KerasTensor:
    """`BITMAPS` as numbers: a row of 84 pixels per digit, row by row from the top left, +1 for ink and −1 for paper."""
    rows = [line.split() for line in BITMAPS.strip().splitlines()]
    digits = ["".join(parts) for parts in zip(*rows, strict=True)]
    ink = [[1 if pixel == "#" else -1 for pixel in digit] for digit in digits]
    return ops.reshape(ops.convert_to_tensor(ink, dtype), shape)
