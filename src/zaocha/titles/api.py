"""API of titles: workers with verdicts, dossiers, experts, panels. Marks of experts are no part of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.accounts.actors import Actor
from zaocha.kernel import clock, idempotency
from zaocha.titles import access, queries
from zaocha.titles.actions import changing, dossiers, experts, panels, sheets, workers
from zaocha.titles.models import Dossier, Panel, Worker

router = Router(tags=["titles"])
Key = Header("", alias="Idempotency-Key")


class WorkerIn(Schema):
    """A worker; `facts` by the names of `GET /titles/facts`."""

    name: str
    field: str
    facts: dict[str, Any] = {}
    company_id: int | None = None
    post: str = ""
    phone: str = ""


class DossierIn(Schema):
    """A dossier for a worker by a rule whose verdict is `may`."""

    worker_id: int
    rule: str


class StepIn(Schema):
    """`verb`: describe (words), file (words: the authority), answer (kind, words, on), grant (words: the number, on), withdraw (words)."""

    verb: str
    words: str = ""
    kind: str = "waiting"
    on: date | None = None


class ExpertIn(Schema):
    """An expert for the pool."""

    name: str
    level: str
    fields_of_work: list[str]
    company_id: int | None = None
    employer: str = ""
    phone: str = ""


class PanelIn(Schema):
    """A panel; `size` odd, 0 for the usual one."""

    title: str
    field: str
    level: str
    size: int = 0
    substitutes: int | None = None


class PanelStepIn(Schema):
    """`verb`: put (dossier_ids), draw (words: a seed, may be left out), decide, end, cancel (words)."""

    verb: str
    words: str = ""
    dossier_ids: list[int] = []


@router.get("/titles/workers", url_name="title-workers")
def listed(request: HttpRequest, after: int = 0, limit: int = Query(50, ge=1, le=200)) -> dict[str, Any]:
    """Workers by id; names masked for who may not know them."""
    by = actor_of(request)
    found = list(access.workers(by).filter(pk__gt=after, erased_at=None).order_by("pk")[: limit + 1])
    items = [_worker(one, by=by) for one in found[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


@router.post("/titles/workers", response={201: dict[str, Any]}, url_name="title-worker-new")
def tell(request: HttpRequest, body: WorkerIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Note down a worker."""
    by, at = actor_of(request), clock.now()
    given = body.dict()

    def do() -> dict[str, Any]:
        return _worker(workers.tell(new=workers.NewWorker(**given), by=by, at=at), by=by)

    return Status(201, idempotency.once(by=by, key=idempotency_key, request=given, at=at, do=do))


@router.get("/titles/workers/{worker_id}", url_name="title-worker")
def one_worker(request: HttpRequest, worker_id: int) -> dict[str, Any]:
    """A worker with the verdict of each rule and its reasons."""
    by, at = actor_of(request), clock.now()
    found = access.the_worker(by, worker_id)
    verdicts = queries.verdicts(found, on=changing.today(by, at)) if not found.erased_at else []
    return {
        **_worker(found, by=by),
        "verdicts": [
            {
                "rule": one.rule.id, "level": one.rule.level, "way": one.rule.way, "verdict": one.code,
                "reasons": one.lines, "ask": list(one.missing), "evidence": list(one.evidence),
            }
            for one in verdicts
        ],
    }  # fmt: skip


