"""Reads the `when` of a policy: groups of clauses, each test held against its fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any as Anything

from zaocha.rules import checking, units
from zaocha.rules.conditions import All, Any, Clause, Condition, NotGroup, Quotient, Subject
from zaocha.rules.facts import Dictionary, FactDefinition
from zaocha.rules.feel import names
from zaocha.rules.policies.documents import ALWAYS
from zaocha.rules.policies.faults import remedy
from zaocha.rules.policies.parts import Parts
from zaocha.rules.policies.sources import Key
from zaocha.rules.texts import Message

DEEPEST = 12
MOST_CLAUSES = 300
_KINDS = ("fact", "ratio", "all", "any", "not")


class ConditionReading:
    """Reads conditions of one document against one dictionary."""

    def __init__(self, parts: Parts, dictionary: Dictionary) -> None:
        self.parts, self.dictionary = parts, dictionary
        self.clauses = 0

    def condition(self, value: Anything, key: Key, depth: int = 0) -> Condition:
        """A clause or group; what cannot be read is replaced by nothing and told."""
        if depth > DEEPEST:
            self.parts.fault(key, "condition_too_deep", most=DEEPEST)
            return ALWAYS
        kinds = [kind for kind in _KINDS if isinstance(value, Mapping) and kind in value]
        if len(kinds) != 1:
            if kinds:
                self.parts.fault(key, "two_conditions", names=tuple(kinds))
            else:
                colon = isinstance(value, str) and "：" in value
                self.parts.fault(key, "no_condition", remedy("colon") if colon else None)
            return ALWAYS
        if kinds[0] in ("fact", "ratio"):
            return self.clause(value, key, kinds[0])
        self.parts.block(value, key, keys=kinds)
        inner = (*key, kinds[0])
        if kinds[0] == "not":
            return NotGroup(self.condition(value["not"], inner, depth + 1))
        items = tuple(
            self.condition(one, (*inner, at), depth + 1)
            for at, one in enumerate(self.parts.items(value[kinds[0]], inner))
        )
        if not items:
            self.parts.fault(inner, "empty_group")
        return All(items) if kinds[0] == "all" else Any(items)

    def clause(self, value: Anything, key: Key, kind: str) -> Condition:
        """`{fact, test}` or `{ratio, test}`, with label and unit when given."""
        self.clauses += 1
        if self.clauses == MOST_CLAUSES + 1:
            self.parts.fault(key, "too_many_clauses", most=MOST_CLAUSES)
        row = self.parts.block(value, key, keys=(kind, "test", "label", "unit"), needed=(kind, "test"))
        found = self.subject(row, key, kind)
        label = self.parts.text(row["label"], (*key, "label")) if "label" in row else None
        if found is None or "test" not in row:
            return ALWAYS
        subject, fact = found
        unit = self.unit(row.get("unit"), (*key, "unit"), fact)
        text = row["test"]
        if not isinstance(text, str):
            self.parts.fault((*key, "test"), "test_not_quoted", remedy("quote_test"))
            return ALWAYS
        test, said = checking.checked(text.strip(), fact=fact, dictionary=self.dictionary)
        self.parts.found += [
            replace(one, message=_named(one.message, fact), place=self.parts.read.place((*key, "test")))
            for one in said
        ]
        if test is None:
            return ALWAYS
        return Clause(subject, test, label=label, text=text.strip(), unit=unit)

    def subject(
        self, row: Mapping[str, Anything], key: Key, kind: str
    ) -> tuple[Subject, FactDefinition] | None:
        """What a clause is about."""
        if kind not in row:
            return None
        if kind == "fact":
            fact = self.fact(row["fact"], (*key, "fact"))
            return (fact.name, fact) if fact else None
        pair = row["ratio"]
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            self.parts.fault((*key, "ratio"), "ratio_of_two")
            return None
        facts = [self.fact(one, (*key, "ratio", at)) for at, one in enumerate(pair)]
        if facts[0] is None or facts[1] is None:
            return None
        for at, fact in enumerate(facts):
            if fact and not fact.is_numeric:
                self.parts.fault((*key, "ratio", at), "ratio_not_number", fact=fact.label)
        if facts[0] == facts[1]:
            self.parts.fault((*key, "ratio"), "ratio_of_itself", fact=facts[0].label)
        subject = Quotient(facts[0].name, facts[1].name)
        return subject, checking.quotient(subject, self.dictionary)

    def fact(self, name: Anything, key: Key) -> FactDefinition | None:
        """A fact by name, or what its writer may have meant."""
        fact = self.dictionary.get(name) if isinstance(name, str) else None
        if fact is None:
            near = names.near(str(name), self.dictionary.by_label)
            meant = tuple(dict.fromkeys(self.dictionary.by_label[one] for one in near))
            what = remedy("did_you_mean", names=meant) if meant else remedy("list_facts")
            self.parts.fault(key, "unknown_fact", what, name=str(name))
        return fact

    def unit(self, given: Anything, key: Key, fact: FactDefinition) -> str:
        """The unit that the writer named; it must be the fact's own."""
        if given is None:
            return ""
        if fact.unit is None or not units.means(str(given), fact.unit):
            factor = units.factor(str(given), fact.unit) if fact.unit else None
            what = remedy("in_unit", unit=fact.unit) if fact.unit else None
            if factor is not None:
                what = remedy("multiply", factor=factor, unit=str(fact.unit))
            named = units.named(fact.unit)
            self.parts.fault(key, "wrong_unit", what, fact=fact.label, unit=named, given=str(given))
        return str(given)


def _named(message: Message, fact: FactDefinition) -> Message:
    """A message about the text of a test names its fact."""
    if "fact" in message.params:
        return message
    template = checking.MESSAGES["of_fact"]
    return Message(message.code, template, {"fact": fact.label, "said": message})
