"""Who sees and changes which chain. Names of companies need the register's own right; others see counts."""

from __future__ import annotations

from django.db.models import QuerySet

from zaocha.accounts.actors import Actor
from zaocha.chains.models import Alliance, Belonging, Organisation, PlanLine, Request
from zaocha.companies import chains, queries
from zaocha.companies.chains import Chain
from zaocha.companies.models import Company
from zaocha.kernel.errors import NotAllowed, NotFound

LEAST = 5
"""A company is told numbers of others from here on."""


def the_chain(by: Actor, code: str) -> Chain:
    """A chain of the town."""
    found = next((one for one in chains.of(by.tenant) if one.code == code), None)
    if found is None:
        raise NotFound()
    return found


def may_write(by: Actor, chain: str) -> bool:
    """Whoever writes all, and a chain's leader; `chain` "" is what lies across chains."""
    return by.may("chains.write_all") or (by.may("chains.write") and bool(chain) and chain in by.chains)


def need_write(by: Actor, chain: str) -> None:
    """Refuse (403) whoever may not change this chain."""
    if not may_write(by, chain):
        raise NotAllowed()


def names_companies(by: Actor) -> bool:
    """Whether members are shown by name."""
    return by.may("companies.read")


def members(by: Actor, chain: str) -> QuerySet[Company]:
    """The companies on a chain, for who may read the register; nobody for others."""
    return queries.visible(by).filter(chain=chain) if names_companies(by) else Company.objects.none()


def alliances(by: Actor) -> QuerySet[Alliance]:
    """The alliances of the town."""
    by.need("chains.read")
    return Alliance.objects.filter(tenant=by.tenant)


def the_alliance(by: Actor, pk: int) -> Alliance:
    """An alliance of the town."""
    found = alliances(by).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def the_belonging(by: Actor, pk: int) -> Belonging:
    """A company's belonging to an alliance that the actor may change, held."""
    rows = Belonging.objects.select_for_update(of=("self",)).select_related("alliance", "company")
    found = rows.filter(pk=pk, alliance__tenant=by.tenant).first()
    if found is None:
        raise NotFound()
    need_write(by, found.alliance.chain)
    return found


def the_organisation(by: Actor, pk: int) -> Organisation:
    """An organisation in an alliance that the actor may change, held."""
    rows = Organisation.objects.select_for_update(of=("self",)).select_related("alliance")
    found = rows.filter(pk=pk, alliance__tenant=by.tenant).first()
    if found is None:
        raise NotFound()
    need_write(by, found.alliance.chain)
    return found


def plan_lines(by: Actor, chain: str) -> QuerySet[PlanLine]:
    """The lines of a chain's plan: open to everybody who sees chains, and to the companies on it."""
    rows = PlanLine.objects.filter(tenant=by.tenant, chain=chain).exclude(promise=None)
    if by.company_id is not None:
        own = Company.objects.filter(tenant=by.tenant, pk=by.company_id, chain=chain)
        return rows if own.exists() else rows.none()
    by.need("chains.read")
    return rows


def requests(by: Actor) -> QuerySet[Request]:
    """Requests to join or leave: a company's own; otherwise those that the actor may answer."""
    rows = Request.objects.filter(tenant=by.tenant)
    if by.company_id is not None:
        return rows.filter(company_id=by.company_id)
    if by.may("chains.write_all"):
        return rows
    if by.may("chains.write"):
        return rows.filter(chain__in=by.chains)
    return rows.none()


def may_plan(by: Actor, pk: int) -> bool:
    """Whether a line is of a chain that the actor may change."""
    found = PlanLine.objects.filter(tenant=by.tenant, pk=pk).first()
    return found is not None and may_write(by, found.chain)


def need_plan_seen(by: Actor, pk: int) -> None:
    """Refuse a line of another tenant (404) or one that the actor may not see (403)."""
    found = PlanLine.objects.filter(tenant=by.tenant, pk=pk).first()
    if found is None:
        raise NotFound()
    if by.company_id is None:
        by.need("chains.read")
    elif not plan_lines(by, found.chain).filter(pk=pk).exists():
        raise NotAllowed()
