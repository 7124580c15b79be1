"""The sentences of the grader: what a student reads about an exercise, decided in one place.

What a hidden check may say is decided here too: an author's own words or a check helper's safe message, never a
value, an input, or anything that a student's code could have copied into an exception.
"""

from __future__ import annotations

import signal
from typing import Any

from autograder.limits import Limits
from autograder.notebook import Exercise, SourceCell, hidden_lines
from autograder.record import Verdict

BROKE_THE_RULES = "Your code's process sent something that is not an answer, so it was stopped."
MISSING_CELL = "The answer cell is missing in the submitted notebook."
NO_TEXT = "There is no text in the answer cell."
WAITS = "A person reads this answer and gives the points."
MAX_PARTS = 12  #: of an exercise, that its reason tells of
NOT_ANSWERED = "This exercise is not answered yet: its answer cell still raises NotImplementedError."
#: kinds of output that can't run anything where they are shown
KEPT_TYPES = ("text/plain", "text/latex", "image/png", "image/jpeg")
OUTPUT_KEYS = {
    "stream": ("name", "text"),
    "display_data": ("data", "metadata"),
    "execute_result": ("data", "metadata", "execution_count"),
    "error": ("ename", "evalue", "traceback"),
}


def out_of_time(limits: Limits | None, seconds: float) -> str:
    if limits is not None:
        return f"The whole notebook took longer than {limits.submission_seconds:g} s, so this exercise was not reached."
    return (
        f"Your code took longer than {seconds:g} s and was stopped. Look for a loop that never ends, or for work in "
        "Python loops that one NumPy call could do."
    )


def scratch_full(limits: Limits) -> str:
    return f"Your code wrote more than {limits.scratch_mib} MiB or {limits.scratch_files} files and was stopped."


def process_ended(code: int | None, limits: Limits) -> str:
    """How a process ended, from its exit code (negative: a signal)."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return f"Your code was stopped: it used more processor time ({limits.cpu_seconds} s) or memory than allowed."
    if code is None:
        return "Your code cut its connection to the grader, so there was nothing left to ask."
    if code == -signal.SIGSEGV:
        return "Your code crashed its process (segmentation fault), often by endless recursion."
    if code == -signal.SIGABRT:
        return "Your code crashed its process (abort), often because memory ran out."
    if code == -signal.SIGXFSZ:
        return f"Your code wrote a file larger than {limits.file_mib} MiB and was stopped."
    if code is not None and code < 0:
        return f"Your code's process was ended by signal {-code}."
    return "Your code ended its own process (for example by os._exit), so there was nothing left to ask."


def broken_test(why: str) -> str:
    return "The check itself did not work; this is not your fault, and your instructor can see it. " + why


def with_reference(reason: str, replaced: set[str]) -> str:
    names = ", ".join(f"`{name}`" for name in sorted(replaced))
    return f"Judged with the correct {names} in place of yours. {reason}".strip()


def cell_raised(error: Any) -> str:
    """What a student's own cell raised; shown to that student only."""
    if not (isinstance(error, list) and len(error) == 2 and all(isinstance(part, str) for part in error)):
        return "Your answer cell did not run through."
    name, text = error
    return f"Your answer cell raised {name}" + (f": {one_line(text)}" if text else "") + "."


def one_line(text: str, limit: int = 300) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit] + " …"


def few_lines(text: str, lines: int = 12, width: int = 160) -> str:
    """A text as its author broke it into lines, within bounds."""
    kept = [line[:width] + (" …" if len(line) > width else "") for line in text.strip().splitlines()[:lines]]
    return "\n".join(line.rstrip() for line in kept)


def verdict_of(
    report: dict[str, Any], exercise: Exercise, cell: SourceCell, problem: tuple[Verdict, str] | None, missing: bool
) -> tuple[Verdict, float, str]:
    """Verdict, score and reason from an examiner's report."""
    parts = report.get("parts") or []
    if report.get("outcome") == "passed":
        return _passed(report, exercise, cell)
    if parts and not missing:
        verdict, score, reason = verdict_of(report | {"parts": []}, exercise, cell, problem, missing)
        alike = report.get("kind") == "absent"  # then every part would say the same
        return verdict, score, reason if alike else "No part is right yet:\n" + _of_parts(parts, cell)
    if missing:
        return Verdict.MISSING, 0.0, MISSING_CELL
    kind = report.get("kind")
    if kind == "raised" and report.get("error") == "NotImplementedError":
        return Verdict.NOT_ANSWERED, 0.0, NOT_ANSWERED
    if kind == "absent":
        name = next(iter(report.get("absent") or [exercise.name]))
        if problem is not None:
            return problem[0], 0.0, problem[1]
        return Verdict.MISSING, 0.0, f"Your notebook does not define `{name}`."
    hidden = _is_hidden(report, cell)
    verdict = Verdict.RAISED if kind == "raised" else Verdict.CRASHED if kind == "wire" else Verdict.FAILED
    if kind == "error":
        return _could_not_use(report, hidden)
    return verdict, 0.0, _reason(report, kind, hidden)


