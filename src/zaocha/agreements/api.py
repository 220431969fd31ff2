"""API of agreements, facilities with their free times and bookings, activities, and workers' wishes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.agreements import access, queries
from zaocha.agreements.actions import agreements, booking, clauses, wishes
from zaocha.agreements.models import Agreement, Booking
from zaocha.agreements.queries import activities as activity_queries
from zaocha.agreements.queries import agreements as agreement_queries
from zaocha.agreements.queries import wishes as wish_queries
from zaocha.kernel import clock, idempotency

router = Router(tags=["agreements"])
Key = Header("", alias="Idempotency-Key")


class AgreementIn(Schema):
    """The community's unit, the companies and the term; both days included."""

    title: str
    unit_id: int
    company_ids: list[int]
    starts_on: date
    ends_on: date
    purpose: str = ""
    spokesman: str = ""


class ClauseIn(Schema):
    """`party_id`: who promises; `months`: 0 once, else 1, 3, 6 or 12."""

    party_id: int
    what: str
    owner: str
    first_due_on: date
    months: int = 0


class BookingIn(Schema):
    """`starts_at`: the beginning of a slot; `count`: slots in a row; a company, or `who`."""

    starts_at: datetime
    purpose: str
    count: int = 1
    company_id: int | None = None
    who: str = ""


class ReasonIn(Schema):
    """Why."""

    reason: str


class PoolIn(Schema):
    """The category under which the wish goes into the pool."""

    category: str


@router.get("/agreements", url_name="agreements")
def list_agreements(
    request: HttpRequest, state: str = "", q: str = "", after: int = 0, limit: int = Query(50, ge=1, le=200)
) -> dict[str, Any]:
    """Agreements by id, with how many of their promises are kept."""
    by = actor_of(request)
    rows = agreement_queries.agreements(by=by, text=q, state=state, on=clock.today()).order_by("pk")
    return _page(rows.filter(pk__gt=after), limit, _agreement)


@router.get("/agreements/{agreement_id}", url_name="agreement")
def one_agreement(request: HttpRequest, agreement_id: int) -> dict[str, Any]:
    """One agreement with its parties, clauses and days."""
    by, at = actor_of(request), clock.now()
    found = agreement_queries.progress(by=by, found=access.the_agreement(by, agreement_id), at=at)
    told = [*found.ours, *found.theirs]
    return {
        **_agreement(found.agreement),
        "parties": [{"id": one.pk, "company_id": one.company_id, "unit_id": one.unit_id} for one in found.parties],
        "clauses": [
            {
                "id": one.clause.pk, "number": one.clause.number, "party_id": one.clause.party_id, "what": one.clause.what,
                "owner": one.clause.owner, "months": one.clause.months,
                "days": [
                    {"id": day.due.pk, "on": day.due.on, "standing": day.standing.code if day.standing else "", "promise_id": day.due.promise_id}
                    for day in one.days
                ],
            }
            for one in told
        ],
    }  # fmt: skip


