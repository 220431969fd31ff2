"""API of the corps and of requests. Notes go to whom the company ticked, and to nobody by default."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.http import HttpRequest
from ninja import Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.advisers import access, actions, queries
from zaocha.advisers.models import Advice
from zaocha.kernel import clock, idempotency

router = Router(tags=["advisers"])
Key = Header("", alias="Idempotency-Key")


class AdviserIn(Schema):
    """`ends_on`: the first day after the term; `login`: of a person with the role of adviser."""

    kind: str
    name: str
    starts_on: date
    ends_on: date
    hours: int = 8
    login: str = ""
    employer: str = ""
    company_id: int | None = None
    phone: str = ""
    about: str = ""
    fields: list[str] = []
    chains: list[str] = []
    languages: list[str] = ["zh"]


class AdviceIn(Schema):
    """A proposal to a company, which says yes or no on its own page."""

    company_id: int
    kind: str
    words: str
    field: str = ""
    language: str = ""
    demand_id: int | None = None
    client_key: str = ""


class PutIn(Schema):
    """Nobody named: the first of the list. Another than the first needs `words`."""

    adviser_id: int | None = None
    words: str = ""


class WordsIn(Schema):
    """Why."""

    words: str


class FollowUpIn(Schema):
    """What the adviser will still do."""

    what: str
    due_on: date


class VisitIn(Schema):
    """Told by the adviser who accepted."""

    on_day: date
    hours: Decimal
    notes: str
    place: str = ""
    policy_ids: list[int] = []
    follow_ups: list[FollowUpIn] = []


@router.get("/advisers", url_name="advisers")
def advisers(
    request: HttpRequest, kind: str = "", field: str = "", chain: str = "", standing: str = ""
) -> dict[str, Any]:
    """The corps by kind and name, with the load of the month."""
    filters = queries.Filters(kind=kind, field=field, chain=chain, standing=standing)
    by = actor_of(request)
    items = [
        _adviser(one, contacts=by.may("companies.contacts"))
        for one in queries.corps(by=by, filters=filters, on=clock.now().date())
    ]
    return {"items": items, "next": None}


@router.post("/advisers", response={201: dict[str, Any]}, url_name="adviser-new")
def appoint(request: HttpRequest, body: AdviserIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Appoint somebody for a term."""
    by, at = actor_of(request), clock.now()
    given = body.dict() | {name: tuple(getattr(body, name)) for name in ("fields", "chains", "languages")}

    def do() -> dict[str, Any]:
        return {"id": actions.appoint(new=actions.NewAdviser(**given), by=by, at=at).pk}

    asked = body.model_dump(mode="json")
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


