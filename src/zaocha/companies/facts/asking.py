"""What to ask a company: only what is missing, and first what would settle most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from zaocha.companies.facts import queries
from zaocha.companies.models import Company, FactValue
from zaocha.kernel.clock import SHANGHAI
from zaocha.rules.facts import FactDefinition, FactSet, dictionary

ASK_AGAIN = timedelta(days=90)
"""How long nobody asks again for what a company did not know."""

AT_ONCE = 8
"""The most questions in one form."""

Policies = Callable[[int, date], Sequence[Any]]
"""(tenant id, day) → the policies of a tenant that are in force or come into force."""


@dataclass(frozen=True)
class Question:
    """A fact to ask for, and how many policies its answer would decide."""

    fact: FactDefinition
    decides: int
    titles: tuple[str, ...] = ()


_policies: list[Policies] = []


def compare_with(policies: Policies) -> None:
    """Say where the policies of a tenant come from; called in the `ready` of the area that keeps them."""
    _policies[:] = [policies]


def questions(*, company: Company, at: datetime, purpose: str = "policies") -> list[Question]:
    """What to ask next, the fact that would settle most policies first; nothing that is known or was just asked."""
    on = at.astimezone(SHANGHAI).date()
    known = queries.known(tenant_id=company.tenant_id, company_id=company.pk, on=on, purpose=purpose)
    found = _policies[0](company.tenant_id, on) if _policies else ()
    unanswered = just_asked(company, at=at)
    return [one for one in _ranked(found, known) if one.fact.name not in unanswered]


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


def _ranked(policies: Sequence[Any], known: FactSet) -> list[Question]:
    return []
