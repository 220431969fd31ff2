"""Clauses in words: what is needed, what is there, how far apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Context, Decimal

from zaocha.rules import checking, units
from zaocha.rules.conditions import Clause, Quotient
from zaocha.rules.facts import Dictionary, FactDefinition
from zaocha.rules.feel import tree
from zaocha.rules.nearness import Near
from zaocha.rules.texts import Message, Parameter, Text, number, plain


def _(text: str) -> str:
    """Mark a text for collection; it is translated when it is shown."""
    return text


MESSAGES: Mapping[str, str] = {
    "clause": _("{fact} {test}"),
    "<": _("below {value}"),
    "<=": _("at most {value}"),
    ">": _("more than {value}"),
    ">=": _("at least {value}"),
    "=": _("is {value}"),
    "!=": _("is not {value}"),
    "on": _("on {value}"),
    "before": _("before {value}"),
    "not_after": _("no later than {value}"),
    "after": _("after {value}"),
    "not_before": _("no earlier than {value}"),
    "range": _("{low} and {high}"),
    "one_of": _("is one of {items}"),
    "has": _("has {value}"),
    "or": _("{first} or {second}"),
    "not": _("not: {test}"),
    "begins": _("begins with {items}"),
    "missing": _("is said by nobody"),
    "anything": _("any value"),
    "holds": _("yes"),
    "fails": _("no"),
    "boolean_yes": _("{fact}: yes"),
    "boolean_no": _("{fact}: no"),
    "too_low": _("{fact}: {value}, at least {needed} needed ({distance} short)"),
    "too_low_strict": _("{fact}: {value}, more than {needed} needed"),
    "too_high": _("{fact}: {value}, at most {needed} allowed ({distance} too much)"),
    "too_high_strict": _("{fact}: {value}, below {needed} needed"),
    "day_early": _("{fact}: {value}, {needed} or later needed"),
    "day_early_strict": _("{fact}: {value}, later than {needed} needed"),
    "day_late": _("{fact}: {value}, {needed} or earlier needed"),
    "day_late_strict": _("{fact}: {value}, earlier than {needed} needed"),
    "other": _("{fact}: {value}; needed: {test}"),
    "quantity": _("{value} {unit}"),
    "money": _("{value} CNY"),
    "percent": _("{value} %"),
}
_DAYS = {"<": "before", "<=": "not_after", ">": "after", ">=": "not_before", "=": "on", "!=": "!="}
_EXACT = Context(prec=80)
_MYRIAD, _HUNDRED_MILLION = Decimal(10_000), Decimal(100_000_000)


def say(code: str, **params: Parameter) -> Message:
    """A message of this module."""
    return Message(code, MESSAGES[code], params)


def definition(clause: Clause, dictionary: Dictionary) -> FactDefinition:
    """The fact that a clause is about, also of a ratio and of one that the dictionary does not know."""
    if isinstance(clause.subject, Quotient):
        return checking.quotient(clause.subject, dictionary)
    known = dictionary.get(clause.subject)
    return known or FactDefinition(clause.subject, Text(clause.subject, clause.subject), "text")


def clause(found: Clause, dictionary: Dictionary) -> Text:
    """What a clause asks for: its label when it has one, else fact and test in words."""
    if found.label is not None:
        return found.label
    fact = definition(found, dictionary)
    if fact.type == "boolean" and isinstance(found.test, tree.Compare) and isinstance(found.test.value, bool):
        yes = found.test.value == (found.test.op == "=")
        return say("boolean_yes" if yes else "boolean_no", fact=fact.label).both()
    return say("clause", fact=fact.label, test=test(found.test, fact, dictionary)).both()


def miss(found: Clause, near: Near | None, value: object, dictionary: Dictionary) -> Text:
    """Why a clause is false: what is there and what is needed."""
    fact = definition(found, dictionary)
    label = found.label or fact.label if near is None else fact.label
    there = known(value, fact, dictionary)
    if near is None:
        needed = test(found.test, fact, dictionary)
        return say("other", fact=label, value=there, test=needed).both()
    strict = "_strict" if near.strict else ""
    if isinstance(near.needed, date):
        code = f"day_{'early' if near.low else 'late'}{strict}"
        return say(code, fact=fact.label, value=there, needed=amount(near.needed, fact)).both()
    code = f"too_{'low' if near.low else 'high'}{strict}"
    params: dict[str, Parameter] = {"needed": amount(near.needed, fact), "value": there, "fact": fact.label}
    return say(code, **params, **({} if strict else {"distance": amount(near.shown, fact)})).both()


def known(value: object, fact: FactDefinition, dictionary: Dictionary) -> Parameter:
    """A value in words."""
    if isinstance(value, bool):
        return say("holds" if value else "fails")
    if isinstance(value, frozenset):
        return tuple(known(one, fact, dictionary) for one in sorted(value)) or Text("无", "none")
    return amount(value, fact) if isinstance(value, Decimal | date) else _code(str(value), fact, dictionary)


def amount(value: Decimal | date, fact: FactDefinition) -> Parameter:
    """A number with its unit, or a day."""
    if isinstance(value, date):
        return day(value)
    if fact.type == "ratio" and fact.unit == "1":
        return say("percent", value=_EXACT.multiply(value, Decimal(100)))
    if fact.unit == "CNY":
        return Text(_yuan(value), f"{number(value)} CNY")
    unit = units.label(fact.unit)
    return say("quantity", value=value, unit=unit) if unit.en else number(value)


def day(value: date) -> Text:
    """A day as each language writes it."""
    return Text(f"{value.year} 年 {value.month} 月 {value.day} 日", value.isoformat())


def test(found: tree.Test, fact: FactDefinition, dictionary: Dictionary) -> Parameter:
    """A test in words."""
    if isinstance(found, tree.Compare):
        return _compare(found, fact, dictionary)
    if isinstance(found, tree.Interval):
        low = tree.Compare(">=" if found.low_closed else ">", found.low)
        high = tree.Compare("<=" if found.high_closed else "<", found.high)
        return say("range", low=test(low, fact, dictionary), high=test(high, fact, dictionary))
    if isinstance(found, tree.OneOf):
        return _one_of(found, fact, dictionary)
    if isinstance(found, tree.Not):
        return say("not", test=test(found.test, fact, dictionary))
    if isinstance(found, tree.StartsWith):
        return say("begins", items=tuple(found.prefixes))
    return say("missing" if isinstance(found, tree.IsMissing) else "anything")


def _compare(found: tree.Compare, fact: FactDefinition, dictionary: Dictionary) -> Message:
    value = _operand(found.value, fact, dictionary)
    if fact.type == "set":
        return say("has", value=value)
    if fact.type == "boolean":
        return say("holds" if (found.value is True) == (found.op == "=") else "fails")
    return say(_DAYS[found.op] if fact.type == "date" else found.op, value=value)


def _one_of(found: tree.OneOf, fact: FactDefinition, dictionary: Dictionary) -> Message:
    if all(isinstance(one, tree.Compare) and one.op == "=" for one in found.items):
        items = [
            _operand(one.value, fact, dictionary) for one in found.items if isinstance(one, tree.Compare)
        ]
        return say("one_of", items=tuple(items))
    words = [test(one, fact, dictionary) for one in found.items]
    whole = words[0]
    for one in words[1:]:
        whole = say("or", first=whole, second=one)
    return whole if isinstance(whole, Message) else say("anything")


def _operand(value: tree.Operand, fact: FactDefinition, dictionary: Dictionary) -> Parameter:
    return known(value, fact, dictionary)


def _code(value: str, fact: FactDefinition, dictionary: Dictionary) -> Parameter:
    return dictionary.code_list(fact).get(value) or value


def _yuan(value: Decimal) -> str:
    for unit, name in ((_HUNDRED_MILLION, "亿元"), (_MYRIAD, "万元")):
        scaled = value / unit
        if abs(value) >= unit and -scaled.normalize().as_tuple().exponent <= 4:  # type: ignore[operator]
            return f"{plain(scaled)} {name}"
    return f"{number(value)} 元"
