"""Conditions within a benefit: the same clauses and groups as a policy's own, three-valued."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from zaocha.rules import conditions
from zaocha.rules.benefits import findings, words
from zaocha.rules.benefits.settings import Facts
from zaocha.rules.conditions import Clause, NotGroup, Quotient
from zaocha.rules.feel import parsing, tree
from zaocha.rules.feel.faults import NotFeel
from zaocha.rules.findings import Finding
from zaocha.rules.texts import Text

Condition = conditions.Condition
Verdict = bool | None


def read(raw: Any, *, path: str) -> tuple[Condition | None, list[Finding]]:
    """The condition that is written here, and what is wrong with it."""
    try:
        return _read(raw), []
    except NotFeel as wrong:
        text = words.verbatim(str(wrong))
    except (KeyError, TypeError, ValueError) as wrong:
        text = words.verbatim(str(wrong))
    return None, [findings.found(path, "condition", "condition", parts={"why": text})]


def facts_of(condition: Condition) -> tuple[str, ...]:
    """Names of the facts that it reads."""
    return conditions.facts(condition)


def missing(condition: Condition, facts: Facts) -> frozenset[str]:
    """Those that are not known."""
    return frozenset(name for name in facts_of(condition) if facts.value(name) is None)


def verdict(condition: Condition, facts: Facts) -> Verdict:
    """True, false, or None while facts decide that are missing."""
    if isinstance(condition, Clause):
        return _tested(condition.test, _subject(condition.subject, facts))
    if isinstance(condition, NotGroup):
        return _not(verdict(condition.item, facts))
    held = [verdict(item, facts) for item in condition.items]
    return _all(held) if isinstance(condition, conditions.All) else _not(_all(map(_not, held)))


def said(condition: Condition, label: Callable[[str], Text]) -> Text:
    """The condition in words: its own label where it has one."""
    if isinstance(condition, Clause):
        if condition.label is not None:
            return condition.label
        names = [label(name) for name in condition.facts]
        return words.say("clause", fact=words.summed(names, "÷"), test=words.verbatim(condition.text))
    if isinstance(condition, NotGroup):
        return words.say("not", part=said(condition.item, label))
    key = "all" if isinstance(condition, conditions.All) else "any"
    sign = words.say(f"sign_{key}")
    parts = [said(item, label) for item in condition.items]
    return Text(sign.zh.join(part.zh for part in parts), sign.en.join(part.en for part in parts))


def _read(raw: Mapping[str, Any]) -> Condition:
    if "all" in raw:
        return conditions.All(tuple(_read(item) for item in raw["all"]))
    if "any" in raw:
        return conditions.Any(tuple(_read(item) for item in raw["any"]))
    if "not" in raw:
        return NotGroup(_read(raw["not"]))
    label = Text(raw["label"]["zh"], raw["label"]["en"]) if "label" in raw else None
    subject = Quotient(*raw["ratio"]) if "ratio" in raw else str(raw["fact"])
    test = parsing.tests(str(raw["test"]))
    return Clause(subject=subject, test=test, label=label, text=str(raw["test"]))


def _subject(subject: str | Quotient, facts: Facts) -> object | None:
    if isinstance(subject, str):
        return facts.value(subject)
    above, below = facts.value(subject.numerator), facts.value(subject.denominator)
    if isinstance(above, Decimal) and isinstance(below, Decimal) and below > 0:
        return above / below
    return None


def _tested(test: Any, value: Any) -> Verdict:
    if isinstance(test, tree.Anything):
        return True
    if isinstance(test, tree.IsMissing):
        return value is None
    if isinstance(test, tree.Not):
        return _not(_tested(test.test, value))
    if isinstance(test, tree.OneOf):
        return _not(_all(_not(_tested(item, value)) for item in test.items))
    if value is None:
        return None
    if isinstance(test, tree.StartsWith):
        return str(value).startswith(test.prefixes)
    if isinstance(test, tree.Interval):
        low = value >= test.low if test.low_closed else value > test.low
        return bool(low and (value <= test.high if test.high_closed else value < test.high))
    return _compared(test.op, value, test.value)


def _compared(op: str, value: Any, other: Any) -> bool:
    if isinstance(value, frozenset):
        return bool((other in value) == (op == "="))
    if op in ("=", "!="):
        return bool((value == other) == (op == "="))
    if isinstance(value, date) != isinstance(other, date):
        raise TypeError("a day is compared with something else")
    held: bool = {"<": value < other, "<=": value <= other, ">": value > other, ">=": value >= other}[op]
    return held


def _not(held: Verdict) -> Verdict:
    return None if held is None else not held


def _all(held: Iterable[Verdict]) -> Verdict:
    verdicts = list(held)
    if False in verdicts:
        return False
    return None if None in verdicts else True
