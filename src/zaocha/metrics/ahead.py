"""A wall out of what was counted ahead, for readers whose sight is a sum of its parts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from zaocha.accounts.actors import Actor
from zaocha.metrics import queries, summaries
from zaocha.metrics.definitions import BY_CODE, METRICS
from zaocha.metrics.metric import Metric
from zaocha.metrics.models import Counted, Summary
from zaocha.metrics.outcomes import DRAWN
from zaocha.metrics.periods import Period
from zaocha.metrics.queries import Figure
from zaocha.metrics.scopes import Scope
from zaocha.metrics.summaries import Sums, summed

Rows = list[tuple[str, date | None, Sums]]


def wall(*, by: Actor, period: Period, months: list[Period], scope: Scope) -> dict[str, Any] | None:
    """The parts of a `Wall`, or None where it has to be counted now: two statements."""
    sight = _sight(by, scope)
    counted = Counted.objects.filter(tenant_id=by.tenant_id, generation__gt=0).first() if sight else None
    if sight is None or counted is None:
        return None
    found = Summary.objects.filter(tenant_id=by.tenant_id, generation=counted.generation)
    if scope.chains:
        found = found.filter(chain__in=scope.chains)
    if period.first_on is not None:
        found = found.filter(month__gte=min(period.first_on, months[0].first_on or period.first_on))
    rows: Rows = [
        (over, month, sums)
        for over, month, secrecy, sums in found.values_list("over", "month", "secrecy", "sums")
        if secrecy <= sight[over]
    ]
    total = _total(row for row in rows if _within(row[1], period))
    by_month = {month.first_on: _total(row for row in rows if row[1] == month.first_on) for month in months}
    each = list(by_month.values())
    return {
        "figures": [_figure(one, total[one.over]) for one in METRICS],
        "per_month": {
            "raised": [one["demands"].get("rows", 0) for one in each],
            "solved": [one["demands"].get("word_solved", 0) for one in each],
        },
        "outcomes_per_month": {code: [_sum(BY_CODE[code], one["results"]) for one in each] for code in DRAWN},
        "per_category": sorted(
            total["demands"].get("categories", {}).items(), key=lambda pair: (-pair[1], pair[0])
        ),
        "as_of": counted.as_of,
    }


def _sight(by: Actor, scope: Scope) -> dict[str, int] | None:
    """How secret rows of each sort may be that the reader sees; None where sight is no sum of the parts."""
    if scope.alliance_id is not None or (by.may("demands.handle") and not by.is_machine):
        return None
    if by.may("demands.read_all"):
        deep = int(by.may("demands.read_restricted"))
        return {"demands": 1 + deep, "promises": deep, "results": deep}
    return {"demands": 0, "promises": 0, "results": 0} if scope.chains else None


def _within(month: date | None, period: Period) -> bool:
    if period.first_on is None or period.until_on is None:
        return True
    return month is not None and period.first_on <= month < period.until_on


def _total(rows: Any) -> dict[str, Sums]:
    total: dict[str, Sums] = {over: {} for over in summaries.OVERS}
    for over, _month, sums in rows:
        summaries.add(total[over], sums)
    return total


def _figure(metric: Metric, sums: Sums) -> Figure:
    if metric.kind == "companies":
        return queries.figure_of(metric, len(sums.get(metric.code, [])), 0)
    counted, among = _sum(metric, sums), sums.get(f"{metric.code}_among", 0)
    median = _median(sums.get(metric.code, {})) if metric.kind == "median" and counted else None
    return queries.figure_of(metric, counted, among, median=median)


def _sum(metric: Metric, sums: Sums) -> int | Decimal:
    number: int = sums.get(summed(metric), 0)
    return Decimal(number) / summaries.CENTS if metric.kind == "sum" else number


def _median(steps: dict[str, int]) -> float:
    count, seen, middles = sum(steps.values()), 0, []
    wanted = {(count - 1) // 2, count // 2}
    for step, number in sorted((int(step), number) for step, number in steps.items()):
        middles += [step for place in wanted if seen <= place < seen + number]
        seen += number
    return queries.middle(middles)
