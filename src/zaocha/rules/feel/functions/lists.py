"""Lists: their parts, joined, sorted, changed."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cmp_to_key

from zaocha.rules.feel import calling, values
from zaocha.rules.feel.functions.forms import form
from zaocha.rules.feel.values import LONGEST_LIST, Function, NoValue, Value, equal


@form("list contains", "list: list, element: any")
def contains(items: list[Value], element: Value) -> bool:
    return any(equal(one, element) is True for one in items)


@form("count", "list: list")
def count(items: list[Value]) -> Decimal:
    return Decimal(len(items))


@form("sublist", "list: list, start position: number, length: number?")
def part(items: list[Value], start: Decimal, length: Decimal | None = None) -> list[Value]:
    at = place(items, start)
    if length is not None and not 0 <= int(length) <= len(items) - at:
        raise NoValue("sublist reaches beyond the list")
    return items[at:] if length is None else items[at : at + int(length)]


def place(items: list[Value], position: Decimal) -> int:
    """A position from 1, or from -1 at the end, as an index. Raises `NoValue`."""
    if position != int(position) or not 1 <= abs(position) <= len(items):
        raise NoValue(f"there is no place {position} in a list of {len(items)}")
    return int(position) - 1 if position > 0 else len(items) + int(position)


@form("append", "list: list, *items: any")
def appended(items: list[Value], *more: Value) -> list[Value]:
    return bounded([*items, *more])


@form("concatenate", "*lists: list")
def joined(*lists: list[Value]) -> list[Value]:
    if sum(map(len, lists)) > LONGEST_LIST:
        raise NoValue(f"a list has at most {LONGEST_LIST} items")
    return [one for items in lists for one in items]


def bounded(items: list[Value]) -> list[Value]:
    """Raises `NoValue` when the list is longer than any list is."""
    if len(items) > LONGEST_LIST:
        raise NoValue(f"a list has at most {LONGEST_LIST} items")
    return items


@form("insert before", "list: list, position: number, newItem: any")
def inserted(items: list[Value], position: Decimal, new: Value) -> list[Value]:
    at = place(items, position)
    return [*items[:at], new, *items[at:]]


@form("remove", "list: list, position: number")
def removed(items: list[Value], position: Decimal) -> list[Value]:
    at = place(items, position)
    return items[:at] + items[at + 1 :]


@form("list replace", "list: list, position: number, newItem: any")
@form("list replace", "list: list, match: function, newItem: any")
def replaced(items: list[Value], which: Decimal | Function, new: Value) -> list[Value]:
    if isinstance(which, Decimal):
        at = place(items, Decimal(int(which)))
        return [*items[:at], new, *items[at + 1 :]]
    return [new if truth(calling.invoke(which, [one, new])) else one for one in items]


def truth(value: Value) -> bool:
    """Raises `NoValue` for anything but true and false."""
    if not isinstance(value, bool):
        raise NoValue("a function that says true or false is needed")
    return value


@form("reverse", "list: list")
def reversed_(items: list[Value]) -> list[Value]:
    return items[::-1]


@form("index of", "list: list, match: any")
def places(items: list[Value], match: Value) -> list[Decimal]:
    return [Decimal(number) for number, one in enumerate(items, 1) if equal(one, match) is True]


@form("union", "*lists: list")
def union(*lists: list[Value]) -> list[Value]:
    return distinct(joined(*lists))


@form("distinct values", "list: list")
def distinct(items: Iterable[Value]) -> list[Value]:
    found: list[Value] = []
    for one in items:
        if not contains(found, one):
            found.append(one)
    return found


@form("flatten", "list: list")
def flattened(items: list[Value]) -> list[Value]:
    found: list[Value] = []
    for one in items:
        found.extend(flattened(one) if isinstance(one, list) else [one])
    return bounded(found)


@form("sort", "list: list, precedes: function?")
def arranged(items: list[Value], precedes: Function | None = None) -> list[Value]:
    if precedes is None:
        return sorted(items, key=cmp_to_key(values.order))

    def before(one: Value, other: Value) -> int:
        if truth(calling.invoke(precedes, [one, other])):
            return -1
        return 1 if truth(calling.invoke(precedes, [other, one])) else 0

    return sorted(items, key=cmp_to_key(before))
