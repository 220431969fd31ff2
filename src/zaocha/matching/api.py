"""API of the matching: verdicts, benefits that were had, lists without application, the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.accounts.actors import Actor
from zaocha.companies import queries as company_queries
from zaocha.companies.models import Company
from zaocha.kernel import clock, idempotency
from zaocha.kernel.errors import Invalid
from zaocha.matching import judging, sandbox, showing
from zaocha.matching.actions import confirmations, enjoyed, proposals
from zaocha.matching.models import Confirmation, Proposal
from zaocha.matching.queries import companies as company_matches
from zaocha.matching.queries import policies as queries
from zaocha.offers.queries import policies as policy_queries
from zaocha.rules.policies import answers, verdicts

router = Router(tags=["matching"])
Key = Header("", alias="Idempotency-Key")


class EnjoyedIn(Schema):
    """A benefit that a company has had; `policy` is the id of its document."""

    policy: str
    year: int | None = None
    amount: Decimal | None = None
    source: str = ""


class ListIn(Schema):
    """Companies to be put on a list without application."""

    company_ids: list[int]


class AnswerIn(Schema):
    """The company's word, noted down by the desk: `confirm`, `decline`; or `pay`, `drop`."""

    verb: str
    note: str = ""
    amount: Decimal | None = None


class TrialIn(Schema):
    """Other numbers of a policy: path → value, as `zaocha sandbox --levers` names them."""

    changes: dict[str, str] = {}


class ProposalIn(TrialIn):
    """The same, kept under a name."""

    name: str
    note: str = ""


@router.get("/companies/{company_id}/policies", url_name="company-policies")
def of_company(request: HttpRequest, company_id: int) -> dict[str, Any]:
    """All policies against one company (docs/formats/verdict.md); what the reader may not see is left out."""
    by, on = actor_of(request), clock.today()
    by.need("matches.read")
    company = company_queries.one(by, company_id)
    found = judging.of_company(tenant_id=by.tenant_id, company_id=company.pk, on=on)
    return {"items": [_verdict(one, by, company) for one in found], "notice": verdicts.NOTICE.as_json()}


@router.get("/policies/{policy_id}/companies/{company_id}", url_name="policy-company")
def one(request: HttpRequest, policy_id: int, company_id: int) -> dict[str, Any]:
    """One policy against one company."""
    by = actor_of(request)
    by.need("matches.read")
    policy, company = policy_queries.one(by, policy_id), company_queries.one(by, company_id)
    judged = judging.one(policy, tenant_id=by.tenant_id, company_id=company.pk, on=clock.today())
    return _verdict(judged, by, company)


@router.get("/policies/{policy_id}/companies", url_name="policy-verdicts")
def of_policy(
    request: HttpRequest,
    policy_id: int,
    verdict: str = "eligible",
    page: int = Query(1, ge=1, le=10_000),
    limit: int = Query(50, ge=1, le=500),
) -> dict[str, Any]:
    """The kept verdicts of a policy. `verdict`: eligible, near, missing, excluded, window_closed."""
    by, at = actor_of(request), clock.now()
    by.need("matches.read")
    policy = policy_queries.one(by, policy_id)
    if verdict not in queries.TABS:
        raise Invalid(field="verdict", remedy=", ".join(queries.TABS))
    rows = queries.of_policy(policy, by=by, tab=verdict, filters=queries.Filters(), at=at)
    found = list(rows[(page - 1) * limit : page * limit + 1])
    items = [
        {"company_id": row.company_id, "company": row.company.name, "verdict": row.code, "near": row.is_near,
         "amount": _amount(row.amount) if showing.may_see_amount(by, row.company) else None,
         "decided_on": row.decided_on.isoformat()}
        for row in found[:limit]
    ]  # fmt: skip
    counts = queries.counted(policy, by=by)
    return {"conditions_public": not judging.is_secret(policy, on=clock.today()), "items": items, "next": page + 1 if len(found) > limit else None, "counts": counts.tabs,
            "notice": verdicts.NOTICE.as_json()}  # fmt: skip


@router.get("/companies/{company_id}/benefits", url_name="company-benefits")
def benefits(request: HttpRequest, company_id: int) -> dict[str, Any]:
    """What a company has had."""
    by = actor_of(request)
    by.need("matches.read")
    company = company_queries.one(by, company_id)
    open_ = showing.may_see_amount(by, company)
    items = [
        {"id": one.pk, "policy": one.policy_code, "year": one.year, "source": one.source,
         "amount": _amount(one.amount) if open_ else None}
        for one in company_matches.enjoyed(company)
    ]  # fmt: skip
    return {"items": items}