@router.get("/titles/dossiers", url_name="titles")
def dossiers_(request: HttpRequest, after: int = 0, limit: int = Query(50, ge=1, le=200)) -> dict[str, Any]:
    """Dossiers by id."""
    by = actor_of(request)
    rows = access.dossiers(by).select_related("worker").filter(pk__gt=after).order_by("pk")
    found = list(rows[: limit + 1])
    items = [_dossier(one, by=by) for one in found[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


@router.post("/titles/dossiers", response={201: dict[str, Any]}, url_name="title-new")
def open_(request: HttpRequest, body: DossierIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Open a dossier."""
    by, at = actor_of(request), clock.now()
    given = body.dict()

    def do() -> dict[str, Any]:
        return _dossier(dossiers.open_dossier(**given, by=by, at=at), by=by)

    return Status(201, idempotency.once(by=by, key=idempotency_key, request=given, at=at, do=do))


@router.get("/titles/dossiers/{dossier_id}", url_name="title")
def one(request: HttpRequest, dossier_id: int) -> dict[str, Any]:
    """A dossier with what it still lacks; the panel's sums once it has decided."""
    by, at = actor_of(request), clock.now()
    found = access.the_dossier(by, dossier_id)
    detail = queries.detail(found, by=by, at=at, name=access.named(found.worker, by=by))
    return {
        **_dossier(found, by=by), "papers": [one.kind for one in detail.papers], "outcome": found.outcome,
        "lacking": [{"code": gap.code, "words": gap.words, "remedy": gap.remedy} for gap in detail.gaps],
    }  # fmt: skip


@router.post("/titles/dossiers/{dossier_id}/step", url_name="title-step")
def step(request: HttpRequest, dossier_id: int, body: StepIn, idempotency_key: str = Key) -> dict[str, Any]:
    """One step of a dossier."""
    by, at = actor_of(request), clock.now()
    by.need("titles.write")
    access.the_dossier(by, dossier_id)

    def do() -> dict[str, Any]:
        found = dossiers.step(
            dossiers.Step(body.verb, body.words, body.kind, body.on), dossier_id=dossier_id, by=by, at=at
        )
        return _dossier(access.the_dossier(by, found.pk), by=by)

    asked = {"dossier": dossier_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


@router.get("/titles/experts", url_name="title-experts")
def pool(request: HttpRequest, after: int = 0, limit: int = Query(50, ge=1, le=200)) -> dict[str, Any]:
    """The pool by id."""
    found = list(access.experts(actor_of(request)).filter(pk__gt=after).order_by("pk")[: limit + 1])
    items = [
        {
            "id": one.pk, "name": one.name, "employer": one.employer, "level": one.level, "fields": one.fields,
            "ended_on": str(one.ended_on) if one.ended_on else None,
        }
        for one in found[:limit]
    ]  # fmt: skip
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


@router.post("/titles/experts", response={201: dict[str, Any]}, url_name="title-expert-new")
def enter(request: HttpRequest, body: ExpertIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Take an expert into the pool."""
    by, at = actor_of(request), clock.now()
    given = body.dict()

    def do() -> dict[str, Any]:
        kept = {name: value for name, value in given.items() if name != "fields_of_work"}
        new = experts.NewExpert(**kept, fields=tuple(body.fields_of_work))
        return {"id": experts.enter(new=new, by=by, at=at).pk}

    return Status(201, idempotency.once(by=by, key=idempotency_key, request=given, at=at, do=do))


@router.get("/titles/panels", url_name="title-panels")
def panels_(request: HttpRequest, after: int = 0, limit: int = Query(50, ge=1, le=200)) -> dict[str, Any]:
    """Panels by id."""
    found = list(access.panels(actor_of(request)).filter(pk__gt=after).order_by("pk")[: limit + 1])
    items = [_panel(one) for one in found[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


@router.post("/titles/panels", response={201: dict[str, Any]}, url_name="title-panel-new")
def plan(request: HttpRequest, body: PanelIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Plan a panel."""
    by, at = actor_of(request), clock.now()
    given = body.dict()

    def do() -> dict[str, Any]:
        return _panel(panels.plan(new=panels.NewPanel(**given), by=by, at=at))

    return Status(201, idempotency.once(by=by, key=idempotency_key, request=given, at=at, do=do))


@router.get("/titles/panels/{panel_id}", url_name="title-panel")
def panel(request: HttpRequest, panel_id: int) -> dict[str, Any]:
    """A panel with its seed, seats with the reasons of those kept out, and how many have handed in."""
    found = queries.panel(by=actor_of(request), pk=panel_id)
    seats = [*found.seated, *found.substitutes, *found.declined, *found.kept_out, *found.undrawn]
    return {
        **_panel(found.panel), "handed_in": found.handed_in, "dossiers": [one.pk for one, _name in found.dossiers],
        "seats": [
            {
                "expert_id": one.seat.expert_id, "state": one.seat.state, "place": one.seat.place,
                "reasons": one.reasons, "handed_in": one.seat.handed_in_at is not None,
            }
            for one in seats
        ],
    }  # fmt: skip


@router.post("/titles/panels/{panel_id}/step", url_name="title-panel-step")
def panel_step(
    request: HttpRequest, panel_id: int, body: PanelStepIn, idempotency_key: str = Key
) -> dict[str, Any]:
    """One step of a panel."""
    by, at = actor_of(request), clock.now()
    by.need("titles.write")
    access.the_panel(by, panel_id)

    def do() -> dict[str, Any]:
        new = sheets.PanelStep(body.verb, body.words, tuple(body.dossier_ids))
        return _panel(sheets.step(new, panel_id=panel_id, by=by, at=at))

    asked = {"panel": panel_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


def _worker(found: Worker, *, by: Actor) -> dict[str, Any]:
    sees = access.sees_names(by)
    return {
        "id": found.pk, "name": access.named(found, by=by), "company_id": found.company_id, "field": found.field,
        "told_by": found.told_by, "told_on": str(found.told_on), "agreed": found.consented_at is not None,
        "facts": found.facts if sees else {}, "best": found.best, "version": found.version,
    }  # fmt: skip


def _dossier(found: Dossier, *, by: Actor) -> dict[str, Any]:
    sees = access.sees_names(by)
    return {
        "id": found.pk, "worker_id": found.worker_id, "worker": access.named(found.worker, by=by),
        "company_id": found.company_id, "rule": found.rule, "level": found.level, "state": found.state,
        "next_on": str(found.next_on) if found.next_on else None, "authority": found.authority,
        "certificate": found.certificate if sees else "", "confirmed": found.confirmed_at is not None,
        "granted_on": str(found.granted_on) if found.granted_on else None,
    }  # fmt: skip


def _panel(found: Panel) -> dict[str, Any]:
    return {
        "id": found.pk, "title": found.title, "field": found.field, "level": found.level, "state": found.state,
        "size": found.size, "substitutes": found.substitutes, "seed": found.seed,
        "due_on": str(found.due_on) if found.due_on else None,
        "notice_until": str(found.notice_until) if found.notice_until else None,
    }  # fmt: skip
