"""The functions that are exercises can be cut out of their modules, and the package loads Keras only when needed."""

import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import solutions.architectures as nets
from autograder.reference import extract

EXERCISES = {
    "lenet": ["lenet5_c3_connections", "lenet5"],
    "alexnet": ["local_response_norm", "alexnet_table"],
    "vgg": ["vgg"],
    "inception": ["inception_module", "inception_cost", "factorized_cost"],
    "resnet": ["residual_block", "bottleneck_block", "resnet"],
    "digits": ["read_digits"],
}


@pytest.mark.parametrize(("module", "name"), [(module, name) for module, names in EXERCISES.items() for name in names])
def test_an_exercise_needs_no_other_module_of_the_package(module, name):
    text = extract(Path(nets.__path__[0], f"{module}.py"), name, set())
    assert "architectures" not in text
    made: dict[str, object] = {}
    exec(compile(text, name, "exec"), made)
    assert callable(made[name])


def test_importing_the_package_loads_neither_keras_nor_numpy():
    code = "import sys, solutions.architectures; assert not {'keras', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(nets.__path__[0]).parents[1])


def test_the_package_lists_its_modules_and_refuses_others():
    there = {module.name for module in pkgutil.iter_modules(nets.__path__)}
    assert set(re.findall(r"^- `(\w+)`", nets.__doc__, re.MULTILINE)) == there
    assert there <= set(dir(nets))
    with pytest.raises(AttributeError, match="no module 'vgg16'"):
        nets.vgg16  # noqa: B018