@router.post(
    "/companies/{company_id}/benefits", response={201: dict[str, Any]}, url_name="company-benefit-new"
)
def record(
    request: HttpRequest, company_id: int, body: EnjoyedIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """Note a benefit that a company has had; it excludes what its policies say."""
    by, at = actor_of(request), clock.now()
    by.need("matches.write")
    new = enjoyed.NewEnjoyed(body.policy, body.year, body.amount, body.source)

    def do() -> dict[str, Any]:
        return {"id": enjoyed.record(company_id=company_id, new=new, by=by, at=at).pk}

    return Status(201, _once(by, idempotency_key, [company_id, body.dict()], do))


@router.get("/policies/{policy_id}/automatic", url_name="policy-automatic")
def automatic(request: HttpRequest, policy_id: int) -> dict[str, Any]:
    """The list of a policy without application."""
    by = actor_of(request)
    by.need("matches.read")
    rows = queries.confirmations(policy_queries.one(by, policy_id))[:1000]
    return {"items": [_confirmation(one, by) for one in rows]}


@router.post("/policies/{policy_id}/automatic", url_name="policy-automatic-list")
def put_on(request: HttpRequest, policy_id: int, body: ListIn, idempotency_key: str = Key) -> dict[str, Any]:
    """Put companies on the list, each only if it is certain now; `listed` is how many are new on it."""
    by, at = actor_of(request), clock.now()
    by.need("matches.write")

    def do() -> dict[str, Any]:
        ids = body.company_ids
        return {"listed": confirmations.list_companies(policy_id=policy_id, company_ids=ids, by=by, at=at)}

    return _once(by, idempotency_key, [policy_id, body.dict()], do)


@router.post("/automatic/{confirmation_id}", url_name="policy-automatic-step")
def step(
    request: HttpRequest, confirmation_id: int, body: AnswerIn, idempotency_key: str = Key
) -> dict[str, Any]:
    """Note the company's word (with who gave it), the payout, or that it comes off the list."""
    by, at = actor_of(request), clock.now()
    by.need("matches.write")
    same: dict[str, Any] = {"confirmation_id": confirmation_id, "by": by, "at": at}
    verbs: dict[str, Callable[[], Confirmation]] = {
        "confirm": lambda: confirmations.answer(agrees=True, note=body.note, **same),
        "decline": lambda: confirmations.answer(agrees=False, note=body.note, **same),
        "pay": lambda: confirmations.pay(amount=body.amount or Decimal(0), **same),
        "drop": lambda: confirmations.drop(reason=body.note, **same),
    }
    if body.verb not in verbs:
        raise Invalid(field="verb", remedy=", ".join(verbs))
    request_ = [confirmation_id, body.dict()]
    return _once(by, idempotency_key, request_, lambda: _confirmation(verbs[body.verb](), by))


@router.get("/policies/{policy_id}/levers", url_name="sandbox-levers")
def levers(request: HttpRequest, policy_id: int) -> dict[str, Any]:
    """The numbers of a policy that can be moved."""
    by = actor_of(request)
    by.need("policies.sandbox")
    policy = policy_queries.one(by, policy_id)
    found = sandbox.levers_of(policy.document or policy.draft or {}, on=clock.today(), typed={})
    return {"levers": [{"path": one.path, "label": one.label, "value": one.value} for one in found]}


@router.post("/policies/{policy_id}/sandbox", url_name="sandbox")
def trial(request: HttpRequest, policy_id: int, body: TrialIn, idempotency_key: str = Key) -> dict[str, Any]:
    """What other numbers would do; nothing is stored, so the key changes nothing."""
    by = actor_of(request)
    by.need("policies.sandbox")
    policy = policy_queries.one(by, policy_id)
    base = policy.document or policy.draft or {}
    return sandbox.run(policy, base=base, changes=body.changes, by=by, on=clock.today()).as_json()


@router.get("/policies/{policy_id}/proposals", url_name="sandbox-proposals")
def kept(request: HttpRequest, policy_id: int) -> dict[str, Any]:
    """The proposals of a policy, newest first."""
    by = actor_of(request)
    by.need("policies.sandbox")
    rows = Proposal.objects.filter(policy=policy_queries.one(by, policy_id)).order_by("-created_at", "-pk")
    return {"items": [_proposal(one) for one in rows[:200]]}


@router.post("/policies/{policy_id}/proposals", response={201: dict[str, Any]}, url_name="sandbox-keep")
def keep(
    request: HttpRequest, policy_id: int, body: ProposalIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """Keep a proposal with the figures of now."""
    by, at = actor_of(request), clock.now()
    by.need("policies.sandbox")
    new = proposals.NewProposal(body.name, body.changes, body.note)

    def do() -> dict[str, Any]:
        return _proposal(proposals.keep(policy_id=policy_id, new=new, by=by, at=at))

    return Status(201, _once(by, idempotency_key, [policy_id, body.dict()], do))


def _verdict(judged: judging.Judged, by: Actor, company: Company) -> dict[str, Any]:
    """The verdict as docs/formats has it; without values and reasons where a fact is not the reader's to see."""
    head = {"policy_id": judged.policy.pk, "company_id": company.pk}
    if judged.verdict is None:
        return {
            **head,
            "policy": judged.policy.code,
            "verdict": "unreadable",
            "notice": verdicts.NOTICE.as_json(),
        }
    found = answers.as_json(judged.verdict)
    hidden = showing.hidden_from(by, company)
    if any(hidden(name) for name in showing.facts_behind(judged)):
        found |= {"why": None, "clauses": [], "benefit": None, "hidden": True}
    return {**head, **found}


def _confirmation(one: Confirmation, by: Actor) -> dict[str, Any]:
    open_ = showing.may_see_amount(by, one.company)
    return {
        "id": one.pk,
        "company_id": one.company_id,
        "state": one.state,
        "edition": one.edition,
        "amount": _amount(one.amount) if open_ else None,
        "paid_amount": _amount(one.paid_amount) if open_ else None,
        "listed_at": one.listed_at.isoformat(),
        "answered_at": one.answered_at.isoformat() if one.answered_at else None,
        "note": one.note,
    }


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "id": one.pk,
        "policy_id": one.policy_id,
        "name": one.name,
        "note": one.note,
        "author": one.author,
        "on": one.on.isoformat(),
        "changes": one.changes,
        "result": one.result,
    }


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _once(by: Actor, key: str, given: Any, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    return idempotency.once(by=by, key=key, request=given, at=clock.now(), do=do)
