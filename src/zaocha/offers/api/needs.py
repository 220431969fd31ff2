"""API of needs with what fits them, viewings, outcomes, and notices that are read into parcels."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.kernel import clock, idempotency
from zaocha.kernel.errors import Invalid
from zaocha.lang import parcels
from zaocha.offers import access, facts, fitting
from zaocha.offers.actions import needs as actions
from zaocha.offers.actions import viewings
from zaocha.offers.models import Need, Viewing
from zaocha.offers.queries import needs as queries

router = Router(tags=["offers"])
Key = Header("", alias="Idempotency-Key")
Row = Field(None, ge=1, lt=2**63)


class Condition(Schema):
    """A condition that must hold, such as `area_m2` and `[1800..2400]`."""

    fact: str
    test: str


class Wish(Condition):
    """A condition that is wished, with a weight of 1 to 3."""

    weight: int = 1


class NeedIn(Schema):
    """What somebody looks for."""

    kind: str
    must: list[Condition] = Field(default_factory=list)
    wishes: list[Wish] = Field(default_factory=list)
    words: str = ""
    company_id: int | None = Row
    who: str = ""
    phone: str = ""
    by_on: date | None = None


class CloseIn(Schema):
    """Why nobody looks any longer."""

    words: str


class ViewingIn(Schema):
    """An appointment to look at an offer; times carry a zone."""

    starts_at: datetime
    ends_at: datetime
    company_id: int | None = Row
    need_id: int | None = Row
    who: str = ""
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


class NoticeIn(Schema):
    """The text of a notice; `on` is the day it was found, for days without a year."""

    text: str = Field(max_length=parcels.LIMIT)
    on: date | None = None


@router.get("/needs", url_name="needs")
def needs(
    request: HttpRequest, kind: str = "", state: str = "live", q: str = "", after: int = Query(0, ge=0, lt=2**63),
    limit: int = Query(50, ge=1, le=200),
) -> dict[str, Any]:  # fmt: skip
    """Needs by id; `state`: live, proposed, open, met, closed, all."""
    by = actor_of(request)
    by.need("needs.read")
    states = ["live", "all", *Need.State.values]
    if state not in states:
        raise Invalid(field="state", remedy=", ".join(states))
    found = queries.narrowed(access.needs(by), kind=kind, state=state, text=q)
    rows = list(found.filter(pk__gt=after).order_by("pk")[: limit + 1])
    items = [_need(one) for one in rows[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(rows) > limit else None}


@router.post("/needs", response={201: dict[str, Any]}, url_name="need-new")
def new_need(request: HttpRequest, body: NeedIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Record a need."""
    by, at = actor_of(request), clock.now()
    by.need("offers.write")
    given = body.dict()
    new = actions.NewNeed(**{**given, "must": tuple(given["must"]), "wishes": tuple(given["wishes"])})
    answer = idempotency.once(
        by=by, key=idempotency_key, request=given, at=at, do=lambda: _need(actions.enter(new=new, by=by, at=at))
    )  # fmt: skip
    return Status(201, answer)


@router.get("/needs/{need_id}", url_name="need")
def need(request: HttpRequest, need_id: int) -> dict[str, Any]:
    """One need and what is on offer for it, the best first, with a verdict for every part."""
    by, at = actor_of(request), clock.now()
    by.need("needs.read")
    found = queries.one(by=by, pk=need_id)
    return _need(found) | {"fits": [_fit(one) for one in queries.fits(found, by=by, at=at)]}


@router.post("/needs/{need_id}/close", url_name="need-close")
def close(request: HttpRequest, need_id: int, body: CloseIn, idempotency_key: str = Key) -> dict[str, Any]:
    """Nobody looks any longer."""
    by, at = actor_of(request), clock.now()
    by.need("offers.write")
    return idempotency.once(
        by=by, key=idempotency_key, request={"need": need_id, **body.dict()}, at=at,
        do=lambda: _need(actions.close(need_id=need_id, words=body.words, by=by, at=at)),
    )  # fmt: skip


@router.post("/offers/{offer_id}/viewings", response={201: dict[str, Any]}, url_name="viewing-new")
def new_viewing(
    request: HttpRequest, offer_id: int, body: ViewingIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """Arrange a viewing."""
    by, at = actor_of(request), clock.now()
    by.need("offers.write")
    if body.starts_at.tzinfo is None or body.ends_at.tzinfo is None:
        raise Invalid(field="starts_at", remedy="2026-03-05T10:00:00+08:00")
    new = viewings.NewViewing(offer_id=offer_id, **body.dict())
    asked = {"offer": offer_id, **body.dict()}
    answer = idempotency.once(
        by=by, key=idempotency_key, request=asked, at=at, do=lambda: _viewing(viewings.plan(new=new, by=by, at=at))
    )  # fmt: skip
    return Status(201, answer)


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


@router.post("/notices/read", url_name="notice-read")
def read(request: HttpRequest, body: NoticeIn, idempotency_key: str = Key) -> dict[str, Any]:
    """Read a notice into parcels, each value beside its words; nothing is written."""
    actor_of(request).need("offers.write")
    found = parcels.read(body.text, on=body.on)
    return {
        "parcels": [
            {one.name: {"value": one.value, "words": one.words, "start": one.start, "end": one.end} for one in parcel.values}
            for parcel in found
        ]
    }  # fmt: skip


def _need(one: Need) -> dict[str, Any]:
    return {
        "id": one.pk, "kind": one.kind, "must": one.must, "wishes": one.wishes, "words": one.words,
        "company_id": one.company_id, "who": one.who, "state": one.state, "origin": [one.origin_kind, one.origin_id],
        "by_on": one.by_on.isoformat() if one.by_on else None, "created_at": one.created_at.isoformat(),
    }  # fmt: skip


def _viewing(one: Viewing) -> dict[str, Any]:
    return {
        "id": one.pk, "offer_id": one.offer_id, "need_id": one.need_id, "company_id": one.company_id, "who": one.who,
        "starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat(), "state": one.state, "words": one.words,
    }  # fmt: skip


def _fit(one: fitting.Fit) -> dict[str, Any]:
    words = {True: "true", False: "false", None: "unknown"}
    parts = [(part, None) for part in one.must.clauses] + [(wish.judged, wish) for wish in one.wishes]
    return {
        "offer_id": one.offer.pk, "title": one.offer.title, "verdict": words[one.holds], "share": one.share,
        "at_best": one.at_best,
        "parts": [
            {
                "fact": part.fact.name, "test": part.test, "text": part.label, "verdict": words[part.holds],
                "value": one.offer.facts.get(part.fact.name) or facts.with_derived(one.offer.facts).get(part.fact.name),
                "missed_percent": part.missed, "weight": part.weight if wish else None,
                "counts_percent": wish.percent if wish else None,
            }
            for part, wish in parts
        ],
    }  # fmt: skip
