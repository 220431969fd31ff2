"""Every night: erase whose time has come, and judge anew, for years go on by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from zaocha.accounts import actors
from zaocha.accounts.models import Tenant
from zaocha.kernel import tasks
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.models import Job
from zaocha.titles.actions import workers

DAILY = "titles.daily"
AT_NIGHT = time(2, 40)
CHUNK = 50


@tasks.stepwise(DAILY)
def daily(*, tenant: int, cursor: Any, at: datetime) -> tasks.Step:
    """First those to be erased, fifty at a time; then all others; and back tomorrow."""
    found = Tenant.objects.filter(pk=tenant).first()
    if found is None:
        return tasks.Step(None)
    by = actors.system(found)
    if cursor is None:
        cursor = {"erasing": True}
    if cursor["erasing"]:
        left = workers.erase_expired(by=by, at=at, most=CHUNK) == CHUNK
        return tasks.Step({"erasing": left, "after": 0})
    after = workers.renew(by=by, at=at, after=int(cursor["after"]))
    if after is None:
        tomorrow(tenant, at, running=True)
        return tasks.Step(None)
    return tasks.Step({"erasing": False, "after": after})


@tasks.on("title_worker_told", name="titles.begin_daily")
def begin_daily(*, tenant_id: int, subject_id: int, ids: Mapping[str, Any], at: datetime) -> None:
    """The first worker of a tenant begins the nights."""
    tomorrow(tenant_id, at)


def tomorrow(tenant_id: int, at: datetime, *, running: bool = False) -> None:
    """One job for the next night, however often it is asked for."""
    waiting = Job.objects.filter(tenant_id=tenant_id, name=DAILY, state="ready")
    if waiting.count() <= int(running):
        day = at.astimezone(SHANGHAI).date() + timedelta(days=1)
        tasks.enqueue(
            DAILY,
            tenant_id=tenant_id,
            at=at,
            run_after=datetime.combine(day, AT_NIGHT, SHANGHAI),
            tenant=tenant_id,
        )
