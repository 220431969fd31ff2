"""Whom to invite, with the reason: open demands on the theme, same chain, never heard, not heard for long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, F, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Unit
from zaocha.companies.models import Company
from zaocha.demands import access as demand_access
from zaocha.demands.models import Demand
from zaocha.kernel.clock import SHANGHAI
from zaocha.lang import categories
from zaocha.meetings import reasons
from zaocha.meetings.models import Meeting

LONG = timedelta(days=120)
PER_GROUP = 20


@dataclass
class Suggested:
    """A company or unit that might be invited, and why."""

    whom: Company | Unit
    codes: list[str] = field(default_factory=list)

    @property
    def reason(self) -> str:
        return reasons.coded(*self.codes)


@dataclass(frozen=True)
class Group:
    """Those whose first reason is the same: demands, chain, never, long. Nobody is ranked within."""

    code: str
    members: list[Suggested]


def companies(*, by: Actor, meeting: Meeting, at: datetime) -> list[Group]:
    """Four groups in a fixed number of statements; each company stands in the first that fits."""
    invited = set(meeting.invitations.exclude(company=None).values_list("company_id", flat=True))
    counts = _open_demands(by, meeting.category)
    mine = Company.objects.filter(tenant_id=by.tenant_id, merged_into=None).exclude(pk__in=invited)
    long_ago = mine.filter(last_heard_at__lt=at - LONG)
    found = {
        "demands": mine.filter(pk__in=counts).order_by("name"),
        "chain": mine.filter(chain=meeting.chain).order_by(F("last_heard_at").asc(nulls_first=True), "name")
        if meeting.chain
        else mine.none(),
        "never": mine.filter(last_heard_at=None, is_local=True).order_by("created_at", "id"),
        "long": long_ago.order_by("last_heard_at", "id"),
    }
    return _grouped(found, counts, meeting, at)


def units(*, by: Actor, meeting: Meeting) -> list[Suggested]:
    """Units that can answer: the usual lead of the category, then those that have handled such demands."""
    if not meeting.category:
        return []
    invited = set(meeting.invitations.exclude(unit=None).values_list("unit_id", flat=True))
    known = [
        unit
        for unit in Unit.objects.filter(tenant_id=by.tenant_id, is_active=True).order_by("name")
        if unit.pk not in invited and unit.kind != Unit.Kind.DESK
    ]
    handled = _handled(by, meeting.category)
    found = []
    for unit in known:
        codes = [f"lead:{meeting.category}"] if leads(unit.name, meeting.category) else []
        if unit.pk in handled:
            codes.append(f"handled:{handled[unit.pk]}")
        if codes:
            found.append(Suggested(unit, codes))
    return sorted(found, key=lambda one: not one.codes[0].startswith("lead"))


def leads(name: str, category: str) -> bool:
    """Whether a unit of this name is the usual lead or co-unit of a category.

    Tables say 自资局, name boards say 自然资源和规划局: the short form's characters stand in the long one.
    """
    kind = categories.category(category)
    usual = [kind.lead.zh, *(unit.zh for unit in kind.co)]
    return any(_within(short.removeprefix("街道"), name) or short == name for short in usual)


def _within(short: str, name: str) -> bool:
    rest = iter(name)
    return len(short) > 1 and all(character in rest for character in short)


def _open_demands(by: Actor, category: str) -> dict[int, int]:
    if not category:
        return {}
    rows = _on(_demands(by), category).filter(closed_at=None).exclude(company=None)
    counted = rows.order_by().values("company_id").annotate(n=Count("pk")).order_by("-n")[:PER_GROUP]
    return {row["company_id"]: row["n"] for row in counted}


def _handled(by: Actor, category: str) -> dict[int, int]:
    rows = _on(_demands(by), category).exclude(unit=None)
    counted = rows.order_by().values("unit_id").annotate(n=Count("pk")).order_by("-n")[:3]
    return {row["unit_id"]: row["n"] for row in counted}


def _demands(by: Actor) -> QuerySet[Demand]:
    return demand_access.visible(by).filter(restricted=False)


def _on(rows: QuerySet[Demand], category: str) -> QuerySet[Demand]:
    return rows.filter(category__startswith=category[:2])


def _grouped(
    found: dict[str, QuerySet[Company]], counts: dict[int, int], meeting: Meeting, at: datetime
) -> list[Group]:
    taken: set[int] = set()
    groups = []
    for code, rows in found.items():
        members = []
        for company in _first(rows, PER_GROUP):
            if company.pk not in taken:
                taken.add(company.pk)
                members.append(Suggested(company, _codes(company, counts, meeting, at)))
        groups.append(Group(code, members))
    return groups


def _first(rows: QuerySet[Company], limit: int) -> Iterable[Company]:
    return rows[:limit]


def _codes(company: Company, counts: dict[int, int], meeting: Meeting, at: datetime) -> list[str]:
    heard = company.last_heard_at
    codes = []
    if company.pk in counts:
        codes.append(f"demands:{counts[company.pk]}")
    if meeting.chain and company.chain == meeting.chain:
        codes.append(f"chain:{company.chain}")
    if heard is None:
        codes.append("never")
    elif heard < at - LONG:
        codes.append(f"long:{heard.astimezone(SHANGHAI):%Y-%m-%d}")
    return codes


def other_units(*, by: Actor, meeting: Meeting) -> list[Unit]:
    """Units that are neither invited nor suggested, for a free choice."""
    suggested = {one.whom.pk for one in units(by=by, meeting=meeting)}
    invited = set(meeting.invitations.exclude(unit=None).values_list("unit_id", flat=True))
    rows = Unit.objects.filter(tenant_id=by.tenant_id, is_active=True).exclude(kind=Unit.Kind.DESK)
    return list(rows.exclude(pk__in=suggested | invited).order_by("name"))
