"""What to ask a company: only what is missing, and first what would settle most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zaocha.companies.facts import groups, purposes, queries
from zaocha.companies.models import Company, FactValue
from zaocha.kernel.clock import SHANGHAI
from zaocha.rules import asking as rules_asking
from zaocha.rules import packs
from zaocha.rules.facts import FactDefinition, FactSet, dictionary
from zaocha.rules.policies import verdicts
from zaocha.rules.policies.documents import Policy

ASK_AGAIN = timedelta(days=90)
"""How long nobody asks again for what a company did not know."""

AT_ONCE = 8
"""The most questions in one form."""

Policies = Callable[[int, date], Sequence[Policy]]
"""(tenant id, day) → the policies of a tenant that are in force or come into force."""


@dataclass(frozen=True)
class Question:
    """A fact to ask for, and how many policies one answer to it could decide, with their titles."""

    fact: FactDefinition
    decides: int
    titles: tuple[str, ...] = ()


Enjoyed = Callable[[int, int], frozenset[str]]
"""(tenant id, company id) → ids of the policies whose benefit the company has had."""

_policies: list[Policies] = []
_enjoyed: list[Enjoyed] = []


def compare_with(policies: Policies, *, enjoyed: Enjoyed | None = None) -> None:
    """Say where the policies of a tenant come from, and what a company has had of them; called in the `ready` of the
    area that keeps them."""
    _policies[:] = [policies]
    if enjoyed is not None:
        _enjoyed[:] = [enjoyed]


def shipped(tenant_id: int, on: date) -> Sequence[Policy]:
    """The real policies that come with the project, as long as no area keeps a tenant's own."""
    return [one.policy for one in packs.packs() if not one.is_template]


def questions(*, company: Company, at: datetime, purpose: str = "policies") -> list[Question]:
    """What to ask next, the fact that would settle most policies first; nothing that is known or was just asked,
    and nothing for a policy that a benefit excludes which the company has had.

    Who does not agree to the use is not asked for it.
    """
    if not purposes.is_agreed(purpose, company_id=company.pk):
        return []
    on = at.astimezone(SHANGHAI).date()
    had = _enjoyed[0](company.tenant_id, company.pk) if _enjoyed else frozenset()
    known = queries.known(
        tenant_id=company.tenant_id, company_id=company.pk, on=on, enjoyed=had, purpose=purpose
    )
    found = (_policies or [shipped])[0](company.tenant_id, on)
    unanswered = just_asked(company, at=at)
    return [one for one in ranked(found, known) if one.fact.name not in unanswered]


def missing(*, company: Company, names: Sequence[str], at: datetime) -> list[FactDefinition]:
    """Of the named facts those that may be asked for: nothing known, worked out, or just said to be unknown."""
    on = at.astimezone(SHANGHAI).date()
    known = queries.known(tenant_id=company.tenant_id, company_id=company.pk, on=on, purpose="")
    asked = just_asked(company, at=at)
    facts = (dictionary().get(name) for name in dict.fromkeys(names))
    return [fact for fact in facts if fact is not None and askable(fact, known) and fact.name not in asked]


def askable(fact: FactDefinition, known: FactSet) -> bool:
    """Whether a fact may stand in a form: it is not there, and it does not follow from others."""
    return fact.derived is None and fact.name not in known.values


def just_asked(company: Company, *, at: datetime) -> frozenset[str]:
    """Facts that the company said it does not know, not long ago."""
    found = FactValue.objects.filter(
        company=company, ended_at=None, is_known=False, recorded_at__gt=at - ASK_AGAIN
    )
    return frozenset(found.values_list("name", flat=True))


def ranked(policies: Sequence[Policy], known: FactSet) -> list[Question]:
    """Missing facts by how many policies their answer would settle; those that alone settle none come last.

    A fact counts for a policy with the share of its possible answers that settle it: what settles either way
    goes before what settles only when the answer is no.
    """
    facts = dictionary()
    found = verdicts.evaluate_all(policies, facts=known, dictionary=facts)
    title = {one.policy.id: one.policy.title.text(groups.language()) for one in found}
    asked = [
        one for one in rules_asking.questions(found) if one.fact in facts and askable(facts[one.fact], known)
    ]
    return [
        Question(facts[one.fact], len(names), tuple(title[name] for name in names))
        for one in asked
        for names in [(*one.settles, *one.may_settle)]
    ]