@router.post("/agreements", response={201: dict[str, Any]}, url_name="agreement-new")
def new_agreement(
    request: HttpRequest, body: AgreementIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """Draft an agreement."""
    by, at = actor_of(request), clock.now()
    given = body.dict()

    def do() -> dict[str, Any]:
        new = agreements.NewAgreement(**{**given, "company_ids": tuple(given["company_ids"])})
        return _agreement(agreements.draft(new=new, by=by, at=at))

    return Status(201, idempotency.once(by=by, key=idempotency_key, request=given, at=at, do=do))


@router.post("/agreements/{agreement_id}/clauses", response={201: dict[str, Any]}, url_name="clause-new")
def new_clause(
    request: HttpRequest, agreement_id: int, body: ClauseIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """Write a clause into a text that is not signed yet."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        new = clauses.NewClause(**body.dict())
        made = clauses.add_clause(agreement_id=agreement_id, new=new, by=by, at=at)
        return {"id": made.pk, "number": made.number}

    asked = {"agreement": agreement_id, **body.dict()}
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


@router.get("/facilities", url_name="facilities")
def list_facilities(request: HttpRequest) -> dict[str, Any]:
    """Facilities with their rules."""
    names = (
        "name", "place", "community", "persons", "at_once", "who", "days", "opens", "closes", "slot_minutes",
        "most_slots", "ahead_days", "per_week", "is_active",
    )  # fmt: skip
    rows = queries.facilities(by=actor_of(request), at=clock.now())
    return {
        "items": [{"id": one.pk, **{name: getattr(one, name) for name in names}} for one in rows[:500]],
        "next": None,
    }


@router.get("/facilities/{facility_id}/times", url_name="facility-times")
def times(request: HttpRequest, facility_id: int, monday: date | None = None) -> dict[str, Any]:
    """A week of a facility: every slot with how many bookings it still takes."""
    by, at = actor_of(request), clock.now()
    by.need("agreements.read")
    found = access.the_facility(by, facility_id)
    first = monday or at.date()
    days = queries.week(by=by, found=found, monday=first, at=at)
    return {
        "days": [
            {
                "day": one.day, "open": one.is_open, "closed": one.closed,
                "times": [{"starts_at": slot.starts_at, "free": 0 if one.is_far or slot.is_past else slot.free} for slot in one.times],
            }
            for one in days
        ]
    }  # fmt: skip


@router.get("/bookings", url_name="bookings")
def list_bookings(
    request: HttpRequest, when: str = "all", after: int = 0, limit: int = Query(50, ge=1, le=200)
) -> dict[str, Any]:
    """Bookings by id; `when`: all, past, cancelled, or left empty for those to come."""
    by = actor_of(request)
    rows = queries.bookings(by=by, when=when, at=clock.now()).order_by("pk")
    return _page(rows.filter(pk__gt=after), limit, _booking)


@router.post("/facilities/{facility_id}/bookings", response={201: dict[str, Any]}, url_name="booking-new")
def new_booking(
    request: HttpRequest, facility_id: int, body: BookingIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """Book a facility; when somebody else has the time, 409 with the free times nearby in `remedy`."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        new = booking.NewBooking(facility_id=facility_id, **body.dict())
        return _booking(booking.book(new=new, by=by, at=at))

    asked = {"facility": facility_id, **body.model_dump(mode="json")}
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


@router.post("/bookings/{booking_id}/cancel", url_name="booking-cancel")
def cancel(
    request: HttpRequest, booking_id: int, body: ReasonIn, idempotency_key: str = Key
) -> dict[str, Any]:
    """Cancel a booking with a reason."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        return _booking(booking.cancel(booking_id=booking_id, reason=body.reason, by=by, at=at))

    asked = {"booking": booking_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


@router.get("/activities", url_name="activities")
def list_activities(
    request: HttpRequest, when: str = "all", after: int = 0, limit: int = Query(50, ge=1, le=200)
) -> dict[str, Any]:
    """Activities by id with their numbers; nobody who signed up stands in it."""
    by = actor_of(request)
    rows = activity_queries.activities(by=by, when=when, at=clock.now()).order_by("pk")
    names = ("title", "organiser", "place", "starts_at", "ends_at", "until", "seats", "state", "attended")
    return _page(
        rows.filter(pk__gt=after), limit,
        lambda one: {
            "id": one.pk, **{name: getattr(one, name) for name in names}, "taken": one.came or 0, "waiting": one.waiting or 0,
        },
    )  # fmt: skip


@router.get("/wishes/{collection_id}", url_name="wishes")
def list_wishes(request: HttpRequest, collection_id: int) -> dict[str, Any]:
    """The wishes of a question, the most wanted first, with the demand that each became."""
    found = access.the_collection(actor_of(request), collection_id)
    rows = wish_queries.groups(found=found)[:500]
    items = [
        {
            "id": one.pk, "label": one.label, "voices": one.voices, "is_choice": one.is_choice,
            "is_shown": one.shown_at is not None, "demand_id": one.demand_id,
        }
        for one in rows
    ]  # fmt: skip
    return {
        "id": found.pk,
        "title": found.title,
        "question": found.question,
        "state": found.state,
        "items": items,
        "next": None,
    }


@router.post("/wishes/groups/{wish_id}/pool", url_name="wish-pool")
def pool(request: HttpRequest, wish_id: int, body: PoolIn, idempotency_key: str = Key) -> dict[str, Any]:
    """Put a wish into the pool as a demand; done twice it is one demand."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        found = wishes.pool(group_id=wish_id, category=body.category, by=by, at=at)
        return {"id": found.pk, "demand_id": found.demand_id}

    asked = {"wish": wish_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


def _page(rows: Any, limit: int, shown: Any) -> dict[str, Any]:
    found = list(rows[: limit + 1])
    items = [shown(one) for one in found[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


def _agreement(one: Agreement) -> dict[str, Any]:
    return {
        "id": one.pk, "number": one.number, "title": one.title, "state": one.state, "starts_on": one.starts_on.isoformat(),
        "ends_on": one.ends_on.isoformat(), "signed_on": one.signed_on.isoformat() if one.signed_on else None,
        "renews_id": one.renews_id, "kept": getattr(one, "kept", None), "total": getattr(one, "total", None),
    }  # fmt: skip


def _booking(one: Booking) -> dict[str, Any]:
    return {
        "id": one.pk, "facility_id": one.facility_id, "company_id": one.company_id, "who": one.who, "purpose": one.purpose,
        "starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat(), "state": one.state, "reason": one.reason,
    }  # fmt: skip
