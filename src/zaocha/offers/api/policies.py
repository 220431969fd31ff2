"""API of the policies: list, one, draft, save, publish, repeal, lint, packs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.kernel import clock, idempotency
from zaocha.offers import documents
from zaocha.offers import packs as shipped
from zaocha.offers.actions import policies as actions
from zaocha.offers.models import Policy
from zaocha.offers.queries import policies as queries

router = Router(tags=["policies"])
Key = Header("", alias="Idempotency-Key")


class Narrowing(Schema):
    """Filters of the list."""

    text: str = ""
    standing: str = ""
    kind: str = ""
    place: str = ""
    automatic: bool = False


class DocumentIn(Schema):
    """A policy as docs/formats has it; either `document`, or `yaml`. `version` as read refuses a stale save."""

    document: dict[str, Any] | None = None
    yaml: str = ""
    version: int = 0


class PublishIn(Schema):
    """Which save is published, and what is new."""

    version: int
    note: str = ""


class RepealIn(Schema):
    """From which day, and by what."""

    on: date
    reason: str


@router.get("/policies", url_name="policies")
def policies(
    request: HttpRequest,
    narrowing: Query[Narrowing],
    page: int = Query(1, ge=1, le=10_000),
    limit: int = Query(50, ge=1, le=200),
) -> dict[str, Any]:
    """Policies, those in force first. `standing`: draft, coming, in_force, ended, repealed."""
    by, on = actor_of(request), clock.today()
    by.need("policies.read")
    rows = queries.narrowed(queries.visible(by), queries.Filters(**narrowing.dict()), on=on)
    found = list(rows.defer("document", "draft")[(page - 1) * limit : page * limit + 1])
    items = [_line(one, on=on) for one in found[:limit]]
    return {"items": items, "next": page + 1 if len(found) > limit else None}


@router.get("/policies/packs", url_name="policy-packs")
def packs(request: HttpRequest) -> dict[str, Any]:
    """The policies that come with the program, and which of them are taken over."""
    by = actor_of(request)
    by.need("policies.write")
    installed = queries.packs_installed(by.tenant_id)
    items = [
        {"code": one.code, "title": one.document.get("title"), "source": one.document.get("source"),
         "is_template": one.is_template, "policy_id": installed.get(one.code)}
        for one in shipped.every()
    ]  # fmt: skip
    return {"items": items}


@router.post("/policies/packs/{code}", response={201: dict[str, Any]}, url_name="policy-pack-install")
def install(request: HttpRequest, code: str, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Take one over; in force at once when its taker may publish."""
    by, at = actor_of(request), clock.now()
    by.need("policies.write")

    def do() -> dict[str, Any]:
        return _whole(actions.install(pack=code, by=by, at=at), on=at.date())

    return Status(201, idempotency.once(by=by, key=idempotency_key, request={"pack": code}, at=at, do=do))


@router.post("/policies/lint", url_name="policy-lint")
def lint(request: HttpRequest, body: DocumentIn, idempotency_key: str = Key) -> dict[str, Any]:
    """What the check says of a document; nothing is stored, so the key changes nothing."""
    by = actor_of(request)
    by.need("policies.read")
    return {"findings": _findings(_document(body), by.tenant_id)}


@router.get("/policies/{policy_id}", url_name="policy")
def policy(request: HttpRequest, policy_id: int) -> dict[str, Any]:
    """One policy: what is in force, the draft if the reader may see it, what the check says."""
    by = actor_of(request)
    by.need("policies.read")
    found = queries.one(by, policy_id)
    answer = _whole(found, on=clock.today())
    if by.may("policies.write") or by.may("policies.publish"):
        answer["draft"] = found.draft
    return answer


@router.get("/policies/{policy_id}/editions", url_name="policy-editions")
def editions(request: HttpRequest, policy_id: int) -> dict[str, Any]:
    """Every edition that was published, newest first."""
    by = actor_of(request)
    by.need("policies.read")
    rows = queries.editions(queries.one(by, policy_id))
    items = [
        {
            "number": one.number,
            "published_at": one.published_at.isoformat(),
            "note": one.note,
            "document": one.document,
        }
        for one in rows
    ]
    return {"items": items}


