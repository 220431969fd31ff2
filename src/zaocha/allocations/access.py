"""Who may see and change rounds."""

from __future__ import annotations

from django.db.models import QuerySet

from zaocha.accounts.actors import Actor
from zaocha.allocations.models import Round
from zaocha.companies.models import Company
from zaocha.kernel.errors import NotFound


def visible(by: Actor) -> QuerySet[Round]:
    """The rounds of the town."""
    return Round.objects.filter(tenant=by.tenant)


def the_round(by: Actor, pk: int) -> Round:
    """One round, or `NotFound`."""
    found = visible(by).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def the_company(by: Actor, pk: int) -> Company:
    """A company of the town; by a company's link only that company."""
    found = Company.objects.filter(tenant=by.tenant, pk=pk, merged_into=None).first()
    if found is None or (by.company_id is not None and by.company_id != pk):
        raise NotFound()
    return found
