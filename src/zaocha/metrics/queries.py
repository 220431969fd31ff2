"""Figures worked out from the rows that the reader may see, and those rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, TruncDate, TruncMonth

from zaocha.accounts.actors import Actor
from zaocha.demands import access as demand_access
from zaocha.kernel.clock import SHANGHAI
from zaocha.metrics.definitions import MINIMUM
from zaocha.metrics.intervals import wilson
from zaocha.metrics.metric import Metric
from zaocha.metrics.periods import Period
from zaocha.metrics.scopes import EVERYTHING, Scope
from zaocha.promises import access as promise_access
from zaocha.results import access as result_access

COMPANY = Coalesce("company__merged_into_id", "company_id")  # merged ones are one with their successor
STEP = 15  # minutes to which a median is told: finer would say more than is known


@dataclass(frozen=True)
class Figure:
    """A worked-out figure. `share` and `interval` only for rates with enough rows."""

    metric: Metric
    counted: int | Decimal
    among: int
    share: float | None = None
    interval: tuple[float, float] | None = None
    median: float | None = None  # in the unit of the metric's value

    @property
    def is_small(self) -> bool:
        """Too few rows for a rate."""
        return self.metric.kind == "rate" and self.among < MINIMUM


def visible(over: str, by: Actor) -> QuerySet[Any]:
    """All rows of a kind that the reader may see."""
    if over == "promises":
        # What a company promises the community is in the ledger, but it is no promise of the town's.
        given = promise_access.visible(by).exclude(origin_kind="company_clause")
        return given.annotate(kept_in_time=_kept_in_time())
    return result_access.visible(by) if over == "results" else demand_access.visible(by)


def rows(metric: Metric, *, by: Actor, period: Period, scope: Scope = EVERYTHING) -> QuerySet[Any]:
    """All rows that a metric looks at in a period, as far as the reader may see them."""
    return visible(metric.over, by).filter(_within(metric.dated_by, period) & scope.rows(metric.dated_by))


def counted_rows(
    metric: Metric, *, by: Actor, period: Period, at: datetime, scope: Scope = EVERYTHING
) -> QuerySet[Any]:
    """The rows behind a figure: those that count."""
    return rows(metric, by=by, period=period, scope=scope).filter(metric.among(at) & metric.counted(at))


def among_rows(
    metric: Metric, *, by: Actor, period: Period, at: datetime, scope: Scope = EVERYTHING
) -> QuerySet[Any]:
    """The rows out of which a figure counts."""
    return rows(metric, by=by, period=period, scope=scope).filter(metric.among(at))


def companies(metric: Metric, *, by: Actor, period: Period, at: datetime, scope: Scope = EVERYTHING) -> Any:
    """The companies behind a figure with the number of their rows, in no order of merit: `helped`, `n`."""
    found = counted_rows(metric, by=by, period=period, at=at, scope=scope)
    return found.values(helped=COMPANY).annotate(n=Count("pk")).order_by("helped")


def figure(metric: Metric, *, by: Actor, period: Period, at: datetime, scope: Scope = EVERYTHING) -> Figure:
    """One figure: one statement, two for a median."""
    return figures([metric], by=by, period=period, at=at, scope=scope)[0]


def figures(
    metrics: Sequence[Metric], *, by: Actor, period: Period, at: datetime, scope: Scope = EVERYTHING
) -> list[Figure]:
    """Many figures: one statement for each sort of rows, and one more for each median."""
    sums: dict[str, Any] = {}
    for over in dict.fromkeys((one.over, one.dated_by) for one in metrics):
        same = [one for one in metrics if (one.over, one.dated_by) == over]
        measured: dict[str, Any] = {}
        for one in same:
            measured |= measures(one, at=at)
        sums |= rows(same[0], by=by, period=period, scope=scope).aggregate(**measured)
    found = []
    for one in metrics:
        counted, among = sums[f"{one.code}_counted"] or 0, sums.get(f"{one.code}_among") or 0
        median = None
        if one.kind == "median" and counted:
            median = _median(counted_rows(one, by=by, period=period, at=at, scope=scope), one.value, counted)
        found.append(figure_of(one, counted, among, median=median))
    return found


def measures(metric: Metric, *, at: datetime) -> dict[str, Any]:
    """What is aggregated for a metric, by name: `…_counted` and, where it is told, `…_among`."""
    among, hit = metric.among(at), metric.among(at) & metric.counted(at)
    if metric.kind == "sum":
        return {f"{metric.code}_counted": Sum(metric.value, filter=hit)}
    if metric.kind == "companies":
        return {f"{metric.code}_counted": Count(COMPANY, filter=hit, distinct=True)}
    found = {f"{metric.code}_counted": Count("pk", filter=hit)}
    if metric.kind != "count":
        found[f"{metric.code}_among"] = Count("pk", filter=among) if among else Count("pk")
    return found


def figure_of(metric: Metric, counted: int | Decimal, among: int, *, median: float | None = None) -> Figure:
    """The figure with its rate and interval, where there are enough rows for one."""
    if metric.kind == "rate" and among >= MINIMUM:
        return Figure(
            metric, counted, among, share=int(counted) / among, interval=wilson(int(counted), among)
        )
    return Figure(metric, counted, among, median=median)


def by_month(*, by: Actor, months: list[Period], scope: Scope = EVERYTHING) -> dict[str, list[int]]:
    """Demands raised, and those solved by the company's word, per month of raising: one statement."""
    first = months[0].bounds()[0]
    found = (
        demand_access.visible(by)
        .filter(scope.rows("raised_at"), raised_at__gte=first)
        .annotate(month=TruncMonth("raised_at", tzinfo=SHANGHAI))
        .values("month")
        .annotate(raised=Count("pk"), solved=Count("pk", filter=Q(word="solved")))
        .order_by()
    )
    by_first = {row["month"].date(): (row["raised"], row["solved"]) for row in found}
    pairs = [by_first.get(month.first_on, (0, 0)) for month in months]
    return {"raised": [pair[0] for pair in pairs], "solved": [pair[1] for pair in pairs]}


