"""API of facts: the dictionary, one company's facts, their history, the next question, what it agreed to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Header, Router

from zaocha.accounts.access import actor_of
from zaocha.companies import queries as company_queries
from zaocha.companies.facts import actions, asking, history, purposes, schemas, sheet
from zaocha.kernel import clock, idempotency
from zaocha.kernel.errors import NotFound
from zaocha.rules.facts import dictionary

router = Router(tags=["facts"])
Key = Header("", alias="Idempotency-Key")


@router.get("/facts", url_name="facts")
def facts(request: HttpRequest) -> dict[str, Any]:
    """Every fact of the dictionary: name, labels, type, unit, period, codes, who may see it. Names stay stable."""
    actor_of(request).need("facts.read")
    return {"facts": [fact.as_json() for fact in dictionary().facts.values()]}


@router.get("/companies/{company_id}/facts", url_name="company-facts")
def company_facts(request: HttpRequest, company_id: int, group: str = "", state: str = "") -> dict[str, Any]:
    """Facts of a company; `state`: known, stale, worked_out, asked, missing. Hidden values are null."""
    by, at = actor_of(request), clock.now()
    by.need("facts.read")
    company = company_queries.one(by, company_id)
    lines = sheet.lines(by=by, company=company, on=at.date())
    shown = [
        line
        for line in lines
        if (not group or line.fact.group == group) and (not state or line.state == state)
    ]
    return {
        "company": company.pk,
        "on": at.date().isoformat(),
        "facts": [schemas.line_out(one) for one in shown],
    }


@router.put("/companies/{company_id}/facts", url_name="company-facts-put")
def put_facts(
    request: HttpRequest, company_id: int, body: schemas.FactsIn, idempotency_key: str = Key
) -> dict[str, Any]:
    """Record values, all or none. 422 names every fault; saying the same again changes nothing."""
    by, at = actor_of(request), clock.now()
    by.need("facts.write")
    company_queries.one(by, company_id)

    def do() -> dict[str, Any]:
        entries = schemas.entries(body.facts, tenant=by.tenant, on=at.date())
        done = actions.record(
            company_id=company_id, entries=entries, by=by, at=at, source="api", reason=body.reason
        )
        return {"new": done.new, "corrected": done.corrected, "same": done.same}

    asked = {"company": company_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


@router.get("/companies/{company_id}/facts/{name}/history", url_name="company-fact-history")
def fact_history(request: HttpRequest, company_id: int, name: str) -> dict[str, Any]:
    """Every value of a fact, the newest first, with who recorded, replaced or took it back."""
    by = actor_of(request)
    by.need("facts.read")
    company = company_queries.one(by, company_id)
    fact = dictionary().get(name)
    if fact is None:
        raise NotFound()
    return {
        "items": [schemas.past_out(one, fact) for one in history.of_fact(by=by, company=company, fact=fact)]
    }


@router.post("/companies/{company_id}/facts/{fact_id}/withdraw", url_name="company-fact-withdraw")
def withdraw(
    request: HttpRequest, company_id: int, fact_id: int, body: schemas.WithdrawIn, idempotency_key: str = Key
) -> dict[str, Any]:
    """Take a value back; it stays in the history. 409 when it was replaced or taken back before."""
    by, at = actor_of(request), clock.now()
    by.need("facts.write")
    company_queries.one(by, company_id)

    def do() -> dict[str, Any]:
        row = actions.withdraw(company_id=company_id, fact_id=fact_id, reason=body.reason, by=by, at=at)
        return {"id": row.pk, "name": row.name, "ended_at": at.isoformat()}

    asked = {"company": company_id, "fact": fact_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


@router.get("/companies/{company_id}/next-question", url_name="company-next-question")
def next_question(request: HttpRequest, company_id: int) -> dict[str, Any]:
    """The missing fact that would decide most policies, and how many; `question` is null when none is left."""
    by, at = actor_of(request), clock.now()
    by.need("facts.read")
    company = company_queries.one(by, company_id)
    found = asking.questions(company=company, at=at)
    if not found:
        return {"question": None}
    first = found[0]
    return {"question": {**first.fact.as_json(), "decides": first.decides, "policies": list(first.titles)}}


@router.get("/companies/{company_id}/consents", url_name="company-consents")
def consents(request: HttpRequest, company_id: int) -> dict[str, Any]:
    """What the company agreed to; `decided_at` null: it has said nothing, the usual holds."""
    by = actor_of(request)
    by.need("facts.read")
    company = company_queries.one(by, company_id)
    return {"items": [_consent(one) for one in purposes.decisions(company.pk)]}


@router.put("/companies/{company_id}/consents", url_name="company-consent")
def put_consent(
    request: HttpRequest, company_id: int, body: schemas.ConsentIn, idempotency_key: str = Key
) -> dict[str, Any]:
    """Note what the company said to a use of its facts."""
    by, at = actor_of(request), clock.now()
    by.need("facts.write")
    company_queries.one(by, company_id)

    def do() -> dict[str, Any]:
        actions.decide(company_id=company_id, purpose=body.purpose, is_agreed=body.agreed, by=by, at=at)
        return {"items": [_consent(one) for one in purposes.decisions(company_id)]}

    asked = {"company": company_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


def _consent(one: purposes.Decision) -> dict[str, Any]:
    return {
        "purpose": one.purpose.code, "label": str(one.purpose.label), "agreed": one.is_agreed,
        "decided_at": one.decided_at.isoformat() if one.decided_at else None, "by_company": one.is_own,
    }  # fmt: skip
