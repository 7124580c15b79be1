"""The table that a grading run prints."""

from __future__ import annotations

from rich.markup import escape
from rich.table import Table

from autograder.record import ExerciseResult, Record, Verdict
from autograder.words import one_line

COLOURS = {Verdict.PASSED: "green", Verdict.PARTIAL: "yellow", Verdict.MANUAL: "cyan"}


def results_table(records: list[Record]) -> Table:
    """One row per record: student, points per exercise, total, remarks."""
    table = Table(title=" · ".join(dict.fromkeys(record.unit for record in records)), title_justify="left")
    table.add_column("student", overflow="fold")
    names = list(dict.fromkeys(exercise.name for record in records for exercise in record.exercises))
    for name in names:
        table.add_column(name.replace("_", "\n", 2), justify="right", no_wrap=True)
    table.add_column("total", justify="right")
    table.add_column("remarks", overflow="fold", ratio=1, min_width=24)
    for record in records:
        found = {exercise.name: exercise for exercise in record.exercises}
        table.add_row(escape(record.student), *(_cell(found.get(name)) for name in names),
                      f"{record.score:g}/{record.max_score:g}", escape(remark_of(record)))
    return table


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
