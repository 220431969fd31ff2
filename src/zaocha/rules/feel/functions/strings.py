"""Strings: their parts and their cases; a character is a code point."""

from decimal import Decimal

from zaocha.rules.feel.functions.forms import form
from zaocha.rules.feel.values import NoValue, Value


@form("substring", "string: string, start position: number, length: number?")
def part(string: str, start: Decimal, length: Decimal | None = None) -> str:
    """From a position that counts from 1, or from -1 at the end."""
    at = int(start)
    if at == 0 or abs(at) > len(string):
        raise NoValue(f"there is no character {at}")
    if length is not None and length < 1:
        raise NoValue("the length is at least 1")
    begin = at - 1 if at > 0 else len(string) + at
    return string[begin:] if length is None else string[begin : begin + int(length)]


@form("string length", "string: string")
def length(string: str) -> Decimal:
    return Decimal(len(string))


@form("upper case", "string: string")
def upper(string: str) -> str:
    return string.upper()


@form("lower case", "string: string")
def lower(string: str) -> str:
    return string.lower()


@form("substring before", "string: string, match: string")
def before(string: str, match: str) -> str:
    return string.partition(match)[0] if match and match in string else ""


@form("substring after", "string: string, match: string")
def after(string: str, match: str) -> str:
    return string.partition(match)[2] if match else string


@form("contains", "string: string, match: string")
def contains(string: str, match: str) -> bool:
    return match in string


@form("starts with", "string: string, match: string")
def starts(string: str, match: str) -> bool:
    return string.startswith(match)


@form("ends with", "string: string, match: string")
def ends(string: str, match: str) -> bool:
    return string.endswith(match)


@form("string join", "list: list, delimiter: string|null?")
def joined(items: list[Value], delimiter: str | None = None) -> str:
    """The strings one after the other; nulls are left out."""
    found = [one for one in items if one is not None]
    if not all(isinstance(one, str) for one in found):
        raise NoValue("string join takes strings only")
    return (delimiter or "").join(found)
