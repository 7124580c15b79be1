"""What crosses a cluster: a task as JSON out, its result as JSON back, and by what a worker is known to fit.

A task carries its own input and names no student. Whoever imports this module (a scheduler does, to find `run_task`)
imports nothing that grades.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from autograder.errors import GradschoolError
from autograder.packed_records import record_from, result_from
from autograder.record import Record

if TYPE_CHECKING:
    from autograder.notebook import StudentCell
    from autograder.one_submission import Judged

PLUGIN = "gradschool"  #: under which a worker keeps what grades
SHOWN = 12  #: digits of a hash that are shown and compared


@dataclass(frozen=True)
class Fingerprint:
    """Exactly what grades: two workers with the same fingerprint give the same results."""

    notebook: str  #: such as ``01-neurons/exercises``
    version: str  #: of this package
    engine: str  #: the grader's code, the solutions, Python and the libraries that decide a grade
    course: str  #: the source notebook, its bank, the library that its students have

    def __str__(self) -> str:
        return f"gradschool {self.version}, engine {self.engine}, course {self.course}"

    @property
    def resource(self) -> str:
        """The name of the Dask resource that a worker offers who grades exactly this."""
        return f"gradschool {self.notebook} {self.version} {self.engine} {self.course}"

    @classmethod
    def offered(cls, resource: str) -> Fingerprint | None:
        """What a worker's resource says, or None if it is another program's."""
        parts = resource.split(" ")
        return cls(*parts[1:]) if len(parts) == 5 and parts[0] == "gradschool" else None


@dataclass(frozen=True)
class Task:
    """One submission to grade."""

    fingerprint: Fingerprint
    limits: dict[str, float]
    seed: str  #: of its hidden inputs; the course's secret stays with the gradebook
    cells: tuple[StudentCell, ...]
    released: dict[str, str]  #: grade id → text of the solution cells as they were released
    old: Record | None

    def to_bytes(self) -> bytes:
        """As JSON; the record before goes without its student's name."""
        tree = asdict(self)
        if self.old is not None:
            tree["old"]["student"] = ""
        return json.dumps(tree).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Task:
        from autograder.notebook import StudentCell

        tree = json.loads(data)
        old = tree["old"]
        return cls(
            Fingerprint(**tree["fingerprint"]),
            tree["limits"],
            tree["seed"],
            tuple(StudentCell(**cell) for cell in tree["cells"]),
            tree["released"],
            None if old is None else record_from(old),
        )


class Refused(GradschoolError):
    """A worker did not take a task; another one may."""


def run_task(task: bytes) -> bytes:
    """Grade one submission on the worker that this runs on: the only function that is sent to a cluster."""
    from distributed import get_worker

    plugin: Any = get_worker().plugins[PLUGIN]
    reply: bytes = plugin.grade(task)
    return reply


def reply_to_bytes(judged: Judged) -> bytes:
    """A result as JSON."""
    return json.dumps({"judged": asdict(judged)}).encode()


def problem_to_bytes(kind: str, text: str) -> bytes:
    """Why there is no result: ``refused`` (another worker may do it) or ``problem``."""
    return json.dumps({kind: text}).encode()


def reply_from(data: object, expected: Mapping[str, float]) -> Judged:
    """A worker's result, looked through: what it says of points has to fit the notebook.

    Args:
        expected: exercise → the points that it is worth.

    Raises:
        Refused: if the worker did not take the task.
        GradschoolError: if it could not be graded, or the reply is none.
    """
    from autograder.one_submission import Judged

    try:
        tree = json.loads(data) if isinstance(data, bytes) else {}
        if "refused" in tree:
            raise Refused(str(tree["refused"]))
        if "problem" in tree:
            raise GradschoolError(str(tree["problem"]))
        parts: dict[str, Any] = tree["judged"]
        exercises = tuple(result_from(item) for item in parts.pop("exercises"))
        judged = Judged(exercises, **(parts | {"kept": tuple(parts["kept"])}))
        fits = {e.name: e.max_score for e in exercises} == dict(expected)
        if not fits or not all(0 <= e.score <= e.max_score for e in exercises) or type(judged.notebook) is not str:
            raise ValueError("other exercises or points than the notebook's")
    except (ValueError, TypeError, KeyError) as error:
        raise GradschoolError(
            f"A worker's reply can't be read ({type(error).__name__}: {error}). Restart the workers with this "
            "version of gradschool, and grade again."
        ) from None
    return judged
