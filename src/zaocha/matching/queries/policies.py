"""Who is entitled to one policy: the kept verdicts, narrowed and counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Min, Q, QuerySet, Sum

from zaocha.accounts.actors import Actor
from zaocha.companies import queries as company_queries
from zaocha.companies.models import Company
from zaocha.kernel.models import Job
from zaocha.matching.models import Confirmation, Verdict
from zaocha.offers.models import Policy

FEWEST = 5  # a sum over fewer companies would tell what one of them gets
TABS = ("eligible", "near", "missing", "excluded", "window_closed")


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed by; empty means all."""

    text: str = ""
    chain: str = ""
    community: str = ""


@dataclass(frozen=True)
class Counted:
    """How many companies are under each tab; `cost` is the sum of settled amounts in CNY, None where it would tell one company's."""

    tabs: dict[str, int]
    companies: int
    cost: Decimal | None

    @property
    def others(self) -> int:
        """Companies that are not eligible and not near: they are not kept."""
        return max(0, self.companies - sum(self.tabs.values()))


def counted(policy: Policy, *, by: Actor) -> Counted:
    """Two statements."""
    rows = Verdict.objects.filter(policy=policy, company__in=company_queries.visible(by))
    parts = {tab: Count("pk", filter=_tab(tab)) for tab in TABS}
    found = rows.aggregate(**parts, cost=Sum("amount", filter=Q(code=Verdict.Code.ELIGIBLE)))
    cost = found.pop("cost")
    if found["eligible"] < FEWEST and not by.may("facts.read_company"):
        cost = None
    return Counted(found, company_queries.visible(by).count(), cost)


def of_policy(policy: Policy, *, by: Actor, tab: str, filters: Filters, at: datetime) -> QuerySet[Verdict]:
    """The kept verdicts under a tab, the highest amount first."""
    companies = company_queries.visible(by)
    if filters.text.strip():
        companies = company_queries.narrowed(companies, company_queries.Filters(text=filters.text), at=at)
    rows = Verdict.objects.filter(policy=policy, company__in=companies).filter(_tab(tab))
    if filters.chain:
        rows = rows.filter(company__chain=filters.chain)
    if filters.community:
        rows = rows.filter(company__community=filters.community)
    return rows.select_related("company").order_by("-amount", "company__sorting", "company_id")


def confirmations(policy: Policy) -> QuerySet[Confirmation]:
    """The list of a policy without application, what waits first."""
    return (
        Confirmation.objects.filter(policy=policy)
        .select_related("company")
        .order_by("state", "-listed_at", "-pk")
    )


def candidates(policy: Policy, *, by: Actor) -> list[Company]:
    """Companies that are eligible and not on the list yet."""
    live = Confirmation.objects.filter(policy=policy).exclude(state__in=["declined", "dropped", "paid"])
    rows = Verdict.objects.filter(policy=policy, code=Verdict.Code.ELIGIBLE)
    found = company_queries.visible(by).filter(pk__in=rows.values("company"))
    return list(found.exclude(pk__in=live.values("company")).order_by("sorting", "pk")[:2000])


def compared_on(policy: Policy) -> date | None:
    """The oldest day for which a kept verdict of this policy holds; None before the first comparison."""
    oldest: date | None = Verdict.objects.filter(policy=policy).aggregate(day=Min("decided_on"))["day"]
    return oldest


def is_renewing(*, tenant_id: int, at: datetime) -> bool:
    """Whether verdicts of the tenant wait to be decided anew."""
    waiting = Job.objects.filter(tenant_id=tenant_id, state="ready", run_after__lte=at)
    return waiting.filter(name__startswith="matching.").exists()


def _tab(tab: str) -> Q:
    return Q(is_near=True) if tab == "near" else Q(code=tab)