@router.post("/policies", response={201: dict[str, Any]}, url_name="policy-new")
def create(request: HttpRequest, body: DocumentIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Begin a policy as a draft, finished or not."""
    by, at = actor_of(request), clock.now()
    by.need("policies.write")
    document = _document(body)

    def do() -> dict[str, Any]:
        return _whole(actions.draft(document=document, by=by, at=at), on=at.date())

    return Status(201, idempotency.once(by=by, key=idempotency_key, request=document, at=at, do=do))


@router.put("/policies/{policy_id}/draft", url_name="policy-draft")
def save(
    request: HttpRequest, policy_id: int, body: DocumentIn, idempotency_key: str = Key
) -> dict[str, Any]:
    """Put a document in place of the draft; 409 when it was saved by somebody else meanwhile."""
    by, at = actor_of(request), clock.now()
    by.need("policies.write")
    document = _document(body)

    def do() -> dict[str, Any]:
        made = actions.save(policy_id=policy_id, document=document, version=body.version, by=by, at=at)
        return _whole(made, on=at.date())

    return _once(request, idempotency_key, [policy_id, document, body.version], do)


@router.post("/policies/{policy_id}/publish", url_name="policy-publish")
def publish(
    request: HttpRequest, policy_id: int, body: PublishIn, idempotency_key: str = Key
) -> dict[str, Any]:
    """Put the draft in force; 422 names the first fault."""
    by, at = actor_of(request), clock.now()
    by.need("policies.publish")

    def do() -> dict[str, Any]:
        made = actions.publish(policy_id=policy_id, version=body.version, note=body.note, by=by, at=at)
        return _whole(made, on=at.date())

    return _once(request, idempotency_key, [policy_id, body.dict()], do)


@router.post("/policies/{policy_id}/repeal", url_name="policy-repeal")
def repeal(
    request: HttpRequest, policy_id: int, body: RepealIn, idempotency_key: str = Key
) -> dict[str, Any]:
    """End it from a day on."""
    by, at = actor_of(request), clock.now()
    by.need("policies.publish")

    def do() -> dict[str, Any]:
        made = actions.repeal(policy_id=policy_id, on=body.on, reason=body.reason, by=by, at=at)
        return _whole(made, on=at.date())

    return _once(request, idempotency_key, [policy_id, body.dict()], do)


def _once(request: HttpRequest, key: str, given: Any, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    return idempotency.once(by=actor_of(request), key=key, request=given, at=clock.now(), do=do)


def _document(body: DocumentIn) -> documents.Document:
    if body.document is not None:
        return body.document
    return documents.from_yaml(body.yaml)


def _line(found: Policy, *, on: date) -> dict[str, Any]:
    return {
        "id": found.pk,
        "code": found.code,
        "title": {"zh": found.title_zh, "en": found.title_en},
        "standing": queries.standing(found, on=on),
        "kind": found.kind,
        "place": found.place,
        "automatic": found.is_automatic,
        "valid_from": found.valid_from.isoformat() if found.valid_from else None,
        "valid_to": found.valid_to.isoformat() if found.valid_to else None,
        "version": found.version,
        "pack": found.pack,
    }


def _whole(found: Policy, *, on: date) -> dict[str, Any]:
    return {
        **_line(found, on=on),
        "document": found.document,
        "repealed_on": found.repealed_on.isoformat() if found.repealed_on else None,
        "repeal_reason": found.repeal_reason,
        "findings": _findings(found.draft if found.draft is not None else found.document, found.tenant_id),
    }


def _findings(document: documents.Document, tenant_id: int) -> list[dict[str, Any]]:
    return [
        {
            "severity": one.severity,
            "code": one.code,
            "message": one.message,
            "remedy": one.remedy,
            "path": one.path,
        }
        for one in documents.lint(document, among=queries.codes(tenant_id=tenant_id))
    ]