@router.get("/advices", url_name="advices")
def advices(
    request: HttpRequest,
    state: str = "",
    kind: str = "",
    after: int = 0,
    limit: int = Query(50, ge=1, le=200),
) -> dict[str, Any]:
    """Requests by id, as far as the reader may see them."""
    rows = queries.requests(by=actor_of(request), state=state, kind=kind).order_by("pk").filter(pk__gt=after)
    found = list(rows[: limit + 1])
    items = [_advice(one) for one in found[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


@router.get("/advices/{advice_id}", url_name="advice")
def advice(request: HttpRequest, advice_id: int) -> dict[str, Any]:
    """One with its turns and its visit; `notes` is null unless the company ticked the reader."""
    found = queries.detail(by=actor_of(request), pk=advice_id)
    visit = found.visit
    return _advice(found.advice) | {
        "turns": [
            {"adviser_id": one.adviser_id, "reasons": one.reasons, "put_at": one.put_at, "answer_by": one.answer_by,
             "answer": one.answer, "words": one.words, "chosen": one.chosen}
            for one in found.turns
        ],
        "visit": None if visit is None else {
            "on": visit.on, "hours": str(visit.hours), "place": visit.place,
            "notes": visit.notes if found.may_read_notes else None, "confirmed_at": visit.confirmed_at,
            "rating": visit.rating, "rating_words": visit.rating_words,
            "policies": [{"policy_id": one.policy_id, "verdict": one.code} for one in found.explained],
        },
        "promises": [one.pk for one in found.promises],
    }  # fmt: skip


@router.get("/advices/{advice_id}/candidates", url_name="advice-candidates")
def candidates(request: HttpRequest, advice_id: int) -> dict[str, Any]:
    """Who comes first and why; who cannot be asked and why."""
    by = actor_of(request)
    by.need("advisers.write")
    listed = queries.candidates(advice=access.the_request(by, advice_id), on=clock.now().date())
    items = [
        {"adviser_id": one.adviser.pk, "reasons": list(one.ranked.reasons), "out": one.ranked.out, "hours_left": str(one.ranked.left)}
        for one in listed
    ]  # fmt: skip
    return {"items": items, "next": None}


@router.post("/advices", response={201: dict[str, Any]}, url_name="advice-new")
def propose(request: HttpRequest, body: AdviceIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Propose an adviser to a company."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        return _advice(actions.ask(new=actions.NewAdvice(**body.dict()), by=by, at=at))

    return Status(201, idempotency.once(by=by, key=idempotency_key, request=body.dict(), at=at, do=do))


@router.post("/advices/{advice_id}/put", url_name="advice-put")
def put(request: HttpRequest, advice_id: int, body: PutIn, idempotency_key: str = Key) -> dict[str, Any]:
    """Put it to the first of the list, or to another with a reason."""
    step = partial(actions.put, advice_id=advice_id, **body.dict())
    return _stepped(request, step, key=idempotency_key, asked={"advice": advice_id, **body.dict()})


@router.post("/advices/{advice_id}/accept", url_name="advice-accept")
def accept(request: HttpRequest, advice_id: int, idempotency_key: str = Key) -> dict[str, Any]:
    """By the adviser to whom it was put."""
    step = partial(actions.accept, advice_id=advice_id)
    return _stepped(request, step, key=idempotency_key, asked={"accept": advice_id})


@router.post("/advices/{advice_id}/hand-on", url_name="advice-hand-on")
def hand_on(
    request: HttpRequest, advice_id: int, body: WordsIn, idempotency_key: str = Key
) -> dict[str, Any]:
    """The adviser cannot; to the next."""
    step = partial(actions.hand_on, advice_id=advice_id, words=body.words)
    return _stepped(request, step, key=idempotency_key, asked={"advice": advice_id, **body.dict()})


@router.post("/advices/{advice_id}/drop", url_name="advice-drop")
def drop(request: HttpRequest, advice_id: int, body: WordsIn, idempotency_key: str = Key) -> dict[str, Any]:
    """The desk ends it, with a reason."""
    step = partial(actions.drop, advice_id=advice_id, reason=body.words)
    return _stepped(request, step, key=idempotency_key, asked={"advice": advice_id, **body.dict()})


@router.post("/advices/{advice_id}/visit", response={201: dict[str, Any]}, url_name="advice-visit")
def visit(
    request: HttpRequest, advice_id: int, body: VisitIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """Note down the visit."""
    by, at = actor_of(request), clock.now()
    given = body.dict() | {"follow_ups": [actions.FollowUp(one.what, one.due_on) for one in body.follow_ups]}
    given["on"] = given.pop("on_day")

    def do() -> dict[str, Any]:
        return {"id": actions.visit(advice_id=advice_id, new=actions.NewVisit(**given), by=by, at=at).pk}

    asked = {"advice": advice_id, **body.model_dump(mode="json")}
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


def _stepped(
    request: HttpRequest, step: Callable[..., Advice], *, key: str, asked: dict[str, Any]
) -> dict[str, Any]:
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        return _advice(step(by=by, at=at))

    return idempotency.once(by=by, key=key, request=asked, at=at, do=do)


def _adviser(one: queries.Loaded, *, contacts: bool) -> dict[str, Any]:
    man = one.adviser
    return {
        "id": man.pk, "kind": man.kind, "name": man.name, "employer": man.employer, "fields": man.fields,
        "chains": man.chains, "languages": man.languages, "hours": man.hours, "hours_used": str(one.used),
        "open": one.open, "starts_on": man.starts_on, "ends_on": man.ends_on, "standing": one.standing,
        "phone": man.phone if contacts else None,
    }  # fmt: skip


def _advice(one: Advice) -> dict[str, Any]:
    return {
        "id": one.pk, "company_id": one.company_id, "kind": one.kind, "field": one.field, "language": one.language,
        "words": one.words, "state": one.state, "adviser_id": one.adviser_id, "demand_id": one.demand_id,
        "asked_at": one.asked_at.isoformat(), "shown_to": one.shown_to, "is_proposal": one.is_proposal,
    }  # fmt: skip
