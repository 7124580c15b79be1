"""Small edits of one place of a syntax tree: the slips that people make in numerical code.

Every function here takes a node and gives the nodes that may stand in its place, with the kind of slip. The node
itself is never changed.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator

Edit = tuple[str, ast.AST]

ARITHMETIC: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.FloorDiv: (ast.Mult, ast.Div),
    ast.Mod: (ast.FloorDiv,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}
BOUNDARY: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
FUNCTIONS = {
    "mean": ("sum",),
    "sum": ("mean",),
    "max": ("min", "mean"),
    "min": ("max",),
    "argmax": ("argmin",),
    "argmin": ("argmax",),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "floor": ("ceil",),
    "ceil": ("floor",),
    "std": ("var",),
    "var": ("std",),
    "sin": ("cos",),
    "cos": ("sin",),
    "any": ("all",),
    "all": ("any",),
    "zeros": ("ones",),
    "ones": ("zeros",),
    "zeros_like": ("ones_like",),
    "ones_like": ("zeros_like",),
    "sqrt": ("square",),
    "log": ("log2",),
    "log2": ("log",),
    "log10": ("log",),
    "normal": ("uniform",),
    "standard_normal": ("random",),
    "hypot": ("add",),
    "cumsum": ("cumprod",),
    "sign": ("abs",),
}
SAFE_FUNCTIONS = {
    "asarray",
    "array",
    "astype",
    "float",
    "int",
    "len",
    "str",
    "bool",
    "list",
    "tuple",
    "range",
    "zip",
    "enumerate",
    "isinstance",
}


def edits_of(node: ast.AST) -> Iterator[Edit]:
    """All edits of one node."""
    for rule in RULES.get(type(node), ()):
        yield from rule(node)


def changed(node: ast.AST, **fields: object) -> ast.AST:
    """A copy of a node with other fields."""
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


# Operators ----------------------------------------------------------------------------------------


def _arithmetic(node: ast.BinOp) -> Iterator[Edit]:
    for other in ARITHMETIC.get(type(node.op), ()):
        yield "operator", changed(node, op=other())
    if isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult, ast.Pow)):
        yield "swapped operands", changed(node, left=node.right, right=node.left)
    if isinstance(node.op, ast.Div):
        yield "missing division", node.left
    elif isinstance(node.op, ast.Pow):
        yield "missing power", node.left
    else:
        yield "dropped term", node.left
        yield "dropped term", node.right
    if isinstance(node.op, ast.MatMult):
        yield "transpose", changed(node, left=_transposed(node.left))
        yield "transpose", changed(node, right=_transposed(node.right))


def _transposed(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return node.value
    return ast.Attribute(node, "T", ast.Load())


def _comparison(node: ast.Compare) -> Iterator[Edit]:
    for place, op in enumerate(node.ops):
        for kind, table in (("boundary", BOUNDARY), ("opposite comparison", OPPOSITE)):
            if other := table.get(type(op)):
                yield kind, changed(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]])


def _logic(node: ast.BoolOp) -> Iterator[Edit]:
    yield "operator", changed(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for place in range(len(node.values)):
        left = [*node.values[:place], *node.values[place + 1 :]]
        yield "dropped condition", left[0] if len(left) == 1 else changed(node, values=left)


def _sign(node: ast.UnaryOp) -> Iterator[Edit]:
    yield "sign" if isinstance(node.op, ast.USub) else "opposite condition", node.operand


# Constants ----------------------------------------------------------------------------------------


def _constant(node: ast.Constant) -> Iterator[Edit]:
    value = node.value
    others: list[str | bool | int | float] = []
    if isinstance(value, bool):
        others = [not value]
    elif isinstance(value, int):
        others = [value + 1, value - 1]
    elif isinstance(value, float):
        others = [value * 2, value / 2, 0.0] if value else [1.0, -1.0]
    elif isinstance(value, str) and value:
        others = [value + "?"]
    for other in others:
        yield "constant", ast.Constant(other)


# Calls --------------------------------------------------------------------------------------------


def _call(node: ast.Call) -> Iterator[Edit]:
    yield from _other_function(node)
    yield from _arguments(node)
    yield from _axes(node)
    yield from _without(node)
    yield from _unstable(node)


def _name_of(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _other_function(node: ast.Call) -> Iterator[Edit]:
    for other in FUNCTIONS.get(_name_of(node), ()):
        if isinstance(node.func, ast.Attribute):
            kind = "mean or sum" if {other, node.func.attr} == {"mean", "sum"} else "other function"
            yield kind, changed(node, func=changed(node.func, attr=other))
        elif other in ("max", "min", "any", "all"):
            yield "other function", changed(node, func=ast.Name(other, ast.Load()))


def _arguments(node: ast.Call) -> Iterator[Edit]:
    if _name_of(node) in ("isinstance", "zip", "getattr"):
        return
    for place in range(len(node.args) - 1):
        args = list(node.args)
        if isinstance(args[place], ast.Starred) or isinstance(args[place + 1], ast.Starred):
            continue
        args[place], args[place + 1] = args[place + 1], args[place]
        yield "swapped arguments", changed(node, args=args)
    if len(node.args) > 1 and not isinstance(node.args[-1], ast.Starred):
        yield "dropped argument", changed(node, args=node.args[:-1])
    for place, keyword in enumerate(node.keywords):
        if keyword.arg not in ("dtype", "strict", "copy", None):
            left = [*node.keywords[:place], *node.keywords[place + 1 :]]
            yield "keepdims" if keyword.arg == "keepdims" else "dropped argument", changed(node, keywords=left)


def _axes(node: ast.Call) -> Iterator[Edit]:
    for place, keyword in enumerate(node.keywords):
        if keyword.arg != "axis":
            continue
        before = ast.unparse(keyword.value)
        for axis in ("0", "1", "-1"):
            if axis != before:
                value = ast.parse(axis, mode="eval").body
                keywords = [*node.keywords[:place], changed(keyword, value=value), *node.keywords[place + 1 :]]
                yield "axis", changed(node, keywords=keywords)


def _without(node: ast.Call) -> Iterator[Edit]:
    """The call left out: its argument, or the object of a method, in its place."""
    name = _name_of(node)
    if isinstance(node.func, ast.Attribute) and name == "copy" and not node.args:
        yield "forgotten copy", node.func.value
    elif (
        isinstance(node.func, ast.Attribute) and name == "array" and isinstance(node.args[0], (ast.Name, ast.Attribute))
    ):
        yield "forgotten copy", changed(node, func=changed(node.func, attr="asarray"))
    elif isinstance(node.func, ast.Attribute) and name == "permutation" and len(node.args) == 1:
        yield "not shuffled", ast.parse(f"np.arange(np.size({ast.unparse(node.args[0])}))", mode="eval").body
    elif isinstance(node.func, ast.Attribute) and name == "reshape":
        yield "dropped call", node.func.value
    elif name not in SAFE_FUNCTIONS and node.args and _on_module(node) and not isinstance(node.args[0], ast.Starred):
        yield "dropped call", node.args[0]


def _on_module(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) or (
        isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and node.func.value.id == "np"
    )


def _unstable(node: ast.Call) -> Iterator[Edit]:
    """The formula as a textbook writes it, where the reference takes care of large or tiny numbers."""
    if any(isinstance(arg, ast.Starred) for arg in node.args):
        return
    args = [ast.unparse(arg) for arg in node.args]
    texts = {
        "log1p": "np.log(1 + {0})",
        "expm1": "np.exp({0}) - 1",
        "logaddexp": "np.log(np.exp({0}) + np.exp({1}))",
        "tanh": "(np.exp({0}) - np.exp(-({0}))) / (np.exp({0}) + np.exp(-({0})))",
        "hypot": "np.sqrt(({0}) ** 2 + ({1}) ** 2)",
        "lstsq": "(np.linalg.solve(({0}).T @ ({0}), ({0}).T @ ({1})),)",
        "pinv": "np.linalg.inv({0})",
    }
    name = _name_of(node)
    if name in texts and len(args) > ("{1}" in texts[name]):
        yield "unstable formula", ast.parse(texts[name].format(*args), mode="eval").body


# Shapes and places --------------------------------------------------------------------------------


def _attribute(node: ast.Attribute) -> Iterator[Edit]:
    if node.attr == "T":
        yield "transpose", node.value


def _slice(node: ast.Slice) -> Iterator[Edit]:
    for name in ("lower", "upper", "step"):
        bound = getattr(node, name)
        if bound is None:
            continue
        yield "slice end", changed(node, **{name: None})
        if name != "step" and not isinstance(bound, ast.Constant):
            yield "off by one", changed(node, **{name: ast.BinOp(bound, ast.Add(), ast.Constant(1))})
            yield "off by one", changed(node, **{name: ast.BinOp(bound, ast.Sub(), ast.Constant(1))})


def _subscript(node: ast.Subscript) -> Iterator[Edit]:
    if isinstance(node.ctx, ast.Load) and isinstance(node.slice, ast.Name):
        yield "off by one", changed(node, slice=ast.BinOp(node.slice, ast.Sub(), ast.Constant(1)))


def _choice(node: ast.IfExp) -> Iterator[Edit]:
    yield "always one branch", node.body
    yield "always one branch", node.orelse


def _list(node: ast.List | ast.Tuple) -> Iterator[Edit]:
    if isinstance(node.ctx, ast.Load) and len(node.elts) > 1:
        yield "swapped values", changed(node, elts=[node.elts[1], node.elts[0], *node.elts[2:]])


# Statements ---------------------------------------------------------------------------------------


def _branch(node: ast.If) -> Iterator[Edit]:
    yield "always one branch", changed(node, test=ast.Constant(True))
    yield "always one branch", changed(node, test=ast.Constant(False))


def _loop(node: ast.For) -> Iterator[Edit]:
    if not isinstance(node.body[-1], (ast.Return, ast.Break)):
        yield "only once", changed(node, body=[*node.body, ast.Break()])
    yield "loop left out", ast.Pass()
    if isinstance(node.iter, ast.Call) and _name_of(node.iter) == "range":
        last = node.iter.args[min(1, len(node.iter.args) - 1)]
        for op in (ast.Add(), ast.Sub()):
            args = list(node.iter.args)
            args[min(1, len(args) - 1)] = ast.BinOp(last, op, ast.Constant(1))
            yield "off by one", changed(node, iter=changed(node.iter, args=args))


def _update(node: ast.AugAssign) -> Iterator[Edit]:
    for other in ARITHMETIC.get(type(node.op), ()):
        yield "operator", changed(node, op=other())
    target = copy.deepcopy(node.target)
    yield "does not add up", ast.Assign([target], node.value, lineno=0)
    yield "dropped statement", ast.Pass()


def _assignment(node: ast.Assign) -> Iterator[Edit]:
    if isinstance(node.targets[0], (ast.Subscript, ast.Attribute)):
        yield "dropped statement", ast.Pass()


def _statement(node: ast.Expr) -> Iterator[Edit]:
    if isinstance(node.value, ast.Call):
        yield "dropped statement", ast.Pass()


def _result(node: ast.Return) -> Iterator[Edit]:
    if node.value is not None and not isinstance(node.value, (ast.Tuple, ast.Constant)):
        yield "sign", changed(node, value=ast.UnaryOp(ast.USub(), node.value))


RULES: dict[type[ast.AST], tuple[Callable[..., Iterator[Edit]], ...]] = {
    ast.BinOp: (_arithmetic,),
    ast.Compare: (_comparison,),
    ast.BoolOp: (_logic,),
    ast.UnaryOp: (_sign,),
    ast.Constant: (_constant,),
    ast.Call: (_call,),
    ast.Attribute: (_attribute,),
    ast.Slice: (_slice,),
    ast.Subscript: (_subscript,),
    ast.IfExp: (_choice,),
    ast.List: (_list,),
    ast.Tuple: (_list,),
    ast.If: (_branch,),
    ast.For: (_loop,),
    ast.AugAssign: (_update,),
    ast.Assign: (_assignment,),
    ast.Expr: (_statement,),
    ast.Return: (_result,),
}
