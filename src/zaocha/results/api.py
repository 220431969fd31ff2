"""API of results. Nobody confirms here: that is for whoever benefited."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.kernel import clock, idempotency
from zaocha.results import actions, kinds, queries
from zaocha.results.models import Result

router = Router(tags=["results"])
Key = Header("", alias="Idempotency-Key")


class ResultIn(Schema):
    """`kind` as `/results/kinds` names it; `amount` in its unit."""

    company_id: int
    kind: str
    amount: Decimal
    on: date
    evidence: str


class CorrectionIn(Schema):
    """The right amount, and why."""

    amount: Decimal
    reason: str


class ReasonIn(Schema):
    """Why it is taken back."""

    reason: str


@router.get("/results/kinds", url_name="result-kinds")
def result_kinds(request: HttpRequest) -> dict[str, Any]:
    """What is counted, in which unit, who confirms it, and whether it makes its company one that was helped."""
    actor_of(request).need("results.read")
    items = [
        {
            "kind": one.code, "label": one.label, "explanation": one.explanation, "unit": one.unit,
            "confirms": one.confirms, "helps": one.helps,
        }
        for one in kinds.every().values()
    ]  # fmt: skip
    return {"items": items}


@router.get("/results", url_name="results")
def results(
    request: HttpRequest,
    kind: str = "",
    state: str = "",
    company_id: int | None = None,
    after: int = 0,
    limit: int = Query(50, ge=1, le=200),
) -> dict[str, Any]:
    """Results and counter-entries by id. `state`: confirmed, waiting, disputed, taken_back or counter."""
    by = actor_of(request)
    by.need("results.read")
    filters = queries.Filters(kind=kind, state=state, company_id=company_id)
    rows = queries.results(by=by, filters=filters).filter(pk__gt=after).order_by("pk")
    found = list(rows[: limit + 1])
    items = [_row(one) for one in found[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


@router.post("/results", response={201: dict[str, Any]}, url_name="result-new")
def enter(request: HttpRequest, body: ResultIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Note what changed; it counts once the company has confirmed it."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        return _row(actions.enter(new=actions.NewResult(**body.dict()), by=by, at=at))

    asked = {**body.dict(), "amount": str(body.amount), "on": str(body.on)}
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


@router.get("/results/{result_id}", url_name="result")
def one(request: HttpRequest, result_id: int) -> dict[str, Any]:
    """One result with what was said of it."""
    by = actor_of(request)
    by.need("results.read")
    found = queries.detail(by=by, pk=result_id)
    said = [
        {"agrees": word.agrees, "words": word.words, "at": word.said_at, "name": word.said_name} for word in found.words
    ]  # fmt: skip
    more = {
        "counter": found.counter.pk if found.counter else None,
        "corrected": found.corrected.pk if found.corrected else None,
    }
    return {**_row(found.result), **more, "words": said}


@router.post("/results/{result_id}/correct", response={201: dict[str, Any]}, url_name="result-correct")
def correct(
    request: HttpRequest, result_id: int, body: CorrectionIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """A counter-entry, and a new entry with the right amount: the new one."""
    by, at = actor_of(request), clock.now()
    by.need("results.write")

    def do() -> dict[str, Any]:
        return _row(
            actions.correct(result_id=result_id, amount=body.amount, reason=body.reason, by=by, at=at)
        )

    asked = {"result": result_id, "amount": str(body.amount), "reason": body.reason}
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


@router.post("/results/{result_id}/take-back", response={201: dict[str, Any]}, url_name="result-take-back")
def take_back(
    request: HttpRequest, result_id: int, body: ReasonIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """A counter-entry with nothing in its place: the counter-entry."""
    by, at = actor_of(request), clock.now()
    by.need("results.write")

    def do() -> dict[str, Any]:
        return _row(actions.take_back(result_id=result_id, reason=body.reason, by=by, at=at))

    asked = {"result": result_id, "reason": body.reason}
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


def _row(found: Result) -> dict[str, Any]:
    return {
        "id": found.pk, "kind": found.kind, "amount": str(found.amount), "unit": found.unit,
        "on": str(found.happened_on), "company_id": found.company_id, "chain": found.chain, "state": found.state,
        "evidence": found.evidence, "origin": [found.origin_kind, found.origin_id], "demand_id": found.demand_id,
        "promise_id": found.promise_id, "counters": found.counters_id, "corrects": found.corrects_id,
        "reason": found.reason, "confirmed_at": found.confirmed_at.isoformat() if found.confirmed_at else None,
    }  # fmt: skip
