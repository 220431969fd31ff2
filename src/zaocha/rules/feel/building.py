"""From lark's parse tree to the one tree of `tree.py`."""

import re
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from lark import Token, Tree

from zaocha.rules.feel import tree
from zaocha.rules.feel.tree import Expression, Span

Made: TypeAlias = Any
DEEPEST = 200
_ESCAPE = re.compile(r"\\(?:(u[0-9a-fA-F]{4})|(U[0-9a-fA-F]{6})|(.))", re.DOTALL)
_SHORT = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "'": "'"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class TooDeep(Exception):
    """A text whose tree is deeper than anybody writes; `at` is where it began."""

    def __init__(self, at: int) -> None:
        self.at = at
        super().__init__(at)


def built(parsed: Tree[Token]) -> Made:
    """The tree of a parse, built bottom up without recursion; raises `TooDeep`."""
    made: dict[int, tuple[Made, int]] = {}
    for node in parsed.iter_subtrees():
        depth = 1 + max((made[id(one)][1] for one in node.children if isinstance(one, Tree)), default=0)
        if depth > DEEPEST:
            raise TooDeep(_span(node).start)
        children = [made[id(one)][0] if isinstance(one, Tree) else one for one in node.children]
        made[id(node)] = (_MAKERS[node.data](children, _span(node)), depth)
    return made[id(parsed)][0]


def _span(node: Tree[Token]) -> Span:
    return Span(getattr(node.meta, "start_pos", 0), getattr(node.meta, "end_pos", 0))


def unquoted(text: str) -> str:
    """The characters of a string literal without its quotes and escapes."""

    def plain(match: re.Match[str]) -> str:
        short, long, other = match.groups()
        if code := short or long:
            return chr(int(code[1:], 16))
        return _SHORT.get(other, "\\" + other)

    said = _ESCAPE.sub(plain, text[1:-1])
    # Two \u escapes may be the halves of one character.
    return said.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def operand(value: Made) -> tree.Operand:
    """A plain value where the text has a literal, the expression otherwise."""
    if isinstance(value, tree.Literal):
        return value.value
    if isinstance(value, tree.Negation) and isinstance(value.operand, tree.Literal):
        inner = value.operand.value
        if isinstance(inner, Decimal):
            return -inner
    found: Expression = value
    return found


def _holds(children: list[Made], span: Span) -> Made:
    """An expression as a test: literals and ranges are tests of their own; `starts with(?, …)` is one."""
    one = children[0]
    if isinstance(one, (tree.Interval, tree.Compare)):
        return one
    value = operand(one)
    if not isinstance(value, Expression):
        return tree.Compare("=", value, True, span=span)
    if isinstance(one, tree.Call) and one.function == tree.Name("starts with") and len(one.arguments) > 1:
        subject, *prefixes = one.arguments
        words = [p.value for p in prefixes if isinstance(p, tree.Literal) and isinstance(p.value, str)]
        if subject == tree.Name("?") and len(words) == len(prefixes):
            return tree.StartsWith(tuple(words), span=span)
    return tree.Holds(one, span=span)


def _one_of(children: list[Made], span: Span) -> Made:
    tests = tuple(one for one in children if not isinstance(one, Token))
    return tests[0] if len(tests) == 1 else tree.OneOf(tests, span=span)


def _negated(children: list[Made], span: Span) -> Made:
    return tree.Not(_one_of(children, span), span=span)


def _interval(children: list[Made], span: Span) -> Made:
    opening, low, _dots, high, closing = children
    return tree.Interval(
        operand(low), operand(high), opening.type == "LSQB", closing.type == "RSQB", span=span
    )


def _call(children: list[Made], span: Span) -> Made:
    function, given = children[0], children[2]
    if isinstance(given, Token):
        return tree.Call(function, span=span)
    if given and isinstance(given[0], tuple):
        return tree.Call(function, (), given, span=span)
    return _day(function, given, span) or tree.Call(function, given, span=span)


def _day(function: Made, arguments: tuple[Made, ...], span: Span) -> tree.Literal | None:
    """`date("2025-01-01")` is as good as a literal."""
    first = arguments[0]
    if function != tree.Name("date") or len(arguments) != 1 or not isinstance(first, tree.Literal):
        return None
    if not isinstance(first.value, str) or not _DAY.fullmatch(first.value):
        return None
    try:
        return tree.Literal(date.fromisoformat(first.value), span=span)
    except ValueError:
        return None


