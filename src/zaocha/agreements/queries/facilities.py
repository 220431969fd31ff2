"""A facility's week, its bookings, and the free times near one that is taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.agreements import access, slots
from zaocha.agreements.models import Agreement, Booking, Closing, Facility, Slot
from zaocha.companies.models import Company
from zaocha.kernel.clock import SHANGHAI

NEAREST = 4
NEAR_DAYS = 14


@dataclass(frozen=True)
class Time:
    """One slot: `free` lanes, whether it can still be booked, and the bookings that its reader may see."""

    starts_at: datetime
    ends_at: datetime
    free: int
    is_past: bool
    bookings: list[Booking]

    @property
    def can_book(self) -> bool:
        return self.free > 0 and not self.is_past

    @property
    def iso(self) -> str:
        return self.starts_at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")


@dataclass(frozen=True)
class Day:
    """A day of the week; `closed` says why nothing can be booked."""

    day: date
    closed: str
    is_open: bool
    is_far: bool
    is_gone: bool
    times: list[Time] = field(default_factory=list)


def facilities(*, by: Actor, text: str = "", community: str = "", at: datetime) -> QuerySet[Facility]:
    """Facilities by name, with the number of bookings ahead."""
    ahead = Q(bookings__state=Booking.State.BOOKED, bookings__ends_at__gt=at)
    rows = access.facilities(by).annotate(ahead=Count("bookings", filter=ahead))
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(place__icontains=text))
    if community:
        rows = rows.filter(community=community)
    return rows.order_by("-is_active", "name", "pk")


def may_book(found: Facility, company: Company, *, on: date) -> bool:
    """Whether the facility's rule lets this company book it on a day."""
    if found.who == Facility.Who.COMMUNITY:
        return company.community == found.community
    if found.who == Facility.Who.AGREEMENT:
        return Agreement.objects.filter(
            state=Agreement.State.SIGNED, starts_on__lte=on, ends_on__gte=on, parties__company=company
        ).exists()
    return True


def week(*, by: Actor, found: Facility, monday: date, at: datetime) -> list[Day]:
    """Seven days with their slots: two statements. Others' bookings are only taken, without a name."""
    first = datetime.combine(monday, found.opens, SHANGHAI).replace(hour=0, minute=0)
    held = _held(found, first, first + timedelta(days=7))
    seen = {
        one.pk: one
        for one in access.bookings(by)
        .filter(facility=found, state=Booking.State.BOOKED, starts_at__gte=first, starts_at__lt=first + timedelta(days=7))
        .select_related("company")
    }  # fmt: skip
    closings = list(found.closings.filter(from_on__lt=monday + timedelta(days=7), to_on__gte=monday))
    days = []
    for number in range(7):
        day = monday + timedelta(days=number)
        reason = next((one.reason for one in closings if one.from_on <= day <= one.to_on), "")
        is_open = str(day.weekday()) in found.days and not reason
        is_far = day > at.astimezone(SHANGHAI).date() + timedelta(days=found.ahead_days)
        times = [_time(found, start, held, seen, at=at) for start in _starts(found, day)] if is_open else []
        days.append(Day(day, reason, is_open, is_far, day < at.astimezone(SHANGHAI).date(), times))
    return days


def nearest(found: Facility, *, around: datetime, count: int, at: datetime) -> list[datetime]:
    """The free times nearest to one that is taken, soonest first: two statements."""
    today = at.astimezone(SHANGHAI)
    first = max(around - timedelta(days=NEAR_DAYS), today)
    last = min(around + timedelta(days=NEAR_DAYS), today + timedelta(days=found.ahead_days))
    held = _held(found, first - timedelta(days=1), last + timedelta(days=2))
    closings = list(found.closings.filter(from_on__lte=last.date(), to_on__gte=first.date()))
    free = []
    for number in range((last.date() - first.date()).days + 1):
        day = first.astimezone(SHANGHAI).date() + timedelta(days=number)
        if str(day.weekday()) in found.days and not _is_closed(closings, day):
            free += [start for start in _starts(found, day) if _fits(found, start, count, held, at=at)]
    return sorted(sorted(free, key=lambda one: (abs(one - around), one))[:NEAREST])


def bookings(*, by: Actor, facility_id: int | None = None, text: str = "", when: str = "", at: datetime) -> QuerySet[Booking]:  # fmt: skip
    """Bookings, the coming ones first by default; `when`: coming, past, cancelled or all."""
    rows = access.bookings(by).select_related("facility", "company")
    if facility_id is not None:
        rows = rows.filter(facility_id=facility_id)
    if text:
        rows = rows.filter(
            Q(company__name__icontains=text) | Q(who__icontains=text) | Q(purpose__icontains=text)
        )
    kept = {
        "": Q(state=Booking.State.BOOKED, ends_at__gt=at), "past": Q(state=Booking.State.BOOKED, ends_at__lte=at),
        "cancelled": Q(state=Booking.State.CANCELLED), "all": Q(),
    }  # fmt: skip
    rows = rows.filter(kept.get(when, Q()))
    return rows.order_by("starts_at" if when == "" else "-starts_at", "pk")


def own_bookings(*, by: Actor, at: datetime) -> list[Booking]:
    """A company's bookings: ahead, cancelled by the desk for a time ahead, and those it may say used."""
    rows = access.bookings(by).select_related("facility").filter(ends_at__gt=at - timedelta(days=14))
    shown = [
        one
        for one in rows.order_by("starts_at", "pk")
        if one.state == Booking.State.BOOKED or (one.cancelled_by and one.ends_at > at)
    ]
    return [one for one in shown if one.ends_at > at or one.used is None]


def _starts(found: Facility, day: date) -> list[datetime]:
    return slots.of_day(day, opens=found.opens, closes=found.closes, minutes=found.slot_minutes)


def _held(found: Facility, first: datetime, last: datetime) -> dict[datetime, list[tuple[int, int]]]:
    held: dict[datetime, list[tuple[int, int]]] = defaultdict(list)
    rows = Slot.objects.filter(facility=found, starts_at__gte=first, starts_at__lt=last)
    for start, lane, booking in rows.values_list("starts_at", "lane", "booking"):
        held[start].append((lane, booking))
    return held


def _time(
    found: Facility,
    start: datetime,
    held: dict[datetime, list[tuple[int, int]]],
    seen: dict[int, Booking],
    *,
    at: datetime,
) -> Time:
    taken = held.get(start, [])
    known = [seen[pk] for _lane, pk in taken if pk in seen]
    ends = start + timedelta(minutes=found.slot_minutes)
    return Time(start, ends, max(found.at_once - len(taken), 0), start < at, known)


def _fits(
    found: Facility,
    start: datetime,
    count: int,
    held: dict[datetime, list[tuple[int, int]]],
    *,
    at: datetime,
) -> bool:
    if start < at:
        return False
    wanted = slots.run(start, count=count, minutes=found.slot_minutes)
    if wanted[-1] not in _starts(found, start.date()):
        return False
    lanes = {one: [lane for lane, _pk in held.get(one, [])] for one in wanted}
    return slots.free_lane(wanted, lanes, lanes=found.at_once) is not None


def _is_closed(closings: Iterable[Closing], day: date) -> bool:
    return any(one.from_on <= day <= one.to_on for one in closings)
