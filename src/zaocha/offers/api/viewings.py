"""API of viewings and outcomes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.kernel import clock, idempotency
from zaocha.kernel.errors import Invalid, NotFound
from zaocha.offers.actions import viewings
from zaocha.offers.models import Viewing
from zaocha.offers.queries import needs as queries

router = Router(tags=["offers"])
Key = Header("", alias="Idempotency-Key")
Row = Field(None, ge=1, lt=2**63)


class ViewingIn(Schema):
    """An appointment to look at an offer; times carry a zone."""

    starts_at: datetime
    ends_at: datetime
    company_id: int | None = Row
    need_id: int | None = Row
    who: str = ""
    place: str = ""
    host: str = ""


class MoveIn(Schema):
    """Another time or place; times carry a zone."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""
    host: str = ""


class NoteIn(Schema):
    """What came of a viewing: fits, not, absent, cancelled."""

    state: str
    words: str = ""


class OutcomeIn(Schema):
    """What changed hands: `amount` in `unit` (m2, mu, CNY, piece), with evidence."""

    amount: Decimal
    unit: str
    on_day: date
    evidence: str
    company_id: int | None = Row
    need_id: int | None = Row
    who: str = ""


@router.post("/offers/{offer_id}/viewings", response={201: dict[str, Any]}, url_name="viewing-new")
def new_viewing(
    request: HttpRequest, offer_id: int, body: ViewingIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """Arrange a viewing."""
    by, at = actor_of(request), clock.now()
    by.need("offers.write")
    _check_zone(body.starts_at, body.ends_at)
    new = viewings.NewViewing(offer_id=offer_id, **body.dict())
    asked = {"offer": offer_id, **body.dict()}
    answer = idempotency.once(
        by=by, key=idempotency_key, request=asked, at=at, do=lambda: _viewing(viewings.plan(new=new, by=by, at=at))
    )  # fmt: skip
    return Status(201, answer)


@router.get("/viewings", url_name="viewings")
def all_viewings(
    request: HttpRequest, after: int = Query(0, ge=0, lt=2**63), limit: int = Query(50, ge=1, le=200)
) -> dict[str, Any]:
    """Viewings by id."""
    by = actor_of(request)
    by.need("offers.read")
    rows = list(queries.viewings(by).filter(pk__gt=after).order_by("pk")[: limit + 1])
    items = [_viewing(one) for one in rows[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(rows) > limit else None}


@router.post("/viewings/{viewing_id}/move", url_name="viewing-move")
def move(request: HttpRequest, viewing_id: int, body: MoveIn, idempotency_key: str = Key) -> dict[str, Any]:
    """Another time or place; calendars replace the entry."""
    by, at = actor_of(request), clock.now()
    by.need("offers.write")
    _check_zone(body.starts_at, body.ends_at)
    found = queries.viewings(by).filter(pk=viewing_id).first()
    if found is None:
        raise NotFound()
    new = viewings.NewViewing(offer_id=found.offer_id, **body.dict())
    return idempotency.once(
        by=by, key=idempotency_key, request={"viewing": viewing_id, **body.dict()}, at=at,
        do=lambda: _viewing(viewings.move(viewing_id=viewing_id, new=new, by=by, at=at)),
    )  # fmt: skip


@router.post("/viewings/{viewing_id}/note", url_name="viewing-note")
def note(request: HttpRequest, viewing_id: int, body: NoteIn, idempotency_key: str = Key) -> dict[str, Any]:
    """Note what came of a viewing."""
    by, at = actor_of(request), clock.now()
    by.need("offers.write")
    return idempotency.once(
        by=by, key=idempotency_key, request={"viewing": viewing_id, **body.dict()}, at=at,
        do=lambda: _viewing(viewings.note(viewing_id=viewing_id, by=by, at=at, **body.dict())),
    )  # fmt: skip


@router.post("/offers/{offer_id}/outcomes", response={201: dict[str, Any]}, url_name="outcome-new")
def outcome(
    request: HttpRequest, offer_id: int, body: OutcomeIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """Note what was let or sold; a need behind it is met, and its demand is told."""
    by, at = actor_of(request), clock.now()
    by.need("offers.write")
    new = viewings.NewOutcome(offer_id=offer_id, **body.dict())

    def do() -> dict[str, Any]:
        made = viewings.outcome(new=new, by=by, at=at)
        return {
            "id": made.pk, "offer_id": made.offer_id, "need_id": made.need_id, "company_id": made.company_id,
            "code": made.code, "amount": str(made.amount), "unit": made.unit, "on_day": made.on_day.isoformat(),
        }  # fmt: skip

    asked = {"offer": offer_id, **body.dict()}
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


def _viewing(one: Viewing) -> dict[str, Any]:
    return {
        "id": one.pk, "offer_id": one.offer_id, "need_id": one.need_id, "company_id": one.company_id, "who": one.who,
        "starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat(), "state": one.state, "words": one.words,
    }  # fmt: skip


def _check_zone(*moments: datetime) -> None:
    if any(moment.tzinfo is None for moment in moments):
        raise Invalid(field="starts_at", remedy="2026-03-05T10:00:00+08:00")
