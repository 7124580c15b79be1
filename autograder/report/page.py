"""The page of ``gradschool report``: statistics, charts and hints on one HTML page that needs no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from statistics import mean, median
from typing import Any

from jinja2 import Environment, PackageLoader, Template

from autograder.course import Course, Unit
from autograder.feedback import with_code
from autograder.grade import find_submissions, stored_records
from autograder.gradebook import given_by_hand, open_gradebook, student_ids
from autograder.report.answers import Answers, alike_answers, read_answers
from autograder.report.attention import Need, who_needs_help
from autograder.report.charts import OUTCOME_WORDS, Drawer, balance, bins_of, meter, round_edges
from autograder.report.likeness import Pair
from autograder.report.statistics import (
    OUTCOMES,
    Item,
    Misconception,
    Student,
    items_of,
    misconceptions_of,
    students_of,
)

HALF = 470  #: width of a chart beside another
MOST_PAIRS, MOST_MISCONCEPTIONS = 30, 10  #: that are shown at once
MOST_COMPARED = 2000  #: submissions: all pairs of more would take gigabytes
LONGEST_SHOWN = 4000  #: characters of an answer that are shown beside another
LEVELS = ((0.85, "easy"), (0.6, "medium"), (0.3, "hard"), (0.0, "very hard"))
CONTRADICTS = -0.15  #: nearer to 0 it may be chance
TELLS = (
    (0.4, "tells strong from weak work"),
    (0.2, "tells something"),
    (CONTRADICTS, "tells little"),
    (-1.1, "look at it: who does well elsewhere loses here"),
)
METHODS = {
    "correlation": "",
    "groups": "upper half minus lower half",
    "too few": "too few students to say",
    "all alike here": "everybody has the same points here",
    "all alike elsewhere": "everybody has the same points elsewhere",
}


@dataclass(frozen=True)
class Findings:
    """All that the page says of a unit.

    Attributes:
        pairs: submissions that are alike.
        answers: what was handed in.
        ungraded: students who handed in what has not been graded.
        absent: students of the gradebook who handed in nothing of this unit.
        uncompared: submissions whose answers are not compared with each other, since they are too many.
    """

    unit: str
    students: Sequence[Student] = ()
    items: Sequence[Item] = ()
    misconceptions: Sequence[Misconception] = ()
    needs: Sequence[Need] = ()
    pairs: Sequence[Pair] = ()
    answers: Answers = field(default_factory=Answers)
    ungraded: Sequence[str] = ()
    absent: Sequence[str] = ()
    uncompared: int = 0


def make_report(course: Course, unit: Unit) -> str:
    """The page for a unit, from its records, its gradebook and the notebooks that were handed in."""
    return report_page(find_out(course, unit))


def find_out(course: Course, unit: Unit) -> Findings:
    """Everything that the page says, for any number of students."""
    records = list(stored_records(course, unit))
    with open_gradebook(course.gradebook_url, course.course_id) as book:
        people = given_by_hand(book, unit.name)
        enrolled = student_ids(book)
    students = students_of(records, people)
    graded = {student.name for student in students}
    handed_in = {submission.student for submission in find_submissions(course, unit)}
    items, compared = items_of(students), sorted(graded & handed_in)
    answers = read_answers(course, unit, compared if len(compared) <= MOST_COMPARED else [])
    return Findings(
        unit.name,
        students,
        items,
        misconceptions_of(students),
        who_needs_help(students, items),
        alike_answers(answers),
        answers,
        sorted(handed_in - graded),
        sorted(enrolled - graded - handed_in),
        0 if len(compared) <= MOST_COMPARED else len(compared),
    )


def report_page(found: Findings) -> str:
    """The findings as one self-contained HTML page."""
    draw = Drawer()
    shares = [student.share for student in found.students if student.share is not None]
    return _template().render(
        found=found,
        cards=_cards(found, shares),
        scores=_scores(draw, shares),
        outcomes=_outcomes(draw, found.items),
        items=[_item_row(item) for item in found.items],
        most_compared=MOST_COMPARED,
        shown_misconceptions=MOST_MISCONCEPTIONS,
        misconceptions=[_misconception_row(one, found) for one in found.misconceptions],
        pairs=[_pair_row(pair, found.answers) for pair in found.pairs[:MOST_PAIRS]],
        resources=_resources(draw, found.students),
        students=sorted(found.students, key=lambda student: student.name.casefold()),
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("autograder", "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"code": with_code, "percent": percent, "points": lambda value: f"{value:.4g}"}
    return environment.get_template("report.html.j2")


def percent(share: float | None) -> str:
    return "–" if share is None else f"{round(100 * share)} %"


def _cards(found: Findings, shares: list[float]) -> list[tuple[str, str, str]]:
    """Big number, what it is, a word more."""
    waiting = sum(student.waiting for student in found.students)
    full = sum(share == 1.0 for share in shares)
    return [
        (str(len(found.students)), "submissions", f"{len(found.ungraded)} more not graded" if found.ungraded else ""),
        (percent(median(shares)) if shares else "–", "median score", f"mean {percent(mean(shares))}" if shares else ""),
        (str(full), "with all points", ""),
        (str(len(found.needs)), "need help", ""),
        (str(waiting), "answers wait for a person" if waiting != 1 else "answer waits for a person", ""),
    ]


def _scores(draw: Drawer, shares: list[float]) -> dict[str, Any]:
    bins = bins_of([100 * share for share in shares], list(range(0, 101, 10)))
    listed = "; ".join(f"{one.start:g} to {one.end:g} %: {one.count}" for one in bins if one.count)
    title, about = "How many students reached how much", f"Number of students by score. {listed}."
    middle = 100 * median(shares) if shares else None
    chart = draw.histogram(bins, title, about, "score, % of the points judged so far", middle) if shares else ""
    return {"chart": chart, "bins": bins}


def _outcomes(draw: Drawer, items: Sequence[Item]) -> dict[str, Any]:
    used = [outcome for outcome in OUTCOMES if any(item.outcomes[outcome] for item in items)]
    about = "One bar for each exercise, divided by outcome. The table below has the numbers."
    rows = [(item.name, {outcome: item.outcomes[outcome] for outcome in used}) for item in items]
    return {
        "chart": draw.outcomes(rows, "How students fared in each exercise", about) if items else "",
        "legend": draw.legend(used),
        "words": [(outcome, OUTCOME_WORDS[outcome]) for outcome in used],
    }


def _item_row(item: Item) -> dict[str, Any]:
    value = item.discrimination
    return {
        "item": item,
        "meter": meter(item.difficulty) if item.difficulty is not None else "",
        "level": _level(item.difficulty),
        "balance": balance(value) if value is not None else "",
        "value": "–" if value is None else f"{value:+.2f}".replace("-", "−"),
        "tells": METHODS[item.method] if value is None else _tells(value, item.method),
        "look": value is not None and value < CONTRADICTS,
    }


def _level(difficulty: float | None) -> str:
    if difficulty is None:
        return ""
    return next(word for least, word in LEVELS if difficulty >= least)


def _tells(value: float, method: str) -> str:
    words = next(words for least, words in TELLS if value >= least)
    return f"{words} ({METHODS[method]})" if METHODS[method] else words


def _misconception_row(one: Misconception, found: Findings) -> dict[str, Any]:
    return {"one": one, "count": len(one.students), "meter": meter(len(one.students) / len(found.students), "orange")}


def _pair_row(pair: Pair, answers: Answers) -> dict[str, Any]:
    texts = [
        (name, *(_shown(answers.texts.get(student, {}).get(name, "")) for student in (pair.first, pair.second)))
        for name in pair.exercises
    ]
    return {"pair": pair, "meter": meter(pair.similarity, "orange"), "texts": texts}


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "\n…"


def _resources(draw: Drawer, students: Sequence[Student]) -> list[dict[str, Any]]:
    """Time and memory: a histogram each, its table, and the three who used most."""
    kinds = (
        ("Time", "seconds from the first cell to the last verdict", "s", [(one.wall_s, one.name) for one in students]),
        ("Memory", "MiB of memory at the most", "MiB", [(one.memory_mib, one.name) for one in students]),
    )
    charts = []
    for name, words, unit, values in kinds:
        used = [value for value, _ in values if value > 0]
        if not used:
            continue
        bins = bins_of(used, round_edges(used))
        listed = "; ".join(f"{one.start:g} to {one.end:g}: {one.count}" for one in bins if one.count)
        about = f"Number of submissions by {words}. {listed}."
        chart = draw.histogram(bins, f"{name} of a submission", about, words, median(used), "teal", HALF)
        most = [(who, f"{value:.3g} {unit}") for value, who in sorted(values, reverse=True)[:3] if value > 0]
        charts.append({"name": name, "unit": unit, "chart": chart, "bins": bins, "most": most})
    return charts
