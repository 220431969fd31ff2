"""API of goods, dealings and introductions. Who supplies whom is not to be had here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.dealings import access, actions, queries
from zaocha.dealings.models import Introduction
from zaocha.kernel import clock, idempotency

router = Router(tags=["dealings"])
Key = Header("", alias="Idempotency-Key")


class DealingIn(Schema):
    """`role`: makes, buys or spare."""

    company_id: int
    good_id: int
    role: str
    quantity: Decimal | None = None
    unit: str = ""
    note: str = ""
    until: date | None = None


class IntroductionIn(Schema):
    """`words`: what is looked for, without names."""

    good_id: int
    buyer_id: int
    seller_id: int
    words: str = ""
    demand_id: int | None = None


class AnswerIn(Schema):
    """What one of the two said, noted down by the desk."""

    company_id: int
    yes: bool


class OutcomeIn(Schema):
    """What came of it."""

    dealt: bool
    words: str


@router.get("/goods", url_name="goods")
def goods(
    request: HttpRequest, chain: str = "", tier: str = "", flag: str = "", q: str = ""
) -> dict[str, Any]:
    """Goods with how many make, buy and have them to spare; `supplies` is null below five."""
    found = queries.links(by=actor_of(request), chain=chain, tier=tier, flag=flag, text=q)
    items = [
        {
            "id": one.good.pk, "code": one.good.code, "zh": one.good.zh, "en": one.good.en, "chain": one.good.chain,
            "tier": one.good.tier, "inputs": one.good.inputs, "makers": one.makers, "buyers": one.buyers,
            "spare": one.spare, "supplies": one.supplies, "flag": one.flag,
        }
        for one in found
    ]  # fmt: skip
    return {"items": items, "next": None}


@router.get("/goods/{good_id}", url_name="good")
def good(request: HttpRequest, good_id: int) -> dict[str, Any]:
    """Who makes, buys and has it to spare, and for each buyer the makers that suit it."""
    by = actor_of(request)
    by.need("dealings.read")
    found = access.the_good(by, good_id)
    rows = queries.of_good(by=by, good=found)
    return {
        "id": found.pk, "code": found.code, "zh": found.zh, "en": found.en,
        "dealings": [
            {
                "id": one.pk, "company_id": one.company_id, "role": one.role,
                "quantity": None if one.quantity is None else str(one.quantity), "unit": one.unit,
                "until": one.until, "note": one.note,
            }
            for one in rows
        ],
        "candidates": [
            {"buyer_id": seeker.dealing.company_id, "seller_id": one.company.pk, "reasons": list(one.reasons)}
            for seeker in queries.seekers(by=by, good=found, on=clock.now().date())
            for one in seeker.candidates
        ],
    }  # fmt: skip


@router.post("/dealings", response={201: dict[str, Any]}, url_name="dealing-new")
def tell(request: HttpRequest, body: DealingIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Note down what a company does with a good."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        return {"id": actions.tell_dealing(new=actions.NewDealing(**body.dict()), by=by, at=at).pk}

    asked = body.model_dump(mode="json")
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


@router.get("/introductions", url_name="introductions")
def introductions(
    request: HttpRequest, state: str = "", after: int = 0, limit: int = Query(50, ge=1, le=200)
) -> dict[str, Any]:
    """Introductions by id."""
    by = actor_of(request)
    by.need("dealings.read")
    rows = queries.introductions(by=by, state=state).order_by("pk").filter(pk__gt=after)
    found = list(rows[: limit + 1])
    items = [_row(one) for one in found[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


@router.post("/introductions", response={201: dict[str, Any]}, url_name="introduce")
def introduce(
    request: HttpRequest, body: IntroductionIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """Ask two companies whether they want to be introduced."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        return _row(actions.introduce(new=actions.NewIntroduction(**body.dict()), by=by, at=at))

    return Status(201, idempotency.once(by=by, key=idempotency_key, request=body.dict(), at=at, do=do))


@router.post("/introductions/{introduction_id}/answers", url_name="introduction-answer")
def answer(
    request: HttpRequest, introduction_id: int, body: AnswerIn, idempotency_key: str = Key
) -> dict[str, Any]:
    """What one of the two said."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        return _row(
            actions.answer(
                introduction_id=introduction_id, yes=body.yes, by=by, at=at, for_company=body.company_id
            )
        )

    asked = {"introduction": introduction_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


@router.post("/introductions/{introduction_id}/outcome", url_name="introduction-outcome")
def outcome(
    request: HttpRequest, introduction_id: int, body: OutcomeIn, idempotency_key: str = Key
) -> dict[str, Any]:
    """What came of it."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        return _row(
            actions.tell_outcome(
                introduction_id=introduction_id, dealt=body.dealt, words=body.words, by=by, at=at
            )
        )

    asked = {"introduction": introduction_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


def _row(one: Introduction) -> dict[str, Any]:
    return {
        "id": one.pk, "good_id": one.good_id, "buyer_id": one.buyer_id, "seller_id": one.seller_id,
        "demand_id": one.demand_id, "state": one.state, "reasons": one.reasons, "words": one.words,
        "buyer_yes": one.buyer_yes, "seller_yes": one.seller_yes, "outcome": one.outcome,
    }  # fmt: skip
