"""Ranges and points on one line: before, after, meets, overlaps, includes and their mirrors."""

from collections.abc import Callable
from datetime import date

from zaocha.rules.feel import parsing, testing, tree
from zaocha.rules.feel.faults import NotFeel
from zaocha.rules.feel.functions.forms import form
from zaocha.rules.feel.temporal import NotATime, day_of
from zaocha.rules.feel.temporal_texts import any_of
from zaocha.rules.feel.values import NoValue, Range, Value, order

Verdict = Callable[[Range, Range], bool]


def _span(value: Value) -> Range:
    """A point as the range of itself. Raises `NoValue` for a range without an end."""
    if not isinstance(value, Range):
        return Range(value, value)
    if value.low is None or value.high is None:
        raise NoValue("both ends of the range are needed")
    return value


def _before(one: Range, other: Range) -> bool:
    found = order(one.high, other.low)
    return found < 0 or (found == 0 and not (one.high_closed and other.low_closed))


def _meets(one: Range, other: Range) -> bool:
    return one.high_closed and other.low_closed and order(one.high, other.low) == 0


def _starts_no_later(one: Range, other: Range) -> bool:
    found = order(one.low, other.low)
    return found < 0 or (found == 0 and (one.low_closed or not other.low_closed))


def _ends_no_earlier(one: Range, other: Range) -> bool:
    found = order(one.high, other.high)
    return found > 0 or (found == 0 and (one.high_closed or not other.high_closed))


def _includes(one: Range, other: Range) -> bool:
    return _starts_no_later(one, other) and _ends_no_earlier(one, other)


def _overlaps(one: Range, other: Range) -> bool:
    return not _before(one, other) and not _before(other, one)


def _overlaps_before(one: Range, other: Range) -> bool:
    return _overlaps(one, other) and not _starts_no_later(other, one) and _ends_no_earlier(other, one)


def _same_low(one: Range, other: Range) -> bool:
    return order(one.low, other.low) == 0 and one.low_closed == other.low_closed


def _same_high(one: Range, other: Range) -> bool:
    return order(one.high, other.high) == 0 and one.high_closed == other.high_closed


_VERDICTS: dict[str, Verdict] = {
    "before": _before,
    "after": lambda one, other: _before(other, one),
    "meets": _meets,
    "met by": lambda one, other: _meets(other, one),
    "overlaps": _overlaps,
    "overlaps before": _overlaps_before,
    "overlaps after": lambda one, other: _overlaps_before(other, one),
    "finishes": lambda one, other: _same_high(one, other) and _starts_no_later(other, one),
    "finished by": lambda one, other: _same_high(one, other) and _starts_no_later(one, other),
    "includes": _includes,
    "during": lambda one, other: _includes(other, one),
    "starts": lambda one, other: _same_low(one, other) and _ends_no_earlier(other, one),
    "started by": lambda one, other: _same_low(one, other) and _ends_no_earlier(one, other),
    "coincides": lambda one, other: _same_low(one, other) and _same_high(one, other),
}
# Which of the two may be a point: (first kind, second kind) with the names of the standard.
_POINT, _RANGE = "point", "range"
_SHAPES: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    **dict.fromkeys(("before", "after"), (("point1", _POINT, "point2", _POINT), ("point", _POINT, "range", _RANGE), ("range", _RANGE, "point", _POINT), ("range1", _RANGE, "range2", _RANGE))),
    **dict.fromkeys(("meets", "met by", "overlaps", "overlaps before", "overlaps after"), (("range1", _RANGE, "range2", _RANGE),)),
    **dict.fromkeys(("finishes", "starts", "during"), (("point", _POINT, "range", _RANGE), ("range1", _RANGE, "range2", _RANGE))),
    **dict.fromkeys(("finished by", "started by", "includes"), (("range", _RANGE, "point", _POINT), ("range1", _RANGE, "range2", _RANGE))),
    "coincides": (("point1", _POINT, "point2", _POINT), ("range1", _RANGE, "range2", _RANGE)),
}  # fmt: skip


def _declare(name: str, verdict: Verdict) -> None:
    for first, first_kind, second, second_kind in _SHAPES[name]:

        @form(name, f"{first}: {first_kind}, {second}: {second_kind}")
        def _said(one: Value, other: Value) -> bool:
            return verdict(_span(one), _span(other))


for _name, _verdict in _VERDICTS.items():
    _declare(_name, _verdict)


@form("range", "from: string")
def span(text: str) -> Range:
    """`[1..10)` out of text; its ends are literals."""
    try:
        node = parsing.expression(text.strip())
    except NotFeel as error:
        raise NoValue(f"'{text}' is no range") from error
    if isinstance(node, tree.Compare):
        return testing.half_open(node.op, _end(node.value))
    if not isinstance(node, tree.Interval):
        raise NoValue(f"'{text}' is no range")
    return testing.span(_end(node.low), _end(node.high), node.low_closed, node.high_closed)


def _end(value: tree.Operand) -> Value:
    """A literal end. Raises `NoValue` for an expression."""
    if isinstance(value, tree.At):
        try:
            return any_of(value.text)
        except NotATime as error:
            raise NoValue(f"there is no {value.text}") from error
    if isinstance(value, tree.Expression):
        return _made(value)
    return day_of(value) if isinstance(value, date) else value


def _made(value: tree.Expression) -> Value:
    """`date("…")` and its like, called with one literal."""
    from zaocha.rules.feel.functions import BUILTINS  # the table is complete only after this module

    match value:
        case tree.Call(function=tree.Name(name=name), arguments=(tree.Literal(value=str(text)),)):
            if name in ("date", "time", "date and time", "duration"):
                return BUILTINS[name].call(text)
    raise NoValue("the ends of a range out of text are literals")
