"""The reference implementations of the course, one module per unit.

Modules load when they are first used: `import solutions` is quick, and
`solutions.neurons.threshold_unit(X, w, b)` works without another import.
"""

import pkgutil
from importlib import import_module
from types import ModuleType


def __getattr__(name: str) -> ModuleType:
    if name in _module_names():
        return import_module(f"{__name__}.{name}")
    raise AttributeError(
        f"solutions has no module {name!r}; expected one of {_module_names()}. "
        "Likely cause: a typing error, or the reference of a unit that you have not finished yet."
    )


def __dir__() -> list[str]:
    return sorted({*globals(), *_module_names()})


def _module_names() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
