"""Verdicts of many companies, kept: whatever is neither eligible, open nor near is left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from zaocha.companies.models import Company
from zaocha.matching import judging
from zaocha.matching.models import Freshness, Verdict
from zaocha.offers.models import Policy
from zaocha.offers.queries import policies as policy_queries

PAIRS_AT_ONCE = 2000  # company × policy in one transaction: a few tenths of a second


def renew(
    policies: Sequence[Policy], *, tenant_id: int, company_ids: Sequence[int], on: date, at: datetime
) -> int:
    """Decide these companies against these policies and put the rows in place of the old; the number decided."""
    rows = []
    count = 0
    for company_id, answers in judging.of_all(policies, tenant_id=tenant_id, on=on, company_ids=company_ids):
        count += len(answers)
        rows += [row for one in answers if (row := _row(one, tenant_id, company_id, on, at)) is not None]
    old = Verdict.objects.filter(tenant_id=tenant_id, company_id__in=company_ids)
    old.filter(policy_id__in=[policy.pk for policy in policies]).delete()
    Verdict.objects.bulk_create(rows, batch_size=400)
    return count


def policies_of(*, tenant_id: int, on: date, policy_id: int | None = None) -> list[Policy]:
    """The policies to decide: all in force, or one with the others of its group."""
    found = list(policy_queries.in_force(tenant_id=tenant_id, on=on))
    if policy_id is None:
        return found
    groups = {one.document.get("group") for one in found if one.pk == policy_id} - {None, ""}
    return [one for one in found if one.pk == policy_id or one.document.get("group") in groups]


def forget(*, tenant_id: int, on: date) -> None:
    """Drop the verdicts of policies that are no longer in force, and of companies that were merged."""
    kept = policy_queries.in_force(tenant_id=tenant_id, on=on).values("pk")
    Verdict.objects.filter(tenant_id=tenant_id).exclude(policy_id__in=kept).delete()
    gone = Company.objects.filter(tenant_id=tenant_id, merged_into__isnull=False).values("pk")
    Verdict.objects.filter(tenant_id=tenant_id, company_id__in=gone).delete()


def next_companies(*, tenant_id: int, after: int, count: int) -> list[int]:
    """The ids of the companies that come next."""
    rows = Company.objects.filter(tenant_id=tenant_id, merged_into=None, pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:count])


def note_fresh(*, tenant_id: int, on: date, at: datetime) -> None:
    """All verdicts of a tenant hold for this day."""
    Freshness.objects.update_or_create(tenant_id=tenant_id, defaults={"decided_on": on, "decided_at": at})


def _row(one: judging.Judged, tenant_id: int, company_id: int, on: date, at: datetime) -> Verdict | None:
    if one.verdict is None:
        return None
    near = judging.near(one.verdict) is not None
    if one.code == Verdict.Code.NOT_ELIGIBLE and not near:
        return None
    return Verdict(
        tenant_id=tenant_id, company_id=company_id, policy=one.policy, code=one.code, is_near=near,
        amount=one.amount, decided_on=on, decided_at=at,
    )  # fmt: skip
