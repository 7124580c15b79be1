"""What ``gradschool qualify`` prints."""

from __future__ import annotations

from rich import box
from rich.console import Group, RenderableType
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from autograder.qualify.qualify import Qualification, Quality


def qualification_report(result: Qualification) -> Group:
    """A row per exercise, then every survivor as a diff and every other fault as a sentence."""
    table = Table(title=result.unit, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("exercise", overflow="fold")
    for title in ("mutants", "killed", "alive", "equivalent", "right accepted", "wrong caught", "hints matched"):
        table.add_column(title, justify="right")
    for exercise in result.exercises:
        table.add_row(*_row(exercise), style="" if exercise.good else "red")
    total = [sum(getattr(e, name) for e in result.exercises) for name in ("mutants", "killed", "equivalent")]
    alive = sum(len(exercise.survivors) for exercise in result.exercises)
    summary = (
        f"{total[0]} mutants: {total[1]} killed, {alive} alive, {total[2]} equivalent; {result.seconds:.1f} s, "
        f"{total[0] / max(result.seconds, 1e-9):.0f} mutants a second."
    )
    parts: list[RenderableType] = [table, Text(summary)]
    for exercise in result.exercises:
        parts += _shortcomings(exercise)
    parts += [Text(fault, style="red") for fault in result.faults]
    parts.append(
        Text("qualified" if result.good else "NOT qualified", style="bold green" if result.good else "bold red")
    )
    return Group(*parts)


def _row(exercise: Quality) -> list[str]:
    return [
        exercise.name,
        str(exercise.mutants),
        str(exercise.killed),
        str(len(exercise.survivors)),
        f"{exercise.equivalent}" + (f" ({exercise.declared} declared)" if exercise.declared else ""),
        f"{exercise.right_accepted}/{exercise.right_total}",
        f"{exercise.wrong_caught}/{exercise.wrong_total}",
        f"{exercise.hints_matched}/{exercise.wrong_total}",
    ]


def _shortcomings(exercise: Quality) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for survivor in sorted(exercise.survivors):
        parts += [Text(f"\n{exercise.name}: this mutant scores full marks", style="bold"), Syntax(survivor, "diff")]
    parts += [Text(f"{exercise.name}: {fault}", style="red") for fault in sorted(exercise.faults)]
    return parts
