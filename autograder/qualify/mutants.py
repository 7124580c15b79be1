"""Mutants: every text that is the reference with one slip in it."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.notebook import PARSING
from autograder.qualify.edits import Edit, changed, edits_of
from autograder.qualify.misbehaviour import Call, misbehaviours

#: what a student reads whose answer behaves like a mutant of this kind
HINTS = {
    "operator": "Your answer behaves as if one of its operations (+, −, ×, ÷) were another.",
    "axis": "Your answer behaves as if it worked along another axis. Which axis holds the examples?",
    "keepdims": "Your answer behaves as if a reduced axis had been dropped (`keepdims`): shapes no longer line up.",
    "mean or sum": "Your answer behaves as if a mean and a sum had been exchanged.",
    "missing division": "Your answer behaves as if a division had been left out. Is something to be averaged?",
    "missing power": "Your answer behaves as if a power (a square, say) had been left out.",
    "sign": "Your answer behaves as if one sign were the other way round.",
    "swapped operands": "Your answer behaves as if the two sides of a difference, quotient or product were exchanged.",
    "swapped arguments": "Your answer behaves as if two arguments of a call had been exchanged.",
    "transpose": "Your answer behaves as if a matrix had been transposed, or not been.",
    "boundary": "Your answer differs only where two values are exactly equal. What should happen there?",
    "opposite comparison": "Your answer behaves as if a comparison were the other way round.",
    "off by one": "Your answer behaves as if one step or element too many or too few had been taken.",
    "slice end": "Your answer behaves as if a slice took one element too many or too few.",
    "dropped term": "Your answer behaves as if one term of the formula were missing.",
    "does not add up": "Your answer behaves as if a value were replaced where it should be added up.",
    "only once": "Your answer behaves as if its loop ended after the first round.",
    "not shuffled": "Your answer behaves as if the order were not drawn at random.",
    "unstable formula": "Your answer is right for moderate numbers; large or tiny ones overflow or lose digits.",
    "float32 rounding": "Your answer has only the precision of float32. Keep the precision of the inputs.",
    "only the first row": "Your answer looks at the first row only. It should treat every row of the batch.",
    "batch of one lost its axis": "Your answer drops axes of length one: a batch of one example should stay a batch.",
    "one axis too many": "Your answer has one axis more than it should.",
    "flattened": "Your answer is flattened: it has the right numbers, but not their shape.",
}


@dataclass(frozen=True)
class Mutant:
    """A wrong answer made of the reference.

    Attributes: kind what sort of slip it is; text the whole answer; diff the lines that differ from the reference.
    """

    kind: str
    text: str
    diff: str

    @property
    def hint(self) -> str:
        """What a student reads whose answer behaves like it; empty where nothing helpful can be said."""
        if self.kind.startswith("ignores "):
            return f"Your answer behaves as if it never looked at `{self.kind.removeprefix('ignores ')}`."
        if self.kind.startswith("changes its argument "):
            return f"Your function changes its argument `{self.kind.rpartition(' ')[2]}`. Work on a copy."
        return HINTS.get(self.kind, "")


def mutants_of(text: str, names: tuple[str, ...], calls: list[Call], guards: bool = False) -> list[Mutant]:
    """All mutants of a reference, each another text.

    Arguments: text the reference as an answer; names what the exercise defines in it; calls what its visible checks
    ask; guards whether the exercise asks for errors on bad input (else the reference's own guards stay as they are).
    """
    with PARSING:
        tree = ast.parse(text)
        base = ast.unparse(_bare(tree))
        found: dict[str, Mutant] = {}
        for kind, other in _variants(tree, guards):
            assert isinstance(other, ast.Module)
            mutated = ast.unparse(_bare(other))
            if mutated != base and mutated not in found:
                found[mutated] = Mutant(kind, mutated, _difference(base, mutated))
        for function in tree.body:
            if isinstance(function, ast.FunctionDef) and function.name in names:
                for kind, mutated in misbehaviours(_bare(tree), function, calls):
                    found[mutated] = Mutant(kind, mutated, f"+{function.name}: {kind}")
        return list(found.values())


def _difference(base: str, mutated: str) -> str:
    lines = difflib.unified_diff(base.splitlines(), mutated.splitlines(), lineterm="", n=0)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def _bare(tree: ast.Module) -> ast.Module:
    """The tree without docstrings and annotations, which change nothing."""

    class Bare(ast.NodeTransformer):
        def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
            self.generic_visit(node)
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            return changed(node, body=body or [ast.Pass()], returns=None)

        def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
            self.generic_visit(node)
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            return changed(node, body=body or [ast.Pass()])

        def visit_arg(self, node: ast.arg) -> ast.AST:
            return changed(node, annotation=None)

    copied = ast.parse(ast.unparse(tree))
    return Bare().visit(copied)  # type: ignore[no-any-return]


def _variants(node: ast.AST, guards: bool) -> Iterator[Edit]:
    """The node with one slip in it or below it, one after the other; what is the same is shared, not copied."""
    if _says_nothing(node) or (_is_guard(node) and not guards):
        return
    if _is_guard(node):
        yield "missing check of the input", ast.Pass()
    else:
        yield from edits_of(node)
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "ctx"):
            continue
        if isinstance(value, list):
            for place, item in enumerate(value):
                if isinstance(item, ast.AST) and not _is_docstring(node, name, place, item):
                    for kind, other in _variants(item, guards):
                        yield kind, changed(node, **{name: [*value[:place], other, *value[place + 1 :]]})
        elif isinstance(value, ast.AST):
            for kind, other in _variants(value, guards):
                yield kind, changed(node, **{name: other})


def _says_nothing(node: ast.AST) -> bool:
    return isinstance(node, (ast.Raise, ast.Import, ast.ImportFrom, ast.JoinedStr, ast.Pass, ast.Assert))


def _is_guard(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and all(isinstance(part, ast.Raise) for part in node.body) and not node.orelse


def _is_docstring(parent: ast.AST, name: str, place: int, item: ast.AST) -> bool:
    return (
        name == "body"
        and place == 0
        and isinstance(parent, (ast.FunctionDef, ast.ClassDef, ast.Module))
        and isinstance(item, ast.Expr)
        and isinstance(item.value, ast.Constant)
        and isinstance(item.value.value, str)
    )
