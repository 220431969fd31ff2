"""API of the register: list, find, one, enter, change."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.accounts.actors import Actor
from zaocha.companies import actions, queries
from zaocha.companies.facts.api import router as facts_router
from zaocha.companies.models import Company
from zaocha.kernel import clock, idempotency

router = Router(tags=["companies"])
router.add_router("", facts_router)


class CompanyIn(Schema):
    """A company to be registered; see `NewCompany`."""

    name: str
    short_name: str = ""
    credit_code: str = ""
    industry: str = ""
    chain: str = ""
    community: str = ""
    address: str = ""
    employees: int | None = None
    is_local: bool = True
    officer_id: int | None = None
    contact_name: str = ""
    contact_post: str = ""
    contact_phone: str = ""
    confirmed: bool = False
    same_name: bool = False


class CompanyChange(Schema):
    """What is to change; what is left out stays. `version` as read refuses a stale change."""

    name: str | None = None
    short_name: str | None = None
    credit_code: str | None = None
    industry: str | None = None
    chain: str | None = None
    community: str | None = None
    address: str | None = None
    employees: int | None = None
    is_local: bool | None = None
    officer_id: int | None = None
    version: str = ""
    confirmed: bool = False


class Narrowing(Schema):
    """Filters of the list."""

    text: str = ""
    chain: str = ""
    community: str = ""
    local: str = ""
    heard: str = ""
    officer_id: int | None = None


@router.get("/companies", url_name="companies")
def companies(
    request: HttpRequest,
    narrowing: Query[Narrowing],
    after: int | None = None,
    limit: int = Query(50, ge=1, le=200),
) -> dict[str, Any]:
    """Companies in the order of their pinyin. `local`: here, elsewhere; `heard`: never, long."""
    by = actor_of(request)
    by.need("companies.read")
    filters = queries.Filters(**narrowing.dict())
    page = queries.page(by, filters=filters, at=clock.now(), after=after, limit=limit)
    return {"items": [_as_dict(one) for one in page.rows], "next": page.after}


@router.get("/companies/lookup", url_name="companies-lookup")
def lookup(request: HttpRequest, text: str, limit: int = Query(8, ge=1, le=50)) -> dict[str, Any]:
    """Companies by part of the name, pinyin, initials or credit code; the closest first."""
    by = actor_of(request)
    by.need("companies.read")
    found = queries.lookup(tenant_id=by.tenant_id, text=text, limit=limit)
    return {"items": [_as_dict(one) for one in found]}


@router.get("/companies/{company_id}", url_name="company")
def company(request: HttpRequest, company_id: int) -> dict[str, Any]:
    """One company with its contacts; numbers are cut for those who need not ring."""
    by = actor_of(request)
    by.need("companies.read")
    return _with_contacts(queries.one(by, company_id), by)


@router.post("/companies", response={201: dict[str, Any]}, url_name="company-new")
def create(
    request: HttpRequest, body: CompanyIn, idempotency_key: str = Header("", alias="Idempotency-Key")
) -> Status[dict[str, Any]]:
    """Register a company. 422 names every fault; 409 with `company_id` when it is known already."""
    by, at = actor_of(request), clock.now()
    by.need("companies.write")
    given = body.dict()

    def do() -> dict[str, Any]:
        new = actions.NewCompany(**given, source="api")
        return _as_dict(actions.register(new=new, by=by, at=at))

    return Status(201, idempotency.once(by=by, key=idempotency_key, request=given, at=at, do=do))


@router.patch("/companies/{company_id}", url_name="company-change")
def change(
    request: HttpRequest,
    company_id: int,
    body: CompanyChange,
    idempotency_key: str = Header("", alias="Idempotency-Key"),
) -> dict[str, Any]:
    """Change what is given."""
    by, at = actor_of(request), clock.now()
    by.need("companies.write")
    given = body.dict(exclude_unset=True)
    version, confirmed = given.pop("version", ""), given.pop("confirmed", False)

    def do() -> dict[str, Any]:
        changed = actions.change(
            company_id=company_id, changes=given, by=by, at=at, version=version, confirmed=confirmed
        )
        return _as_dict(changed)

    asked = {"company": company_id, **given}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


def _as_dict(company: Company) -> dict[str, Any]:
    names = ("id", "code_verdict", "source", *actions.EDITABLE)
    heard = company.last_heard_at
    return {
        **{name: getattr(company, name) for name in names},
        "last_heard_at": heard.isoformat() if heard else None,
        "version": actions.version_of(company),
    }


def _with_contacts(company: Company, by: Actor) -> dict[str, Any]:
    contacts = [
        {"id": one.id, "name": one.name, "post": one.post, "phone": one.phone, "is_primary": one.is_primary}
        for one in queries.contacts(by, company)
    ]
    return {**_as_dict(company), "contacts": contacts}
