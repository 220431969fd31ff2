"""Who sees which watches."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.watches.models import Firing, Watch


def visible(by: Actor) -> QuerySet[Watch]:
    """All for the desk; those of their companies or chains for others; a company's own by its link.

    A watch whose demand hides its author is seen only by who may know the author.
    """
    rows = Watch.objects.filter(tenant_id=by.tenant_id)
    if by.is_machine:
        return rows
    if by.company_id is not None:
        return rows.filter(company_id=by.company_id)
    if not by.may("demands.read_restricted"):
        rows = rows.filter(restricted=False)
    if by.may("needs.read_all"):
        return rows
    if not by.may("watches.read"):
        return rows.none()
    mine = Q(company__officer_id=by.person_id)
    if by.chains:
        mine |= Q(company__chain__in=by.chains)
    return rows.filter(mine)


def firings(by: Actor) -> QuerySet[Firing]:
    """The firings of the watches that somebody sees."""
    return Firing.objects.filter(tenant_id=by.tenant_id, watch__in=visible(by))
