"""The one-page brief for a unit that can answer: what will be raised, what is open, what was promised."""

from __future__ import annotations

from dataclasses import dataclass

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Unit
from zaocha.demands import access as demand_access
from zaocha.demands.models import Demand
from zaocha.meetings import access
from zaocha.meetings.models import Invitation, Meeting
from zaocha.promises.models import Promise

DEMANDS, PROMISES = 12, 10


@dataclass(frozen=True)
class Brief:
    """What a unit reads before it comes."""

    meeting: Meeting
    unit: Unit | None
    announced: list[Invitation]
    demands: list[Demand]
    promises: list[Promise]
    nameless: bool  # a sensitive theme: no company is named


def of(*, by: Actor, meeting: Meeting, unit: Unit | None) -> Brief:
    """The brief for a unit, or a general one; restricted demands are never on it."""
    announced = meeting.invitations.exclude(beforehand="").select_related("company", "unit")
    return Brief(
        meeting=meeting,
        unit=unit,
        announced=list(announced.exclude(answer=Invitation.Answer.NOT_COMING).order_by("id")),
        demands=_demands(by, meeting),
        promises=_promises(by, unit) if unit else [],
        nameless=meeting.category.startswith(access.SENSITIVE),
    )


def _demands(by: Actor, meeting: Meeting) -> list[Demand]:
    if not meeting.category:
        return []
    rows = demand_access.visible(by).filter(restricted=False, closed_at=None)
    rows = rows.filter(category__startswith=meeting.category[:2]).select_related("company", "unit")
    return list(rows.order_by("raised_at", "id")[:DEMANDS])


def _promises(by: Actor, unit: Unit) -> list[Promise]:
    hidden = Demand.objects.filter(tenant_id=by.tenant_id, restricted=True).values("pk")
    rows = Promise.objects.filter(tenant_id=by.tenant_id, unit=unit, state=Promise.State.OPEN)
    rows = rows.exclude(origin_kind="demand", origin_id__in=hidden).select_related("company")
    return list(rows.order_by("due_on", "id")[:PROMISES])
