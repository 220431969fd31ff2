"""Reads the facts of one company (docs/formats/facts.md); everything that is wrong is said at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from zaocha.rules import units
from zaocha.rules.facts import NESTED, Dictionary, FactDefinition, FactSet, FactValue, Known
from zaocha.rules.feel import names
from zaocha.rules.findings import Finding, Place, Unreadable
from zaocha.rules.texts import Message, Parameter, Text, plain

MOST_DIGITS = 30
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")


def _(text: str) -> str:
    """Mark a text for collection; it is translated when it is shown."""
    return text


MESSAGES: Mapping[str, str] = {
    "not_json": _("This is not JSON: {why}."),
    "twice": _("“{name}” stands twice."),
    "no_object": _("An object with the keys {keys} is expected."),
    "unknown_key": _("There is no key “{name}” here."),
    "needed": _("“{name}” is needed."),
    "unknown_fact": _("There is no fact “{name}”."),
    "not_a_day": _("“{value}” is not a day."),
    "not_a_number": _("“{value}” is not a number."),
    "too_long": _("The number has more than {most} digits."),
    "not_whole": _("“{value}” is not a whole number."),
    "not_boolean": _("“{value}” is neither true nor false."),
    "not_text": _("“{value}” is not a text."),
    "not_a_set": _("A list of texts is expected."),
    "unknown_code": _("“{value}” is not one of the codes of {fact}."),
    "wrong_unit": _("{fact} is in {unit}, not in “{given}”."),
    "no_unit": _("{fact} has no unit, but “{given}” is given."),
}
REMEDIES: Mapping[str, str] = {
    "did_you_mean": _("Did you mean {names}?"),
    "list_facts": _("`zaocha facts list` shows all facts."),
    "use_keys": _("Use {keys}."),
    "write_day": _("Write it as 2026-11-23."),
    "write_number": _("Write it without separators and unit, such as 86000 or 0.035."),
    "write_bool": _("Write true or false, without quotation marks."),
    "write_text": _("Write it in quotation marks."),
    "write_set": _('Write it as ["a", "b"].'),
    "write_code": _("Known codes are {codes}."),
    "write_nested": _("Write the digits of the code: {lengths} of them."),
    "convert": _("Write {value} and the unit {unit}."),
    "leave_unit": _("Leave the unit out."),
    "in_unit": _("Give the value in {unit}."),
    "leave_out": _("Leave out what is not known."),
    "once": _("Keep one of them."),
}


def said(code: str, **params: Parameter) -> Message:
    """A message of this module."""
    return Message(code, MESSAGES[code], params)


def remedy(code: str, **params: Parameter) -> Message:
    """What to do about it."""
    return Message(code, REMEDIES[code], params)


class Wrong(Exception):
    """One fault of a value; `finding` says it, without place."""

    def __init__(self, message: Message, what_to_do: Message | None = None) -> None:
        self.finding = Finding(message, what_to_do)
        super().__init__(str(message))


def read_json(text: str, *, dictionary: Dictionary, file: str = "") -> FactSet:
    """The facts in the text of a FACTS file. Raises `Unreadable` with every fault."""
    return read_facts(loads(text, file=file), dictionary=dictionary, file=file)


def loads(text: str, *, file: str = "") -> Any:
    """JSON with exact numbers and no key twice. Raises `Unreadable`."""
    try:
        return json.loads(
            text, parse_float=Decimal, parse_int=Decimal, parse_constant=_constant, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        place = Place(file, "", error.lineno, error.colno)
        raise Unreadable([Finding(said("not_json", why=error.msg), place=place)]) from None
    except Wrong as wrong:
        raise Unreadable([wrong.finding.at(Place(file))]) from None
    except (RecursionError, InvalidOperation):
        raise Unreadable([Finding(said("not_json", why="too deep or too long"), place=Place(file))]) from None


def read_facts(content: Any, *, dictionary: Dictionary, file: str = "") -> FactSet:
    """The same of JSON that is already read (numbers as Decimal, int or decimal strings)."""
    if not isinstance(content, Mapping):
        raise Unreadable([Finding(said("no_object", keys=("on", "facts", "enjoyed")), place=Place(file))])
    found: list[Finding] = []

    def attempt(path: str, call: Callable[[], Any]) -> Any:
        try:
            return call()
        except Wrong as wrong:
            found.append(wrong.finding.at(Place(file, path)))
            return None

    for key in content:
        attempt(key, partial(_key, key, ("on", "facts", "enjoyed")))
    on = attempt("on", lambda: _day(_given(content, "on")))
    rows = attempt("facts", lambda: _mapping(content.get("facts", {})))
    values = {
        name: attempt(f"facts.{name}", partial(fact_value, name, row, dictionary))
        for name, row in (rows or {}).items()
    }
    enjoyed = attempt("enjoyed", lambda: _set(content.get("enjoyed", [])))
    if found:
        raise Unreadable(found)
    return FactSet(on, {name: one for name, one in values.items() if one is not None}, enjoyed)


def fact_value(name: str, row: Any, dictionary: Dictionary) -> FactValue | None:
    """One entry `{"value", "unit", "as_of"}`; None when its value is null."""
    fact = dictionary.get(name)
    if fact is None:
        near = names.near(name, dictionary.by_label)
        meant = tuple(dict.fromkeys(dictionary.by_label[one] for one in near))
        raise Wrong(
            said("unknown_fact", name=name),
            remedy("did_you_mean", names=meant) if meant else remedy("list_facts"),
        )
    if not isinstance(row, Mapping):
        row = {"value": row}
    for key in row:
        _key(key, ("value", "unit", "as_of", "period", "source"))
    value = _given(row, "value")
    if value is None:
        return None
    number = _unit(fact, row.get("unit"), value)
    as_of = row.get("as_of")
    return FactValue(
        typed(fact, number, dictionary),
        None if as_of is None else _day(as_of),
        str(row.get("period") or ""),
        str(row.get("source") or ""),
    )


def value_of(fact: FactDefinition, value: Any, dictionary: Dictionary) -> Known:
    """A value of JSON as the fact's type. Raises `Unreadable` in words."""
    try:
        return typed(fact, value, dictionary)
    except Wrong as wrong:
        raise Unreadable([wrong.finding.at(Place(path=fact.name))]) from None


