"""Who sees which offers and needs."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.offers.models import Need, Offer


def offers(by: Actor) -> QuerySet[Offer]:
    """Every offer of the tenant for its people; for a company's link those that are on offer, and its own."""
    rows = Offer.objects.filter(tenant_id=by.tenant_id)
    if by.may("offers.read"):
        return rows
    if by.company_id is not None:
        return rows.filter(Q(state__in=("open", "reserved")) | Q(owner_id=by.company_id))
    return rows.none()


def needs(by: Actor) -> QuerySet[Need]:
    """All needs for the desk; those of their companies or chains for others; a company's own by its link.

    A need whose demand hides its author is seen only by who may know the author.
    """
    rows = Need.objects.filter(tenant_id=by.tenant_id)
    if by.is_machine:
        return rows
    if by.company_id is not None:
        return rows.filter(company_id=by.company_id)
    if not by.may("demands.read_restricted"):
        rows = rows.filter(restricted=False)
    if by.may("needs.read_all"):
        return rows
    if not by.may("needs.read"):
        return rows.none()
    mine = Q(pk__in=())
    if by.person_id is not None:
        mine |= Q(company__officer_id=by.person_id)
    if by.chains:
        mine |= Q(company__chain__in=by.chains)
    return rows.filter(mine)
