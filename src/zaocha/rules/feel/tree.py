"""The one tree of FEEL: unary tests over a fact, and the expressions that DMN models are written in.

Every node is frozen and hashable; where it stands in the text (`span`, code points, half-open) takes no part
in equality. An operand of a test is a plain value where the text has a literal (`Decimal`, `str`, `bool`,
`datetime.date` for `date("2025-01-01")`, `None` for `null`) and an `Expression` otherwise. Policy mode knows
the plain values only.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Span:
    """Code points from `start` up to `end`."""

    start: int = 0
    end: int = 0


NOWHERE = Span()


class Node:
    """Whatever stands in the tree."""

    __slots__ = ()


class Expression(Node):
    """What has a value."""

    __slots__ = ()


Plain: TypeAlias = Decimal | str | bool | date | None
Operand: TypeAlias = Plain | Expression


# Tests. `Compare` and `Interval` are expressions too: in FEEL `[1..10]` and `(< 5)` are values, ranges.


@dataclass(frozen=True, slots=True)
class Compare(Expression):
    """`>= 20`; a bare `"A"` is `= "A"`. `op` is one of `< <= > >= = !=`; `bare` when no sign was written."""

    op: str
    value: Operand
    bare: bool = field(default=False, compare=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Interval(Expression):
    """`[3..10)`: closed ends belong to it."""

    low: Operand
    high: Operand
    low_closed: bool = True
    high_closed: bool = True
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class OneOf(Node):
    """`"A", "B"`: any of the tests."""

    items: tuple["Test", ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Not(Node):
    """`not("D")`: none of the tests."""

    test: "Test"
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Anything(Node):
    """`-`: true whatever the value, missing included."""

    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class StartsWith(Node):
    """`starts with(?, "18")`: a code that begins with one of the prefixes."""

    prefixes: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class IsMissing(Node):
    """`is missing`: nobody has said the value. Only policy mode knows it."""

    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Holds(Node):
    """An expression that stands as a test: true, equal to the value or a list or range that holds it.

    Only DMN mode knows it; inside, `?` is the value that is tested.
    """

    expression: Expression
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


Test: TypeAlias = Compare | Interval | OneOf | Not | Anything | StartsWith | IsMissing | Holds


# Expressions.


@dataclass(frozen=True, slots=True)
class Literal(Expression):
    """A number, a string, true, false, null, or a date."""

    value: Plain
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class At(Expression):
    """`@"2025-01-01"`: a date, time, date and time, or duration, by its shape."""

    text: str
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Name(Expression):
    """A variable or function by name; `?` is the value under test."""

    name: str
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Path(Expression):
    """`loan.amount`."""

    base: Expression
    name: str
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Filter(Expression):
    """`loans[amount > 10]` or `loans[1]`."""

    base: Expression
    condition: Expression
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Call(Expression):
    """`f(1, 2)` or `f(a: 1, b: 2)`; never both kinds."""

    function: Expression
    arguments: tuple[Expression, ...] = ()
    named: tuple[tuple[str, Expression], ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Negation(Expression):
    """`-x`."""

    operand: Expression
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Arithmetic(Expression):
    """`op` is one of `+ - * / **`."""

    op: str
    left: Expression
    right: Expression
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Comparison(Expression):
    """`op` is one of `< <= > >= = !=`."""

    op: str
    left: Expression
    right: Expression
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Between(Expression):
    """`x between low and high`, both included."""

    value: Expression
    low: Expression
    high: Expression
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class In(Expression):
    """`x in (tests)`."""

    value: Expression
    test: Test
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Both(Expression):
    """`a and b`."""

    left: Expression
    right: Expression
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Either(Expression):
    """`a or b`."""

    left: Expression
    right: Expression
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class If(Expression):
    """`if condition then this else that`."""

    condition: Expression
    then: Expression
    otherwise: Expression
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Through(Expression):
    """`1..10` after `for x in`: every whole step from the first to the last."""

    first: Expression
    last: Expression
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class For(Expression):
    """`for x in xs, y in ys return body`."""

    iterators: tuple[tuple[str, Expression], ...]
    body: Expression
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Quantified(Expression):
    """`some x in xs satisfies body` (`every` when not `some`)."""

    every: bool
    iterators: tuple[tuple[str, Expression], ...]
    body: Expression
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class ListOf(Expression):
    """`[1, 2, 3]`."""

    items: tuple[Expression, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class ContextOf(Expression):
    """`{a: 1, "b c": 2}`; later entries see earlier ones."""

    entries: tuple[tuple[str, Expression], ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """`number`, `list<number>`, `context<a: string>`, `function<number>->string`, `range<date>`.

    `arguments` are the types in angle brackets (of a context with their names in `names`), `returns` what a
    function gives.
    """

    name: str
    arguments: tuple["TypeName", ...] = ()
    names: tuple[str, ...] = ()
    returns: "TypeName | None" = None
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class InstanceOf(Expression):
    """`x instance of number`."""

    value: Expression
    type: TypeName
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class FunctionOf(Expression):
    """`function(a: number, b) a + b`; `external` when its body names code outside FEEL."""

    parameters: tuple[tuple[str, TypeName | None], ...]
    body: Expression
    external: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)
