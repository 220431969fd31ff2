"""Lists of meetings, and what one meeting's page needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.demands.models import Demand
from zaocha.meetings import access
from zaocha.meetings.models import Invitation, Line, Meeting
from zaocha.promises import access as promise_access
from zaocha.promises import queries as promise_queries
from zaocha.promises.models import Promise

STILL_ON = timedelta(hours=12)  # a meeting that began this morning is not past yet
ON_THE_AGENDA = 60


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed by; `when` is upcoming or past."""

    when: str = "upcoming"
    text: str = ""
    category: str = ""
    chain: str = ""


def page(*, by: Actor, filters: Filters, at: datetime) -> QuerySet[Meeting]:
    """Meetings with the numbers invited, coming and said; upcoming: the next first, past: the last first."""
    rows = access.meetings(by)
    upcoming = Q(starts_at__gte=at - STILL_ON) & ~Q(state=Meeting.State.CLOSED)
    rows = rows.filter(upcoming) if filters.when == "upcoming" else rows.exclude(upcoming)
    if filters.text:
        rows = rows.filter(
            Q(theme__icontains=filters.text)
            | Q(place__icontains=filters.text)
            | Q(host__icontains=filters.text)
        )
    if filters.category:
        rows = rows.filter(category__startswith=filters.category)
    if filters.chain:
        rows = rows.filter(chain=filters.chain)
    coming = Q(invitations__answer=Invitation.Answer.COMING)
    rows = rows.annotate(
        invited=Count("invitations", distinct=True),
        coming=Count("invitations", filter=coming, distinct=True),
        said=Count("lines", filter=Q(lines__removed=False), distinct=True),
    )
    return (
        rows.order_by("starts_at", "id") if filters.when == "upcoming" else rows.order_by("-starts_at", "-id")
    )


def guests(meeting: Meeting) -> list[Invitation]:
    """Everybody on the list of a meeting: companies first, then units, then others."""
    rows = meeting.invitations.select_related("company", "unit")
    return sorted(rows, key=lambda one: (one.company_id is None, one.unit_id is None, one.pk))


def agenda(*, by: Actor, meeting: Meeting) -> list[Promise]:
    """What was promised at earlier tables and is not settled: the meeting opens with it."""
    rows = promise_queries.from_earlier_meetings(tenant_id=by.tenant_id, before=meeting.starts_at)
    seen = rows.filter(pk__in=promise_access.visible(by).values("pk")).exclude(meeting_id=meeting.pk)
    return list(unrestricted(seen, by)[:ON_THE_AGENDA])


def promises(*, by: Actor, meeting: Meeting) -> list[Promise]:
    """What was promised or stated at this table."""
    rows = promise_queries.of_meeting(tenant_id=by.tenant_id, meeting_id=meeting.pk)
    seen = rows.filter(pk__in=promise_access.visible(by).values("pk"))
    return list(unrestricted(seen, by))


def unrestricted(rows: QuerySet[Promise], by: Actor) -> QuerySet[Promise]:
    """Without the promises on restricted demands, unless the actor may read those."""
    if by.may("demands.read_restricted"):
        return rows
    hidden = Demand.objects.filter(tenant_id=by.tenant_id, restricted=True).values("pk")
    return rows.exclude(origin_kind="demand", origin_id__in=hidden)


def unsettled(meeting: Meeting) -> int:
    """Lines that are not yet a demand though they are to become one."""
    rows = Line.objects.filter(meeting=meeting, removed=False, demand=None)
    return rows.exclude(outcome=Line.Outcome.NOTED).count()
