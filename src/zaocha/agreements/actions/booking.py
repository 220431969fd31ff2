"""Booking a facility: one wins, whoever comes second gets the nearest free times. Cancelling, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.agreements import access, queries, slots
from zaocha.agreements.models import Booking, Facility, Slot
from zaocha.companies.models import Company
from zaocha.kernel import work
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.results import actions as result_actions


@dataclass(frozen=True)
class NewBooking:
    """`starts_at`: the beginning of a slot; `count`: slots in a row; `who`: when the desk books for no company."""

    facility_id: int
    starts_at: datetime
    purpose: str
    count: int = 1
    company_id: int | None = None
    who: str = ""
    client_key: str = ""


class Taken(Conflict):
    """Somebody else has it; `nearest` are the beginnings of free times close to it."""

    code = "taken"

    def __init__(self, nearest: list[datetime]) -> None:
        self.nearest = nearest
        times = _(", ").join(f"{one.astimezone(SHANGHAI):%m-%d %H:%M}" for one in nearest)
        remedy = _("Free nearby: %(times)s.") % {"times": times} if times else _("Choose another week.")
        super().__init__(_("Somebody else has just booked this time."), remedy=remedy, field="starts_at")


def book(*, new: NewBooking, by: Actor, at: datetime) -> Booking:
    """Book it. The facility's row is held meanwhile, and no slot can be held twice in the database itself."""
    company = _company(new, by=by)
    access.the_facility(by, new.facility_id)
    if not new.purpose.strip():
        raise Invalid(_("Say in a few words what for."), field="purpose")
    if not (company or new.who.strip()):
        raise Invalid(_("Say for whom."), field="company")
    key = f"{by.mark}:{new.client_key}"[:80] if new.client_key else ""
    with work.begin(by=by, at=at) as w:
        found = Facility.objects.select_for_update().get(pk=new.facility_id)
        if key and (known := Booking.objects.filter(tenant=by.tenant, client_key=key).first()):
            return known
        wanted = _wanted(found, new, company=company, by=by, at=at)
        made = Booking(
            tenant=by.tenant, facility=found, company=company, who=new.who.strip()[:80], purpose=new.purpose.strip()[:200],
            starts_at=wanted[0], ends_at=wanted[-1] + timedelta(minutes=found.slot_minutes), made_at=at,
            made_by=by.mark, client_key=key,
        )  # fmt: skip
        _hold(made, wanted, at=at)
        ids = {"facility": found.pk, "company": made.company_id, "starts_at": made.starts_at.isoformat()}
        w.record("facility_booked", subject=("booking", made.pk), ids=ids, fields={"purpose": made.purpose})
    return made


def cancel(*, booking_id: int, reason: str, by: Actor, at: datetime) -> Booking:
    """Give the time back. The desk says why; a company need not."""
    if by.company_id is None:
        by.need("agreements.write")
        if not reason.strip():
            raise Invalid(_("Say why: whoever has booked reads it."), field="reason")
    access.the_booking(by, booking_id)
    with work.begin(by=by, at=at) as w:
        found = Booking.objects.select_for_update().get(pk=booking_id)
        if found.state == Booking.State.CANCELLED:
            return found
        if found.starts_at <= at:
            raise Conflict(_("This time has begun; it cannot be cancelled any more."))
        found.state, found.cancelled_at, found.reason = Booking.State.CANCELLED, at, reason.strip()[:200]
        found.cancelled_by = "" if by.company_id else by.name
        found.save()
        found.slots.all().delete()
        ids = {"facility": found.facility_id, "company": found.company_id}
        w.record("booking_cancelled", subject=("booking", found.pk), ids=ids, fields={"reason": found.reason})
    return found


def say_used(*, booking_id: int, used: bool, by: Actor, at: datetime) -> Booking:
    """Afterwards, by the company itself and once: it was used, or it was not. No more is asked."""
    if by.company_id is None:
        raise NotAllowed()
    access.the_booking(by, booking_id)
    with work.begin(by=by, at=at) as w:
        found = Booking.objects.select_for_update().select_related("facility").get(pk=booking_id)
        if found.state != Booking.State.BOOKED or found.ends_at > at:
            raise Conflict(_("This can be said once the time is over."))
        if found.used is not None:
            return found
        found.used = used
        found.save(update_fields=["used"])
        w.record("booking_used", subject=("booking", found.pk), ids={"used": used})
        if used:
            new = result_actions.NewResult(
                kind="facility_used", amount=Decimal(1), on=found.ends_at.astimezone(SHANGHAI).date(),
                evidence=f"{found.facility.name}：{found.purpose}", company_id=by.company_id, origin_kind="booking",
                origin_id=found.pk, confirmed=True,
            )  # fmt: skip
            result_actions.record(new=new, by=by, at=at)
    return found


