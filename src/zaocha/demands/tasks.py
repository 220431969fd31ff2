"""What follows when a demand came in: its company was heard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max

from zaocha.accounts import actors
from zaocha.accounts.models import Tenant
from zaocha.companies import actions as company_actions
from zaocha.demands import events
from zaocha.demands.models import Demand
from zaocha.kernel import tasks


@tasks.on(events.RAISED, name="demands.note_heard", together=True)
def note_heard(*, calls: Sequence[tasks.Call], at: datetime) -> None:
    """Note at each company when it was last heard."""
    for tenant in Tenant.objects.filter(pk__in={call.tenant_id for call in calls}):
        wanted = {call.subject_id for call in calls if call.tenant_id == tenant.pk}
        rows = Demand.objects.filter(tenant=tenant, pk__in=wanted).filter(company__isnull=False).order_by()
        by = actors.system(tenant)
        for company_id, raised_at in rows.values_list("company_id").annotate(Max("raised_at")):
            company_actions.note_heard(company_id=company_id, by=by, at=raised_at)
