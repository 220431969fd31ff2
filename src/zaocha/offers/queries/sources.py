"""Reads of sources: which are due to be looked at, which nobody has looked at for too long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zaocha.accounts import calendars
from zaocha.accounts.actors import Actor
from zaocha.offers import facts, terms
from zaocha.offers.models import Source


@dataclass(frozen=True)
class Row:
    """A source on a day. `tone`: green (seen), blue (due today), amber (unseen for too long), grey (resting)."""

    source: Source
    kind: str
    days: int  # working days since the last look
    due: bool
    unseen: bool
    tone: str


def rows(*, by: Actor, at: datetime) -> list[Row]:
    """All sources, those that nobody looked at longest first."""
    found = Source.objects.filter(tenant_id=by.tenant_id).select_related("person")
    made = [row(one, by=by, at=at) for one in found]
    return sorted(
        made,
        key=lambda one: (not one.source.is_active, not one.unseen, not one.due, -one.days, one.source.name),
    )


def due(*, by: Actor, at: datetime) -> list[Row]:
    """Active sources that are due to be looked at: one's own, or all for who sees to all."""
    mine = [one for one in rows(by=by, at=at) if one.due]
    if by.may("needs.read_all"):
        return mine
    return [one for one in mine if one.source.person_id == by.person_id]


def row(source: Source, *, by: Actor, at: datetime) -> Row:
    """One source as it stands now."""
    calendar = calendars.of(by.tenant)
    since = (source.seen_at or source.created_at).astimezone(calendar.tz).date()
    today = at.astimezone(calendar.tz).date()
    days = max(calendar.workdays_between(since, today), 0)
    never = source.seen_at is None
    due = source.is_active and (never or days >= source.every_days) and calendar.is_workday(today)
    unseen = source.is_active and (source.seen_at or source.created_at) < terms.unseen_before(
        by.tenant, at=at
    )
    tone = "grey" if not source.is_active else "amber" if unseen else "blue" if due else "green"
    return Row(source, facts.kinds()[source.kind].label, days, due, unseen, tone)


def of_kind(kind: str, *, by: Actor) -> QuerySet[Source]:
    """Active sources of a kind of offers."""
    return Source.objects.filter(tenant_id=by.tenant_id, kind=kind, is_active=True).order_by("name", "id")
