"""Who may see and change which promise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.db.models import Q, QuerySet

from zaocha.accounts import actors
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Link
from zaocha.kernel.errors import NotAllowed
from zaocha.promises.models import Promise

_hidden: list[Callable[[Actor], Q]] = []
_origins: dict[str, Callable[[Actor, int], None]] = {}
_adding: dict[str, Callable[[Actor, int], bool]] = {}


def hide(rule: Callable[[Actor], Q]) -> None:
    """Take a rule of an area above: which promises an actor may not see, for what they belong to."""
    _hidden.append(rule)


def origin(
    kind: str,
    need_seen: Callable[[Actor, int], None],
    may_add: Callable[[Actor, int], bool] | None = None,
) -> None:
    """Take a check of an area above: that the actor may see what a promise of this kind of origin belongs to.

    `may_add`: whether the actor may note there what others are to promise, without the right to write the ledger.
    """
    _origins[kind] = need_seen
    if may_add is not None:
        _adding[kind] = may_add


def may_add(kind: str, pk: int | None, *, by: Actor) -> bool:
    """Whether what a statement belongs to is the actor's to add to."""
    return pk is not None and kind in _adding and _adding[kind](by, pk)


def need_origin(kind: str, pk: int | None, *, by: Actor) -> None:
    """Refuse what belongs to something that the actor does not find (404) or may not see (403)."""
    if pk is not None and kind in _origins and not by.is_machine:
        _origins[kind](by, pk)


def visible(by: Actor) -> QuerySet[Promise]:
    """The promises that an actor may see: all of the tenant, or those that concern them; none that is hidden."""
    rows = Promise.objects.filter(tenant=by.tenant)
    if by.is_machine:
        return rows
    for rule in _hidden:
        rows = rows.exclude(rule(by))
    if given := _given_by(by):
        return rows.filter(pk=given)
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
    if not (own or theirs or _given_by(by) == promise.pk or by.may("promises.write")):
        raise NotAllowed()


def giver(link: Link, promise: Promise) -> Actor:
    """The actor behind the link to a statement: whoever gave it, on this one alone."""
    actor = actors.of_link(link, name=promise.giver or str(promise.unit or ""))
    return replace(actor, roles=frozenset({f"giver:{promise.pk}"}))


def is_giver_by_link(by: Actor) -> bool:
    """Whether somebody acts by the link that was sent to the giver of a statement."""
    return _given_by(by) is not None


def _given_by(by: Actor) -> int | None:
    found = (role.removeprefix("giver:") for role in by.roles if role.startswith("giver:"))
    return next(map(int, found), None)
