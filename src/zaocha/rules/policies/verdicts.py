"""What a policy answers to one company: one of five verdicts, with everything that it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from zaocha.rules import benefits, deciding, deriving, walking
from zaocha.rules.conditions import NotPublic
from zaocha.rules.facts import Dictionary, FactSet, FactValue
from zaocha.rules.policies import standing
from zaocha.rules.policies.documents import Policy, Version
from zaocha.rules.texts import Text
from zaocha.rules.walking import Outcome, Truth, Walk

Code = Literal["eligible", "not_eligible", "missing", "window_closed", "excluded"]
CODES: tuple[Code, ...] = ("eligible", "not_eligible", "missing", "window_closed", "excluded")
NOTICE = Text("初步比对，以主管部门审核为准", "A first comparison; the authority decides")


@dataclass(frozen=True)
class Verdict:
    """One policy's answer to one company on a day.

    `walked` is the condition of the version that speaks; `whole` also asks whether any version covers the
    matter. `facts` has what was worked out. `benefit` is there when eligible and its terms are known.
    """

    policy: Policy
    at: int
    facts: FactSet
    dictionary: Dictionary
    code: Code
    walked: Walk
    whole: Walk
    state: standing.State
    excluded_by: tuple[str, ...] = ()
    benefit: benefits.Result | None = None
    overtaken_by: str = ""

    @property
    def version(self) -> Version:
        """The version that speaks."""
        return self.policy.versions[self.at]

    @property
    def on(self) -> date:
        """The day of the question."""
        return self.facts.on

    @property
    def clauses(self) -> tuple[Outcome, ...]:
        """Every clause of the version that speaks."""
        return tuple(walking.outcomes(self.walked))

    @property
    def is_secret(self) -> bool:
        """Is it `missing` because nobody knows what is asked for, whatever the company says?"""
        return self.code == "missing" and isinstance(self.policy.asks(self.version), NotPublic)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The facts to ask for: those that could still decide; of derived ones what they come from."""
        if self.code != "missing":
            return self.benefit.missing if self.benefit else ()
        names = deciding.deciding(self.whole, self.dictionary)
        found = [one for name in names for one in self.asked(name)]
        if self.benefit is not None:
            found += [one for name in self.benefit.missing for one in self.asked(name)]
        return tuple(dict.fromkeys(found))

    def asked(self, name: str) -> tuple[str, ...]:
        """What is to be asked for a missing fact."""
        form = self.version.form
        sources = benefits.sources(form).get(name) if form and self.facts.value(name) is None else None
        found = (
            deriving.bases(one, facts=self.facts, dictionary=self.dictionary) for one in sources or (name,)
        )
        return tuple(dict.fromkeys(base for one in found for base in one))


def evaluate(policy: Policy, *, facts: FactSet, dictionary: Dictionary) -> Verdict:
    """The answer of one policy. Facts that follow from others are worked out first."""
    if policy.facts:
        dictionary = dictionary.with_facts(policy.facts)
    return _evaluated(policy, deriving.completed(facts, dictionary), dictionary)


def evaluate_all(policies: Iterable[Policy], *, facts: FactSet, dictionary: Dictionary) -> list[Verdict]:
    """The answers of many policies to one company, each by itself; see `stacking` for groups."""
    known = deriving.completed(facts, dictionary)
    return [
        evaluate(one, facts=facts, dictionary=dictionary) if one.facts else _evaluated(one, known, dictionary)
        for one in policies
    ]


def given(policy: Policy, *, facts: FactSet, dictionary: Dictionary) -> tuple[Code, benefits.Result | None]:
    """What who meets the condition gets, and the verdict with it: a score card may still say no, or lack facts.

    `facts` may hold no more than the benefit and the policy's anchor read, and what follows from them.
    """
    version = policy.versions[standing.speaking(policy, facts.on, facts)]
    return _given(policy, version, _with_points(version, facts), dictionary)


def decided(*, whole: Truth, excluded: bool, open_: Truth) -> Code:
    """The five verdicts in their order (docs/formats/verdict.md)."""
    if whole is False:
        return "not_eligible"
    if excluded:
        return "excluded"
    if open_ is False:
        return "window_closed"
    return "eligible" if open_ is True and whole is True else "missing"


def exclusions(policy: Policy, enjoyed: frozenset[str]) -> tuple[str, ...]:
    """Benefits that a company has and that exclude this one; the policy itself unless it is repeatable."""
    own = () if policy.repeatable else (policy.id,)
    return tuple(name for name in (*policy.excludes, *own) if name in enjoyed)


def _evaluated(policy: Policy, facts: FactSet, dictionary: Dictionary) -> Verdict:
    at = standing.speaking(policy, facts.on, facts)
    version = policy.versions[at]
    facts = _with_points(version, facts)
    stands = standing.standing(policy, facts.on)
    walked = walking.walk(policy.asks(version), facts)
    whole = walking.walk(stands.whole, facts) if policy.anchor else walked
    open_ = walking.truth(stands.open, facts) if stands.open is not stands.whole else whole.truth
    excluded = exclusions(policy, facts.enjoyed)
    found = Verdict(
        policy=policy,
        at=at,
        facts=facts,
        dictionary=dictionary,
        code=decided(whole=whole.truth, excluded=bool(excluded), open_=open_),
        walked=walked,
        whole=whole,
        state=standing.state(policy, version, facts.on),
        excluded_by=excluded,
    )
    return _with_benefit(found) if found.code == "eligible" else found


def _with_points(version: Version, facts: FactSet) -> FactSet:
    """The facts that the version's own score card tells, for its condition to test."""
    told = benefits.told(version.form, facts=facts) if version.form else {}
    more = {name: FactValue(one, worked_out=True) for name, one in told.items() if name not in facts.values}
    return facts.with_values(more) if more else facts


def _with_benefit(verdict: Verdict) -> Verdict:
    """The amount; a score card may still say no, or lack facts."""
    code, benefit = _given(verdict.policy, verdict.version, verdict.facts, verdict.dictionary)
    return replace(verdict, benefit=benefit, code=code) if benefit else verdict


def _given(
    policy: Policy, version: Version, facts: FactSet, dictionary: Dictionary
) -> tuple[Code, benefits.Result | None]:
    if version.form is None or policy.terms_unknown:
        return "eligible", None
    result = benefits.evaluate(version.form, facts=facts, on=facts.on, dictionary=dictionary)
    code: Code = {True: "eligible", False: "not_eligible", None: "missing"}[result.qualifies]  # type: ignore[assignment]
    return code, result
