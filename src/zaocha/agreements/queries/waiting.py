"""What waits for whom in this area: one list for a person, one for a company's page."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.agreements import access
from zaocha.agreements.models import Booking, WishGroup
from zaocha.agreements.queries import activities
from zaocha.agreements.queries.agreements import waiting_for_company, waiting_for_person
from zaocha.ui.waiting import Waiting

__all__ = [
    "waiting_for_company",
    "waiting_for_person",
    "waiting_in_halls",
    "waiting_to_be_read",
    "waiting_to_be_told",
]


def waiting_to_be_read(*, by: Actor, at: datetime) -> list[Waiting]:
    """Workers' wishes that nobody of the desk has read yet: one statement."""
    if not by.may("agreements.write") or by.company_id is not None:
        return []
    rows = WishGroup.objects.filter(
        collection__in=access.collections(by), shown_at=None, hidden_reason="", joined=None
    )
    found = list(rows.values_list("collection", flat=True)[:200])
    if not found:
        return []
    url = f"{reverse('wish-collection', args=[found[0]])}?which=unread"
    return [Waiting(_("Workers' wishes to be read: %(n)s") % {"n": len(found)}, url, None, "heart")]


def waiting_to_be_told(*, by: Actor, at: datetime) -> list[Waiting]:
    """Those who moved up from a waiting list and left a telephone: one statement."""
    if not by.may("agreements.persons") or by.company_id is not None:
        return []
    found = list(activities.untold(by=by, at=at).values_list("activity", flat=True)[:200])
    if not found:
        return []
    words = _("To be told that they have a place: %(n)s") % {"n": len(found)}
    return [Waiting(words, reverse("activity", args=[found[0]]), None, "phone")]


def waiting_in_halls(*, by: Actor, token: str, at: datetime) -> list[Waiting]:
    """Bookings ahead that the desk had to cancel: one statement."""
    rows = Booking.objects.filter(
        tenant=by.tenant, company_id=by.company_id or 0, state=Booking.State.CANCELLED
    )
    rows = rows.filter(ends_at__gt=at).exclude(cancelled_by="").select_related("facility")
    url = reverse("link-company-facilities", args=[token])
    return [
        Waiting(
            _("Your booking of %(name)s was cancelled: %(reason)s") % {"name": one.facility, "reason": one.reason},
            url, one.starts_at.date(), "calendar-off",
        )
        for one in rows.order_by("starts_at")[:10]
    ]  # fmt: skip
