"""Who is certain of a policy that needs no application: eligible on facts that nobody guessed, the benefit settled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from zaocha.accounts.actors import Actor
from zaocha.companies import queries as company_queries
from zaocha.companies.models import FactValue
from zaocha.matching import deciding, judging, showing
from zaocha.offers.models import Policy


def of(policy: Policy, *, company_ids: Sequence[int], by: Actor, on: date) -> dict[int, Decimal | None]:
    """Company → amount in yuan (None: a recognition or service); only those that are certain on this day."""
    seen = company_queries.visible(by).filter(pk__in=list(company_ids)).values_list("pk", flat=True)
    rows = deciding.policies_of(tenant_id=by.tenant_id, on=on, policy_id=policy.pk)
    found: dict[int, Decimal | None] = {}
    names: set[str] = set()
    for company_id, answers in judging.of_all(rows, tenant_id=by.tenant_id, on=on, company_ids=list(seen)):
        mine = next((one for one in answers if one.policy.pk == policy.pk), None)
        if mine is not None and is_certain(mine):
            found[company_id] = mine.amount
            names |= showing.facts_behind(mine)
    unsure = FactValue.objects.filter(
        company_id__in=found, name__in=names, ended_at=None, confidence=FactValue.Confidence.ESTIMATED
    )
    for company_id in set(unsure.values_list("company_id", flat=True)):
        del found[company_id]
    return found


def is_certain(judged: judging.Judged) -> bool:
    """Eligible whatever is not known, no application needed, the benefit settled, its terms public."""
    verdict = judged.verdict
    if verdict is None or verdict.code != "eligible" or not verdict.version.apply.automatic:
        return False
    benefit = verdict.benefit
    if benefit is None or benefit.terms_unknown or verdict.policy.terms_unknown:
        return False
    return benefit.amount is not None or bool(benefit.grants)