def outcomes_by_month(
    metrics: Sequence[Metric], *, by: Actor, months: list[Period], at: datetime, scope: Scope = EVERYTHING
) -> dict[str, list[Decimal | int]]:
    """Sums of results per month in which they happened, by metric: one statement."""
    measured: dict[str, Any] = {}
    for metric in metrics:
        measured |= measures(metric, at=at)
    found = (
        result_access.visible(by)
        .filter(scope.rows("happened_on"), happened_on__gte=months[0].first_on)
        .annotate(month=TruncMonth("happened_on"))
        .values("month")
        .annotate(**measured)
        .order_by()
    )
    by_first: dict[Any, dict[str, Any]] = {row["month"]: dict(row) for row in found}
    return {
        metric.code: [by_first.get(month.first_on, {}).get(f"{metric.code}_counted") or 0 for month in months]
        for metric in metrics
    }


def by_category(*, by: Actor, period: Period, scope: Scope = EVERYTHING) -> list[tuple[str, int]]:
    """Demands per first-level category, the most frequent first: one statement."""
    found = (
        demand_access.visible(by)
        .filter(_within("raised_at", period) & scope.rows("raised_at"))
        .values("category")
        .annotate(n=Count("pk"))
    )
    sums: dict[str, int] = {}
    for row in found.order_by():
        code = row["category"][:2]
        sums[code] = sums.get(code, 0) + row["n"]
    return sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))


def _median(values: QuerySet[Any], name: str, count: int) -> float:
    ordered = values.order_by(name).values_list(name, flat=True)
    return middle([value // STEP for value in ordered[(count - 1) // 2 : count // 2 + 1]])


def middle(steps: Sequence[int]) -> float:
    """The median out of its one or two middle values, in steps."""
    return STEP * float(sum(steps)) / len(steps)


def _within(name: str, period: Period) -> Q:
    low: date | datetime | None
    high: date | datetime | None
    low, high = (period.first_on, period.until_on) if name.endswith("_on") else period.bounds()
    condition = Q()
    if low:
        condition &= Q(**{f"{name}__gte": low})
    if high:
        condition &= Q(**{f"{name}__lt": high})
    return condition


def _kept_in_time() -> Case:
    in_time = When(due_on__gte=TruncDate(F("ended_at"), tzinfo=SHANGHAI), then=Value(True))
    return Case(in_time, default=Value(False), output_field=BooleanField())
