"""The near miss: how far a value is from passing a test, in the fact's own unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

from zaocha.rules.feel import tree
from zaocha.rules.walking import Outcome, Ratio, Walk, passes, reasons

_EXACT = Context(prec=60)
_WIDE = Context(prec=120)
Bound = Decimal | date
NEAR_SHARE = Decimal("0.3")  # of what is needed
NEAR_DAYS = 90


@dataclass(frozen=True, slots=True)
class Near:
    """The nearest bound, and how far away it is: in the fact's unit, of days in days.

    `strict`: the bound itself does not pass. `low`: the value is below what is needed.
    """

    needed: Bound
    distance: Decimal
    strict: bool
    low: bool

    @property
    def shown(self) -> Decimal:
        """The distance; of a quotient without end its first six digits."""
        digits = len(self.distance.as_tuple().digits)
        return self.distance.normalize(Context(prec=6)) if digits > 40 else self.distance


def near(outcome: Outcome) -> Near | None:
    """The near miss of a false clause over a number or a day; None of every other."""
    if outcome.truth is not False or outcome.value is None:
        return None
    value = _divided(outcome.value) if isinstance(outcome.value, Ratio) else outcome.value
    if isinstance(value, bool) or not isinstance(value, Decimal | date):
        return None
    found = [one for one in _bounds(outcome.clause.test, value) if one is not None]
    return min(found, key=lambda one: one.distance, default=None)


def is_close(missed: Near) -> bool:
    """Whether it was just missed: by less than a third of what is needed, or by three months."""
    if isinstance(missed.needed, date):
        return timedelta(days=int(missed.distance)) <= timedelta(days=NEAR_DAYS)
    return missed.distance <= abs(missed.needed) * NEAR_SHARE


def near_miss(walked: Walk) -> Outcome | None:
    """The one clause that alone makes a condition false and was just missed; else None."""
    if walked.truth is not False:
        return None
    failing = list(reasons(walked))
    missed = near(failing[0]) if len(failing) == 1 else None
    return failing[0] if missed is not None and is_close(missed) else None


def shown_ratio(ratio: Ratio, *, apart_from: Bound | None = None) -> Decimal:
    """A quotient as a number: to six decimals, or as many more as it takes to differ from a bound."""
    exact = _divided(ratio)
    for places in (6, 12, 18, 24, 30, 40):
        shown = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, context=_WIDE)
        if shown == exact or shown != apart_from:
            break
    return shown.normalize(_WIDE)


def _divided(ratio: Ratio) -> Decimal:
    return _EXACT.divide(ratio.above, ratio.below)


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
        return [_compared(test, value)]
    if isinstance(test, tree.Interval):
        low = _compared(tree.Compare(">=" if test.low_closed else ">", test.low), value)
        high = _compared(tree.Compare("<=" if test.high_closed else "<", test.high), value)
        # Which end fails, the test itself knows: the other one is further away.
        return [low if not passes(tree.Compare(">=" if test.low_closed else ">", test.low), value) else high]
    return []  # of a `not` no bound is needed: anything else would do


def _compared(test: tree.Compare, value: Bound) -> Near | None:
    if test.op == "!=":
        return None
    low = test.op in {">", ">="} or (test.op == "=" and passes(tree.Compare("<", test.value), value))
    strict = test.op in {"<", ">"}
    if isinstance(value, Decimal) and isinstance(test.value, Decimal):
        return Near(test.value, _EXACT.abs(_EXACT.subtract(test.value, value)), strict, low)
    if isinstance(value, date) and isinstance(test.value, date):
        return Near(test.value, Decimal(abs((test.value - value).days)), strict, low)
    return None
