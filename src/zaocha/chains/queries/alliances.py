"""Alliances with their numbers, who belongs and belonged to them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.chains import access
from zaocha.chains.models import Alliance, Belonging, Organisation
from zaocha.chains.queries import results
from zaocha.demands.models import Demand
from zaocha.promises.models import Promise


@dataclass(frozen=True)
class Figures:
    """What an alliance adds up to; each is counted from rows. `helped` counts a company once."""

    companies: int
    organisations: int
    demands: int
    solved: int
    kept: int
    helped: int


def alliances(*, by: Actor, kind: str = "", text: str = "", ended: bool = False) -> QuerySet[Alliance]:
    """Alliances with the number of companies and organisations, across chains first."""
    rows = access.alliances(by)
    rows = rows.exclude(to_on=None) if ended else rows.filter(to_on=None)
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(brand__icontains=text))
    live = {"companies": "belongings", "bodies": "organisations"}
    numbers = {
        name: Count(path, filter=Q(**{f"{path}__to_on": None}), distinct=True) for name, path in live.items()
    }
    return rows.annotate(**numbers).order_by("chain", "name")


def belongings(*, by: Actor, alliance: Alliance, when: str = "now", text: str = "") -> QuerySet[Belonging]:
    """Companies that belong to it (`now`) or did (`before`), for who may read the register."""
    rows = Belonging.objects.filter(alliance=alliance).select_related("company")
    if not access.names_companies(by):
        return rows.none()
    rows = rows.filter(to_on=None) if when == "now" else rows.exclude(to_on=None)
    if text:
        rows = rows.filter(company__lookup__contains=text.lower())
    return rows.order_by("company__sorting", "pk")


def organisations(*, alliance: Alliance) -> QuerySet[Organisation]:
    """Organisations that belong to it, and those that did at the end."""
    rows = Organisation.objects.filter(alliance=alliance).select_related("company")
    return rows.order_by("to_on", "name")


def of_company(*, company_id: int) -> QuerySet[Belonging]:
    """The alliances of a company, those that it left at the end."""
    rows = Belonging.objects.filter(company_id=company_id).select_related("alliance")
    return rows.order_by("to_on", "alliance__name")


def figures(*, by: Actor, alliance: Alliance) -> Figures:
    """Five statements. Demands count from the day that a company joined."""
    by.need("chains.read")
    live = Belonging.objects.filter(alliance=alliance, to_on=None)
    members = live.values("company")
    said = Demand.objects.filter(
        tenant=by.tenant, company__in=members, raised_at__date__gte=alliance.from_on
    ).aggregate(n=Count("pk"), solved=Count("pk", filter=Q(closed_as="solved")))
    kept = Promise.objects.filter(
        tenant=by.tenant, company__in=members, state=Promise.State.KEPT, stated_at__date__gte=alliance.from_on
    )
    return Figures(
        companies=live.count(),
        organisations=alliance.organisations.filter(to_on=None).count(),
        demands=said["n"], solved=said["solved"], kept=kept.count(), helped=results.helped(tenant_id=by.tenant_id, members=members),
    )  # fmt: skip
