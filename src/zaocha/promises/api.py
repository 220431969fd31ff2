"""API of the promise ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.kernel import clock, idempotency
from zaocha.kernel.errors import Invalid
from zaocha.promises import access, actions, queries
from zaocha.promises.models import Promise

router = Router(tags=["promises"])


class PromiseIn(Schema):
    """A new promise or statement."""

    what: str
    kind: str = "answer"
    giver: str = ""
    unit_id: int | None = None
    company_id: int | None = None
    due_on: date | None = None
    trigger: str = ""
    demand_id: int | None = Field(None, ge=1, lt=2**63)
    confirmed: bool = False


class EndIn(Schema):
    """How it ended: `kept`, `broken`, `released`; for a statement also `confirmed` (`due_on`) or `declined`."""

    end: str
    evidence: str = ""
    due_on: date | None = None


@router.get("/promises", url_name="promises")
def promises(
    request: HttpRequest, tab: str = "", after: int = 0, limit: int = Query(50, ge=1, le=200)
) -> dict[str, Any]:
    """Promises by standing (`late`, `due_today`, `open`, `waiting`, `statement`, `lapsed`, `kept`, …), by id."""
    by, at = actor_of(request), clock.now()
    by.need("promises.read")
    rows = access.visible(by).select_related("company", "unit")
    if tab:
        known = queries.filters(on=at.date(), at=at)
        if tab not in known:
            raise Invalid(field="tab", remedy=", ".join(known))
        rows = rows.filter(known[tab])
    found = list(rows.filter(pk__gt=after).order_by("pk")[: limit + 1])
    items = [_as_dict(one, at=at) for one in found[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


@router.post("/promises", response={201: dict[str, Any]}, url_name="promise-new")
def create(
    request: HttpRequest, body: PromiseIn, idempotency_key: str = Header("", alias="Idempotency-Key")
) -> Status[dict[str, Any]]:
    """State or promise."""
    by, at = actor_of(request), clock.now()
    given = body.dict()
    new = actions.NewPromise(
        what=body.what, kind=body.kind, giver=body.giver, unit_id=body.unit_id, company_id=body.company_id,
        due_on=body.due_on, trigger=body.trigger, origin_id=body.demand_id,
        origin_kind="demand" if body.demand_id else "",
    )  # fmt: skip

    def do() -> dict[str, Any]:
        make = actions.promise if body.confirmed else actions.state
        return _as_dict(make(new=new, by=by, at=at), at=at)

    return Status(201, idempotency.once(by=by, key=idempotency_key, request=given, at=at, do=do))


@router.post("/promises/{promise_id}/end", url_name="promise-end")
def end(
    request: HttpRequest,
    promise_id: int,
    body: EndIn,
    idempotency_key: str = Header("", alias="Idempotency-Key"),
) -> dict[str, Any]:
    """Confirm or decline a statement; keep, break or release."""
    by, at = actor_of(request), clock.now()
    verbs = {
        "confirmed": lambda: actions.confirm(
            promise_id=promise_id, by=by, at=at, name=body.evidence[:60], due_on=body.due_on
        ),
        "declined": lambda: actions.decline(promise_id=promise_id, words=body.evidence, by=by, at=at),
        "kept": lambda: actions.keep(promise_id=promise_id, evidence=body.evidence, by=by, at=at),
        "broken": lambda: actions.break_(promise_id=promise_id, reason=body.evidence, by=by, at=at),
        "released": lambda: actions.release(promise_id=promise_id, reason=body.evidence, by=by, at=at),
    }
    if body.end not in verbs:
        raise Invalid(field="end", remedy=", ".join(verbs))
    request_body = {"promise": promise_id, **body.dict()}
    return idempotency.once(
        by=by, key=idempotency_key, request=request_body, at=at, do=lambda: _as_dict(verbs[body.end](), at=at)
    )


def _as_dict(promise: Promise, *, at: Any) -> dict[str, Any]:
    return {
        "id": promise.pk,
        "what": promise.what,
        "kind": promise.kind,
        "giver": promise.giver,
        "unit_id": promise.unit_id,
        "company_id": promise.company_id,
        "due_on": promise.due_on.isoformat() if promise.due_on else None,
        "provisional": promise.provisional,
        "trigger": promise.trigger,
        "standing": queries.standing(promise, at=at).code,
        "stated_at": promise.stated_at.isoformat(),
        "evidence": promise.evidence,
        "origin": [promise.origin_kind, promise.origin_id],
        "meeting_id": promise.meeting_id,
    }
