"""A small unit with Keras models, made for ``gradschool bench``: what the wire and a second process cost for these."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from autograder.course import CONFIG, Course

NAME = "keras-sample"
FOLDER = f"00-{NAME}"
SETUP = "import keras\nimport numpy as np\nfrom keras import layers"
#: exercise, its reference, its test cell: models that a test trains, counts, runs and lends
EXERCISES = (
    (
        "classifier",
        """\
def classifier(inputs, classes):
    model = keras.Sequential([
        keras.Input((inputs,)),
        layers.Dense(32, activation="relu"),
        layers.Dropout(0.1),
        layers.Dense(classes, activation="softmax"),
    ])
    model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model""",
        """\
model = classifier(5, 3)
assert model.count_params() == 5 * 32 + 32 + 32 * 3 + 3, "one hidden layer of 32"
assert model.optimizer.name == "adam" and model.layers[0].units == 32
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(0)
X = rng.normal(size=(240, 5)).astype("float32")
y = (X[:, 0] > 0).astype(int) + (X[:, 1] > 0)
history = model.fit(X, y, batch_size=24, epochs=12, verbose=0).history
assert history["loss"][-1] < 0.7 * history["loss"][0], "it learns"
### END HIDDEN TESTS""",
    ),
    (
        "image_model",
        """\
def image_model(shape, classes):
    x = inputs = keras.Input(shape)
    for filters in (8, 16):
        x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization()(x))
        x = layers.Concatenate()([layers.MaxPooling2D(2)(x), layers.AveragePooling2D(2)(x)])
    return keras.Model(inputs, layers.Dense(classes)(layers.GlobalAveragePooling2D()(x)))""",
        """\
model = image_model((12, 10, 2), 4)
assert model.output_shape == (None, 4)
### BEGIN HIDDEN TESTS
assert model.count_params() == 2 * 9 * 8 + 32 + 16 * 9 * 16 + 64 + 32 * 4 + 4
assert model(np.ones((3, 12, 10, 2), "float32")).shape == (3, 4)
### END HIDDEN TESTS""",
    ),
    (
        "freeze",
        """\
def freeze(model, until):
    for layer in model.layers:
        layer.trainable = False
        if layer.name == until:
            break
    return model""",
        """\
parts = [layers.Dense(4, name=name) for name in ("low", "middle", "high")]
model = freeze(keras.Sequential([keras.Input((3,)), *parts]), "middle")
assert [layer.trainable for layer in model.layers] == [False, False, True]
### BEGIN HIDDEN TESTS
assert len(model.trainable_weights) == 2
### END HIDDEN TESTS""",
    ),
)


def make_sample(course: Course, root: Path) -> Course:
    """A course of the sample unit alone, with the settings of ``course``, in a new folder."""
    folder = root / "units" / FOLDER
    folder.mkdir(parents=True)
    shutil.copyfile(course.root / CONFIG, root / CONFIG)
    cells = [_cell("setup_keras", SETUP, locked=True)]
    for name, reference, test in EXERCISES:
        solution = f"### BEGIN SOLUTION\n{reference}\n### END SOLUTION"
        cells += [_cell(name, solution, solution=True), _cell(f"test_{name}", test, grade=True, locked=True, points=2)]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    tree = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "exercises.ipynb").write_text(json.dumps(tree), encoding="utf-8")
    return Course(root)


def _cell(name: str, text: str, **marks: Any) -> dict[str, Any]:
    usual = {"schema_version": 3, "grade_id": name, "grade": False, "solution": False, "locked": False, "task": False}
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {"nbgrader": usual | marks},
        "source": text,
        "execution_count": None,
        "outputs": [],
    }
