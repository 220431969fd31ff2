"""Background: the index follows the demands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zaocha.demands import events
from zaocha.demands.models import Demand
from zaocha.kernel import tasks
from zaocha.search import index


@tasks.on(events.RAISED, events.CORRECTED, name="help.index_demand", together=True)
def index_demands(*, calls: Sequence[tasks.Call], at: datetime) -> None:
    """Index the words of demands; a second run changes nothing."""
    for tenant_id in {call.tenant_id for call in calls}:
        wanted = {call.subject_id for call in calls if call.tenant_id == tenant_id}
        rows = Demand.objects.filter(pk__in=wanted, tenant_id=tenant_id).values_list("pk", "words")
        index.put_many(tenant_id=tenant_id, kind="demand", rows=rows)
