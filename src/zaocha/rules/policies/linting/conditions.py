"""Conditions that are never true, always true, or say the same twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zaocha.rules import wording
from zaocha.rules.conditions import All, Clause, Condition, NotGroup, Quotient
from zaocha.rules.conditions import Any as AnyOf
from zaocha.rules.facts import Dictionary
from zaocha.rules.findings import Finding, Severity
from zaocha.rules.policies.documents import ALWAYS
from zaocha.rules.policies.linting.satisfying import Conflict, TooMany, conflict, together
from zaocha.rules.policies.linting.words import finding
from zaocha.rules.policies.sources import Key, Read
from zaocha.rules.texts import Text


def findings(condition: Condition, key: Key, source: Read, dictionary: Dictionary) -> Iterator[Finding]:
    """All that is wrong with the condition of a version."""
    if condition == ALWAYS:
        return
    look = _Look(source, dictionary)
    try:
        found = list(look.at(condition, key, root=True))
        yield from found
        known = not any(one.message.code.endswith(("never_true", "always_true")) for one in found)
        if known and conflict(condition, dictionary, wanted=False):
            yield finding("always_true", source.place(key), "leave_out")
    except TooMany:
        yield finding("not_decided", source.place(key), "simplify", severity="note")
    yield from look.denominators(condition, key)


class _Look:
    def __init__(self, source: Read, dictionary: Dictionary) -> None:
        self.source, self.dictionary = source, dictionary

    def at(self, condition: Condition, key: Key, *, root: bool = False) -> Iterator[Finding]:
        """Findings of the smallest parts first: what holds of a part is not said of the whole again."""
        if isinstance(condition, Clause):
            yield from self.clause(condition, key, root=root)
            return
        if isinstance(condition, NotGroup):
            yield from self.at(condition.item, (*key, "not"))
            return
        name = "all" if isinstance(condition, All) else "any"
        inner = [one for at, item in enumerate(condition.items) for one in self.at(item, (*key, name, at))]
        yield from inner
        said = any("never" in one.message.code for one in inner)
        wrong = None if said and not root else conflict(condition, self.dictionary)
        if wrong is not None:
            severity: Severity = "error" if root else "warning"
            code = "never_true" if root else "never_true_part"
            clauses = self.words(wrong)
            yield finding(code, self.source.place(key), "mend_bounds", severity=severity, clauses=clauses)
        elif isinstance(condition, All | AnyOf):
            yield from self.repeated(condition, (*key, name))

    def clause(self, clause: Clause, key: Key, *, root: bool) -> Iterator[Finding]:
        ways = together([clause], self.dictionary)
        label = self.label(clause)
        place = self.source.place((*key, "test"))
        if conflict(clause, self.dictionary) is not None:
            severity: Severity = "error" if root else "warning"
            yield finding("clause_never_true", place, "mend_bounds", severity=severity, fact=label)
        elif ways == ((True,),):
            yield finding("clause_always_true", place, "leave_out", fact=label)

    def repeated(self, group: All | AnyOf, key: Key) -> Iterator[Finding]:
        """Clauses that follow from their neighbours over the same fact (all), or lead to them (any)."""
        clauses = [(at, one) for at, one in enumerate(group.items) if isinstance(one, Clause)]
        left = list(clauses)
        for at, one in clauses:
            others = [other for place, other in left if place != at and other.subject == one.subject]
            if others and self.follows(one, others, isinstance(group, All)):
                left = [(place, other) for place, other in left if place != at]
                label, words = self.label(one), wording.clause(one, self.dictionary)
                place = self.source.place((*key, at))
                yield finding("adds_nothing", place, "leave_out", clause=words, fact=label)

    def follows(self, one: Clause, others: Sequence[Clause], is_all: bool) -> bool:
        if any(clause.test != other.test for clause in (one,) for other in others):
            ways = together([one, *others], self.dictionary)
            return not any(way[0] is not is_all and all(rest is is_all for rest in way[1:]) for way in ways)
        return True

    def denominators(self, condition: Condition, key: Key) -> Iterator[Finding]:
        if isinstance(condition, Clause):
            subject = condition.subject
            fact = self.dictionary.get(subject.denominator) if isinstance(subject, Quotient) else None
            if fact and "signed" in fact.flags:
                yield finding("denominator", self.source.place((*key, "ratio", 1)), fact=fact.label)
        elif isinstance(condition, NotGroup):
            yield from self.denominators(condition.item, (*key, "not"))
        else:
            name = "all" if isinstance(condition, All) else "any"
            for at, item in enumerate(condition.items):
                yield from self.denominators(item, (*key, name, at))

    def words(self, wrong: Conflict) -> tuple[Text, ...]:
        return tuple(wording.clause(one, self.dictionary) for one in wrong.clauses)

    def label(self, clause: Clause) -> Text:
        return wording.definition(clause, self.dictionary).label
