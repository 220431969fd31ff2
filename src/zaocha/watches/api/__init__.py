"""API of the watches, their firings, and the sources that are looked at."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.kernel import clock, idempotency
from zaocha.kernel.errors import Invalid
from zaocha.offers import conditions
from zaocha.offers.actions import sources as source_actions
from zaocha.offers.queries import sources as source_queries
from zaocha.watches import access, proposing, queries
from zaocha.watches.actions import watching

router = Router(tags=["watches"])
Key = Header("", alias="Idempotency-Key")
STANDINGS = ["live", "watching", "amber", "ended", "all"]


class Condition(Schema):
    """A test on a fact of the kind, such as `area_mu` and `[8..12]`."""

    fact: str
    test: str


class WatchIn(Schema):
    """A new watch: for a company or somebody by name, or from a demand, a need, or a promise with a trigger."""

    kind: str
    must: list[Condition] = Field(default_factory=list)
    company_id: int | None = Field(None, ge=1, lt=2**63)
    who: str = ""
    demand_id: int | None = Field(None, ge=1, lt=2**63)
    need_id: int | None = Field(None, ge=1, lt=2**63)
    promise_id: int | None = Field(None, ge=1, lt=2**63)
    source_id: int | None = Field(None, ge=1, lt=2**63)


class EndIn(Schema):
    """Why nobody waits any longer."""

    words: str


class TellIn(Schema):
    """How they were told: wechat, telephone, sms, in_person."""

    how: str


class SourceIn(Schema):
    """A place where offers are made known; `every_days`: working days between two looks."""

    name: str
    kind: str
    address: str = ""
    person_id: int | None = Field(None, ge=1, lt=2**63)
    every_days: int = 1


class LookIn(Schema):
    """What a look found: nothing, or something (which is entered as offers)."""

    found: str = "nothing"


class TextIn(Schema):
    """Somebody's words."""

    words: str = Field(max_length=4000)


@router.get("/watches", url_name="watches")
def watches(
    request: HttpRequest, kind: str = "", standing: str = "live", q: str = "",
    after: int = Query(0, ge=0, lt=2**63), limit: int = Query(50, ge=1, le=200),
) -> dict[str, Any]:  # fmt: skip
    """Watches by id; `standing`: live, watching, amber (source unseen or none), ended, all."""
    by, at = actor_of(request), clock.now()
    by.need("watches.read")
    if standing not in STANDINGS:
        raise Invalid(field="standing", remedy=", ".join(STANDINGS))
    found = queries.narrowed(access.visible(by), queries.Filters(kind, standing, q), by=by, at=at)
    page = list(found.filter(pk__gt=after).order_by("pk")[: limit + 1])
    items = [as_dict(row) for row in queries.rows(page[:limit], by=by, at=at)]
    return {"items": items, "next": items[-1]["id"] if len(page) > limit else None}


