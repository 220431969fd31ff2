"""What several members of a chain suffer alike: open demands of one kind from two companies and more.

A class problem of its own, with an owner and one answer for all, is to take the place of this grouping: whatever
shows shared problems asks `problems` and knows nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from zaocha.accounts.actors import Actor
from zaocha.chains.queries.plans import Planned, plan
from zaocha.demands import access as demand_access
from zaocha.demands.forms import category_label
from zaocha.demands.queries import GROUPS

SHARED = 2
"""So many companies make a problem a shared one."""


@dataclass(frozen=True)
class Problem:
    """A kind of demand that several companies of the chain have raised, and what the plan says to it."""

    category: str
    label: str
    companies: int
    demands: int
    since: datetime
    planned: list[Planned]


def problems(*, by: Actor, chain: str, at: datetime) -> list[Problem]:
    """Of the demands that the reader may see, most companies first: two statements. Restricted ones do not count."""
    if not by.may("demands.read"):
        return []
    rows = demand_access.visible(by).filter(
        company__chain=chain, restricted=False, state__in=sorted(GROUPS["open"])
    )
    groups = (
        rows.exclude(category="")
        .values("category")
        .annotate(companies=Count("company", distinct=True), demands=Count("pk"), since=Min("raised_at"))
    )
    shared = list(groups.filter(companies__gte=SHARED).order_by("-companies", "category"))
    lines = plan(by=by, chain=chain, at=at, categories=[one["category"] for one in shared]) if shared else []
    return [
        Problem(
            one["category"], str(category_label(one["category"])), one["companies"], one["demands"], one["since"],
            [line for line in lines if line.line.category == one["category"]],
        )
        for one in shared
    ]  # fmt: skip
