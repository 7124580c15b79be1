"""What came of checking an exercise, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Status(Enum):
    """How an exercise stands."""

    PASSED = "passed"
    PARTIAL = "partly right"
    FAILED = "not right yet"
    RAISED = "raised an error"
    NOT_ANSWERED = "not answered yet"
    TOO_LONG = "took too long"
    ENDED = "ended its process"
    MISSING = "missing"
    WRITTEN = "written"  #: an essay, which a person reads
    NOT_WRITTEN = "not written yet"


@dataclass(frozen=True)
class Outcome:
    """How an exercise stands, and what to tell the student.

    Attributes: message, what is wrong; where, the lines of cells that it comes from; printed, what the check cell
    printed, with a line for each part of the exercise where it has parts; notes, what else is worth knowing, such
    as an earlier cell that raised.
    """

    exercise: str
    status: Status
    message: str = ""
    where: str = ""
    printed: str = ""
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return self.status in (Status.PASSED, Status.WRITTEN)

    def for_json(self) -> dict[str, object]:
        """As JSON holds it."""
        return {**vars(self), "status": self.status.value, "notes": list(self.notes)}
