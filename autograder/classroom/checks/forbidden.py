"""Names that an exercise forbids, because they are what the student is asked to write."""

from __future__ import annotations

import importlib.util
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import FrameType, ModuleType
from typing import Any

from autograder.classroom.checks.base import the_judge

INSTEAD = "Write it yourself, from sums, products, comparisons, slices and matrix products."


class Forbidden(RuntimeError):
    """An answer called what its exercise forbids."""


class _Rule:
    """One forbidden name: its text, and whether it holds now."""

    def __init__(self, name: str, instead: str) -> None:
        self.name, self.instead = name, instead
        self.active = True

    def refusal(self) -> str:
        return f"`{self.name}` may not be used in this exercise. {self.instead}"


class _Guard:
    """Stands where a forbidden function was: refuses notebook code, and lets libraries through."""

    def __init__(self, original: Any, rule: _Rule) -> None:
        self.original, self.rule = original, rule
        self.__doc__, self.__name__ = getattr(original, "__doc__", None), getattr(original, "__name__", rule.name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.rule.active and _is_for_notebook(sys._getframe(1)):
            raise Forbidden(self.rule.refusal())
        return self.original(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name == "original":
            raise AttributeError(name)  # asked of an empty copy
        value = getattr(self.original, name)  # ufuncs have methods that do the same: np.maximum.reduce
        return _Guard(value, self.rule) if callable(value) and not name.startswith("__") else value

    def __instancecheck__(self, value: Any) -> bool:
        return isinstance(value, self.original)

    def __subclasscheck__(self, kind: Any) -> bool:
        return issubclass(kind.original if isinstance(kind, _Guard) else kind, self.original)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return (self.original,)

    def __repr__(self) -> str:
        return repr(self.original)


def _is_for_notebook(frame: FrameType | None) -> bool:
    """Whether notebook code calls, directly or through a NumPy function that takes a function."""
    while frame is not None and str(frame.f_globals.get("__name__")).partition(".")[0] in ("numpy", "functools"):
        frame = frame.f_back
    return frame is not None and frame.f_globals.get("__name__") == "__main__"


_rules: list[_Rule] = []
_told: list[_Rule] = []  #: on the judge's side: what the candidate refuses
_replaced: list[tuple[ModuleType, str, _Guard]] = []


class forbid:
    """Forbid names until `allow` lifts them: notebook code that calls one gets an error that says what to do instead.

    Call it in a locked set-up cell before the exercise, and `checks.allow()` in one after it; or use it after
    `with`. Arguments: names, functions ("numpy.convolve") or modules ("scipy.signal": everything in
    it); instead, what to do, in words for the student. Raises ValueError for a name that can't be found.

    It holds in the student's kernel and in grading, for code of the notebook itself: `np.convolve`, `from numpy import
    convolve` before or after, functions that pass it on to NumPy (`np.apply_along_axis`), modules that are
    imported later. Libraries may use the names, and so may references where tests run.

    It does not stop another name for the same thing (`scipy.ndimage` beside `scipy.signal`, private modules such as
    `numpy._core`), methods of arrays, a call from a thread, `checks.allow()` in an answer, or whoever means to get
    round it: it is a fence for the honest. Whoever reads answers still sees what was used.
    """

    def __init__(self, *names: str, instead: str = INSTEAD) -> None:
        if not names:
            raise ValueError("expected the names to forbid, such as 'numpy.convolve'; received none")
        for name in names:
            if not _exists(name):
                raise ValueError(f"expected the full name of a function or module to forbid; there is no {name!r}")
        self.rules = [_Rule(name, instead) for name in names]
        if the_judge() is not None:
            _told.extend(self.rules)
            return
        _lift([rule for rule in _rules if rule.name in names])  # the cell may be run again
        _enforce(self.rules)

    def __enter__(self) -> forbid:
        return self

    def __exit__(self, *_: object) -> None:
        _lift(self.rules)


class allow:
    """Lift what `forbid` forbade: these names, or all. After `with`, only inside it."""

    def __init__(self, *names: str) -> None:
        self.lifted = [rule for rule in _rules if rule.active and (not names or rule.name in names)]
        _lift(self.lifted)

    def __enter__(self) -> allow:
        return self

    def __exit__(self, *_: object) -> None:
        _enforce(self.lifted)


def known_refusal(text: str) -> str | None:
    """The text, if it is just what `forbid` says of a name that the author forbade. It gives nothing away then."""
    return next((text for rule in _told if text == rule.refusal()), None)


def _exists(name: str) -> bool:
    """Whether there may be something of this name; what is not imported yet is believed."""
    parent, _, attribute = name.rpartition(".")
    module = sys.modules.get(parent)
    if module is None or name in sys.modules or attribute in vars(module):
        return True
    return hasattr(module, "__path__") and importlib.util.find_spec(name) is not None


def _enforce(rules: list[_Rule]) -> None:
    _rules.extend(rules)
    if _watcher not in sys.meta_path:
        sys.meta_path.insert(0, _watcher)
    for rule in rules:
        rule.active = True
        _put_guards(rule)
    _swap_in_notebook({id(guard.original): guard for _, _, guard in _replaced})


def _put_guards(rule: _Rule) -> None:
    """Put guards where the name is now: in its module, or on everything public in the module of that name."""
    parent, _, name = rule.name.rpartition(".")
    if rule.name not in sys.modules and parent in sys.modules:
        _replace(sys.modules[parent], name, rule)
    for inside, module in list(sys.modules.items()):
        if isinstance(module, ModuleType) and (inside == rule.name or inside.startswith(f"{rule.name}.")):
            for public in [name for name in vars(module) if not name.startswith("_")]:
                _replace(module, public, rule)


def _replace(module: ModuleType, name: str, rule: _Rule) -> None:
    value = vars(module).get(name)
    if isinstance(value, _Guard) and not value.rule.active:
        value = value.original  # taken over from another module while that was forbidden
    if not callable(value) or isinstance(value, _Guard):
        return
    if isinstance(value, type) and issubclass(value, BaseException):
        return  # `except` needs the class itself
    guard = _Guard(value, rule)
    _replaced.append((module, name, guard))
    setattr(module, name, guard)


def _lift(rules: list[_Rule]) -> None:
    for rule in rules:
        rule.active = False
        if rule in _rules:
            _rules.remove(rule)
    over = [item for item in _replaced if not item[2].rule.active]
    for module, name, guard in reversed(over):
        if vars(module).get(name) is guard:
            setattr(module, name, guard.original)
        _replaced.remove((module, name, guard))
    _swap_in_notebook({id(guard): guard.original for _, _, guard in over})
    for rule in _rules:
        _put_guards(rule)  # what two rules forbade stays forbidden by the other
    if not _rules and _watcher in sys.meta_path:
        sys.meta_path.remove(_watcher)


def _swap_in_notebook(others: dict[int, Any]) -> None:
    """Exchange the notebook's own names for these objects: what it took over by `from … import …`."""
    names = vars(sys.modules["__main__"])
    for name, value in list(names.items()):
        if id(value) in others:
            names[name] = others[id(value)]


class _Watcher(MetaPathFinder):
    """Puts guards into forbidden modules when they are imported for the first time."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        rules = [rule for rule in _rules if f"{name}.".startswith(f"{rule.name}.") or _parent(rule.name) == name]
        finders = [finder for finder in sys.meta_path if finder is not self] if rules else []
        spec = next(filter(None, (finder.find_spec(name, path, target) for finder in finders)), None)
        if spec is not None and spec.loader is not None and not isinstance(spec.loader, type):
            _guard_after_loading(spec.loader, rules)
        return spec


def _parent(name: str) -> str:
    return name.rpartition(".")[0]


def _guard_after_loading(loader: Any, rules: list[_Rule]) -> None:
    """Have this loader put guards into the next module that it loads."""
    load = loader.exec_module

    def exec_module(module: ModuleType) -> None:
        del loader.exec_module
        load(module)
        for rule in rules:
            if rule.active:
                _put_guards(rule)

    loader.exec_module = exec_module


_watcher = _Watcher()
