"""Who may see and change which promise."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.kernel.errors import NotAllowed
from zaocha.promises.models import Promise

_hidden: list[Callable[[Actor], Q]] = []


def hide(rule: Callable[[Actor], Q]) -> None:
    """Take a rule of an area above: which promises an actor may not see, for what they belong to."""
    _hidden.append(rule)


def visible(by: Actor) -> QuerySet[Promise]:
    """The promises that an actor may see: all of the tenant, or those that concern them; none that is hidden."""
    rows = Promise.objects.filter(tenant=by.tenant)
    if by.is_machine:
        return rows
    for rule in _hidden:
        rows = rows.exclude(rule(by))
    if by.may("promises.read_all"):
        return rows
    if by.company_id:
        return rows.filter(company_id=by.company_id)
    mine = Q(unit_id__in=by.unit_ids)
    if by.person_id:
        mine |= Q(person_id=by.person_id) | Q(company__officer_id=by.person_id)
    if by.chains:
        mine |= Q(company__chain__in=by.chains)
    return rows.filter(mine)


def need_change(promise: Promise, *, by: Actor) -> None:
    """Its giver, its unit, whoever keeps the ledger, and the company that it was made to (to release)."""
    own = (promise.unit_id in by.unit_ids) or (by.person_id is not None and promise.person_id == by.person_id)
    theirs = by.company_id is not None and promise.company_id == by.company_id
    if not (own or theirs or by.may("promises.write")):
        raise NotAllowed()
