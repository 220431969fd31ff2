"""FEEL's values: what kind they are, when they are equal, which comes first.

Numbers are `Decimal` (34 digits, half even, in the context that `exactly` sets), strings `str`, booleans `bool`,
null `None`, lists `list`, contexts `dict`; dates and durations are those of `temporal`.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)
from typing import Any, TypeAlias

from zaocha.rules.feel import temporal
from zaocha.rules.feel.temporal import Day, Moment, Months, Seconds, Time

Value: TypeAlias = Any

_CONTEXT = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6176, Emax=6144,
                   traps=[DivisionByZero, InvalidOperation, Overflow])  # fmt: skip


LONGEST_LIST = 1_000_000


class NoValue(Exception):
    """What FEEL answers with null; the reason is kept for whoever asks why."""


def exactly() -> AbstractContextManager[Context]:
    """FEEL's arithmetic, for this thread and this block only."""
    return localcontext(_CONTEXT)


@dataclass(frozen=True, slots=True)
class Range:
    """Everything between two ends; with `op`, what stands in that order to the one end there is (`(>= 5)`)."""

    low: Value
    high: Value
    low_closed: bool = True
    high_closed: bool = True
    op: str = ""

    @property
    def end(self) -> Value:
        """The one end of a range with `op`."""
        return self.high if self.low is None else self.low


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter and its type (of `types`), if it has one."""

    name: str
    type: Value = None


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """Something to call. `call` gets its arguments in the order of `parameters`."""

    parameters: tuple[Parameter, ...]
    call: Callable[..., Value]
    returns: Value = None
    name: str = ""
    # A built-in chooses among its forms by itself: it gets the arguments as given.
    choose: Callable[[list[Value], dict[str, Value]], Value] | None = field(default=None, repr=False)


KINDS: tuple[tuple[type, str], ...] = (
    (bool, "boolean"), (Decimal, "number"), (str, "string"), (Day, "date"), (Time, "time"), (Moment, "date and time"),
    (Months, "years and months duration"), (Seconds, "days and time duration"), (list, "list"), (dict, "context"),
    (Range, "range"), (Function, "function"),
)  # fmt: skip
_KINDS = dict(KINDS)


def kind(value: Value) -> str:
    """The name of a value's type as FEEL writes it."""
    return "Null" if value is None else _KINDS.get(type(value), "Any")


def of(value: Value) -> Value:
    """A Python value as FEEL's: whole numbers and dates of the standard library become its own."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, date):
        return temporal.day_of(value)
    if isinstance(value, (list, tuple)):
        return [of(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): of(one) for name, one in value.items()}
    return value


def equal(one: Value, other: Value) -> bool | None:
    """Equal, not equal, or null when the two cannot be compared."""
    if one is None or other is None:
        return one is None and other is None
    if kind(one) != kind(other):
        return None
    if isinstance(one, list):
        return _equal_lists(one, other)
    if isinstance(one, dict):
        return _equal_contexts(one, other)
    if isinstance(one, (Moment, Time)):
        # The standard counts whole seconds here.
        return (one.offset is None) == (other.offset is None) and int(one.instant) == int(other.instant)
    if isinstance(one, Range):
        return _equal_ranges(one, other)
    return bool(one == other)


def _equal_lists(one: list[Value], other: list[Value]) -> bool | None:
    if len(one) != len(other):
        return False
    return _all(equal(left, right) for left, right in zip(one, other, strict=True))


def _equal_contexts(one: dict[str, Value], other: dict[str, Value]) -> bool | None:
    if one.keys() != other.keys():
        return False
    return _all(equal(value, other[name]) for name, value in one.items())


def _equal_ranges(one: Range, other: Range) -> bool | None:
    if (one.low_closed, one.high_closed, one.op) != (other.low_closed, other.high_closed, other.op):
        return False
    return equal(one.low, other.low) is True and equal(one.high, other.high) is True


def _all(verdicts: Any) -> bool:
    return all(verdict is True for verdict in verdicts)


def order(one: Value, other: Value) -> int:
    """-1, 0 or 1. Raises `NoValue` where there is no order, null included."""
    if kind(one) != kind(other) or not isinstance(one, (Decimal, str, Day, Time, Moment, Months, Seconds)):
        raise NoValue(f"{kind(one)} and {kind(other)} have no order")
    left, right = _rank(one), _rank(other)
    return int(left > right) - int(left < right)


def _rank(value: Value) -> Value:
    if isinstance(value, Day):
        return value.number
    if isinstance(value, (Time, Moment)):
        return int(value.instant)
    if isinstance(value, Months):
        return value.months
    return value.seconds if isinstance(value, Seconds) else value


_SIGNS: dict[str, Callable[[int], bool]] = {
    "<": lambda sign: sign < 0, "<=": lambda sign: sign <= 0, ">": lambda sign: sign > 0, ">=": lambda sign: sign >= 0,
}  # fmt: skip


def compared(op: str, one: Value, other: Value) -> bool | None:
    """`one op other`. Raises `NoValue` where there is no order."""
    if op in ("=", "!="):
        verdict = equal(one, other)
        return verdict if op == "=" or verdict is None else not verdict
    return _SIGNS[op](order(one, other))


def holds(span: Range, value: Value) -> bool | None:
    """Whether a value is in a range. Raises `NoValue` where there is no order."""
    if span.op:
        return compared(span.op, value, span.end)
    if span.low is None or span.high is None:
        raise NoValue("a range needs both its ends")
    above = compared(">=" if span.low_closed else ">", value, span.low)
    return above and compared("<=" if span.high_closed else "<", value, span.high)