def as_json(value: Known) -> Any:
    """A value as JSON: numbers as decimal strings, sets as sorted lists."""
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return sorted(value) if isinstance(value, frozenset) else value


def typed(fact: FactDefinition, value: Any, dictionary: Dictionary) -> Known:
    """A value as the fact's type; raises the module's own fault."""
    if fact.is_numeric:
        return _number(fact, value)
    if fact.type == "boolean":
        if not isinstance(value, bool):
            raise Wrong(said("not_boolean", value=str(value)), remedy("write_bool"))
        return value
    if fact.type == "date":
        return _day(value)
    if fact.type == "set":
        return frozenset(code(fact, one, dictionary) for one in _set(value))
    if not isinstance(value, str):
        raise Wrong(said("not_text", value=str(value)), remedy("write_text"))
    return code(fact, value, dictionary) if fact.type == "code" else value


def code(fact: FactDefinition, value: str, dictionary: Dictionary) -> str:
    """A code of the fact's list, its letter dropped when the list is nested (C1830 → 1830)."""
    lengths = NESTED.get(fact.codes or "")
    if lengths:
        bare = value[1:] if fact.codes == "gbt4754" and re.fullmatch(r"[A-T]\d+", value) else value
        if not (bare.isascii() and bare.isdigit() and len(bare) in lengths):
            raise Wrong(
                said("unknown_code", value=value, fact=fact.label),
                remedy("write_nested", lengths=tuple(str(one) for one in lengths)),
            )
        return bare
    known = dictionary.code_list(fact)
    if known and value not in known:
        by_label = {text: one for one, label in known.items() for text in (one, label.zh, label.en)}
        near = tuple(dict.fromkeys(by_label[one] for one in names.near(value, by_label)))
        raise Wrong(
            said("unknown_code", value=value, fact=fact.label),
            remedy("did_you_mean", names=near) if near else remedy("write_code", codes=tuple(known)),
        )
    return value


def _number(fact: FactDefinition, value: Any) -> Decimal:
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        value = Decimal(value.strip())
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if not isinstance(value, Decimal) or not value.is_finite():
        raise Wrong(said("not_a_number", value=str(value)), remedy("write_number"))
    exponent = value.as_tuple().exponent
    if abs(value.adjusted()) > MOST_DIGITS or (isinstance(exponent, int) and -exponent > MOST_DIGITS):
        raise Wrong(said("too_long", most=MOST_DIGITS))
    if fact.type == "integer" and value != value.to_integral_value():
        raise Wrong(said("not_whole", value=str(value)), remedy("write_number"))
    return value


def _unit(fact: FactDefinition, given: Any, value: Any) -> Any:
    if given is None:
        return value
    given = str(given).strip()
    label = units.named(fact.unit)
    if not fact.unit:
        if given:
            raise Wrong(said("no_unit", fact=fact.label, given=given), remedy("leave_unit"))
        return value
    if units.means(given, fact.unit):
        return value
    words = said("wrong_unit", fact=fact.label, unit=label, given=given)
    factor = units.factor(given, fact.unit)
    if factor is not None and _NUMBER.fullmatch(str(value)):
        raise Wrong(words, remedy("convert", value=plain(Decimal(str(value)) * factor), unit=fact.unit))
    named = Text(label.zh, label.en) if fact.unit == "1" else Text(f"{label.zh}（{fact.unit}）", fact.unit)
    raise Wrong(words, remedy("in_unit", unit=named))


def _given(row: Mapping[str, Any], name: str) -> Any:
    if name not in row:
        raise Wrong(said("needed", name=name))
    return row[name]


def _key(key: str, known: tuple[str, ...]) -> None:
    if key not in known:
        near = names.near(key, known)
        raise Wrong(
            said("unknown_key", name=key),
            remedy("did_you_mean", names=near) if near else remedy("use_keys", keys=known),
        )


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Wrong(said("no_object", keys=("value", "unit", "as_of")))
    return value


def _day(value: Any) -> date:
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise Wrong(said("not_a_day", value=str(value)), remedy("write_day"))


def _set(value: Any) -> frozenset[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise Wrong(said("not_a_set"), remedy("write_set"))
    return frozenset(value)


def _constant(name: str) -> Any:
    raise Wrong(said("not_a_number", value=name), remedy("leave_out"))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Wrong(said("twice", name=name), remedy("once"))
        found[name] = value
    return found
