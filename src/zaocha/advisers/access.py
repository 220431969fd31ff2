"""Who sees which adviser, which request, and whose notes. An adviser may be a competitor of those he advises."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q, QuerySet

from zaocha.accounts import actors
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Link
from zaocha.advisers.models import Advice, Adviser, Turn, Visit
from zaocha.companies.models import Company
from zaocha.kernel.errors import NotAllowed, NotFound

SEES_ALL = frozenset({"desk", "admin", "supervisor", "leader"})


def sees_all(by: Actor) -> bool:
    """Whether somebody sees every company's requests (not their notes)."""
    return by.is_machine or not SEES_ALL.isdisjoint(by.roles)


def advisers(by: Actor) -> QuerySet[Adviser]:
    """The corps of the town: by a company's link too."""
    if by.company_id is None:
        by.need("advisers.read")
    return Adviser.objects.filter(tenant=by.tenant)


def own_adviser_ids(by: Actor) -> list[int]:
    """Who an actor is in the corps: by account or by the link of an outside expert."""
    by_link = [int(role.removeprefix("adviser:")) for role in by.roles if role.startswith("adviser:")]
    if by_link or by.person_id is None or not by.may("advisers.serve"):
        return by_link
    return list(Adviser.objects.filter(tenant=by.tenant, person_id=by.person_id).values_list("pk", flat=True))


def of_adviser_link(link: Link, adviser: Adviser) -> Actor:
    """The actor behind an outside expert's link: what was put to him, and nothing else."""
    actor = actors.of_link(link, name=adviser.name)
    return replace(actor, roles=frozenset({"adviser", f"adviser:{adviser.pk}"}))


def requests(by: Actor) -> QuerySet[Advice]:
    """The requests that somebody may see."""
    rows = Advice.objects.filter(tenant=by.tenant)
    if by.company_id is not None:
        return rows.filter(company_id=by.company_id)
    by.need("advisers.read")
    if sees_all(by):
        # One that belongs to a demand with a hidden author would give it away.
        return rows if by.may("demands.read_restricted") else rows.exclude(demand__restricted=True)
    mine = Q(
        pk__in=Turn.objects.filter(adviser_id__in=own_adviser_ids(by), answer__in=["", "accepted"]).values(
            "advice"
        )
    )
    open_ = Q(demand=None) | Q(demand__restricted=False)
    if by.person_id is not None and "contact_officer" in by.roles:
        mine |= Q(company__officer_id=by.person_id) & open_
    if by.chains:
        mine |= Q(company__chain__in=by.chains) & open_
    return rows.filter(mine)


def may_read_notes(by: Actor, visit: Visit) -> bool:
    """The company and the writer always; others as the company ticked, another adviser never."""
    advice = visit.advice
    if by.company_id is not None:
        return by.company_id == advice.company_id
    if visit.adviser_id in own_adviser_ids(by):
        return True
    shown = advice.shown_to
    if "desk" in shown and not {"desk", "admin"}.isdisjoint(by.roles):
        return True
    return "officer" in shown and by.person_id is not None and advice.company.officer_id == by.person_id


def the_adviser(by: Actor, pk: int) -> Adviser:
    """An adviser of the town."""
    found = advisers(by).select_related("company", "person").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def the_request(by: Actor, pk: int) -> Advice:
    """A request that the actor may see; 404 for another tenant's, 403 for one that is not his."""
    found = requests(by).select_related("company", "adviser", "demand").filter(pk=pk).first()
    if found is None:
        own = by.company_id is None and Advice.objects.filter(tenant=by.tenant, pk=pk).exists()
        raise NotAllowed() if own else NotFound()
    return found


def the_company(by: Actor, pk: int) -> Company:
    """A company of the town; by a company's link only that company."""
    found = Company.objects.filter(tenant=by.tenant, pk=pk, merged_into=None).first()
    if found is None or (by.company_id is not None and by.company_id != pk):
        raise NotFound()
    return found


def need_own_visit(by: Actor, pk: int) -> None:
    """Refuse a visit of another tenant (404), and one that somebody else made (403)."""
    visit = Visit.objects.filter(advice__tenant=by.tenant, pk=pk).first()
    if visit is None:
        raise NotFound()
    if visit.adviser_id not in own_adviser_ids(by):
        raise NotAllowed()
