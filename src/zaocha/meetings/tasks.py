"""Background work: long minutes are read piece by piece."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zaocha.accounts import actors
from zaocha.accounts.models import Tenant
from zaocha.kernel import tasks
from zaocha.meetings.actions import minutes as minutes_actions
from zaocha.meetings.models import Minutes


@tasks.stepwise(minutes_actions.TASK)
def read_minutes(*, tenant: int, minutes_id: int, cursor: Any, at: datetime) -> tasks.Step:
    """Read the next piece; the cursor is where it begins."""
    start = int(cursor or 0)
    by = actors.system(Tenant.objects.get(pk=tenant))
    following = minutes_actions.continue_reading(minutes_id=minutes_id, start=start, by=by, at=at)
    total = len(Minutes.objects.values_list("source_text", flat=True).get(pk=minutes_id))
    return tasks.Step(cursor=following, done=total if following is None else following, total=total)
