"""Conditions within a benefit: the same clauses and groups as a policy's own, with the same three values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from zaocha.rules import checking, conditions, walking, wording
from zaocha.rules.benefits import findings, words
from zaocha.rules.benefits.settings import Facts
from zaocha.rules.conditions import Clause, NotGroup, Quotient
from zaocha.rules.facts import Dictionary, FactSet, dictionary
from zaocha.rules.feel import tree
from zaocha.rules.findings import Finding, Place, Unreadable
from zaocha.rules.texts import Text

Condition = conditions.Condition
DEEPEST = 12
_CLAUSE_KEYS = ("fact", "ratio", "test", "label", "unit")


def read(raw: Any, *, path: str) -> tuple[Condition | None, list[Finding]]:
    """The condition that is written here (None when it cannot be used), and what is wrong with it."""
    reading = _Reading()
    condition = reading.condition(raw, path, 0)
    return (None if reading.found else condition), reading.found


def facts_of(condition: Condition) -> tuple[str, ...]:
    """Names of the facts that it reads."""
    return conditions.facts(condition)


def check(condition: Condition, *, among: Dictionary, path: str) -> list[Finding]:
    """What is doubtful about its tests, each held against its fact; facts that do not exist are not repeated."""
    found: list[Finding] = []
    for clause in conditions.clauses(condition):
        if all(name in among for name in clause.facts):
            fact = wording.definition(clause, among)
            _test, said = checking.checked(clause.text, fact=fact, dictionary=among)
            found += [one.at(Place(path=path)) for one in said]
    return found


def verdict(condition: Condition, facts: Facts) -> walking.Truth:
    """True, false, or None while facts decide that are missing."""
    return walking.truth(condition, _known(facts))


def missing(condition: Condition, facts: Facts) -> frozenset[str]:
    """The facts that its unknown clauses lack."""
    walked = walking.walk(condition, _known(facts))
    return frozenset(
        name
        for one in walking.outcomes(walked)
        if one.truth is None
        for name in one.missing or one.clause.facts
    )


def said(condition: Condition, among: Dictionary) -> Text:
    """The condition in words."""
    if isinstance(condition, Clause):
        return wording.clause(condition, among)
    if isinstance(condition, NotGroup):
        return words.say("not", part=said(condition.item, among))
    sign = words.say("sign_all" if isinstance(condition, conditions.All) else "sign_any")
    parts = [said(item, among) for item in condition.items]
    return Text(sign.zh.join(part.zh for part in parts), sign.en.join(part.en for part in parts))


def _known(facts: Facts) -> FactSet:
    # The walker asks a set of facts for values only, which any `Facts` can tell.
    return cast(FactSet, facts)


class _Reading:
    def __init__(self) -> None:
        self.found: list[Finding] = []

    def condition(self, raw: Any, path: str, depth: int) -> Condition:
        kinds = [
            kind
            for kind in ("fact", "ratio", "all", "any", "not")
            if isinstance(raw, Mapping) and kind in raw
        ]
        if len(kinds) != 1 or depth > DEEPEST:
            return self._refused(path)
        kind = kinds[0]
        if kind in ("fact", "ratio"):
            return self._clause(raw, kind, path)
        if kind == "not":
            return NotGroup(self.condition(raw["not"], f"{path}.not", depth + 1))
        rows = raw[kind]
        if not isinstance(rows, list | tuple) or not rows or len(raw) > 1:
            return self._refused(path)
        items = tuple(self.condition(row, f"{path}.{kind}[{n}]", depth + 1) for n, row in enumerate(rows))
        return conditions.All(items) if kind == "all" else conditions.Any(items)

    def _clause(self, raw: Mapping[str, Any], kind: str, path: str) -> Condition:
        pair = raw[kind]
        text = raw.get("test")
        is_pair = (
            isinstance(pair, list | tuple) and len(pair) == 2 and all(isinstance(one, str) for one in pair)
        )
        if set(raw) - set(_CLAUSE_KEYS) or not isinstance(text, str) or is_pair != (kind == "ratio"):
            return self._refused(path)
        subject = Quotient(pair[0], pair[1]) if is_pair else str(pair)
        clause = Clause(subject, tree.Anything(), label=_label(raw.get("label")), text=text.strip())
        test = self._test(clause, f"{path}.test")
        return replace(clause, test=test) if test else clause

    def _test(self, clause: Clause, path: str) -> tree.Test | None:
        known = dictionary()
        try:
            if not all(name in known for name in clause.facts):
                return checking.parse(clause.text)
            test, found = checking.checked(
                clause.text, fact=wording.definition(clause, known), dictionary=known
            )
        except Unreadable as wrong:
            test, found = None, wrong.findings
        self.found += [one.at(Place(path=path)) for one in found if one.severity == "error"]
        return test

    def _refused(self, path: str) -> Condition:
        self.found.append(findings.found(path, "condition", "condition", parts={}))
        return conditions.All(())


def _label(raw: Any) -> Text | None:
    if isinstance(raw, Mapping) and set(raw) == {"zh", "en"}:
        return Text(str(raw["zh"]), str(raw["en"]))
    return Text(raw, raw) if isinstance(raw, str) else None
