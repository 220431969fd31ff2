"""The near miss: how far a value is from passing a test, in the fact's own unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from zaocha.rules.feel import tree
from zaocha.rules.walking import Outcome, Ratio

_EXACT = Context(prec=60)
_SHOWN = Decimal("0.000001")
Bound = Decimal | date


@dataclass(frozen=True, slots=True)
class Near:
    """The nearest bound, and how far away it is: in the fact's unit, of days in days.

    `strict`: the bound itself does not pass. `low`: the value is below what is needed.
    """

    needed: Bound
    distance: Decimal
    strict: bool
    low: bool


def near(outcome: Outcome) -> Near | None:
    """The near miss of a false clause over a number or a day; None of every other."""
    if outcome.truth is not False or outcome.value is None:
        return None
    value = shown_ratio(outcome.value) if isinstance(outcome.value, Ratio) else outcome.value
    if isinstance(value, bool) or not isinstance(value, Decimal | date):
        return None
    found = [one for one in _bounds(outcome.clause.test, value) if one is not None]
    return min(found, key=lambda one: one.distance, default=None)


def shown_ratio(ratio: Ratio, *, exact: bool = False) -> Decimal:
    """A quotient as a number: to six decimals, or as many as 60 digits hold."""
    found = _EXACT.divide(ratio.above, ratio.below)
    return found if exact else found.quantize(_SHOWN, ROUND_HALF_UP, context=Context(prec=80)).normalize()


def first_bound(test: tree.Test) -> Bound | None:
    """The bound that a test over numbers or days names first: what is needed when no value is known."""
    if isinstance(test, tree.Compare) and isinstance(test.value, Decimal | date):
        return test.value
    if isinstance(test, tree.Interval) and isinstance(test.low, Decimal | date):
        return test.low
    if isinstance(test, tree.OneOf):
        return next((bound for one in test.items if (bound := first_bound(one)) is not None), None)
    return None


def _bounds(test: tree.Test, value: Bound) -> list[Near | None]:
    if isinstance(test, tree.OneOf):
        return [one for item in test.items for one in _bounds(item, value)]
    if isinstance(test, tree.Compare):
        return [_to(value, test.value, strict=test.op in {"<", ">"})] if test.op != "!=" else []
    if isinstance(test, tree.Interval):
        low = _to(value, test.low, strict=not test.low_closed)
        high = _to(value, test.high, strict=not test.high_closed)
        return [low, high]
    return []  # of a `not` no bound is needed: anything else would do


def _to(value: Bound, bound: tree.Operand, *, strict: bool) -> Near | None:
    if isinstance(value, Decimal) and isinstance(bound, Decimal):
        gap = _EXACT.abs(_EXACT.subtract(bound, value))
        return Near(bound, gap, strict, value < bound or (strict and value == bound))
    if isinstance(value, date) and isinstance(bound, date):
        return Near(bound, Decimal(abs((bound - value).days)), strict, value <= bound)
    return None
