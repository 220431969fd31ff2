"""Activities with their places, and who signed up."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet, Sum

from zaocha.accounts.actors import Actor
from zaocha.agreements import access
from zaocha.agreements.models import Activity, Signup

IN, WAITING = Q(signups__state="in"), Q(signups__state="waiting")


def activities(*, by: Actor, text: str = "", when: str = "", at: datetime) -> QuerySet[Activity]:
    """Activities with places taken and the waiting list; the coming ones first by default."""
    rows = access.activities(by).annotate(
        came=Sum("signups__persons", filter=IN), waiting=Sum("signups__persons", filter=WAITING)
    )
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(place__icontains=text) | Q(organiser__icontains=text))
    kept = {"": Q(ends_at__gt=at), "past": Q(ends_at__lte=at), "all": Q()}
    rows = rows.filter(kept.get(when, Q()))
    return rows.order_by("starts_at" if when == "" else "-starts_at", "pk")


def signups(found: Activity) -> QuerySet[Signup]:
    """Who signed up, in their order; whoever withdrew is gone."""
    return found.signups.exclude(state="withdrawn").select_related("company").order_by("pk")


def place_in_line(found: Signup) -> int:
    """The place in the waiting list, from 1."""
    rows = Signup.objects.filter(activity_id=found.activity_id, state="waiting", pk__lte=found.pk)
    return rows.count()


def of_company(*, by: Actor, at: datetime) -> list[tuple[Activity, Signup | None]]:
    """Coming activities with the company's own sign-up: two statements."""
    rows = list(activities(by=by, at=at))
    mine = {
        one.activity_id: one
        for one in Signup.objects.filter(company_id=by.company_id or 0, activity__in=rows).exclude(
            state="withdrawn"
        )
    }
    return [(one, mine.get(one.pk)) for one in rows]


def untold(*, by: Actor, at: datetime) -> QuerySet[Signup]:
    """Those who moved up and left a telephone, and were not told yet."""
    rows = Signup.objects.filter(
        activity__in=access.activities(by), state="in", moved_at__isnull=False, told_at=None
    )
    return rows.exclude(phone="").filter(activity__starts_at__gt=at, activity__state="open")


def free(found: Activity) -> int:
    """Places left, of an annotated activity."""
    return max(found.seats - (getattr(found, "came", None) or 0), 0)


def annotated(pk: int) -> Activity:
    """One activity with its numbers."""
    rows = Activity.objects.annotate(
        came=Sum("signups__persons", filter=IN), waiting=Sum("signups__persons", filter=WAITING)
    )
    return rows.select_related("facility", "tenant").get(pk=pk)
