"""The chains of a town at a glance, and who leads, convenes and anchors each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from zaocha.accounts import actors
from zaocha.accounts.actors import Actor
from zaocha.chains.models import PlanLine, Term
from zaocha.companies import chains
from zaocha.companies.chains import Chain
from zaocha.companies.models import Company
from zaocha.dealings import queries as dealing_queries
from zaocha.demands import access as demand_access
from zaocha.demands.queries import GROUPS
from zaocha.promises import queries as promise_queries

UNSETTLED = ("open", "stated")


@dataclass(frozen=True)
class Overview:
    """One chain: its holders by role, and its numbers. `demands`: open ones; None where the reader sees none of them."""

    chain: Chain
    holders: dict[str, Term]
    companies: int
    thin: int
    missing: int
    demands: int | None
    planned: int
    kept: int
    late: int


def overviews(*, by: Actor, at: datetime) -> list[Overview]:
    """All chains, in the order of the settings: seven statements, whatever their number."""
    by.need("chains.read")
    companies = dict(
        Company.objects.filter(tenant=by.tenant, merged_into=None)
        .exclude(chain="").values_list("chain").annotate(n=Count("pk"))
    )  # fmt: skip
    flags = Counter(
        (one.good.chain, one.flag) for one in dealing_queries.links(by=actors.system(by.tenant)) if one.flag
    )
    demands = open_demands(by)
    live = holders(by=by)
    plans = _plans(by, at)
    return [
        Overview(
            chain=one, holders=live.get(one.code, {}), companies=companies.get(one.code, 0),
            thin=flags[one.code, "thin"], missing=flags[one.code, "missing"], demands=demands.get(one.code, 0) if _sees(by, one.code) else None,
            planned=plans[one.code, ""], kept=plans[one.code, "kept"], late=plans[one.code, "late"],
        )
        for one in chains.of(by.tenant)
    ]  # fmt: skip


def holders(*, by: Actor, chain: str = "") -> dict[str, dict[str, Term]]:
    """Chain → role → who holds it now: one statement."""
    rows = Term.objects.filter(tenant=by.tenant, to_on=None).select_related("company", "person")
    found: dict[str, dict[str, Term]] = {}
    for one in rows.filter(chain=chain) if chain else rows:
        found.setdefault(one.chain, {})[one.role] = one
    return found


def terms(*, by: Actor, chain: str) -> QuerySet[Term]:
    """All terms of a chain, the newest first."""
    by.need("chains.read")
    rows = Term.objects.filter(tenant=by.tenant, chain=chain).select_related("company", "person")
    return rows.order_by("role", "-from_on", "-pk")


def open_demands(by: Actor) -> dict[str, int]:
    """Chain → open demands of its companies that the reader may see; restricted ones are never counted."""
    if not by.may("demands.read"):
        return {}
    rows = demand_access.visible(by).filter(state__in=sorted(GROUPS["open"]), restricted=False)
    return dict(rows.exclude(company__chain="").values_list("company__chain").annotate(n=Count("pk")))


def _sees(by: Actor, chain: str) -> bool:
    """Whether the demands of a chain are this reader's to see: a number of none would mislead the others."""
    return by.may("demands.read_all") or (by.may("demands.read") and chain in by.chains)


def _plans(by: Actor, at: datetime) -> Counter[tuple[str, str]]:
    rows: Iterable[PlanLine] = PlanLine.objects.filter(tenant=by.tenant).select_related("promise")
    found: Counter[tuple[str, str]] = Counter()
    for one in rows:
        if one.promise is None:
            continue
        found[one.chain, ""] += 1
        code = promise_queries.standing(one.promise, at=at).code
        found[one.chain, "kept" if code == "kept_late" else code] += 1
    return found
