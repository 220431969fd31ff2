"""Large towns are counted ahead when somebody signs in, and again every quarter of an hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from zaocha.accounts.models import Tenant
from zaocha.demands.models import Demand
from zaocha.kernel import tasks
from zaocha.kernel.models import Job
from zaocha.metrics import summaries

COUNT = "metrics.count"
LARGE = 20_000  # demands from which on counting now would keep the reader waiting
EVERY = timedelta(minutes=15)


@tasks.stepwise(COUNT)
def count(*, tenant: int, cursor: Any, at: datetime) -> tasks.Step:
    """One step of counting; at its end the next run is put down."""
    step = summaries.step(tenant=Tenant.objects.get(pk=tenant), cursor=cursor, at=at)
    if step.cursor is None:
        tasks.enqueue(COUNT, tenant_id=tenant, at=at, run_after=at + EVERY, tenant=tenant)
    return step


@tasks.on("signed_in", name="metrics.begin", together=True)
def begin(*, calls: list[tasks.Call], at: datetime) -> None:
    """Begin to count ahead where a town has become large."""
    for tenant_id in sorted({one.tenant_id for one in calls}):
        if Job.objects.filter(tenant_id=tenant_id, name=COUNT, state="ready").exists():
            continue
        if Demand.objects.filter(tenant_id=tenant_id).order_by("-id")[LARGE : LARGE + 1].exists():
            tasks.enqueue(COUNT, tenant_id=tenant_id, at=at, tenant=tenant_id)
