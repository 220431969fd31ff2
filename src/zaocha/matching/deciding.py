"""Verdicts of many companies, kept: whatever is neither eligible, open nor near is left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from zaocha.companies.models import Company
from zaocha.kernel import rows
from zaocha.matching import judging, panels
from zaocha.matching.models import Freshness, Verdict
from zaocha.offers.models import Policy
from zaocha.offers.queries import policies as policy_queries
from zaocha.rules.planes.columns import ValueTooLarge

PAIRS_AT_ONCE = 10_000  # company × policy in one transaction: some 60 ms, for which other writers wait
COMPANIES_AT_ONCE = 500
FEW = 3  # companies that are decided one by one: laying out many policies for them would take longer


class Kept(NamedTuple):
    """What is kept of an answer."""

    code: str
    is_near: bool
    amount: Decimal | None


Pairs = Mapping[tuple[int, int], Kept]
"""Company and policy → what is kept; pairs that are not worth keeping are left out."""


def renew(
    policies: Sequence[Policy], *, tenant_id: int, company_ids: Sequence[int], on: date, at: datetime
) -> int:
    """Decide these companies against these policies and put the rows in place of the old; the number decided."""
    found = decided(policies, tenant_id=tenant_id, company_ids=company_ids, on=on)
    pks = [policy.pk for policy in policies]
    _write(found, tenant_id=tenant_id, companies=company_ids, policies=pks, on=on, at=at)
    return len(policies) * len(company_ids)


def decided(policies: Sequence[Policy], *, tenant_id: int, company_ids: Sequence[int], on: date) -> Pairs:
    """What is kept of the answers of policies to companies: all at once, a few one by one."""
    if len(company_ids) >= FEW:
        try:
            return _at_once(policies, tenant_id=tenant_id, company_ids=company_ids, on=on)
        except ValueTooLarge:
            pass  # numbers beyond 64 bits: one by one they have no limit
    return one_by_one(policies, tenant_id=tenant_id, company_ids=company_ids, on=on)


def one_by_one(policies: Sequence[Policy], *, tenant_id: int, company_ids: Sequence[int], on: date) -> Pairs:
    """The same by walking every pair, as a page does that explains it."""
    found: dict[tuple[int, int], Kept] = {}
    for company_id, answers in judging.of_all(policies, tenant_id=tenant_id, on=on, company_ids=company_ids):
        for one in answers:
            near = one.verdict is not None and judging.near(one.verdict) is not None
            if one.verdict is not None and (one.code != Verdict.Code.NOT_ELIGIBLE or near):
                found[company_id, one.policy.pk] = Kept(one.code, near, one.amount)
    return found


def _at_once(policies: Sequence[Policy], *, tenant_id: int, company_ids: Sequence[int], on: date) -> Pairs:
    answers, ids = panels.answers(policies, tenant_id=tenant_id, company_ids=company_ids, on=on)
    found: dict[tuple[int, int], Kept] = {}
    for policy, one in answers:
        kept = one.rows
        for row, code, near in zip(
            kept.tolist(), one.codes[kept].tolist(), one.near[kept].tolist(), strict=True
        ):
            found[ids[row], policy.pk] = Kept(panels.CODES[code], near, one.amounts.get(row))
    return found


def policies_of(*, tenant_id: int, on: date, policy_id: int | None = None) -> list[Policy]:
    """The policies to decide: all in force, or one with the others of its group."""
    found = policy_queries.in_force(tenant_id=tenant_id, on=on).defer("draft")
    if policy_id is None:
        return list(found)
    own = list(found.filter(pk=policy_id))
    group = own[0].document.get("group") if own else None
    return list(found.filter(Q(pk=policy_id) | Q(document__group=group))) if group else own


def forget(*, tenant_id: int, on: date) -> None:
    """Drop the verdicts of policies that are no longer in force, and of companies that were merged."""
    kept = policy_queries.in_force(tenant_id=tenant_id, on=on).values("pk")
    Verdict.objects.filter(tenant_id=tenant_id).exclude(policy_id__in=kept).delete()
    gone = Company.objects.filter(tenant_id=tenant_id, merged_into__isnull=False).values("pk")
    Verdict.objects.filter(tenant_id=tenant_id, company_id__in=gone).delete()


def next_companies(*, tenant_id: int, after: int, count: int) -> list[int]:
    """The ids of the companies that come next."""
    later = Company.objects.filter(tenant_id=tenant_id, merged_into=None, pk__gt=after)
    return list(later.order_by("pk").values_list("pk", flat=True)[:count])


def note_fresh(*, tenant_id: int, on: date, at: datetime) -> None:
    """All verdicts of a tenant hold for this day."""
    Freshness.objects.update_or_create(tenant_id=tenant_id, defaults={"decided_on": on, "decided_at": at})


def _write(
    found: Pairs,
    *,
    tenant_id: int,
    companies: Collection[int],
    policies: Collection[int],
    on: date,
    at: datetime,
) -> None:
    """Only what changed is written anew; of the rest the day moves on."""
    old = Verdict.objects.filter(tenant_id=tenant_id, company_id__in=companies, policy_id__in=policies)
    same: set[tuple[int, int]] = set()
    gone: list[int] = []
    for pk, company_id, policy_id, *kept in old.values_list(
        "pk", "company_id", "policy_id", "code", "is_near", "amount"
    ):
        pair = (company_id, policy_id)
        if found.get(pair) == tuple(kept):
            same.add(pair)
        else:
            gone.append(pk)
    for start in range(0, len(gone), 5000):
        Verdict.objects.filter(pk__in=gone[start : start + 5000]).delete()
    if same:
        old.exclude(decided_on=on).update(decided_on=on, decided_at=at)
    rows.insert(
        [
            Verdict(
                tenant_id=tenant_id, company_id=company_id, policy_id=policy_id, code=one.code, is_near=one.is_near,
                amount=one.amount, decided_on=on, decided_at=at,
            )
            for (company_id, policy_id), one in found.items()
            if (company_id, policy_id) not in same
        ]
    )  # fmt: skip
