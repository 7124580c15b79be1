"""What decides each exercise's verdict, so that a change regrades only what it affects.

The basis of an exercise is a digest of all that its verdict is drawn from: the grader, the limits, the seed (course
secret, student, answers), the code cells up to its test, its test cell with points and settings. Other exercises' tests
are no part of it, unless it uses a name that they define. A result whose basis has not changed holds, and its test
need not run again.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from autograder.conductor import Kept, answers_reached, names_asked
from autograder.limits import Limits
from autograder.notebook import Exercise, Role, Source, parse, words_in
from autograder.rebuild import Origin, Rebuilt, RebuiltCell
from autograder.record import ExerciseResult, Record, Verdict, digest

#: verdicts that say nothing of the answer: they are never kept
UNSETTLED = (Verdict.NOT_REACHED, Verdict.BROKEN_TEST, Verdict.UNREADABLE)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, *COMPREHENSIONS)


def bases(source: Source, rebuilt: Rebuilt, secret: str, limits: Limits, grader: str) -> dict[str, str]:
    """Every exercise's basis.

    Args:
        secret: from which the submission's inputs are drawn; the student's answers are in it.
        grader: the hash of the grader's code and libraries.
    """
    common = [grader, secret, repr(limits), source.essay_stub]
    return {
        exercise.name: digest([*common, _own(source, exercise), *_before(source, rebuilt, exercise)])
        for exercise in source.exercises
    }


def _own(source: Source, exercise: Exercise) -> str:
    """The exercise itself: points, hints, test cell, the tests that it borrows names from, the answers that it asks."""
    cell = source.cells[exercise.cell]
    asked = (
        {} if exercise.manual else {n: source.cells[source.answers[n]].cell_id for n in names_asked(source, exercise)}
    )
    tests = [source.cells[lender.cell].text for lender in lenders(source, exercise)]
    return json.dumps(
        [exercise.name, exercise.points, exercise.manual, exercise.hints, cell.grade_id, cell.text, cell.settings]
        + [asked, tests],
        sort_keys=True,
    )


def _before(source: Source, rebuilt: Rebuilt, exercise: Exercise) -> list[str]:
    """The code cells up to an exercise's test; of a free response, the response."""
    place = next(n for n, c in enumerate(rebuilt.cells) if c.index == exercise.cell and c.origin is not Origin.HELPER)
    cells = rebuilt.cells[place : place + 1] if exercise.manual else rebuilt.cells[:place]
    return [_cell(source, rebuilt, cell) for cell in cells if exercise.manual or _runs(source, cell)]


def _runs(source: Source, cell: RebuiltCell) -> bool:
    return cell.kind == "code" and (cell.index is None or source.cells[cell.index].role is not Role.TEST)


def _cell(source: Source, rebuilt: Rebuilt, cell: RebuiltCell) -> str:
    """A cell as it runs, and what the source has in its place: the reference may be put there."""
    original: list[Any] = []
    if cell.index is not None:
        there = source.cells[cell.index]
        original = [there.role.value, there.text, there.settings, cell.index in rebuilt.missing]
    return json.dumps([cell.origin.value, cell.kind, cell.text, *original], sort_keys=True)


def unaffected(source: Source, rebuilt: Rebuilt, old: Record, now: Mapping[str, str]) -> Kept:
    """The results of an old record that still hold, and the tests that must run for the sake of others.

    An exercise that lost points may have been judged with references in place of earlier answers that lost points too.
    Where one of those is judged anew, so is it.

    Args:
        now: the bases of today.
    """
    exercises = {exercise.name: exercise for exercise in source.exercises}
    held = {
        result.name: result
        for result in old.exercises
        if result.basis and result.basis == now.get(result.name) and result.verdict not in UNSETTLED
    }
    open_answers = {exercise.answer for exercise in source.exercises if exercise.name not in held}
    kept = {
        name: result
        for name, result in held.items()
        if result.unaided or not open_answers & _answers_used(source, rebuilt, exercises[name])
    }
    anew = [exercise for exercise in source.exercises if exercise.name not in kept]
    lending = {lender.name for exercise in anew for lender in lenders(source, exercise)}
    return Kept(kept, frozenset(lending & set(kept)))


def lost_after_skipping(source: Source, old: Record, kept: Kept, results: list[ExerciseResult]) -> bool:
    """Whether an exercise that was judged anew came out worse than before, and earlier tests had not run.

    They may have done what its test needs. Then all tests have to run, so that nobody loses points by it.
    """
    before = {result.name: _share(result) for result in old.exercises}
    skipped = [
        e.cell for e in source.exercises if e.name in kept.results and e.name not in kept.lending and not e.manual
    ]
    return any(
        _share(result) < before.get(result.name, 1.0) and exercise.cell > min(skipped, default=exercise.cell)
        for exercise, result in zip(source.exercises, results, strict=True)
        if exercise.name not in kept.results and not exercise.manual
    )


def _share(result: ExerciseResult) -> float:
    return result.score / result.max_score if result.max_score else 1.0


def _answers_used(source: Source, rebuilt: Rebuilt, exercise: Exercise) -> set[int]:
    return {source.answers[name] for name in answers_reached(source, rebuilt, exercise)}


# -- names that pass from one test cell to another


def lenders(source: Source, exercise: Exercise) -> list[Exercise]:
    """The earlier exercises whose test cells define names that this one's test uses, directly or through others."""
    if exercise.manual:
        return []
    found: list[Exercise] = []
    wanted = set(borrowed_names(source.cells[exercise.cell].text))
    for other in sorted(source.exercises, key=lambda e: e.cell, reverse=True):
        text = source.cells[other.cell].text
        if other.cell < exercise.cell and not other.manual and ({"*"} | wanted) & bound_names(text):
            found.insert(0, other)
            wanted |= borrowed_names(text)
    return found


@lru_cache(maxsize=256)
def borrowed_names(text: str) -> frozenset[str]:
    """Names that a cell of the source reads before it binds them itself: too many rather than too few."""
    tree = parse(text)
    if tree is None:
        return words_in(text)
    borrowed: set[str] = set()
    bound: set[str] = set()
    for statement in tree.body:
        # the right side of an assignment is read first; in all else, what is bound is bound before it is read
        first = isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign))
        borrowed |= _read(statement) - bound - (set() if first else _bound(statement, inner=True))
        bound |= _bound(statement, inner=False)
    return frozenset(borrowed)


@lru_cache(maxsize=256)
def bound_names(text: str) -> frozenset[str]:
    """Names that a cell of the source binds anywhere; ``*`` for a star import or text that isn't Python."""
    tree = parse(text)
    return frozenset(_bound(tree, inner=True)) if tree else frozenset("*")


def _read(statement: ast.AST) -> set[str]:
    loads = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Store)}
    changed = statement.target if isinstance(statement, ast.AugAssign) else None
    return loads | ({changed.id} if isinstance(changed, ast.Name) else set())


def _bound(tree: ast.AST, inner: bool) -> set[str]:
    """Names that a piece of code binds; with ``inner`` also in its functions, classes and comprehensions."""
    found: set[str] = set()
    for node in _nodes(tree, inner):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


def _nodes(tree: ast.AST, inner: bool) -> Iterator[ast.AST]:
    yield tree
    if inner or not isinstance(tree, SCOPES):
        for child in ast.iter_child_nodes(tree):
            yield from _nodes(child, inner)
