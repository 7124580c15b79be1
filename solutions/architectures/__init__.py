"""Unit 10: the classic networks for images, one module per family.

- `lenet`: LeNet-5 of 1998, as published and in today's form
- `alexnet`: AlexNet of 2012 in one tower and in two, and its normalisation across channels
- `vgg`: VGG-16 and VGG-19 of 2014, 3×3 convolutions only
- `inception`: GoogLeNet of 2014, Inception v2 and v3 of 2015, and what their tricks save
- `resnet`: ResNet-18 to ResNet-152 of 2015, and small ones for small images
- `inception_resnet`: Inception-v4 and Inception-ResNet-v1 and v2 of 2016
- `digits`: the unit's capstone, a small network that reads digits
- `family`: who came after whom, with which idea and which result
- `counting`: parameters and multiply-adds of any Keras model, networks without weights, and narrower ones

Modules load when they are first used: `import solutions.architectures` is quick, and
`solutions.architectures.vgg.vgg16()` works without another import.
"""

import pkgutil
from importlib import import_module
from types import ModuleType


def __getattr__(name: str) -> ModuleType:
    if name in _families():
        return import_module(f".{name}", __name__)
    raise AttributeError(
        f"solutions.architectures has no module {name!r}; expected one of {_families()}. "
        "Likely cause: a typing error, or the name of a network where its family is meant."
    )


def __dir__() -> list[str]:
    return sorted({*globals(), *_families()})


def _families() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(__path__))
