"""Who sees which demand, what is hidden from them, and in what capacity they may act on it."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Exists, OuterRef, Q, QuerySet

from zaocha.accounts import actors
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Link
from zaocha.companies.models import Company
from zaocha.demands.lifecycle import Role
from zaocha.demands.models import Assignment, Demand
from zaocha.kernel.errors import NotAllowed, NotFound

SENSITIVE = "14"
"""Conduct of offices: always restricted, seen only with `demands.read_restricted`."""
HIDDEN = "▇▇▇"


def visible(by: Actor) -> QuerySet[Demand]:
    """The demands that somebody may see; of restricted ones `masked` says whether the author is hidden."""
    rows = Demand.objects.filter(tenant_id=by.tenant_id)
    if by.is_machine:
        return rows
    if by.company_id is not None:
        return rows.filter(of_company(by.company_id))
    if not by.may("demands.read_restricted"):
        rows = rows.exclude(category__startswith=SENSITIVE)
    if by.may("demands.read_all"):
        return rows
    return rows.filter(_own(by))


def of_company(company_id: int) -> Q:
    """What a company asked for, under its own name or one that was merged into it."""
    family = Company.objects.filter(Q(pk=company_id) | Q(merged_into_id=company_id))
    return Q(company_id__in=family.values("pk"))


def reachable(by: Actor) -> QuerySet[Demand]:
    """The demands on which somebody may act: the visible ones, and the one behind a link."""
    rows = Demand.objects.filter(tenant_id=by.tenant_id)
    for role in by.roles:
        kind, _colon, number = role.partition(":")
        if kind == "slip":
            return rows.filter(assignments__pk=int(number), assignments__ended_at=None)
        if kind == "author":
            return rows.filter(pk=int(number))
    return visible(by)


def need_seen(by: Actor, pk: int) -> None:
    """Refuse a demand of another tenant (404), or one that the actor may not see (403)."""
    if not reachable(by).filter(pk=pk).exists():
        raise NotAllowed() if Demand.objects.filter(tenant_id=by.tenant_id, pk=pk).exists() else NotFound()


def slip_holder(link: Link, assignment: Assignment, *, name: str = "") -> Actor:
    """The actor behind a slip: the unit, on this one demand."""
    actor = actors.of_link(link, name=name or str(assignment.unit), unit_id=assignment.unit_id)
    return replace(actor, roles=frozenset({f"slip:{assignment.pk}"}))


def author(link: Link, demand: Demand) -> Actor:
    """The actor behind a call-back link: whoever raised this one demand."""
    actor = actors.of_link(link, name=demand.raised_by)
    return replace(actor, roles=frozenset({f"author:{demand.pk}"}))


def masked(by: Actor, demand: Demand) -> bool:
    """Whether company and author are hidden from this reader."""
    return is_masked(by, restricted=demand.restricted) and f"author:{demand.pk}" not in by.roles


def is_masked(by: Actor, *, restricted: bool) -> bool:
    """The same for a row that is not a model. A company reaches no demands but its own (`visible`)."""
    return restricted and not by.may("demands.read_restricted") and by.company_id is None


def hidden_promises(by: Actor) -> Q:
    """Promises on restricted demands, for who may not know their authors; whoever gave one knows it."""
    if by.company_id is not None or by.may("demands.read_restricted"):
        return Q(pk__in=())
    restricted = Exists(Demand.objects.filter(pk=OuterRef("origin_id"), restricted=True))
    return Q(restricted, origin_kind="demand") & ~Q(person_id=by.person_id or 0)


def hidden_results(by: Actor) -> Q:
    """Results of restricted demands, for who may not know their authors."""
    if by.company_id is not None or by.may("demands.read_restricted"):
        return Q(pk__in=())
    return Q(Exists(Demand.objects.filter(pk=OuterRef("demand_id"), restricted=True)))


def without_names(text: str, *names: str) -> str:
    """The text with the company's and the author's names blotted out (names of two letters and more)."""
    for name in sorted(set(names), key=len, reverse=True):
        if len(name) > 1:
            text = text.replace(name, HIDDEN)
    return text


def capacities(by: Actor, demand: Demand) -> frozenset[str]:
    """The roles of the lifecycle table in which somebody may act on a demand."""
    if by.is_machine:
        return frozenset(Role)
    holds = demand.unit_id is not None and demand.unit_id in by.unit_ids
    by_slip = any(role.startswith("slip:") for role in by.roles)
    company = by.company_id is not None and by.company_id in _names_of(demand)
    found = {
        Role.DESK: by.may("demands.dispatch"),
        Role.HANDLER: holds and (by.may("demands.handle") or by_slip),
        Role.COMPANY: company or f"author:{demand.pk}" in by.roles,
        Role.CALLBACK: by.may("demands.call_back"),
        Role.SUPERVISOR: "supervisor" in by.roles,
        Role.SECOND_PERSON: by.may("demands.second"),
    }
    return frozenset(role for role, held in found.items() if held)


def _names_of(demand: Demand) -> tuple[int | None, ...]:
    """The company of a demand, and the one it was merged into."""
    return (demand.company_id, demand.company.merged_into_id if demand.company else None)


def _own(by: Actor) -> Q:
    """What somebody sees without the right to see all. Who sees by company sees no restricted ones."""
    found = Q(pk__in=())
    if by.may("demands.handle") and by.unit_ids:
        handed = Assignment.objects.filter(demand=OuterRef("pk"), unit_id__in=by.unit_ids, ended_at=None)
        found |= Q(unit_id__in=by.unit_ids) | Q(Exists(handed))
    if "contact_officer" in by.roles:
        mine = Q(company__officer_id=by.person_id) | Q(taken_by=by.mark)
        found |= mine & Q(restricted=False)
    if by.chains:
        found |= Q(company__chain__in=by.chains, restricted=False)
    return found
