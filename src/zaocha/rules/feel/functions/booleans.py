"""Truth: not, all, any, is."""

from zaocha.rules.feel.functions.forms import form
from zaocha.rules.feel.temporal import Moment, Time
from zaocha.rules.feel.values import NoValue, Value, equal, kind


@form("not", "negand: any")
def negation(negand: Value) -> bool | None:
    return (not negand) if isinstance(negand, bool) else None


@form("all", "list: list")
@form("all", "*items: any")
def every(*items: Value) -> bool | None:
    """True when all are, false when one is not, else null."""
    found = flat(items)
    if any(one is False for one in found):
        return False
    return True if all(one is True for one in found) else None


@form("any", "list: list")
@form("any", "*items: any")
def some(*items: Value) -> bool | None:
    """True when one is, false when none is, else null."""
    found = flat(items)
    if any(one is True for one in found):
        return True
    return False if all(one is False for one in found) else None


def flat(items: tuple[Value, ...]) -> list[Value]:
    """The items, whether given as a list or one by one. Raises `NoValue` for nothing at all."""
    if not items:
        raise NoValue("an argument is needed")
    return items[0] if len(items) == 1 and isinstance(items[0], list) else list(items)


@form("is", "value1: any?, value2: any?")
def same(one: Value = None, other: Value = None) -> bool:
    """The same value of the same kind: times only with the same zone."""
    if kind(one) != kind(other):
        return False
    if isinstance(one, (Time, Moment)) and one.zone != other.zone:
        return False
    return equal(one, other) is True
