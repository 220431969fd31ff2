"""API of credit dossiers and digital upgrades."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.accounts.actors import Actor
from zaocha.finance import access, actions, queries
from zaocha.finance.models import Credit, Upgrade
from zaocha.kernel import clock, idempotency

router = Router(tags=["finance"])
Key = Header("", alias="Idempotency-Key")


class CreditIn(Schema):
    """A wish for credit; `purpose` as the fact `loan_purpose`, amounts as decimal strings in CNY."""

    company_id: int
    purpose: str
    words: str
    amount: Decimal
    months: int | None = None
    needed_by: date | None = None
    demand_id: int | None = None


class PledgeIn(Schema):
    """A right that is pledged; `is_first` null: not known."""

    kind: str
    number: str
    title: str
    owner: str
    valid_until: date | None = None
    is_first: bool | None = None


class UpgradeIn(Schema):
    """A digital upgrade."""

    company_id: int
    title: str
    machines: int
    planned: Decimal
    words: str = ""
    supplier: str = ""
    spent: Decimal | None = None
    starts_on: date | None = None
    due_on: date | None = None
    demand_id: int | None = None


class CountIn(Schema):
    """Machines upgraded by a day."""

    machines: int
    what: str
    on: date
    evidence: str


@router.get("/credits", url_name="credits")
def credits(
    request: HttpRequest, state: str = "", after: int = 0, limit: int = Query(50, ge=1, le=200)
) -> dict[str, Any]:
    """Dossiers that concern the caller, by id; amounts only for whoever may see them."""
    by = actor_of(request)
    by.need("finance.read")
    rows = queries.credits(by=by, filters=queries.Filters(state)).filter(pk__gt=after).order_by("pk")
    found = list(rows[: limit + 1])
    items = [_credit(one, by) for one in found[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


@router.post("/credits", response={201: dict[str, Any]}, url_name="credit-new")
def open_credit(request: HttpRequest, body: CreditIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Open a dossier."""
    by, at = actor_of(request), clock.now()
    by.need("finance.write")
    asked = body.model_dump(mode="json")
    made = idempotency.once(
        by=by, key=idempotency_key, request=asked, at=at,
        do=lambda: _credit(actions.open_credit(new=actions.NewCredit(**body.dict()), by=by, at=at), by),
    )  # fmt: skip
    return Status(201, made)


@router.get("/credits/{credit_id}", url_name="credit")
def credit(request: HttpRequest, credit_id: int) -> dict[str, Any]:
    """A dossier with its rights, banks, what is lacking."""
    by = actor_of(request)
    by.need("finance.read")
    found = queries.credit(by=by, pk=credit_id, at=clock.now())
    sees = access.shows_amounts(by)
    return {
        **_credit(found.credit, by),
        "pledges": [
            {
                "id": one.pk, "kind": one.kind, "number": one.number, "title": one.title, "owner": one.owner,
                "valid_until": one.valid_until and str(one.valid_until), "is_first": one.is_first,
            }
            for one in found.pledges
        ],
        "banks": [
            {
                "id": one.pk, "bank": one.bank.name, "state": one.state, "consented_at": one.consented_at.isoformat(),
                "amount": _money(one.amount) if sees else None, "rate": _money(one.rate) if sees else None,
                "months": one.months if sees else None,
            }
            for one in found.referrals
        ],
        "lacks": [{"words": one.words, "remedy": one.remedy, "blocks": one.blocks} for one in found.lacks],
    }  # fmt: skip


@router.post("/credits/{credit_id}/pledges", response={201: dict[str, Any]}, url_name="credit-pledge")
def pledge(
    request: HttpRequest, credit_id: int, body: PledgeIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """Add a right."""
    by, at = actor_of(request), clock.now()
    by.need("finance.write")

    def do() -> dict[str, Any]:
        made = actions.add_pledge(credit_id=credit_id, new=actions.NewPledge(**body.dict()), by=by, at=at)
        return {"id": made.pk}

    asked = {"credit": credit_id, **body.model_dump(mode="json")}
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


@router.get("/upgrades", url_name="upgrades")
def upgrades(
    request: HttpRequest, state: str = "", after: int = 0, limit: int = Query(50, ge=1, le=200)
) -> dict[str, Any]:
    """Upgrades that concern the caller, by id."""
    by = actor_of(request)
    by.need("finance.read")
    rows = queries.upgrades(by=by, filters=queries.Filters(state)).filter(pk__gt=after).order_by("pk")
    found = list(rows[: limit + 1])
    items = [_upgrade(one, int(getattr(one, "done", 0)), by) for one in found[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


@router.post("/upgrades", response={201: dict[str, Any]}, url_name="upgrade-new")
def open_upgrade(request: HttpRequest, body: UpgradeIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Open an upgrade."""
    by, at = actor_of(request), clock.now()
    by.need("finance.write")
    asked = body.model_dump(mode="json")
    made = idempotency.once(
        by=by, key=idempotency_key, request=asked, at=at,
        do=lambda: _upgrade(actions.open_upgrade(new=actions.NewUpgrade(**body.dict()), by=by, at=at), 0, by),
    )  # fmt: skip
    return Status(201, made)


@router.get("/upgrades/{upgrade_id}", url_name="upgrade")
def upgrade(request: HttpRequest, upgrade_id: int) -> dict[str, Any]:
    """An upgrade with its counts."""
    by = actor_of(request)
    by.need("finance.read")
    found, counts, done = queries.upgrade(by=by, pk=upgrade_id)
    return {
        **_upgrade(found, done, by),
        "counts": [
            {
                "id": one.pk, "machines": one.machines, "what": one.what, "on": str(one.on_day),
                "evidence": one.evidence, "confirmed": one.confirmed_at is not None, "disputed": one.disputed_words,
            }
            for one in counts
        ],
    }  # fmt: skip


@router.post("/upgrades/{upgrade_id}/counts", response={201: dict[str, Any]}, url_name="upgrade-count")
def count(
    request: HttpRequest, upgrade_id: int, body: CountIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """Count machines; the company confirms them on its page."""
    by, at = actor_of(request), clock.now()
    by.need("finance.write")

    def do() -> dict[str, Any]:
        made = actions.count(upgrade_id=upgrade_id, new=actions.NewCount(**body.dict()), by=by, at=at)
        return {"id": made.pk}

    asked = {"upgrade": upgrade_id, **body.model_dump(mode="json")}
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


def _credit(one: Credit, by: Actor) -> dict[str, Any]:
    return {
        "id": one.pk, "company_id": one.company_id, "purpose": one.purpose, "words": one.words, "state": one.state,
        "amount": _money(one.amount) if access.shows_amounts(by) else None, "months": one.months,
        "needed_by": one.needed_by and str(one.needed_by), "demand_id": one.demand_id, "version": one.version,
    }  # fmt: skip


def _upgrade(one: Upgrade, done: int, by: Actor) -> dict[str, Any]:
    sees = access.shows_amounts(by)
    return {
        "id": one.pk, "company_id": one.company_id, "title": one.title, "state": one.state, "machines": one.machines,
        "confirmed": done, "planned": _money(one.planned) if sees else None, "spent": _money(one.spent) if sees else None,
        "subsidy": _money(one.subsidy) if sees else None, "accepted_on": one.accepted_on and str(one.accepted_on),
        "version": one.version,
    }  # fmt: skip


def _money(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
