"""Sets of ordered values as sorted spans between cuts: union, complement, and the spans of each comparison."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from zaocha.rules.planes.atoms import Cut, Span

Value = Decimal | int | bool | date | str
EVERYTHING = (Span(None, None),)
NOTHING: tuple[Span, ...] = ()
LAST_CODE_POINT = 0x10FFFF


def below(value: Value) -> Cut:
    """The cut just below a value."""
    return value if isinstance(value, str) else (_number(value), False)


def above(value: Value) -> Cut:
    """The cut just above a value: no text stands between a text and itself with NUL behind it."""
    return value + "\0" if isinstance(value, str) else (_number(value), True)


def _number(value: Decimal | int | bool | date) -> Decimal | int:
    if isinstance(value, date):
        return value.toordinal()
    return value if isinstance(value, Decimal) else int(value)


def compared(operator: str, value: Value) -> tuple[Span, ...]:
    """The values for which `value-of-the-fact operator value` holds."""
    match operator:
        case ">=":
            return (Span(below(value), None),)
        case ">":
            return (Span(above(value), None),)
        case "<":
            return (Span(None, below(value)),)
        case "<=":
            return (Span(None, above(value)),)
        case "=":
            return (Span(below(value), above(value)),)
        case "!=":
            return complement((Span(below(value), above(value)),))
    raise ValueError(f"{operator!r} is no comparison")


def starting_with(prefix: str) -> tuple[Span, ...]:
    """All texts with this beginning: codes are ordered so that a prefix is one span."""
    end = prefix
    while end and ord(end[-1]) == LAST_CODE_POINT:
        end = end[:-1]
    return (Span(prefix, end[:-1] + chr(ord(end[-1]) + 1) if end else None),)


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted, merged and without empty spans."""
    merged: list[Span] = []
    for span in sorted((one for one in spans if not _empty(one)), key=_low_first):
        if merged and _reaches(merged[-1].high, span.low):
            merged[-1] = Span(merged[-1].low, _farther(merged[-1].high, span.high))
        else:
            merged.append(span)
    return tuple(merged)


def complement(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """All that sorted, merged spans leave out."""
    left: list[Span] = []
    low: Cut | None = None
    for span in spans:
        if span.low is not None:
            left.append(Span(low, span.low))
        if span.high is None:
            return tuple(left)
        low = span.high
    return (*left, Span(low, None))


def _empty(span: Span) -> bool:
    return span.low is not None and span.high is not None and not span.low < span.high  # type: ignore[operator]


def _low_first(span: Span) -> tuple[bool, Cut]:
    return (span.low is not None, span.low if span.low is not None else "")


def _reaches(high: Cut | None, low: Cut | None) -> bool:
    return high is None or low is None or low <= high  # type: ignore[operator]


def _farther(one: Cut | None, other: Cut | None) -> Cut | None:
    if one is None or other is None:
        return None
    return max(one, other)
