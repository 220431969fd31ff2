"""Who may see what. Rows of `Supply` are read here only for one of their two ends, and counted for all others."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.dealings.models import Dealing, Good, Introduction, Supply
from zaocha.kernel.errors import NotAllowed, NotFound

LEAST = 5
"""Fewer supplies than this are never told as a number: one could guess who they are."""


def goods(by: Actor) -> QuerySet[Good]:
    """The goods of the town."""
    return Good.objects.filter(tenant=by.tenant)


def dealings(by: Actor) -> QuerySet[Dealing]:
    """What companies make, buy and have to spare now; by a company's link only its own."""
    rows = Dealing.objects.filter(tenant=by.tenant, ended_at=None)
    if by.company_id is not None:
        return rows.filter(company_id=by.company_id)
    by.need("dealings.read")
    return rows


def own_supplies(by: Actor) -> QuerySet[Supply]:
    """Who supplies this company and whom it supplies: for the company itself, for nobody else."""
    if by.company_id is None:
        raise NotAllowed()
    ends = Q(supplier_id=by.company_id) | Q(buyer_id=by.company_id)
    return Supply.objects.filter(ends, tenant=by.tenant, ended_at=None)


def counted(number: int) -> int | None:
    """A number of supplies as others may see it: None below five."""
    return number if number >= LEAST else None


def introductions(by: Actor) -> QuerySet[Introduction]:
    """Introductions of the town; by a company's link those in which it is asked."""
    rows = Introduction.objects.filter(tenant=by.tenant)
    if by.company_id is not None:
        return rows.filter(Q(buyer_id=by.company_id) | Q(seller_id=by.company_id))
    by.need("dealings.read")
    return rows


def the_good(by: Actor, pk: int) -> Good:
    """A good of the town."""
    found = goods(by).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def the_company(by: Actor, pk: int) -> Company:
    """A company of the town; by a company's link only that company."""
    found = Company.objects.filter(tenant=by.tenant, pk=pk, merged_into=None).first()
    if found is None or (by.company_id is not None and by.company_id != pk):
        raise NotFound()
    return found


def the_introduction(by: Actor, pk: int) -> Introduction:
    """An introduction that the actor may see."""
    found = introductions(by).select_related("good", "buyer", "seller", "demand").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found
