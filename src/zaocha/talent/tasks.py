"""Candidates are erased when the day that they chose is over."""

from __future__ import annotations

from datetime import datetime

from zaocha.accounts import actors
from zaocha.kernel import tasks
from zaocha.kernel.clock import SHANGHAI
from zaocha.talent import actions
from zaocha.talent.models import Candidate


@tasks.atomic("talent.expire")
def expire(*, candidate_id: int, at: datetime) -> None:
    """Erase, unless they agreed to a later day meanwhile."""
    found = Candidate.objects.select_related("tenant").filter(pk=candidate_id, erased_at=None).first()
    if found is not None and found.expires_on < at.astimezone(SHANGHAI).date():
        actions.erase(candidate_id=found.pk, by=actors.system(found.tenant), at=at)
