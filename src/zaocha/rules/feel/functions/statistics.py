"""Figures of a list: smallest, largest, sum, mean, median, mode, deviation."""

from decimal import Decimal
from functools import cmp_to_key

from zaocha.rules.feel import arithmetic
from zaocha.rules.feel.functions.booleans import flat
from zaocha.rules.feel.functions.forms import form
from zaocha.rules.feel.functions.numbers import total
from zaocha.rules.feel.values import NoValue, Value, order


def ordered(items: list[Value]) -> list[Value]:
    """From small to large. Raises `NoValue` when they have no order or there are none."""
    if not items:
        raise NoValue("the list is empty")
    if len(items) == 1:
        order(items[0], items[0])
    return sorted(items, key=cmp_to_key(order))


@form("min", "list: list")
@form("min", "*items: any")
def smallest(*items: Value) -> Value:
    return ordered(flat(items))[0]


@form("max", "list: list")
@form("max", "*items: any")
def largest(*items: Value) -> Value:
    return ordered(flat(items))[-1]


@form("sum", "list: list")
@form("sum", "*items: any")
def added(*items: Value) -> Value:
    return total(flat(items))


@form("mean", "list: list")
@form("mean", "*items: any")
def mean(*items: Value) -> Value:
    found = flat(items)
    return arithmetic.apply("/", total(found), Decimal(len(found)))


def numbers(items: tuple[Value, ...]) -> list[Decimal]:
    """The items as numbers. Raises `NoValue` for anything else."""
    found = flat(items)
    if not all(isinstance(one, Decimal) for one in found):
        raise NoValue("only numbers have this figure")
    return found


@form("product", "list: list")
@form("product", "*items: any")
def product(*items: Value) -> Decimal:
    found, made = numbers(items), Decimal(1)
    if not found:
        raise NoValue("nothing to multiply")
    for one in found:
        made *= one
    return made


@form("median", "list: list")
@form("median", "*items: any")
def median(*items: Value) -> Decimal | None:
    found = sorted(numbers(items))
    if not found:
        return None
    half = len(found) // 2
    return found[half] if len(found) % 2 else (found[half - 1] + found[half]) / 2


@form("stddev", "list: list")
@form("stddev", "*items: any")
def deviation(*items: Value) -> Decimal:
    """Of a sample."""
    found = numbers(items)
    if len(found) < 2:
        raise NoValue("the deviation of a sample needs two numbers")
    middle = sum(found, Decimal(0)) / len(found)
    return (sum(((one - middle) ** 2 for one in found), Decimal(0)) / (len(found) - 1)).sqrt()


@form("mode", "list: list")
@form("mode", "*items: any")
def mode(*items: Value) -> list[Decimal]:
    """The most frequent numbers, from small to large."""
    found = numbers(items)
    most = max((found.count(one) for one in found), default=0)
    return sorted({one for one in found if found.count(one) == most})
