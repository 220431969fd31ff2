"""Figures worked out from the rows that the reader may see, and those rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate, TruncMonth

from zaocha.accounts.actors import Actor
from zaocha.demands import access as demand_access
from zaocha.kernel.clock import SHANGHAI
from zaocha.metrics.definitions import MINIMUM, Metric
from zaocha.metrics.intervals import wilson
from zaocha.metrics.periods import Period
from zaocha.promises import access as promise_access


@dataclass(frozen=True)
class Figure:
    """A worked-out figure. `share` and `interval` only for rates with enough rows."""

    metric: Metric
    counted: int
    among: int
    share: float | None = None
    interval: tuple[float, float] | None = None
    median: float | None = None  # in the unit of the metric's value

    @property
    def is_small(self) -> bool:
        """Too few rows for a rate."""
        return self.metric.kind == "rate" and self.among < MINIMUM


def rows(metric: Metric, *, by: Actor, period: Period) -> QuerySet[Any]:
    """All rows that a metric looks at in a period, as far as the reader may see them."""
    if metric.over == "promises":
        # What a company promises the community is in the ledger, but it is no promise of the town's.
        given = promise_access.visible(by).exclude(origin_kind="company_clause")
        found: QuerySet[Any] = given.annotate(kept_in_time=_kept_in_time())
    else:
        found = demand_access.visible(by)
    return found.filter(_within(metric.dated_by, period))


def counted_rows(metric: Metric, *, by: Actor, period: Period, at: datetime) -> QuerySet[Any]:
    """The rows behind a figure: those that count."""
    return rows(metric, by=by, period=period).filter(metric.among(at) & metric.counted(at))


def among_rows(metric: Metric, *, by: Actor, period: Period, at: datetime) -> QuerySet[Any]:
    """The rows out of which a figure counts."""
    return rows(metric, by=by, period=period).filter(metric.among(at))


def figure(metric: Metric, *, by: Actor, period: Period, at: datetime) -> Figure:
    """Work a figure out: one statement, two for a median."""
    among, hit = metric.among(at), metric.among(at) & metric.counted(at)
    counts = rows(metric, by=by, period=period).aggregate(
        counted=Count("pk", filter=hit), among=Count("pk", filter=among) if among else Count("pk")
    )
    counted, total = counts["counted"], counts["among"]
    if metric.kind == "median":
        return Figure(metric, counted, total, median=_median(metric, counted, by=by, period=period, at=at))
    if metric.kind == "rate" and total >= MINIMUM:
        return Figure(metric, counted, total, share=counted / total, interval=wilson(counted, total))
    return Figure(metric, counted, total)


def by_month(*, by: Actor, months: list[Period]) -> dict[str, list[int]]:
    """Demands raised, and those solved by the company's word, per month of raising: one statement."""
    first = months[0].bounds()[0]
    found = (
        demand_access.visible(by)
        .filter(raised_at__gte=first)
        .annotate(month=TruncMonth("raised_at", tzinfo=SHANGHAI))
        .values("month")
        .annotate(raised=Count("pk"), solved=Count("pk", filter=Q(word="solved")))
        .order_by()
    )
    by_first = {row["month"].date(): (row["raised"], row["solved"]) for row in found}
    pairs = [by_first.get(month.first_on, (0, 0)) for month in months]
    return {"raised": [pair[0] for pair in pairs], "solved": [pair[1] for pair in pairs]}


def by_category(*, by: Actor, period: Period) -> list[tuple[str, int]]:
    """Demands per first-level category, the most frequent first: one statement."""
    found = (
        demand_access.visible(by)
        .filter(_within("raised_at", period))
        .values("category")
        .annotate(n=Count("pk"))
    )
    sums: dict[str, int] = {}
    for row in found.order_by():
        code = row["category"][:2]
        sums[code] = sums.get(code, 0) + row["n"]
    return sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))


def _median(metric: Metric, count: int, *, by: Actor, period: Period, at: datetime) -> float | None:
    if count == 0:
        return None
    values = counted_rows(metric, by=by, period=period, at=at).order_by(metric.value)
    middle = list(values.values_list(metric.value, flat=True)[(count - 1) // 2 : count // 2 + 1])
    return float(sum(middle)) / len(middle)


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