def _company(new: NewBooking, *, by: Actor) -> Company | None:
    pk = by.company_id or new.company_id
    if by.company_id is None:
        by.need("agreements.write")
    elif new.company_id not in (None, by.company_id):
        raise NotFound()
    if pk is None:
        return None
    found = Company.objects.filter(tenant=by.tenant, pk=pk, merged_into=None).first()
    if found is None:
        raise NotFound()
    return found


def _wanted(
    found: Facility, new: NewBooking, *, company: Company | None, by: Actor, at: datetime
) -> list[datetime]:
    """The slots that are asked for, after every rule of the facility."""
    if not found.is_active:
        raise Conflict(_("This facility is not to be booked at present."))
    if not 1 <= new.count <= found.most_slots:
        words = _("At most %(n)s slots in one booking.") % {"n": found.most_slots}
        raise Invalid(words, field="count")
    starts = new.starts_at.astimezone(SHANGHAI)
    wanted = slots.run(starts, count=new.count, minutes=found.slot_minutes)
    day = slots.of_day(
        starts.date(), opens=found.opens, closes=found.closes, minutes=found.slot_minutes
    )  # fmt: skip
    if not set(wanted) <= set(day) or str(starts.weekday()) not in found.days:
        raise Invalid(_("It is not open at that time."), remedy=_opening(found), field="starts_at")
    if wanted[0] < at:
        raise Invalid(_("This time has passed."), field="starts_at")
    last = at.astimezone(SHANGHAI).date() + timedelta(days=found.ahead_days)
    if starts.date() > last:
        words = _("It can be booked until %(day)s.") % {"day": last.isoformat()}
        raise Invalid(words, field="starts_at")
    closing = found.closings.filter(from_on__lte=starts.date(), to_on__gte=starts.date()).first()
    if closing is not None:
        words = _("It is closed on that day: %(reason)s") % {"reason": closing.reason}
        raise Invalid(words, field="starts_at")
    if company is not None:
        _check_company(found, company, starts=starts, by_company=by.company_id is not None)
    return wanted


def _check_company(found: Facility, company: Company, *, starts: datetime, by_company: bool) -> None:
    """Who may, and how often; the desk may book on behalf beyond the number a week."""
    if not queries.may_book(found, company, on=starts.date()):
        raise Invalid(
            _("This facility is for %(who)s.") % {"who": found.get_who_display()},
            remedy=_("Ask the desk: %(phone)s") % {"phone": company.tenant.phone}, field="company",
        )  # fmt: skip
    monday = starts.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=starts.weekday())
    rows = Booking.objects.filter(facility=found, company=company, state=Booking.State.BOOKED)
    booked = rows.filter(starts_at__gte=monday, starts_at__lt=monday + timedelta(days=7)).count()
    if by_company and booked >= found.per_week:
        raise Invalid(
            _("You have %(n)s bookings in that week already.") % {"n": booked},
            remedy=_("Cancel one of them, or choose another week."), field="starts_at",
        )  # fmt: skip


def _hold(made: Booking, wanted: list[datetime], *, at: datetime) -> None:
    found = made.facility
    held: dict[datetime, list[int]] = defaultdict(list)
    rows = Slot.objects.filter(facility=found, starts_at__in=wanted)
    for starts_at, taken in rows.values_list("starts_at", "lane"):
        held[starts_at].append(taken)
    lane = slots.free_lane(wanted, held, lanes=found.at_once)
    if lane is None:
        raise Taken(queries.nearest(found, around=wanted[0], count=len(wanted), at=at))
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            Slot.objects.bulk_create(
                [Slot(facility=found, starts_at=one, lane=lane, booking=made) for one in wanted]
            )
    except IntegrityError:  # held by a writer that did not wait for the facility's row
        raise Taken(queries.nearest(found, around=wanted[0], count=len(wanted), at=at)) from None


def _opening(found: Facility) -> str:
    times = {"opens": f"{found.opens:%H:%M}", "closes": f"{found.closes:%H:%M}", "n": found.slot_minutes}
    return _("Open %(opens)s–%(closes)s, in slots of %(n)s minutes.") % times
