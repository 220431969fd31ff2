"""API of needs with what fits them, and notices that are read into parcels."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.kernel import clock, idempotency
from zaocha.kernel.errors import Invalid
from zaocha.lang import parcels
from zaocha.offers import access, facts, fitting
from zaocha.offers.actions import needs as actions
from zaocha.offers.models import Need
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


class NeedChange(Schema):
    """What is changed; what is left out stays."""

    must: list[Condition] | None = None
    wishes: list[Wish] | None = None
    words: str | None = None
    company_id: int | None = Row
    who: str | None = None
    phone: str | None = None
    by_on: date | None = None


class CloseIn(Schema):
    """Why nobody looks any longer."""

    words: str


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


@router.patch("/needs/{need_id}", url_name="need-change")
def change(
    request: HttpRequest, need_id: int, body: NeedChange, idempotency_key: str = Key
) -> dict[str, Any]:
    """Change conditions, wishes or words."""
    by, at = actor_of(request), clock.now()
    by.need("offers.write")
    found, given = queries.one(by=by, pk=need_id), body.dict(exclude_unset=True)
    kept = {
        "must": found.must, "wishes": found.wishes, "words": found.words, "who": found.who, "phone": found.phone,
        "by_on": found.by_on,
    }  # fmt: skip
    merged = {
        **kept,
        **{name: value for name, value in given.items() if value is not None or name == "by_on"},
    }
    new = actions.NewNeed(
        found.kind, **{**merged, "must": tuple(merged["must"]), "wishes": tuple(merged["wishes"])}
    )
    return idempotency.once(
        by=by, key=idempotency_key, request={"need": need_id, **given}, at=at,
        do=lambda: _need(actions.change(need_id=need_id, new=new, by=by, at=at)),
    )  # fmt: skip


@router.post("/needs/{need_id}/confirm", url_name="need-confirm")
def confirm(request: HttpRequest, need_id: int, idempotency_key: str = Key) -> dict[str, Any]:
    """Confirm what came by a link."""
    by, at = actor_of(request), clock.now()
    by.need("offers.write")
    return idempotency.once(
        by=by, key=idempotency_key, request={"need": need_id}, at=at,
        do=lambda: _need(actions.confirm(need_id=need_id, by=by, at=at)),
    )  # fmt: skip


@router.post("/needs/{need_id}/close", url_name="need-close")
def close(request: HttpRequest, need_id: int, body: CloseIn, idempotency_key: str = Key) -> dict[str, Any]:
    """Nobody looks any longer."""
    by, at = actor_of(request), clock.now()
    by.need("offers.write")
    return idempotency.once(
        by=by, key=idempotency_key, request={"need": need_id, **body.dict()}, at=at,
        do=lambda: _need(actions.close(need_id=need_id, words=body.words, by=by, at=at)),
    )  # fmt: skip


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
