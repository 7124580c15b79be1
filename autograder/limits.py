"""What a submission may use. Every limit is a setting; an author may change an exercise's time and a unit's memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from autograder.errors import GradschoolError


@dataclass(frozen=True)
class Limits:
    """Limits of one submission (sizes in MiB unless said)."""

    cell_seconds: float = 10.0  #: wall clock for one student cell, and for one exercise's checks
    submission_seconds: float = 180.0  #: wall clock for everything of one submission
    cpu_seconds: int = 120  #: processor time of one candidate process
    memory_mib: int = 1024  #: address space above what the warm process already uses
    scratch_mib: int = 64  #: everything in the scratch folder together
    file_mib: int = 32  #: one file
    scratch_files: int = 2000  #: files and folders in scratch
    open_files: int = 128
    output_kib: int = 256  #: kept text of one cell
    image_kib: int = 1024  #: kept pictures of one cell
    notebook_mib: int = 100  #: the submitted file
    answer_kib: int = 512  #: all source text of the submitted notebook

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if not isinstance(value, (int, float)) or isinstance(value, bool) or not value > 0:
                raise GradschoolError(f"Limit {name} must be a number above 0, but it is {value!r}.")

    def for_exercise(self, settings: dict[str, Any]) -> Limits:
        """These limits with what a cell's ``gradschool`` metadata changes: ``seconds``."""
        seconds = settings.get("seconds")
        if seconds is None:
            return self
        return replace(self, cell_seconds=float(seconds))

    def for_unit(self, settings: Iterable[dict[str, Any]]) -> Limits:
        """These limits, with as much memory as the unit's cells ask for: ``memory_mib`` in their ``gradschool``."""
        asked = [replace(self, memory_mib=cell["memory_mib"]) for cell in settings if "memory_mib" in cell]
        return max([self, *asked], key=lambda limits: limits.memory_mib)


def parse_limits(texts: list[str]) -> Limits:
    """Limits from texts such as ``cell_seconds=20``."""
    settings: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        try:
            number = float(value)
        except ValueError:
            equals = ""
        if not equals:
            raise GradschoolError(f"A limit is written name=number, such as cell_seconds=20, but got {text!r}.")
        settings[name.strip()] = int(number) if number.is_integer() else number
    return limits_from(settings)


def limits_from(settings: dict[str, Any]) -> Limits:
    """Limits from a settings table; unknown names are refused by name."""
    known = set(Limits.__dataclass_fields__)
    unknown = sorted(set(settings) - known)
    if unknown:
        raise GradschoolError(f"Unknown limit {unknown[0]!r}. Known limits: {', '.join(sorted(known))}.")
    return Limits(**settings)