def _is_hidden(report: dict[str, Any], cell: SourceCell) -> bool:
    return report.get("line") in hidden_lines(cell.text) or not report.get("line")


def _passed(report: dict[str, Any], exercise: Exercise, cell: SourceCell) -> tuple[Verdict, float, str]:
    value, possible = report.get("value"), report.get("possible", exercise.points)
    if not isinstance(value, float) or not exercise.points:
        return Verdict.PASSED, exercise.points, ""
    if abs(possible - exercise.points) > 1e-6:
        why = f"Its parts are worth {possible:g} points in all, the exercise {exercise.points:g}."
        return Verdict.BROKEN_TEST, 0.0, broken_test(why)
    score = min(max(value, 0.0), exercise.points) if value == value else 0.0
    if score >= exercise.points:
        return Verdict.PASSED, exercise.points, ""
    parts = report.get("parts")
    said = "Not right yet:\n" + _of_parts(parts, cell) if parts else "Some checks did not pass."
    return Verdict.PARTIAL, score, f"{score:g} of {exercise.points:g} points. {said}"


def _of_parts(parts: list[dict[str, Any]], cell: SourceCell) -> str:
    return "\n".join(_of_part(part, cell) for part in parts[:MAX_PARTS])


def _of_part(part: dict[str, Any], cell: SourceCell) -> str:
    """What went wrong in one part of an exercise."""
    kind, hidden = part.get("kind"), _is_hidden(part, cell)
    if kind == "raised" and part.get("error") == "NotImplementedError":
        said = "not answered yet."
    elif kind == "absent":
        said = f"your notebook does not define `{next(iter(part['absent']), '')}`."
    elif kind == "error":
        said = _could_not_use(part, hidden)[2]
    else:
        said = _reason(part, kind, hidden)
    return f"– {part['name']} ({part['points']:g}): {said}"


def _reason(report: dict[str, Any], kind: str | None, hidden: bool) -> str:
    full, safe = report.get("full") or "", report.get("safe")
    where = "A hidden check: " if hidden else ""
    if kind == "raised" and safe is not None:
        return one_line(safe)
    if kind == "raised":
        name = report.get("error", "an exception")
        return (
            f"Your code raised {name} when a hidden check called it."
            if hidden
            else f"Your code raised {name}: {one_line(full)}"
            if full
            else f"Your code raised {name}."
        )
    if kind == "not data" and safe is not None:
        return where + one_line(safe)
    if kind == "not data":
        return (
            where + "your answer gave an object that is not plain data; an array, number, text, list, tuple or "
            "dict was expected."
        )
    if kind == "wire":
        return BROKE_THE_RULES
    if safe is not None:
        return where + (one_line(safe) if hidden else few_lines(full))
    if report.get("written") or not hidden:
        return where + (few_lines(full) or "a check found a wrong result.")
    return "A hidden check found a wrong result."


def _could_not_use(report: dict[str, Any], hidden: bool) -> tuple[Verdict, float, str]:
    """A test cell raised something that is no check: nearly always because a result has the wrong form."""
    name = report.get("error", "an exception")
    said = "" if hidden else f": {one_line(report.get('full') or '')}"
    return (
        Verdict.FAILED,
        0.0,
        (
            f"The check could not work with what your answer returned ({name}{said}). "
            "Compare its shape and type with the docstring."
        ),
    )


def clean_outputs(outputs: Any, limits: Limits) -> list[dict[str, Any]]:
    """A candidate's outputs, kept only where they have the notebook format's form, and only so much of them."""
    kept: list[dict[str, Any]] = []
    size = 0
    for item in outputs if type(outputs) is list else ():
        if type(item) is not dict or not _well_formed(item):
            continue
        size += _size(item)
        if size > (2 * limits.output_kib + limits.image_kib) * 1024 or len(kept) > 1000:
            kept.append(as_output("[output cut here]"))
            break
        kept.append(item)
    return kept


def _well_formed(item: dict[str, Any]) -> bool:
    kind = item.get("output_type")
    if type(kind) is not str or kind not in OUTPUT_KEYS or set(item) != {"output_type", *OUTPUT_KEYS[kind]}:
        return False
    if kind == "stream":
        return _is_text(item["name"]) and item["name"] in ("stdout", "stderr") and _is_text(item["text"])
    if kind == "error":
        lines = item["traceback"]
        return (
            _is_text(item["ename"]) and _is_text(item["evalue"]) and type(lines) is list and all(map(_is_text, lines))
        )
    data, metadata = item["data"], item["metadata"]
    return (
        type(data) is dict
        and type(metadata) is dict
        and not metadata
        and item.get("execution_count") is None
        and all(_is_text(kind) and kind in KEPT_TYPES and _is_text(value) for kind, value in data.items())
    )


def _is_text(value: Any) -> bool:
    return type(value) is str


def _size(item: dict[str, Any]) -> int:
    if item["output_type"] == "stream":
        return len(item["text"])
    if item["output_type"] == "error":
        return len(item["ename"]) + len(item["evalue"]) + sum(map(len, item["traceback"]))
    return sum(map(len, item["data"].values()))


def as_output(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stderr", "text": text + "\n"}
