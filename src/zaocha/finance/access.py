"""Who sees which dossiers and upgrades."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.demands import access as demand_access
from zaocha.finance.models import Bank, Credit, Upgrade
from zaocha.kernel.errors import NotFound

# Whoever sees all rows of the town; others see those of their companies and chains.
ALL = "finance.read_all"


def credits(by: Actor) -> QuerySet[Credit]:
    """Dossiers that concern the actor; a company by its link sees its own."""
    return _concerning(Credit.objects.filter(tenant_id=by.tenant_id), by)


def upgrades(by: Actor) -> QuerySet[Upgrade]:
    """Upgrades that concern the actor; a company by its link sees its own."""
    return _concerning(Upgrade.objects.filter(tenant_id=by.tenant_id), by)


def credit(by: Actor, pk: int) -> Credit:
    """One dossier, or `NotFound`."""
    found: Credit = _one(credits(by), pk)
    return found


def upgrade(by: Actor, pk: int) -> Upgrade:
    """One upgrade, or `NotFound`."""
    found: Upgrade = _one(upgrades(by), pk)
    return found


def banks(by: Actor) -> QuerySet[Bank]:
    """The banks of the town."""
    return Bank.objects.filter(tenant_id=by.tenant_id)


def the_company(by: Actor, pk: int) -> Company:
    """A company for which the actor may open a dossier: its own by link, those that concern an officer."""
    found = Company.objects.filter(tenant_id=by.tenant_id, pk=pk, merged_into=None).first()
    if found is None or (by.company_id is not None and by.company_id != pk):
        raise NotFound()
    own = by.company_id == pk or by.may(ALL) or found.officer_id == by.person_id
    if not own:
        raise NotFound()
    return found


def the_demand(by: Actor, pk: int | None, *, company_id: int) -> int | None:
    """The demand that led to a dossier: one of this company that the actor may see, or `NotFound`."""
    if pk is None:
        return None
    if not demand_access.visible(by).filter(pk=pk, company_id=company_id).exists():
        raise NotFound()
    return pk


def may_write(by: Actor, company_id: int) -> None:
    """Refuse unless the actor may write for this company: itself by link, or the right (rows are checked before)."""
    if by.company_id != company_id:
        by.need("finance.write")


def shows_amounts(by: Actor) -> bool:
    """Whether amounts and rates of a company's credit are the actor's to see: chain leaders see states only."""
    return by.company_id is not None or by.may("finance.amounts")


def _concerning(rows: QuerySet[Any], by: Actor) -> QuerySet[Any]:
    if by.company_id is not None:
        return rows.filter(company_id=by.company_id)
    if by.may(ALL):
        return rows
    if not by.may("finance.read"):
        return rows.none()
    mine = Q(pk__in=())
    if by.person_id is not None:
        mine |= Q(company__officer_id=by.person_id)
    if by.chains:
        mine |= Q(company__chain__in=by.chains)
    return rows.filter(mine)


def _one(rows: QuerySet[Any], pk: int) -> Any:
    found = rows.select_related("company", "tenant").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found
