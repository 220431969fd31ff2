"""What follows when a demand came in: its company was heard."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zaocha.accounts import actors
from zaocha.accounts.models import Tenant
from zaocha.companies import actions as company_actions
from zaocha.demands import events
from zaocha.demands.models import Demand
from zaocha.kernel import tasks


@tasks.on(events.RAISED, name="demands.note_heard")
def note_heard(*, tenant_id: int, subject_id: int, ids: Mapping[str, Any], at: datetime) -> None:
    """Note at the company when it was last heard."""
    demand = Demand.objects.filter(tenant_id=tenant_id, pk=subject_id).first()
    if demand is None or demand.company_id is None:
        return
    by = actors.system(Tenant.objects.get(pk=tenant_id))
    company_actions.note_heard(company_id=demand.company_id, by=by, at=demand.raised_at)