def _function(children: list[Made], span: Span) -> Made:
    parameters = tuple(one for one in children if isinstance(one, tuple))
    external = any(isinstance(one, Token) and one.type == "EXTERNAL" for one in children)
    return tree.FunctionOf(parameters, children[-1], external, span=span)


def _generic(children: list[Made], span: Span) -> Made:
    inner = [one for one in children[2:] if not isinstance(one, Token)]
    returns = inner.pop() if any(isinstance(one, Token) and one.type == "ARROW" for one in children) else None
    names = tuple(one[0] for one in inner if isinstance(one, tuple))
    types = tuple(one[1] if isinstance(one, tuple) else one for one in inner)
    return tree.TypeName(str(children[0]), types, names, returns, span=span)


def _named(children: list[Made], span: Span) -> tuple[str, Expression]:
    name = children[0]
    return (unquoted(name) if name.type == "STRING" else str(name)), children[2]


def _plain(children: list[Made], kind: type) -> tuple[Made, ...]:
    return tuple(one for one in children if isinstance(one, kind))


_MAKERS: dict[str, Any] = {
    "anything": lambda c, s: tree.Anything(span=s),
    "one_of": _one_of,
    "negated": _negated,
    "holds": _holds,
    "is_missing": lambda c, s: tree.IsMissing(span=s),
    "comparing": lambda c, s: tree.Compare(str(c[0]), operand(c[1]), span=s),
    "conditional": lambda c, s: tree.If(c[1], c[3], c[5], span=s),
    "loop": lambda c, s: tree.For(_plain(c, tuple), c[-1], span=s),
    "quantified": lambda c, s: tree.Quantified(c[0].type == "EVERY", _plain(c, tuple), c[-1], span=s),
    "iterator": lambda c, s: (str(c[0]), c[2]),
    "stepping": lambda c, s: (str(c[0]), tree.Through(c[2], c[4], span=s)),
    "function": _function,
    "parameter": lambda c, s: (str(c[0]), c[2] if len(c) > 1 else None),
    "either": lambda c, s: tree.Either(c[0], c[2], span=s),
    "both": lambda c, s: tree.Both(c[0], c[2], span=s),
    "compared": lambda c, s: tree.Comparison(str(c[1]), c[0], c[2], span=s),
    "between": lambda c, s: tree.Between(c[0], c[2], c[4], span=s),
    "comparison": lambda c, s: tree.In(c[0], c[2], span=s),
    "within": lambda c, s: c[0],
    "arithmetic": lambda c, s: tree.Arithmetic(str(c[1]), c[0], c[2], span=s),
    "negation": lambda c, s: tree.Negation(c[1], span=s),
    "instance_of": lambda c, s: tree.InstanceOf(c[0], c[2], span=s),
    "path": lambda c, s: tree.Path(c[0], str(c[2]), span=s),
    "filter": lambda c, s: tree.Filter(c[0], c[2], span=s),
    "call": _call,
    "arguments": lambda c, s: tuple(one for one in c if not isinstance(one, Token)),
    "named_arguments": lambda c, s: _plain(c, tuple),
    "named": _named,
    "name": lambda c, s: tree.Name(str(c[0]), span=s),
    "number": lambda c, s: tree.Literal(Decimal(str(c[0])), span=s),
    "string": lambda c, s: tree.Literal(unquoted(c[0]), span=s),
    "true": lambda c, s: tree.Literal(True, span=s),
    "false": lambda c, s: tree.Literal(False, span=s),
    "null": lambda c, s: tree.Literal(None, span=s),
    "at": lambda c, s: tree.At(unquoted(str(c[0])[1:]), span=s),
    "grouped": lambda c, s: c[1],
    "interval": _interval,
    "list": lambda c, s: tree.ListOf(tuple(one for one in c if not isinstance(one, Token)), span=s),
    "context": lambda c, s: tree.ContextOf(_plain(c, tuple), span=s),
    "type": lambda c, s: tree.TypeName("".join(str(one) for one in c), span=s),
    "generic": _generic,
    "typed_field": lambda c, s: (str(c[0]), c[2]),
}
