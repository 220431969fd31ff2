"""Values in the XML of the conformance kit, and when a result equals what was expected."""

from collections.abc import Callable
from decimal import Decimal, DecimalException
from xml.etree.ElementTree import Element

from zaocha.rules.dmn import xml
from zaocha.rules.dmn.xml import NotReadable
from zaocha.rules.feel import temporal_texts
from zaocha.rules.feel.temporal import NotATime
from zaocha.rules.feel.values import Value, equal, kind

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
# A result may differ from the expected number by this part of it: the kit rounds to 8 digits in places.
TOLERANCE = Decimal("1e-8")


def _boolean(text: str) -> bool:
    if text not in ("true", "false", "1", "0"):
        raise ValueError(text)
    return text in ("true", "1")


_READERS: dict[str, Callable[[str], Value]] = {
    "string": str, "boolean": _boolean, "date": temporal_texts.day, "time": temporal_texts.time,
    "dateTime": temporal_texts.moment, "duration": temporal_texts.duration, "decimal": Decimal, "double": Decimal,
    "integer": Decimal, "int": Decimal, "long": Decimal, "float": Decimal, "anySimpleType": str,
}  # fmt: skip


def value_in(element: Element | None, place: str) -> Value:
    """The value under `<inputNode>`, `<expected>`, `<item>` or `<component>`. Raises `NotReadable`."""
    if element is None or element.get(_XSI + "nil") == "true":
        return None
    components = list(xml.children(element, "component"))
    if components:
        return {xml.attribute(one, "name"): value_in(one, place) for one in components}
    many = xml.child(element, "list")
    if many is not None:
        return _items(many, place)
    single = xml.child(element, "value")
    return None if single is None else _single(single, place)


def _items(element: Element, place: str) -> Value:
    if element.get(_XSI + "nil") == "true":
        return None
    return [value_in(one, place) for one in xml.children(element, "item")]


def _single(element: Element, place: str) -> Value:
    if element.get(_XSI + "nil") == "true":
        return None
    type_name = (element.get(_XSI + "type") or "xsd:string").rpartition(":")[2]
    text = element.text or ""
    reader = _READERS.get(type_name)
    if reader is None:
        raise NotReadable("There is no type '{type}'.", place=place, type=type_name)
    try:
        return reader(text if type_name == "string" else text.strip())
    except (DecimalException, NotATime, ValueError):
        raise NotReadable("'{text}' is no {type}.", place=place, text=text, type=type_name) from None


def same(found: Value, expected: Value) -> bool:
    """Whether a result is what was expected; numbers to eight digits, lists and contexts item by item."""
    if isinstance(found, Decimal) and isinstance(expected, Decimal):
        return abs(found - expected) <= max(abs(expected), Decimal(1)) * TOLERANCE
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(same, found, expected))
    if isinstance(found, dict) and isinstance(expected, dict):
        return found.keys() == expected.keys() and all(
            same(found[name], one) for name, one in expected.items()
        )
    return kind(found) == kind(expected) and equal(found, expected) is True
