"""FEEL's types: which values conform, and the few conversions that happen by themselves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from zaocha.rules.feel import temporal, tree
from zaocha.rules.feel.values import Function, NoValue, Range, Value, kind

SIMPLE = {
    "Any", "Null", "number", "string", "boolean", "date", "time", "date and time", "days and time duration",
    "years and months duration", "list", "context", "function", "range",
}  # fmt: skip
_ALIASES = {
    "dateTime": "date and time", "dayTimeDuration": "days and time duration", "any": "Any",
    "yearMonthDuration": "years and months duration", "dayTime duration": "days and time duration",
}  # fmt: skip


def is_standard(name: str) -> bool:
    """Whether every model knows a type of this name."""
    plain = name.removeprefix("feel:").strip()
    return _ALIASES.get(plain, plain) in SIMPLE


class UnknownType(Exception):
    """A name that no type has."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


@dataclass(frozen=True, slots=True, eq=False)
class Type:
    """A type by kind; `item` of a list or range, `fields` of a context, `parameters` and `returns` of a function."""

    name: str
    item: "Type | None" = None
    fields: Mapping[str, "Type"] = field(default_factory=dict)
    parameters: tuple["Type", ...] | None = None
    returns: "Type | None" = None
    # Allowed values of an item definition: (test, its words).
    allowed: Callable[[Value], bool] | None = None
    words: str = ""


ANY = Type("Any")


def of(name: tree.TypeName, named: Callable[[str], Type | None]) -> Type:
    """The type that a text names; `named` knows the item definitions. Raises `UnknownType`."""
    inner = tuple(of(one, named) for one in name.arguments)
    if name.name in ("list", "range"):
        return Type(name.name, item=inner[0] if inner else ANY)
    if name.name == "context":
        return Type("context", fields=dict(zip(name.names, inner, strict=True)))
    if name.name == "function":
        returns = of(name.returns, named) if name.returns else ANY
        return Type("function", parameters=inner, returns=returns)
    return simple(name.name, named)


def simple(name: str, named: Callable[[str], Type | None]) -> Type:
    """A type by one name, prefixes as in `feel:number` included. Raises `UnknownType`."""
    if found := named(name):
        return found
    plain = name.removeprefix("feel:").strip()
    plain = _ALIASES.get(plain, plain)
    if plain not in SIMPLE:
        raise UnknownType(name)
    return Type(plain, item=ANY if plain in ("list", "range") else None)


def conforms(value: Value, wanted: Type) -> bool:
    """Whether a value is of a type by its structure; allowed values are another matter (`allowed`)."""
    if wanted.name == "Any":
        return True
    if value is None:
        return wanted.name == "Null"
    if kind(value) != wanted.name:
        return False
    rule = _DEEPER.get(wanted.name)
    return rule is None or rule(value, wanted)


def allowed(value: Value, wanted: Type) -> bool:
    """Whether a value that conforms is among the allowed ones, all the way down; null is."""
    if value is None:
        return True
    if wanted.allowed is not None and not wanted.allowed(value):
        return False
    if isinstance(value, list) and wanted.item is not None:
        return all(allowed(one, wanted.item) for one in value)
    return not isinstance(value, dict) or all(
        allowed(value.get(name), one) for name, one in wanted.fields.items()
    )


def _list(value: list[Value], wanted: Type) -> bool:
    item = wanted.item
    return item is None or all(one is None or conforms(one, item) for one in value)


def _context(value: dict[str, Value], wanted: Type) -> bool:
    return all(
        name in value and (value[name] is None or conforms(value[name], one))
        for name, one in wanted.fields.items()
    )


def _range(value: Range, wanted: Type) -> bool:
    item = wanted.item
    return item is None or all(end is None or conforms(end, item) for end in (value.low, value.high))


def _function(value: Function, wanted: Type) -> bool:
    if wanted.parameters is None:
        return True
    mine = tuple(one.type or ANY for one in value.parameters)
    if len(mine) != len(wanted.parameters):
        return False
    # What it takes may be wider, what it gives may be narrower.
    takes = all(narrower(theirs, own) for theirs, own in zip(wanted.parameters, mine, strict=True))
    return takes and narrower(value.returns or ANY, wanted.returns or ANY)


_DEEPER: dict[str, Callable[[Any, Type], bool]] = {
    "list": _list, "context": _context, "range": _range, "function": _function,
}  # fmt: skip


def narrower(one: Type, other: Type) -> bool:
    """Whether every value of `one` is a value of `other`."""
    if other.name == "Any":
        return True
    if one.name != other.name:
        return False
    if one.name in ("list", "range"):
        return narrower(one.item or ANY, other.item or ANY)
    if one.name == "context":
        return all(
            name in one.fields and narrower(one.fields[name], two) for name, two in other.fields.items()
        )
    return True


def coerced(value: Value, wanted: Type | None) -> Value:
    """A value as one of a type: itself, out of or into a list of one, a day as its midnight. Raises `NoValue`."""
    if wanted is None or value is None:
        return value
    found = _converted(value, wanted)
    if found is not None and allowed(found, wanted):
        return found
    said = f"{value}" if isinstance(value, (Decimal, str, bool)) else kind(value)
    raise NoValue(f"{said} is not of type {wanted.words or wanted.name}")


def _converted(value: Value, wanted: Type) -> Value:
    if isinstance(value, Function) and value.returns is None and wanted.name == "function":
        # What it gives is not declared: whoever calls it will see.
        wanted = replace(wanted, returns=ANY)
    if conforms(value, wanted):
        return value
    if isinstance(value, list) and len(value) == 1 and wanted.name != "list" and conforms(value[0], wanted):
        return value[0]
    if wanted.name == "list" and not isinstance(value, list) and conforms([value], wanted):
        return [value]
    if wanted.name == "date and time" and isinstance(value, temporal.Day):
        return temporal.moment_of(value)
    return None
