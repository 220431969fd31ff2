"""Text and values into each other: string, number, and the regular expressions of matches, replace and split."""

import re
from decimal import Decimal, DecimalException
from functools import lru_cache

from zaocha.rules.feel import temporal_texts
from zaocha.rules.feel.functions import patterns
from zaocha.rules.feel.functions.forms import form
from zaocha.rules.feel.temporal import Day, Moment, Months, Seconds, Time
from zaocha.rules.feel.values import Function, NoValue, Range, Value

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)


@form("string", "from: any")
def string(value: Value) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return text_of(value)


def text_of(value: Value) -> str:
    """A value as FEEL would write it; strings inside lists and contexts stand in quotes."""
    if isinstance(value, bool) or value is None:
        return "null" if value is None else str(value).lower()
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, (Day, Time, Moment, Months, Seconds)):
        return temporal_texts.text_of(value)
    return _text_of_many(value)


def _text_of_many(value: Value) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return "[" + ", ".join(map(text_of, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(name)}: {text_of(one)}" for name, one in value.items()) + "}"
    if isinstance(value, Range):
        return _range_text(value)
    if isinstance(value, Function):
        return f"function({', '.join(one.name for one in value.parameters)})"
    raise NoValue("this has no text")


def _key(name: str) -> str:
    return name if re.fullmatch(r"[^\W\d][\w ]*", name) else _text_of_many(name)


def _range_text(value: Range) -> str:
    if value.op:
        return f"({value.op}{text_of(value.end)})"
    ends = "[" if value.low_closed else "(", "]" if value.high_closed else ")"
    return f"{ends[0]}{text_of(value.low)}..{text_of(value.high)}{ends[1]}"


def number_text(value: Decimal) -> str:
    """Digits without an exponent and without zeros at the end."""
    if not value:
        return "0"
    said = f"{value:f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


@form("number", "from: string, grouping separator: string|null, decimal separator: string|null")
def number(text: str, grouping: str | None, point: str | None) -> Decimal:
    if (
        grouping not in (None, " ", ",", ".")
        or point not in (None, ",", ".")
        or (point and grouping == point)
    ):
        raise NoValue("these separators are not to be told apart")
    if grouping:
        text = text.replace(grouping, "")
    return plain_number(text.replace(point, ".") if point else text)


@form("number", "from: string")
def plain_number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise NoValue(f"'{text}' is no number")
    try:
        return +Decimal(text)
    except DecimalException:
        raise NoValue(f"'{text}' is too large a number") from None


@lru_cache(maxsize=512)
def _pattern(pattern: str, flags: str) -> re.Pattern[str]:
    return patterns.compiled(pattern, flags)


def _tried(pattern: str, flags: str, text: str) -> re.Pattern[str]:
    """A pattern that may be tried on a text. Raises `NoValue`."""
    found = _pattern(pattern, flags)
    if "q" not in flags:
        patterns.affordable(pattern, text)
    return found


@form("matches", "input: string, pattern: string, flags: string|null?")
def matches(text: str, pattern: str, flags: str | None = None) -> bool:
    return _tried(pattern, flags or "", text).search(text) is not None


@form("replace", "input: string, pattern: string, replacement: string, flags: string|null?")
def replaced(text: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    found = _tried(pattern, flags or "", text)
    if found.match(""):
        raise NoValue("the pattern matches nothing at all")
    literal = "q" in (flags or "")
    return found.sub(lambda match: replacement if literal else patterns.filled(replacement, match), text)


@form("split", "string: string, delimiter: string")
def split(text: str, delimiter: str) -> list[Value]:
    found = _tried(delimiter, "", text)
    if found.match(""):
        raise NoValue("the delimiter matches nothing at all")
    parts, at = [], 0
    for match in found.finditer(text):
        parts.append(text[at : match.start()])
        at = match.end()
    return [*parts, text[at:]]
