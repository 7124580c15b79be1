"""The table that a grading run prints."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from rich import box
from rich.console import Group
from rich.markup import escape
from rich.table import Table

from autograder.record import ExerciseResult, Record, Verdict
from autograder.words import one_line

COLOURS = {Verdict.PASSED: "green", Verdict.PARTIAL: "yellow", Verdict.MANUAL: "cyan"}


ROWS = 300  #: of a larger class, only the first are shown


def results_table(records: Collection[Record]) -> Group:
    """One row per record: student, points per exercise, total, remarks; exercises by number, with a legend."""
    shown = list(islice(records, ROWS))
    table = Table(
        title=" · ".join(dict.fromkeys(record.unit for record in shown)),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
    )
    table.add_column("student", overflow="fold", min_width=8, max_width=24)
    names = list(dict.fromkeys(exercise.name for record in shown for exercise in record.exercises))
    for number in range(1, len(names) + 1):
        table.add_column(str(number), justify="right", no_wrap=True)
    table.add_column("total", justify="right", no_wrap=True)
    table.add_column("remarks", overflow="fold", ratio=1)
    for record in shown:
        found = {exercise.name: exercise for exercise in record.exercises}
        table.add_row(
            escape(record.student),
            *(_cell(found.get(name)) for name in names),
            f"{record.score:g}/{record.max_score:g}",
            escape(remark_of(record)),
        )
    legend = " · ".join(f"{number} {name}" for number, name in enumerate(names, 1))
    more = len(records) - len(shown)
    notes = [f"… and {more} submissions more: gradschool report shows them all, --json keeps them"] if more else []
    return Group(table, *notes, escape(legend), "… waits for a person\n")


def _cell(exercise: ExerciseResult | None) -> str:
    if exercise is None:
        return ""
    text = "…" if exercise.verdict is Verdict.MANUAL else f"{exercise.score:g}"
    return f"[{COLOURS.get(exercise.verdict, 'red')}]{text}[/]"


def remark_of(record: Record) -> str:
    """What an instructor should see at once: why the file was unreadable, else the first lost exercise."""
    if record.remark:
        return record.remark
    lost = [e for e in record.exercises if not e.full and e.verdict is not Verdict.MANUAL]
    if not lost:
        return ""
    unanswered = [e for e in lost if e.verdict is Verdict.NOT_ANSWERED]
    if len(unanswered) == len(lost) > 1:
        return f"{len(lost)} exercises not answered"
    first = next(e for e in lost if e not in unanswered or len(lost) == 1)
    more = f" (+{len(lost) - 1} more)" if len(lost) > 1 else ""
    return one_line(f"{first.name}: {first.verdict}{more}. {first.reason}", 110)
