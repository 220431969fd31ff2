"""API of the rounds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.allocations import access, actions, queries
from zaocha.allocations.models import Round
from zaocha.kernel import clock, idempotency

router = Router(tags=["rounds"])
Key = Header("", alias="Idempotency-Key")


class RoundIn(Schema):
    """A new round: `kind` is advice, course, hall or other; `weights` as in docs/allocations.md."""

    kind: str
    title: str
    wishes_until: date
    note: str = ""
    per_company: int = 1
    weights: dict[str, int] = {}


class PlaceIn(Schema):
    """Something that is handed out."""

    name: str
    capacity: int = 1
    kept: int = 0
    note: str = ""


class WishIn(Schema):
    """Places dearest first, instead of what was wished before."""

    company_id: int
    place_ids: list[int]
    words: str = ""
    has_need: bool = False


class RulingIn(Schema):
    """`kind`: must or must_not."""

    company_id: int
    place_id: int
    kind: str
    reason: str


class StepIn(Schema):
    """`verb`: propose, confirm or cancel (with a reason)."""

    verb: str
    reason: str = ""


@router.get("/rounds", url_name="rounds")
def rounds(request: HttpRequest, after: int = 0, limit: int = Query(50, ge=1, le=200)) -> dict[str, Any]:
    """Rounds by id."""
    by = actor_of(request)
    by.need("allocations.read")
    found = list(access.visible(by).filter(pk__gt=after).order_by("pk")[: limit + 1])
    items = [_row(one) for one in found[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


@router.post("/rounds", response={201: dict[str, Any]}, url_name="round-new")
def create(request: HttpRequest, body: RoundIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Open a round."""
    by, at = actor_of(request), clock.now()
    given = body.dict()
    return Status(
        201,
        idempotency.once(
            by=by, key=idempotency_key, request={**given, "wishes_until": str(body.wishes_until)}, at=at,
            do=lambda: _row(actions.open_round(new=actions.NewRound(**given), by=by, at=at)),
        ),
    )  # fmt: skip


@router.get("/rounds/{round_id}", url_name="round")
def one(request: HttpRequest, round_id: int) -> dict[str, Any]:
    """A round with its places, wishes, their weight with its reasons, and who is to get what."""
    by = actor_of(request)
    by.need("allocations.read")
    found = queries.detail(by=by, pk=round_id)
    return {
        **_row(found.round),
        "places": [
            {
                "id": seat.place.pk, "name": seat.place.name, "capacity": seat.place.capacity,
                "kept": seat.place.kept, "free": seat.free, "companies": [one.pk for one in seat.companies],
            }
            for seat in found.seats
        ],
        "wishes": [
            {
                "company_id": party.company.pk, "place_id": told.wish.place_id, "choice": told.wish.choice,
                "weight": told.weight, "reasons": {why.code: why.weight for why in told.reasons},
                "granted": told.granted, "cutoff": told.cutoff,
                "ruling": told.ruling.kind if told.ruling else None,
            }
            for party in found.parties
            for told in party.wishes
        ],
    }  # fmt: skip


@router.post("/rounds/{round_id}/places", response={201: dict[str, Any]}, url_name="round-place")
def place(
    request: HttpRequest, round_id: int, body: PlaceIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """Add a place."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        made = actions.add_place(round_id=round_id, new=actions.NewPlace(**body.dict()), by=by, at=at)
        return {"id": made.pk, "name": made.name}

    asked = {"round": round_id, **body.dict()}
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


@router.post("/rounds/{round_id}/wishes", url_name="round-wish")
def wish(request: HttpRequest, round_id: int, body: WishIn, idempotency_key: str = Key) -> dict[str, Any]:
    """Note down what a company wishes for."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        made = actions.wish(round_id=round_id, new=actions.NewWish(**body.dict()), by=by, at=at)
        return {"choices": len(made)}

    asked = {"round": round_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


@router.post("/rounds/{round_id}/rulings", url_name="round-rule")
def rule(request: HttpRequest, round_id: int, body: RulingIn, idempotency_key: str = Key) -> dict[str, Any]:
    """Overrule with a reason."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        made = actions.rule(round_id=round_id, new=actions.NewRuling(**body.dict()), by=by, at=at)
        return {"id": made.pk}

    asked = {"round": round_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


@router.post("/rounds/{round_id}/step", url_name="round-step")
def step(request: HttpRequest, round_id: int, body: StepIn, idempotency_key: str = Key) -> dict[str, Any]:
    """Work out a proposal, confirm it, or cancel the round."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        return _row(actions.step(body.verb, round_id=round_id, reason=body.reason, by=by, at=at))

    asked = {"round": round_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


def _row(found: Round) -> dict[str, Any]:
    return {
        "id": found.pk, "kind": found.kind, "title": found.title, "state": found.state,
        "wishes_until": str(found.wishes_until), "per_company": found.per_company, "weights": found.weights,
        "solver": found.solver, "version": found.version,
    }  # fmt: skip