@router.post("/watches", response={201: dict[str, Any]}, url_name="watch-new")
def create(request: HttpRequest, body: WatchIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Make a standing promise; what is on offer already and fits fires at once."""
    by, at = actor_of(request), clock.now()
    by.need("watches.write")
    given = body.dict()
    new = watching.NewWatch(**{**given, "must": tuple(given["must"])})

    def do() -> dict[str, Any]:
        made = watching.watch(new=new, by=by, at=at)
        return as_dict(queries.rows([made], by=by, at=at)[0])

    return Status(201, idempotency.once(by=by, key=idempotency_key, request=given, at=at, do=do))


@router.post("/watches/propose", url_name="watch-propose")
def propose(request: HttpRequest, body: TextIn, idempotency_key: str = Key) -> dict[str, Any]:
    """What somebody's words may mean as watches; nothing is written."""
    actor_of(request).need("watches.read")
    return {
        "items": [
            {"kind": one.kind, "must": list(one.must), "words": one.words} for one in proposing.of(body.words)
        ]
    }


@router.get("/watches/{watch_id}", url_name="watch")
def watch(request: HttpRequest, watch_id: int) -> dict[str, Any]:
    """One watch with everything that fired it, each with its evidence."""
    by, at = actor_of(request), clock.now()
    by.need("watches.read")
    found = queries.one(by=by, pk=watch_id)
    fired = [
        {
            "id": one.firing.pk, "offer_id": one.firing.offer_id, "version": one.firing.version,
            "fired_at": one.firing.fired_at.isoformat(), "evidence": one.firing.evidence, "message": one.message,
            "promise_id": one.firing.promise_id, "told_at": one.firing.told_at.isoformat() if one.firing.told_at else None,
        }
        for one in queries.firings(found.firings.all())
    ]  # fmt: skip
    return as_dict(queries.rows([found], by=by, at=at)[0]) | {"firings": fired}


@router.post("/watches/{watch_id}/end", url_name="watch-end")
def end(request: HttpRequest, watch_id: int, body: EndIn, idempotency_key: str = Key) -> dict[str, Any]:
    """Wait no longer; an open promise is released with the same words."""
    by, at = actor_of(request), clock.now()
    by.need("watches.write")

    def do() -> dict[str, Any]:
        found = watching.end(watch_id=watch_id, words=body.words, by=by, at=at)
        return as_dict(queries.rows([found], by=by, at=at)[0])

    asked = {"watch": watch_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


@router.post("/firings/{firing_id}/told", url_name="firing-told")
def told(request: HttpRequest, firing_id: int, body: TellIn, idempotency_key: str = Key) -> dict[str, Any]:
    """Note that the message was sent on."""
    by, at = actor_of(request), clock.now()
    by.need("watches.write")

    def do() -> dict[str, Any]:
        found = watching.tell(firing_id=firing_id, how=body.how, by=by, at=at)
        return {
            "id": found.pk,
            "told_at": found.told_at.isoformat() if found.told_at else None,
            "told_how": found.told_how,
        }

    asked = {"firing": firing_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


@router.get("/sources", url_name="sources")
def sources(request: HttpRequest) -> dict[str, Any]:
    """All sources, with the working days since the last look and whether one is due."""
    by, at = actor_of(request), clock.now()
    by.need("watches.read")
    return {"items": [_source(row) for row in source_queries.rows(by=by, at=at)]}


@router.post("/sources", response={201: dict[str, Any]}, url_name="source-new")
def new_source(request: HttpRequest, body: SourceIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Enter a source."""
    by, at = actor_of(request), clock.now()
    by.need("watches.write")
    text = source_actions.SourceText(**body.dict())

    def do() -> dict[str, Any]:
        return _source(source_queries.row(source_actions.enter(text=text, by=by, at=at), by=by, at=at))

    return Status(201, idempotency.once(by=by, key=idempotency_key, request=body.dict(), at=at, do=do))


@router.post("/sources/{source_id}/looks", url_name="source-look")
def look(request: HttpRequest, source_id: int, body: LookIn, idempotency_key: str = Key) -> dict[str, Any]:
    """Note that somebody looked: nothing new, or something."""
    by, at = actor_of(request), clock.now()
    by.need("watches.write")

    def do() -> dict[str, Any]:
        found = source_actions.look(source_id=source_id, found=body.found, by=by, at=at)
        return _source(source_queries.row(found, by=by, at=at))

    asked = {"source": source_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


def as_dict(row: queries.Row) -> dict[str, Any]:
    """A watch as the API gives it."""
    one = row.watch
    return {
        "id": one.pk, "kind": one.kind, "must": one.must, "rule": conditions.all_said(one.kind, one.must),
        "company_id": one.company_id, "who": one.who, "promise_id": one.promise_id, "need_id": one.need_id,
        "origin": [one.origin_kind, one.origin_id], "source_id": one.source_id, "standing": row.standing,
        "fired": row.fired, "created_at": one.created_at.isoformat(),
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
    }  # fmt: skip


def _source(row: source_queries.Row) -> dict[str, Any]:
    one = row.source
    return {
        "id": one.pk, "name": one.name, "kind": one.kind, "address": one.address, "person_id": one.person_id,
        "every_days": one.every_days, "seen_at": one.seen_at.isoformat() if one.seen_at else None,
        "seen_by": one.seen_by, "working_days_since": row.days, "due": row.due, "unseen": row.unseen,
        "is_active": one.is_active,
    }  # fmt: skip
