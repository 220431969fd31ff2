"""Keeps the verdicts fresh: when a policy, a fact or a benefit changes, and once a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from zaocha.kernel import tasks
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.models import Job
from zaocha.matching import deciding
from zaocha.offers.models import Policy

REFRESH, DAILY = "matching.refresh", "matching.daily"
POLICY_EVENTS = ("policy_published", "policy_repealed")
COMPANY_EVENTS = (
    "facts_recorded", "fact_withdrawn", "consent_given", "consent_withdrawn", "company_registered", "company_changed",
    "company_merged", "benefit_recorded", "benefit_ended",
)  # fmt: skip
AT_NIGHT = time(0, 10)


@tasks.on(*POLICY_EVENTS, name="matching.policy_changed")
def policy_changed(*, tenant_id: int, subject_id: int, ids: dict[str, Any], at: datetime) -> None:
    """Compare a policy with every company anew."""
    tasks.enqueue(REFRESH, tenant_id=tenant_id, at=at, tenant=tenant_id, policy_id=subject_id)
    _next_day(tenant_id, at)


@tasks.on(*COMPANY_EVENTS, name="matching.company_changed", together=True)
def company_changed(*, calls: Sequence[tasks.Call], at: datetime) -> None:
    """Compare companies with every policy anew; where there is no policy there is nothing to do."""
    wanted: dict[int, set[int]] = defaultdict(set)
    for call in calls:
        wanted[call.tenant_id].add(call.subject_id)
    published = Policy.objects.filter(tenant_id__in=wanted, state=Policy.State.PUBLISHED)
    for tenant_id in published.values_list("tenant_id", flat=True).distinct():
        companies = sorted(wanted[tenant_id])
        tasks.enqueue(REFRESH, tenant_id=tenant_id, at=at, tenant=tenant_id, company_ids=companies)


@tasks.stepwise(REFRESH)
def refresh(
    *,
    tenant: int,
    cursor: Any,
    at: datetime,
    policy_id: int | None = None,
    company_ids: Sequence[int] | None = None,
) -> tasks.Step:
    """Some companies at each step; what was decided before the worker died is only decided again."""
    on = at.astimezone(SHANGHAI).date()
    policies = deciding.policies_of(tenant_id=tenant, on=on, policy_id=policy_id)
    if cursor is None:
        deciding.forget(tenant_id=tenant, on=on)
    after, done = cursor or (0, 0)
    count = min(deciding.COMPANIES_AT_ONCE, max(1, deciding.PAIRS_AT_ONCE // max(1, len(policies))))
    if company_ids is None:
        chunk = deciding.next_companies(tenant_id=tenant, after=after, count=count)
    else:
        chunk = [pk for pk in company_ids if pk > after][:count]
    if chunk and policies:
        deciding.renew(policies, tenant_id=tenant, company_ids=chunk, on=on, at=at)
    if len(chunk) == count:
        return tasks.Step([chunk[-1], done + len(chunk)], done + len(chunk))
    if policy_id is None and company_ids is None:
        deciding.note_fresh(tenant_id=tenant, on=on, at=at)
    return tasks.Step(None, done + len(chunk))


@tasks.stepwise(DAILY)
def daily(*, tenant: int, cursor: Any, at: datetime) -> tasks.Step:
    """Windows open and close with the day: compare everything, and come back tomorrow."""
    step = refresh(tenant=tenant, cursor=cursor, at=at)
    if step.cursor is None:
        _next_day(tenant, at, running=True)
    return step


def _next_day(tenant_id: int, at: datetime, *, running: bool = False) -> None:
    """One job for the next night, however often it is asked for."""
    waiting = Job.objects.filter(tenant_id=tenant_id, name=DAILY, state="ready")
    if waiting.count() <= int(running):
        day = at.astimezone(SHANGHAI).date() + timedelta(days=1)
        moment = datetime.combine(day, AT_NIGHT, SHANGHAI)
        tasks.enqueue(DAILY, tenant_id=tenant_id, at=moment, tenant=tenant_id)
