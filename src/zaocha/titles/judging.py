"""Which titles a worker may ask for: each rule's verdict with its reasons, what is lacking, what to prove."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any, Literal

from zaocha.rules import facts_reading, nearness, walking, wording
from zaocha.rules.facts import FactSet, FactValue, Known
from zaocha.rules.feel.tree import Test
from zaocha.rules.policies.answers import nearest
from zaocha.rules.texts import Text
from zaocha.titles import tables
from zaocha.titles.tables import Rule

Code = Literal["may", "near", "ask", "not"]
ORDER: tuple[Code, ...] = ("may", "near", "ask", "not")


@dataclass(frozen=True)
class Verdict:
    """A rule for one worker. `may`; `near`: one thing is lacking; `ask`: more must be known; `not`.

    `reasons`: what makes it so; `missing`: facts to ask; `evidence`: kinds of paper that the dossier needs.
    """

    rule: Rule
    code: Code
    reasons: tuple[Text, ...]
    missing: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The reasons in the reader's language."""
        return [tables.said(one) for one in self.reasons]

    @property
    def asks(self) -> list[str]:
        """What is not known yet, in the reader's language."""
        return [tables.said(tables.dictionary()[name].label) for name in self.missing]

    @property
    def papers(self) -> list[str]:
        """What the dossier needs, in the reader's language."""
        return [tables.said(tables.evidence()[code].label) for code in self.evidence]

    @property
    def tone(self) -> str:
        """The colour of the verdict."""
        return {"may": "green", "near": "amber", "ask": "blue", "not": "grey"}[self.code]


def told(facts: Mapping[str, Any], *, as_of: date, on: date) -> FactSet:
    """Kept facts as they stand on a day: years go on by themselves, counts are worked out."""
    known = tables.dictionary()
    passed = max(0, on.year - as_of.year - ((on.month, on.day) < (as_of.month, as_of.day)))
    values: dict[str, FactValue] = {}
    for name, value in facts.items():
        fact = known.get(name)
        if fact is None or value in (None, ""):
            continue
        found = facts_reading.value_of(fact, value, known)
        if name in tables.growing() and isinstance(found, Decimal):
            found = found + passed
        values[name] = FactValue(found, as_of)
    for name, tests in tables.counts().items():
        number = _counted(tests, values)
        if number is not None:
            values[name] = FactValue(Decimal(number), as_of, worked_out=True)
    return FactSet(on, values)


def judged(facts: FactSet) -> list[Verdict]:
    """Every rule: what the worker may ask for first, the highest level first, then what is nearly so."""
    found = [judge(rule, facts) for rule in tables.rules().values()]
    height = list(tables.levels())
    return sorted(found, key=lambda one: (ORDER.index(one.code), -height.index(one.rule.level), one.rule.id))


def judge(rule: Rule, facts: FactSet) -> Verdict:
    """One rule."""
    known = tables.dictionary()
    walked = walking.walk(rule.when, facts)
    if walked.truth is True:
        outcomes = list(walking.reasons(walked))
        names = [name for one in outcomes for name in one.clause.facts]
        lines = dict.fromkeys(wording.clause(one.clause, known) for one in outcomes)
        return Verdict(rule, "may", tuple(lines), evidence=_evidence(names, facts))
    if walked.truth is None:
        names = [name for one in walking.outcomes(walked) if one.truth is None for name in one.missing]
        return Verdict(rule, "ask", (), missing=_unfolded(names, facts))
    unknown = _uncounted(facts)
    if unknown and walking.truth(rule.when, _hopeful(facts)) is not False:
        return Verdict(rule, "ask", (), missing=unknown)
    failing = nearest(walked)
    lines = dict.fromkeys(wording.miss(one.clause, nearness.near(one), one.value, known) for one in failing)
    is_sure = all(one.truth is not None for one in walking.outcomes(walked))  # the rest is known to hold
    is_near = len(failing) == 1 and failing[0].clause.facts[0] in _REACHABLE and is_sure
    return Verdict(rule, "near" if is_near else "not", tuple(lines))


def best(verdicts: list[Verdict]) -> Verdict:
    """The verdict that a list of workers shows."""
    return verdicts[0]


# What one can still reach: nobody is told that another schooling would have done.
_REACHABLE = frozenset(
    {"trade_years", "title_years", "skill_years", "kinds", "recommenders", "works", "methods", "patents"}
)


def _counted(tests: Mapping[str, Test], values: Mapping[str, FactValue]) -> int | None:
    """How many hold; None when nothing of it is known."""
    known = [
        walking.passes(test, _floored(values[name].value)) for name, test in tests.items() if name in values
    ]
    return sum(one is True for one in known) if known else None


def _uncounted(facts: FactSet) -> tuple[str, ...]:
    """What may still be counted and is not known."""
    return tuple(name for tests in tables.counts().values() for name in tests if facts.value(name) is None)


def _hopeful(facts: FactSet) -> FactSet:
    """The same if everything that is not known yet counted."""
    more = {}
    for name, tests in tables.counts().items():
        value, open_ = facts.value(name), sum(facts.value(one) is None for one in tests)
        more[name] = FactValue((value if isinstance(value, Decimal) else Decimal(0)) + open_)
    return facts.with_values(more)


def _floored(value: Known) -> Known:
    return value.to_integral_value(ROUND_FLOOR) if isinstance(value, Decimal) else value


def _unfolded(names: list[str], facts: FactSet) -> tuple[str, ...]:
    """Worked-out facts as what they are worked out from."""
    counts = tables.counts()
    every = [part for name in names for part in counts.get(name, {name: None})]
    return tuple(dict.fromkeys(name for name in every if facts.value(name) is None))


def _evidence(names: list[str], facts: FactSet) -> tuple[str, ...]:
    """Papers for the facts that count; of a worked-out count those that it counts."""
    counts = tables.counts()
    needed: set[str] = set()
    for name in names:
        for part, test in counts.get(name, {name: None}).items():
            value = facts.value(part)
            counted = test is None or (value is not None and walking.passes(test, value) is True)
            if counted and value != "none":
                needed.add(part)
    return tuple(
        code for code, one in tables.evidence().items() if not one.is_optional and one.proves & needed
    )
