"""API of the offers: the kinds with their facts, the list, one, a new one, changes, steps."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.kernel import clock, idempotency
from zaocha.kernel.errors import Invalid
from zaocha.offers import access, facts
from zaocha.offers.actions import sites as actions
from zaocha.offers.forms.sites import text_of
from zaocha.offers.models import Offer
from zaocha.offers.queries import sites as queries

router = Router(tags=["offers"])
Key = Header("", alias="Idempotency-Key")
MOST_FACTS = 100


class OfferIn(Schema):
    """A new offer. `facts`: name → value, as text or number in the fact's unit, or with a unit ("7.16 亩", "685万")."""

    kind: str
    title: str = ""
    about: str = ""
    facts: dict[str, str | int | float | bool] = Field(default_factory=dict)
    not_public: list[str] = Field(default_factory=list)
    owner_id: int | None = Field(None, ge=1, lt=2**63)
    owner_name: str = ""
    owner_phone: str = ""
    source: str = ""
    source_url: str = ""
    shape: dict[str, Any] | None = None


class OfferChange(Schema):
    """What is changed; what is left out stays. A fact of `null` is no longer known."""

    version: int
    title: str | None = None
    about: str | None = None
    facts: dict[str, str | int | float | bool | None] = Field(default_factory=dict)
    not_public: list[str] | None = None
    shape: dict[str, Any] | None = None


class StepIn(Schema):
    """A step with its reason: confirm, reserve, release, withdraw, reopen, still_there."""

    step: str
    words: str = ""
    until_on: date | None = None


@router.get("/offer-kinds", url_name="offer-kinds")
def kinds(request: HttpRequest) -> dict[str, Any]:
    """Kinds of offers, and the facts of each with type, unit and codes."""
    actor_of(request).need("offers.read")
    return {
        "kinds": [
            {
                "code": one.code, "label": dict(one.labels), "bidding": one.bidding,
                "facts": [_fact(fact) for fact in facts.testable(one.code)],
            }
            for one in facts.kinds().values()
        ]
    }  # fmt: skip


@router.get("/offers", url_name="offers")
def offers(
    request: HttpRequest, kind: str = "", state: str = "live", q: str = "", after: int = Query(0, ge=0, lt=2**63),
    limit: int = Query(50, ge=1, le=200),
) -> dict[str, Any]:  # fmt: skip
    """Offers by id; `state`: live, proposed, open, reserved, taken, withdrawn, over, all."""
    by, at = actor_of(request), clock.now()
    by.need("offers.read")
    if kind:
        facts.kind_of(kind)
    states = ["live", "over", "all", *Offer.State.values]
    if state not in states:
        raise Invalid(field="state", remedy=", ".join(states))
    found = queries.narrowed(access.offers(by), queries.Filters(kind, state, q), by=by, at=at)
    rows = list(found.filter(pk__gt=after).order_by("pk")[: limit + 1])
    items = [as_dict(one) for one in rows[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(rows) > limit else None}


@router.post("/offers", response={201: dict[str, Any]}, url_name="offer-new")
def create(request: HttpRequest, body: OfferIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Enter an offer; whoever waits for one like it is told."""
    by, at = actor_of(request), clock.now()
    by.need("offers.write")
    given = body.dict()
    new = actions.NewOffer(
        kind=body.kind, facts=_values(body.facts), not_public=tuple(body.not_public),
        text=actions.OfferText(
            title=body.title, about=body.about, owner_id=body.owner_id, owner_name=body.owner_name,
            owner_phone=body.owner_phone, source=body.source, source_url=body.source_url, shape=body.shape,
        ),
    )  # fmt: skip
    answer = idempotency.once(
        by=by, key=idempotency_key, request=given, at=at, do=lambda: as_dict(actions.enter(new=new, by=by, at=at))
    )  # fmt: skip
    return Status(201, answer)


@router.get("/offers/{offer_id}", url_name="offer")
def offer(request: HttpRequest, offer_id: int) -> dict[str, Any]:
    """One offer with its facts, the words that say them, and its history."""
    by = actor_of(request)
    by.need("offers.read")
    found = queries.one(by=by, pk=offer_id)
    history = [
        {
            "at": one.at.isoformat(),
            "what": str(one.title),
            "by": one.by,
            "words": one.body,
            "changes": one.changes,
        }
        for one in queries.history(found)
    ]
    return as_dict(found) | {"words": found.words, "history": history}


@router.patch("/offers/{offer_id}", url_name="offer-change")
def change(
    request: HttpRequest, offer_id: int, body: OfferChange, idempotency_key: str = Key
) -> dict[str, Any]:
    """Change facts or text; `version` is the one that was read, a stale one is refused (409)."""
    by, at = actor_of(request), clock.now()
    by.need("offers.write")
    found = queries.one(by=by, pk=offer_id)
    merged = {name: text for name, text in {**found.facts, **_values(body.facts)}.items() if text is not None}
    kept = text_of(found)
    text = actions.OfferText(
        title=kept.title if body.title is None else body.title,
        about=kept.about if body.about is None else body.about,
        owner_id=kept.owner_id, owner_name=kept.owner_name, owner_phone=kept.owner_phone,
        officer_id=kept.officer_id, source=kept.source, source_url=kept.source_url, shape=body.shape or kept.shape,
    )  # fmt: skip
    hidden = tuple(found.not_public if body.not_public is None else body.not_public)
    changed = actions.Change(body.version, merged, hidden, text)
    return idempotency.once(
        by=by, key=idempotency_key, request={"offer": offer_id, **body.dict()}, at=at,
        do=lambda: as_dict(actions.change(offer_id=offer_id, change=changed, by=by, at=at)),
    )  # fmt: skip


@router.post("/offers/{offer_id}/steps", url_name="offer-step")
def step(request: HttpRequest, offer_id: int, body: StepIn, idempotency_key: str = Key) -> dict[str, Any]:
    """Take a step. What goes by public bidding cannot be reserved (422)."""
    by, at = actor_of(request), clock.now()
    by.need("offers.write")

    def do() -> dict[str, Any]:
        if body.step == "still_there":
            return as_dict(actions.still_there(offer_id=offer_id, by=by, at=at))
        move = actions.Move(body.step, body.words, body.until_on)
        return as_dict(actions.move(offer_id=offer_id, move=move, by=by, at=at))

    asked = {"offer": offer_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


def as_dict(one: Offer) -> dict[str, Any]:
    """An offer as the API gives it; facts as text in their unit, worked-out ones included."""
    return {
        "id": one.pk, "kind": one.kind, "title": one.title, "about": one.about, "state": one.state,
        "version": one.version, "facts": facts.with_derived(one.facts), "not_public": one.not_public,
        "taken": str(one.taken), "closes_on": one.closes_on.isoformat() if one.closes_on else None,
        "owner_id": one.owner_id, "owner_name": one.owner_name, "source": one.source, "source_url": one.source_url,
        "shape": one.shape, "heard_at": one.heard_at.isoformat(),
    }  # fmt: skip


def _values(given: dict[str, Any]) -> dict[str, Any]:
    if len(given) > MOST_FACTS:
        raise Invalid(field="facts")
    return {name: _text(value) for name, value in given.items()}


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def _fact(fact: facts.Fact) -> dict[str, Any]:
    return {
        "name": fact.name, "label": dict(fact.labels), "type": fact.type, "unit": fact.unit or None,
        "codes": {code: dict(names) for code, names in fact.codes.items()} or None, "derived": fact.derived or None,
    }  # fmt: skip
