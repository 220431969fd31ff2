"""Facilities, their rules, and the days on which they are closed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.agreements import access, slots
from zaocha.agreements.actions import booking
from zaocha.agreements.models import Booking, Closing, Facility
from zaocha.kernel import work
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Invalid


@dataclass(frozen=True)
class NewFacility:
    """A facility with its rules; `days` are weekdays as digits, Monday is 0."""

    name: str
    opens: time
    closes: time
    place: str = ""
    community: str = ""
    contact: str = ""
    rules: str = ""
    persons: int | None = None
    at_once: int = 1
    who: str = "all"
    days: str = "0123456"
    slot_minutes: int = 60
    most_slots: int = 3
    ahead_days: int = 30
    per_week: int = 2
    is_active: bool = True


ANY_DAY = date(2026, 1, 5)  # slots are the same on each
LIMITS = {
    "at_once": (1, 50), "slot_minutes": (15, 720), "most_slots": (1, 24), "ahead_days": (1, 366), "per_week": (1, 50),
}  # fmt: skip


def enter_facility(*, new: NewFacility, by: Actor, at: datetime) -> Facility:
    """Enter a facility."""
    by.need("agreements.write")
    _check(new, by=by)
    with work.begin(by=by, at=at) as w:
        made = Facility.objects.create(tenant=by.tenant, made_at=at, **asdict(new))
        w.record("facility_entered", subject=("facility", made.pk), fields={"name": made.name})
    return made


def change_facility(*, facility_id: int, new: NewFacility, by: Actor, at: datetime) -> Facility:
    """Change it. What is booked stays booked, so the length of a slot stays while bookings lie ahead."""
    by.need("agreements.write")
    old = access.the_facility(by, facility_id)
    _check(new, by=by, own=old.pk)
    with work.begin(by=by, at=at) as w:
        found = Facility.objects.select_for_update().get(pk=old.pk)
        changed = (found.slot_minutes, found.opens.minute) != (new.slot_minutes, new.opens.minute)
        if (changed or new.at_once < found.at_once) and _ahead(found, at=at):
            raise Invalid(
                _("Bookings lie ahead: slots and the number at a time stay as they are until then."),
                remedy=_("Cancel the bookings first, or change only the other rules."), field="slot_minutes",
            )  # fmt: skip
        for name, value in asdict(new).items():
            setattr(found, name, value)
        found.save()
        w.record("facility_changed", subject=("facility", found.pk), fields={"name": found.name})
    return found


def close_days(
    *, facility_id: int, from_on: date, to_on: date, reason: str, by: Actor, at: datetime
) -> list[Booking]:
    """Close it on these days; bookings in them are cancelled with the reason, and are handed back to be told."""
    by.need("agreements.write")
    if to_on < from_on or (to_on - from_on).days > 366:
        raise Invalid(_("The last day does not lie within a year after the first."), field="to_on")
    if not reason.strip():
        raise Invalid(_("Say why: whoever has booked reads it."), field="reason")
    access.the_facility(by, facility_id)
    with work.begin(by=by, at=at) as w:
        found = Facility.objects.select_for_update().get(pk=facility_id)
        made = Closing.objects.create(
            facility=found,
            from_on=from_on,
            to_on=to_on,
            reason=reason.strip()[:200],
            made_at=at,
            made_by=by.mark,
        )
        hit = [
            one
            for one in _ahead(found, at=at)
            if from_on <= one.starts_at.astimezone(SHANGHAI).date() <= to_on
        ]
        for one in hit:
            booking.cancel(booking_id=one.pk, reason=made.reason, by=by, at=at)
        days = {"from": from_on.isoformat(), "to": to_on.isoformat(), "cancelled": len(hit)}
        w.record("facility_closed", subject=("facility", found.pk), ids=days, fields={"reason": reason})
    return hit


def lift_closing(*, closing_id: int, by: Actor, at: datetime) -> None:
    """It is open on these days after all; what was cancelled is not brought back."""
    by.need("agreements.write")
    found = Closing.objects.filter(facility__tenant=by.tenant, pk=closing_id).first()
    if found is None:
        raise Invalid(_("This closing is gone already."))
    with work.begin(by=by, at=at) as w:
        facility_id = found.facility_id
        found.delete()
        w.record("facility_opened", subject=("facility", facility_id))


def _ahead(found: Facility, *, at: datetime) -> list[Booking]:
    rows = Booking.objects.filter(facility=found, state=Booking.State.BOOKED, ends_at__gt=at)
    return list(rows.order_by("starts_at"))


def _check(new: NewFacility, *, by: Actor, own: int = 0) -> None:
    if not new.name.strip():
        raise Invalid(_("Please fill this in."), field="name")
    if Facility.objects.filter(tenant=by.tenant, name=new.name).exclude(pk=own).exists():
        raise Invalid(_("There is a facility of that name already."), field="name")
    _check_numbers(new)
    if new.who not in Facility.Who.values:
        raise Invalid(field="who", remedy=", ".join(Facility.Who.values))
    if not new.days or set(new.days) - set("0123456"):
        raise Invalid(_("Choose at least one day of the week."), field="days")
    if new.who == Facility.Who.COMMUNITY and not new.community.strip():
        raise Invalid(_("Say of which community, or open it to every company."), field="community")
    if not slots.of_day(ANY_DAY, opens=new.opens, closes=new.closes, minutes=new.slot_minutes):
        raise Invalid(_("Not one slot fits between opening and closing."), field="closes")


def _check_numbers(new: NewFacility) -> None:
    for name, (least, most) in LIMITS.items():
        if not least <= getattr(new, name) <= most:
            words = _("Between %(least)s and %(most)s.") % {"least": least, "most": most}
            raise Invalid(words, field=name)
