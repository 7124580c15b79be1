"""Which known wrong answer a student's behaves like: what is known of a unit, and how each of them behaves.

Behaviour is compared on inputs that are the same for every submission, so that the known answers run once, in an
examiner of their own, and not again for each wrong answer of a class. The verdict, which came before, was found on
inputs of the submission's own; nothing of this changes a score.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from autograder.record import digest
from autograder.sketch import Sketch


@dataclass(frozen=True)
class KnownAnswer:
    """A wrong answer whose mistake is known, and what a student who makes it should read.

    One that was ``banked`` is always compared, others as far as the time goes. Banked ones come first.
    """

    text: str
    hint: str
    banked: bool = False


Known = Mapping[str, Sequence[KnownAnswer]]
Sketches = list[Sketch | None]
NOTHING_KNOWN: Known = MappingProxyType({})


class Recognition:
    """The known wrong answers of a notebook's exercises, and their sketches, made when first asked for."""

    def __init__(self, known: Known = NOTHING_KNOWN) -> None:
        self.known = known
        self._sketches: dict[str, Sketches] = {}
        self._making: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._locks = threading.Lock()

    def answers(self, exercise: str) -> Sequence[KnownAnswer]:
        return self.known.get(exercise, ())

    def sketches(self, exercise: str, make: Callable[[], Sketches]) -> Sketches:
        """How the known answers of an exercise behave; another thread that asks meanwhile waits.

        Args:
            make: finds it out. May raise; then the next who asks tries again.
        """
        with self._locks:
            making = self._making[exercise]
        with making:
            if exercise not in self._sketches:
                self._sketches[exercise] = make()
            return self._sketches[exercise]


def seed_of(cell: str) -> int:
    """The seed of the inputs on which the answers to a test cell are compared."""
    return int(digest(["recognition", cell])[:24], 16)
