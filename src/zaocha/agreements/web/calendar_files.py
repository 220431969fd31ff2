"""Calendar files of bookings and activities."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zaocha.accounts.models import Tenant
from zaocha.agreements.models import Activity, Booking
from zaocha.kernel import clock
from zaocha.sheets import calendars

ICS = "text/calendar; charset=utf-8"


def of_booking(found: Booking, tenant: Tenant) -> HttpResponse:
    """The calendar entry of a booking."""
    cancelled = found.state == Booking.State.CANCELLED
    entry = calendars.Invitation(
        uid=f"booking-{found.pk}@{tenant.slug}.zaocha", sequence=int(cancelled),
        title=_("%(name)s: %(purpose)s") % {"name": found.facility.name, "purpose": found.purpose},
        starts_at=found.starts_at, ends_at=found.ends_at, place=found.facility.place or found.facility.name,
        description=found.facility.contact, organiser=tenant.name, cancelled=cancelled,
    )  # fmt: skip
    return _file(entry, f"booking-{found.pk}.ics")


def of_activity(found: Activity, tenant: Tenant) -> HttpResponse:
    """The calendar entry of an activity; nobody who signed up stands in it."""
    entry = calendars.Invitation(
        uid=f"activity-{found.pk}@{tenant.slug}.zaocha", sequence=found.sequence, title=found.title,
        starts_at=found.starts_at, ends_at=found.ends_at, place=found.place, description=found.words,
        organiser=found.organiser, cancelled=found.state == Activity.State.CANCELLED,
    )  # fmt: skip
    return _file(entry, f"activity-{found.pk}.ics")


def _file(entry: calendars.Invitation, name: str) -> HttpResponse:
    answer = HttpResponse(calendars.invitation_ics(entry, stamp_at=clock.now()), content_type=ICS)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
