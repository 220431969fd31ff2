"""Background: the index follows the demands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zaocha.demands import events
from zaocha.demands.models import Demand
from zaocha.kernel import tasks
from zaocha.search import index


@tasks.on(events.RAISED, events.CORRECTED, name="help.index_demand")
def index_demand(*, tenant_id: int, subject_id: int, ids: Mapping[str, Any], at: datetime) -> None:
    """Index the words of a demand; a second run changes nothing."""
    found = Demand.objects.filter(pk=subject_id, tenant_id=tenant_id).values_list("words", flat=True).first()
    if found is not None:
        index.put(tenant_id=tenant_id, kind="demand", subject_id=subject_id, text=found)
