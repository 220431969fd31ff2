"""A test of a fact in policy mode: parsed, held against the fact's type, unit and codes, and told in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from zaocha.rules import facts_reading, slips
from zaocha.rules.conditions import Quotient
from zaocha.rules.facts import NESTED, Dictionary, FactDefinition
from zaocha.rules.feel import parsing, tree
from zaocha.rules.feel.faults import NotFeel
from zaocha.rules.findings import Finding, Unreadable, caret
from zaocha.rules.texts import Message, Parameter, Text, plain

LONGEST_TEST = 2_000
_SEPARATED = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")


def _(text: str) -> str:
    """Mark a text for collection; it is translated when it is shown."""
    return text


MESSAGES: Mapping[str, str] = {
    "of_fact": _("{fact}: {said}"),
    "test_too_long": _("The test has more than {most} characters."),
    "too_many_digits": _("The number has more than {most} digits."),
    "separators": _("“{value}” would be read as several numbers."),
    "needs_number": _("{fact} is a number; “{value}” is not."),
    "needs_day": _("{fact} is a day; “{value}” is not."),
    "needs_boolean": _("{fact} is true or false; “{value}” is neither."),
    "needs_words": _("{fact} is a text or code; {value} is not in quotation marks."),
    "no_order": _("{fact} has no order: “{op}” cannot be used with it."),
    "no_expression": _("A policy compares with fixed values only; this is an expression."),
    "no_null": _("null means nothing in a policy."),
    "no_prefix": _("“starts with” needs a text or code; {fact} is neither."),
    "empty_prefix": _("An empty beginning is the beginning of everything."),
    "empty_range": _("No value lies in this range: it ends before it starts."),
    "unknown_code": _("“{value}” is not one of the codes of {fact}."),
    "group_code": _(
        "“{value}” names a whole group of codes; a company has a longer code and is not equal to it."
    ),
    "not_whole_equal": _("{fact} is a whole number and never equals {value}."),
    "double_negative": _("“not” within “not” is not read."),
    "set_not_equal": _("{fact} is a set: “!=” would say nothing about its other members."),
    "like_percent": _("{fact} is a fraction: {value} means {percent} %."),
}
REMEDIES: Mapping[str, str] = {
    "did_you_mean": _("Did you mean {names}?"),
    "write_day": _('Write date("{value}").'),
    "write_some_day": _('Write date("2026-11-23").'),
    "write_number": _("Write {value}, without quotation marks."),
    "write_some_number": _("Write a plain number, such as >= 100000."),
    "write_boolean": _("Write true or false, without quotation marks."),
    "write_words": _('Write "{value}" in quotation marks.'),
    "write_values": _('Use a list of values, such as "A","B".'),
    "write_range": _("For a range write [3..10): 3 belongs to it, 10 does not."),
    "write_missing": _("Write “is missing” for a fact that nobody has said."),
    "write_prefix": _('Write starts with(?, "{value}").'),
    "write_not": _('Write not("{value}").'),
    "write_fraction": _("Write {value} if {percent} % is meant."),
    "any_value": _("Write “-” for any value."),
    "compare_facts": _(
        'Two facts are compared as a ratio: ratio: [{one}, {other}] with a test such as "> 1".'
    ),
    "no_separators": _("Write {value}. If several values are meant, put a space behind each comma."),
    "codes": _("Known codes are {codes}."),
    "lengths": _("Write the digits of the code: {lengths} of them."),
}


class _Wrong(Exception):
    def __init__(
        self, code: str, node: tree.Node | None, what: Message | None = None, **params: Parameter
    ) -> None:
        self.message, self.node, self.remedy = Message(code, MESSAGES[code], params), node, what
        super().__init__(code)


def remedy(code: str, **params: Parameter) -> Message:
    """What to do."""
    return Message(code, REMEDIES[code], params)


def quotient(subject: Quotient, dictionary: Dictionary) -> FactDefinition:
    """A quotient as a fact: a share when both are in one unit, else a plain number."""
    top, bottom = dictionary.get(subject.numerator), dictionary.get(subject.denominator)
    same = top is None or bottom is None or top.unit == bottom.unit
    labels = [one.label if one else Text(name, name) for one, name in
              ((top, subject.numerator), (bottom, subject.denominator))]  # fmt: skip
    return FactDefinition(
        name=str(subject),
        label=Text(f"{labels[0].zh}÷{labels[1].zh}", f"{labels[0].en} ÷ {labels[1].en}"),
        type="ratio" if same else "number",
        unit="1" if same else None,
    )


def read_test(text: str, *, fact: FactDefinition, dictionary: Dictionary) -> tree.Test:
    """The test of a fact. Raises `Unreadable`, whose excerpt points at the character."""
    test, findings = checked(text, fact=fact, dictionary=dictionary)
    if test is None or any(one.severity == "error" for one in findings):
        raise Unreadable([one for one in findings if one.severity == "error"])
    return test


def checked(
    text: str, *, fact: FactDefinition, dictionary: Dictionary
) -> tuple[tree.Test | None, tuple[Finding, ...]]:
    """The test (None when it cannot be read) and all that is to be said about it, warnings too."""
    try:
        test = parse(text)
    except Unreadable as wrong:
        return None, wrong.findings
    found: list[Finding] = []
    if fact.is_numeric and (separated := _SEPARATED.search(text)):
        what = remedy("no_separators", value=separated.group().replace(",", ""))
        message = Message("separators", MESSAGES["separators"], {"value": separated.group()})
        return None, (Finding(message, what, excerpt=caret(text, separated.start())),)
    try:
        test = _Check(fact, dictionary, text, found).test(test, within_not=False)
    except _Wrong as wrong:
        found.append(_finding(wrong, text))
    return test, tuple(found)


@lru_cache(maxsize=8192)
def parse(text: str) -> tree.Test:
    """A unary test as text. Raises `Unreadable`."""
    if len(text) > LONGEST_TEST:
        message = Message("test_too_long", MESSAGES["test_too_long"], {"most": LONGEST_TEST})
        raise Unreadable([Finding(message)])
    try:
        return parsing.tests(text)
    except NotFeel as wrong:
        params = {
            name: value if isinstance(value, int) else str(value) for name, value in wrong.values.items()
        }
        what = slips.guess(text) or (Message("feel", wrong.remedy) if wrong.remedy else None)
        found = Finding(Message("not_feel", wrong.message, params), what, excerpt=caret(text, wrong.at))
        raise Unreadable([found]) from None


def literals(test: tree.Test) -> Iterator[tuple[object, tree.Node]]:
    """Every value that a test compares with, and the node that holds it."""
    if isinstance(test, tree.Compare):
        yield test.value, test
    elif isinstance(test, tree.Interval):
        yield test.low, test
        yield test.high, test
    elif isinstance(test, tree.StartsWith):
        yield from ((one, test) for one in test.prefixes)
    elif isinstance(test, tree.Not):
        yield from literals(test.test)
    elif isinstance(test, tree.OneOf):
        for item in test.items:
            yield from literals(item)


def _finding(wrong: _Wrong, text: str) -> Finding:
    span = getattr(wrong.node, "span", None)
    return Finding(wrong.message, wrong.remedy, excerpt=caret(text, span.start if span else 0))


class _Check:
    """Holds one test against its fact; warnings are collected, errors raised."""

    def __init__(self, fact: FactDefinition, dictionary: Dictionary, text: str, found: list[Finding]) -> None:
        self.fact, self.dictionary, self.text, self.found = fact, dictionary, text, found

    def test(self, test: tree.Test, *, within_not: bool) -> tree.Test:
        if isinstance(test, tree.OneOf):
            return replace(test, items=tuple(self.test(one, within_not=within_not) for one in test.items))
        if isinstance(test, tree.Not):
            if within_not:
                raise _Wrong("double_negative", test)
            return replace(test, test=self.test(test.test, within_not=True))
        if isinstance(test, tree.Compare):
            return self.compare(test)
        if isinstance(test, tree.Interval):
            return self.interval(test)
        if isinstance(test, tree.StartsWith):
            return self.prefixes(test)
        if isinstance(test, tree.Holds):
            raise self.expression(test.expression, test)
        return test

    def compare(self, test: tree.Compare) -> tree.Test:
        if test.op not in {"=", "!="} and not self.ordered:
            raise _Wrong("no_order", test, remedy("write_values"), fact=self.fact.label, op=test.op)
        value = self.value(test.value, test)
        if test.op == "!=" and self.fact.type == "set":
            raise _Wrong("set_not_equal", test, remedy("write_not", value=str(value)), fact=self.fact.label)
        if test.op in {"=", "!="}:
            self.equal(value, test)
        return replace(test, value=value)

    def equal(self, value: object, test: tree.Node) -> None:
        if self.fact.type == "integer" and isinstance(value, Decimal) and value != value.to_integral_value():
            self.warn("not_whole_equal", test, None, fact=self.fact.label, value=value)
        lengths = NESTED.get(self.fact.codes or "", ())
        if isinstance(value, str) and lengths and len(value) < lengths[-1] and self.fact.codes == "gbt4754":
            self.warn("group_code", test, remedy("write_prefix", value=value), value=value)

    def interval(self, test: tree.Interval) -> tree.Test:
        if not self.ordered:
            raise _Wrong("no_order", test, remedy("write_values"), fact=self.fact.label, op="..")
        low, high = self.value(test.low, test), self.value(test.high, test)
        closed = test.low_closed and test.high_closed
        if high < low or (high == low and not closed):  # type: ignore[operator]
            raise _Wrong("empty_range", test, remedy("write_range"))
        return replace(test, low=low, high=high)

    def prefixes(self, test: tree.StartsWith) -> tree.Test:
        if self.fact.type not in {"text", "code", "set"}:
            raise _Wrong("no_prefix", test, None, fact=self.fact.label)
        nested = self.fact.codes == "gbt4754"
        prefixes = tuple(re.sub(r"^[A-T](?=\d)", "", one) if nested else one for one in test.prefixes)
        for one in prefixes:
            if not one:
                raise _Wrong("empty_prefix", test, remedy("any_value"))
            if self.fact.is_nested and not (one.isascii() and one.isdigit()):
                raise self.unknown_code(one, test)
        return replace(test, prefixes=prefixes)

    @property
    def ordered(self) -> bool:
        return self.fact.is_numeric or self.fact.type == "date"

    def value(self, value: tree.Operand, node: tree.Node) -> Decimal | str | bool | date:
        if isinstance(value, tree.Expression):
            raise self.expression(value, node)
        if value is None:
            raise _Wrong("no_null", node, remedy("write_missing"))
        if self.fact.is_numeric:
            return self.number(value, node)
        if self.fact.type == "date":
            return self.day(value, node)
        if self.fact.type == "boolean":
            if not isinstance(value, bool):
                what = remedy("write_boolean")
                raise _Wrong("needs_boolean", node, what, fact=self.fact.label, value=_shown(value))
            return value
        if not isinstance(value, str):
            what = remedy("write_words", value=_shown(value))
            raise _Wrong("needs_words", node, what, fact=self.fact.label, value=_shown(value))
        return self.code(value, node)

    def number(self, value: Decimal | str | bool | date, node: tree.Node) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, Decimal):
            digits = str(value).strip()
            good = re.fullmatch(r"-?\d+(\.\d+)?", digits)
            what = remedy("write_number", value=digits) if good else remedy("write_some_number")
            raise _Wrong("needs_number", node, what, fact=self.fact.label, value=_shown(value))
        if abs(value.adjusted()) > facts_reading.MOST_DIGITS:
            raise _Wrong("too_many_digits", node, None, most=facts_reading.MOST_DIGITS)
        if self.fact.type == "ratio" and self.fact.unit == "1" and value > 1 and value <= 100:
            share = plain(value / 100)
            self.warn("like_percent", node, remedy("write_fraction", value=share, percent=value),
                      fact=self.fact.label, value=value, percent=value * 100)  # fmt: skip
        return value

    def day(self, value: Decimal | str | bool | date, node: tree.Node) -> date:
        if isinstance(value, date):
            return value
        good = isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)
        what = remedy("write_day", value=str(value)) if good else remedy("write_some_day")
        raise _Wrong("needs_day", node, what, fact=self.fact.label, value=_shown(value))

    def code(self, value: str, node: tree.Node) -> str:
        if self.fact.type not in {"code", "set"}:
            return value
        try:
            return facts_reading.code(self.fact, value, self.dictionary)
        except facts_reading.Wrong as wrong:
            said = wrong.finding
            raise _Wrong("unknown_code", node, said.remedy, value=value, fact=self.fact.label) from None

    def unknown_code(self, value: str, node: tree.Node) -> _Wrong:
        lengths = tuple(str(one) for one in NESTED[self.fact.codes or ""])
        return _Wrong(
            "unknown_code", node, remedy("lengths", lengths=lengths), value=value, fact=self.fact.label
        )

    def expression(self, value: tree.Expression, node: tree.Node) -> _Wrong:
        if not isinstance(value, tree.Name) or value.name == "?":
            return _Wrong("no_expression", node, slips.guess(self.text))
        if value.name in self.dictionary and self.fact.is_numeric:
            what = remedy("compare_facts", one=self.fact.name, other=value.name)
            return _Wrong("no_expression", node, what)
        label, kind = self.fact.label, self.fact.type
        if kind == "boolean":
            what = remedy("write_boolean")
            return _Wrong("needs_boolean", node, what, fact=label, value=value.name)
        if self.fact.is_numeric or kind == "date":
            what = slips.guess(self.text) or remedy(
                "write_some_day" if kind == "date" else "write_some_number"
            )
            code = "needs_day" if kind == "date" else "needs_number"
            return _Wrong(code, node, what, fact=label, value=value.name)
        return _Wrong(
            "needs_words", node, remedy("write_words", value=value.name), fact=label, value=value.name
        )

    def warn(self, code: str, node: tree.Node, what: Message | None, **params: Parameter) -> None:
        found = _finding(_Wrong(code, node, what, **params), self.text)
        self.found.append(replace(found, severity="warning"))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value) if isinstance(value, Decimal) else str(value)
